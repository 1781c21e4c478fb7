/** Which addresses of a relay are taken: https anywhere, plain http within the owner's own network, and only if he says so. */
import { ipv4, parseUrl, serverProblem } from '../http/url.js';

/** As a person types it: without a scheme it is https, and a slash at the end is none. */
export function tidyRelayAddress(typed: string): string {
  const address = typed.trim().replace(/\/+$/, '');
  return address === '' || /^[a-z]+:\/\//i.test(address) ? address : `https://${address}`;
}

/** `https://user:password@host` is refused; whatever stands before its host is not to be shown again. */
export function withoutUser(typed: string): string {
  const at = typed.lastIndexOf('@');
  if (at < 0) return typed;
  const scheme = /^[a-z]+:\/\//i.exec(typed)?.[0] ?? '';
  return scheme + typed.slice(at + 1);
}

/**
 * @param mayBePlain the owner accepts that anybody in his network can read tokens off the air
 * @returns what is wrong, to follow the setting's name; undefined where nothing is
 */
export function relayAddressProblem(address: string, mayBePlain: boolean): string | undefined {
  const url = parseUrl(address);
  if (!url.ok) return url.problem;
  const { secure, host } = url.address;
  const problem = serverProblem(address);
  if (problem !== undefined) return problem;
  if (secure || isOwnMachine(host)) return undefined;
  if (!isPrivate(host)) return 'must be https: plain http is for private addresses alone';
  return mayBePlain ? undefined : 'must be https, or plain_http=yes with it';
}

function isOwnMachine(host: string): boolean {
  return host === 'localhost' || ipv4(host)?.[0] === 127;
}

/** RFC 1918 and RFC 3927; `.local` is answered by the own network alone (RFC 6762). Other names could lie anywhere. */
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
