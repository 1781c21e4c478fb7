/**
 * `npm run check:device`: builds the device with the Moddable SDK, runs it on this computer over TLS beside a relay and
 * the fake Spotify, measures its memory, links it for the ESP32 and checks its size. Without the SDK it only says so.
 */
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import type { PlaylistStep } from '../simulator/spotify/playlist.js';
import { logSdkconfig } from './flash/log-sdkconfig.js';
import { checkTls } from './moddable/check-tls.js';
import { makeChain, type Chain } from './moddable/certificates.js';
import {
  buildHost,
  failIfAborted,
  lastScreens,
  runHeadless,
  type Run,
  type Sample,
} from './moddable/headless.js';
import { buildImage } from './moddable/image.js';
import { mishandledKinds } from './moddable/preloaded.js';
import {
  binFolder,
  BOARD,
  BOARDS,
  findSdk,
  HOW_TO_GET,
  judgeTypes,
  makeParts,
  mcconfigArgs,
  NAME,
  outFolder,
  projectFolder,
  ROOT,
  run,
  sdkProblem,
  workFolder,
  type Sdk,
  type Target,
  VERSIONS,
} from './moddable/sdk.js';
import { budgetLine, budgetsOf, isKept, sizesOf } from './moddable/sizes.js';
import { rootOf } from './trust/roots.js';
import { writeRoots } from './trust/store.js';
import { runScript, ToolFailure } from './usage.js';

/** The longer run shows leaks: `fe14fe6` lost 1,664 bytes per poll to a preloaded RegExp. */
const RUNS = Object.freeze([
  { key: 'RSA', seconds: 150 },
  { key: 'P-256', seconds: 20 },
] as const);
/** The device polls a second after the end of an item, half a second before the next end: a poll each 1.5 s. */
const ITEM_MS = 1500;
/** Polls a day: the most that the device takes, so that it saves none. */
const BUDGET = 100_000;
/** The response with this many artists fills TLS records of 16 KB, the maximum. */
const ARTISTS = 100;
/** After about ten polls, everything that is allocated once exists. */
const SETTLED_S = 30;
const LEAK_PARTS = 4;
/** The number of polls, each over its own connection. */
const HANDSHAKES_MIN = 30;
/** The machine's limits in manifest.json, in slots; they apply on this computer too. */
const { creation } = JSON.parse(readFileSync(join(ROOT, 'manifest.json'), 'utf8')) as {
  readonly creation: { readonly heap: { readonly initial: number }; readonly stack: number };
};

const HELP = `npm run check:device   builds the device with the Moddable SDK in MODDABLE, runs it over TLS, measures and links it`;

async function main(): Promise<void> {
  const sdk = findSdk(process.env);
  if (!sdk) {
    console.log(
      `check:device: skipped, since MODDABLE is not set to a Moddable SDK; ${HOW_TO_GET}`,
    );
    return;
  }
  console.log(`check:device: ${sdkProblem(sdk) ?? `with Moddable SDK ${VERSIONS.moddable}`}`);
  await checkDesktop(sdk);
  checkBoard(sdk, 'manifest.json');
  checkBoard(sdk, 'manifest-lite.json');
  for (const [board, settings] of Object.entries(BOARDS))
    if ('chip' in settings) checkOtherBoard(sdk, board, settings);
  checkLogBuild(sdk);
  console.log('check:device: passed');
}

async function checkDesktop(sdk: Sdk): Promise<void> {
  // Loaded here: too much to load only to say that the SDK is missing.
  const { openDesk } = await import('./moddable/desk.js');
  const { DEMO_PLAYLIST } = await import('../simulator/spotify/playlist.js');
  const chains = RUNS.map(({ key }) => makeChain('localhost', key));
  const desk = await openDesk({
    onLine: () => undefined,
    playlist: shortItems(DEMO_PLAYLIST),
    sent: chains[0]?.sent ?? [],
  });
  try {
    const target = desktopTarget(sdk, desk.settings, chains);
    run(sdk, sdk.host, 'mcconfig', mcconfigArgs(target, '-m', '-t', 'build'));
    judgeTypes(sdk, target);
    console.log(`${sdk.host}: types checked, built and linked`);
    const host = buildHost(sdk, target);
    if (!host) {
      console.log(`${sdk.host}: not run: this needs Linux, cc and GLib`);
      return;
    }
    for (const [index, { key, seconds }] of RUNS.entries()) {
      desk.use(chains[index]?.sent ?? []);
      const [fullBefore, resumedBefore] = desk.handshakes();
      const headless = await runHeadless(host, join(binFolder(target), 'mc.so'), seconds);
      const [full, resumed] = desk.handshakes();
      judgeRun(`${sdk.host}, ${key} chain`, seconds, headless, {
        full: full - fullBefore,
        resumed: resumed - resumedBefore,
      });
    }
    await checkTls(sdk, host);
  } finally {
    await desk.close();
  }
}

/** The demo's playing items, each very short, and one with a long response. */
function shortItems(playlist: readonly PlaylistStep[]): PlaylistStep[] {
  const steps = playlist.filter(({ item, pause }) => item.kind === 'track' && !pause);
  const long = steps.slice(0, 1).map((step) => ({
    ...step,
    item: {
      ...step.item,
      key: 'many',
      artists: Array.from({ length: ARTISTS }, (_, index) => `Artist ${index}`),
    },
  }));
  return [...steps, ...long].map((step) => ({
    ...step,
    item: { ...step.item, durationMs: ITEM_MS },
  }));
}

/** The roots of these chains are trusted by this one build. */
function desktopTarget(
  sdk: Sdk,
  settings: Readonly<Record<string, string>>,
  chains: readonly Chain[],
): Target {
  const folder = outFolder('check');
  const own = join(folder, 'own-roots');
  mkdirSync(own, { recursive: true });
  const roots = chains.map(({ root }) => rootOf(new X509Certificate(root.pem).raw));
  writeRoots(own, 'own', roots);
  const manifest = join(folder, 'manifest.json');
  writeFileSync(
    manifest,
    JSON.stringify({
      include: relative(folder, join(ROOT, 'manifest.json')),
      config: { ...settings, budget: BUDGET },
      build: { NAME },
      // A maker's own roots, if there are any, have the same names.
      data: { '~': relative(folder, join(ROOT, 'device', 'own-roots', '*')), '*': './own-roots/*' },
    }),
  );
  return {
    ...{ platform: sdk.host, folder: sdk.host, kind: 'debug' },
    manifest: relative(ROOT, manifest),
  };
}

interface Handshakes {
  readonly full: number;
  readonly resumed: number;
}

function judgeRun(
  name: string,
  seconds: number,
  headless: Run,
  { full, resumed }: Handshakes,
): void {
  failIfAborted(headless);
  // While an item plays, the second row shows elapsed time and duration.
  const isPlaying = headless.screens.some((screen) => /\|.*\d:\d\d.*\d:\d\d$/.test(screen));
  if (!isPlaying)
    throw new ToolFailure(
      [`no title in ${seconds} s`, ...headless.log.slice(-5), lastScreens(headless, 3)].join('\n'),
    );
  console.log(`${name}: ran for ${seconds} s, ${headless.screens.length} screens, the last:`);
  console.log(lastScreens(headless, 1));
  const { samples } = headless;
  const most = (of: (sample: Sample) => number): number => Math.max(...samples.map(of));
  const slots = samples.map((sample) => sample.slots);
  const parts = [
    `live after a collection: ${Math.min(...slots)} slots at rest, ${Math.max(...slots)} at most`,
    `chunks: ${most(({ chunkBytes }) => chunkBytes)} bytes live, ` +
      `${most(({ chunkBytesMax }) => chunkBytesMax)} with garbage`,
    `stack: ${most(({ stackSlots }) => stackSlots)} of ${creation.stack} slots`,
  ];
  for (const part of parts) console.log(`${name}: ${part}`);
  const collections = samples.reduce((sum, sample) => sum + sample.collections, 0);
  console.log(
    `${name}: ${full} full handshakes, ${resumed} resumed, ${collections} collections, ` +
      `at most ${most((sample) => sample.collections)} in a second`,
  );
  const heap = most(({ heapSlots }) => heapSlots);
  const { initial } = creation.heap;
  if (heap > initial) throw new ToolFailure(`${name}: the heap grew from ${initial} to ${heap}`);
  if (seconds <= SETTLED_S) return;
  if (full + resumed < HANDSHAKES_MIN)
    throw new ToolFailure(`${name}: too few polls to judge a leak`);
  judgeLeak(name, samples.slice(SETTLED_S));
}

/**
 * Compares the minimum of each part of the run, since requests in progress hold memory. A leak grows from part to part;
 * occasional growth (tables of GLib and the engine, some 100 bytes in minutes) is not one.
 */
function judgeLeak(name: string, samples: readonly Sample[]): void {
  const length = Math.floor(samples.length / LEAK_PARTS);
  for (const { what, of, ignored } of LEAKS) {
    const least = Array.from({ length: LEAK_PARTS }, (_, part) =>
      Math.min(...samples.slice(part * length, (part + 1) * length).map(of)),
    );
    const growth = least.slice(1).map((amount, index) => amount - (least[index] ?? NaN));
    const line = `${name}: ${what} grew by ${growth.join(', ')} in ${length} s each`;
    if (growth.filter((amount) => amount > ignored).length > growth.length / 2)
      throw new ToolFailure(line);
    console.log(line);
  }
}

/** What a leak shows in. Titles differ in length, so live slots and chunks may differ by a little: about a slot a poll. */
const LEAKS: readonly {
  readonly what: string;
  readonly of: (sample: Sample) => number;
  readonly ignored: number;
}[] = [
  { what: 'bytes from malloc', of: ({ mallocBytes }) => mallocBytes, ignored: 0 },
  { what: 'live slots', of: ({ slots }) => slots, ignored: 12 },
  { what: 'live chunk bytes', of: ({ chunkBytes }) => chunkBytes, ignored: 512 },
];

/** With ESP-IDF the whole firmware; without it all but the C: types, modules, preloading. */
function checkBoard(sdk: Sdk, manifest: string): void {
  const isLite = manifest.includes('lite');
  const folder = isLite ? 'esp32-lite' : 'esp32';
  const target: Target = { platform: BOARD, folder, manifest, kind: 'release' };
  const name = `${BOARD}${isLite ? ', lite' : ''}`;
  if (hasIdf(sdk)) {
    buildImage(sdk, target);
    judgeTypes(sdk, target);
    console.log(`${name}: built completely, with ESP-IDF`);
  } else {
    linkBoard(withIdf(sdk), target);
    console.log(
      `${name}: types, modules and preloading checked; C not compiled, for lack of ESP-IDF`,
    );
  }
  weigh(name, target);
  judgeSdkconfig(name, target, join(ROOT, 'device', 'sdkconfig'));
}

/** Other chips: their modules exist, and the whole links. No C is compiled. */
function checkOtherBoard(
  sdk: Sdk,
  board: string,
  settings: Readonly<Record<string, string>>,
): void {
  const target: Target = {
    ...{ platform: board, folder: board.replace('/', '-'), kind: 'release' },
    manifest: 'manifest.json',
    settings: Object.entries(settings).map(([name, value]) => `${name}=${value}`),
  };
  linkBoard(withIdf(sdk), target);
  judgeSdkconfig(board, target, join(ROOT, 'device', 'sdkconfig'));
  console.log(`${board}: types, modules and preloading checked; C not compiled`);
}

/** As `npm run flash -- --log` configures it; not compiled once more. */
function checkLogBuild(sdk: Sdk): void {
  const folder = logSdkconfig(outFolder('flash-sdkconfig'));
  const target: Target = {
    ...{ platform: BOARD, folder: 'esp32-log', kind: 'release' },
    manifest: 'manifest.json',
  };
  const { env } = withIdf(sdk);
  const configured = { ...sdk, env: { ...env, SDKCONFIGPATH: folder } };
  run(configured, target.folder, 'mcconfig', mcconfigArgs(target));
  judgeSdkconfig(`${BOARD}, log`, target, folder);
}

/** @param folder of our lines: each must be in what mcconfig merged for ESP-IDF, which writes `n` as nothing */
function judgeSdkconfig(name: string, target: Target, folder: string): void {
  const linesOf = (path: string): string[] =>
    readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('CONFIG_'))
      .map((line) => line.replace(/=n$/, '='));
  const merged = linesOf(join(projectFolder(target), 'sdkconfig.mc'));
  const ours = ['sdkconfig.defaults', 'sdkconfig.defaults.release'].flatMap((file) =>
    linesOf(join(folder, file)),
  );
  const lost = ours.filter((line) => !merged.includes(line));
  if (lost.length > 0)
    throw new ToolFailure(`${name}: missing in its sdkconfig: ${lost.join(', ')}`);
  console.log(`${name}: its sdkconfig has all ${ours.length} of our lines`);
}

function hasIdf(sdk: Sdk): boolean {
  const idf = sdk.env['IDF_PATH'];
  return idf !== undefined && existsSync(join(idf, 'tools', 'idf.py'));
}

function withIdf(sdk: Sdk): Sdk {
  return hasIdf(sdk) ? sdk : { ...sdk, env: { ...sdk.env, IDF_PATH: emptyIdf(sdk) } };
}

function linkBoard(sdk: Sdk, target: Target): void {
  const work = workFolder(target);
  const sdkconfig = join(projectFolder(target), 'build', 'config', 'sdkconfig.h');
  mkdirSync(dirname(sdkconfig), { recursive: true });
  writeFileSync(sdkconfig, '');
  const parts = ['mc.xs.c', 'mc.resources.c'].map((part) => join(work, part));
  makeParts(sdk, target, parts, [sdkconfig]); // ESP-IDF would have to make it.
}

function weigh(name: string, target: Target): void {
  const work = workFolder(target);
  const image = readFileSync(join(work, 'mc.xs.c'), 'utf8');
  const mishandled = mishandledKinds(image);
  if (mishandled.length > 0)
    throw new ToolFailure(`preloaded objects that the SDK mishandles: ${mishandled.join(', ')}`);
  const sizes = sizesOf(image);
  const budgets = budgetsOf(sizes, resourcesOf(readFileSync(join(work, 'makefile'), 'utf8')));
  for (const budget of budgets) console.log(`${name}: ${budgetLine(budget)}`);
  console.log(
    `${name}: ${sizes.aliasCount} preloaded objects are mutable, with a pointer each in RAM`,
  );
  const over = budgets.filter((budget) => !isKept(budget));
  if (over.length > 0) throw new ToolFailure(`over budget: ${over.map(budgetLine).join(', ')}`);
}

/** Our resources as the makefile names them, with what they weigh. */
function resourcesOf(makefile: string): Map<string, number> {
  const device = join(ROOT, 'device');
  const sizes = new Map<string, number>();
  for (const [path] of makefile.matchAll(/\S+\.(?:bin|der|ski)\b/g))
    if (path.startsWith(device)) sizes.set(basename(path), statSync(path).size);
  return sizes;
}

/** mcconfig reads the version of ESP-IDF from git in IDF_PATH: an empty repository with the expected tag is enough. */
function emptyIdf(sdk: Sdk): string {
  const path = outFolder('no-idf');
  if (existsSync(join(path, '.git'))) return path;
  const identity = ['-c', 'user.name=check', '-c', 'user.email=check@localhost'];
  for (const args of [
    ['init', '--quiet', path],
    ['-C', path, ...identity, 'commit', '--quiet', '--allow-empty', '-m', 'in place of ESP-IDF'],
    ['-C', path, 'tag', VERSIONS.espIdf],
  ])
    run(sdk, BOARD, 'git', args);
  return path;
}

await runScript({ name: 'check:device', help: HELP }, main);
// The database's threads would keep the process running.
process.exit();
