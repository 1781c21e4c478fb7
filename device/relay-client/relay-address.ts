/** Which relay addresses are allowed: https anywhere, plain http only in the local network and only if it was allowed. */
import { ipv4, isOwnMachine, parseUrl, serverProblem } from '../http/url.js';

/** Tidies what a person typed: the default scheme is https, and a trailing slash is dropped. */
export function tidyRelayAddress(typed: string): string {
  const address = typed.trim().replace(/\/+$/, '');
  return address === '' || /^[a-z]+:\/\//i.test(address) ? address : `https://${address}`;
}

/** `https://user:password@host` is refused, and what comes before the host must not be shown again. */
export function withoutUser(typed: string): string {
  const at = typed.lastIndexOf('@');
  if (at < 0) return typed;
  const scheme = /^[a-z]+:\/\//i.exec(typed)?.[0] ?? '';
  return scheme + typed.slice(at + 1);
}

/**
 * @param mayBePlain plain http was allowed, although other hosts in the network can then read tokens
 * @returns the problem, worded to follow the setting's name; undefined if the address is fine
 */
export function relayAddressProblem(address: string, mayBePlain: boolean): string | undefined {
  const url = parseUrl(address);
  if (!url.ok) return url.problem;
  const { secure, host } = url.address;
  const problem = serverProblem(address);
  if (problem !== undefined) return problem;
  if (secure || isOwnMachine(host)) return undefined;
  if (!isPrivate(host)) return 'must be https: plain http is only for private addresses';
  return mayBePlain ? undefined : 'must be https, or plain_http=yes with it';
}

/** RFC 1918, RFC 3927, and `.local`, which only the local network resolves (RFC 6762). Other names could be anywhere. */
function isPrivate(host: string): boolean {
  if (host.endsWith('.local')) return true;
  const [first, second = 0] = ipv4(host) ?? [];
  return (
    first === 10 ||
    (first === 172 && second >= 16 && second <= 31) ||
    (first === 192 && second === 168) ||
    (first === 169 && second === 254)
  );
}
