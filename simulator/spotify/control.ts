/** What a person or a test may do to the fake Spotify, read from form fields; unknown to the product itself. */
import { REFRESH_MODES, type RefreshMode } from './grants.js';
import { JSON_LAYOUTS, type JsonLayout } from './json-layout.js';

export type FakeSpotifyCommand =
  | { readonly action: 'play' | 'pause' | 'next' | 'previous' | 'expire-token' | 'revoke' }
  | { readonly action: 'unblock' | 'clear-faults' }
  | { readonly action: 'seek'; readonly positionMs: number }
  | { readonly action: 'item'; readonly item: string }
  | { readonly action: 'private' | 'premium'; readonly on: boolean }
  | { readonly action: 'refresh-mode'; readonly mode: RefreshMode }
  | { readonly action: 'layout'; readonly layout: JsonLayout }
  | { readonly action: 'token-lifetime'; readonly seconds: number }
  | { readonly action: 'token-length'; readonly length: number }
  /** `calls` undefined turns the quota off. */
  | { readonly action: 'quota'; readonly calls: number | undefined }
  | { readonly action: 'fault'; readonly fault: string; readonly times: number }
  /** Any status and body, for `times` requests. */
  | {
      readonly action: 'answer';
      readonly target: 'api' | 'accounts';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
      readonly times: number;
    };

export type ControlResult =
  { readonly ok: true } | { readonly ok: false; readonly problem: string };

/** What the simulator's page shows and offers. */
export interface FakeSpotifyState {
  readonly now:
    | {
        readonly label: string;
        readonly title: string;
        readonly isPlaying: boolean;
        readonly positionMs: number;
        readonly durationMs: number;
      }
    | undefined;
  readonly items: readonly { readonly key: string; readonly label: string }[];
  readonly faults: readonly { readonly name: string; readonly label: string }[];
  readonly faultsLeft: number;
  readonly calls: number;
  readonly callsDuringBlock: number;
  readonly refreshes: number;
}

export interface FakeSpotifyControls {
  control(fields: Readonly<Record<string, string>>): ControlResult;
  state(): FakeSpotifyState;
}

const TIMES_MAX = 10_000;

/** A command, or what is wrong with the fields. */
export function readCommand(fields: Readonly<Record<string, string>>): FakeSpotifyCommand | string {
  const action = fields['action'];
  const whole = (name: string, fallback: number, max: number): number | string => {
    const text = fields[name];
    const value = text === undefined || text === '' ? fallback : Number(text);
    return Number.isInteger(value) && value >= 0 && value <= max
      ? value
      : `${name} must be a whole number from 0 to ${max}`;
  };
  switch (action) {
    case 'play':
    case 'pause':
    case 'next':
    case 'previous':
    case 'expire-token':
    case 'revoke':
    case 'unblock':
    case 'clear-faults':
      return { action };
    case 'item':
      return { action, item: fields['item'] ?? '' };
    case 'private':
    case 'premium':
      return { action, on: fields['on'] === 'true' };
    case 'seek': {
      const positionMs = whole('position_ms', 0, 24 * 3600_000);
      return typeof positionMs === 'string' ? positionMs : { action, positionMs };
    }
    case 'token-lifetime': {
      const seconds = whole('seconds', 3600, 24 * 3600);
      return typeof seconds === 'string' ? seconds : { action, seconds };
    }
    case 'token-length': {
      const length = whole('length', 301, 4096);
      return typeof length === 'string' ? length : { action, length };
    }
    case 'quota': {
      if (fields['calls'] === 'off') return { action, calls: undefined };
      const calls = whole('calls', 600, 1_000_000);
      return typeof calls === 'string' ? calls : { action, calls };
    }
    case 'refresh-mode': {
      const mode = REFRESH_MODES.find((candidate) => candidate === fields['mode']);
      return mode ? { action, mode } : `mode must be ${REFRESH_MODES.join(', ')}`;
    }
    case 'layout': {
      const layout = JSON_LAYOUTS.find((candidate) => candidate === fields['layout']);
      return layout ? { action, layout } : `layout must be ${JSON_LAYOUTS.join(', ')}`;
    }
    case 'fault': {
      const times = whole('times', 1, TIMES_MAX);
      if (typeof times === 'string') return times;
      return { action, fault: fields['fault'] ?? '', times };
    }
    case 'answer': {
      const status = whole('status', 500, 599);
      if (typeof status === 'string') return status;
      const times = whole('times', 1, TIMES_MAX);
      if (typeof times === 'string') return times;
      const target = fields['target'] === 'accounts' ? 'accounts' : 'api';
      const headers: Record<string, string> = {};
      if (fields['retry_after'] !== undefined) headers['retry-after'] = fields['retry_after'];
      if (fields['content_type'] !== undefined) headers['content-type'] = fields['content_type'];
      return { action, target, status, headers, body: fields['body'] ?? '', times };
    }
    default:
      return `no action ${action ?? '(none given)'}`;
  }
}
