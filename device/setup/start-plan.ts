/** What the device does at its start: join a network, or open the access point to be told one. */
import type { Store } from '../ports.js';
import type { WifiChoice } from './choice.js';
import { readWifi, takeSetUpWish, type BuiltInWifi } from './stored-wifi.js';

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

export function planStart(store: Store, builtIn: BuiltInWifi): StartPlan {
  const stored = readWifi(store, builtIn);
  const wifi: KnownWifi = stored
    ? { ...stored, isUnproven: !stored.isProven }
    : { ...builtIn, mayBePlain: false, isUnproven: false };
  const wish = takeSetUpWish(store);
  // Without a relay there is nothing to join for.
  if (wifi.name === '' || wifi.relay === '' || wish)
    return { kind: 'set-up', known: wifi, isDoubtful: wish === 'not-joined' };
  const patienceMs = wifi.isUnproven ? PATIENCE_UNPROVEN_MS : PATIENCE_MS;
  return { kind: 'join', wifi, patienceMs };
}
