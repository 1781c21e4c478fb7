/** A file with secrets in it, for as long as some work needs it: gone after it, and when the work is broken off. */
import { rmSync, writeFileSync } from 'node:fs';

const SIGNALS = Object.freeze(['SIGINT', 'SIGTERM', 'SIGHUP'] as const);
/** As shells tell the end by a signal. */
const EXIT_CODES = Object.freeze({ SIGHUP: 129, SIGINT: 130, SIGTERM: 143 });

export interface Secret {
  readonly path: string;
  readonly text: string;
}

/** @param onSignal ends what `work` began; the process ends after it */
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
    remove(); // One that is left over keeps its own mode.
    writeFileSync(path, text, { mode: 0o600 });
    await work();
  } finally {
    remove();
    for (const signal of SIGNALS) process.off(signal, end);
  }
}
