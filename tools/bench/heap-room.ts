/**
 * For scripts that are measured in XS: takes so much of the heap that only a known room is left, and the tag of a piece of
 * a body.
 */

/** A command of bytes that begins with it is the next piece. */
export const PIECE_TAG = 3;

export interface TakeCommand {
  readonly take: { readonly slots: number; readonly bytes: number };
}

interface Link {
  readonly next: Link | undefined;
}

/** Held for as long as the machine lives. */
const taken: { slots: Link | undefined; bytes: ArrayBuffer | undefined } = {
  slots: undefined,
  bytes: undefined,
};

/** A link is an object and its property. */
export const SLOTS_A_LINK = 2;

export function take({ take: { slots, bytes } }: TakeCommand): void {
  for (let left = slots; left > 0; left -= SLOTS_A_LINK) taken.slots = { next: taken.slots };
  if (bytes > 0) taken.bytes = new ArrayBuffer(bytes);
}
