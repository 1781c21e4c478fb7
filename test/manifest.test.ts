/**
 * What `mcconfig` would build from manifest.json, derived from the file alone, without the SDK: a missing
 * module does not fail the build, but aborts the program at its start.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const TARGETS = ['esp32', 'lin', 'mac', 'win'] as const;
type Target = (typeof TARGETS)[number];

interface Part {
  readonly include?: string | string[];
  readonly modules?: Record<string, string | string[]>;
  readonly data?: Record<string, string | string[]>;
  readonly preload?: string | string[];
}
interface Manifest extends Part {
  readonly platforms: Record<string, Part>;
  readonly defines: { readonly task: { readonly queueLength: number } };
  readonly typescript: { readonly tsconfig: { readonly compilerOptions: Record<string, unknown> } };
}

const manifest = readJson('manifest.json') as Manifest;

/** Who brings a module of the SDK's: a manifest that ours includes, or the base of every program. */
const SDK_MODULES: Record<string, string> = {
  Resource: 'manifest_base.json',
  time: 'manifest_base.json',
  timer: 'manifest_base.json',
  'mc/config': 'manifest_base.json',
  net: 'manifest_net.json',
  'embedded:network/interface/wifi': 'manifest_net.json',
  'embedded:io/digitalbank': 'manifest_dns.json',
  'embedded:io/digital': 'manifest_dns.json',
  'embedded:io/socket/listener': 'manifest_dns.json',
  'embedded:io/socket/tcp': 'manifest_dns.json',
  'embedded:io/socket/udp': 'manifest_dns.json',
  'embedded:network/dns/resolver/udp': 'manifest_dns.json',
  crypt: 'tls_419.json',
  ecdsa: 'tls_419.json',
  file: 'files/file/manifest.json',
  preference: 'files/preference/manifest.json',
  resetReason: 'resetReason/manifest.json',
  rng: 'tls_419.json',
  'ssl/cert': 'tls_419.json',
  'ssl/constants': 'tls_419.json',
  'ssl/session': 'tls_419.json',
  x509: 'tls_419.json',
  wifi: 'network/wifi/manifest.json',
};
/** What only boards have; a desktop build that imports it links no program. */
const BOARD_ONLY = [
  'embedded:implementation/i2csync',
  'embedded:io/digital',
  'embedded:io/digitalbank',
  'embedded:network/interface/wifi',
  'resetReason',
  'wifi',
];

describe('manifest.json', () => {
  it.each(sourceFolders())(
    'has a key for device/%s, since a glob takes one folder only',
    (folder) => {
      const taken = TARGETS.filter(
        (target) => moduleEntries(target).get(`${folder}/*`) !== undefined,
      );
      const wanted =
        folder === 'platform/esp32'
          ? ['esp32']
          : folder === 'platform/desktop'
            ? TARGETS.slice(1)
            : TARGETS;
      expect(taken).toEqual(wanted);
    },
  );

  it('leaves no module outside the rooms, where each would need a manifest line of its own', () => {
    expect(rootFiles()).toEqual([]);
  });

  it.each(TARGETS)(
    'gives each module of %s its path as its id, which its imports resolve against',
    (target) => {
      const wrong = [...modules(target)].filter(
        ([id, file]) => id !== 'main' && `device/${id}.ts` !== file,
      );
      expect(wrong).toEqual([]);
    },
  );

  it.each(TARGETS)('includes nothing but modules and listed resources in %s', (target) => {
    const resources = dataFiles().map((source) => basename(source));
    const strangers = [...moduleEntries(target).entries()]
      .filter(([key, source]) => key.endsWith('/*') && source.startsWith('./'))
      .flatMap(([, source]) => readdirSync(join(ROOT, dirname(source))))
      .filter((name) => extname(name) !== '.ts' && !resources.includes(name));
    expect(strangers).toEqual([]);
  });

  it.each(TARGETS)('names every module that %s imports', (target) => {
    const ids = modules(target);
    const missing = [...ids].flatMap(([id, file]) =>
      importsOf(file)
        .filter((specifier) => specifier.startsWith('.'))
        .map((specifier) => posix.join(posix.dirname(id), specifier).replace(/\.js$/, ''))
        .filter((wanted) => !ids.has(wanted))
        .map((wanted) => `${file} imports ${wanted}`),
    );
    expect(missing).toEqual([]);
  });

  it.each(TARGETS)('includes the manifest of each SDK module that %s imports', (target) => {
    const includes = includesOf(target);
    const missing = [...modules(target).values()].flatMap((file) =>
      importsOf(file)
        .filter((specifier) => !specifier.startsWith('.'))
        // Or the manifest names it itself.
        .filter((specifier) => !moduleEntries(target).get(specifier)?.startsWith('$(MODULES)/'))
        .filter((specifier) => {
          const bringer = SDK_MODULES[specifier];
          return bringer === undefined || !includes.some((path) => path.endsWith(bringer));
        })
        .map((specifier) => `${file} imports ${specifier}`),
    );
    expect(missing).toEqual([]);
  });

  it.each(['lin', 'mac', 'win'] as const)('keeps GPIO and Wi-Fi out of %s', (target) => {
    const imported = [...modules(target).values()].flatMap(importsOf);
    expect(imported.filter((specifier) => BOARD_ONLY.includes(specifier))).toEqual([]);
  });

  it('starts with main on the board and main-desktop on a PC', () => {
    expect(TARGETS.map((target) => modules(target).get('main'))).toEqual([
      'device/main.ts',
      'device/main-desktop.ts',
      'device/main-desktop.ts',
      'device/main-desktop.ts',
    ]);
  });

  it.each(TARGETS)(
    'preloads for %s what its main imports, by name: mcconfig expands no glob of TypeScript here',
    (target) => {
      // What these import is preloaded with them.
      const main = modules(target).get('main') ?? '';
      const preload = [manifest, manifest.platforms[target]].flatMap((part) =>
        listOf(part?.preload),
      );
      expect(preload.sort()).toEqual(valueImportsOf(main).sort());
    },
  );

  it('names our resources with their extension: a bare name would match the module beside it too', () => {
    const ours = dataFiles().filter((source) => source.startsWith('./device/text'));
    expect(ours.map((source) => [extname(source), existsSync(join(ROOT, source))])).toEqual(
      ours.map(() => ['.bin', true]),
    );
  });

  it('checks types as strictly as tsconfig.json', () => {
    const ours = (readJson('tsconfig.json') as { compilerOptions: Record<string, unknown> })
      .compilerOptions;
    const theirs = manifest.typescript.tsconfig.compilerOptions;
    const flags = [
      'strict',
      'exactOptionalPropertyTypes',
      'noImplicitOverride',
      'noUncheckedIndexedAccess',
    ];
    expect(flags.map((flag) => theirs[flag])).toEqual(flags.map((flag) => ours[flag]));
  });

  it('has room for every message that the network task can send before the program reads one', () => {
    // docs/network.md counts them; the SDK's own 10 are fewer, and with a full queue both tasks wait for each other.
    expect(manifest.defines.task.queueLength).toBeGreaterThanOrEqual(29);
  });

  it('has no setting called ssid or password: with those the SDK joins before main runs', () => {
    expect(readFileSync(join(ROOT, 'manifest.json'), 'utf8')).not.toMatch(/"(ssid|password)"/);
  });
});

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
}

function listOf<T>(value: T | T[] | undefined): T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** Folders below device/ that hold modules; typings/ holds declarations alone. */
function sourceFolders(): string[] {
  return readdirSync(join(ROOT, 'device'), { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'),
    )
    .map((entry) => posix.relative('device', posix.relative(ROOT, entry.parentPath)))
    .filter((folder, index, all) => folder !== '' && all.indexOf(folder) === index)
    .sort();
}

function rootFiles(): string[] {
  return readdirSync(join(ROOT, 'device'))
    .filter((name) => name.endsWith('.ts') && !name.startsWith('main'))
    .map((name) => basename(name, '.ts'));
}

function moduleEntries(target: Target): Map<string, string> {
  const entries = [manifest, manifest.platforms[target]].flatMap((part) =>
    Object.entries(part?.modules ?? {}),
  );
  return new Map(
    entries.flatMap(([key, sources]) => listOf(sources).map((source) => [key, source] as const)),
  );
}

/** Id to file, as mcconfig matches them; declarations become no module. */
function modules(target: Target): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, source] of moduleEntries(target)) {
    if (!source.startsWith('./')) continue;
    const folder = posix.normalize(posix.dirname(source));
    for (const name of readdirSync(join(ROOT, folder))) {
      const isModule = name.endsWith('.ts') && !name.endsWith('.d.ts');
      const id = basename(name, '.ts');
      if (!isModule || (!key.endsWith('*') && id !== posix.basename(source))) continue;
      found.set(key.endsWith('*') ? `${key.slice(0, -1)}${id}` : key, `${folder}/${name}`);
    }
  }
  return found;
}

function includesOf(target: Target): string[] {
  return [manifest, manifest.platforms[target]].flatMap((part) => listOf(part?.include));
}

function dataFiles(): string[] {
  return Object.values(manifest.data ?? {}).flatMap(listOf);
}

function importsOf(file: string): string[] {
  return ts
    .preProcessFile(readFileSync(join(ROOT, file), 'utf8'))
    .importedFiles.map(({ fileName }) => fileName);
}

/** Ids of our modules that `file` imports, but for types. */
function valueImportsOf(file: string): string[] {
  const imports = readFileSync(join(ROOT, file), 'utf8').matchAll(
    /^import (?!type )[^;]*? from '\.\/([^']+)\.js';/gm,
  );
  return [...imports].map(([, id = '']) => id);
}
