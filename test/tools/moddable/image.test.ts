/** mcconfig exits with 0 if idf.py fails, and copies the images of an earlier build: that must count as a failure. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { buildImage } from '../../../tools/moddable/image.js';
import { binFolder, BOARD, outFolder, workFolder } from '../../../tools/moddable/sdk.js';
import type { Sdk, Target } from '../../../tools/moddable/sdk.js';

const TARGET: Target = {
  ...{ platform: BOARD, folder: `image-test-${process.pid}`, kind: 'release' },
  manifest: 'manifest.json',
};
const BUILT = join(workFolder(TARGET), 'xsProj-esp32', 'build');
/** What the SDK's makefile does in its target `build`, the dashes before its commands included. */
const MCCONFIG = `#!/bin/sh
idf.py build
cp "${BUILT}/xs_esp32.bin" "${binFolder(TARGET)}"
exit 0
`;

describe('buildImage', () => {
  let tools = '';

  beforeEach(() => {
    tools = mkdtempSync(join(tmpdir(), 'image-'));
    for (const folder of [BUILT, binFolder(TARGET)]) mkdirSync(folder, { recursive: true });
    writeFileSync(join(tools, 'mcconfig'), MCCONFIG, { mode: 0o755 });
  });
  afterEach(() => {
    rmSync(tools, { recursive: true });
    rmSync(outFolder(TARGET.folder), { recursive: true });
  });

  /** Builds with an `idf.py` of these lines of shell. */
  function build(idf: string): void {
    writeFileSync(join(tools, 'idf.py'), `#!/bin/sh\n${idf}\n`, { mode: 0o755 });
    const env = { ...process.env, PATH: [tools, process.env['PATH']].join(delimiter) };
    const sdk: Sdk = { path: tools, host: 'lin', env };
    buildImage(sdk, TARGET);
  }

  it('fails if idf.py fails beside the images of an earlier build, and shows its error', () => {
    for (const name of ['xs_esp32.elf', 'xs_esp32.bin'])
      for (const folder of [BUILT, binFolder(TARGET)]) writeFileSync(join(folder, name), 'old');
    expect(() => build('echo "no toolchain"; exit 1')).toThrow(
      /ESP-IDF built no image[^]*no toolchain/,
    );
    expect(existsSync(join(binFolder(TARGET), 'xs_esp32.bin'))).toBe(false);
  });

  it('passes if idf.py builds new ones', () => {
    expect(() => build(`cd "${BUILT}" && touch xs_esp32.elf xs_esp32.bin`)).not.toThrow();
  });
});
