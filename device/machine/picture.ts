/** What the display shows, from what the machine knows: one place decides whether a song stays or a fault is said. */
import { FAULT_CLASS } from '../shared/faults.js';
import type { NetworkState } from '../shared/ports.js';
import type { Notice } from '../screen/notices.js';
import type { Playback } from '../spotify/playback.js';
import type { View } from './view.js';

export type Picture =
  | { readonly kind: 'off' }
  | { readonly kind: 'notice'; readonly notice: Notice }
  | {
      readonly kind: 'playback';
      readonly playback: Playback;
      readonly answeredAtMs: number;
      /** Nobody has confirmed it lately. */
      readonly isStale: boolean;
    };

/** The last good answer stays for so long while others fail, with a mark: most failures are over before one is read. */
const STALE_FOR_MS = 60_000;
/** A network that comes back by itself does so within this; later a person wants to know. */
export const LOST_FOR_MS = 15_000;

export interface PictureContext {
  readonly network: NetworkState;
  readonly nowMs: number;
  readonly relayUrl: string;
  /** A network's name may be in any letters. */
  readonly spell: (text: string) => string;
}

export function pictureOf(view: View, context: PictureContext): Picture {
  const { state, trouble } = view;
  if (state === 'resting') return { kind: 'off' };
  if (state === 'offline') return offlinePicture(view, context);
  // The code is good until its end, whoever has no answer just now.
  if (state === 'linking' && view.pending) return noticeOf(linkNotice(view));
  if (trouble) return isHushed(view) ? playing(view) : noticeOf(troubleNotice(view, context));
  switch (state) {
    case 'asking code':
      return noticeOf({ kind: 'asking-code' });
    case 'linking':
      return noticeOf(linkNotice(view));
    case 'code over':
      return noticeOf({ kind: 'link-over', why: view.codeOverWhy });
    case 'link gone':
      return noticeOf(troubleNotice(view, context));
    case 'getting token':
    case 'playing':
      return playing(view);
  }
}

/** A fault that may be over before anybody misses an answer, and something good to show meanwhile. */
function isHushed({ trouble, failingSinceMs, playback }: View): boolean {
  if (!trouble || !playback || FAULT_CLASS[trouble.fault.kind] !== 'transient') return false;
  return trouble.retryAtMs - (failingSinceMs ?? trouble.retryAtMs) <= STALE_FOR_MS;
}

function playing({ playback, answeredAtMs, failingSinceMs }: View): Picture {
  if (!playback) return noticeOf({ kind: 'getting-token' });
  return { kind: 'playback', playback, answeredAtMs, isStale: failingSinceMs !== undefined };
}

function offlinePicture(view: View, { network, nowMs, spell }: PictureContext): Picture {
  const lostForMs = nowMs - (view.failingSinceMs ?? nowMs);
  if (view.playback && network.kind !== 'set-up' && lostForMs < LOST_FOR_MS) return playing(view);
  switch (network.kind) {
    case 'joining':
      return noticeOf({ kind: 'joining', network: spell(network.name) });
    case 'lost': {
      const { retryAtMs } = network;
      const retryInMs = retryAtMs === undefined ? undefined : Math.max(0, retryAtMs - nowMs);
      return noticeOf({ kind: 'no-network', network: spell(network.name), retryInMs });
    }
    case 'setting-clock':
    case 'set-up':
      return noticeOf(network);
    case 'online':
      return playing(view);
  }
}

function troubleNotice({ state, trouble }: View, { nowMs, relayUrl }: PictureContext): Notice {
  if (!trouble || state === 'link gone')
    return {
      kind: 'fault',
      fault: { kind: 'device-unknown' },
      relay: relayUrl,
      retryInMs: undefined,
    };
  const retryInMs = Math.max(0, trouble.retryAtMs - nowMs);
  return { kind: 'fault', fault: trouble.fault, relay: relayUrl, retryInMs };
}

function linkNotice({ pending }: View): Notice {
  if (!pending) return { kind: 'asking-code' };
  return { kind: 'link', code: pending.userCode, address: pending.verificationUri };
}

function noticeOf(notice: Notice): Picture {
  return { kind: 'notice', notice };
}
