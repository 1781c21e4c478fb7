/** Runs requests to good and bad servers through the device's HTTP and TLS, in the SDK's Linux build. */
import { X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { rootOf } from '../trust/roots.js';
import { writeRoots } from '../trust/store.js';
import type { Certificate } from './certificates.js';
import { failIfAborted, runHeadless } from './headless.js';
import { openHttpCases, type HttpCase } from './http-cases.js';
import { binFolder, mcconfigArgs, outFolder, ROOT, run, type Sdk } from './sdk.js';
import { openTlsCases } from './tls-cases.js';
import { ToolFailure } from '../usage.js';

/** All requests end within two, even on two busy cores. */
const RUN_S = 10;
/** What Http is made of. */
const MODULES = ['http/*', 'platform/moddable/*', 'shared/*', 'ssl/*', 'tls/*'] as const;
const PARTS = ['setup/ports'] as const;

interface Manifest {
  readonly include: readonly string[];
  readonly resources: unknown;
  readonly config: object;
  readonly modules: Readonly<Record<string, string>>;
  readonly typescript: unknown;
}

export async function checkTls(sdk: Sdk, host: string): Promise<void> {
  const tls = await openTlsCases();
  const http = await openHttpCases();
  const cases = [...tls.cases, ...http.cases];
  try {
    const program = buildProbe(sdk, cases, tls.roots);
    const headless = await runHeadless(host, program, RUN_S);
    failIfAborted(headless);
    const wrongs = cases
      .map(({ name, url, outcome }) => {
        const line = headless.log.find((one) => one.startsWith(`info: ${url} `));
        const came = line?.slice(`info: ${url} `.length) ?? 'nothing';
        return came === outcome ? undefined : `${name}: "${came}" in place of "${outcome}"`;
      })
      .filter((wrong) => wrong !== undefined);
    if (tls.resumedCount() !== 1)
      wrongs.push(`${tls.resumedCount()} sessions resumed in place of 1`);
    if (tls.clearText().includes('Bearer')) wrongs.push('a token went out in clear');
    if (wrongs.length > 0)
      throw new ToolFailure([`${sdk.host}, HTTP and TLS:`, ...wrongs].join('\n  '));
    console.log(`${sdk.host}: HTTP and TLS handle ${cases.length} servers correctly`);
  } finally {
    await tls.close();
    await http.close();
  }
}

/** @returns the program's path */
function buildProbe(sdk: Sdk, cases: readonly HttpCase[], roots: readonly Certificate[]): string {
  const folder = outFolder('tls');
  const own = join(folder, 'own-roots');
  mkdirSync(own, { recursive: true });
  const certificates = roots.map(({ pem }) => rootOf(new X509Certificate(pem).raw));
  writeRoots(own, 'own', certificates);
  const ours = JSON.parse(readFileSync(join(ROOT, 'manifest.json'), 'utf8')) as Manifest;
  const from = (path: string): string => join(ROOT, 'device', path);
  const manifest = {
    ...{ include: ours.include, resources: ours.resources, typescript: ours.typescript },
    build: { NAME: 'sixteen-by-two' },
    modules: {
      '~': ours.modules['~'],
      main: join(ROOT, 'tools', 'moddable', 'tls-probe'),
      ...Object.fromEntries([...MODULES, ...PARTS].map((id) => [id, from(id)])),
    },
    data: { '*': [from('trust/*'), join(own, '*')] },
    config: { ...ours.config, urls: cases.map(({ url }) => url) },
    preload: ['platform/moddable/http'],
  };
  const path = join(folder, 'manifest.json');
  writeFileSync(path, JSON.stringify(manifest));
  const target = {
    ...{ platform: sdk.host, folder: 'tls', kind: 'debug' as const },
    manifest: relative(ROOT, path),
  };
  run(sdk, sdk.host, 'mcconfig', mcconfigArgs(target, '-m', '-t', 'build'));
  return join(binFolder(target), 'mc.so');
}
