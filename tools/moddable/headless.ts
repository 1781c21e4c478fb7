/** The device's desktop program without a window: run for a while, and what it drew and used meanwhile. */
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Panel, type Wiring } from '../../simulator/mcsim/panel.js';
import { outFolder, ROOT, run, ToolFailure, type Sdk } from './sdk.js';

export interface Run {
  /** 0, or why the machine gave up. */
  readonly status: number;
  /** Each picture once, in the order in which they stood for a while: rows as text. */
  readonly pictures: readonly string[];
  readonly log: readonly string[];
  readonly usage: Usage | undefined;
}

/** The most that the samples of each second showed, garbage included. */
interface Usage {
  readonly slots: number;
  readonly stackSlots: number;
  readonly chunkBytes: number;
}

/** On a 64-bit computer; the ESP32's have 16 bytes, and a program needs as many of them. */
const SLOT_BYTES = 32;
const ABORTS: Readonly<Record<number, string>> = Object.freeze({
  71: 'memory is full',
  72: 'the JavaScript stack overflowed',
  75: 'an exception that nobody caught',
});

/** @returns undefined where this computer cannot build the host: it needs Linux, a C compiler and GLib */
export function buildHost(sdk: Sdk): string | undefined {
  if (sdk.host !== 'lin') return undefined;
  const flags = spawnSync('pkg-config', ['--cflags', '--libs', 'glib-2.0'], { encoding: 'utf8' });
  if (flags.status !== 0) return undefined;
  const host = join(outFolder('headless'), 'host');
  run(sdk, 'headless', 'cc', [
    ...['-O1', '-DmxLinux=1', '-o', host, join(ROOT, 'tools', 'moddable', 'headless.c')],
    ...['-I', join(sdk.path, 'build', 'simulators', 'modules')],
    ...flags.stdout.trim().split(/\s+/),
    '-ldl',
  ]);
  return host;
}

export function runHeadless(host: string, program: string, seconds: number): Promise<Run> {
  const posts = join(outFolder('headless'), 'posts.log');
  // Not spawnSync: the relay that the device asks runs in this process.
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
        pictures: picturesOf(readFileSync(posts, 'utf8')),
        log: lines.filter((line) => /^(info|warn|error): /.test(line)),
        usage: usageOf(lines),
      });
    });
  });
}

export function abortWords(status: number): string {
  return ABORTS[status] ?? `status ${status}`;
}

/** @param posts what the window was told: wiring once, then all writes to the lines */
export function picturesOf(posts: string): string[] {
  let panel: Panel | undefined;
  const pictures: string[] = [];
  for (const line of posts.split('\n').filter((text) => text !== '')) {
    const { wiring, writes } = messageOf(line);
    if (wiring) panel = new Panel(wiring);
    if (!panel || !writes) continue;
    for (const levels of writes) panel.write(levels);
    const picture = panel.lcd
      .cellCodes()
      .map((row) => row.map((code) => (code < 0x20 ? '·' : String.fromCharCode(code))).join(''))
      .join('|');
    if (pictures.at(-1) !== picture) pictures.push(picture);
  }
  return pictures;
}

function messageOf(line: string): { wiring?: Wiring; writes?: readonly number[] } {
  try {
    return JSON.parse(line) as { wiring?: Wiring; writes?: readonly number[] };
  } catch {
    // The last line may be half written when time is up.
    return {};
  }
}

/** Debug builds tell it each second; the first line names the columns. */
function usageOf(lines: readonly string[]): Usage | undefined {
  const names = lines
    .find((line) => line.startsWith('instruments key: '))
    ?.slice('instruments key: '.length)
    .split(',');
  const samples = lines
    .filter((line) => line.startsWith('instruments: '))
    .map((line) => line.slice('instruments: '.length).split(',').map(Number));
  if (!names || samples.length === 0) return undefined;
  const most = (name: string): number => {
    const column = names.findIndex((one) => one.trim() === name);
    return Math.max(...samples.map((sample) => sample[column] ?? 0));
  };
  return {
    slots: Math.ceil(most('Slot used') / SLOT_BYTES),
    stackSlots: Math.ceil(most('Stack used') / SLOT_BYTES),
    chunkBytes: most('Chunk used'),
  };
}

export function lastPictures(run: Pick<Run, 'pictures'>, count: number): string {
  return run.pictures
    .slice(-count)
    .map((picture) => `  |${picture}|`)
    .join('\n');
}

export function failIfAborted(run: Run): void {
  if (run.status !== 0)
    throw new ToolFailure(
      [
        `the program ended: ${abortWords(run.status)}`,
        ...run.log.slice(-5),
        lastPictures(run, 3),
      ].join('\n'),
    );
}
