/** A JSON line of the log as a person reads it on a terminal. pino-pretty does much more, in 13 packages. Pure. */

const LEVELS: Readonly<Record<number, string>> = Object.freeze({
  40: 'warning: ',
  50: 'error: ',
  60: 'fatal: ',
});
/** A name or a path that moves the cursor could hide other lines. */
const CONTROL = /\p{Cc}/gu;

interface Line {
  readonly level: number;
  readonly time?: number;
  readonly msg: string;
  readonly [field: string]: unknown;
}

export function readableLine(json: string): string {
  const { level, time, msg, frames, ...fields } = JSON.parse(json) as Line;
  const clock = time === undefined ? '' : `${new Date(time).toTimeString().slice(0, 8)}  `;
  const stack = Array.isArray(frames) ? frames.map((frame) => `\n    ${String(frame)}`) : [];
  const shown = `${clock}${LEVELS[level] ?? ''}${wordsOf(msg, fields)}`.replace(CONTROL, '?');
  return `${shown}${stack.join('')}\n`;
}

function wordsOf(msg: string, fields: Readonly<Record<string, unknown>>): string {
  const { method, path, status, ms } = fields;
  if (msg === 'request')
    return `${String(method)} ${String(path)} ${String(status)}, ${String(ms)} ms`;
  const rest = Object.entries(fields).map(([name, value]) => `${name}=${String(value)}`);
  return rest.length === 0 ? msg : `${msg} (${rest.join(', ')})`;
}
