/**
 * `npm run sim`: the device in Moddable's own desktop simulator, drawn from what its driver writes to the six lines,
 * beside a relay and a fake Spotify. Needs the Moddable SDK. `-- --by-hand` leaves the linking to you.
 */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import {
  binFolder,
  findSdk,
  HOW_TO_GET,
  mcconfigArgs,
  outFolder,
  ROOT,
  run,
  ToolFailure,
  type Sdk,
  type Target,
} from './moddable/sdk.js';

const HELP = `npm run sim                the device in Moddable's desktop simulator, linked to a relay and a fake Spotify beside it
npm run sim -- --by-hand   leaves the linking to you`;

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    console.log(HELP);
    return;
  }
  const byHand = args.includes('--by-hand');
  const stranger = args.find((arg) => arg !== '--by-hand');
  if (stranger !== undefined) throw new ToolFailure(`${stranger}: there are --by-hand and --help`);
  const sdk = findSdk(process.env);
  if (!sdk) throw new ToolFailure(`needs the Moddable SDK (MODDABLE is not set): ${HOW_TO_GET}`);

  // Only now: relay and simulator are much to load for a word about the SDK.
  const { openDesk } = await import('./moddable/desk.js');
  const desk = await openDesk({ byHand, onLine: (line) => console.log(line) });
  try {
    console.log('building...');
    const target = targetOf(sdk, desk.settings);
    run(sdk, sdk.host, 'mcconfig', mcconfigArgs(target, '-m', '-t', 'build'));
    console.log(`steer the music at ${desk.page}; closing the window ends it`);
    await window(sdk, target);
  } finally {
    await desk.close();
  }
}

function targetOf(sdk: Sdk, settings: Readonly<Record<string, string>>): Target {
  const manifest = join(outFolder('sim'), 'manifest.json');
  writeFileSync(
    manifest,
    JSON.stringify({
      include: relative(outFolder('sim'), join(ROOT, 'manifest.json')),
      // A light to switch, on a line that the display leaves free.
      config: { ...settings, pin_backlight: 26 },
      build: { NAME: 'sixteen-by-two' },
    }),
  );
  return { platform: sdk.host, folder: 'sim', manifest: relative(ROOT, manifest), kind: 'debug' };
}

/** mcsim itself, and not through mcconfig, which would end every other simulator and debugger that is open. */
function window(sdk: Sdk, target: Target): Promise<void> {
  const program = join(binFolder(target), sdk.host === 'win' ? 'mc.dll' : 'mc.so');
  const child = spawn('mcsim', [join(ROOT, 'simulator', 'mcsim'), program], {
    env: sdk.env,
    stdio: 'inherit',
  });
  process.once('SIGINT', () => child.kill());
  process.once('SIGTERM', () => child.kill());
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve());
  });
}

main().then(
  // The database's threads would keep the process.
  () => process.exit(),
  (error: unknown) => {
    if (!(error instanceof ToolFailure)) throw error;
    console.error(`sim: ${error.message}`);
    process.exit(1);
  },
);
