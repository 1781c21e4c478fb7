/** The relay by request and number of connections, beside a bare node:http and Koa alone under the same load. */
import {
  bareRate,
  CONNECTIONS,
  load,
  medians,
  type Figures,
  type Load,
  type Target,
} from './relay-load.js';
import type { Table } from './table.js';

/** A token, what plays, a page, and what needs no database. */
const REQUESTS = [
  { method: 'POST', path: '/refresh' },
  { method: 'POST', path: '/get' },
  { method: 'GET', path: '/' },
  { method: 'GET', path: '/healthz' },
] as const;
const CONNECTION_COUNTS = [1, CONNECTIONS, 256] as const;

interface Rounds {
  readonly roundCount: number;
  readonly seconds: number;
}

/** @param servers the relay, then bare node:http, then Koa */
export async function relayGrid(
  servers: readonly Target[],
  own: Load,
  { roundCount, seconds }: Rounds,
): Promise<{ readonly notes: readonly string[]; readonly table: Table }> {
  const rows: string[][] = [];
  let leastBare = Infinity;
  for (const request of REQUESTS)
    for (const connections of CONNECTION_COUNTS) {
      const rounds: Figures[][] = servers.map(() => []);
      for (let round = 0; round < roundCount; round += 1)
        for (const [at, server] of servers.entries())
          rounds[at]?.push(await load(server, { ...own, ...request, connections }, seconds));
      const [relay, bare, koa] = rounds.map(medians);
      if (relay && bare && koa) {
        if (connections === CONNECTIONS) leastBare = Math.min(leastBare, bare.perSecond);
        rows.push([
          `${request.method} ${request.path}`,
          `${connections}`,
          (relay.perSecond / bare.perSecond).toFixed(3),
          (relay.perSecond / koa.perSecond).toFixed(3),
          ...[relay, bare, koa].map(({ perSecond }) => perSecond.toFixed(0)),
          relay.cpuUs.toFixed(0),
          ...[relay, bare, koa].map(({ p99Ms }) => p99Ms.toFixed(1)),
          `${relay.failed}`,
        ]);
      }
    }
  return {
    notes: [
      `by request and connections: medians of ${roundCount} alternating rounds of ${seconds} s; whatever the request, node:http and Koa send the response of POST /refresh`,
      `bare node:http with ${CONNECTIONS} connections, at least: ${bareRate(leastBare)}`,
    ],
    table: {
      title: 'By request and number of connections: the relay, bare node:http, Koa alone',
      head: [
        ...['request', 'connections', 'of bare', 'of Koa', 'relay req/s', 'bare', 'Koa'],
        ...['relay cpu µs', 'relay p99 ms', 'bare', 'Koa', 'failed'],
      ],
      rows,
    },
  };
}
