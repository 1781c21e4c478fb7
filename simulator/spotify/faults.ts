/** Faults to order from the fake Spotify: what it answers, instead of the truth, to the next few requests. */
import {
  accountsError,
  apiError,
  apiJson,
  edgeText,
  html,
  type FakeOutcome,
} from './http-message.js';

/** Which of the two hosts is ill. */
export type FaultTarget = 'api' | 'accounts';

export interface FaultStep {
  readonly target: FaultTarget;
  readonly answer: FakeOutcome;
  /** Requests that get it; the step is over after the last. */
  readonly times: number;
}

export interface NamedFault {
  readonly label: string;
  readonly target: FaultTarget;
  readonly answer: FakeOutcome;
}

/** By the name that a control gives; the bodies are as captures show them. */
export const NAMED_FAULTS: Readonly<Record<string, NamedFault>> = Object.freeze({
  'server-error': {
    label: '500, server error',
    target: 'api',
    answer: apiError(500, 'Server error.'),
  },
  'bad-gateway': {
    label: '502, a page instead of JSON',
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
    label: '200, JSON that breaks off',
    target: 'api',
    answer: apiJson(200, '{\n  "is_playing" : true,\n  "item" : {\n    "name" : "Paper La'),
  },
  silent: { label: 'No answer at all', target: 'api', answer: { hang: true } },
  reset: { label: 'Connection reset', target: 'api', answer: { reset: true } },
  'false-revoked': {
    label: 'Refresh refused by an outage',
    target: 'accounts',
    answer: accountsError('invalid_grant', 'Refresh token revoked'),
  },
  'accounts-down': {
    label: 'Sign-in service down',
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

  /** Requests that are still to be spoiled. */
  get left(): number {
    return this.#steps.reduce((sum, { times }) => sum + times, 0);
  }

  /** Takes the next answer for `target`; undefined where nothing is ordered. */
  take(target: FaultTarget): FakeOutcome | undefined {
    const step = this.#steps.find((candidate) => candidate.target === target);
    if (!step) return undefined;
    step.times--;
    if (step.times === 0) this.#steps = this.#steps.filter((candidate) => candidate !== step);
    return step.answer;
  }
}
