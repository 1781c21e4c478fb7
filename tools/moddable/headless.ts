/** Runs the device's desktop program without a window for a while; reports what it drew and how much memory it used. */
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Panel, type Wiring } from '../../simulator/mcsim/panel.js';
import { outFolder, ROOT, run, workFolder, type Sdk, type Target } from './sdk.js';
import { ToolFailure } from '../usage.js';

export interface Run {
  /** 0, or why the machine gave up. */
  readonly status: number;
  /** Each screen that stayed for a while, in order: rows as text. */
  readonly screens: readonly string[];
  readonly log: readonly string[];
  readonly samples: readonly Sample[];
}

/** Once a second, after a collection. Slots have 16 bytes on the ESP32, 32 here. */
export interface Sample {
  /** Collections since the sample before, without this one. */
  readonly collections: number;
  readonly slots: number;
  /** Size of the heap. */
  readonly heapSlots: number;
  readonly chunkBytes: number;
  /** Since the start, garbage included. */
  readonly chunkBytesMax: number;
  readonly stackSlots: number;
  /** Of the whole process. */
  readonly mallocBytes: number;
}

const ABORTS: Readonly<Record<number, string>> = Object.freeze({
  71: 'memory is full',
  72: 'the JavaScript stack overflowed',
  75: 'an uncaught exception',
});

/**
 * Built for one program, since it reads the machine's record: with the defines that mcconfig compiles a debug build with.
 * @returns undefined if this computer cannot build it: it needs Linux, a C compiler and GLib
 */
export function buildHost(sdk: Sdk, target: Target): string | undefined {
  if (sdk.host !== 'lin') return undefined;
  const flags = spawnSync('pkg-config', ['--cflags', '--libs', 'gio-2.0'], { encoding: 'utf8' });
  if (flags.status !== 0) return undefined;
  const host = join(outFolder('headless'), 'host');
  const include = (...path: readonly string[]): string[] => ['-I', join(...path)];
  run(sdk, 'headless', 'cc', [
    ...['-O1', '-DmxDebug=1', '-DmxInstrument=1', '-DXSPLATFORM="lin_xs.h"'],
    ...['-o', host, join(ROOT, 'tools', 'moddable', 'headless.c')],
    ...['includes', 'platforms', 'sources'].flatMap((folder) => include(sdk.path, 'xs', folder)),
    ...include(sdk.path, 'build', 'simulators', 'modules'),
    ...include(workFolder(target)),
    ...flags.stdout.trim().split(/\s+/),
    '-ldl',
  ]);
  return host;
}

export function runHeadless(host: string, program: string, seconds: number): Promise<Run> {
  const posts = join(outFolder('headless'), 'posts.log');
  // Not spawnSync: the device's relay runs in this process.
  const child = spawn(host, [program, String(seconds), posts], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => {
      const lines = output.split('\n');
      resolve({
        status: status ?? 1,
        screens: screensOf(readFileSync(posts, 'utf8')),
        log: lines.filter((line) => /^(info|warn|error): /.test(line)),
        samples: samplesOf(lines),
      });
    });
  });
}

export function abortWords(status: number): string {
  return ABORTS[status] ?? `status ${status}`;
}

/** @param posts messages to the window: the wiring once, then all writes to the lines */
export function screensOf(posts: string): string[] {
  let panel: Panel | undefined;
  const screens: string[] = [];
  for (const line of posts.split('\n').filter((text) => text !== '')) {
    const { wiring, writes } = messageOf(line);
    if (wiring) panel = new Panel(wiring);
    if (!panel || !writes) continue;
    for (const levels of writes) panel.write(levels);
    const screen = panel.lcd
      .cellCodes()
      .map((row) => row.map((code) => (code < 0x20 ? '·' : String.fromCharCode(code))).join(''))
      .join('|');
    if (screens.at(-1) !== screen) screens.push(screen);
  }
  return screens;
}

function messageOf(line: string): { wiring?: Wiring; writes?: readonly number[] } {
  try {
    return JSON.parse(line) as { wiring?: Wiring; writes?: readonly number[] };
  } catch {
    // The last line may be half written when time is up.
    return {};
  }
}

/** A line a second, as headless.c prints it. */
function samplesOf(lines: readonly string[]): Sample[] {
  return lines
    .filter((line) => line.startsWith('memory: '))
    .map((line) => {
      const numbers = line.slice('memory: '.length).split(' ').map(Number);
      const [collections = 0, slots = 0, heapSlots = 0, chunkBytes = 0] = numbers;
      const [, , , , chunkBytesMax = 0, stackSlots = 0, mallocBytes = 0] = numbers;
      return { collections, slots, heapSlots, chunkBytes, chunkBytesMax, stackSlots, mallocBytes };
    });
}

export function lastScreens(run: Pick<Run, 'screens'>, count: number): string {
  return run.screens
    .slice(-count)
    .map((screen) => `  |${screen}|`)
    .join('\n');
}

export function failIfAborted(run: Run): void {
  if (run.status !== 0)
    throw new ToolFailure(
      [
        `the program ended: ${abortWords(run.status)}`,
        ...run.log.slice(-5),
        lastScreens(run, 3),
      ].join('\n'),
    );
}
