/** docs/benchmarks.md: every table of a run, with the machine, the versions and the commands; the main ratios first. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch, cpus, platform, totalmem } from 'node:os';
import { format } from 'prettier';
import { findBinaries } from '../../test/support/postgres-server.js';
import { literal, ratioTable, tableMarkdown, type BenchResult, type Ratio } from './table.js';

export interface Section {
  /** Of the benchmark, as `npm run bench -- NAME` takes it. */
  readonly name: string;
  readonly about: string;
  readonly result: BenchResult;
}

/** What the figures depend on, by name. */
export type Facts = Readonly<Record<string, string>>;

/** The packages that are measured, or that measure. */
const PACKAGES = [
  ...['koa', 'koa-router', 'pg', '@electric-sql/pglite', '@agoric/xsnap', '@streamparser/json'],
  ...['transliteration', 'any-ascii', 'unidecode'],
];

/** What the page begins with, by measure and peer: libraries in wide use, and of several peers the closest. */
const MAIN_RATIOS = [
  [/^µs, (scroll step|all new), (GPIO|I2C at 100 kHz)$/, /\((LiquidCrystal|hd44780)/],
  [/^titles with other words/, /^transliteration$/],
  [/^requests a day, usual$/, /^polls every 30 s$/],
  [/^(requests a second|p99 ms) of POST \/refresh$/, /^bare node:http$/],
] as const;

export async function pageOf(
  facts: Facts,
  command: string,
  sections: readonly Section[],
): Promise<string> {
  const ratios = sections.flatMap(({ result }) => result.ratios ?? []);
  const isMain = ({ measure, peer }: Ratio): boolean =>
    MAIN_RATIOS.some(([measures, peers]) => measures.test(measure) && peers.test(peer));
  const page = [
    '# Benchmarks',
    `Written by \`${command}\`, which replaces this page; \`npm run bench -- NAME\` prints one part. Every table holds ours and its peers from the same run.`,
    '## Ratios',
    'They carry over to another machine better than times do. Below 1, ours is smaller. [The others](#other-ratios) stand at the end.',
    tableMarkdown(ratioTable(ratios.filter(isMain))),
    '## Machine and versions',
    Object.entries(facts)
      .map(([name, value]) => `- ${name}: ${literal(value)}`)
      .join('\n'),
    ...sections.flatMap(({ name, about, result }) => [
      `## ${about}`,
      `\`npm run bench -- ${name}\``,
      result.notes.map((note) => `- ${literal(note)}`).join('\n'),
      ...result.tables.map(tableMarkdown),
    ]),
    '## Other ratios',
    tableMarkdown(ratioTable(ratios.filter((ratio) => !isMain(ratio)))),
  ].join('\n\n');
  return format(page, { parser: 'markdown' });
}

export function factsOfRun(now: Date): Facts {
  const [cpu] = cpus();
  const { devDependencies, dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  const versions = { ...devDependencies, ...dependencies };
  const postgres = findBinaries();
  const isChanged = outputOf('git', 'status', '--porcelain', '--untracked-files=no') !== '';
  const commit = outputOf('git', 'rev-parse', '--short=12', 'HEAD');
  return {
    date: now.toISOString().slice(0, 10),
    commit: `${commit ?? 'unknown'}${isChanged ? ', with changes' : ''}`,
    machine: `${cpu?.model ?? 'unknown'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB of memory, ${platform()} ${arch()}`,
    'Node.js': process.version,
    Postgres: (postgres && outputOf(`${postgres}/postgres`, '--version')) ?? 'not installed',
    nginx: outputOf('nginx', '-v') ?? 'not installed',
    wrk: outputOf('wrk', '-v') ?? 'not installed',
    packages: PACKAGES.map((name) => `${name} ${versions[name] ?? '-'}`).join(', '),
  };
}

/** The first line of what a program says, on stdout or, as nginx does, on stderr; undefined where it is not installed. */
function outputOf(command: string, ...args: readonly string[]): string | undefined {
  const { stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  return error ? undefined : `${stdout}${stderr}`.split('\n')[0];
}
