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
}

/** How long each stands. */
export const PAGE_MS = 3000;

export function statusPages(figures: DeviceFigures): readonly Notice[] {
  const { uid, relayUrl, requests, startedBy, signalDbm } = figures;
  const pages: StatusPage[] = [
    { kind: 'account', uid },
    { kind: 'relay', url: relayUrl },
    { kind: 'requests', ...requests },
    { kind: 'start', why: startedBy },
    { kind: 'version', version: VERSION },
  ];
  if (signalDbm !== undefined) pages.push({ kind: 'signal', dBm: signalDbm });
  return pages.map((page) => ({ kind: 'status', page }));
}
