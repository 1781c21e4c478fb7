/** The Moddable SDK on this computer, and what our tools do with it: build a target, judge its types, run its tools. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ToolFailure } from '../usage.js';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const NAME = 'sixteen-by-two';
export const BOARD = 'esp32/nodemcu';
/**
 * The SDK's targets that check:device links, and the settings that tell their chip. Of those that have some no C was
 * compiled yet. (In manifest.json a subplatform's section would replace the one of esp32.)
 */
export const BOARDS: Readonly<Record<string, Readonly<Record<string, string>>>> = Object.freeze({
  [BOARD]: {},
  esp32: {},
  'esp32/esp32s3': {
    chip: 'esp32s3',
    ...{ pin_rs: '4', pin_e: '5', pin_d4: '6', pin_d5: '7', pin_d6: '15', pin_d7: '16' },
    ...{ pin_sda: '8', pin_scl: '9' },
  },
  'esp32/esp32c3': {
    chip: 'esp32c3',
    ...{ pin_rs: '3', pin_e: '4', pin_d4: '5', pin_d5: '6', pin_d6: '7', pin_d7: '10' },
    ...{ pin_sda: '6', pin_scl: '7' },
  },
});
/** All build output, ignored by git: it contains the device's settings as plain text. */
const OUT = join(ROOT, 'build', 'moddable');
const HOSTS: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'lin',
  darwin: 'mac',
  win32: 'win',
};
const TAIL_LINES = 30;
/** What the firmware is built and checked with. */
export const VERSIONS = JSON.parse(
  readFileSync(new URL('./versions.json', import.meta.url), 'utf8'),
) as { readonly moddable: string; readonly moddableCommit: string; readonly espIdf: string };

export const HOW_TO_GET =
  'get it with `npx xs-dev setup` (and `npx xs-dev setup --device esp32`), or follow the guide at ' +
  'https://github.com/Moddable-OpenSource/moddable';

export interface Sdk {
  readonly path: string;
  /** This computer as the SDK names it. */
  readonly host: string;
  readonly env: NodeJS.ProcessEnv;
}

/** @returns undefined if MODDABLE is not set to one */
export function findSdk(env: NodeJS.ProcessEnv): Sdk | undefined {
  const path = env['MODDABLE'];
  if (!path) return undefined;
  const host = HOSTS[process.platform];
  if (!host) throw new ToolFailure(`the SDK has no tools for ${process.platform}`);
  const tools = join(path, 'build', 'bin', host, 'release');
  const tool = join(tools, host === 'win' ? 'mcconfig.exe' : 'mcconfig');
  if (!existsSync(tool))
    throw new ToolFailure(`${tool} does not exist: build the SDK's tools first (see its guide)`);
  // mcconfig calls `tsc` by that name; ours comes first, except on Windows, where a script needs another name.
  const shims = host === 'win' ? [] : [join(ROOT, 'tools', 'moddable')];
  const bins = [join(ROOT, 'node_modules', '.bin'), tools, env['PATH'] ?? ''];
  return { path, host, env: { ...env, MODDABLE: path, PATH: [...shims, ...bins].join(delimiter) } };
}

/** @returns what is wrong with its version, or undefined */
export function sdkProblem({ path }: Pick<Sdk, 'path'>): string | undefined {
  const file = join(path, 'tools', 'VERSION');
  const version = existsSync(file) ? readFileSync(file, 'utf8').trim() : 'of an unknown version';
  return version === VERSIONS.moddable
    ? undefined
    : `Moddable SDK ${version} in ${path}, but this is made for ${VERSIONS.moddable}`;
}

export interface Target {
  /** As `mcconfig -p` takes it. */
  readonly platform: string;
  /** A separate folder below build/moddable: two variants of one platform must not share their objects. */
  readonly folder: string;
  readonly manifest: string;
  readonly kind: 'debug' | 'release';
  /** `name=value` for mc/config. */
  readonly settings?: readonly string[];
}

/** What mcconfig makes on the way. */
export function workFolder(target: Target): string {
  return placeOf('tmp', target);
}

/** What it made. */
export function binFolder(target: Target): string {
  return placeOf('bin', target);
}

/** What ESP-IDF builds in; named for the chip. */
export function projectFolder(target: Target): string {
  const chip = /esp32[a-z]\d$/.exec(target.platform)?.[0] ?? 'esp32';
  return join(workFolder(target), `xsProj-${chip}`);
}

/** As mcconfig has it: `<place>/<platform>/[<subplatform>/]<kind>/<name>`; a PC's only subplatform is called `mc`. */
function placeOf(place: 'tmp' | 'bin', { platform, folder, kind }: Target): string {
  const path = platform.includes('/') || platform.startsWith('esp32') ? platform : `${platform}/mc`;
  return join(outFolder(folder), place, path, kind, NAME);
}

export function outFolder(name: string): string {
  const path = join(OUT, name);
  mkdirSync(path, { recursive: true }); // mcconfig needs an existing folder.
  chmodSync(OUT, 0o700); // The build may contain a password.
  return path;
}

export function mcconfigArgs(target: Target, ...more: readonly string[]): string[] {
  return [
    ...(target.kind === 'debug' ? ['-d'] : []),
    ...['-p', target.platform, '-o', outFolder(target.folder), ...more],
    join(ROOT, target.manifest),
    ...(target.settings ?? []),
  ];
}

/** Writes only the makefile, then makes `parts`; `taken` count as made. */
export function makeParts(
  sdk: Sdk,
  target: Target,
  parts: readonly string[],
  taken: readonly string[] = [],
): string {
  run(sdk, target.folder, 'mcconfig', mcconfigArgs(target));
  judgeTypes(sdk, target);
  return run(sdk, target.folder, 'make', [
    `-j${availableParallelism()}`,
    ...['-f', join(workFolder(target), 'makefile')],
    ...taken.flatMap((path) => ['-o', path]),
    ...parts,
  ]);
}

/** Checks the types of the whole program once, against the SDK's typings, with mcconfig's configuration. */
export function judgeTypes(sdk: Sdk, target: Target): void {
  const modules = join(workFolder(target), 'modules');
  const main = JSON.parse(readFileSync(join(modules, 'main-tsconfig.json'), 'utf8')) as {
    readonly files: readonly string[];
  };
  const path = join(modules, 'whole-tsconfig.json');
  const declarations = ['i2csync', 'reset-reason', 'rng', 'wifi'].map((name) =>
    join(ROOT, 'device', 'typings', `${name}.d.ts`),
  );
  writeFileSync(
    path,
    JSON.stringify({
      extends: join(modules, 'tsconfig-base.json'),
      compilerOptions: { noEmit: true },
      files: [...main.files, ...declarations],
    }),
  );
  run(sdk, target.folder, process.execPath, [
    join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'),
    ...['-p', path],
  ]);
}

/** @returns all that it printed */
export function run(sdk: Sdk, target: string, command: string, args: readonly string[]): string {
  const { error, status, signal, stdout, stderr } = spawnSync(command, args, {
    cwd: ROOT,
    env: sdk.env,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw new ToolFailure(`${target}: cannot run ${command}: ${error.message}`);
  const output = `${stdout}${stderr}`;
  if (status === 0) return output;
  const how = signal ? ` by ${signal}` : '';
  throw new ToolFailure(`${target}: ${command} failed${how}\n${tailOf(output)}`);
}

/** The end of a failed build's output, where the errors are. */
export function tailOf(output: string): string {
  return output.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
}
