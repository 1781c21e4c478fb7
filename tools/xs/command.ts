/**
 * XS's side of the protocol with worker.ts: turns what the host passes to `handleCommand` into calls, and results into
 * replies.
 */

/** XS's own additions, native and therefore cheap; the bytes are UTF-8. */
interface XsArrayBuffer {
  fromString(text: string): ArrayBuffer;
}
interface XsString {
  fromArrayBuffer(bytes: ArrayBuffer): string;
}
interface XsGlobals {
  handleCommand: (bytes: ArrayBuffer) => ArrayBuffer | undefined;
}

/** A command that starts with a control character is not JSON: that byte is its tag, the rest its bytes. */
const TAG_MAX = 0x1f;
/** The tags of the text tables; a script's own come after them. */
export const TEXT_TAG = 0;
export const JAPANESE_TAG = 1;

export interface CommandHandlers {
  /** A JSON command; what it returns is sent back as JSON, undefined as nothing. */
  onCommand(command: unknown): unknown;
  /** Bytes, which would be larger as JSON. The buffer is not reused, so a table may be kept without a copy. */
  onBytes?(tag: number, bytes: Uint8Array): unknown;
}

export function answerCommands(handlers: CommandHandlers): void {
  (globalThis as unknown as XsGlobals).handleCommand = (bytes) => {
    const reply = dispatch(handlers, bytes);
    if (reply === undefined) return undefined;
    return (ArrayBuffer as unknown as XsArrayBuffer).fromString(JSON.stringify(reply));
  };
}

function dispatch(handlers: CommandHandlers, bytes: ArrayBuffer): unknown {
  const view = new Uint8Array(bytes);
  const first = view[0] ?? 0;
  if (first <= TAG_MAX) return handlers.onBytes?.(first, view.subarray(1));
  return handlers.onCommand(
    JSON.parse((String as unknown as XsString).fromArrayBuffer(bytes)) as unknown,
  );
}
