/**
 * `npm run check:device`: builds the device with the Moddable SDK, for this computer's desktop simulator and for the
 * ESP32, and says what came of it. Without the SDK there is nothing to check, and that is said instead.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const OUT = join(ROOT, 'build', 'moddable');
const NAME = 'sixteen-by-two';
const BOARD = 'esp32/nodemcu';
const HOSTS: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'lin',
  darwin: 'mac',
  win32: 'win',
};
/** Of a failed build: the errors stand at the end. */
const TAIL_LINES = 30;

interface Sdk {
  readonly path: string;
  /** This computer as the SDK names it. */
  readonly host: string;
  readonly env: NodeJS.ProcessEnv;
}

class CheckFailure extends Error {}

function main(): void {
  const path = process.env['MODDABLE'];
  if (!path) {
    console.log(
      'check:device: skipped, since MODDABLE names no Moddable SDK; get it with `npx xs-dev setup`, ' +
        'or by the guide at https://github.com/Moddable-OpenSource/moddable',
    );
    return;
  }
  try {
    const sdk = findSdk(path);
    checkDesktop(sdk);
    checkBoard(sdk);
    console.log('check:device: passed');
  } catch (error) {
    if (!(error instanceof CheckFailure)) throw error;
    console.error(`check:device: ${error.message}`);
    process.exitCode = 1;
  }
}

function findSdk(path: string): Sdk {
  const host = HOSTS[process.platform];
  if (!host) throw new CheckFailure(`the SDK has no tools for ${process.platform}`);
  const tools = join(path, 'build', 'bin', host, 'release');
  const tool = join(tools, host === 'win' ? 'mcconfig.exe' : 'mcconfig');
  if (!existsSync(tool))
    throw new CheckFailure(`${tool} is not there: build the SDK's tools as its guide says`);
  // mcconfig calls `tsc` by that name, once a file, and takes no TypeScript before 6: ours comes first.
  const search = [join(ROOT, 'node_modules', '.bin'), tools, process.env['PATH'] ?? ''];
  return { path, host, env: { ...process.env, MODDABLE: path, PATH: search.join(delimiter) } };
}

/** All of it, to the library that the desktop simulator loads. */
function checkDesktop(sdk: Sdk): void {
  const { host } = sdk;
  const out = folder(host);
  const began = Date.now();
  const output = run(sdk, host, 'mcconfig', ['-d', '-m', '-p', host, '-t', 'build', '-o', out]);
  const bytes = sizeOf(join(out, 'bin', host, 'mc', 'debug', NAME), ['mc.so', 'mc.dll']);
  report(host, began, `built and linked${bytes}`, output);
}

/** With ESP-IDF the whole firmware; without it all but the C: types, modules, preloading. */
function checkBoard(sdk: Sdk): void {
  const out = folder('esp32');
  const began = Date.now();
  const idf = process.env['IDF_PATH'];
  if (idf && existsSync(join(idf, 'tools', 'idf.py'))) {
    const output = run(sdk, BOARD, 'mcconfig', ['-d', '-m', '-p', BOARD, '-t', 'build', '-o', out]);
    report(BOARD, began, 'built whole, with ESP-IDF', output);
    return;
  }
  const bare = { ...sdk, env: { ...sdk.env, IDF_PATH: standInForIdf(sdk) } };
  run(bare, BOARD, 'mcconfig', ['-d', '-p', BOARD, '-o', out]); // Without -m: only the makefile.
  const work = join(out, 'tmp', 'esp32', 'nodemcu', 'debug', NAME);
  const sdkconfig = join(work, 'xsProj-esp32', 'build', 'config', 'sdkconfig.h');
  mkdirSync(dirname(sdkconfig), { recursive: true });
  writeFileSync(sdkconfig, '');
  const output = run(bare, BOARD, 'make', [
    `-j${availableParallelism()}`,
    ...['-f', join(work, 'makefile')],
    ...['-o', sdkconfig], // Taken as made: ESP-IDF would have to.
    ...['mc.xs.c', 'mc.resources.c'].map((name) => join(work, name)),
  ]);
  report(
    BOARD,
    began,
    'types, modules and preloading linked; no ESP-IDF, so its C is not compiled',
    output,
  );
}

/** mcconfig asks git which ESP-IDF lies in IDF_PATH: an empty repository with the expected tag will do. */
function standInForIdf(sdk: Sdk): string {
  const path = folder('no-idf');
  if (existsSync(join(path, '.git'))) return path;
  const manifest = readFileSync(
    join(sdk.path, 'build', 'devices', 'esp32', 'manifest.json'),
    'utf8',
  );
  const version = /"EXPECTED_ESP_IDF":\s*"([^"]+)"/.exec(manifest)?.[1] ?? 'v6.0';
  const identity = ['-c', 'user.name=check', '-c', 'user.email=check@localhost'];
  for (const args of [
    ['init', '--quiet', path],
    [...['-C', path], ...identity, 'commit', '--quiet', '--allow-empty', '--message', 'stand-in'],
    ['-C', path, 'tag', version],
  ])
    run(sdk, BOARD, 'git', args);
  return path;
}

function folder(name: string): string {
  const path = join(OUT, name);
  mkdirSync(path, { recursive: true }); // mcconfig takes only one that is there.
  return path;
}

/** @returns all that it printed */
function run(sdk: Sdk, target: string, command: string, args: readonly string[]): string {
  const { error, status, stdout, stderr } = spawnSync(command, args, {
    cwd: ROOT,
    env: sdk.env,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw new CheckFailure(`${target}: ${command} cannot be run: ${error.message}`);
  const output = `${stdout}${stderr}`;
  if (status === 0) return output;
  const tail = output.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
  throw new CheckFailure(`${target}: ${command} failed\n${tail}`);
}

function sizeOf(path: string, names: readonly string[]): string {
  const name = names.find((candidate) => existsSync(join(path, candidate)));
  return name ? `, ${name} of ${Math.round(statSync(join(path, name)).size / 1024)} KB` : '';
}

/** What the linker finds "not frozen" lies in RAM instead of flash: worth a line, no failure. */
function report(target: string, began: number, what: string, output: string): void {
  console.log(`${target}: ${what} (${Math.round((Date.now() - began) / 1000)} s)`);
  const counts = new Map<string, number>();
  for (const [, module = ''] of output.matchAll(/^### warning: ([\w/-]+): .* not frozen$/gm))
    if (existsSync(join(ROOT, 'device', `${module}.ts`)))
      counts.set(module, (counts.get(module) ?? 0) + 1);
  for (const [module, count] of counts)
    console.log(`${target}: device/${module}.ts keeps ${count} objects in RAM, not frozen`);
}

main();
