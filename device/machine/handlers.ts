/** What is done in each state. A work ends in exactly one of: a move, a wait, a call whose answer ends in one of them. */
import type { Fault, Result } from '../shared/faults.js';
import { FAULT_CLASS } from '../shared/faults.js';
import { exchange } from '../http/exchange.js';
import { judgeRefresh, refreshRequest, tokenReader } from '../relay-client/access-token.js';
import type { Link, LinkStep, PendingLink } from '../relay-client/device-flow.js';
import * as flow from '../relay-client/device-flow.js';
import { readLink, removeLink, writeLink } from '../relay-client/stored-link.js';
import type { Playback } from '../spotify/playback.js';
import { askPlayer } from '../spotify/player.js';
import type { Block } from '../spotify/schedule.js';
import type { Desk } from './context.js';
import { askRelay } from '../relay-client/relay-player.js';
import type { StateName } from './states.js';
import { LOST_FOR_MS } from './screen.js';

/** How long a note such as "code has expired" stands before the next step. */
const NOTE_MS = 3000;

export const WORKS: Readonly<Record<StateName, (desk: Desk) => void>> = Object.freeze({
  offline: (desk: Desk) => {
    // A change of the network wakes us; until then the picture alone has something to come.
    if (desk.ports.network.state.kind !== 'online') return desk.again(LOST_FOR_MS);
    desk.holdings.link ??= readLink(desk.ports.store, desk.settings.relayUrl);
    if (desk.holdings.link) desk.move(nextWithLink(desk));
    else desk.move('no link');
  },

  'asking code': (desk: Desk) => {
    const { relayUrl, deviceName } = desk.settings;
    const fields = flow.codeReader();
    const request = flow.codeRequest(relayUrl, deviceName);
    desk.call('relay', () =>
      exchange(desk.ports, request, fields, (answer) => {
        const result = flow.judgeCode(answer, fields);
        if (!result.ok) return desk.fail(result.fault, 'relay');
        desk.holdings.pending = result.value;
        desk.holdings.codeEndsAtMs = desk.nowMs() + result.value.expiresInS * 1000;
        desk.go('code');
        desk.again(result.value.intervalS * 1000);
      }),
    );
  },

  linking: (desk: Desk) => {
    const { pending, codeEndsAtMs } = desk.holdings;
    if (!pending || desk.nowMs() >= codeEndsAtMs) return codeOver(desk, 'expired');
    const fields = flow.linkReader();
    const request = flow.pollRequest(desk.settings.relayUrl, pending.deviceCode);
    desk.call('relay', () =>
      exchange(desk.ports, request, fields, (answer) => {
        const result = flow.judgePoll(answer, fields);
        if (!result.ok) return desk.fail(result.fault, 'relay');
        desk.succeed();
        stepLink(desk, result.value, pending);
      }),
    );
  },

  'code over': (desk: Desk) => desk.again(NOTE_MS),

  'getting token': (desk: Desk) => {
    const { link, rejected } = desk.holdings;
    if (!link) return desk.move('link gone');
    const fields = tokenReader();
    const request = refreshRequest(desk.settings.relayUrl, link, rejected);
    desk.call('relay', () =>
      exchange(desk.ports, request, fields, (answer) => {
        const result = judgeRefresh(answer, fields, desk.nowMs());
        if (!result.ok) return failLinked(desk, result.fault);
        desk.holdings.token = result.value.token;
        desk.holdings.rejected = undefined;
        desk.settingsSent(result.value.settings);
        desk.move('ready');
      }),
    );
  },

  playing: (desk: Desk) => {
    const { link, token } = desk.holdings;
    if (!link) return desk.move('link gone');
    const isRelay = desk.settings.source === 'relay';
    if (!isRelay && (!token || desk.nowMs() >= token.renewAtMs)) return desk.move('token wanted');
    if (desk.isHeld(isRelay ? 'relay' : 'spotify')) return;
    const { schedule } = desk.keeper;
    const nowMs = desk.nowMs();
    const waitMs = schedule.waitMs(nowMs);
    if (waitMs > 0) return desk.hold(reasonToWait(schedule.block, nowMs), waitMs);
    schedule.asked(nowMs);
    if (isRelay || !token) return askRelayFor(desk, link);
    const { spotifyUrl } = desk.settings;
    desk.call('spotify', () =>
      askPlayer(desk.ports, spotifyUrl, token.value, (result) => judgePlayer(desk, result)),
    );
  },

  'link gone': (desk: Desk) => {
    forgetLink(desk);
    desk.again(NOTE_MS);
  },

  resting: () => undefined,
});

/** Where a wait alone leads, once it is over; elsewhere the work is done again. */
export const AFTER_WAIT: Readonly<Partial<Record<StateName, 'noted'>>> = Object.freeze({
  'code over': 'noted',
  'link gone': 'noted',
});

function nextWithLink(desk: Desk): 'ready' | 'token wanted' {
  if (desk.settings.source === 'relay') return 'ready';
  const { token } = desk.holdings;
  return token && desk.nowMs() < token.renewAtMs ? 'ready' : 'token wanted';
}

function stepLink(desk: Desk, step: LinkStep, pending: PendingLink): void {
  const { holdings, ports } = desk;
  switch (step.kind) {
    case 'linked':
      writeLink(ports.store, step.link, desk.settings.relayUrl);
      ports.log.write('info', `linked to account ${step.link.uid}`);
      holdings.link = step.link;
      holdings.pending = undefined;
      return desk.move(nextWithLink(desk));
    case 'over':
      return codeOver(desk, step.why);
    case 'slow-down': {
      const intervalS = pending.intervalS + flow.SLOW_DOWN_S;
      holdings.pending = { ...pending, intervalS };
      return desk.again(intervalS * 1000);
    }
    case 'pending':
      return desk.again(pending.intervalS * 1000);
  }
}

function codeOver(desk: Desk, why: 'expired' | 'denied'): void {
  desk.holdings.codeOverWhy = why;
  desk.holdings.pending = undefined;
  desk.move('code over');
}

function forgetLink({ ports, holdings }: Desk): void {
  removeLink(ports.store);
  holdings.link = undefined;
  holdings.token = undefined;
  holdings.rejected = undefined;
  holdings.refusalCount = 0;
}

/** Our own budget guards Spotify's: who reads the display can do the same about either, wait. */
function reasonToWait(block: Block | undefined, nowMs: number): Fault {
  const quota = !block || block.untilMs <= nowMs || block.isQuota;
  return { kind: 'rate-limited', origin: 'spotify', quota };
}

/** Only the relay's own word ends a link. */
function failLinked(desk: Desk, fault: Fault): void {
  if (fault.kind !== 'device-unknown') return desk.fail(fault, 'relay');
  desk.ports.log.write('warn', 'the relay does not know this link any more');
  desk.move('link gone');
}

function askRelayFor(desk: Desk, link: Link): void {
  const { relayUrl, rom } = desk.settings;
  desk.call('relay', () =>
    askRelay(desk.ports, { relayUrl, link, isPlain: rom === 'ascii' }, (result) => {
      if (!result.ok) return failLinked(desk, result.fault);
      desk.settingsSent(result.value.settings);
      played(desk, result.value.playback, result.value.restMs);
    }),
  );
}

function judgePlayer(desk: Desk, result: Result<Playback>): void {
  const { holdings } = desk;
  if (result.ok) {
    holdings.refusalCount = 0;
    return played(desk, result.value);
  }
  const { fault } = result;
  if (FAULT_CLASS[fault.kind] !== 'needs-token') return desk.fail(fault, 'spotify');
  holdings.refusalCount += 1;
  holdings.rejected = holdings.token?.value;
  holdings.token = undefined;
  if (holdings.refusalCount === 1) return desk.move('token wanted');
  desk.go('token wanted');
  desk.fail(fault, 'relay', holdings.refusalCount - 1);
}

function played(desk: Desk, playback: Playback, restMs = 0): void {
  const nowMs = desk.nowMs();
  const { kind, waitMs } = desk.keeper.schedule.answered(playback, nowMs);
  desk.played(playback, kind, restMs);
  desk.again(Math.max(restMs, waitMs));
  desk.keeper.keep(nowMs);
}
