/** `/simulator`: the page, the display as text and as JSON, its life as events, and the fake Spotify's controls. */
import type { IncomingMessage } from 'node:http';
import type { Middleware, ParameterizedContext } from 'koa';
import type { Timer } from '../device/shared/ports.js';
import { isSameOrigin, refusalFor } from './access.js';
import { NODE_TIMER } from './coalesce.js';
import { sendEvents, Viewers } from './event-stream.js';
import { lcdJson, lcdText, liveBus, liveLcd, type LcdReading } from './lcd-view.js';
import type { LiveDevice, LiveState } from './page/live-state.js';
import { PageFiles } from './page-files.js';
import type { FakeSpotifyControls } from './spotify/control.js';
import { formFields } from './spotify/http-message.js';

/** What the device is doing, for people. */
export type SimulatorStatus = LiveDevice;

export interface SimulatorRoutesOptions {
  readonly lcd: LcdReading;
  readonly backlight: () => boolean;
  /** Calls back after each change of the display or the status; returns what ends that. */
  readonly onChange: (listener: () => void) => () => void;
  /** Absent where the real Spotify answers. */
  readonly fakeSpotify?: FakeSpotifyControls;
  /** After each command that the fake Spotify has obeyed: a time to have the device ask again. */
  readonly onCommand?: () => void;
  /** The device's button, as it goes down and up. */
  readonly onButton?: (isDown: boolean) => void;
  readonly status: () => SimulatorStatus;
  readonly expose: boolean;
  /** Host name of PUBLIC_URL, without a port. */
  readonly publicHost?: string;
  readonly nowMs?: () => number;
  readonly timer?: Timer;
}

const PREFIX = '/simulator';
/** Everything that the page loads is ours; the canvas needs no exception. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/** Data, not a script: a policy without inline scripts lets it stand. */
const STATE_BLOCK = /(<script type="application\/json" id="state">)[^<]*(<\/script>)/;
const BODY_BYTES_MAX = 8192;
/** Each is sent up to twenty states a second of some kilobytes. */
const VIEWERS_MAX = 32;

export function simulatorRoutes(options: SimulatorRoutesOptions): Middleware {
  const files = new PageFiles();
  const viewers = new Viewers(options.onChange);
  const { expose, publicHost } = options;
  return async (ctx, next) => {
    if (ctx.path !== PREFIX && !ctx.path.startsWith(`${PREFIX}/`)) {
      await next();
      return;
    }
    const caller = { remoteAddress: ctx.req.socket.remoteAddress, headers: ctx.req.headers };
    const refusal = refusalFor(caller, { expose, publicHost });
    ctx.set('cache-control', 'no-store');
    ctx.set('x-content-type-options', 'nosniff');
    if (refusal !== undefined) plain(ctx, 403, `${refusal}\n`);
    else if (ctx.path === `${PREFIX}/control`) await control(ctx, options, viewers);
    else if (ctx.path === `${PREFIX}/button`) await button(ctx, options);
    else if (ctx.method !== 'GET' && ctx.method !== 'HEAD') notAllowed(ctx, 'GET');
    else if (ctx.path === `${PREFIX}/lcd.txt`) plain(ctx, 200, lcdText(options.lcd));
    else if (ctx.path === `${PREFIX}/lcd.json`)
      ctx.body = lcdJson(options.lcd, options.backlight());
    else if (ctx.path === `${PREFIX}/events`) events(ctx, options, viewers);
    else await page(ctx, files, options);
  };
}

async function control(
  ctx: ParameterizedContext,
  options: SimulatorRoutesOptions,
  viewers: Viewers,
): Promise<void> {
  const { fakeSpotify, onCommand } = options;
  if (ctx.method !== 'POST') {
    notAllowed(ctx, 'POST');
  } else if (!isSameOrigin(ctx.req.headers)) {
    plain(ctx, 403, 'Only the page itself may steer.\n');
  } else if (!fakeSpotify) {
    plain(ctx, 404, 'Spotify itself answers: there is nothing to steer.\n');
  } else {
    const fields = await readFields(ctx);
    const result = fakeSpotify.control(fields ?? {});
    if (result.ok) {
      onCommand?.();
      // The display may take its time to notice; the controls should not.
      viewers.notify();
    }
    ctx.status = result.ok ? 200 : 400;
    ctx.body = result;
  }
}

/** `down=true`, and `down=false` when it is let go. */
async function button(
  ctx: ParameterizedContext,
  { onButton }: SimulatorRoutesOptions,
): Promise<void> {
  if (ctx.method !== 'POST') {
    notAllowed(ctx, 'POST');
  } else if (!isSameOrigin(ctx.req.headers)) {
    plain(ctx, 403, 'Only the page itself may press it.\n');
  } else {
    const { down } = (await readFields(ctx)) ?? {};
    if (down === 'true' || down === 'false') {
      onButton?.(down === 'true');
      ctx.status = 204;
    } else plain(ctx, 400, 'down must be true or false.\n');
  }
}

async function page(
  ctx: ParameterizedContext,
  files: PageFiles,
  options: SimulatorRoutesOptions,
): Promise<void> {
  const file = await files.read(ctx.path.replace(/\/$/, ''));
  if (!file) {
    plain(ctx, 404, 'The simulator has no such page.\n');
    return;
  }
  ctx.set('content-security-policy', PAGE_POLICY);
  ctx.set('referrer-policy', 'same-origin');
  ctx.type = file.type;
  ctx.body = file.hasState ? withState(file.text, options) : file.text;
}

/** The page with the present state in it, so that it opens with the display as it stands. */
function withState(html: string, options: SimulatorRoutesOptions): string {
  // A title may hold "</script>".
  const state = JSON.stringify(snapshot(options)).replaceAll('<', '\\u003c');
  return html.replace(STATE_BLOCK, (_block, start: string, end: string) => start + state + end);
}

function events(
  ctx: ParameterizedContext,
  options: SimulatorRoutesOptions,
  viewers: Viewers,
): void {
  if (viewers.count >= VIEWERS_MAX) {
    plain(ctx, 503, 'Too many are looking already.\n');
    return;
  }
  ctx.status = 200;
  ctx.type = 'text/event-stream';
  ctx.set('x-accel-buffering', 'no');
  if (ctx.method === 'HEAD') {
    ctx.body = '';
    return;
  }
  // Past Koa, which reports each viewer who leaves as an error of the stream.
  ctx.respond = false;
  ctx.res.flushHeaders();
  sendEvents(ctx.res, {
    snapshot: () => JSON.stringify(snapshot(options)),
    onChange: viewers.watch,
    nowMs: options.nowMs ?? (() => performance.now()),
    timer: options.timer ?? NODE_TIMER,
  });
}

function snapshot({ lcd, backlight, fakeSpotify, status }: SimulatorRoutesOptions): LiveState {
  return {
    lcd: liveLcd(lcd, backlight()),
    bus: liveBus(lcd),
    device: status(),
    fakeSpotify: fakeSpotify && withoutPosition(fakeSpotify.state()),
  };
}

/** The position changes with each reading: left in, no two states were ever the same and worth no sending. */
function withoutPosition({
  now,
  items,
  faults,
  faultsLeft,
  calls,
  refreshes,
}: ReturnType<FakeSpotifyControls['state']>): LiveState['fakeSpotify'] {
  return {
    now: now && { label: now.label, title: now.title, isPlaying: now.isPlaying },
    items,
    faults,
    faultsLeft,
    calls,
    refreshes,
  };
}

function plain(ctx: ParameterizedContext, status: number, text: string): void {
  ctx.status = status;
  ctx.type = 'text/plain; charset=utf-8';
  ctx.body = text;
}

function notAllowed(ctx: ParameterizedContext, method: string): void {
  ctx.set('allow', method);
  plain(ctx, 405, `Only ${method}.\n`);
}

/** The form's fields, whether or not a body parser was there first; undefined where they are too long. */
async function readFields(ctx: {
  readonly request: object;
  readonly req: IncomingMessage;
}): Promise<Record<string, string> | undefined> {
  if ('body' in ctx.request && typeof ctx.request.body === 'object' && ctx.request.body !== null) {
    const fields: Record<string, string> = {};
    for (const [name, value] of Object.entries(ctx.request.body))
      if (typeof value === 'string') fields[name] = value;
    return fields;
  }
  const chunks: Buffer[] = [];
  let byteCount = 0;
  for await (const chunk of ctx.req as AsyncIterable<Buffer>) {
    byteCount += chunk.length;
    if (byteCount > BODY_BYTES_MAX) return undefined;
    chunks.push(chunk);
  }
  return Object.fromEntries(formFields(Buffer.concat(chunks).toString('utf8')));
}
