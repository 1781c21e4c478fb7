/**
 * The cipher suites that the device offers. Replaces the SDK's `ssl/ciphersuites`, which prefers static RSA with CBC:
 * that has no forward secrecy, and some servers follow the client's preference. The properties are the SDK's.
 */
import { AES, ECDHE_RSA, GCM, SHA256 } from 'ssl/constants';

const AES_128_GCM = {
  isExportable: false,
  // For both: the SDK takes the kind of signature from the server's certificate.
  keyExchangeAlgorithm: ECDHE_RSA,
  cipherAlgorithm: AES,
  cipherKeySize: 16,
  cipherBlockSize: 16,
  hashAlgorithm: SHA256,
  hashSize: 32,
  encryptionMode: GCM,
  ivSize: 8,
  saltSize: 4,
};

export default Object.freeze([
  /** TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 and TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 (RFC 5289). */
  Object.freeze({ value: Object.freeze([0xc0, 0x2b]), ...AES_128_GCM }),
  Object.freeze({ value: Object.freeze([0xc0, 0x2f]), ...AES_128_GCM }),
]);
