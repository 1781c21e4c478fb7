/** Runs the compiler for the build of the XS host. */
import { execFile } from 'node:child_process';

export interface Outcome {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** Never rejects: a missing or failing program is an outcome too. */
export function run(program: string, args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(program, args, { maxBuffer: 8 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve({ ok: error === null, stdout, stderr: stderr || (error?.message ?? '') });
    });
  });
}

/** Runs `width` jobs at a time; stops at the first failure and returns it. */
export async function inParallel(
  width: number,
  jobs: readonly (() => Promise<Outcome>)[],
): Promise<Outcome> {
  const waiting = [...jobs];
  let failed: Outcome | undefined;
  const lane = async (): Promise<void> => {
    for (let job = waiting.shift(); job && !failed; job = waiting.shift()) {
      const outcome = await job();
      if (!outcome.ok) failed ??= outcome;
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  return failed ?? { ok: true, stdout: '', stderr: '' };
}
