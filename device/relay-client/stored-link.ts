/** The link as the store keeps it: one record, so that account, token and relay are valid only together. */
import type { Store } from '../shared/ports.js';
import { eraseRecord, readRecord, writeRecord } from '../resilience/stored-record.js';
import type { Link } from './device-flow.js';

const RECORD = 'link';
/** Ends token and relay, which hold none: one is sent in a header (RFC 6750 section 2.1), the other is an address. */
const SEPARATOR = ' ';

/**
 * @param relayUrl the relay that is in force: a link is a secret of the one that gave it, and of no other
 * @returns undefined where there is none of this relay
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
