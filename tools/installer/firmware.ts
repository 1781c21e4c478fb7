/** The images of a release, as `build:firmware` leaves them and `build:installer` serves them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ToolFailure } from '../usage.js';
import type { Images, Partition } from './manifest.js';

export const VARIANTS = Object.freeze([
  Object.freeze({ name: 'normal', manifest: 'manifest.json' }),
  Object.freeze({ name: 'lite', manifest: 'manifest-lite.json' }),
] as const);

/** As ESP-IDF names them. */
export const IMAGE_FILES = Object.freeze({
  bootloader: 'bootloader.bin',
  partitionTable: 'partition-table.bin',
  program: 'xs_esp32.bin',
} as const);

export interface Firmware {
  readonly version: string;
  readonly moddable: string;
  readonly espIdf: string;
  readonly partitions: readonly Partition[];
  /** By path. */
  readonly files: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>>;
}

export function readFirmware(folder: string): Firmware {
  const path = join(folder, 'firmware.json');
  if (!existsSync(path))
    throw new ToolFailure(`there is no ${path}: run \`npm run build:firmware\` first`);
  return JSON.parse(readFileSync(path, 'utf8')) as Firmware;
}

export function imagesOf({ files }: Firmware, variant: string): Images {
  const image = (file: string): { path: string; bytes: number } => ({
    path: file,
    bytes: files[`${variant}/${file}`]?.bytes ?? NaN,
  });
  return {
    bootloader: image(IMAGE_FILES.bootloader),
    partitionTable: image(IMAGE_FILES.partitionTable),
    program: image(IMAGE_FILES.program),
  };
}
