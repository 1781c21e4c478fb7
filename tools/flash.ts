/** `npm run flash`: checks, builds the device for an ESP32, writes it to the board, and says what the display shows. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join, relative } from 'node:path';
import { expectedWords, HELP, readArguments, shownSettings } from './flash/arguments.js';
import type { FlashOrder } from './flash/arguments.js';
import { checkAll } from './flash/checks.js';
import { Progress } from './flash/progress.js';
import { withSecretFile } from './flash/secret-file.js';
import { mcconfigArgs, outFolder, ROOT, ToolFailure, type Sdk } from './moddable/sdk.js';

/** Of a failed build: the errors stand at the end. */
const TAIL_LINES = 30;

async function main(): Promise<void> {
  const parsed = readArguments(process.argv.slice(2), process.env);
  if (parsed.kind === 'help') {
    console.log(HELP);
    return;
  }
  if (parsed.kind === 'wrong') throw new ToolFailure(parsed.problem);
  const { order } = parsed;

  const { checks, sdk, port } = checkAll(order, process.env);
  for (const { isOk, what } of checks) console.log(`${isOk ? 'ok   ' : 'wrong'}  ${what}`);
  const steps = stepsOf(order);
  if (order.isDryRun) {
    console.log(`settings: ${shownSettings(order.settings).join(' ') || 'none'}`);
    for (const args of steps) console.log(`would run: mcconfig ${args.join(' ')}`);
  }
  const wrongCount = checks.filter(({ isOk }) => !isOk).length;
  if (wrongCount > 0) throw new ToolFailure(`${wrongCount} of ${checks.length} checks failed`);
  if (order.isDryRun || !sdk || !port) return;

  // The password goes through all that is built: nobody else on this computer reads it.
  process.umask(0o077);
  await withSecretFile(
    { path: manifestPath(), text: manifestText(order) },
    async () => {
      for (const args of steps) await mcconfig(sdk, port, args);
    },
    (signal) => running?.kill(signal),
  );
  console.log(
    ['\nflashed. The display should say:', ...expectedWords(order.settings)].join('\n  '),
  );
}

let running: ChildProcess | undefined;

/** Settings go by a file of our own: on a command line every user of this computer could read the password. */
function manifestPath(): string {
  return join(outFolder('flash'), 'manifest.json');
}

function manifestText({ isLite, settings }: FlashOrder): string {
  const ours = join(ROOT, isLite ? 'manifest-lite.json' : 'manifest.json');
  const include = relative(outFolder('flash'), ours);
  return JSON.stringify({ include, config: settings, build: { NAME: 'sixteen-by-two' } });
}

function stepsOf({ board, isDebug, isLite }: FlashOrder): string[][] {
  const target = {
    platform: board,
    folder: isLite ? 'esp32-lite' : 'esp32',
    manifest: relative(ROOT, manifestPath()),
    kind: isDebug ? ('debug' as const) : ('release' as const),
  };
  return ['build', 'deploy'].map((goal) => mcconfigArgs(target, '-m', '-t', goal));
}

function mcconfig(sdk: Sdk, port: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('mcconfig', args, {
      cwd: ROOT,
      env: { ...sdk.env, UPLOAD_PORT: port },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running = child;
    const progress = new Progress();
    const tail: string[] = [];
    let rest = '';
    const take = (bytes: string): void => {
      // esptool overwrites its line: a carriage return ends one as well.
      const lines = (rest + bytes).split(/[\r\n]+/);
      rest = lines.pop() ?? '';
      for (const line of lines) {
        tail.push(line);
        if (tail.length > TAIL_LINES) tail.shift();
        const status = progress.take(line);
        if (status && process.stdout.isTTY) process.stdout.write(`\r\x1b[K${status}`);
      }
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    child.on('error', reject);
    child.on('close', (status) => {
      if (process.stdout.isTTY) process.stdout.write('\r\x1b[K');
      if (status === 0) resolve();
      else reject(new ToolFailure(['mcconfig failed', ...tail].join('\n')));
    });
  });
}

main().catch((error: unknown) => {
  if (!(error instanceof ToolFailure)) throw error;
  console.error(`flash: ${error.message}`);
  process.exitCode = 1;
});
