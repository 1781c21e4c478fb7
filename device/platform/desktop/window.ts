/** The connection to the window: `screen`, which only Moddable's desktop simulator has. */

/** Provided by the host on lin, mac and win; the typings do not declare it. */
declare const screen:
  { postMessage(message: string): void; onMessage?: (message: string) => void } | undefined;

/** Does nothing if the program runs without a window. */
export function tellWindow(message: unknown): void {
  if (typeof screen !== 'undefined') screen.postMessage(JSON.stringify(message));
}

export function watchWindow(onMessage: (message: string) => void): void {
  if (typeof screen !== 'undefined') screen.onMessage = onMessage;
}
