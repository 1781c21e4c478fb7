/** `npm run flash`: checks, builds the device for an ESP32, writes it to the board, and says what the display shows. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join, relative } from 'node:path';
import { expectedWords, HELP, readArguments, shownSettings } from './flash/arguments.js';
import type { FlashOrder } from './flash/arguments.js';
import { checkAll } from './flash/checks.js';
import { Progress } from './flash/progress.js';
import { withSecretFile } from './flash/secret-file.js';
import { logSdkconfig } from './flash/log-sdkconfig.js';
import { demandImages, removeImages } from './moddable/image.js';
import { BOARDS, mcconfigArgs, NAME, outFolder, ROOT, tailOf } from './moddable/sdk.js';
import type { Target } from './moddable/sdk.js';
import { ToolFailure, UsageError } from './usage.js';

async function main(): Promise<void> {
  const parsed = readArguments(process.argv.slice(2), process.env);
  if (parsed.kind === 'help') {
    console.log(HELP);
    return;
  }
  if (parsed.kind === 'wrong') throw new UsageError(parsed.problem);
  const { order } = parsed;

  const { checks, areSettingsValid, sdk, port } = checkAll(order, process.env);
  for (const { verdict, what } of checks) console.log(`${verdict.padEnd(5)}  ${what}`);
  const target = targetOf(order);
  const steps = ['build', 'deploy'].map((goal) => mcconfigArgs(target, '-m', '-t', goal));
  if (order.isDryRun) {
    console.log(`settings: ${shownSettings(order.settings).join(' ') || 'none'}`);
    if (areSettingsValid)
      for (const args of steps) console.log(`would run: mcconfig ${args.join(' ')}`);
  }
  const wrongCount = checks.filter(({ verdict }) => verdict === 'wrong').length;
  if (wrongCount > 0) throw new ToolFailure(`${wrongCount} of ${checks.length} checks failed`);
  if (order.isDryRun || !sdk || !port) return;

  // The build's files contain the password: no other user may read them.
  process.umask(0o077);
  await withSecretFile(
    { path: manifestPath(), text: manifestText(order) },
    async () => {
      removeImages(target);
      const env = { ...sdk.env, ...logEnvironment(order), UPLOAD_PORT: port };
      for (const args of steps) demandImages(target, await mcconfig(env, args));
    },
    (signal) => running?.kill(signal),
  );
  console.log(
    ['\nflashed. The display should say:', ...expectedWords(order.settings)].join('\n  '),
  );
}

let running: ChildProcess | undefined;

/** Settings are passed in a file: on a command line every user of this computer could read the password. */
function manifestPath(): string {
  return join(outFolder('flash'), 'manifest.json');
}

function manifestText({ board, isLite, settings }: FlashOrder): string {
  const ours = join(ROOT, isLite ? 'manifest-lite.json' : 'manifest.json');
  const include = relative(outFolder('flash'), ours);
  return JSON.stringify({ include, config: { ...BOARDS[board], ...settings }, build: { NAME } });
}

function targetOf({ board, isDebug, isLite, hasLog }: FlashOrder): Target {
  return {
    platform: board,
    folder: ['esp32', ...(isLite ? ['lite'] : []), ...(hasLog ? ['log'] : [])].join('-'),
    manifest: relative(ROOT, manifestPath()),
    kind: isDebug ? 'debug' : 'release',
  };
}

/** The manifest takes SDKCONFIGPATH from the environment, if it is set. */
function logEnvironment({ hasLog }: FlashOrder): Record<string, string> {
  return hasLog ? { SDKCONFIGPATH: logSdkconfig(outFolder('flash-sdkconfig')) } : {};
}

/** @returns the end of what it printed */
function mcconfig(env: NodeJS.ProcessEnv, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('mcconfig', args, {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running = child;
    const progress = new Progress();
    let output = '';
    let rest = '';
    const take = (bytes: string): void => {
      // esptool overwrites its line, so a carriage return ends a line too.
      const lines = (rest + bytes).split(/[\r\n]+/);
      rest = lines.pop() ?? '';
      for (const line of lines) {
        output = tailOf(`${output}\n${line}`);
        const status = progress.take(line);
        if (status && process.stdout.isTTY) process.stdout.write(`\r\x1b[K${status}`);
      }
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    child.on('error', reject);
    child.on('close', (status) => {
      if (process.stdout.isTTY) process.stdout.write('\r\x1b[K');
      if (status === 0) resolve(output);
      else reject(new ToolFailure(`mcconfig failed\n${output}`));
    });
  });
}

main().catch((error: unknown) => {
  if (!(error instanceof ToolFailure || error instanceof UsageError)) throw error;
  console.error(`flash: ${error.message}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
