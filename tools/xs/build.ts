/**
 * Builds the XS host from the engine's sources in @agoric/xsnap into `.cache/xs/`, once for each compiler and version of
 * the sources. Nothing is built at install, and without a C compiler everything else still works.
 */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { rename } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { once } from './build-lock.js';
import { inParallel, run } from './run.js';

export type XsHost =
  | { readonly ok: true; readonly path: string; readonly slotBytes: 16 | 32 }
  | { readonly ok: false; readonly reason: string };

const HERE = dirname(fileURLToPath(import.meta.url));
export const XS_CACHE = join(HERE, '../../.cache/xs');

/**
 * The switches of XS's own builds for devices, plus a parser (a device has byte code from xsc) and metering.
 * Absent as on a device: mxCESU8 (device-platform.h), mxStringNormalize, mxRegExpUnicodePropertyEscapes.
 * mxDebug keeps line numbers and function names in stacks. The chunk arena is address space that a limit never fills.
 */
const DEFINES = [
  'INCLUDE_XSPLATFORM',
  'XSPLATFORM="device-platform.h"',
  'mxMetering=1',
  'mxDebug=1',
  'mxNoConsole=1',
  'mxBoundsCheck=1',
  'mxParse=1',
  'mxRun=1',
  'mxSloppy=1',
  'mxReserveChunkSize=0x4000000',
].map((name) => `-D${name}`);
/** -Og compiles in 7 s of CPU time where -O2 takes 16, and what the tests run is as fast. */
const COMPILE_FLAGS = ['-Og', '-w', '-fno-common', ...DEFINES];
const LINK_FLAGS = ['-rdynamic', '-lm', '-ldl', '-lpthread'];
/** The usual machine has two cores. */
const COMPILERS_AT_ONCE = 2;

interface Toolchain {
  readonly compiler: string;
  readonly version: string;
}

interface Sources {
  readonly includes: readonly string[];
  /** Largest first, so that the two compilers end together. */
  readonly files: readonly string[];
  readonly digest: string;
}

export interface BuildOptions {
  /** Gets a line when a build begins. */
  readonly report?: (line: string) => void;
  /** Programs to try, in order. */
  readonly compilers?: readonly string[];
}

/** The host's program, built if needed; a second process waits for the first. */
export async function buildXsHost({
  report = (line) => void process.stderr.write(`${line}\n`),
  compilers = [process.env['CC'] ?? '', 'cc', 'gcc', 'clang'],
}: BuildOptions = {}): Promise<XsHost> {
  if (process.platform === 'win32')
    return { ok: false, reason: 'the XS host needs Linux or macOS' };
  const sources = findSources();
  if (!sources) return { ok: false, reason: '@agoric/xsnap is not installed (npm ci)' };
  const toolchain = await findCompiler(compilers);
  if (!toolchain) return { ok: false, reason: 'no C compiler (looked for CC, cc, gcc, clang)' };

  try {
    mkdirSync(XS_CACHE, { recursive: true });
  } catch (error) {
    return { ok: false, reason: `cannot write to ${XS_CACHE} (${String(error)})` };
  }
  const hostOf = (width: readonly string[]): string => {
    const hash = createHash('sha256').update(
      JSON.stringify([sources.digest, toolchain.version, COMPILE_FLAGS, LINK_FLAGS, width]),
    );
    return join(XS_CACHE, hash.digest('hex').slice(0, 16), 'host');
  };
  // 32-bit where the compiler can: slots of 16 bytes as on an ESP32. A cached 32-bit host makes the trial unnecessary.
  const narrow = hostOf(['-m32']);
  const width = existsSync(narrow) || (await makes32Bit(toolchain.compiler)) ? ['-m32'] : [];
  const path = hostOf(width);
  const problem = await once(path, () => compile(toolchain.compiler, sources, width, path, report));
  if (problem !== undefined) return { ok: false, reason: problem };
  return { ok: true, path, slotBytes: width.length > 0 ? 16 : 32 };
}

function findSources(): Sources | undefined {
  let root: string;
  try {
    root = dirname(createRequire(import.meta.url).resolve('@agoric/xsnap/package.json'));
  } catch {
    return undefined; // A production install has no development dependencies.
  }
  const engine = join(root, 'moddable/xs');
  const native = join(root, 'xsnap-native/xsnap/sources');
  const includes = [join(engine, 'includes'), join(engine, 'platforms'), join(engine, 'sources')];
  const files = readdirSync(join(engine, 'sources'))
    .filter((name) => name.endsWith('.c'))
    .map((name) => join(engine, 'sources', name))
    .concat(join(native, 'xsnapPlatform.c'), join(HERE, 'host.c'))
    .sort((a, b) => statSync(b).size - statSync(a).size);
  const digest = createHash('sha256');
  for (const folder of [...includes, native, HERE])
    for (const name of readdirSync(folder).sort())
      if (/\.[ch]$/.test(name)) digest.update(`${name}\0`).update(readFileSync(join(folder, name)));
  return { includes: [...includes, native, HERE], files, digest: digest.digest('hex') };
}

async function findCompiler(compilers: readonly string[]): Promise<Toolchain | undefined> {
  for (const compiler of compilers) {
    if (compiler === '') continue;
    const { ok, stdout } = await run(compiler, ['--version']);
    if (ok) return { compiler, version: `${compiler} ${stdout}` };
  }
  return undefined;
}

/** Compiles, links and runs: headers, libraries or the kernel's 32-bit mode may each be missing. */
async function makes32Bit(compiler: string): Promise<boolean> {
  const source = join(XS_CACHE, `trial-${process.pid}.c`);
  const program = source.slice(0, -2);
  writeFileSync(
    source,
    '#include <math.h>\nint main(void) { return sizeof(void*) == 4 ? 0 : 1; }\n',
  );
  try {
    return (
      (await run(compiler, ['-m32', source, '-o', program, '-lm'])).ok &&
      (await run(program, [])).ok
    );
  } finally {
    rmSync(source, { force: true });
    rmSync(program, { force: true });
  }
}

/** @returns undefined, or what the compiler said */
async function compile(
  compiler: string,
  sources: Sources,
  width: readonly string[],
  path: string,
  report: (line: string) => void,
): Promise<string | undefined> {
  report('building the XS engine (once, about 5 s)…');
  const folder = `${dirname(path)}.${process.pid}`;
  mkdirSync(folder, { recursive: true });
  try {
    const includes = sources.includes.map((include) => `-I${include}`);
    const jobs = sources.files.map((file) => {
      const object = join(folder, `${basename(file)}.o`);
      return {
        object,
        run: () =>
          run(compiler, [...width, ...COMPILE_FLAGS, ...includes, '-c', file, '-o', object]),
      };
    });
    const objects = jobs.map((job) => job.object);
    const compiled = await inParallel(
      COMPILERS_AT_ONCE,
      jobs.map((job) => job.run),
    );
    const linked = compiled.ok
      ? await run(compiler, [...width, ...objects, ...LINK_FLAGS, '-o', join(folder, 'host')])
      : compiled;
    if (!linked.ok) return `the XS host does not compile: ${linked.stderr.slice(0, 2_000)}`;
    for (const object of objects) rmSync(object);
    // Fails if another process was faster, whose host is as good.
    await rename(folder, dirname(path)).catch((error: unknown) => {
      if (!existsSync(path)) throw error;
    });
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
