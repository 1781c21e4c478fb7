/**
 * The image of a board, built with ESP-IDF. mcconfig reports success when idf.py fails (tools/mcconfig/make.esp32.mk,
 * target `build`) and copies what an earlier build left. So old images are removed first, and new ones must exist.
 */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { binFolder, mcconfigArgs, projectFolder, run, tailOf } from './sdk.js';
import type { Sdk, Target } from './sdk.js';
import { ToolFailure } from '../usage.js';

export function buildImage(sdk: Sdk, target: Target): void {
  removeImages(target);
  const output = run(sdk, target.folder, 'mcconfig', mcconfigArgs(target, '-m', '-t', 'build'));
  demandImages(target, output);
}

export function removeImages(target: Target): void {
  for (const path of [...builtImages(target), ...copiedImages(target)])
    rmSync(path, { force: true });
}

/** @param output of the build, whose end says why there is no image */
export function demandImages(target: Target, output: string): void {
  const missing = [...builtImages(target), ...copiedImages(target)].filter(
    (path) => !existsSync(path),
  );
  if (missing.length > 0)
    throw new ToolFailure(`${target.folder}: ESP-IDF built no image\n${tailOf(output)}`);
}

/** Where idf.py links and converts them. */
function builtImages(target: Target): string[] {
  const folder = join(projectFolder(target), 'build');
  return ['xs_esp32.elf', 'xs_esp32.bin'].map((name) => join(folder, name));
}

/** Where mcconfig copies what it deploys. */
function copiedImages(target: Target): string[] {
  return [join(binFolder(target), 'xs_esp32.bin')];
}
