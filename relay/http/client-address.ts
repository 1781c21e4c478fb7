/**
 * Where a request comes from. A proxy's header counts only if TRUST_PROXY says how many proxies there are; Koa then
 * takes the entry that the outermost of ours has written, and what a client put before it is ignored.
 */
import { isIP } from 'node:net';
import type { RelayContext } from './context.js';

/** For display. A proxy may pass on anything: what is not an address is replaced by the socket's. */
export function clientAddress(ctx: Pick<RelayContext, 'ip' | 'req'>): string {
  const socketAddress = ctx.req.socket.remoteAddress ?? '';
  // Some proxies write the port too.
  const [, ipv6, ipv4] = /^(?:\[(.+)\](?::\d+)?|(\d+(?:\.\d+){3}):\d+)$/.exec(ctx.ip) ?? [];
  const address = ipv6 ?? ipv4 ?? ctx.ip;
  return unmapped(isIP(address) === 0 ? socketAddress : address);
}

/** A dual-stack socket writes IPv4 as IPv6, and a proxy may do it in any spelling; all of it would be one /64. */
function unmapped(address: string): string {
  if (isIP(address) !== 6 || address.includes('%')) return address;
  const { hostname } = new URL(`http://[${address}]`);
  const [, high, low] = /^\[::ffff:([0-9a-f]+):([0-9a-f]+)\]$/.exec(hostname) ?? [];
  if (high === undefined || low === undefined) return address;
  return [high, low]
    .map((group) => parseInt(group, 16))
    .flatMap((group) => [group >> 8, group & 0xff])
    .join('.');
}

/**
 * For counting, the narrowest first: an IPv6 line has at least a /64 to itself, and a customer of one network may have a
 * /56 or a /48, which would otherwise be up to 65,536 allowances.
 */
export function addressBlocks(address: string): readonly string[] {
  if (isIP(address) !== 6) return [address];
  const [head = '', tail] = address.replace(/%.*$/, '').split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : new Array<string>(8 - before.length - after.length);
  const groups = [...before, ...zeros.fill('0'), ...after].map((group) => parseInt(group, 16));
  const network = (bits: number): string => {
    const kept = groups.slice(0, 4).map((group, index) => {
      const cut = Math.min(16, Math.max(0, (index + 1) * 16 - bits));
      return ((group >> cut) << cut).toString(16);
    });
    return `${kept.join(':')}::/${bits}`;
  };
  return [64, 56, 48].map(network);
}

export function isLoopback(socketAddress: string | undefined): boolean {
  return /^(::1$|(::ffff:)?127\.)/i.test(socketAddress ?? '');
}
