/** What ESP Web Tools writes where: its manifest, from the SDK's table of partitions. Pure. */

export interface Partition {
  readonly name: string;
  readonly type: string;
  readonly offset: number;
  readonly bytes: number;
}

/** Of one variant: file names and sizes. */
export interface Images {
  readonly bootloader: Image;
  readonly partitionTable: Image;
  readonly program: Image;
}

interface Image {
  /** Relative to the manifest. */
  readonly path: string;
  readonly bytes: number;
}

/** The ESP32's ROM looks for the bootloader here; later chips differ. */
const BOOTLOADER_OFFSET = 0x1000;
/** ESP-IDF's CONFIG_PARTITION_TABLE_OFFSET. */
const TABLE_OFFSET = 0x8000;

/** @param csv as ESP-IDF has it: name, type, subtype, offset, size, flags */
export function readPartitions(csv: string): Partition[] {
  return csv
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [name = '', type = '', , offset = '', size = ''] = line
        .split(',')
        .map((cell) => cell.trim());
      const partition = { name, type, offset: bytesOf(offset), bytes: bytesOf(size) };
      if (!(partition.offset > 0 && partition.bytes > 0))
        throw new Error(`the partition ${name} has no offset or no size`);
      return partition;
    });
}

interface Placed extends Image {
  readonly offset: number;
}

/** @throws where an image does not fit its place, or would overwrite what the device has stored */
export function flashOffsets(images: Images, partitions: readonly Partition[]): readonly Placed[] {
  const app = partitions.find(({ type }) => type === 'app');
  if (!app) throw new Error('there is no partition for the program');
  const first = Math.min(...partitions.map(({ offset }) => offset));
  return [
    placed(images.bootloader, BOOTLOADER_OFFSET, TABLE_OFFSET),
    placed(images.partitionTable, TABLE_OFFSET, first),
    placed(images.program, app.offset, app.offset + app.bytes),
  ];
}

export function installManifest(
  version: string,
  images: Images,
  partitions: readonly Partition[],
): object {
  const parts = flashOffsets(images, partitions).map(({ path, offset }) => ({ path, offset }));
  return {
    name: 'sixteen-by-two',
    version,
    // Asks. Without it a board that does not answer is erased, with its link and its Wi-Fi.
    new_install_prompt_erase: true,
    // The device has its own page for the Wi-Fi and does not speak Improv.
    new_install_improv_wait_time: 0,
    builds: [{ chipFamily: 'ESP32', parts }],
  };
}

function placed(image: Image, offset: number, end: number): Placed {
  // Not `>`: a size that is missing is NaN.
  if (!(offset + image.bytes <= end))
    throw new Error(`${image.path} takes ${image.bytes} bytes, but there are ${end - offset}`);
  return { ...image, offset };
}

function bytesOf(text: string): number {
  const [, digits = '', unit = ''] = /^(0x[0-9a-f]+|\d+)([KM]?)$/i.exec(text) ?? [];
  const factor = { k: 1024, m: 1024 * 1024 }[unit.toLowerCase()] ?? 1;
  return digits === '' ? NaN : Number(digits) * factor;
}
