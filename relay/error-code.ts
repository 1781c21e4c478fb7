/**
 * What is thrown: codes, by shape, since an error of another realm (a test runner's, a worker's) is no `instanceof Error`;
 * and why the relay cannot start.
 */

import type { TlsFaultKind } from '../device/shared/ports.js';

/** Node's `code` ("EEXIST", "ECONNREFUSED") or Postgres' SQLSTATE; undefined if there is none. */
export function errorCode(thrown: unknown): string | undefined {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return undefined;
  return typeof thrown.code === 'string' ? thrown.code : undefined;
}

/** How TLS failed, by Node's code; undefined if it was not TLS. OpenSSL's names: its `X509_verify_cert_error`. */
export function tlsFaultOf(code: string): TlsFaultKind | undefined {
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return 'expired';
    case 'CERT_NOT_YET_VALID':
      return 'clock-wrong';
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return 'other-name';
    case 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION':
    case 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE':
    case 'ERR_SSL_UNSUPPORTED_PROTOCOL':
      return 'no-common-tls';
    default:
      if (/^ERR_(SSL|TLS)_|^EPROTO$/.test(code)) return 'tls-failed';
      return /CERT|ISSUER|SIGNATURE/.test(code) ? 'untrusted' : undefined;
  }
}

/** SQLSTATE of a response of the database; its severity tells it from Node's own five-letter codes ("EPIPE"). */
export function sqlState(thrown: unknown): string | undefined {
  const code = errorCode(thrown);
  const isAnswer = typeof thrown === 'object' && thrown !== null && 'severity' in thrown;
  return isAnswer ? code : undefined;
}

/** Expected, and told to the person in the terminal in one line: what is wrong, and what to do. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
