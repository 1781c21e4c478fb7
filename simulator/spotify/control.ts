/** How a person or a test controls the fake Spotify: one action per form. The product itself never does. */
import type { Api } from './api.js';
import type { AuthorizeEndpoint } from './authorize.js';
import type { CallLimits } from './call-limits.js';
import { NAMED_FAULTS, type FaultScript } from './faults.js';
import { REFRESH_MODES, type Grants } from './grants.js';
import { JSON_LAYOUTS } from './json-layout.js';
import type { PlaybackModel } from './playback-model.js';
import type { TokenEndpoint } from './token-endpoint.js';

export type ControlResult =
  { readonly ok: true } | { readonly ok: false; readonly problem: string };

export interface Controlled {
  readonly player: PlaybackModel;
  readonly limits: CallLimits;
  readonly grants: Grants;
  readonly faults: FaultScript;
  readonly api: Api;
  readonly token: TokenEndpoint;
  readonly authorize: AuthorizeEndpoint;
}

class FieldError extends Error {}

class Fields {
  readonly #values: Readonly<Record<string, string>>;

  constructor(values: Readonly<Record<string, string>>) {
    this.#values = values;
  }

  text(name: string): string | undefined {
    return this.#values[name];
  }

  isTrue(name: string): boolean {
    return this.text(name) === 'true';
  }

  whole(name: string, fallback: number, max: number): number {
    const value = Number(this.text(name) || fallback);
    if (Number.isInteger(value) && value >= 0 && value <= max) return value;
    throw new FieldError(`${name} must be a whole number from 0 to ${max}`);
  }

  oneOf<T extends string>(name: string, values: readonly T[]): T {
    const value = values.find((candidate) => candidate === this.text(name));
    if (value !== undefined) return value;
    throw new FieldError(`${name} must be one of ${values.join(', ')}`);
  }

  times(): number {
    return this.whole('times', 1, TIMES_MAX);
  }
}

const TIMES_MAX = 10_000;
const DAY_S = 24 * 3600;

const ACTIONS: Readonly<Record<string, (fake: Controlled, fields: Fields) => void>> = {
  play: ({ player }) => player.play(),
  pause: ({ player }) => player.pause(),
  next: ({ player }) => player.next(),
  previous: ({ player }) => player.previous(),
  seek: ({ player }, fields) => player.seek(fields.whole('position_ms', 0, DAY_S * 1000)),
  item: ({ player }, fields) => {
    const key = fields.text('item') ?? '';
    if (!player.choose(key)) throw new FieldError(`no item ${key}`);
  },
  private: ({ player }, fields) => player.setPrivate(fields.isTrue('on')),
  premium: ({ api }, fields) => {
    api.ownerHasPremium = fields.isTrue('on');
  },
  layout: ({ api }, fields) => {
    api.layout = fields.oneOf('layout', JSON_LAYOUTS);
  },
  'expire-token': ({ grants }) => grants.expireAccessTokens(),
  revoke: ({ grants, authorize }) => {
    grants.revokeAll();
    authorize.forgetConsents();
  },
  'refresh-mode': ({ token }, fields) => {
    token.refreshMode = fields.oneOf('mode', REFRESH_MODES);
  },
  'token-lifetime': ({ grants }, fields) => {
    grants.accessTokenLifetimeS = fields.whole('seconds', 3600, DAY_S);
  },
  'token-length': ({ grants }, fields) => {
    grants.accessTokenLength = fields.whole('length', 301, 4096);
  },
  quota: ({ limits }, fields) => {
    const isOff = fields.text('calls') === 'off';
    limits.quotaCalls = isOff ? undefined : fields.whole('calls', 600, 1_000_000);
  },
  unblock: ({ limits }) => limits.unblock(),
  fault: ({ faults }, fields) => {
    const name = fields.text('fault') ?? '';
    const fault = NAMED_FAULTS[name];
    if (!fault) throw new FieldError(`no fault ${name}`);
    faults.add({ target: fault.target, answer: fault.answer, times: fields.times() });
  },
  /** Any status and body. */
  answer: ({ faults }, fields) => {
    const headers: Record<string, string> = {};
    for (const name of ['retry-after', 'content-type']) {
      const value = fields.text(name.replace('-', '_'));
      if (value !== undefined) headers[name] = value;
    }
    faults.add({
      target: fields.text('target') === 'accounts' ? 'accounts' : 'api',
      answer: {
        status: fields.whole('status', 500, 599),
        headers,
        body: fields.text('body') ?? '',
      },
      times: fields.times(),
    });
  },
  'clear-faults': ({ faults }) => faults.clear(),
};

export function control(fake: Controlled, fields: Readonly<Record<string, string>>): ControlResult {
  const name = fields['action'] ?? '';
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (!action) return { ok: false, problem: `no action ${name || '(none given)'}` };
  try {
    action(fake, new Fields(fields));
    return { ok: true };
  } catch (error) {
    if (error instanceof FieldError) return { ok: false, problem: error.message };
    throw error;
  }
}
