/** A real browser for the few tests of pages, driven over DevTools' pipe: no package and no WebSocket, which Node 20 lacks. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

const PLACES = Object.freeze([
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]);
/** A loaded machine takes its time. */
const PAGE_WAIT_MS = 30_000;

type Message = Readonly<Record<string, unknown>>;

/** Undefined where none is installed; CHROMIUM names one elsewhere. */
export const chromiumPath: string | undefined =
  process.env['CHROMIUM'] ?? PLACES.find((path) => existsSync(path));

export class Chromium {
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #answers = new Map<number, (message: Message) => void>();
  readonly #loads: (() => void)[] = [];
  #sessionId = '';
  #count = 0;

  private constructor(path: string) {
    this.#folder = mkdtempSync(join(tmpdir(), 'chromium-'));
    const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
    this.#child = spawn(
      path,
      [...flags, '--remote-debugging-pipe', `--user-data-dir=${this.#folder}`, 'about:blank'],
      { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
    );
    let text = '';
    (this.#child.stdio[4] as Readable).setEncoding('utf8').on('data', (chunk: string) => {
      const messages = (text + chunk).split('\0');
      text = messages.pop() ?? '';
      for (const message of messages) this.#take(JSON.parse(message) as Message);
    });
  }

  static async open(path: string): Promise<Chromium> {
    const chromium = new Chromium(path);
    const { targetInfos } = await chromium.#send('Target.getTargets', {});
    const page = (targetInfos as readonly Message[]).find(({ type }) => type === 'page');
    const { sessionId } = await chromium.#send('Target.attachToTarget', {
      targetId: page?.['targetId'],
      flatten: true,
    });
    chromium.#sessionId = String(sessionId);
    await chromium.#send('Page.enable', {});
    return chromium;
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGKILL');
    await ended;
    // Its helpers write on until they notice.
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 20 });
  }

  /** @param width of the window, in CSS pixels */
  async resize(width: number, height: number): Promise<void> {
    const mobile = width < 600;
    const metrics = { width, height, deviceScaleFactor: 1, mobile };
    await this.#send('Emulation.setDeviceMetricsOverride', metrics);
  }

  /** Cookies know no ports: those of another test's relay would be sent to this one. */
  async forget(): Promise<void> {
    await this.#send('Network.clearBrowserCookies', {});
  }

  async open(url: string): Promise<void> {
    await this.#untilLoaded(() => this.#send('Page.navigate', { url }));
  }

  /** Fills fields in by id and presses what the selector names. */
  async submit(fields: Readonly<Record<string, string>>, selector: string): Promise<void> {
    for (const [id, value] of Object.entries(fields))
      await this.evaluate(
        `document.getElementById(${JSON.stringify(id)}).value = ${JSON.stringify(value)}`,
      );
    await this.#untilLoaded(() =>
      this.evaluate(`document.querySelector(${JSON.stringify(selector)}).click()`),
    );
  }

  async evaluate(expression: string): Promise<unknown> {
    const { result, exceptionDetails } = await this.#send('Runtime.evaluate', {
      expression,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(`${expression}: ${JSON.stringify(exceptionDetails)}`);
    return (result as Message)['value'];
  }

  async screenshot(): Promise<Buffer> {
    const { data } = await this.#send('Page.captureScreenshot', { captureBeyondViewport: true });
    return Buffer.from(String(data), 'base64');
  }

  async #untilLoaded(act: () => Promise<unknown>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const loaded = new Promise<void>((resolve, reject) => {
      this.#loads.push(resolve);
      timer = setTimeout(() => reject(new Error('no page was loaded')), PAGE_WAIT_MS);
    });
    await act();
    await loaded;
    clearTimeout(timer);
  }

  #send(method: string, params: Message): Promise<Message> {
    const id = (this.#count += 1);
    const session = this.#sessionId === '' ? {} : { sessionId: this.#sessionId };
    const message = JSON.stringify({ id, method, params, ...session });
    return new Promise((resolve, reject) => {
      this.#answers.set(id, (answer) => {
        if (answer['error']) reject(new Error(`${method}: ${JSON.stringify(answer['error'])}`));
        else resolve(answer['result'] as Message);
      });
      (this.#child.stdio[3] as Writable).write(`${message}\0`);
    });
  }

  #take(message: Message): void {
    const { id, method } = message;
    if (method === 'Page.loadEventFired') for (const load of this.#loads.splice(0)) load();
    if (typeof id !== 'number') return;
    this.#answers.get(id)?.(message);
    this.#answers.delete(id);
  }
}
