/** What the docs name exists, and what exists is in the docs. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { noticeTexts } from '../device/screen/lcd-text.js';
import type { Notice } from '../device/screen/notices.js';
import type { Fault, Origin } from '../device/shared/faults.js';
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
  nothing: [{ kind: 'nothing' }],
  fault: Object.values(FAULTS)
    .flat()
    .map((fault) => ({ kind: 'fault', fault, relay: 'relay.test', retryInMs: 900_000 })),
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

  it.each(keysOf(NOTICES))('names what the display says of "%s"', (kind) => {
    const missing = NOTICES[kind]
      .map((notice) => noticeTexts(notice, 16)[0])
      .filter((text) => !patterns.some((pattern) => pattern.test(text)));
    expect(missing).toEqual([]);
  });
});

describe('the docs', () => {
  it('list every setting of a build, and no other', () => {
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
  });
});

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

function keysOf<K extends string>(record: Readonly<Record<K, unknown>>): K[] {
  return Object.keys(record) as K[];
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
