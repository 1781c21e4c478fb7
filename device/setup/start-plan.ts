/** Decides at the start whether to join a network or to open set-up. */
import type { Log, Store } from '../shared/ports.js';
import type { WifiChoice } from './choice.js';
import {
  readWifi,
  takeSetUpRequest,
  storeSetUpRequest,
  writeWifi,
  type BuiltInWifi,
  type SetUpReason,
  type StoredWifi,
} from './stored-wifi.js';

export type StartPlan =
  | { readonly kind: 'join'; readonly wifi: KnownWifi; readonly giveUpAfterMs: number }
  | {
      readonly kind: 'set-up';
      readonly known: KnownWifi;
      readonly couldNotJoin: boolean;
      /** The display may be blank, so the access point has no key. */
      readonly isKeyless: boolean;
    };

export interface KnownWifi extends WifiChoice {
  /** It was chosen on the page and never joined. */
  readonly isUnproven: boolean;
}

/** A router restarts in two or three minutes. After a longer outage a person may want another network. */
const PATIENCE_MS = 600_000;
/** The person who just typed the password is still waiting. */
const PATIENCE_UNPROVEN_MS = 90_000;

/** A store that throws counts as empty: the build's network is tried, or the page opens. */
export function planStart(store: Store, builtIn: BuiltInWifi, log?: Log): StartPlan {
  const stored = attempt(log, 'the network', () => readWifi(store, builtIn));
  const wifi: KnownWifi = stored
    ? { ...stored, isUnproven: !stored.isProven }
    : { ...builtIn, mayBePlain: false, isUnproven: false };
  // A request that cannot be erased is ignored: it would open the page at every start.
  const request = attempt(log, 'the request for set-up', () => takeSetUpRequest(store));
  // Without a relay, joining is no use.
  if (wifi.name === '' || wifi.relay === '' || request)
    return {
      kind: 'set-up',
      known: wifi,
      couldNotJoin: request === 'not-joined',
      isKeyless: request === 'menu',
    };
  const giveUpAfterMs = wifi.isUnproven ? PATIENCE_UNPROVEN_MS : PATIENCE_MS;
  return { kind: 'join', wifi, giveUpAfterMs };
}

/** The network was joined as entered. If this cannot be stored, the next start finds out again. */
export function noteJoined(store: Store, wifi: KnownWifi, builtIn: BuiltInWifi, log: Log): void {
  if (!wifi.isUnproven) return;
  const { name, password, relay, mayBePlain } = wifi;
  const proven: StoredWifi = { name, password, relay, mayBePlain, isProven: true };
  attempt(log, 'that it was joined', () => writeWifi(store, proven, builtIn));
}

/** @returns whether the next start will open the page; if not, do not restart for it */
export function requestSetUp(store: Store, why: SetUpReason, log: Log): boolean {
  return (
    attempt(log, 'the request for set-up', () => {
      storeSetUpRequest(store, why);
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
