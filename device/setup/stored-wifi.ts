/** The network that was chosen on the page, as the store keeps it: one record, whole or none. */
import { removeLink } from '../relay-client/stored-link.js';
import type { Store } from '../shared/ports.js';
import { checkOf, eraseRecord, readRecord, writeRecord } from '../resilience/stored-record.js';
import type { WifiChoice } from './choice.js';

export interface StoredWifi extends WifiChoice {
  /** It has been joined once: what fails later is the network's trouble, not a typing error. */
  readonly isProven: boolean;
}

/** What a build brings along; what was chosen on the page counts until another build brings something else. */
export interface BuiltInWifi {
  readonly name: string;
  readonly password: string | undefined;
  readonly relay: string;
}

const RECORD = 'wifi';
const SET_UP_RECORD = 'set_up';
const FIELD_COUNT = 6;

/** @returns undefined where nothing was chosen, or a newer build says otherwise */
export function readWifi(store: Store, builtIn: BuiltInWifi): StoredWifi | undefined {
  const text = readRecord(store, RECORD);
  const fields = text === undefined ? undefined : listOf(text);
  if (fields?.length !== FIELD_COUNT) return undefined;
  const [name = '', password = '', relay = '', plain, proven, over] = fields;
  if (name === '' || over !== markOf(builtIn)) return undefined;
  return {
    name,
    password: password === '' ? undefined : password,
    relay,
    mayBePlain: plain === 'plain',
    isProven: proven === 'proven',
  };
}

export function writeWifi(store: Store, wifi: StoredWifi, builtIn: BuiltInWifi): void {
  const { name, password = '', relay, mayBePlain, isProven } = wifi;
  const flags = [mayBePlain ? 'plain' : '', isProven ? 'proven' : ''];
  writeRecord(store, RECORD, JSON.stringify([name, password, relay, ...flags, markOf(builtIn)]));
}

/**
 * What was chosen on the page, from the next start on.
 * @param known what is in force until then
 * @throws where the store does: nothing has changed then
 */
export function takeChoice(
  store: Store,
  choice: WifiChoice,
  { known, builtIn }: { readonly known: Pick<WifiChoice, 'relay'>; readonly builtIn: BuiltInWifi },
): void {
  // First what is in force: a link counts for the relay that gave it alone, erased or not.
  writeWifi(store, { ...choice, isProven: false }, builtIn);
  if (choice.relay === known.relay) return;
  try {
    removeLink(store);
  } catch {
    // It counts for nothing any more, and the next link overwrites it.
  }
}

/** Makes the next start open the access point. */
export function wishForSetUp(store: Store, why: SetUpReason): void {
  writeRecord(store, SET_UP_RECORD, why);
}

export type SetUpReason = 'not-joined' | 'lost';

/** The wish counts once: after a power cut the network is tried first. */
export function takeSetUpWish(store: Store): SetUpReason | undefined {
  const why = readRecord(store, SET_UP_RECORD);
  if (why === undefined) return undefined;
  eraseRecord(store, SET_UP_RECORD);
  return why === 'not-joined' ? why : 'lost';
}

/** Not the values themselves: a build's password has no reason to stand in the store. */
function markOf({ name, password = '', relay }: BuiltInWifi): string {
  return checkOf(JSON.stringify([name, password, relay]));
}

function listOf(text: string): string[] | undefined {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every((item) => typeof item === 'string') ? list : undefined;
  } catch {
    // Sealed, and yet no list: an older program's. As good as none.
    return undefined;
  }
}
