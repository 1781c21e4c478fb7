import { describe, expect, it } from '@jest/globals';
import { tlsFaultOf } from '../../relay/error-code.js';

describe('tlsFaultOf', () => {
  it.each([
    ['CERT_HAS_EXPIRED', 'expired'],
    ['CERT_NOT_YET_VALID', 'clock-wrong'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'other-name'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'untrusted'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'untrusted'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'untrusted'],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'no-common-tls'],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'no-common-tls'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls-failed'],
    ['EPROTO', 'tls-failed'],
    ['ECONNREFUSED', undefined],
    ['UND_ERR_CONNECT_TIMEOUT', undefined],
  ])('reads %s as %s', (code, fault) => {
    expect(tlsFaultOf(code)).toBe(fault);
  });
});
