/** Faults of the fake Spotify: wrong responses to the next few requests. */
import {
  accountsError,
  apiError,
  apiJson,
  commandError,
  edgeText,
  html,
  type FakeOutcome,
} from './http-message.js';

/** Which of the two hosts has the fault; `command`: only the player's commands. */
export type FaultTarget = 'api' | 'command' | 'accounts';

export interface FaultStep {
  readonly target: FaultTarget;
  readonly answer: FakeOutcome;
  /** How many requests get it. */
  readonly times: number;
}

export interface NamedFault {
  readonly label: string;
  readonly target: FaultTarget;
  readonly answer: FakeOutcome;
}

const api = (label: string, answer: FakeOutcome): NamedFault => ({ label, target: 'api', answer });
const command = (label: string, ...error: Parameters<typeof commandError>): NamedFault => ({
  label,
  target: 'command',
  answer: commandError(...error),
});
const accounts = (label: string, answer: FakeOutcome): NamedFault => ({
  label,
  target: 'accounts',
  answer,
});
const BAD_GATEWAY = '<html><head><title>502 Server Error</title></head><body></body></html>';
const PORTAL = '<html><body>Welcome to the hotel. Please sign in.</body></html>';
const HALF_A_BODY = '{\n  "is_playing" : true,\n  "item" : {\n    "name" : "Paper La';
const WAIT_20_S = { 'retry-after': '20' };

/** By name; the bodies are as captured. */
export const NAMED_FAULTS: Readonly<Record<string, NamedFault>> = Object.freeze({
  'server-error': api('500, server error', apiError(500, 'Server error.')),
  'bad-gateway': api('502, HTML instead of JSON', html(502, BAD_GATEWAY)),
  unavailable: api('503, empty', { status: 503, headers: {}, body: '' }),
  'rate-limited': api('429, wait 20 s', apiError(429, 'API rate limit exceeded', WAIT_20_S)),
  'rate-limited-text': api('429, plain text, no Retry-After', edgeText(429, 'Too many requests')),
  'not-json': api('200, a captive portal', html(200, PORTAL)),
  'cut-short': api('200, JSON cut short', apiJson(200, HALF_A_BODY)),
  silent: api('No response', { hang: true }),
  reset: api('Connection reset', { reset: true }),
  'no-player': command('Buttons: no player', 404, 'No active device found', 'NO_ACTIVE_DEVICE'),
  'no-premium': command('Buttons: no Premium', 403, 'Premium required', 'PREMIUM_REQUIRED'),
  'restricted-player': command(
    'Buttons: restricted player',
    ...([403, 'Restricted device', 'DEVICE_NOT_CONTROLLABLE'] as const),
  ),
  'false-revoked': accounts(
    'Refresh refused by mistake',
    accountsError('invalid_grant', 'Refresh token revoked'),
  ),
  'accounts-down': accounts(
    '500 from the token endpoint',
    accountsError('server_error', 'An unexpected error occurred', 500),
  ),
});

export class FaultScript {
  #steps: { target: FaultTarget; answer: FakeOutcome; times: number }[] = [];

  add({ target, answer, times }: FaultStep): void {
    if (times > 0) this.#steps.push({ target, answer, times });
  }

  clear(): void {
    this.#steps = [];
  }

  /** Requests that a fault is still to hit. */
  get left(): number {
    return this.#steps.reduce((sum, { times }) => sum + times, 0);
  }

  /** Takes the next response for `target`; undefined without a fault. */
  take(target: FaultTarget): FakeOutcome | undefined {
    const step = this.#steps.find((candidate) => candidate.target === target);
    if (!step) return undefined;
    step.times--;
    if (step.times === 0) this.#steps = this.#steps.filter((candidate) => candidate !== step);
    return step.answer;
  }
}
