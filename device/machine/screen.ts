/** Decides what to show: the current song or a notice. */
import type { PendingLink } from '../relay-client/device-flow.js';
import type { Notice } from '../screen/notices.js';
import type { Fault } from '../shared/faults.js';
import { FAULT_CLASS } from '../shared/faults.js';
import type { NetworkState } from '../shared/ports.js';
import type { Item, Playback } from '../spotify/playback.js';
import type { StateName } from './states.js';

export type Screen =
  | { readonly kind: 'off' }
  | { readonly kind: 'notice'; readonly notice: Notice }
  | {
      readonly kind: 'playing';
      readonly item: Item;
      /** When its `progressMs` was true. */
      readonly respondedAtMs: number;
      /** How fast it plays: podcasts have other speeds than 1. */
      readonly rate: number;
      /** Recent polls have failed. */
      readonly isStale: boolean;
    };

/** The current fault, and when it is retried. */
export interface ActiveFault {
  readonly fault: Fault;
  readonly retryAtMs: number;
}

/** The part of the machine's data that is shown. */
export interface View {
  readonly state: StateName;
  readonly activeFault: ActiveFault | undefined;
  /** Since when polls have failed; undefined while they succeed. */
  readonly failingSinceMs: number | undefined;
  readonly playback: Playback | undefined;
  /** When `playback` was true. */
  readonly respondedAtMs: number;
  readonly rate: number;
  readonly pending: PendingLink | undefined;
  readonly codeOverWhy: 'expired' | 'denied';
  readonly network: NetworkState;
  readonly nowMs: number;
  readonly relayUrl: string;
}

/** While polls fail, the last good response is shown for this long, with a mark: most faults are short. */
const STALE_FOR_MS = 60_000;
/** Networks usually come back within this time; after it, show that they are gone. */
export const LOST_FOR_MS = 15_000;

export function screenOf(view: View): Screen {
  const { state, activeFault } = view;
  if (state === 'off') return { kind: 'off' };
  if (state === 'offline') return offlineScreen(view);
  // The code is valid until it expires, whatever fails meanwhile.
  if (state === 'linking' && view.pending) return noticeOf(linkNotice(view));
  if (activeFault) return isHidden(view) ? playing(view) : noticeOf(faultNotice(view));
  switch (state) {
    case 'getting code':
      return noticeOf({ kind: 'getting-code' });
    case 'linking':
      return noticeOf(linkNotice(view));
    case 'code over':
      return noticeOf({ kind: 'link-over', why: view.codeOverWhy });
    case 'link gone':
      return noticeOf(faultNotice(view));
    case 'getting token':
    case 'playing':
      return playing(view);
  }
}

/** @param isStale recent polls have failed */
export function playingScreen(
  playback: Playback,
  respondedAtMs: number,
  { rate = 1, isStale = false } = {},
): Screen {
  if (playback.kind === 'nothing') return noticeOf({ kind: 'nothing' });
  return { kind: 'playing', item: playback, respondedAtMs, rate, isStale };
}

/** A fault that may end soon, while there is still a playback to show. */
function isHidden({ activeFault, failingSinceMs, playback }: View): boolean {
  if (!activeFault || !playback || FAULT_CLASS[activeFault.fault.kind] !== 'transient')
    return false;
  return activeFault.retryAtMs - (failingSinceMs ?? activeFault.retryAtMs) <= STALE_FOR_MS;
}

function playing({ playback, respondedAtMs, rate, failingSinceMs }: View): Screen {
  if (!playback) return noticeOf({ kind: 'getting-token' });
  return playingScreen(playback, respondedAtMs, { rate, isStale: failingSinceMs !== undefined });
}

function offlineScreen(view: View): Screen {
  const { network, nowMs } = view;
  const lostForMs = nowMs - (view.failingSinceMs ?? nowMs);
  if (view.playback && network.kind !== 'set-up' && lostForMs < LOST_FOR_MS) return playing(view);
  switch (network.kind) {
    case 'joining':
      return noticeOf({ kind: 'joining', network: network.name });
    case 'lost': {
      const { retryAtMs } = network;
      const retryInMs = retryAtMs === undefined ? undefined : Math.max(0, retryAtMs - nowMs);
      return noticeOf({ kind: 'no-network', network: network.name, retryInMs });
    }
    case 'setting-clock':
    case 'set-up':
      return noticeOf(network);
    case 'online':
      return playing(view);
  }
}

function faultNotice({ state, activeFault, nowMs, relayUrl }: View): Notice {
  if (!activeFault || state === 'link gone')
    return {
      kind: 'fault',
      fault: { kind: 'device-unknown' },
      relay: relayUrl,
      retryInMs: undefined,
    };
  const retryInMs = Math.max(0, activeFault.retryAtMs - nowMs);
  return { kind: 'fault', fault: activeFault.fault, relay: relayUrl, retryInMs };
}

function linkNotice({ pending }: View): Notice {
  if (!pending) return { kind: 'getting-code' };
  return { kind: 'link', code: pending.userCode, address: pending.verificationUri };
}

function noticeOf(notice: Notice): Screen {
  return { kind: 'notice', notice };
}
