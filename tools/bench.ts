/** `npm run bench [-- NAME …] [--json FILE]`: side-by-side tables, each with its peers in the same run. */
import { writeFileSync } from 'node:fs';
import { benchDevice } from './bench/device.js';
import { benchFrames } from './bench/frames.js';
import { benchRelay } from './bench/relay.js';
import { benchSchedule } from './bench/schedule.js';
import { benchServer } from './bench/server.js';
import type { BenchResult } from './bench/table.js';
import { tableText } from './bench/table.js';
import { benchText } from './bench/text.js';
import { runScript, UsageError } from './usage.js';

type Bench = () => BenchResult | Promise<BenchResult>;

const BENCHES: ReadonlyMap<string, Bench> = new Map<string, Bench>([
  ['device', benchDevice],
  ['frames', benchFrames],
  ['relay', benchRelay],
  ['schedule', benchSchedule],
  ['server', () => benchServer()],
  ['text', benchText],
]);

const NAMES = [...BENCHES.keys()].join(', ');
const HELP = `npm run bench [-- NAME …] [--json FILE]   Benchmarks: ${NAMES}; all by default.`;

const OPTIONS = { json: { type: 'string' } } as const;

await runScript({ help: HELP, options: OPTIONS, allowPositionals: true }, async (given) => {
  const { values, positionals } = given;
  const unknown = positionals.find((name) => !BENCHES.has(name));
  if (unknown !== undefined)
    throw new UsageError(`there is no benchmark ${unknown}; benchmarks: ${NAMES}`);
  const json: Record<string, unknown> = {};
  for (const [name, bench] of BENCHES) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    const result = await bench();
    json[name] = result.json;
    console.log(
      [...result.notes, '', ...result.tables.map((table) => `${tableText(table)}\n`)].join('\n'),
    );
  }
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(json, null, 2)}\n`);
});
