/**
 * Real XS for tests, or a skip without a compiler. In CI that is a failure: a run that
 * claims to have tested the device's engine must have done so.
 */
import { afterAll } from '@jest/globals';
import { buildXsHost, type XsHost } from '../../tools/xs/build.js';
import { bundleForXs } from '../../tools/xs/bundle.js';
import { ROOMY } from '../../tools/xs/machine.js';
import { XsWorker, type XsOptions } from '../../tools/xs/worker.js';
import { testsNeeding } from './needs.js';

/** A test that needs more computrons in one command has an endless loop. */
const METER_LIMIT = 400_000_000;

export interface XsForTests {
  readonly slotBytes: 16 | 32;
  readonly hostPath: string;
  /** Starts a machine with the bundled entry; it is closed after the tests of the file at the latest. */
  start(entryPath: string, options?: Partial<XsOptions>): Promise<XsWorker>;
}

/** Declares a suite that gets real XS; building the engine on its first use is part of the file's loading. */
export async function describeWithXs(name: string, suite: (xs: XsForTests) => void): Promise<void> {
  const host = await buildXsHost();
  const what = `XS: ${host.ok ? '' : host.reason}`;
  const tests = testsNeeding({ what, isHere: host.ok, isDemandedInCi: true });
  tests.describe(name, () => suite(host.ok ? forTests(host) : SKIPPED));
}

function forTests(host: Extract<XsHost, { ok: true }>): XsForTests {
  const workers: XsWorker[] = [];
  afterAll(async () => {
    await Promise.all(workers.map((worker) => worker.close()));
  });
  return {
    slotBytes: host.slotBytes,
    hostPath: host.path,
    start: async (entryPath, options = {}) => {
      const scriptPath = await bundleForXs(entryPath);
      const worker = await XsWorker.start({
        hostPath: host.path,
        scriptPath,
        ...ROOMY,
        meterLimit: METER_LIMIT,
        ...options,
      });
      workers.push(worker);
      return worker;
    },
  };
}

const SKIPPED: XsForTests = {
  slotBytes: 32,
  hostPath: '',
  start: () => Promise.reject(new Error('skipped')),
};
