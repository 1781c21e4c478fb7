/** Codes of thrown values, by shape: an error of another realm (a test runner's, a worker's) is no `instanceof Error`. */

/** Node's `code` ("EEXIST", "ECONNREFUSED") or Postgres' SQLSTATE; undefined where there is none. */
export function errorCode(thrown: unknown): string | undefined {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return undefined;
  return typeof thrown.code === 'string' ? thrown.code : undefined;
}

/** SQLSTATE of an answer of the database; its severity tells it from Node's own five-letter codes ("EPIPE"). */
export function sqlState(thrown: unknown): string | undefined {
  const code = errorCode(thrown);
  const isAnswer = typeof thrown === 'object' && thrown !== null && 'severity' in thrown;
  return isAnswer ? code : undefined;
}
