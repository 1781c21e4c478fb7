/** Roots for the SDK's TLS: which are wanted, and the files in which it looks one up. Pure. */
import { X509Certificate } from 'node:crypto';

/**
 * Spotify's issuers of recent years, and issuers of free and common certificates for relays. Of each issuer the RSA and
 * the ECDSA root, since a renewal may switch between them.
 */
export const WANTED: readonly string[] = Object.freeze([
  'DigiCert Global Root G2',
  'DigiCert TLS RSA4096 Root G5',
  'DigiCert Global Root CA',
  'Starfield Root Certificate Authority - G2',
  'Starfield Services Root Certificate Authority - G2',
  'Go Daddy Root Certificate Authority - G2',
  'Amazon Root CA 1',
  'Amazon Root CA 2',
  'GTS Root R1',
  'GTS Root R2',
  'ISRG Root X1',
  'USERTrust RSA Certification Authority',
  'Sectigo Public Server Authentication Root R46',
  'GlobalSign Root R46',
  'SSL.com Root Certification Authority RSA',
  'SSL.com TLS RSA Root CA 2022',
  'DigiCert Global Root G3',
  'DigiCert TLS ECC P384 Root G5',
  'Amazon Root CA 3',
  'Amazon Root CA 4',
  'GTS Root R3',
  'GTS Root R4',
  'ISRG Root X2',
  'USERTrust ECC Certification Authority',
  'Sectigo Public Server Authentication Root E46',
  'GlobalSign Root E46',
  'SSL.com Root Certification Authority ECC',
  'SSL.com TLS ECC Root CA 2022',
]);

export interface Root {
  readonly name: string;
  readonly der: Uint8Array;
  /** 20 bytes that identify an issuer in certificates. */
  readonly keyId: Uint8Array;
  readonly endsAtMs: number;
}

const KEY_ID_BYTES = 20;
/** The extension 2.5.29.14, subjectKeyIdentifier (RFC 5280 section 4.2.1.2), in DER. */
const KEY_ID_OID = Buffer.from([0x06, 0x03, 0x55, 0x1d, 0x0e]);
const OCTET_STRING = 0x04;
/** What the device's TLS supports. */
const EXPONENT_MIN = 65_537n;
const RSA_BITS_MIN = 2048;
const RSA_BITS_MAX = 4096;
const CURVES: readonly string[] = Object.freeze(['prime256v1', 'secp384r1']);

/** All certificates in a PEM text. */
export function certificatesIn(pem: string): Uint8Array[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => new X509Certificate(block).raw);
}

/** @throws if it has no key identifier of 20 bytes, since the device finds a root only by that */
export function rootOf(der: Uint8Array): Root {
  const { subject, validTo } = new X509Certificate(der);
  const name = /^CN=(.*)$/m.exec(subject)?.[1] ?? subject;
  const keyId = keyIdIn(der);
  if (!keyId) throw new Error(`${name} has no key identifier of ${KEY_ID_BYTES} bytes`);
  return { name, der, keyId, endsAtMs: Date.parse(validTo) };
}

function keyIdIn(der: Uint8Array): Uint8Array | undefined {
  const at = Buffer.from(der).indexOf(KEY_ID_OID) + KEY_ID_OID.length;
  // OCTET STRING of the extension, and in it the OCTET STRING of the identifier.
  const [outer, , inner, length] = der.subarray(at, at + 4);
  const isThere = outer === OCTET_STRING && inner === OCTET_STRING && length === KEY_ID_BYTES;
  return isThere ? der.subarray(at + 4, at + 4 + KEY_ID_BYTES) : undefined;
}

/** In the order of `wanted`; of two with one name, the one that lasts longer. */
export function pickRoots(
  certificates: readonly Uint8Array[],
  wanted: readonly string[],
): { readonly roots: readonly Root[]; readonly missing: readonly string[] } {
  const roots: Root[] = [];
  const missing: string[] = [];
  for (const name of wanted) {
    const [best] = certificates
      .filter((der) => `${new X509Certificate(der).subject}\n`.includes(`CN=${name}\n`))
      .map(rootOf)
      .sort((a, b) => b.endsAtMs - a.endsAtMs);
    if (best) roots.push(best);
    else missing.push(name);
  }
  return { roots, missing };
}

/** The project's roots, and those that a maker has added. */
export type RootSet = 'ca' | 'own';

/** `<set>.ski` holds the key identifiers one after the other; the nth belongs to `<set><n>.der`. */
export function rootFiles(roots: readonly Root[], set: RootSet = 'ca'): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>([
    [`${set}.ski`, Buffer.concat(roots.map(({ keyId }) => keyId))],
  ]);
  for (const [index, { der }] of roots.entries()) files.set(`${set}${index}.der`, der);
  return files;
}

/** Why the device cannot use it as a root; undefined if it can. */
export function rootProblem(der: Uint8Array, nowMs: number): string | undefined {
  const { ca, publicKey, subject, validTo } = new X509Certificate(der);
  if (!ca) return `${subject} is not a CA (CA:FALSE)`;
  if (Date.parse(validTo) < nowMs) return `${subject} expired on ${validTo}`;
  const { namedCurve, publicExponent, modulusLength = 0 } = publicKey.asymmetricKeyDetails ?? {};
  const isKnown =
    publicKey.asymmetricKeyType === 'rsa'
      ? publicExponent !== undefined &&
        publicExponent >= EXPONENT_MIN &&
        modulusLength >= RSA_BITS_MIN &&
        modulusLength <= RSA_BITS_MAX
      : namedCurve !== undefined && CURVES.includes(namedCurve);
  if (!isKnown)
    return `${subject} has a key that is neither RSA (2,048 to 4,096 bits, 65537) nor on P-256 or P-384`;
  return keyIdIn(der) ? undefined : `${subject} has no key identifier (subjectKeyIdentifier)`;
}

export function rootLine({ name, endsAtMs }: Root): string {
  return `${new Date(endsAtMs).toISOString().slice(0, 10)}  ${name}`;
}
