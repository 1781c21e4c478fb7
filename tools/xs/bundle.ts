/**
 * One script out of a TypeScript entry and all that it imports, for an engine without modules of its own on disk.
 * The target is the XS at hand (13: ES2022). `neutral` makes a `node:` import an error, not a surprise at run time.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build } from 'esbuild';
import { XS_CACHE } from './build.js';

/** Slots for running a bundle of the whole device: one frame holds the names of all its modules, as on no device. */
export const LOADING_STACK = 3_072;

/** @returns the script's path; its source map is beside it, `<path>.map` */
export async function bundleForXs(entryPath: string): Promise<string> {
  const name = `${basename(entryPath).replace(/\.ts$/, '')}.js`;
  const bundles = join(XS_CACHE, 'bundles');
  const { outputFiles } = await build({
    entryPoints: [entryPath],
    // A folder of the same depth as the one it will stand in: the map's sources are relative to it.
    outfile: join(bundles, 'new', name),
    bundle: true,
    format: 'iife',
    target: 'es2022',
    platform: 'neutral',
    charset: 'utf8',
    sourcemap: 'external',
    write: false,
    logLevel: 'silent',
  });
  const digest = createHash('sha256');
  for (const file of outputFiles) digest.update(file.contents);
  // By content: two runs that bundle the same write the same, and nobody reads a half-written file.
  const folder = join(bundles, digest.digest('hex').slice(0, 16));
  const path = join(folder, name);
  mkdirSync(folder, { recursive: true });
  for (const file of outputFiles) {
    const target = join(dirname(path), basename(file.path));
    if (existsSync(target)) continue;
    const draft = `${target}.${process.pid}`;
    writeFileSync(draft, file.contents);
    renameSync(draft, target);
  }
  return path;
}
