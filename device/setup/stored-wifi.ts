/** The network that was chosen on the page, in one stored record. */
import { removeLink } from '../relay-client/stored-link.js';
import type { Store } from '../shared/ports.js';
import { checkOf, eraseRecord, readRecord, writeRecord } from '../resilience/stored-record.js';
import type { WifiChoice } from './choice.js';

export interface StoredWifi extends WifiChoice {
  /** It has been joined: later failures are the network's, not a typing error. */
  readonly isProven: boolean;
}

/** The build's values. What was chosen on the page overrides them until a build has different ones. */
export interface BuiltInWifi {
  readonly name: string;
  readonly password: string | undefined;
  readonly relay: string;
}

const RECORD = 'wifi';
const SET_UP_RECORD = 'set_up';
const FIELD_COUNT = 6;

/** @returns undefined if nothing was chosen, or a build with other values was installed since */
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
 * Stores what was chosen on the page; it applies from the next start.
 * @param known what applies until then
 * @throws if the store does; nothing has changed then
 */
export function takeChoice(
  store: Store,
  choice: WifiChoice,
  { known, builtIn }: { readonly known: Pick<WifiChoice, 'relay'>; readonly builtIn: BuiltInWifi },
): void {
  // First the network: a link to another relay is ignored even if it cannot be erased.
  writeWifi(store, { ...choice, isProven: false }, builtIn);
  if (choice.relay === known.relay) return;
  try {
    removeLink(store);
  } catch {
    // It is ignored from now on, and the next link overwrites it.
  }
}

/** Makes the next start open set-up. */
export function storeSetUpRequest(store: Store, why: SetUpReason): void {
  writeRecord(store, SET_UP_RECORD, why);
}

/** `menu`: a person chose it with the button. */
export type SetUpReason = 'not-joined' | 'lost' | 'menu';

/** The request is used once: after a power cut the network is tried first. */
export function takeSetUpRequest(store: Store): SetUpReason | undefined {
  const why = readRecord(store, SET_UP_RECORD);
  if (why === undefined) return undefined;
  eraseRecord(store, SET_UP_RECORD);
  return why === 'not-joined' || why === 'menu' ? why : 'lost';
}

/** A checksum, so that the build's password is not stored. */
function markOf({ name, password = '', relay }: BuiltInWifi): string {
  return checkOf(JSON.stringify([name, password, relay]));
}

function listOf(text: string): string[] | undefined {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every((item) => typeof item === 'string') ? list : undefined;
  } catch {
    // Its checksum is right, but it is not a list: from an older program.
    return undefined;
  }
}
