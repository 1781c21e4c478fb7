/** The link as the store keeps it: one record, so that account and token are valid only together. */
import type { Store } from '../ports.js';
import { eraseRecord, readRecord, writeRecord } from '../stored-record.js';
import type { Link } from './device-flow.js';

const RECORD = 'link';
/** Ends the token, which holds none: it is sent in a header (RFC 6750 section 2.1). */
const SEPARATOR = ' ';

export function readLink(store: Store): Link | undefined {
  const [deviceToken, ...rest] = readRecord(store, RECORD)?.split(SEPARATOR) ?? [];
  const uid = rest.join(SEPARATOR);
  return deviceToken && uid ? { uid, deviceToken } : undefined;
}

export function writeLink(store: Store, { uid, deviceToken }: Link): void {
  writeRecord(store, RECORD, `${deviceToken}${SEPARATOR}${uid}`);
}

export function removeLink(store: Store): void {
  eraseRecord(store, RECORD);
}
