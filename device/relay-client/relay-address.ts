/** Which addresses of a relay are taken: https anywhere, plain http within the owner's own network, and only if he says so. */

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
  const match = /^(https?):\/\/([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d{1,5})?(\/[^\s?#]*)?$/i.exec(
    address,
  );
  if (!match) return 'must be an address such as https://relay.example.org';
  const [, scheme = '', host = ''] = match;
  if (scheme.toLowerCase() === 'https' || isOwnMachine(host)) return undefined;
  if (!isPrivate(host)) return 'must be https: plain http is for private addresses alone';
  return mayBePlain ? undefined : 'must be https, or plain_http=yes with it';
}

function isOwnMachine(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i.test(host);
}

/** RFC 1918 and RFC 3927; `.local` is answered by the own network alone (RFC 6762). Other names could lie anywhere. */
function isPrivate(host: string): boolean {
  if (/\.local$/i.test(host)) return true;
  const bytes = /^(\d{1,3})\.(\d{1,3})\.\d{1,3}\.\d{1,3}$/.exec(host);
  if (!bytes) return false;
  const first = Number(bytes[1]);
  const second = Number(bytes[2]);
  return (
    first === 10 ||
    (first === 172 && second >= 16 && second <= 31) ||
    (first === 192 && second === 168) ||
    (first === 169 && second === 254)
  );
}
