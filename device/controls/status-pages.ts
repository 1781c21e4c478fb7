/** What a long press shows: who the device belongs to, whom it asks, how much it has asked, how it is. */
import type { Notice } from '../screen/notices.js';
import { VERSION } from './version.js';

export interface DeviceFigures {
  readonly uid: string | undefined;
  readonly relayUrl: string;
  readonly callsToday: number;
  readonly callsADay: number;
  readonly startedBy: string;
  readonly signalDbm: number | undefined;
}

/** How long each stands. */
export const PAGE_MS = 3000;

export function statusPages(figures: DeviceFigures): readonly Notice[] {
  const { uid, relayUrl, callsToday, callsADay, startedBy, signalDbm } = figures;
  const pages = [
    page('Account', uid ?? 'not linked'),
    page('Relay', relayUrl.replace(/^https?:\/\//, '')),
    page('Asked today', `${callsToday} of ${callsADay}`),
    page('Started by', startedBy),
    page('Version', VERSION),
  ];
  if (signalDbm !== undefined) pages.push(page('Wi-Fi signal', `${signalDbm} dBm`));
  return pages;
}

function page(title: string, text: string): Notice {
  return { kind: 'status', title, text };
}
