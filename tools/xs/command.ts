/**
 * The inside of the wire: turns what the host hands to `handleCommand` into calls, and results into replies.
 * For scripts that run in XS; Node's side is worker.ts.
 */

/** XS's own additions, native and so cheap: the bytes are UTF-8. */
interface XsArrayBuffer {
  fromString(text: string): ArrayBuffer;
}
interface XsString {
  fromArrayBuffer(bytes: ArrayBuffer): string;
}
interface XsGlobals {
  handleCommand: (bytes: ArrayBuffer) => ArrayBuffer | undefined;
}

/** A command that starts with a control character is no JSON: that byte is its tag, the rest its bytes. */
const TAG_MAX = 0x1f;

export interface CommandHandlers {
  /** A JSON command; what it returns is sent back as JSON, undefined as nothing. */
  onCommand(command: unknown): unknown;
  /** Bytes that JSON would swell. They are the command's own and stay where they are, so a table may be kept. */
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
