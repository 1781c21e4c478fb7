/** What a long press shows: whose device it is, its relay, how much it has polled, how it is. */
import type { Notice, StatusPage } from '../screen/notices.js';
import { VERSION } from './version.js';

export interface DeviceFigures {
  readonly uid: string | undefined;
  readonly relayUrl: string;
  readonly requests: { readonly made: number; readonly allowed: number };
  /** As of a notice `restarted`. */
  readonly startedBy: string;
  readonly signalDbm: number | undefined;
  /** The dark hours count in UTC, since no offset is set. */
  readonly isDarkInUtc: boolean;
}

/** How long each stands. */
export const PAGE_MS = 3000;

export function statusPages(figures: DeviceFigures): readonly Notice[] {
  const { uid, relayUrl, requests, startedBy, signalDbm, isDarkInUtc } = figures;
  const pages: StatusPage[] = [
    { kind: 'account', uid },
    { kind: 'relay', url: relayUrl },
    { kind: 'requests', ...requests },
    { kind: 'start', why: startedBy },
    { kind: 'version', version: VERSION },
  ];
  // First: it is the only one that wants something done.
  if (isDarkInUtc) pages.unshift({ kind: 'dark-in-utc' });
  if (signalDbm !== undefined) pages.push({ kind: 'signal', dBm: signalDbm });
  return pages.map((page) => ({ kind: 'status', page }));
}
