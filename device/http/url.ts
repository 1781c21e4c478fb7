/**
 * Parses absolute http and https addresses, since XS has no `URL`. The page, the flashing tool and the client all use it,
 * so an address that passes the check is one that the client can connect to.
 */
import { decimal, digitOf } from './ascii.js';

export interface Address {
  readonly secure: boolean;
  /** Name or dotted IPv4, lower case. */
  readonly host: string;
  readonly port: number;
  /** For the Host header: without the scheme's default port (RFC 9110 section 7.2). */
  readonly authority: string;
  /** Path and query, never empty. */
  readonly target: string;
}

export type ParsedUrl =
  | { readonly ok: true; readonly address: Address }
  /** @see parseUrl */
  | { readonly ok: false; readonly problem: string };

const NO_ADDRESS = 'must be an address such as https://relay.example.org';
const PORT = Object.freeze({ http: 80, https: 443 });
const PORT_MAX = 65_535;
/** RFC 1035 section 2.3.4. */
const HOST_CHARACTERS_MAX = 253;
const LABEL_CHARACTERS_MAX = 63;

/** @returns the address, or a problem worded to follow the name of a setting */
export function parseUrl(url: string): ParsedUrl {
  const scheme = url.slice(0, 8).toLowerCase();
  const secure = scheme === 'https://';
  if (!secure && !scheme.startsWith('http://')) return refused(NO_ADDRESS);
  const rest = url.slice(secure ? 8 : 7);
  const slash = rest.indexOf('/');
  const authority = (slash < 0 ? rest : rest.slice(0, slash)).toLowerCase();
  const target = slash < 0 ? '/' : rest.slice(slash);
  if (authority.startsWith('['))
    return refused('must not be IPv6, which the device does not support');
  const colon = authority.indexOf(':');
  const host = colon < 0 ? authority : authority.slice(0, colon);
  if (!isHost(host) || !isTarget(target)) return refused(NO_ADDRESS);
  const usual = secure ? PORT.https : PORT.http;
  const port = colon < 0 ? usual : portIn(authority.slice(colon + 1));
  if (port === undefined) return refused(`must have a port of 1 to ${PORT_MAX}, or none`);
  return {
    ok: true,
    address: {
      secure,
      host,
      port,
      authority: port === usual ? host : `${host}:${port}`,
      target,
    },
  };
}

/** @returns what is wrong with it as a base address, to which paths are added; undefined if it is fine */
export function serverProblem(url: string): string | undefined {
  const parsed = parseUrl(url);
  if (!parsed.ok) return parsed.problem;
  return url.includes('?') ? 'must be an address without a question mark' : undefined;
}

/** The four numbers of dotted IPv4; undefined if `host` is a name. */
export function ipv4(host: string): readonly number[] | undefined {
  const parts = host.split('.');
  if (parts.length !== 4) return undefined;
  const numbers: number[] = [];
  for (const part of parts) {
    const number = part.length <= 3 ? decimal(part) : undefined;
    if (number === undefined || number > 255) return undefined;
    numbers.push(number);
  }
  return numbers;
}

function refused(problem: string): ParsedUrl {
  return { ok: false, problem };
}

/** @param host in lower case: a name, or dotted IPv4 */
export function isHost(host: string): boolean {
  if (host.length > HOST_CHARACTERS_MAX) return false;
  const labels = host.split('.');
  for (const label of labels) if (!isLabel(label)) return false;
  // A host that ends in a number must be IPv4 (WHATWG URL, section 3.5).
  return decimal(labels.at(-1) ?? '') === undefined || ipv4(host) !== undefined;
}

function isLabel(label: string): boolean {
  if (label === '' || label.length > LABEL_CHARACTERS_MAX || label.startsWith('-')) return false;
  for (let at = 0; at < label.length; at += 1) {
    const code = label.charCodeAt(at);
    const isLetter = code >= 0x61 && code <= 0x7a;
    if (!isLetter && digitOf(code) > 9 && code !== 0x2d && code !== 0x5f) return false;
  }
  return true;
}

/** Visible ASCII, as the request line needs it, without the fragment. */
function isTarget(target: string): boolean {
  for (let at = 0; at < target.length; at += 1) {
    const code = target.charCodeAt(at);
    if (code <= 0x20 || code >= 0x7f || code === 0x23) return false;
  }
  return true;
}

function portIn(text: string): number | undefined {
  const port = text.length <= 5 ? decimal(text) : undefined;
  return port !== undefined && port >= 1 && port <= PORT_MAX ? port : undefined;
}

export function isOwnMachine(host: string): boolean {
  return host === 'localhost' || ipv4(host)?.[0] === 127;
}

/** For a chip: its loopback address is never the relay's. The desktop build and the simulator run beside their relay. */
export function loopbackProblem(address: string): string | undefined {
  const url = parseUrl(address);
  return url.ok && isOwnMachine(url.address.host)
    ? 'must be the address of another machine: 127.0.0.1 is the display itself'
    : undefined;
}
