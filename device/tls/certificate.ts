/** Reads the parts of an X.509 certificate (RFC 5280) that are needed to verify a server. Pure. */
import { DerReader, TAG } from './der.js';

export interface Certificate extends Extensions {
  /** The signed bytes. */
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
  /** Object id of the signature algorithm; undefined if it is too weak or the SDK does not support it. */
  readonly algorithm: readonly number[] | undefined;
  readonly fromMs: number;
  readonly untilMs: number;
}

interface Extensions {
  /** The elements of subjectAltName. */
  readonly names: Uint8Array | undefined;
  /** May sign certificates: CA:TRUE and keyCertSign. */
  readonly isAuthority: boolean;
  /** How many intermediate authorities may follow it in the chain. */
  readonly pathLengthMax: number;
  /** May be used for TLS servers, or to sign their certificates. */
  readonly isForServers: boolean;
  /** Has a critical extension that we do not know: must be rejected (section 4.2). */
  readonly hasUnknownExtension: boolean;
  /** Id of the key that signed it. */
  readonly issuerKeyId: Uint8Array | undefined;
}

/** The last byte of the object ids below 2.5.29 (id-ce). */
const EXTENSION = Object.freeze({
  keyUsage: 15,
  subjectAltName: 17,
  basicConstraints: 19,
  certificatePolicies: 32,
  authorityKeyIdentifier: 35,
  extendedKeyUsage: 37,
});
/** keyCertSign is bit 5 of keyUsage, from the left. */
const KEY_CERT_SIGN = 0x80 >> 5;
/** [0] of AuthorityKeyIdentifier. */
const KEY_IDENTIFIER = 0x80;
/** [0] and [3] of TBSCertificate. */
const VERSION = 0xa0;
const EXTENSIONS = 0xa3;
const TRUE = 0xff;
const SERVER_AUTH: readonly number[] = Object.freeze([0x2b, 6, 1, 5, 5, 7, 3, 1]);
/** id-ce in DER, without the last byte. */
const RSA: readonly number[] = Object.freeze([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1]);
const ECDSA: readonly number[] = Object.freeze([0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3]);
/** SHA-256, SHA-384 and SHA-512: RFC 8017 appendix C, RFC 5758 section 3.2. */
const WITH_RSA: readonly (readonly number[])[] = Object.freeze([
  Object.freeze([1, 2, 840, 113_549, 1, 1, 11]),
  Object.freeze([1, 2, 840, 113_549, 1, 1, 12]),
  Object.freeze([1, 2, 840, 113_549, 1, 1, 13]),
]);
const WITH_ECDSA: readonly (readonly number[])[] = Object.freeze([
  Object.freeze([1, 2, 840, 10_045, 4, 3, 2]),
  Object.freeze([1, 2, 840, 10_045, 4, 3, 3]),
  Object.freeze([1, 2, 840, 10_045, 4, 3, 4]),
]);

/** @throws if it is not a certificate */
export function readCertificate(der: Uint8Array): Certificate {
  const outer = new DerReader(der);
  outer.read(TAG.sequence);
  outer.enter();
  const from = outer.start;
  outer.read(TAG.sequence);
  const signed = der.subarray(from, outer.end);
  const body = new DerReader(outer.content);
  outer.read(TAG.sequence);
  const algorithm = algorithmOf(outer.content);
  outer.read(TAG.bitString);
  // The first byte counts unused bits; a signature has none.
  const signature = outer.content.subarray(1);

  if (body.nextTag === VERSION) body.read();
  body.read(TAG.integer); // serial number
  body.read(TAG.sequence); // algorithm, again
  body.read(TAG.sequence); // issuer
  body.read(TAG.sequence);
  const validity = new DerReader(body.content);
  validity.read();
  const fromMs = timeMs(validity);
  validity.read();
  const untilMs = timeMs(validity);
  body.read(TAG.sequence); // subject
  body.read(TAG.sequence); // its key

  let extensions: Uint8Array = new Uint8Array();
  while (!body.isAtEnd) {
    body.read();
    if (body.tag === EXTENSIONS) extensions = body.content;
  }
  return { signed, signature, algorithm, fromMs, untilMs, ...readExtensions(extensions) };
}

function readExtensions(bytes: Uint8Array): Extensions {
  let names: Uint8Array | undefined;
  let isAuthority = false;
  let signsCertificates = false;
  let pathLengthMax = Infinity;
  let isForServers = true;
  let hasUnknownExtension = false;
  let issuerKeyId: Uint8Array | undefined;
  const list = new DerReader(bytes);
  // Version 1 has no extensions.
  if (!list.isAtEnd) {
    list.read(TAG.sequence);
    list.enter();
  }
  while (!list.isAtEnd) {
    list.read(TAG.sequence);
    const extension = new DerReader(list.content);
    extension.read(TAG.objectId);
    const id = extension.content;
    const known = id.length === 3 && id[0] === 0x55 && id[1] === 0x1d ? id[2] : undefined;
    let isCritical = false;
    if (extension.nextTag === TAG.boolean) {
      extension.read();
      isCritical = extension.content[0] !== 0;
    }
    extension.read(TAG.octetString);
    const value = new DerReader(extension.content);
    switch (known) {
      case EXTENSION.basicConstraints:
        value.read(TAG.sequence);
        value.enter();
        if (value.nextTag === TAG.boolean) {
          value.read();
          isAuthority = value.content[0] === TRUE;
        }
        if (value.nextTag === TAG.integer) {
          value.read();
          pathLengthMax = value.content[0] ?? 0;
        }
        break;
      case EXTENSION.keyUsage:
        value.read(TAG.bitString);
        signsCertificates = ((value.content[1] ?? 0) & KEY_CERT_SIGN) !== 0;
        break;
      case EXTENSION.extendedKeyUsage:
        value.read(TAG.sequence);
        isForServers = listsServers(value.content);
        break;
      case EXTENSION.subjectAltName:
        value.read(TAG.sequence);
        names = value.content;
        break;
      case EXTENSION.authorityKeyIdentifier:
        value.read(TAG.sequence);
        value.enter();
        if (value.nextTag === KEY_IDENTIFIER) {
          value.read();
          issuerKeyId = value.content;
        }
        break;
      case EXTENSION.certificatePolicies:
        break; // We require no policy.
      default:
        if (isCritical) hasUnknownExtension = true;
    }
  }
  return {
    names,
    isAuthority: isAuthority && signsCertificates,
    pathLengthMax,
    isForServers,
    hasUnknownExtension,
    issuerKeyId,
  };
}

/** Whether serverAuth (1.3.6.1.5.5.7.3.1) is among the uses; public authorities may not use "any". */
function listsServers(uses: Uint8Array): boolean {
  const use = new DerReader(uses);
  while (!use.isAtEnd) {
    use.read(TAG.objectId);
    if (use.content.length === SERVER_AUTH.length && startsWith(use.content, SERVER_AUTH))
      return true;
  }
  return false;
}

function algorithmOf(identifier: Uint8Array): readonly number[] | undefined {
  const reader = new DerReader(identifier);
  reader.read(TAG.objectId);
  const id = reader.content;
  const last = id[id.length - 1] ?? 0;
  if (id.length === RSA.length + 1 && startsWith(id, RSA)) return WITH_RSA[last - 11];
  return id.length === ECDSA.length + 1 && startsWith(id, ECDSA) ? WITH_ECDSA[last - 2] : undefined;
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, i) => byte === bytes[i]);
}

/** UTCTime `YYMMDDHHMMSSZ` or GeneralizedTime `YYYYMMDDHHMMSSZ`: RFC 5280 section 4.1.2.5 allows no other form. */
function timeMs({ bytes, tag, start, end }: DerReader): number {
  const isShort = tag === TAG.utcTime;
  if (!isShort && tag !== TAG.generalizedTime) throw new Error('X.509: no time');
  let at = start;
  const two = (): number => {
    const tens = (bytes[at] ?? 0) - 0x30;
    const ones = (bytes[at + 1] ?? 0) - 0x30;
    if (tens < 0 || tens > 9 || ones < 0 || ones > 9) throw new Error('X.509: a broken time');
    at += 2;
    return 10 * tens + ones;
  };
  if (end - start !== (isShort ? 13 : 15) || bytes[end - 1] !== 0x5a)
    throw new Error('X.509: a time in another form');
  const century = isShort ? undefined : two();
  const year = two();
  const days = daysSince1970(
    century === undefined ? year + (year < 50 ? 2000 : 1900) : 100 * century + year,
    two(),
    two(),
  );
  return (((days * 24 + two()) * 60 + two()) * 60 + two()) * 1000;
}

/** Gregorian calendar, with years from March, so that a leap day comes last. */
function daysSince1970(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1;
  const fromMarch = (month + 9) % 12;
  const leapDays = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return 365 * y + leapDays + Math.floor((153 * fromMarch + 2) / 5) + day - 719_469;
}
