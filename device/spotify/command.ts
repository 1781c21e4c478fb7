/**
 * The player's commands: their requests, and what the responses mean. No body in either direction.
 * @see developer.spotify.com/documentation/web-api/reference/start-a-users-playback and its neighbours
 */
import type { HttpOutcome } from '../http/exchange.js';
import { spotifyFault, type CommandFault, type CommandRefusal } from '../shared/faults.js';
import { frozen } from '../shared/frozen.js';
import type { HttpRequest } from '../shared/ports.js';
import type { Playback } from './playback.js';
import { spotifyRequest } from './player.js';

export type Command = 'play' | 'pause' | 'next' | 'previous';

const METHODS: Readonly<Record<Command, HttpRequest['method']>> = Object.freeze({
  play: 'PUT',
  pause: 'PUT',
  next: 'POST',
  previous: 'POST',
});

export function commandRequest(
  spotifyUrl: string,
  accessToken: string,
  command: Command,
): HttpRequest {
  return spotifyRequest(METHODS[command], `${spotifyUrl}/v1/me/player/${command}`, accessToken);
}

/** The first match counts; texts in lower case. */
const ROWS: readonly { status: number; text: string; reason: CommandRefusal }[] = frozen([
  { status: 404, text: '', reason: 'no-player' },
  // A missing scope is a 401 here, and would otherwise pass for an expired token.
  { status: 401, text: 'permissions missing', reason: 'no-control' },
  { status: 403, text: 'scope', reason: 'no-control' },
  { status: 403, text: 'premium_required', reason: 'no-premium' },
  { status: 403, text: 'restricted device', reason: 'restricted' },
  { status: 403, text: 'device_not_controllable', reason: 'restricted' },
  { status: 403, text: 'player command failed', reason: 'not-now' },
]);

/** @returns undefined if it was carried out */
export function commandFault(response: HttpOutcome): CommandFault | undefined {
  if (response.kind === 'failed')
    return { kind: 'unreachable', origin: 'spotify', cause: response.fault.kind };
  const { status } = response;
  if (status === 200 || status === 204) return undefined;
  const text = response.text.toLowerCase();
  const row = ROWS.find((one) => one.status === status && text.includes(one.text));
  return row ? { kind: 'command-refused', reason: row.reason } : spotifyFault(response);
}

/** At the start of an item: it was skipped to, even if it is the same one again. */
const SKIPPED_WITHIN_MS = 5000;

/** Whether a poll already shows what the command causes: Spotify's own caches lag behind it. */
export function isCarriedOut(command: Command, before: Playback, after: Playback): boolean {
  if (command === 'play' || command === 'pause')
    return after.kind !== 'nothing' && after.isPlaying === (command === 'play');
  if (before.kind === 'nothing' || after.kind === 'nothing') return before.kind !== after.kind;
  return after.itemKey !== before.itemKey || (after.progressMs ?? 0) < SKIPPED_WITHIN_MS;
}
