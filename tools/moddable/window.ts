/** The window of Moddable's simulator as the one script that mcsim reads: the emulator is bundled with it. */
import { build } from 'esbuild';
import { join } from 'node:path';
import { ROOT } from './sdk.js';

export async function bundleWindow(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, 'simulator', 'mcsim', 'window.js')],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    external: ['ControlsPane', 'DevicePane'],
    loader: { '.tsv': 'text' },
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}
