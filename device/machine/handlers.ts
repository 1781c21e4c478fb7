/** What each state does. A handler ends with a move, a wait, or a request whose response ends with one of them. */
import type { Fault, Result } from '../shared/faults.js';
import { FAULT_CLASS } from '../shared/faults.js';
import { exchange } from '../http/exchange.js';
import type { AccessToken } from '../relay-client/access-token.js';
import { requestToken } from '../relay-client/access-token.js';
import type { Link, LinkStep, PendingLink } from '../relay-client/device-flow.js';
import * as flow from '../relay-client/device-flow.js';
import { readLink, removeLink, writeLink } from '../relay-client/stored-link.js';
import type { Playback } from '../spotify/playback.js';
import { requestPlayer } from '../spotify/player.js';
import type { Block } from '../spotify/schedule.js';
import type { Context } from './context.js';
import { requestRelay } from '../relay-client/relay-player.js';
import type { StateName } from './states.js';
import { LOST_FOR_MS } from './screen.js';

/** How long a message such as "Code expired" is shown before the next step. */
const NOTE_MS = 3000;

export const HANDLERS: Readonly<Record<StateName, (context: Context) => void>> = Object.freeze({
  offline: (context: Context) => {
    // A change of the network wakes us; until then only the display changes.
    if (context.ports.network.state.kind !== 'online') return context.repeatIn(LOST_FOR_MS);
    context.session.link ??= readLink(context.ports.store, context.settings.relayUrl);
    if (context.session.link) context.move(nextWithLink(context));
    else context.move('no link');
  },

  'getting code': (context: Context) => {
    const { relayUrl, deviceName } = context.settings;
    const fields = flow.codeReader();
    const request = flow.codeRequest(relayUrl, deviceName);
    context.call('relay', () =>
      exchange(context.ports, request, fields, (response) => {
        const result = flow.readCode(response, fields);
        if (!result.ok) return context.fail(result.fault, 'relay');
        context.session.pending = result.value;
        context.session.codeEndsAtMs = context.nowMs() + result.value.expiresInS * 1000;
        context.go('code');
        context.repeatIn(result.value.intervalS * 1000);
      }),
    );
  },

  linking: (context: Context) => {
    const { pending, codeEndsAtMs } = context.session;
    if (!pending || context.nowMs() >= codeEndsAtMs) return codeOver(context, 'expired');
    const fields = flow.linkReader();
    const request = flow.pollRequest(context.settings.relayUrl, pending.deviceCode);
    context.call('relay', () =>
      exchange(context.ports, request, fields, (response) => {
        const result = flow.readPoll(response, fields);
        if (!result.ok) return context.fail(result.fault, 'relay');
        context.succeed();
        stepLink(context, result.value, pending);
      }),
    );
  },

  'code over': (context: Context) => context.repeatIn(NOTE_MS),

  'getting token': (context: Context) => {
    const { link, rejected } = context.session;
    if (!link) return context.move('link gone');
    context.session.wantsSettings = false;
    const { relayUrl } = context.settings;
    context.call('relay', () =>
      requestToken(context.ports, { relayUrl, link, rejected }, (result) => {
        if (!result.ok) return noToken(context, result.fault);
        context.session.token = result.value.token;
        context.session.rejected = undefined;
        context.settingsSent(result.value.settings);
        context.move('ready');
      }),
    );
  },

  playing: (context: Context) => {
    const { link, token } = context.session;
    if (!link) return context.move('link gone');
    const isRelay = context.settings.source === 'relay';
    if (!isRelay && (context.session.wantsSettings || !isGood(context, token)))
      return context.move('token wanted');
    if (context.isLimited(isRelay ? 'relay' : 'spotify')) return;
    const { schedule } = context.keeper;
    const nowMs = context.nowMs();
    const waitMs = schedule.waitMs(nowMs);
    if (waitMs > 0) return context.waitOut(reasonToWait(schedule.block, nowMs), waitMs);
    schedule.polled(nowMs);
    if (isRelay || !token) return pollRelay(context, link);
    const { spotifyUrl } = context.settings;
    context.call('spotify', () =>
      requestPlayer(context.ports, spotifyUrl, token.value, (result) =>
        readPlayer(context, result),
      ),
    );
  },

  'link gone': (context: Context) => {
    forgetLink(context);
    context.repeatIn(NOTE_MS);
  },

  off: () => undefined,
});

/** The event at the end of a wait; in other states the handler runs again. */
export const AFTER_WAIT: Readonly<Partial<Record<StateName, 'noted'>>> = Object.freeze({
  'code over': 'noted',
  'link gone': 'noted',
});

export function isGood(
  context: Pick<Context, 'nowMs'>,
  token: AccessToken | undefined,
): token is AccessToken {
  return token !== undefined && context.nowMs() < token.renewAtMs;
}

/** A press that requests the settings must not invalidate a good token. */
function noToken(context: Context, fault: Fault): void {
  if (fault.kind !== 'device-unknown' && isGood(context, context.session.token))
    return context.move('ready');
  failLinked(context, fault);
}

function nextWithLink(context: Context): 'ready' | 'token wanted' {
  if (context.settings.source === 'relay') return 'ready';
  return isGood(context, context.session.token) ? 'ready' : 'token wanted';
}

function stepLink(context: Context, step: LinkStep, pending: PendingLink): void {
  const { session: holdings, ports } = context;
  switch (step.kind) {
    case 'linked':
      writeLink(ports.store, step.link, context.settings.relayUrl);
      ports.log.write('info', `linked to account ${step.link.uid}`);
      holdings.link = step.link;
      holdings.pending = undefined;
      return context.move(nextWithLink(context));
    case 'over':
      return codeOver(context, step.why);
    case 'slow-down': {
      const intervalS = pending.intervalS + flow.SLOW_DOWN_S;
      holdings.pending = { ...pending, intervalS };
      return context.repeatIn(intervalS * 1000);
    }
    case 'pending':
      return context.repeatIn(pending.intervalS * 1000);
  }
}

function codeOver(context: Context, why: 'expired' | 'denied'): void {
  context.session.codeOverWhy = why;
  context.session.pending = undefined;
  context.move('code over');
}

function forgetLink({ ports, session: holdings }: Context): void {
  removeLink(ports.store);
  holdings.link = undefined;
  holdings.token = undefined;
  holdings.rejected = undefined;
  holdings.refusalCount = 0;
}

/** Our budget protects Spotify's quota; the display does not tell them apart. */
export function reasonToWait(block: Block | undefined, nowMs: number): Fault {
  const quota = !block || block.untilMs <= nowMs || block.isQuota;
  return { kind: 'rate-limited', origin: 'spotify', quota };
}

/** Only the relay can end a link. */
function failLinked(context: Context, fault: Fault): void {
  if (fault.kind !== 'device-unknown') return context.fail(fault, 'relay');
  context.ports.log.write('warn', 'the relay no longer knows this device');
  context.move('link gone');
}

function pollRelay(context: Context, link: Link): void {
  const { relayUrl, rom } = context.settings;
  const { isChanged } = context.session;
  context.call('relay', () =>
    requestRelay(
      context.ports,
      { relayUrl, link, isPlain: rom === 'ascii', isChanged },
      (result) => {
        if (!result.ok) return failLinked(context, result.fault);
        context.settingsSent(result.value.settings);
        context.played(result.value.playback, result.value.restMs);
      },
    ),
  );
}

function readPlayer(context: Context, result: Result<Playback>): void {
  const { session: holdings } = context;
  if (result.ok) {
    holdings.refusalCount = 0;
    return context.played(result.value);
  }
  const { fault } = result;
  if (FAULT_CLASS[fault.kind] !== 'needs-token') return context.fail(fault, 'spotify');
  holdings.refusalCount += 1;
  holdings.rejected = holdings.token?.value;
  holdings.token = undefined;
  if (holdings.refusalCount === 1) return context.move('token wanted');
  context.go('token wanted');
  context.fail(fault, 'relay', holdings.refusalCount - 1);
}
