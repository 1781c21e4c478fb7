/** The tag of the command to spell a held text, beside those of the tables: see spelling-in-xs.ts. */
export const RUN_TAG = 2;
