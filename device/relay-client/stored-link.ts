/** The link as it is stored: one record, since account, token and relay are only valid together. */
import type { Store } from '../shared/ports.js';
import { eraseRecord, readRecord, writeRecord } from '../resilience/stored-record.js';
import type { Link } from './device-flow.js';

const RECORD = 'link';
/** Separates the fields. Neither the token (RFC 6750 section 2.1) nor an address can contain it. */
const SEPARATOR = ' ';

/**
 * @param relayUrl the current relay: a link is a secret of the relay that issued it
 * @returns undefined if there is no link to this relay
 */
export function readLink(store: Store, relayUrl: string): Link | undefined {
  const [deviceToken, relay, ...rest] = readRecord(store, RECORD)?.split(SEPARATOR) ?? [];
  const uid = rest.join(SEPARATOR);
  return deviceToken && uid && relay === relayUrl ? { uid, deviceToken } : undefined;
}

export function writeLink(store: Store, { uid, deviceToken }: Link, relayUrl: string): void {
  writeRecord(store, RECORD, [deviceToken, relayUrl, uid].join(SEPARATOR));
}

export function removeLink(store: Store): void {
  eraseRecord(store, RECORD);
}
