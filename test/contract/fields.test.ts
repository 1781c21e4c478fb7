/**
 * Every field that travels between device and relay, with both real ends: the device's own modules over HTTP
 * against the relay's own routes. Each end reads exactly what the other writes.
 */
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { exchange, type HttpOutcome } from '../../device/http/exchange.js';
import { FieldReader } from '../../device/http/fields.js';
import {
  readRefresh,
  refreshRequest,
  tokenReader,
  type TokenResponse,
} from '../../device/relay-client/access-token.js';
import * as flow from '../../device/relay-client/device-flow.js';
import { requestRelay, type RelayPlaying } from '../../device/relay-client/relay-player.js';
import type { Result } from '../../device/shared/faults.js';
import type { HttpRequest } from '../../device/shared/ports.js';
import {
  applyRelaySettings,
  DEFAULTS,
  RELAY_SETTINGS,
  type SentSettings,
} from '../../device/shared/settings.js';
import { PlaybackDecoder } from '../../device/spotify/decode.js';
import type { Playback } from '../../device/spotify/playback.js';
import { Form } from '../../relay/http/form.js';
import { createTransliterator } from '../../device/text/transliterate.js';
import { NodeHttp } from '../../simulator/node/http.js';
import { VirtualTime } from '../../tools/virtual/virtual-clock.js';
import { sampleBody } from '../device/spotify/samples.js';
import type { LinkedDevice } from '../support/relay.js';
import { relaySuite } from '../support/relay-suite.js';

/** For people, for other clients of RFC 8628 and RFC 6749, and for the original's sketch. */
const NOT_FOR_THE_DEVICE = ['verification_uri_complete', 'token_type', 'timer'];
/** A sketch that sends no headers has its token here. */
const NOT_OF_THE_DEVICE = ['token'];

const suite = relaySuite();
/** The device's: the relay reads Spotify's responses with the same class. */
const readers = new WeakSet<FieldReader>();
let isDevice = false;
/** Paths of JSON that the relay wrote, and that the device asked its reader for. */
const written = new Set<string>();
const read = new Set<string>();
/** Fields of forms that the device sent, and that the relay asked its form for. */
const sent = new Set<string>();
const taken = new Set<string>();

const http = new NodeHttp();
const ports = {
  http: {
    send: (...[request, handlers]: Parameters<NodeHttp['send']>) => {
      for (const name of new URLSearchParams(request.body).keys()) sent.add(name);
      let body = '';
      const decoder = new TextDecoder();
      return http.send(request, {
        ...handlers,
        onHeaders: (status, headers) => handlers.onHeaders(status, headers),
        onFault: (fault) => handlers.onFault(fault),
        onBody: (chunk) => {
          body += decoder.decode(chunk, { stream: true });
          isDevice = true;
          handlers.onBody(chunk);
          isDevice = false;
        },
        onDone: () => {
          for (const path of pathsOf(JSON.parse(body))) written.add(path);
          handlers.onDone();
        },
      });
    },
  },
  clock: new VirtualTime().clock,
};

beforeEach(() => {
  for (const names of [written, read, sent, taken]) names.clear();
  for (const method of ['text', 'number', 'flag', 'texts', 'any', 'has'] as const) {
    const real = Reflect.get(FieldReader.prototype, method) as (path: string) => never;
    jest.spyOn(FieldReader.prototype, method).mockImplementation(function (
      this: FieldReader,
      path: string,
    ) {
      if (readers.has(this)) read.add(path.replace('[]', ''));
      return real.call(this, path);
    });
  }
  const realPush = Reflect.get(FieldReader.prototype, 'push');
  jest.spyOn(FieldReader.prototype, 'push').mockImplementation(function (
    this: FieldReader,
    chunk: Uint8Array,
  ) {
    if (isDevice) readers.add(this);
    realPush.call(this, chunk);
  });
  const realText = Reflect.get(Form.prototype, 'text');
  jest.spyOn(Form.prototype, 'text').mockImplementation(function (this: Form, name: string) {
    taken.add(name);
    return realText.call(this, name);
  });
});

afterEach(() => {
  jest.restoreAllMocks();
});

/** Of every value but objects, and of objects themselves. */
function pathsOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [path];
  const inside = Object.entries(value).flatMap(([name, field]) =>
    pathsOf(field, path === '' ? name : `${path}.${name}`),
  );
  return path === '' ? inside : [path, ...inside];
}

function expectBothEndsToAgree(): void {
  const without = (all: Set<string>, names: readonly string[]): string[] =>
    [...all].filter((name) => !names.includes(name)).sort();
  expect([...read].sort()).toEqual(without(written, NOT_FOR_THE_DEVICE));
  expect(without(taken, NOT_OF_THE_DEVICE)).toEqual([...sent].sort());
}

/** One exchange of the device's. */
function send(request: HttpRequest, fields: FieldReader): Promise<HttpOutcome> {
  return new Promise((resolve) => {
    exchange(ports, request, fields, resolve);
  });
}

function good<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return result.value;
}

const linkOf = ({ uid, token }: LinkedDevice): flow.Link => ({ uid, deviceToken: token });

async function refresh(link: flow.Link, rejected?: string): Promise<TokenResponse> {
  const fields = tokenReader();
  const response = await send(refreshRequest(suite.relay.url, link, rejected), fields);
  return good(readRefresh(response, fields, 1_000));
}

async function get(link: flow.Link, isPlain = true, isChanged = false): Promise<RelayPlaying> {
  const result = await new Promise<Result<RelayPlaying>>((resolve) => {
    requestRelay(ports, { relayUrl: suite.relay.url, link, isPlain, isChanged }, resolve);
  });
  return good(result);
}

describe('POST /device_authorization and POST /token', () => {
  async function begin(): Promise<flow.PendingLink> {
    const fields = flow.codeReader();
    const response = await send(flow.codeRequest(suite.relay.url, 'Kitchen'), fields);
    return good(flow.readCode(response, fields));
  }

  async function poll({ deviceCode }: flow.PendingLink): Promise<flow.LinkStep> {
    const fields = flow.linkReader();
    const response = await send(flow.pollRequest(suite.relay.url, deviceCode), fields);
    return good(flow.readPoll(response, fields));
  }

  it('agree on every field, from the code to the link', async () => {
    const uid = suite.freshUid();
    const browser = await suite.relay.register(uid);
    const pending = await begin();
    expect(pending).toMatchObject({
      verificationUri: `${suite.relay.url}/link`,
      expiresInS: 900,
      intervalS: 5,
    });
    const page = await browser.post('/link', { code: pending.userCode });
    expect(await page.text()).toContain('Kitchen');
    await browser.post('/link', { code: pending.userCode, decision: 'approve' });
    const step = await poll(pending);
    expect(step).toEqual({
      kind: 'linked',
      link: { uid, deviceToken: expect.stringMatching(/^.{43}$/) },
    });
    // A browser's forms were read, too.
    for (const name of ['uid', 'pass', 'action', 'code', 'decision', 'id', 'secret', 'invite'])
      taken.delete(name);
    expectBothEndsToAgree();
  });

  it('agree on every outcome of a code', async () => {
    const browser = await suite.relay.register(suite.freshUid());
    const pending = await begin();
    expect(await poll(pending)).toEqual({ kind: 'pending' });
    expect(await poll(pending)).toEqual({ kind: 'slow-down' });
    await browser.post('/link', { code: pending.userCode, decision: 'deny' });
    suite.clock.advanceS(60);
    expect(await poll(pending)).toEqual({ kind: 'over', why: 'denied' });
    const late = await begin();
    suite.clock.advanceS(901);
    expect(await poll(late)).toEqual({ kind: 'over', why: 'expired' });
  });
});

/** A value that is no default for each that a person may set. */
const CHOSEN = {
  layout: 'classic',
  scroll: 'bounce',
  scroll_ms: '250',
  rom: 'A00',
  han: 'ja',
  backlight_off_s: '600',
  only_device: 'Küche & Bad',
  idle: 'clock',
  clock: '12h',
  clock_digits: 'large',
  off_hours: '22:30-6:45',
  time_zone: 'Europe/Berlin',
};

async function linkedWithSettings(): Promise<LinkedDevice> {
  const device = await suite.relay.link(suite.freshUid(), suite.spotify);
  const [made] = await suite.relay.devices.list(device.uid);
  await device.browser.post(`/devices/${made!.id}/settings`, CHOSEN);
  for (const names of [written, read, sent, taken]) names.clear();
  return device;
}

function expectChosen(settings: SentSettings | undefined): void {
  const applied = applyRelaySettings(DEFAULTS, settings);
  expect(applied.ignored).toEqual([]);
  expect(applied.settings).toEqual({
    ...DEFAULTS,
    layout: 'classic',
    scroll: 'bounce',
    scrollMs: 250,
    rom: 'A00',
    han: 'ja',
    backlightOffS: 600,
    onlyDevice: 'Küche & Bad',
    idle: 'clock',
    clock: '12h',
    clockDigits: 'large',
    offHours: { fromMin: 1350, toMin: 405 },
    utcOffsetMin: 60,
    nextOffsetMin: 120,
    nextOffsetAtMs: Date.UTC(2027, 2, 28, 1),
  });
  expect(Object.keys(settings ?? {}).sort()).toEqual(RELAY_SETTINGS.map(({ name }) => name).sort());
}

describe('POST /refresh', () => {
  it('is read field by field, and reads every field', async () => {
    const link = linkOf(await linkedWithSettings());
    const first = await refresh(link);
    expect(first.token.endsAtMs).toBe(1_000 + 3_600_000);
    expect(suite.spotify.secrets).toContain(first.token.value);
    expectChosen(first.settings);
    const second = await refresh(link, first.token.value);
    expect(second.token.value).not.toBe(first.token.value);
    expectBothEndsToAgree();
  });
});

describe('POST /get', () => {
  const KINDS = [
    'player-track-playing.json',
    'player-track-paused.json',
    'player-track-many-artists.json',
    'player-track-no-artists.json',
    'player-local-file.json',
    'player-episode.json',
    'player-episode-show-missing.json',
    'player-ad.json',
    'player-type-new.json',
  ];

  const transliterator = createTransliterator({
    text: readFileSync('device/text/tables.bin'),
    japanese: readFileSync('device/text/japanese.bin'),
  });

  /** What a device that polls Spotify itself makes of it, as far as `/get` has a field for it. Names come spelled. */
  function ownPlayback(file: string): Playback {
    const decoder = new PlaybackDecoder();
    decoder.push(sampleBody(file));
    const playback = good(decoder.end());
    if (!('artists' in playback)) return withoutKey(playback);
    const artists = playback.artists.map((name) => transliterator.transliterate(name));
    return withoutKey({ ...playback, artists, album: '', isrc: '' });
  }

  /** Each end makes its own of what it knows. */
  function withoutKey(playback: Playback): Playback {
    return playback.kind === 'nothing' ? playback : { ...playback, itemKey: '' };
  }

  it.each(KINDS)('returns the playback that Spotify itself would: %s', async (file) => {
    const link = linkOf(await suite.relay.link(suite.freshUid(), suite.spotify));
    suite.spotify.playing = { status: 200, body: new TextDecoder().decode(sampleBody(file)) };
    const { playback } = await get(link, false);
    expect(withoutKey(playback)).toEqual(ownPlayback(file));
  });

  it('is read field by field, and reads every field', async () => {
    const device = await linkedWithSettings();
    const { playback, settings } = await get(linkOf(device));
    expect(playback).toMatchObject({ kind: 'track', title: 'Cafe del Mar' });
    expectChosen(settings);
    // Who made an episode without a show stands in no list.
    const other = await linkedWithSettings();
    const body = new TextDecoder().decode(sampleBody('player-episode-show-missing.json'));
    suite.spotify.playing = { status: 200, body };
    await get(linkOf(other), false);
    await get(linkOf(other), false, true);
    expectBothEndsToAgree();
  });

  it('returns the settings even if nothing plays', async () => {
    const device = await linkedWithSettings();
    suite.spotify.playing = { status: 204 };
    const { playback, settings } = await get(linkOf(device));
    expect(playback).toEqual({ kind: 'nothing' });
    expectChosen(settings);
    expect([...written].filter((path) => !path.startsWith('settings'))).toEqual(['api_response']);
  });

  it('returns the original response if no settings are requested', async () => {
    const device = await linkedWithSettings();
    suite.spotify.playing = { status: 204 };
    expect(await (await suite.relay.get(device)).json()).toEqual({ api_response: 204 });
    expect((await suite.relay.get(device, { settings: '0' })).status).toBe(400);
  });
});
