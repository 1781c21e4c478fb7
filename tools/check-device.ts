/**
 * `npm run check:device`: builds the device with the Moddable SDK, runs it on this computer beside a relay and a
 * fake Spotify until a song stands on its display, links it for the ESP32 and weighs it. Without the SDK there
 * is nothing to check, and that is said instead.
 */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { expectedIdf } from './flash/checks.js';
import { checkTls } from './moddable/check-tls.js';
import {
  buildHost,
  failIfAborted,
  lastPictures,
  runHeadless,
  type Run,
} from './moddable/headless.js';
import { mishandledKinds } from './moddable/preloaded.js';
import {
  binFolder,
  BOARD,
  findSdk,
  HOW_TO_GET,
  judgeTypes,
  makeParts,
  mcconfigArgs,
  outFolder,
  ROOT,
  run,
  ToolFailure,
  workFolder,
  type Sdk,
  type Target,
} from './moddable/sdk.js';
import { budgetLine, budgetsOf, isKept, sizesOf } from './moddable/sizes.js';

/** A song is there within five; the rest is scrolling and some questions more. */
const RUN_S = 20;
/** The machine's own limits in manifest.json, which this computer keeps too, in slots. */
const { creation } = JSON.parse(readFileSync(join(ROOT, 'manifest.json'), 'utf8')) as {
  readonly creation: { readonly heap: { readonly initial: number }; readonly stack: number };
};

async function main(): Promise<void> {
  const sdk = findSdk(process.env);
  if (!sdk) {
    console.log(`check:device: skipped, since MODDABLE names no Moddable SDK; ${HOW_TO_GET}`);
    return;
  }
  await checkDesktop(sdk);
  checkBoard(sdk, 'manifest.json');
  checkBoard(sdk, 'manifest-lite.json');
  console.log('check:device: passed');
}

async function checkDesktop(sdk: Sdk): Promise<void> {
  // Only now: relay and simulator are much to load for a word about the SDK.
  const { openDesk } = await import('./moddable/desk.js');
  const desk = await openDesk({ onLine: () => undefined });
  try {
    const manifest = join(outFolder('check'), 'manifest.json');
    writeFileSync(
      manifest,
      JSON.stringify({
        include: relative(outFolder('check'), join(ROOT, 'manifest.json')),
        config: desk.settings,
        build: { NAME: 'sixteen-by-two' },
      }),
    );
    const target: Target = {
      ...{ platform: sdk.host, folder: sdk.host, kind: 'debug' },
      manifest: relative(ROOT, manifest),
    };
    run(sdk, sdk.host, 'mcconfig', mcconfigArgs(target, '-m', '-t', 'build'));
    judgeTypes(sdk, target);
    console.log(`${sdk.host}: types judged, built and linked`);
    const host = buildHost(sdk);
    if (!host) {
      console.log(`${sdk.host}: not run: that needs Linux, cc and GLib`);
      return;
    }
    const program = join(binFolder(target), 'mc.so');
    judgeRun(sdk, await runHeadless(host, program, RUN_S));
    await checkTls(sdk, host);
  } finally {
    await desk.close();
  }
}

function judgeRun(sdk: Sdk, headless: Run): void {
  failIfAborted(headless);
  // A song has its time on the second row: what was played, and how long it is.
  const isPlaying = headless.pictures.some((picture) => /\|.*\d:\d\d.*\d:\d\d$/.test(picture));
  if (!isPlaying)
    throw new ToolFailure(
      [`no song in ${RUN_S} s`, ...headless.log.slice(-5), lastPictures(headless, 3)].join('\n'),
    );
  console.log(`${sdk.host}: ran for ${RUN_S} s, ${headless.pictures.length} pictures, the last:`);
  console.log(lastPictures(headless, 1));
  const { usage } = headless;
  if (!usage) return;
  console.log(
    `${sdk.host}: at most ${usage.slots} of ${creation.heap.initial} slots, ` +
      `${usage.stackSlots} of ${creation.stack} on the stack, garbage included`,
  );
}

/** With ESP-IDF the whole firmware; without it all but the C: types, modules, preloading. */
function checkBoard(sdk: Sdk, manifest: string): void {
  const isLite = manifest.includes('lite');
  const folder = isLite ? 'esp32-lite' : 'esp32';
  const target: Target = { platform: BOARD, folder, manifest, kind: 'release' };
  const idf = sdk.env['IDF_PATH'];
  const name = `${BOARD}${isLite ? ', lite' : ''}`;
  if (idf && existsSync(join(idf, 'tools', 'idf.py'))) {
    run(sdk, folder, 'mcconfig', mcconfigArgs(target, '-m', '-t', 'build'));
    judgeTypes(sdk, target);
    console.log(`${name}: built whole, with ESP-IDF`);
  } else {
    linkBoard({ ...sdk, env: { ...sdk.env, IDF_PATH: standInForIdf(sdk) } }, target);
    console.log(`${name}: types, modules and preloading linked; no ESP-IDF, so no C compiled`);
  }
  weigh(name, target);
}

function linkBoard(sdk: Sdk, target: Target): void {
  const work = workFolder(target);
  const sdkconfig = join(work, 'xsProj-esp32', 'build', 'config', 'sdkconfig.h');
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
    throw new ToolFailure(`preloaded, which the SDK mishandles: ${mishandled.join(', ')}`);
  const sizes = sizesOf(image);
  const budgets = budgetsOf(sizes, resourcesOf(readFileSync(join(work, 'makefile'), 'utf8')));
  for (const budget of budgets) console.log(`${name}: ${budgetLine(budget)}`);
  console.log(`${name}: ${sizes.aliasCount} preloaded objects may change, a pointer each in RAM`);
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

/** mcconfig asks git which ESP-IDF lies in IDF_PATH: an empty repository with the expected tag will do. */
function standInForIdf(sdk: Sdk): string {
  const path = outFolder('no-idf');
  if (existsSync(join(path, '.git'))) return path;
  const identity = ['-c', 'user.name=check', '-c', 'user.email=check@localhost'];
  for (const args of [
    ['init', '--quiet', path],
    ['-C', path, ...identity, 'commit', '--quiet', '--allow-empty', '-m', 'stands in for ESP-IDF'],
    ['-C', path, 'tag', expectedIdf(sdk)],
  ])
    run(sdk, BOARD, 'git', args);
  return path;
}

main().then(
  // The database's threads would keep the process.
  () => process.exit(),
  (error: unknown) => {
    if (!(error instanceof ToolFailure)) throw error;
    console.error(`check:device: ${error.message}`);
    process.exit(1);
  },
);
