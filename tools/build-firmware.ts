/** `npm run build:firmware`: the images of a release, normal and lite, with their sizes and checksums. Needs SDK and ESP-IDF. */
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { IMAGE_FILES, VARIANTS, type Firmware } from './installer/firmware.js';
import { readPartitions } from './installer/manifest.js';
import { buildImage } from './moddable/image.js';
import {
  binFolder,
  BOARD,
  findSdk,
  HOW_TO_GET,
  ROOT,
  sdkProblem,
  type Target,
  VERSIONS,
} from './moddable/sdk.js';
import { runScript, ToolFailure } from './usage.js';

const HELP =
  'npm run build:firmware: builds the images of a release into dist/firmware, for build:installer.';

await runScript({ name: 'build:firmware', help: HELP }, () => {
  const sdk = findSdk(process.env);
  if (!sdk) throw new ToolFailure(`MODDABLE is not set to a Moddable SDK; ${HOW_TO_GET}`);
  const problem = sdkProblem(sdk);
  if (problem) throw new ToolFailure(problem);
  const out = join(ROOT, 'dist', 'firmware');
  rmSync(out, { recursive: true, force: true });
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    version: string;
  };
  const csv = join(sdk.path, 'build/devices/esp32/xsProj-esp32/partitions.csv');
  const partitions = readPartitions(readFileSync(csv, 'utf8'));
  const files: Record<string, { bytes: number; sha256: string }> = {};
  for (const { name, manifest } of VARIANTS) {
    const target: Target = {
      platform: BOARD,
      folder: `release-${name}`,
      manifest,
      kind: 'release',
    };
    buildImage(sdk, target);
    mkdirSync(join(out, name), { recursive: true });
    for (const file of Object.values(IMAGE_FILES)) {
      const from = join(binFolder(target), file);
      copyFileSync(from, join(out, name, file));
      const bytes = readFileSync(from);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      files[`${name}/${file}`] = { bytes: bytes.length, sha256 };
      console.log(`${name}/${file}: ${bytes.length} bytes`);
    }
  }
  const firmware: Firmware = {
    version,
    moddable: VERSIONS.moddable,
    espIdf: VERSIONS.espIdf,
    partitions,
    files,
  };
  writeFileSync(join(out, 'firmware.json'), `${JSON.stringify(firmware, undefined, 2)}\n`);
  const sums = Object.entries(files).map(([path, { sha256 }]) => `${sha256}  ${path}\n`);
  writeFileSync(join(out, 'SHA256SUMS'), sums.join(''));
});
