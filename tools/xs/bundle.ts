/**
 * Bundles a TypeScript entry and its imports into one script, since the XS host loads no modules. The target is its
 * version of XS (13: ES2022). `neutral` makes a `node:` import an error of the build.
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
    // As deep as its final folder, since the map's sources are relative to it.
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
  // Named by content, so that parallel runs cannot disturb each other; renamed, so that no file is half written.
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
