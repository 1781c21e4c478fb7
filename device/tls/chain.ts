/**
 * Verifies the certificates that a server sends. The SDK's own check (8.2.3, modules/crypt/ssl/ssl_cert.js) accepts any
 * certificate as an authority, accepts the host's name in any certificate of the chain, and continues after a bad
 * signature, so anyone could impersonate any server. Pure; RFC 5280 section 6.1 without policies, name constraints
 * (rejected as unknown) and revocation.
 */
import { isName } from '../http/ascii.js';
import { ipv4 } from '../http/url.js';
import type { TlsFaultKind } from '../shared/ports.js';
import { readCertificate, type Certificate } from './certificate.js';
import { DerReader } from './der.js';

export type ChainFault = Extract<
  TlsFaultKind,
  'untrusted' | 'other-name' | 'expired' | 'clock-wrong'
>;

export interface Trust {
  /** The root with this key id, if any. */
  root(keyId: Uint8Array): Uint8Array | undefined;
  /** Whether `certificate` is signed with the key of `issuer`, a whole certificate. */
  hasSigned(issuer: Uint8Array, certificate: Certificate): boolean;
}

/** subjectAltName: [2] and [7] of GeneralName. */
const DNS_NAME = 0x82;
const IP_ADDRESS = 0x87;
const ASTERISK = 0x2a;
const DOT = 0x2e;

/**
 * @param chain as the server sent it: its own certificate, then intermediates; the root may be included
 * @param host in lower case: a name, or dotted IPv4
 * @returns undefined if it can be trusted
 */
export function chainFault(
  chain: readonly Uint8Array[],
  host: string,
  nowMs: number,
  trust: Trust,
): ChainFault | undefined {
  try {
    return faultOf(chain, host, nowMs, trust);
  } catch {
    // Invalid, or signed with an algorithm that the SDK does not support.
    return 'untrusted';
  }
}

function faultOf(
  chain: readonly Uint8Array[],
  host: string,
  nowMs: number,
  trust: Trust,
): ChainFault | undefined {
  const first = chain[0];
  if (!first) return 'untrusted';
  let certificate = readCertificate(first);
  const fault = datesFault(certificate, nowMs);
  if (fault) return fault;
  // Only this certificate: an authority's names do not identify the server.
  if (!isFor(host, certificate.names)) return 'other-name';
  if (!isUsable(certificate)) return 'untrusted';
  let rootFault: ChainFault = 'untrusted';
  // The number of authorities between the server's certificate and the next issuer.
  for (let depth = 0; ; depth += 1) {
    const { issuerKeyId } = certificate;
    const root = issuerKeyId && trust.root(issuerKeyId);
    if (root) {
      const anchor = readCertificate(root);
      const dates = datesFault(anchor, nowMs);
      if (dates) rootFault = dates;
      else if (anchor.pathLengthMax >= depth && trust.hasSigned(root, certificate))
        return undefined;
    }
    const next = chain[depth + 1];
    if (!next) return rootFault;
    const issuer = readCertificate(next);
    if (!issuer.isAuthority || issuer.pathLengthMax < depth || !isUsable(issuer))
      return 'untrusted';
    const dates = datesFault(issuer, nowMs);
    if (dates) return dates;
    if (!trust.hasSigned(next, certificate)) return 'untrusted';
    certificate = issuer;
  }
}

function datesFault({ fromMs, untilMs }: Certificate, nowMs: number): ChainFault | undefined {
  if (nowMs < fromMs) return 'clock-wrong';
  return nowMs > untilMs ? 'expired' : undefined;
}

function isUsable({ isForServers, hasUnknownExtension, algorithm }: Certificate): boolean {
  return isForServers && !hasUnknownExtension && algorithm !== undefined;
}

/** RFC 6125: subjectAltName only; an asterisk only as the whole first label. */
function isFor(host: string, names: Uint8Array | undefined): boolean {
  if (!names) return false;
  const address = ipv4(host);
  const name = new DerReader(names);
  while (!name.isAtEnd) {
    name.read();
    const { content } = name;
    if (address) {
      if (name.tag === IP_ADDRESS && isSame(content, address)) return true;
    } else if (name.tag === DNS_NAME) {
      if (isName(content, host)) return true;
      const domain = host.indexOf('.');
      const isWild = content[0] === ASTERISK && content[1] === DOT;
      if (isWild && domain > 0 && isName(content.subarray(1), host.slice(domain))) return true;
    }
  }
  return false;
}

function isSame(bytes: Uint8Array, expected: readonly number[]): boolean {
  return bytes.length === expected.length && expected.every((byte, i) => byte === bytes[i]);
}
