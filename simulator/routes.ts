/** `/simulator`: the page, the display as text and as JSON, its changes as events, and the controls. */
import { PLAYER_BUTTONS } from '../device/shared/board-pins.js';
import type { PlayerButton, Timer } from '../device/shared/ports.js';
import { readForm } from '../relay/http/form.js';
import { Refusal } from '../relay/http/refusal.js';
import type { RelayContext, RelayRouter } from '../relay/http/context.js';
import { checkAccess, type AccessRules } from './access.js';
import { sendEvents, Viewers } from './event-stream.js';
import { lcdJson, lcdText, liveBus, liveLcd, type LcdReading } from './lcd-view.js';
import { RealTimer } from './real-time.js';
import type { LiveDevice, LiveState } from './page/live-state.js';
import { PageFiles } from './page-files.js';
import { qrSvg } from './qr.js';
import type { FakeSpotify } from './spotify/fake-spotify.js';

export interface SimulatorRoutesOptions extends AccessRules {
  readonly lcd: LcdReading;
  /** Calls back after each change of the display; returns what ends that. */
  readonly onChange: (listener: () => void) => () => void;
  readonly device: () => LiveDevice;
  /** A button of the device, as it goes down and up; without a name the one that every device has. */
  readonly onButton: (isDown: boolean, name: PlayerButton | undefined) => void;
  /** Absent with the real Spotify. */
  readonly fakeSpotify?: Pick<FakeSpotify, 'control' | 'state'>;
  readonly nowMs?: () => number;
  readonly timer?: Timer;
}

/** Everything that the page loads is ours; the canvas needs no exception. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const PLAYER_BUTTON = Object.freeze({
  pattern: new RegExp(`^(${PLAYER_BUTTONS.join('|')})$`),
  accepted: PLAYER_BUTTONS.join(', '),
});
const IS_DOWN = Object.freeze({ pattern: /^(true|false)$/, accepted: 'true or false' });
/** Each gets up to twenty states a second of some kilobytes. */
const VIEWERS_MAX = 32;

/** The relay's own middleware around them refuses forms of other sites and other methods. */
export function addSimulatorRoutes(router: RelayRouter, options: SimulatorRoutesOptions): void {
  const { lcd, onButton, fakeSpotify } = options;
  const files = new PageFiles();
  const viewers = new Viewers(options.onChange);
  router.use((ctx, next) => {
    checkAccess(ctx, options);
    return next();
  });

  router.get('/simulator', (ctx) => page(ctx, 'html', files.html(snapshot(options))));
  router.get('/simulator/style.css', (ctx) => page(ctx, 'css', files.style));
  router.get('/simulator/page.js', async (ctx) => page(ctx, 'js', await files.script()));
  router.get('/simulator/lcd.txt', (ctx) => {
    ctx.type = 'text/plain; charset=utf-8';
    ctx.body = lcdText(lcd);
  });
  router.get('/simulator/lcd.json', (ctx) => {
    ctx.body = lcdJson(lcd);
  });
  router.get('/simulator/link.svg', (ctx) => {
    const { link } = options.device();
    if (!link) throw new Refusal('not-found');
    page(ctx, 'svg', qrSvg(link.complete));
  });
  router.get('/simulator/events', (ctx) => events(ctx, options, viewers));

  router.post('/simulator/button', async (ctx) => {
    ctx.state.answers = 'json';
    const form = await readForm(ctx);
    const name = form.optional('button', PLAYER_BUTTON);
    onButton(
      form.required('down', IS_DOWN) === 'true',
      PLAYER_BUTTONS.find((one) => one === name),
    );
    ctx.status = 204;
  });

  if (!fakeSpotify) return;
  router.post('/simulator/control', async (ctx) => {
    ctx.state.answers = 'json';
    const result = fakeSpotify.control(Object.fromEntries((await readForm(ctx)).fields));
    if (result.ok) {
      // The display may take its time to notice; the controls should not.
      viewers.notify();
    }
    ctx.status = result.ok ? 200 : 400;
    ctx.body = result;
  });
}

function page(ctx: RelayContext, type: string, text: string): void {
  ctx.set('content-security-policy', PAGE_POLICY);
  ctx.type = type;
  ctx.body = text;
}

function events(ctx: RelayContext, options: SimulatorRoutesOptions, viewers: Viewers): void {
  if (viewers.count >= VIEWERS_MAX)
    throw new Refusal({
      status: 503,
      error: 'temporarily_unavailable',
      description: 'Too many pages are open already. Close one and try again.',
    });
  ctx.status = 200;
  ctx.type = 'text/event-stream';
  ctx.set('x-accel-buffering', 'no');
  if (ctx.method === 'HEAD') {
    ctx.body = '';
    return;
  }
  // Bypasses Koa, which reports each viewer that disconnects as a stream error.
  ctx.respond = false;
  ctx.res.flushHeaders();
  sendEvents(ctx.res, {
    snapshot: () => JSON.stringify(snapshot(options)),
    onChange: viewers.watch,
    nowMs: options.nowMs ?? (() => performance.now()),
    timer: options.timer ?? new RealTimer(),
  });
}

function snapshot({ lcd, fakeSpotify, device }: SimulatorRoutesOptions): LiveState {
  return {
    lcd: liveLcd(lcd),
    bus: liveBus(lcd),
    device: device(),
    fakeSpotify: fakeSpotify?.state(),
  };
}
