/** A file with secrets that exists only while some work runs, even if the work is interrupted. */
import { rmSync, writeFileSync } from 'node:fs';

const SIGNALS = Object.freeze(['SIGINT', 'SIGTERM', 'SIGHUP'] as const);
/** Exit codes as in shells: 128 and the signal. */
const EXIT_CODES = Object.freeze({ SIGHUP: 129, SIGINT: 130, SIGTERM: 143 });

export interface Secret {
  readonly path: string;
  readonly text: string;
}

/** @param onSignal stops what `work` has started; then the process ends */
export async function withSecretFile(
  { path, text }: Secret,
  work: () => Promise<void>,
  onSignal: (signal: NodeJS.Signals) => void,
): Promise<void> {
  const remove = (): void => rmSync(path, { force: true });
  const end = (signal: NodeJS.Signals): void => {
    remove();
    onSignal(signal);
    process.exit(EXIT_CODES[signal as keyof typeof EXIT_CODES]);
  };
  for (const signal of SIGNALS) process.once(signal, end);
  try {
    remove(); // An existing file would keep its mode.
    writeFileSync(path, text, { mode: 0o600 });
    await work();
  } finally {
    remove();
    for (const signal of SIGNALS) process.off(signal, end);
  }
}
