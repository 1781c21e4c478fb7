/** The window's side of the program: `screen`, which Moddable's desktop simulator gives and nobody else. */

/** The host's; declared here since no typing has it, and only lin, mac and win have it at all. */
declare const screen:
  { postMessage(message: string): void; onMessage?: (message: string) => void } | undefined;

/** A program run without a window has no screen, and then nobody watches. */
export function tellWindow(message: unknown): void {
  if (typeof screen !== 'undefined') screen.postMessage(JSON.stringify(message));
}

export function hearWindow(onMessage: (message: string) => void): void {
  if (typeof screen !== 'undefined') screen.onMessage = onMessage;
}
