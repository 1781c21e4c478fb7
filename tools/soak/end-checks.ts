/** What can be judged only at the end of a soak: its requests, restarts and store writes, and whether a secret got out. */
import { readOrMakeTokenKeys } from '../../relay/db/embedded/data-dir.js';
import { DAY_MS } from './script.js';
import type { Seat } from './seat.js';
import type { VirtualSystem } from './system.js';

const BUDGET = 2_000;
/** Of a device. Devices of 24 seeds made 22 to 36 on average; twice as many would be a mistake long before flash wears out. */
const STORE_WRITES_A_DAY_MAX = 60;
/** Of tokens, codes and device codes. The relay's request ids have 36 characters. */
const LONG_WORDS = /[\w-]{40,}/g;

interface Told {
  readonly system: VirtualSystem;
  readonly seats: readonly Seat[];
  /** Codes and tokens of Spotify. */
  readonly issued: ReadonlySet<string>;
  /** Of the requests that Spotify got. */
  readonly urls: ReadonlySet<string>;
  /** Of the relay, with its token keys. */
  readonly dataDir: string;
  /** Of each person. */
  readonly password: string;
}

export function overBudget(
  seats: readonly Seat[],
  hours: number,
  orderedRestarts: readonly number[],
): { readonly seat: number; readonly what: string }[] {
  const storeWritesMax = STORE_WRITES_A_DAY_MAX * Math.max(1, hours / 24);
  return seats.flatMap(({ gate, device, memory }, seat) => {
    const requests = busiestDay(gate.requestsAtMs, gate.forgottenAtMs);
    const restarts = device.chip.restartCount - (orderedRestarts[seat] ?? 0);
    return [
      ...(requests > BUDGET ? [`${requests} requests in 24 h`] : []),
      ...(restarts > 0 ? [`${restarts} restarts by itself`] : []),
      ...(memory.writeCount > storeWritesMax ? [`${memory.writeCount} store writes`] : []),
    ].map((what) => ({ seat, what }));
  });
}

/** Where secrets lie that must not. */
export async function told({
  system,
  seats,
  issued,
  urls,
  dataDir,
  password,
}: Told): Promise<string[]> {
  const keys = (await readOrMakeTokenKeys(dataDir)).map(({ key }) => Buffer.from(key));
  const known = [
    ...[password, system.clientSecret],
    ...keys.flatMap((key) =>
      (['base64', 'base64url', 'hex'] as const).map((as) => key.toString(as)),
    ),
  ];
  const issuedAndSent = [...issued, ...seats.flatMap(({ gate }) => [...gate.tokens])];
  const holdsSecret = (lines: readonly string[]): boolean => {
    const text = lines.join('\n');
    // A log has few words as long as a token, so that thousands of tokens are sought in little.
    const words = text.match(LONG_WORDS)?.join(' ') ?? '';
    return (
      known.some((secret) => text.includes(secret)) ||
      issuedAndSent.some((secret) => words.includes(secret))
    );
  };
  const logs = [...system.relays.lines, ...seats.flatMap(({ logLines }) => logLines)];
  const sentUrls = [...urls, ...seats.flatMap(({ gate }) => [...gate.urls])];
  return [
    ...(holdsSecret(logs) ? ['a log holds a secret'] : []),
    ...(holdsSecret(sentUrls) ? ['a URL holds a secret'] : []),
  ];
}

/** The most in 24 hours without one of `forgottenAtMs`. */
export function busiestDay(
  requestsAtMs: readonly number[],
  forgottenAtMs: readonly number[] = [],
): number {
  let from = 0;
  let most = 0;
  const forgotten = [...forgottenAtMs];
  for (const [to, atMs] of requestsAtMs.entries()) {
    for (; forgotten[0] !== undefined && forgotten[0] <= atMs; forgotten.shift()) from = to;
    while (atMs - (requestsAtMs[from] ?? atMs) >= DAY_MS) from += 1;
    most = Math.max(most, to - from + 1);
  }
  return most;
}
