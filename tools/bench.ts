/** `npm run bench [-- NAME …]`: side-by-side tables, each with its peers in the same run, and docs/benchmarks.md. */
import { writeFileSync } from 'node:fs';
import { benchDevice } from './bench/device.js';
import { benchFrames } from './bench/frames.js';
import { factsOfRun, pageOf, type Section } from './bench/page.js';
import { benchRelay } from './bench/relay.js';
import { benchSchedule } from './bench/schedule.js';
import { benchServer, MANY_DEVICES } from './bench/server.js';
import { benchStart } from './bench/start.js';
import { ratioTable, tableText, type BenchResult } from './bench/table.js';
import { benchText } from './bench/text.js';
import { runScript, UsageError } from './usage.js';

interface Bench {
  readonly about: string;
  /** On a quiet machine of two cores. */
  readonly minutes: number;
  readonly run: (isQuick: boolean) => BenchResult | Promise<BenchResult>;
}

const BENCHES: Readonly<Record<string, Bench>> = {
  frames: { about: 'The display: bytes and time of a frame', minutes: 1, run: benchFrames },
  text: { about: 'Text: titles in plain letters', minutes: 1, run: benchText },
  schedule: { about: 'The schedule: requests and delays', minutes: 1, run: benchSchedule },
  device: { about: 'The device: memory and computrons', minutes: 2, run: benchDevice },
  relay: { about: 'The relay beside bare node:http and Koa', minutes: 6, run: benchRelay },
  start: { about: 'Starts and sizes', minutes: 1, run: benchStart },
  server: {
    about: 'A small server: a day of many devices',
    minutes: 3,
    run: (isQuick) => benchServer(isQuick ? { deviceCount: 40, hours: 2 } : {}),
  },
  'day-of-devices': {
    about: 'The small server: a sample of a larger day',
    minutes: 3,
    run: (isQuick) => benchServer({ ...MANY_DEVICES, ...(isQuick ? { deviceCount: 240 } : {}) }),
  },
};

const ALL = Object.keys(BENCHES);
const PAGE = 'docs/benchmarks.md';
const HELP = `npm run bench [-- NAME … --quick --page FILE --json FILE]

  NAME         one of ${ALL.join(', ')}; all by default
  --quick      few rounds, to try it: the figures are rough
  --page FILE  also write the tables as Markdown; without NAME and --quick, to ${PAGE}
  --json FILE  also write the figures`;

const OPTIONS = {
  quick: { type: 'boolean', default: false },
  page: { type: 'string' },
  json: { type: 'string' },
} as const;

await runScript({ help: HELP, options: OPTIONS, allowPositionals: true }, async (given) => {
  const { values, positionals } = given;
  const { quick: isQuick, json } = values;
  const unknown = positionals.find((name) => !ALL.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`there is no benchmark ${unknown}; benchmarks: ${ALL.join(', ')}`);
  const isWhole = positionals.length === 0;
  const page = values.page ?? (isWhole && !isQuick ? PAGE : undefined);
  const chosen = Object.entries(BENCHES).filter(([name]) => isWhole || positionals.includes(name));
  const minutes = chosen.reduce((sum, [, bench]) => sum + bench.minutes, 0);
  // Before what is measured writes files.
  const facts = factsOfRun(new Date());
  say(`${chosen.length} benchmarks, ${isQuick ? 'with few rounds' : `about ${minutes} minutes`}`);
  const sections: Section[] = [];
  for (const [name, bench] of chosen) {
    const { about } = bench;
    say(`${sections.length + 1} of ${chosen.length}: ${name}`);
    const result = await outcomeOf(bench, isQuick);
    sections.push({ name, about, result });
    const tables = [...(result.ratios ? [ratioTable(result.ratios)] : []), ...result.tables];
    console.log(
      [about, ...result.notes, '', ...tables.map((table) => `${tableText(table)}\n`)].join('\n'),
    );
  }
  const command = `npm run bench${isQuick ? ' -- --quick' : ''}`;
  if (page !== undefined) {
    writeFileSync(page, await pageOf(facts, command, sections));
    say(`written: ${page}`);
  }
  const figures = sections.map(({ name, result }) => [name, result.json]);
  if (json !== undefined)
    writeFileSync(json, `${JSON.stringify(Object.fromEntries(figures), null, 2)}\n`);
});

/** One that fails does not take the others' figures with it. */
async function outcomeOf(bench: Bench, isQuick: boolean): Promise<BenchResult> {
  try {
    return await bench.run(isQuick);
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
    return { notes: [`Not measured: ${String(error)}`], tables: [], json: null };
  }
}

/** On stderr, so that stdout holds the tables alone. */
function say(text: string): void {
  console.error(text);
}
