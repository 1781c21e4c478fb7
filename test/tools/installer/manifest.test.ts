/** The addresses of a release, by the SDK's partition table: nothing that the device stored is overwritten. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  flashOffsets,
  installManifest,
  readPartitions,
  type Images,
} from '../../../tools/installer/manifest.js';

const PARTITIONS = readPartitions(
  readFileSync(new URL('../../fixtures/partitions.csv', import.meta.url), 'utf8'),
);
/** The sizes that a build with ESP-IDF had. */
const IMAGES: Images = {
  bootloader: { path: 'bootloader.bin', bytes: 26_000 },
  partitionTable: { path: 'partition-table.bin', bytes: 3_072 },
  program: { path: 'xs_esp32.bin', bytes: 2_794_272 },
};

describe('readPartitions', () => {
  it('reads the SDK’s table', () => {
    expect(PARTITIONS).toEqual([
      { name: 'nvs', type: 'data', offset: 0x9000, bytes: 0x6000 },
      { name: 'phy_init', type: 'data', offset: 0xf000, bytes: 0x1000 },
      { name: 'factory', type: 'app', offset: 0x10000, bytes: 0x3f0000 },
    ]);
  });

  it('accepts K and M, and rejects a partition without an offset', () => {
    expect(readPartitions('a, app, ota_0, 64K, 1M,')).toEqual([
      { name: 'a', type: 'app', offset: 65_536, bytes: 1_048_576 },
    ]);
    expect(() => readPartitions('a, app, ota_0, , 1M')).toThrow('no offset');
  });
});

describe('installManifest', () => {
  it('has the fields that ESP Web Tools reads', () => {
    expect(installManifest('0.2.0', IMAGES, PARTITIONS)).toEqual({
      name: 'sixteen-by-two',
      version: '0.2.0',
      new_install_prompt_erase: true,
      new_install_improv_wait_time: 0,
      builds: [
        {
          chipFamily: 'ESP32',
          parts: [
            { path: 'bootloader.bin', offset: 0x1000 },
            { path: 'partition-table.bin', offset: 0x8000 },
            { path: 'xs_esp32.bin', offset: 0x10000 },
          ],
        },
      ],
    });
  });

  it('leaves NVS alone, where link, Wi-Fi and display are stored', () => {
    const nvs = PARTITIONS.find(({ name }) => name === 'nvs');
    const touched = flashOffsets(IMAGES, PARTITIONS).filter(
      ({ offset, bytes }) => nvs && offset < nvs.offset + nvs.bytes && offset + bytes > nvs.offset,
    );
    expect(touched).toEqual([]);
  });

  it.each([
    ['bootloader', 0x7001],
    ['partitionTable', 0x1001],
    ['program', 0x3f0001],
    ['program', NaN],
  ] as const)('refuses a %s of %i bytes, which does not fit', (kind, bytes) => {
    const images = { ...IMAGES, [kind]: { ...IMAGES[kind], bytes } };
    expect(() => installManifest('0.2.0', images, PARTITIONS)).toThrow('takes');
  });
});
