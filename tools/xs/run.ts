/** Other programs, run to their end: how the XS host's build calls the compiler. */
import { execFile } from 'node:child_process';

export interface Outcome {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** Never rejects: a program that is missing or fails is an outcome like another. */
export function run(program: string, args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(program, args, { maxBuffer: 8 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve({ ok: error === null, stdout, stderr: stderr || (error?.message ?? '') });
    });
  });
}

/** Runs them `width` at a time and starts no more after the first that failed, which it returns. */
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
