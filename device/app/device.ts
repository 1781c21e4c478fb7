/**
 * The device: the state machine, the display that shows it, the button that the owner holds, and the vigil over all of
 * them. The only file, with `painter.ts`, that knows every room.
 */
import {
  guardedBank,
  guardedHttp,
  guardedLog,
  guardedNetwork,
  guardedTimer,
  messageOf,
  whereOf,
} from '../resilience/guarded-ports.js';
import { PatientStore } from '../resilience/patient-store.js';
import type { Start } from '../resilience/restarts.js';
import { forgiveRestarts, GOOD_RUN_MS, noteCause, readStart } from '../resilience/restarts.js';
import { Vigil } from '../resilience/vigil.js';
import { Machine } from '../machine/machine.js';
import type { Screen } from '../machine/screen.js';
import { Attendant } from '../controls/attendant.js';
import { OwnerSettings } from '../controls/owner-settings.js';
import { Painter } from './painter.js';
import type {
  Button,
  Clock,
  Http,
  Log,
  Network,
  OpenBank,
  Random,
  RestartCause,
  Store,
  System,
  Timer,
} from '../shared/ports.js';
import type { DeviceSettings, SettingProblem } from '../shared/settings.js';
import { DEFAULTS } from '../shared/settings.js';
import type { TextTables } from '../text/transliterate.js';
import { createTransliterator } from '../text/transliterate.js';

export interface DevicePorts {
  readonly openBank: OpenBank;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly http: Http;
  readonly store: Store;
  readonly network: Network;
  readonly system: System;
  /** Absent where nobody can press one. */
  readonly button?: Button;
  readonly log: Log;
  readonly random: Random;
  readonly tables: TextTables;
}

/** A fault's screen before a restart: long enough to be read. */
const LAST_WORDS_MS = 3000;

export class Device {
  readonly #ports: DevicePorts;
  readonly #store: PatientStore;
  readonly #timer: Timer;
  readonly #owner: OwnerSettings;
  readonly #painter: Painter;
  readonly #machine: Machine;
  readonly #attendant: Attendant;
  readonly #vigil: Vigil;
  #start: Start = { why: 'unknown', count: 0, pauseMs: 0 };
  #startedAtMs = 0;
  #isForgiven = false;
  /** A restart is under way, or it was stopped: nothing is begun any more. */
  #isOver = false;
  /** Why nothing can be shown: known before there is anything to tell it to. */
  #noBank: unknown;

  constructor(ports: DevicePorts, settings: DeviceSettings) {
    const { clock, system } = ports;
    const crashed = (error: unknown): void => this.crashed(error);
    const log = guardedLog(ports.log);
    const network = guardedNetwork(ports.network, crashed);
    const timer = guardedTimer(ports.timer, crashed);
    const store = new PatientStore(ports.store, log, clock);
    this.#ports = { ...ports, log };
    this.#timer = timer;
    this.#store = store;
    this.#owner = new OwnerSettings(settings, store, log);
    this.#painter = new Painter({
      clock,
      timer,
      log,
      settings: this.#owner.current,
      transliterator: createTransliterator(ports.tables),
      openBank: guardedBank(ports.openBank, {
        onNoBank: (error) => (this.#noBank = error ?? 'no reason'),
        onLostWrite: (error) => this.#lostWrite(error),
      }),
    });
    this.#machine = new Machine({
      ports: {
        clock,
        timer,
        http: guardedHttp(ports.http, timer, crashed),
        store,
        network,
        log,
        random: ports.random,
      },
      settings: () => this.#owner.current,
      onScreen: (screen) => this.#show(screen),
      onSettings: (sent) => {
        if (this.#owner.take(sent)) this.#painter.settings = this.#owner.current;
      },
    });
    this.#attendant = new Attendant({
      clock,
      timer,
      machine: this.#machine,
      settings: () => this.#owner.current,
      figures: () => ({
        startedBy: this.#start.why,
        signalDbm: ports.network.signalDbm,
      }),
      onTouch: () => this.#painter.touch(),
      onChange: () => this.#machine.report(),
    });
    this.#vigil = new Vigil({
      timer,
      system,
      overdueMs: () => this.#machine.overdueMs,
      successCount: () => this.#machine.successCount,
      nudge: () => {
        log.write('warn', 'nothing has come of the last step: the next one now');
        this.#machine.nudge();
      },
      onStuck: () => this.#restart('stuck'),
      onTick: () => this.#tick(),
    });
  }

  /** Lights the display, then joins the network and goes on from there; returns at once. */
  start(): void {
    try {
      this.#begin();
    } catch (error) {
      this.crashed(error);
    }
  }

  /** Ends every call and timer; the display keeps what it shows. */
  stop(): void {
    this.#isOver = true;
    this.#vigil.stop();
    this.#attendant.stop();
    this.#machine.stop();
    this.#painter.stop();
  }

  /** A short press, for whoever has no button to press. */
  press(): void {
    this.#attendant.gesture('press');
  }

  /** What nobody caught, from wherever it came: says so, and starts anew. */
  crashed(error: unknown): void {
    if (this.#isOver) return;
    this.#ports.log.write('error', `crash: ${whereOf(error)}`);
    this.#restart('error');
  }

  #begin(): void {
    const { system, button, log } = this.#ports;
    this.#startedAtMs = this.#nowMs();
    this.#vigil.start();
    this.#start = readStart(system, this.#store);
    const { why, count, pauseMs } = this.#start;
    if (count > 0) log.write('warn', `started: ${why}, restart ${count} in a row`);
    if (this.#noBank !== undefined) return this.crashed(this.#noBank);
    this.#painter.start({ kind: 'starting' });
    button?.watch((isDown) => {
      if (!this.#isOver) this.#attendant.changed(isDown);
    });
    if (pauseMs === 0) return this.#machine.start();
    this.#painter.show({
      kind: 'notice',
      notice: { kind: 'restarted', why, retryInMs: pauseMs },
    });
    this.#timer.set(() => this.#machine.start(), pauseMs);
  }

  #nowMs(): number {
    return this.#ports.clock.nowUs() / 1000;
  }

  #tick(): void {
    this.#store.retry();
    this.#attendant.tick();
    this.#painter.catchUp();
    // The timer of the pause may have been forgotten, too.
    if (this.#nowMs() - this.#startedAtMs > this.#start.pauseMs) this.#machine.start();
    if (this.#isForgiven || this.#nowMs() - this.#startedAtMs < GOOD_RUN_MS) return;
    this.#isForgiven = true;
    forgiveRestarts(this.#store);
  }

  /** What the button has called up goes before it. */
  #show(screen: Screen): void {
    if (this.#isOver) return;
    const { notice } = this.#attendant;
    this.#painter.show(notice ? { kind: 'notice', notice } : screen);
  }

  /** The display may be in the midst of a byte: it is brought back as after a glitch. */
  #lostWrite(error: unknown): void {
    this.#ports.log.write('warn', `display: ${messageOf(error)}`);
    this.#painter.healSoon();
  }

  #restart(cause: RestartCause): void {
    if (this.#isOver) return;
    this.stop();
    this.#ports.log.write('error', `restarting: ${cause}`);
    noteCause(this.#store, this.#start, cause);
    try {
      this.#painter.show({ kind: 'notice', notice: { kind: 'restarting', why: cause } });
      this.#ports.timer.set(() => this.#ports.system.restart(), LAST_WORDS_MS);
    } catch {
      // Without words, then: what threw may be the display itself, or the timer.
      this.#ports.system.restart();
    }
  }
}

/**
 * Shows what is wrong with the build's settings, on the default pins and size: nothing else can be done without them.
 * @param problems at least one
 */
export function showSettingsProblem(
  ports: Pick<DevicePorts, 'openBank' | 'clock' | 'timer' | 'log'>,
  problems: readonly SettingProblem[],
): void {
  for (const { name, problem } of problems) ports.log.write('error', `setting ${name} ${problem}`);
  const [first] = problems;
  if (first) new Painter({ ...ports, settings: DEFAULTS }).start({ kind: 'bad-setting', ...first });
}

/** Says why the start came to nothing, before there was a device to say it; the restart is the caller's. */
export function showFailedStart(
  ports: Pick<DevicePorts, 'openBank' | 'clock' | 'timer' | 'log'>,
  settings: DeviceSettings,
  error: unknown,
): void {
  ports.log.write('error', `start: ${whereOf(error)}`);
  new Painter({ ...ports, settings }).start({ kind: 'restarting', why: messageOf(error) });
}
