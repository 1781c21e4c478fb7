/** The pages that a long press shows: account, relay, requests, signal and so on. */
import type { Notice, StatusPage } from '../screen/notices.js';
import { VERSION } from '../shared/version.js';

export interface DeviceFigures {
  readonly uid: string | undefined;
  readonly relayUrl: string;
  readonly requests: { readonly made: number; readonly allowed: number };
  /** As in the notice `restarted`. */
  readonly startedBy: string;
  readonly signalDbm: number | undefined;
  /** Writes to the display that failed. */
  readonly displayErrors: number;
  /** The dark hours count in UTC, since no offset is set. */
  readonly isDarkInUtc: boolean;
}

/** How long each is shown. */
export const PAGE_MS = 3000;

export function statusPages(figures: DeviceFigures): readonly Notice[] {
  const { uid, relayUrl, requests, startedBy, signalDbm, isDarkInUtc, displayErrors } = figures;
  const pages: StatusPage[] = [
    { kind: 'account', uid },
    { kind: 'relay', url: relayUrl },
    { kind: 'requests', ...requests },
    { kind: 'start', why: startedBy },
    { kind: 'version', version: VERSION },
  ];
  // First, since a person must act on them.
  if (displayErrors > 0) pages.unshift({ kind: 'display-errors', count: displayErrors });
  if (isDarkInUtc) pages.unshift({ kind: 'dark-in-utc' });
  if (signalDbm !== undefined) pages.push({ kind: 'signal', dBm: signalDbm });
  return pages.map((page) => ({ kind: 'status', page }));
}
