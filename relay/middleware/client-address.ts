/**
 * Where a request comes from. A proxy's header counts only where TRUST_PROXY says how many proxies there are; Koa then
 * takes the entry that the outermost of ours has written, and what a client put before it is ignored.
 */
import { isIP } from 'node:net';
import type { RelayContext } from './state.js';

/** For people. A proxy may pass on anything, so what is no address gives way to the socket's. */
export function clientAddress(ctx: Pick<RelayContext, 'ip' | 'req'>): string {
  const socketAddress = ctx.req.socket.remoteAddress ?? '';
  const address = isIP(ctx.ip) === 0 ? socketAddress : ctx.ip;
  // A dual-stack socket writes IPv4 so.
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}

/** For counting: an IPv6 line has a whole /64 to itself, and whoever owns one would else own 2^64 allowances. */
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
