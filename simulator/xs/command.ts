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

/** First byte of a command that is bytes, not JSON. */
export const BINARY = 0;

export interface CommandHandlers {
  /** A JSON command; what it returns is sent back as JSON, undefined as nothing. */
  onCommand(command: unknown): unknown;
  /** Bytes as they are: tables, which JSON would swell. They stay where they are, so a table may be kept. */
  onBytes?(bytes: Uint8Array): void;
}

export function answerCommands(handlers: CommandHandlers): void {
  (globalThis as unknown as XsGlobals).handleCommand = (bytes) => {
    const view = new Uint8Array(bytes);
    if (view[0] === BINARY) {
      handlers.onBytes?.(view.subarray(1));
      return undefined;
    }
    const text = (String as unknown as XsString).fromArrayBuffer(bytes);
    const reply = handlers.onCommand(JSON.parse(text));
    if (reply === undefined) return undefined;
    return (ArrayBuffer as unknown as XsArrayBuffer).fromString(JSON.stringify(reply));
  };
}
