/** `npm run build:installer`: a static page that flashes a board from the browser, with ESP Web Tools as it is published. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { imagesOf, readFirmware, VARIANTS, type Firmware } from './installer/firmware.js';
import { lcdPicture } from './installer/lcd-picture.js';
import { flashOffsets, installManifest } from './installer/manifest.js';
import { runScript } from './usage.js';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const HELP = `npm run build:installer [-- --firmware FOLDER] [--out FOLDER]: writes the page to dist/installer, with the images that
build:firmware has left in dist/firmware. Host the folder at any https address.`;
const ABOUT: Readonly<
  Record<(typeof VARIANTS)[number]['name'], readonly [title: string, text: string]>
> = {
  normal: [
    'Normal',
    'With the Japanese dictionary: kanji are read as Japanese where the title is.',
  ],
  lite: ['Lite', 'Without the dictionary, 0.7 MB less: Han characters are read as Chinese.'],
};
/** For browsers without Web Serial, and for pages without https. */
const UNSUPPORTED =
  'This browser can’t reach a serial port. Open this page in Chrome, Edge or Opera on a computer: phones and other browsers can’t install. Or use esptool, see below.';
const NOT_ALLOWED =
  'A page may only use a serial port over https. Open this page at its https address.';

await runScript(
  {
    name: 'build:installer',
    help: HELP,
    options: { firmware: { type: 'string' }, out: { type: 'string' } },
  },
  ({ values }) => {
    const from = values.firmware ?? join(ROOT, 'dist', 'firmware');
    const out = values.out ?? join(ROOT, 'dist', 'installer');
    const firmware = readFirmware(from);
    rmSync(out, { recursive: true, force: true });
    mkdirSync(out, { recursive: true });
    // Its sources can't be bundled; the published folder needs nothing else.
    cpSync(join(ROOT, 'node_modules/esp-web-tools/dist/web'), join(out, 'esp-web-tools'), {
      recursive: true,
    });
    for (const { name } of VARIANTS) {
      cpSync(join(from, name), join(out, name), { recursive: true });
      const manifest = installManifest(
        firmware.version,
        imagesOf(firmware, name),
        firmware.partitions,
      );
      writeFileSync(
        join(out, name, 'manifest.json'),
        `${JSON.stringify(manifest, undefined, 2)}\n`,
      );
    }
    cpSync(join(ROOT, 'tools/installer/style.css'), join(out, 'style.css'));
    writeFileSync(join(out, 'index.html'), page(firmware));
    console.log(`the installer is in ${out}`);
  },
);

function page(firmware: Firmware): string {
  const parts: Readonly<Record<string, string>> = {
    version: firmware.version,
    choices: VARIANTS.map(({ name }) => choice(name, firmware)).join('\n'),
    setUpPicture: lcdPicture(
      { kind: 'set-up', accessPoint: '16x2-K7MX', password: '48213907', address: '192.168.4.1' },
      'The display: Set up Wi-Fi: join 16x2-K7MX, and its key',
      6.4,
    ),
    linkPicture: lcdPicture(
      { kind: 'link', code: 'BCDF-GHJK', address: 'relay.example/link' },
      'The display: the address of the relay, and a code of eight letters',
    ),
    patternPicture: lcdPicture(
      { kind: 'test-pattern' },
      'The display: Row 1 and Row 2, with letters up to the last column',
    ),
    command: `esptool --chip esp32 write-flash ${flashOffsets(
      imagesOf(firmware, 'normal'),
      firmware.partitions,
    )
      .map(({ path, offset }) => `0x${offset.toString(16)} ${path}`)
      .join(' ')}`,
    files: VARIANTS.map(({ name }) => links(name, firmware)).join('<br />'),
  };
  const template = readFileSync(join(ROOT, 'tools/installer/page.html'), 'utf8');
  return template.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const part = parts[name];
    if (part === undefined) throw new Error(`page.html has an unknown part ${name}`);
    return part;
  });
}

function choice(name: (typeof VARIANTS)[number]['name'], firmware: Firmware): string {
  const [title, text] = ABOUT[name];
  const { program } = imagesOf(firmware, name);
  return `<section class="choice"><h3>${title}</h3><p>${text} ${megabytes(program.bytes)} MB.</p>
<esp-web-install-button manifest="${name}/manifest.json">
<button slot="activate">Install ${title.toLowerCase()}</button>
<span slot="unsupported" class="wrong">${UNSUPPORTED}</span>
<span slot="not-allowed" class="wrong">${NOT_ALLOWED}</span>
</esp-web-install-button></section>`;
}

/** With checksums to compare. */
function links(name: string, { files }: Firmware): string {
  return Object.entries(files)
    .filter(([path]) => path.startsWith(`${name}/`))
    .map(
      ([path, { bytes, sha256 }]) =>
        `<a href="${path}" title="SHA-256 ${sha256}">${path}</a> (${bytes.toLocaleString('en')} bytes)`,
    )
    .join('<br />');
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
