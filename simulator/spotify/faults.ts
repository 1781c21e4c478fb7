/** Faults of the fake Spotify: what it answers to the next few requests instead of the truth. */
import {
  accountsError,
  apiError,
  apiJson,
  edgeText,
  html,
  type FakeOutcome,
} from './http-message.js';

/** Which of the two hosts has the fault. */
export type FaultTarget = 'api' | 'accounts';

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

/** By name; the bodies are as captured. */
export const NAMED_FAULTS: Readonly<Record<string, NamedFault>> = Object.freeze({
  'server-error': {
    label: '500, server error',
    target: 'api',
    answer: apiError(500, 'Server error.'),
  },
  'bad-gateway': {
    label: '502, HTML instead of JSON',
    target: 'api',
    answer: html(502, '<html><head><title>502 Server Error</title></head><body></body></html>'),
  },
  unavailable: {
    label: '503, empty',
    target: 'api',
    answer: { status: 503, headers: {}, body: '' },
  },
  'rate-limited': {
    label: '429, wait 20 s',
    target: 'api',
    answer: apiError(429, 'API rate limit exceeded', { 'retry-after': '20' }),
  },
  'rate-limited-text': {
    label: '429, plain text, no Retry-After',
    target: 'api',
    answer: edgeText(429, 'Too many requests'),
  },
  'not-json': {
    label: '200, a captive portal',
    target: 'api',
    answer: html(200, '<html><body>Welcome to the hotel. Please sign in.</body></html>'),
  },
  'cut-short': {
    label: '200, JSON cut short',
    target: 'api',
    answer: apiJson(200, '{\n  "is_playing" : true,\n  "item" : {\n    "name" : "Paper La'),
  },
  silent: { label: 'No response', target: 'api', answer: { hang: true } },
  reset: { label: 'Connection reset', target: 'api', answer: { reset: true } },
  'false-revoked': {
    label: 'Refresh refused by mistake',
    target: 'accounts',
    answer: accountsError('invalid_grant', 'Refresh token revoked'),
  },
  'accounts-down': {
    label: '500 from the token endpoint',
    target: 'accounts',
    answer: accountsError('server_error', 'An unexpected error occurred', 500),
  },
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
