/**
 * Where a request comes from. A proxy's header counts only where TRUST_PROXY says how many proxies there are; Koa then
 * takes the entry that the outermost of ours has written, and what a client put before it is ignored.
 */
import { isIP } from 'node:net';
import type { RelayContext } from './context.js';

/** For people. A proxy may pass on anything, so what is no address gives way to the socket's. */
export function clientAddress(ctx: Pick<RelayContext, 'ip' | 'req'>): string {
  const socketAddress = ctx.req.socket.remoteAddress ?? '';
  const address = isIP(ctx.ip) === 0 ? socketAddress : ctx.ip;
  return unmapped(address);
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

/** For counting: an IPv6 line has a whole /64 to itself, and would else have 2^64 allowances. */
export function addressBlock(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = address.replace(/%.*$/, '').split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : new Array<string>(8 - before.length - after.length);
  const groups = [...before, ...zeros.fill('0'), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

export function isLoopback(socketAddress: string | undefined): boolean {
  return /^(::1$|(::ffff:)?127\.)/i.test(socketAddress ?? '');
}
