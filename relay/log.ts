/** One JSON object a line. Callers log names and kinds, never values; the list below is the net under them. */
import { isNativeError } from 'node:util/types';
import { pino, type DestinationStream } from 'pino';
import type { LogLevel } from './config.js';
import { errorCode } from './error-code.js';

export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  /** A line for each request: fields that are all known here, so that no list has to be searched for secrets. */
  request(line: RequestLine): void;
}

interface RequestLine {
  readonly id: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly status: number;
  readonly ms: number;
}

/** Field names that may hold a secret, at the top of a line and one level down. */
const SECRET_FIELDS = Object.freeze(
  (
    'access_token accessToken authorization clientSecret client_secret code cookie device_code deviceCode ' +
    'deviceToken pass password refresh_token refreshToken secret state token user_code userCode verifier'
  ).split(' '),
);

/** @param destination where lines go */
export function createLog(level: LogLevel, destination: DestinationStream): Log {
  const options = { level, base: null };
  const paths = SECRET_FIELDS.flatMap((name) => [name, `*.${name}`]);
  const lines = pino({ ...options, redact: { paths, censor: '[redacted]' } }, destination);
  // Searching the list took more time than all the rest of a line.
  const requests = pino(options, destination);
  return {
    info: (fields, message) => lines.info(fields, message),
    warn: (fields, message) => lines.warn(fields, message),
    error: (fields, message) => lines.error(fields, message),
    request: (line) => requests.info(line, 'request'),
  };
}

/**
 * What may be logged of a thrown value: its class, its code and the first lines of its stack without the message,
 * since messages of libraries may quote their input.
 */
export function describeError(thrown: unknown): object {
  if (!isNativeError(thrown)) return { error: typeof thrown };
  const code = errorCode(thrown);
  const frames = (thrown.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => line.trim());
  return { error: thrown.name, ...(code === undefined ? {} : { errorCode: code }), frames };
}
