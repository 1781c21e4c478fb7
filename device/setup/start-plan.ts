/** What the device does at its start: join a network, or open the access point to be told one. */
import type { Log, Store } from '../shared/ports.js';
import type { WifiChoice } from './choice.js';
import {
  readWifi,
  takeSetUpWish,
  wishForSetUp,
  writeWifi,
  type BuiltInWifi,
  type SetUpReason,
  type StoredWifi,
} from './stored-wifi.js';

export type StartPlan =
  | { readonly kind: 'join'; readonly wifi: KnownWifi; readonly patienceMs: number }
  | { readonly kind: 'set-up'; readonly known: KnownWifi; readonly isDoubtful: boolean };

export interface KnownWifi extends WifiChoice {
  /** It was chosen on the page and not joined yet. */
  readonly isUnproven: boolean;
}

/** A router restarts in two or three minutes, a provider's fault lasts longer: then somebody may want to change it. */
const PATIENCE_MS = 600_000;
/** Whoever has just typed a password stands in front of it. */
const PATIENCE_UNPROVEN_MS = 90_000;

/** A store that throws is one that holds nothing: what the build brings is tried, or the page opens. */
export function planStart(store: Store, builtIn: BuiltInWifi, log?: Log): StartPlan {
  const stored = attempt(log, 'the network', () => readWifi(store, builtIn));
  const wifi: KnownWifi = stored
    ? { ...stored, isUnproven: !stored.isProven }
    : { ...builtIn, mayBePlain: false, isUnproven: false };
  // A wish that cannot be erased is none: it would open the page at every start, for ever.
  const wish = attempt(log, 'the wish for set-up', () => takeSetUpWish(store));
  // Without a relay there is nothing to join for.
  if (wifi.name === '' || wifi.relay === '' || wish)
    return { kind: 'set-up', known: wifi, isDoubtful: wish === 'not-joined' };
  const patienceMs = wifi.isUnproven ? PATIENCE_UNPROVEN_MS : PATIENCE_MS;
  return { kind: 'join', wifi, patienceMs };
}

/** The network was joined with what was typed. Where that cannot be kept it is found out again at the next start. */
export function noteJoined(store: Store, wifi: KnownWifi, builtIn: BuiltInWifi, log: Log): void {
  if (!wifi.isUnproven) return;
  const { name, password, relay, mayBePlain } = wifi;
  const proven: StoredWifi = { name, password, relay, mayBePlain, isProven: true };
  attempt(log, 'that it was joined', () => writeWifi(store, proven, builtIn));
}

/** @returns whether the next start opens the page; where not, a restart would be for nothing */
export function askForSetUp(store: Store, why: SetUpReason, log: Log): boolean {
  return (
    attempt(log, 'the wish for set-up', () => {
      wishForSetUp(store, why);
      return true;
    }) === true
  );
}

function attempt<T>(log: Log | undefined, what: string, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    log?.write('warn', `store: ${what}: ${String(error)}`);
    return undefined;
  }
}
