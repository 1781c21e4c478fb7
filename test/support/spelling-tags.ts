/** The tag, beside those of the tables, of the wish to spell what is held: see spelling-in-xs.ts. */
export const RUN_TAG = 2;
