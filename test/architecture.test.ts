/** The table of allowed imports, checked against every import. */
import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const AREAS = ['device', 'relay', 'simulator', 'tools', 'test'];

interface Rule {
  /** The files it speaks of; the first rule that matches a file is its rule. */
  readonly from: RegExp;
  /** Paths of ours, `node:…`, `npm:…` or `moddable:…`. */
  readonly may: readonly RegExp[];
  readonly why: string;
}

const any = /^/;
const SHARED = /^device\/shared\//;
const PORTS = /^device\/shared\/(ports|nothing)\.ts$/;
const FRAME = /^device\/shared\/frame\.ts$/;
const STORED = /^device\/resilience\/stored-record\.ts$/;
const WIFI_RULES = /^device\/setup\/wifi-rules\.ts$/;
const RELAY_ADDRESS = /^device\/relay-client\/relay-address\.ts$/;
const SET_UP_PORTS = /^device\/setup\/ports\.ts$/;
const NOTICES = /^device\/screen\/notices\.ts$/;
const HTTP = /^device\/http\//;
const TLS = /^device\/tls\//;
const SPELLER = /^device\/text\/transliterate\.ts$/;
/** Of the relay: what every room needs. */
const RELAY_BASE = /^relay\/(config|clock|core|error-code|flights|log|secrets)\.ts$/;
const KOA = /^npm:(koa|koa-router)$/;
const MODDABLE = /^moddable:/;
const NODE = /^node:/;

const RULES: readonly Rule[] = [
  { from: PORTS, may: [], why: 'the ports know nothing of what lies behind them' },
  { from: SHARED, may: [SHARED], why: 'every room depends on it, so it depends on none' },
  { from: /^device\/text\//, may: [/^device\/text\//, FRAME], why: 'spelling is a pure function' },
  {
    from: HTTP,
    may: [HTTP, SHARED],
    why: 'reading a response is the same whoever gave it',
  },
  {
    from: TLS,
    may: [TLS, /^device\/http\/(ascii|url)\.ts$/, PORTS],
    why: 'whom to trust is decided without a socket',
  },
  {
    from: /^device\/clock\//,
    may: [/^device\/clock\//, HTTP, PORTS, STORED],
    why: 'the time is known before anything else is',
  },
  {
    from: /^device\/spotify\//,
    may: [/^device\/spotify\//, HTTP, SHARED],
    why: 'what plays is known before and without any display',
  },
  {
    from: /^device\/relay-client\//,
    may: [/^device\/(relay-client|spotify)\//, HTTP, SHARED, STORED],
    why: 'it talks to the relay and to nothing else',
  },
  {
    from: /^device\/setup\//,
    may: [
      /^device\/setup\//,
      /^device\/http\/(message-head|url|utf8)\.ts$/,
      /^device\/relay-client\/stored-link\.ts$/,
      /^device\/shared\/panels\.ts$/,
      PORTS,
      STORED,
      RELAY_ADDRESS,
      WIFI_RULES,
    ],
    why: 'set-up comes before there is a network, and knows no display',
  },
  {
    from: /^device\/screen\//,
    may: [/^device\/screen\//, /^device\/text\//, /^device\/spotify\/playback\.ts$/, SHARED],
    why: 'composing is pure: now is an argument, the display is not there',
  },
  {
    from: /^device\/lcd\//,
    may: [/^device\/lcd\//, SHARED],
    why: 'the driver shows any frame and knows not what it says',
  },
  {
    from: /^device\/resilience\//,
    may: [/^device\/resilience\//, PORTS],
    why: 'what keeps a device alive must not depend on what it does',
  },
  {
    from: /^device\/machine\//,
    may: [/^device\/(machine|relay-client|spotify|http)\//, NOTICES, SHARED],
    why: 'the state machine says what is to be shown, and knows no display',
  },
  {
    from: /^device\/controls\//,
    may: [/^device\/(controls|machine)\//, NOTICES, SHARED, STORED],
    why: 'what the owner wants is told to the machine, and shown by whoever shows the rest',
  },
  {
    from: /^device\/app\//,
    may: [/^device\/(?!platform|main|typings)/],
    why: 'the core runs on every engine: platforms are handed to it',
  },
  {
    from: /^device\/platform\/moddable\//,
    may: [/^device\/platform\/moddable\//, HTTP, TLS, SHARED, SET_UP_PORTS, MODDABLE],
    why: 'what both platforms share may lean on neither',
  },
  {
    from: /^device\/platform\/esp32\//,
    may: [
      /^device\/platform\/(esp32|moddable)\//,
      ...[/^device\/clock\/(ntp-client|plausible-time)\.ts$/, /^device\/http\/url\.ts$/],
      ...[SHARED, SET_UP_PORTS, WIFI_RULES, MODDABLE],
    ],
    why: 'a platform fills ports and knows no room and no other platform',
  },
  {
    from: /^device\/platform\/desktop\//,
    may: [/^device\/platform\/(desktop|moddable)\//, SHARED, MODDABLE],
    why: 'a platform fills ports and knows no room and no other platform',
  },
  {
    from: /^device\/ssl\//,
    may: [MODDABLE],
    why: 'it takes the place of a module of the SDK, and so has its name',
  },
  { from: /^device\/main/, may: [/^device\//, MODDABLE], why: 'a composition root' },
  { from: /^device\/typings\//, may: [MODDABLE], why: 'declarations of foreign modules' },
  {
    from: /^relay\/\w+\/(\w+-routes|ops|request-log|own-address)\.ts$/,
    may: [/^relay\/(?!app|main|start)/, SHARED, KOA, NODE],
    why: 'routes choose from all rooms, and nothing depends on them',
  },
  {
    from: /^relay\/db\//,
    may: [/^relay\/db\//, RELAY_BASE, /^npm:(pg|@electric-sql\/pglite)/, NODE],
    why: 'storage serves the features and knows none',
  },
  {
    from: /^relay\/spotify\//,
    may: [/^relay\/spotify\//, RELAY_BASE, SHARED, NODE],
    why: 'the client of Spotify knows no account and no page',
  },
  {
    from: /^relay\/http\//,
    may: [/^relay\/(http|db)\//, RELAY_BASE, SHARED, KOA, NODE],
    why: 'what all routes share knows no feature',
  },
  {
    from: /^relay\/account\//,
    may: [/^relay\/(account|http|db)\//, RELAY_BASE, NODE],
    why: 'an account knows neither Spotify nor a device',
  },
  {
    from: /^relay\/grant\//,
    may: [/^relay\/(grant|account|spotify|http|db)\//, RELAY_BASE, SHARED, NODE],
    why: 'a grant knows no device',
  },
  {
    from: /^relay\/devices\//,
    may: [
      /^relay\/(devices|grant|account|http|db)\//,
      RELAY_BASE,
      SHARED,
      /^npm:dataloader$/,
      NODE,
    ],
    why: 'a device gets what its account has, and knows nothing of what plays',
  },
  {
    from: /^relay\/playing\//,
    may: [
      /^relay\/(playing|devices|grant|spotify|http|db)\//,
      RELAY_BASE,
      SHARED,
      /^device\/spotify\/(decode|playback|schedule)\.ts$/,
      /^device\/(text|screen)\//,
      NODE,
    ],
    why: 'what plays is decoded, scheduled, spelled and drawn by the device itself',
  },
  {
    from: /^relay\/home\//,
    may: [
      /^relay\/(home|account|grant|devices|playing|http|db)\//,
      RELAY_BASE,
      SHARED,
      /^device\/spotify\/playback\.ts$/,
    ],
    why: 'its pages show every feature',
  },
  {
    from: /^relay\/[^/]+\.ts$/,
    may: [
      /^relay\//,
      SHARED,
      SPELLER,
      /^simulator\/hd44780\/rom\.ts$/,
      NODE,
      /^npm:(koa|koa-router|pino)$/,
    ],
    why: 'the relay wires itself, and of the device only what its features use',
  },
  {
    from: /^simulator\/hd44780\//,
    may: [/^simulator\/hd44780\//, PORTS, FRAME],
    why: 'the display that judges the driver shares no code with it',
  },
  {
    from: /^simulator\/ports\//,
    may: [/^simulator\/(hd44780|ports)\//, /^device\/(?!platform|main|typings)/],
    why: 'these run inside XS and in tests: no Node',
  },
  {
    from: /^simulator\/spotify\/(?!server)/,
    may: [/^simulator\/(spotify|ports)\//, /^device\/http\/utf8\.ts$/],
    why: 'the fake Spotify runs inside XS too, and shares no code with what it judges',
  },
  {
    from: /^simulator\/page\/demo\//,
    may: [
      /^simulator\/(page|hd44780|ports|spotify)\//,
      /^simulator\/(coalesce|lcd-view|real-time|seen-state)\.ts$/,
      /^device\/(?!platform|main|typings)/,
      /^relay\/http\/(fault-refusal|refusal)\.ts$/,
    ],
    why: 'the demo is the whole system in a browser: no Node',
  },
  {
    from: /^simulator\/page\//,
    may: [/^simulator\/page\//, /^simulator\/spotify\/state\.ts$/],
    why: 'the page runs in a browser',
  },
  {
    from: /^simulator\//,
    may: [
      /^simulator\//,
      /^device\/(?!platform|main|typings)/,
      /^relay\/(app|config|error-code|lan|log|start)\.ts$/,
      /^relay\/grant\/redirect-uri\.ts$/,
      /^relay\/http\/(client-address|context|form|refusal)\.ts$/,
      NODE,
      /^npm:(esbuild|uqr)$/,
    ],
    why: 'the simulator uses the relay as a whole, and its HTTP for routes beside its own',
  },
  {
    from: /^tools\/virtual\//,
    may: [/^tools\/virtual\//, /^device\/(?!platform|main|typings)/],
    why: 'these run inside XS and in tests: no Node',
  },
  {
    from: /^tools\/xs\/(command|evening(-\w+)*)\.ts$/,
    may: [
      /^tools\/(xs\/(command|evening)|virtual)/,
      /^simulator\/(hd44780|ports|spotify)\//,
      /^device\/(?!platform|main|typings)/,
    ],
    why: 'bundled into XS, where there is no Node',
  },
  { from: /^(tools|test)\//, may: [any], why: 'judges look everywhere' },
];

/** Started by a script, a bundler, a browser or a manifest, and by no import. */
const ENTRIES: readonly RegExp[] = [
  /^device\/main(-desktop)?\.ts$/,
  /^device\/(ssl|typings)\//,
  /^relay\/main\.ts$/,
  /^simulator\/main\.ts$/,
  /^simulator\/page\/(page|relay-page|demo\/demo)\.ts$/,
  /\.d\.ts$/,
  /^(tools|test)\//,
];

function sources(): string[] {
  return AREAS.flatMap((area) =>
    readdirSync(join(ROOT, area), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => posix.join(area, path.replaceAll('\\', '/'))),
  );
}

/** What a file imports: our own paths, or the outer world by its kind. */
function importsOf(path: string, known: ReadonlySet<string>): string[] {
  const text = readFileSync(join(ROOT, path), 'utf8');
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => {
    if (fileName.startsWith('.')) {
      const target = posix.normalize(posix.join(posix.dirname(path), fileName));
      const source = target.replace(/\.js$/, '.ts');
      return known.has(source) ? source : target;
    }
    if (fileName.startsWith('node:')) return fileName;
    // Moddable has a `net` and a `timer` of its own.
    if (path.startsWith('device/')) return `moddable:${fileName}`;
    return builtinModules.includes(fileName) ? `node:${fileName}` : `npm:${fileName}`;
  });
}

const FILES = sources();
const KNOWN = new Set(FILES);
const IMPORTS = new Map(FILES.map((path) => [path, importsOf(path, KNOWN)]));

function withoutComments(source: string): string {
  return source.replace(/\/\*[^]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}

/** Each broken rule, in words. */
function complaintsAbout(path: string, imports: readonly string[]): string[] {
  const rule = RULES.find(({ from }) => from.test(path));
  if (!rule) return [`${path} stands in no room that the table knows`];
  return imports
    .filter((target) => !rule.may.some((may) => may.test(target)))
    .map((target) => `${path} may not import ${target}: ${rule.why}`);
}

describe('the table of imports', () => {
  it('is followed by every import', () => {
    const complaints = [...IMPORTS].flatMap(([path, imports]) => complaintsAbout(path, imports));
    expect(complaints).toEqual([]);
  });

  it.each([
    ['device/screen/compose.ts', 'device/platform/esp32/clock.ts'],
    ['device/lcd/plan.ts', 'node:fs'],
    ['device/text/rom.ts', 'moddable:Resource'],
    ['device/app/device.ts', 'moddable:timer'],
    ['relay/devices/device-routes.ts', 'npm:pg'],
    ['relay/devices/devices.ts', 'relay/rooms.ts'],
    ['relay/grant/refresh.ts', 'relay/devices/devices.ts'],
    ['relay/spotify/accounts.ts', 'npm:koa'],
    ['simulator/simulator.ts', 'relay/grant/refresh.ts'],
    ['simulator/hd44780/emulator.ts', 'node:fs'],
    ['simulator/hd44780/emulator.ts', 'device/lcd/instructions.ts'],
    ['device/app/device.ts', 'tools/virtual/virtual-clock.ts'],
  ])('would catch %s importing %s', (path, target) => {
    expect(complaintsAbout(path, [target])).toHaveLength(1);
  });

  it('has no cycle', () => {
    const finished = new Set<string>();
    const cycles: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path))
        cycles.push([...trail.slice(trail.indexOf(path)), path].join(' > '));
      if (finished.has(path) || trail.includes(path)) return;
      for (const target of IMPORTS.get(path) ?? []) visit(target, [...trail, path]);
      finished.add(path);
    };
    for (const path of FILES) visit(path, []);
    expect(cycles).toEqual([]);
  });

  it('leaves no file without an importer', () => {
    const imported = new Set([...IMPORTS.values()].flat());
    const alone = FILES.filter(
      (path) => !imported.has(path) && !ENTRIES.some((entry) => entry.test(path)),
    );
    expect(alone).toEqual([]);
  });

  it('reads the environment of the process only in composition roots', () => {
    const readers = FILES.filter(
      (path) =>
        !/^(test|tools)\//.test(path) &&
        withoutComments(readFileSync(join(ROOT, path), 'utf8')).includes('process.env'),
    );
    const allowed = /^(relay|simulator)\/main\.ts$/;
    expect(readers.filter((path) => !allowed.test(path))).toEqual([]);
  });
});
