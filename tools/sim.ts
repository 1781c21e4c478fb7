/**
 * `npm run sim`: the device in Moddable's desktop simulator, drawn from what its driver writes to the six lines, with a
 * relay and a fake Spotify. Needs the Moddable SDK.
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
  type Sdk,
  type Target,
} from './moddable/sdk.js';
import { bundleWindow } from './moddable/window.js';
import { BUSES } from '../device/shared/settings.js';
import { oneOf, runScript, ToolFailure } from './usage.js';

const HELP = `npm run sim                the device in Moddable's desktop simulator, with its own relay and fake Spotify
npm run sim -- --by-hand   link the device yourself
npm run sim -- --bus pcf8574   its display behind an I2C backpack`;

async function simulate(byHand: boolean, bus: string): Promise<void> {
  const sdk = findSdk(process.env);
  if (!sdk)
    throw new ToolFailure(`the Moddable SDK is missing (MODDABLE is not set): ${HOW_TO_GET}`);

  // Imported late: relay and simulator take long to load, and without the SDK they are not needed.
  const { openDesk } = await import('./moddable/desk.js');
  const desk = await openDesk({ byHand, onLine: (line) => console.log(line) });
  try {
    console.log('Building...');
    const target = targetOf(sdk, { ...desk.settings, bus });
    run(sdk, sdk.host, 'mcconfig', mcconfigArgs(target, '-m', '-t', 'build'));
    console.log(`Control the music at ${desk.page}. Close the window to stop.`);
    await openWindow(sdk, target);
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
      // A backlight to switch, on a free pin.
      config: { ...settings, pin_backlight: 26 },
      build: { NAME: 'sixteen-by-two' },
    }),
  );
  return { platform: sdk.host, folder: 'sim', manifest: relative(ROOT, manifest), kind: 'debug' };
}

/** Starts mcsim itself: mcconfig would end every other simulator and debugger that is open. */
async function openWindow(sdk: Sdk, target: Target): Promise<void> {
  const folder = outFolder('mcsim');
  writeFileSync(join(folder, 'sixteen-by-two.js'), await bundleWindow());
  const program = join(binFolder(target), sdk.host === 'win' ? 'mc.dll' : 'mc.so');
  const child = spawn('mcsim', [folder, program], { env: sdk.env, stdio: 'inherit' });
  process.once('SIGINT', () => child.kill());
  process.once('SIGTERM', () => child.kill());
  await new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve());
  });
}

const OPTIONS = {
  'by-hand': { type: 'boolean', default: false },
  bus: { type: 'string', default: 'gpio' },
} as const;

await runScript({ name: 'sim', help: HELP, options: OPTIONS }, ({ values }) =>
  simulate(values['by-hand'], oneOf('--bus', values.bus, BUSES)),
);
// The database's threads would keep the process running.
process.exit();
