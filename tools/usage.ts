/** What the scripts share: options and input lines that may be invalid, and how a run ends then. */
import { isUtf8 } from 'node:buffer';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { linesOf } from './lines.js';

/** Says what is wrong with an option or with a line of the input. */
export class UsageError extends Error {}

/** A problem to report without a stack; any other error is a bug. */
export class ToolFailure extends Error {}

interface Script<T> {
  /** Before its errors. */
  readonly name?: string;
  /** What `--help` prints. */
  readonly help: string;
  readonly options?: T;
  readonly allowPositionals?: boolean;
}
type Options = NonNullable<ParseArgsConfig['options']>;
type Arguments<T extends Options> = Pick<
  ReturnType<typeof parseArgs<{ options: T; allowPositionals: true }>>,
  'values' | 'positionals'
>;

/**
 * Runs a script with its options. An invalid option or line ends it with one line on stderr and exit code 2, a ToolFailure
 * with its message and exit code 1; a bug shows its stack.
 */
export async function runScript<const T extends Options>(
  { name, help, options, allowPositionals = false }: Script<T>,
  main: (given: Arguments<T>) => Promise<void> | void,
): Promise<void> {
  // The reader may have seen enough: `| head`.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  try {
    const known: Options = { ...options, help: { type: 'boolean' } };
    const { values, positionals, tokens } = parseArgs({
      options: known,
      allowPositionals,
      tokens: true,
    });
    const names = tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []));
    const twice = names.find((one, at) => names.indexOf(one) !== at && !known[one]?.multiple);
    if (values['help']) console.log(help);
    else if (twice !== undefined) throw new UsageError(`--${twice} is given twice`);
    else await main({ values, positionals } as Arguments<T>);
  } catch (error) {
    const isUsage = error instanceof UsageError || isParseArgsError(error);
    if (!isUsage && !(error instanceof ToolFailure)) throw error;
    console.error(name === undefined ? error.message : `${name}: ${error.message}`);
    process.exitCode = isUsage ? 2 : 1;
  }
}

function isParseArgsError(error: unknown): error is Error {
  return (
    error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
  );
}

export function wholeNumber(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new UsageError(`${name} must be a whole number from ${min} to ${max}, not ${text}`);
}

export interface InputLine {
  readonly number: number;
  readonly bytes: Buffer;
}

/** Standard input, line by line, without blank lines. */
export async function* inputLines(): AsyncGenerator<InputLine> {
  let number = 0;
  for await (const bytes of linesOf(process.stdin)) {
    number += 1;
    const isBlank = bytes.every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d));
    if (!isBlank) yield { number, bytes };
  }
}

/** @throws UsageError unless `text` is one of them */
export function oneOf<T extends string>(name: string, text: string, choices: readonly T[]): T {
  const chosen = choices.find((choice) => choice === text);
  if (chosen === undefined) throw new UsageError(`${name} must be ${choices.join(' or ')}`);
  return chosen;
}

/** @throws UsageError with the line's number, also for what `read` throws */
export function readLine<T>(
  { number, bytes }: InputLine,
  read: (fields: Readonly<Record<string, unknown>>) => T,
): T {
  try {
    return read(jsonObject(bytes));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`line ${number}: ${error.message}`);
  }
}

function jsonObject(bytes: Buffer): Readonly<Record<string, unknown>> {
  if (!isUtf8(bytes)) throw new UsageError('is not UTF-8');
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new UsageError('is not JSON');
  }
  if (!isRecord(value)) throw new UsageError('must be an object');
  return value;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The field `name` of a line, from 0 to `max`. */
export function numberIn(
  fields: Readonly<Record<string, unknown>>,
  name: string,
  max: number,
): number {
  const value = fields[name];
  if (typeof value === 'number' && value >= 0 && value <= max) return value;
  throw new UsageError(`"${name}" must be a number from 0 to ${max}`);
}
