/** Which chains are trusted. The certificates are openssl's; Node checks the signatures. */
import { verify, X509Certificate } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { chainFault, type ChainFault, type Trust } from '../../../device/tls/chain.js';
import {
  makeCertificate,
  makeChain,
  type Certificate,
} from '../../../tools/moddable/certificates.js';
import { rootOf } from '../../../tools/trust/roots.js';

const HOST = 'relay.example.org';
const DAY_MS = 86_400_000;
const AUTHORITY = [
  'basicConstraints=critical,CA:TRUE',
  'keyUsage=critical,keyCertSign,cRLSign',
] as const;
const SERVER = [`subjectAltName=DNS:${HOST}`, 'basicConstraints=critical,CA:FALSE'] as const;
/** By the last number of the algorithm's object id. */
const HASH_BITS: Readonly<Record<number, number>> = { 11: 256, 2: 256 };

const derOf = ({ pem }: Certificate): Uint8Array => new Uint8Array(new X509Certificate(pem).raw);

function trusting(...trusted: readonly Certificate[]): Trust {
  const roots = trusted.map((root) => rootOf(derOf(root)));
  return {
    root: (keyId) => roots.find((root) => Buffer.from(keyId).equals(root.keyId))?.der,
    hasSigned: (issuer, { algorithm, signed, signature }) =>
      verify(
        `SHA${HASH_BITS[algorithm?.at(-1) ?? 0] ?? 0}`,
        signed,
        new X509Certificate(issuer).publicKey,
        signature,
      ),
  };
}

const ec = (name: string, extensions: readonly string[], issuer?: Certificate): Certificate =>
  makeCertificate({ name, key: 'P-256', extensions, ...(issuer && { issuer }) });

const root = ec('Root', AUTHORITY);
const intermediate = ec('Intermediate', AUTHORITY, root);
const leaf = ec(HOST, SERVER, intermediate);
const byRoot = ec(HOST, SERVER, root);

function judge(
  sent: readonly Certificate[],
  { host = HOST, nowMs = Date.now(), trust = trusting(root) } = {},
): ChainFault | undefined {
  return chainFault(sent.map(derOf), host, nowMs, trust);
}

/** An authority that is none: a key usage or constraint short, or for another purpose. */
const issuedBy = (extensions: readonly string[]): Certificate[] => {
  const issuer = ec('Issuer', extensions, root);
  return [ec(HOST, SERVER, issuer), issuer];
};

describe('chainFault', () => {
  it.each([
    ['leaf and intermediate', [leaf, intermediate]],
    ['leaf, intermediate and root', [leaf, intermediate, root]],
    ['a leaf that the root has signed', [byRoot]],
    ['the same with the root', [byRoot, root]],
  ])('trusts %s', (_name, sent) => {
    expect(judge(sent)).toBeUndefined();
  });

  it.each(['RSA', 'P-384'] as const)('trusts a chain of %s', (key) => {
    const chain = makeChain(HOST, key);
    expect(judge(chain.sent, { trust: trusting(chain.root) })).toBeUndefined();
  });

  it('trusts a self-signed server once it is a root', () => {
    const self = ec(HOST, [`subjectAltName=DNS:${HOST}`]);
    expect(judge([self], { trust: trusting(self) })).toBeUndefined();
    expect(judge([self])).toBe('untrusted');
  });

  const stranger = ec('Stranger', AUTHORITY);
  const narrow = ec('Narrow', ['basicConstraints=critical,CA:TRUE,pathlen:0', AUTHORITY[1]], root);
  const belowNarrow = ec('Below', AUTHORITY, narrow);
  it.each<[string, readonly Certificate[]]>([
    ['no certificate at all', []],
    ['a leaf without its intermediate', [leaf]],
    ['a leaf of another authority', [ec(HOST, SERVER, stranger), stranger]],
    ['a leaf of another authority before a good chain', [ec(HOST, SERVER, stranger), intermediate]],
    [
      'a stranger’s leaf before another one that is good',
      [ec(HOST, SERVER, stranger), leaf, intermediate],
    ],
    ['an issuer that is no authority', issuedBy(['basicConstraints=CA:FALSE'])],
    ['an issuer that does not say that it is one', issuedBy([])],
    ['an issuer for mail', issuedBy(['subjectAltName=email:a@example.org'])],
    ['an authority that may sign no certificates', issuedBy([AUTHORITY[0], 'keyUsage=cRLSign'])],
    ['an authority without a key usage', issuedBy([AUTHORITY[0]])],
    ['an authority for mail alone', issuedBy([...AUTHORITY, 'extendedKeyUsage=emailProtection'])],
    [
      'an authority with constraints',
      issuedBy([...AUTHORITY, 'nameConstraints=critical,permitted;DNS:example.com']),
    ],
    [
      'one authority more than the one above allows',
      [ec(HOST, SERVER, belowNarrow), belowNarrow, narrow],
    ],
    ['a leaf for clients', [ec(HOST, [...SERVER, 'extendedKeyUsage=clientAuth'], root)]],
    [
      'a leaf with an extension that must be known',
      [ec(HOST, [...SERVER, '1.2.3.4=critical,ASN1:NULL'], root)],
    ],
  ])('does not trust %s', (_name, sent) => {
    expect(judge(sent)).toBe('untrusted');
  });

  it('accepts as many intermediate CAs as the path length allows', () => {
    const first = intermediate;
    const second = ec(
      'Second',
      ['basicConstraints=critical,CA:TRUE,pathlen:0', AUTHORITY[1]],
      first,
    );
    expect(judge([ec(HOST, SERVER, second), second, first])).toBeUndefined();
    expect(judge([ec(HOST, SERVER, narrow), narrow])).toBeUndefined();
  });

  it('does not trust a certificate that was changed after it was signed', () => {
    const der = derOf(byRoot);
    der[der.length - 80]! ^= 1;
    expect(chainFault([der], HOST, Date.now(), trusting(root))).toBe('untrusted');
  });

  it('rejects a truncated certificate, wherever it is cut', () => {
    const der = derOf(byRoot);
    for (let length = 0; length < der.length; length += 1) {
      const fault = chainFault([der.subarray(0, length)], HOST, Date.now(), trusting(root));
      expect(fault).toBe('untrusted');
    }
  });

  it.each([
    [HOST, undefined],
    ['other.example.org', 'other-name'],
    ['example.org', 'other-name'],
    [`a.${HOST}`, 'other-name'],
    [`${HOST}.evil.example`, 'other-name'],
  ])('compares the whole name: %s', (host, fault) => {
    expect(judge([byRoot], { host })).toBe(fault);
  });

  it.each([
    ['a.example.org', undefined],
    ['a.b.example.org', 'other-name'],
    ['example.org', 'other-name'],
    ['192.168.1.20', undefined],
    ['192.168.1.21', 'other-name'],
    ['10.0.0.1', 'other-name'],
    ['UPPER.example.com'.toLowerCase(), undefined],
  ])('takes an asterisk for one label, and addresses from iPAddress alone: %s', (host, fault) => {
    const names =
      'DNS:*.example.org,IP:192.168.1.20,DNS:10.0.0.1,DNS:*.0.0.1,DNS:UPPER.Example.com';
    expect(judge([ec('x', [`subjectAltName=${names}`], root)], { host })).toBe(fault);
  });

  it('takes the name only from the server’s own certificate', () => {
    const named = ec('Issuer', [...AUTHORITY, `subjectAltName=DNS:${HOST}`], root);
    expect(judge([ec('x', ['subjectAltName=DNS:other.example'], named), named])).toBe('other-name');
    expect(judge([ec(HOST, [], root)])).toBe('other-name');
  });

  it('distinguishes an expired certificate from one not valid yet', () => {
    expect(judge([leaf, intermediate], { nowMs: Date.now() + 31 * DAY_MS })).toBe('expired');
    expect(judge([leaf, intermediate], { nowMs: 0 })).toBe('clock-wrong');
  });

  it('checks the dates of every CA', () => {
    const past = { fromMs: 0, untilMs: Date.now() - DAY_MS };
    const future = { fromMs: Date.now() + DAY_MS, untilMs: Date.now() + 2 * DAY_MS };
    const authority = (valid: typeof past, issuer?: Certificate): Certificate =>
      makeCertificate({
        ...{ name: 'Authority', key: 'P-256', extensions: AUTHORITY, valid },
        ...(issuer && { issuer }),
      });
    const fault = (valid: typeof past): unknown[] => {
      const ofRoot = authority(valid);
      const between = authority(valid, root);
      return [
        judge([ec(HOST, SERVER, ofRoot)], { trust: trusting(ofRoot) }),
        judge([ec(HOST, SERVER, between), between]),
      ];
    };
    expect(fault(past)).toEqual(['expired', 'expired']);
    expect(fault(future)).toEqual(['clock-wrong', 'clock-wrong']);
  });
});
