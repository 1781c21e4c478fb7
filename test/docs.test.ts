/** The docs name only what exists, and all of it. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { noticeTexts } from '../device/screen/lcd-text.js';
import type { Notice } from '../device/screen/notices.js';
import type { CommandRefusal, Fault, Origin } from '../device/shared/faults.js';
import { Accounts } from '../relay/account/accounts.js';
import { commandOf, COMMANDS } from '../relay/commands.js';
import { openDatabase } from '../relay/db/open.js';
import { Metrics } from '../relay/http/metrics.js';
import { SETTING_NAMES } from '../tools/flash/arguments.js';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const PAGES = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md'],
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const PACKAGE = JSON.parse(read('package.json')) as {
  readonly scripts: Record<string, string>;
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
};

/** Everything that may read a variable. */
const SOURCES = ['relay', 'simulator', 'tools', 'test', 'deploy', '.ci']
  .flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((path) =>
      join(folder, path),
    ),
  )
  .filter((path) => /\.(ts|js|env|yaml|conf|service)$|\/run$/.test(path))
  .map(read)
  .join('\n');

/** The first cells of the tables, as code: variables, routes and metrics, each held to the code below. */
const RELAY_CELLS = [...read('docs/relay.md').matchAll(/^\| `([^`]+)`/gm)].map(
  ([, cell = '']) => cell,
);

const ORIGINS: readonly Origin[] = ['spotify', 'relay'];
const CAUSES: Record<Extract<Fault, { kind: 'unreachable' }>['cause'], true> = {
  unresolved: true,
  unreachable: true,
  untrusted: true,
  'other-name': true,
  expired: true,
  'clock-wrong': true,
  'no-common-tls': true,
  'tls-failed': true,
  invalid: true,
  'timed-out': true,
  'cut-off': true,
};
const REASONS: Record<Extract<Fault, { kind: 'not-allowed' }>['reason'], true> = {
  'not-registered': true,
  'no-premium': true,
  scope: true,
  'app-rejected': true,
  other: true,
};
const FAULTS: Record<Fault['kind'], readonly Fault[]> = {
  unreachable: keysOf(CAUSES).flatMap((cause) =>
    ORIGINS.map((origin) => ({ kind: 'unreachable', origin, cause }) as const),
  ),
  unavailable: [202, 503, 511].flatMap((status) =>
    ORIGINS.map((origin) => ({ kind: 'unavailable', origin, status }) as const),
  ),
  'rate-limited': [
    ...ORIGINS.map((origin) => ({ kind: 'rate-limited', origin, quota: false }) as const),
    { kind: 'rate-limited', origin: 'spotify', quota: true },
  ],
  malformed: ['body', 'redirect', 'item.name'].flatMap((path) =>
    ORIGINS.map((origin) => ({ kind: 'malformed', origin, path }) as const),
  ),
  'token-rejected': [{ kind: 'token-rejected' }],
  'relink-required': [{ kind: 'relink-required' }],
  'device-unknown': [{ kind: 'device-unknown' }],
  'not-allowed': keysOf(REASONS).map((reason) => ({ kind: 'not-allowed', reason })),
  refused: ORIGINS.map((origin) => ({ kind: 'refused', origin, status: 400 })),
};
const REFUSALS: Record<CommandRefusal, true> = {
  'no-player': true,
  'no-premium': true,
  restricted: true,
  'no-control': true,
  'not-now': true,
};
const NOTICES: Record<Notice['kind'], readonly Notice[]> = {
  starting: [{ kind: 'starting' }],
  joining: [{ kind: 'joining', network: 'Home' }],
  'no-network': [{ kind: 'no-network', network: 'Home' }],
  'setting-clock': [{ kind: 'setting-clock' }, { kind: 'setting-clock', isLate: true }],
  'set-up': [{ kind: 'set-up', accessPoint: '16x2', password: '12345678', address: '192.0.2.1' }],
  'getting-code': [{ kind: 'getting-code' }],
  link: [{ kind: 'link', code: 'BCDF-GHJK', address: 'relay.test/link' }],
  'link-over': [
    { kind: 'link-over', why: 'expired' },
    { kind: 'link-over', why: 'denied' },
  ],
  'getting-token': [{ kind: 'getting-token' }],
  nothing: [{ kind: 'nothing' }, { kind: 'nothing', device: 'Kitchen' }],
  fault: Object.values(FAULTS)
    .flat()
    .map((fault) => ({ kind: 'fault', fault, relay: 'relay.test', retryInMs: 900_000 })),
  command: [
    { kind: 'command', command: 'play' },
    { kind: 'command', command: 'next' },
    { kind: 'command', command: 'previous' },
  ],
  'command-failed': [
    ...keysOf(REFUSALS).map((reason) => ({ kind: 'command-refused', reason }) as const),
    ...Object.values(FAULTS).flat(),
  ].map((fault) => ({ kind: 'command-failed', fault, relay: 'relay.test', retryInMs: undefined })),
  'bad-setting': [{ kind: 'bad-setting', name: 'pin_e', problem: 'must be a pin' }],
  status: [
    { kind: 'status', page: { kind: 'account', uid: 'ada' } },
    { kind: 'status', page: { kind: 'relay', url: 'https://relay.test' } },
    { kind: 'status', page: { kind: 'requests', made: 1, allowed: 2 } },
    { kind: 'status', page: { kind: 'start', why: 'power' } },
    { kind: 'status', page: { kind: 'version', version: '1' } },
    { kind: 'status', page: { kind: 'signal', dBm: -60 } },
  ],
  menu: [
    { kind: 'menu', entry: 'set-up', isHeld: true },
    { kind: 'menu', entry: 'set-up', retryInMs: 8000 },
    { kind: 'menu', entry: 'panel-test' },
    { kind: 'menu', entry: 'wiring-test' },
  ],
  'test-pattern': [{ kind: 'test-pattern' }],
  'wiring-test': [{ kind: 'wiring-test' }],
  unlinking: [{ kind: 'unlinking', retryInMs: 5000 }],
  restarting: [{ kind: 'restarting', why: 'crash' }],
  restarted: [{ kind: 'restarted', why: 'crash', retryInMs: 5000 }],
};

describe('docs/troubleshooting.md', () => {
  /** The messages in the first column, as patterns: `…` is anything. */
  const patterns = read('docs/troubleshooting.md')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)])
    .map(([, text = '']) => new RegExp(`^${text.split('…').map(escaped).join('.+')}$`));

  it.each(keysOf(NOTICES))('lists what the display shows for "%s"', (kind) => {
    const missing = NOTICES[kind]
      .map((notice) => noticeTexts(notice, 16)[0])
      .filter((text) => !patterns.some((pattern) => pattern.test(text)));
    expect(missing).toEqual([]);
  });
});

describe('the docs', () => {
  it('list every setting of a build, and no others', () => {
    const listed = read('docs/settings.md')
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .flatMap((line) => {
        const cell = line.split('|')[1] ?? '';
        // A range names its ends alone.
        const names = [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
        return cell.includes('` to `') ? ['pin_d4', 'pin_d5', 'pin_d6', 'pin_d7'] : names;
      });
    // The short names are those that people type.
    const typed = SETTING_NAMES.filter((name) => !name.startsWith('wifi_'));
    expect([...new Set(listed)].sort()).toEqual([...new Set(typed)].sort());
  });

  it('give a reason for every dependency', () => {
    const listed = [...read('docs/dependencies.md').matchAll(/^\| (`.+?`) +\|/gm)].flatMap(
      ([, cell = '']) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
    );
    const installed = Object.keys({ ...PACKAGE.dependencies, ...PACKAGE.devDependencies });
    // Types of a package that is listed go with it.
    const wanted = installed.filter((name) => !name.startsWith('@types/'));
    expect(wanted.filter((name) => !listed.includes(name))).toEqual([]);
    expect(listed.filter((name) => !installed.includes(name))).toEqual([]);
  });

  it.each(PAGES)('link and name only what exists: %s', (page) => {
    const text = read(page);
    const links = [...text.matchAll(/\]\(([^)#\s]+)(#[^)]*)?\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !/^[a-z]+:/.test(target))
      .map((target) => join(dirname(page), target));
    const files = [
      ...text.matchAll(/`((?:deploy|device|relay|simulator|tools|test|docs)\/[\w./-]+)`/g),
    ].map(([, path = '']) => path);
    const missing = [...links, ...files].filter((path) => !existsSync(join(ROOT, path)));
    expect(missing).toEqual([]);
    const scripts = [...text.matchAll(/npm run (?:--silent )?([a-z][\w:]*)/g)]
      .map(([, name = '']) => name)
      .filter((name) => !(name in PACKAGE.scripts));
    expect(scripts).toEqual([]);
    const anchors = [...text.matchAll(/\]\(([^)#\s:]*)#([^)]+)\)/g)]
      .map(
        ([, target = '', anchor = '']) =>
          [target === '' ? page : join(dirname(page), target), anchor] as const,
      )
      .filter(([target, anchor]) => !anchorsOf(read(target)).includes(anchor));
    expect(anchors).toEqual([]);
    const variables = [...text.matchAll(/`([A-Z]{2,}_[A-Z_]+)(?:=[^`]*)?`/g)]
      .map(([, name = '']) => name)
      // ESP-IDF's own settings begin with CONFIG_.
      .filter((name) => !name.startsWith('CONFIG_') && !SOURCES.includes(name));
    expect(variables).toEqual([]);
    const commands = [...text.matchAll(/npm run relay -- ([a-z][^`#\n]*)/g)]
      .map(([, words = '']) => words.trim())
      .filter((words) => !commandOf(words.split(/ +/)));
    expect(commands).toEqual([]);
    const routes = [...text.matchAll(/`((?:GET|POST) \/[^` ]*)/g)]
      .map(([, route = '']) => route)
      .filter((route) => !route.startsWith('GET /v1/') && !RELAY_CELLS.includes(route));
    expect(routes).toEqual([]);
  });

  it('name every script', () => {
    const text = PAGES.map(read).join('\n');
    const unnamed = Object.keys(PACKAGE.scripts).filter(
      (name) => !new RegExp(`npm (run )?(--silent )?${name}(?![\\w:])`).test(text),
    );
    // npm runs it by itself.
    expect(unnamed).toEqual(['prepare']);
  });

  it('name every command of the relay', () => {
    const text = read('docs/self-hosting.md');
    const words = COMMANDS.map(({ usage }) => usage.replace(/ [[A-Z].*/, ''));
    expect(words.filter((command) => !text.includes(command))).toEqual([]);
  });
});

describe('docs/relay.md', () => {
  it('lists every variable, and no others', () => {
    const known = [...read('relay/config.ts').matchAll(/'([A-Z][A-Z_]{3,})'/g)].map(
      ([, name]) => name,
    );
    const listed = RELAY_CELLS.filter((cell) => /^[A-Z_]+$/.test(cell));
    expect(listed.sort()).toEqual([...new Set(known)].sort());
  });

  it('lists every route, and no others', () => {
    const routes = readdirSync(join(ROOT, 'relay'), { recursive: true, encoding: 'utf8' })
      .filter((path) => /(-routes|ops)\.ts$/.test(path))
      .flatMap((path) => [
        ...read(join('relay', path)).matchAll(/(?:\b(get|post)\(|^ +\[)'(\/[^']*)'/gm),
      ])
      .map(([, method = 'get', path = '']) => `${method.toUpperCase()} ${path}`);
    expect(RELAY_CELLS.filter((cell) => /^(GET|POST) /.test(cell)).sort()).toEqual(routes.sort());
  });

  it('lists every metric, and no others', () => {
    const known = [...new Metrics().text().matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name);
    expect(RELAY_CELLS.filter((cell) => /^[a-z_]+$/.test(cell)).sort()).toEqual(known.sort());
  });
});

/** Blocks that begin with "sh test" run as they are, each page's in the order of the page and in one folder. */
const TESTED = PAGES.map((page) => {
  const blocks = [...read(page).matchAll(/^```sh test\n([^]*?)^```/gm)].map(
    ([, text = '']) => text,
  );
  return [page, blocks] as const;
}).filter(([, blocks]) => blocks.length > 0);

describe('examples that the docs mark as tested', () => {
  it.each(TESTED)(
    'runs: %s',
    async (_, blocks) => {
      const folder = mkdtempSync(join(tmpdir(), 'docs-'));
      try {
        // npm runs its scripts where package.json is: here, in a project whose data nobody needs.
        for (const name of readdirSync(ROOT))
          if (!['data', '.git'].includes(name)) symlinkSync(join(ROOT, name), join(folder, name));
        const dataDir = join(folder, 'data');
        const database = await openDatabase({
          database: { kind: 'embedded', dataDir },
          tokenKeys: undefined,
        });
        await new Accounts(database).create({
          uid: 'ada',
          passwordHash: 'h',
          app: undefined,
          createdAtMs: 0,
        });
        await database.close();
        for (const block of blocks) {
          const { status, stderr } = spawnSync('bash', ['-euc', block], {
            cwd: folder,
            encoding: 'utf8',
          });
          expect([block, status, stderr]).toEqual([block, 0, expect.any(String)]);
        }
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
    120_000,
  );
});

/** As GitHub makes them of headings. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

function keysOf<K extends string>(record: Readonly<Record<K, unknown>>): K[] {
  return Object.keys(record) as K[];
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
