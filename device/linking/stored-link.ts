/** The link as the store keeps it: two keys, valid only together. */
import type { Store } from '../ports.js';
import type { Link } from './device-flow.js';

const UID_KEY = 'uid';
const TOKEN_KEY = 'device_token';

export function readLink(store: Store): Link | undefined {
  const uid = store.read(UID_KEY);
  const deviceToken = store.read(TOKEN_KEY);
  return uid && deviceToken ? { uid, deviceToken } : undefined;
}

/** The token last: a power cut between the two leaves no half link that looks whole. */
export function writeLink(store: Store, { uid, deviceToken }: Link): void {
  store.remove(TOKEN_KEY);
  store.write(UID_KEY, uid);
  store.write(TOKEN_KEY, deviceToken);
}

export function removeLink(store: Store): void {
  store.remove(TOKEN_KEY);
  store.remove(UID_KEY);
}
