/**
 * The demo's device on the engine of the real one: XS runs the device core, Node its sockets, store and alarm clock.
 * `npm start -- --engine xs`.
 */
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import type { Cancel, Http, LogLevel, Store } from '../../device/shared/ports.js';
import type { DeviceSettings } from '../../device/shared/settings.js';
import { buildXsHost } from './build.js';
import {
  BODY_HEADER_BYTES,
  BODY_TAG,
  JAPANESE_TAG,
  TABLE_TAG,
  type RealtimeCommand,
  type RealtimeReply,
} from './realtime-messages.js';
import { XsWorker } from './worker.js';

/** XS starts with all that is kept: it cannot ask while it runs. */
export interface ListableStore extends Store {
  contents(): Readonly<Record<string, string>>;
}

export interface PinWrite {
  /** Since the engine's start; exact to the driver's own pace, whatever the two processes' delays. */
  readonly atNs: number;
  readonly levels: number;
}

export interface XsEngineOptions {
  readonly settings: DeviceSettings;
  /** The bytes of device/text/tables.bin and japanese.bin. */
  readonly tables: { readonly text: Uint8Array; readonly japanese?: Uint8Array };
  readonly store: ListableStore;
  readonly http: Http;
  readonly onPins: (writes: readonly PinWrite[]) => void;
  readonly onLog: (level: LogLevel, message: string) => void;
  /** The machine ended by itself: an uncaught error (it names file and line), memory, an endless loop. */
  readonly onFailure: (error: Error) => void;
}

/**
 * In a device's order of size, and roomy: byte code and names lie in RAM here, in flash there, and loading the bundle
 * needs a frame for all names of all modules at once, as no device does.
 */
const SIZES = Object.freeze({ chunkBytes: 1024 * 1024, slotCount: 32 * 1024, stackCount: 1_536 });
/** Some seconds of work: a command of the demo takes a thousandth of it. */
const METER_LIMIT = 400_000_000;

/** Distributes Omit over the union. */
type WithoutTime<T> = T extends unknown ? Omit<T, 'nowUs'> : never;

export class XsEngine {
  readonly #options: XsEngineOptions;
  readonly #exchanges = new Map<number, Cancel>();
  #startedAtMs = 0;
  #worker: XsWorker | undefined;
  #alarm: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(options: XsEngineOptions) {
    this.#options = options;
  }

  /**
   * Builds the engine on first use, bundles the device core and starts it. Rejects with what is missing; a device that
   * throws as it starts is a failure like a later one.
   */
  async start(): Promise<void> {
    const host = await buildXsHost();
    if (!host.ok) throw new Error(`no XS engine: ${host.reason}`);
    // Only now: esbuild, too, is a development dependency.
    const { bundleForXs } = await import('./bundle.js');
    const scriptPath = await bundleForXs(fileURLToPath(new URL('./realtime.ts', import.meta.url)));
    const { settings, tables, store } = this.#options;
    const worker = await XsWorker.start({
      hostPath: host.path,
      scriptPath,
      ...SIZES,
      chunkBytes: SIZES.chunkBytes + tables.text.byteLength + (tables.japanese?.byteLength ?? 0),
      meterLimit: METER_LIMIT,
      onPrint: (line) => this.#options.onLog('info', line),
    });
    this.#worker = worker;
    if (this.#isStopped) return worker.close();
    this.#startedAtMs = performance.now();
    await worker.send(Buffer.concat([Buffer.of(TABLE_TAG), tables.text]));
    if (tables.japanese !== undefined)
      await worker.send(Buffer.concat([Buffer.of(JAPANESE_TAG), tables.japanese]));
    // Chance for jitter; the XS core has no source of its own.
    const seed = Math.floor(Math.random() * 2 ** 32);
    const start = { kind: 'start', epochMs: Date.now(), settings, store: store.contents(), seed };
    await this.#command(start as WithoutTime<RealtimeCommand>);
  }

  /** A short press of the device's button. */
  press(): void {
    void this.#command({ kind: 'press' });
  }

  /** The button's line. */
  button(isDown: boolean): void {
    void this.#command({ kind: 'button', isDown });
  }

  /** Ends the machine and every exchange; nothing is called afterwards. Also while it is still starting. */
  async stop(): Promise<void> {
    this.#end();
    await this.#worker?.close();
  }

  #end(): void {
    this.#isStopped = true;
    clearTimeout(this.#alarm);
    for (const cancel of this.#exchanges.values()) cancel();
    this.#exchanges.clear();
  }

  #nowUs(): number {
    return (performance.now() - this.#startedAtMs) * 1000;
  }

  #command(command: WithoutTime<RealtimeCommand>): Promise<void> {
    return this.#send(JSON.stringify({ ...command, nowUs: this.#nowUs() }));
  }

  async #send(frame: string | Uint8Array): Promise<void> {
    if (this.#isStopped || !this.#worker) return;
    try {
      const { bytes } = await this.#worker.send(frame);
      this.#take(JSON.parse(bytes.toString('utf8')) as RealtimeReply);
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** The first failure is the one that tells; those of commands still on their way follow from it. */
  #fail(error: Error): void {
    if (this.#isStopped) return;
    this.#end();
    this.#options.onFailure(error);
  }

  #take(reply: RealtimeReply): void {
    if (this.#isStopped) return;
    const { onPins, onLog, store } = this.#options;
    // What is kept comes first: on a device, too, the flash is written before the display says so.
    for (const [key, value] of reply.store)
      if (value === null) store.remove(key);
      else store.write(key, value);
    for (const [level, message] of reply.log) onLog(level, message);
    const writes: PinWrite[] = [];
    for (let at = 0; at < reply.pins.length; at += 2)
      writes.push({ atNs: (reply.pins[at] ?? 0) * 1000, levels: reply.pins[at + 1] ?? 0 });
    if (writes.length > 0) onPins(writes);
    for (const id of reply.cancelled) this.#forget(id)?.();
    for (const { id, request } of reply.requests) this.#exchange(id, request);
    this.#setAlarm(reply.nextUs);
  }

  /** One alarm, for the latest reply's deadline: it knows of all timers that earlier ones knew. */
  #setAlarm(nextUs: number | undefined): void {
    clearTimeout(this.#alarm);
    if (nextUs === undefined) return;
    const delayMs = Math.max(0, Math.ceil((nextUs - this.#nowUs()) / 1000));
    this.#alarm = setTimeout(() => {
      void this.#command({ kind: 'tick', epochMs: Date.now() });
    }, delayMs);
  }

  #exchange(id: number, request: RealtimeReply['requests'][number]['request']): void {
    const cancel = this.#options.http.send(request, {
      onHeaders: (status, headers) =>
        void this.#command({ kind: 'http-headers', id, status, headers }),
      onBody: (chunk) => {
        const head = Buffer.alloc(1 + BODY_HEADER_BYTES);
        head.writeUInt8(BODY_TAG, 0);
        head.writeDoubleLE(this.#nowUs(), 1);
        head.writeUInt32LE(id, 9);
        // A copy, as the port's bytes are only lent.
        void this.#send(Buffer.concat([head, chunk]));
      },
      onDone: () => {
        this.#forget(id);
        void this.#command({ kind: 'http-done', id });
      },
      onFault: (fault) => {
        this.#forget(id);
        void this.#command({ kind: 'http-fault', id, fault });
      },
    });
    this.#exchanges.set(id, cancel);
  }

  #forget(id: number): Cancel | undefined {
    const cancel = this.#exchanges.get(id);
    this.#exchanges.delete(id);
    return cancel;
  }
}
