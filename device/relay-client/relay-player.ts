/** `POST /get`: the relay polls Spotify once for all devices of an account, and responds in the original's JSON. */
import type { Result } from '../shared/faults.js';
import { spotifyFault } from '../shared/faults.js';
import type { ExchangePorts } from '../http/exchange.js';
import { exchange } from '../http/exchange.js';
import { FieldReader, shapeOf } from '../http/fields.js';
import type { Link } from './device-flow.js';
import { formBody, malformed, relayRequest, responseFault } from './relay-request.js';
import { SETTINGS_SHAPE, settingsIn } from './sent-settings.js';
import type { Cancel } from '../shared/ports.js';
import type { SentSettings } from '../shared/settings.js';
import type { Playback, PlaybackCommon } from '../spotify/playback.js';

export interface RelayPlaying {
  readonly playback: Playback;
  readonly settings: SentSettings | undefined;
  /** How long the relay wants no more polls. */
  readonly restMs: number;
}

export interface RelayRequest {
  readonly relayUrl: string;
  readonly link: Link;
  /** Uses the title as the relay transliterated it, since it also knows the album; otherwise Spotify's own. */
  readonly isPlain: boolean;
  /** A command has changed what plays: the relay's last response is out of date. */
  readonly isChanged?: boolean;
}

const RESPONSE = shapeOf({
  api_response: 'number',
  kind: 'string',
  title: 'string',
  song_title: 'string',
  artist_string: 'string',
  artist_full: ['string'],
  device_name: 'string',
  status: 'boolean',
  duration: 'number',
  current: 'number',
  settings: SETTINGS_SHAPE,
});

export function requestRelay(
  ports: ExchangePorts,
  { relayUrl, link, isPlain, isChanged }: RelayRequest,
  onResult: (result: Result<RelayPlaying>) => void,
): Cancel {
  const fields = new FieldReader(RESPONSE);
  const body = formBody({ uid: link.uid, settings: '1', ...(isChanged ? { changed: '1' } : {}) });
  const request = relayRequest(`${relayUrl}/get`, body, link.deviceToken);
  return exchange(ports, request, fields, (response) => {
    const fault = responseFault(response, fields);
    const retryAfterS = response.kind === 'responded' ? response.retryAfterS : undefined;
    onResult(fault ? { ok: false, fault } : judge(fields, retryAfterS, isPlain));
  });
}

function judge(
  fields: FieldReader,
  retryAfterS: number | undefined,
  isPlain: boolean,
): Result<RelayPlaying> {
  // Every response has this field: without it the object comes from another server.
  const status = fields.number('api_response');
  if (status === undefined) return malformed('api_response');
  // The original reported Spotify's failures inside a success.
  if (status !== 200 && status !== 204)
    return { ok: false, fault: spotifyFault({ status, retryAfterS, text: '' }) };
  return {
    ok: true,
    value: {
      playback: playbackOf(fields, isPlain),
      settings: settingsIn(fields),
      restMs: (retryAfterS ?? 0) * 1000,
    },
  };
}

function playbackOf(fields: FieldReader, isPlain: boolean): Playback {
  const kind = fields.text('kind');
  if (fields.number('api_response') === 204 || kind === 'nothing') return { kind: 'nothing' };
  const spelled = fields.text('song_title') ?? '';
  const title = isPlain ? spelled : (fields.text('title') ?? spelled);
  const artists = fields.texts('artist_full[]');
  const durationMs = Math.max(0, fields.number('duration') ?? 0);
  const common: PlaybackCommon = {
    isPlaying: fields.flag('status') ?? false,
    progressMs: fields.number('current'),
    durationMs,
    deviceName: fields.text('device_name') ?? '',
    isPrivate: false,
    // The response has no id.
    itemKey: title === '' ? '' : [title, ...artists, durationMs].join('\n'),
  };
  switch (kind) {
    case 'episode':
      return { kind, ...common, title, show: artists[0] ?? fields.text('artist_string') ?? '' };
    case 'ad':
      return { kind, ...common };
    case 'unknown':
      return { kind, ...common, title };
    default:
      return {
        kind: kind === 'local' ? kind : 'track',
        ...common,
        title,
        artists,
        album: '',
        isrc: '',
      };
  }
}
