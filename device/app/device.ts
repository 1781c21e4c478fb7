/**
 * The device: connects the state machine, the display, the button and the supervisor. Only this file and `painter.ts`
 * import every room.
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
import { RetryingStore } from '../resilience/retrying-store.js';
import type { Start } from '../resilience/restarts.js';
import { forgetRestarts, GOOD_RUN_MS, recordCause, readStart } from '../resilience/restarts.js';
import { Supervisor } from '../resilience/supervisor.js';
import type { MachinePorts } from '../machine/context.js';
import { Commands } from '../machine/commands.js';
import { Machine } from '../machine/machine.js';
import type { Screen } from '../machine/screen.js';
import { UserControls } from '../controls/user-controls.js';
import type { MenuActions } from '../controls/menu.js';
import { CurrentSettings } from '../controls/current-settings.js';
import { Painter } from './painter.js';
import type {
  Button,
  OpenBank,
  OpenI2c,
  PlayerButton,
  RestartCause,
  System,
  Timer,
} from '../shared/ports.js';
import { PLAYER_BUTTONS } from '../shared/board-pins.js';
import type { DeviceSettings, SettingProblem } from '../shared/settings.js';
import { DEFAULTS } from '../shared/settings.js';
import type { TextTables } from '../text/transliterate.js';
import { createTransliterator } from '../text/transliterate.js';

export interface DevicePorts extends MachinePorts {
  readonly openBank: OpenBank;
  readonly openI2c: OpenI2c;
  readonly system: System;
  /** Restarts into set-up without a key; absent where there is no set-up. */
  readonly openSetUp?: () => void;
  /** Absent if there is none. */
  readonly button?: Button;
  /** Does the same, in case that one is on a wrong pin. */
  readonly spareButton?: Button | undefined;
  /** Buttons that control playback, as far as there are any. */
  readonly playerButtons?: Readonly<Partial<Record<PlayerButton, Button>>>;
  readonly tables: TextTables;
}

type DisplayPorts = Pick<DevicePorts, 'openBank' | 'openI2c' | 'clock' | 'timer' | 'log'>;

/** How long the reason is shown before a restart. */
const SHOW_RESTART_MS = 3000;
/** Time to look from the phone to the display. */
const SHOW_PATTERN_MS = 20_000;

export class Device implements MenuActions {
  /** Guarded. */
  readonly #ports: DevicePorts;
  readonly #store: RetryingStore;
  /** Not guarded: if the restart itself throws, the platform must see it. */
  readonly #restartTimer: Timer;
  readonly #settings: CurrentSettings;
  #painter: Painter;
  readonly #machine: Machine;
  readonly #controls: UserControls;
  readonly #supervisor: Supervisor;
  /** Of the buttons that control, if there are any. */
  #commands: Commands | undefined;
  #start: Start = { why: 'unknown', count: 0, pauseMs: 0 };
  #startedAtMs = 0;
  #isGoodRun = false;
  /** It is restarting or was stopped: start nothing new. */
  #isOver = false;
  /** Why nothing can be shown; set before there is a log to report it to. */
  #noBank: unknown;

  constructor(ports: DevicePorts, settings: DeviceSettings) {
    const { clock, system, timer: restartTimer } = ports;
    const crashed = (error: unknown): void => this.crashed(error);
    const log = guardedLog(ports.log);
    const network = guardedNetwork(ports.network, crashed);
    const timer = guardedTimer(ports.timer, crashed);
    const store = new RetryingStore(ports.store, log, clock);
    const http = guardedHttp(ports.http, timer, crashed);
    this.#ports = { ...ports, log, network, timer, store, http };
    this.#restartTimer = restartTimer;
    this.#store = store;
    this.#settings = new CurrentSettings(settings, store, log);
    this.#painter = new Painter({
      clock,
      timer,
      log,
      settings: this.#settings.current,
      transliterator: createTransliterator(ports.tables),
      openBank: guardedBank(ports.openBank, {
        onNoBank: (error) => (this.#noBank = error ?? 'no reason'),
        onLostWrite: (error) => this.#painter.lost(error),
      }),
      openI2c: ports.openI2c,
    });
    this.#machine = new Machine({
      ports: this.#ports,
      settings: () => this.#settings.current,
      onScreen: (screen) => this.show(screen),
      onSettings: (sent) => {
        if (this.#settings.apply(sent)) this.#painter.settings = this.#settings.current;
      },
    });
    this.#controls = new UserControls({
      clock,
      timer,
      machine: this.#machine,
      settings: () => this.#settings.current,
      figures: () => ({
        startedBy: this.#start.why,
        signalDbm: ports.network.signalDbm,
        displayErrors: this.#painter.lostCount,
      }),
      menuActions: this,
      onTouch: () => this.#painter.touch(),
      onChange: () => this.#machine.report(),
    });
    this.#supervisor = new Supervisor({
      timer,
      system,
      overdueMs: () => this.#machine.overdueMs,
      successCount: () => this.#machine.successCount,
      nudge: () => {
        log.write('warn', 'the next step is overdue: taking it now');
        this.#machine.nudge();
      },
      onStuck: () => this.restart('stuck'),
      onTick: () => this.tick(),
    });
  }

  /** Starts the display, then joins the network; returns at once. */
  start(): void {
    try {
      this.begin();
    } catch (error) {
      this.crashed(error);
    }
  }

  /** Cancels every request and timer; the display keeps its contents. */
  stop(): void {
    this.#isOver = true;
    this.#supervisor.stop();
    this.#controls.stop();
    this.#commands?.stop();
    this.#machine.stop();
    this.#painter.stop();
  }

  /** Moves the display to other hardware and shows the test pattern there. @throws if that fails */
  test(settings: DeviceSettings): void {
    this.#noBank = undefined;
    this.usePainter(settings);
    this.#controls.showPattern(SHOW_PATTERN_MS);
    if (this.#noBank !== undefined) throw new Error(messageOf(this.#noBank));
    if (this.#painter.lostCount > 0) throw new Error('no backpack answers');
  }

  openSetUp(): void {
    this.#ports.openSetUp?.();
  }

  raiseLine(index: number): boolean {
    return this.#painter.raiseLine(index);
  }

  endWiringTest(): void {
    this.usePainter(this.#settings.current);
  }

  private usePainter(settings: DeviceSettings): void {
    this.#painter = this.#painter.replacedBy(settings);
    this.#painter.start({ kind: 'test-pattern' });
  }

  /** What the display shows of a playback, for views beside it. */
  get shown(): Painter['shown'] {
    return this.#painter.shown;
  }

  /** A short press, for devices without a button. */
  press(): void {
    this.#controls.gesture('press');
  }

  /** An uncaught exception: shows it and restarts. */
  crashed(error: unknown): void {
    if (this.#isOver) return;
    this.#ports.log.write('error', `crash: ${whereOf(error)}`);
    this.restart('error');
  }

  private begin(): void {
    const { system, button, spareButton, playerButtons, log } = this.#ports;
    this.#startedAtMs = this.nowMs();
    this.#supervisor.start();
    this.#start = readStart(system, this.#store);
    const { why, count, pauseMs } = this.#start;
    if (count > 0) log.write('warn', `started: ${why}, restart ${count} in a row`);
    if (this.#noBank !== undefined) return this.crashed(this.#noBank);
    this.#painter.start({ kind: 'starting' });
    if (why === 'power') this.#controls.offerMenu();
    for (const one of [button, spareButton]) if (one) this.#controls.watch(one);
    if (playerButtons) this.watchPlayer(playerButtons);
    if (pauseMs === 0) return this.#machine.start();
    this.#painter.show({
      kind: 'notice',
      notice: { kind: 'restarted', why, retryInMs: pauseMs },
    });
    this.#ports.timer.set(() => this.#machine.start(), pauseMs);
  }

  private watchPlayer(buttons: NonNullable<DevicePorts['playerButtons']>): void {
    const commands = new Commands(this.#machine);
    this.#commands = commands;
    for (const name of PLAYER_BUTTONS) {
      const button = buttons[name];
      const onPress = (): void => {
        const { playback } = this.#machine;
        // Spotify's commands go to the active player, which may be in another room.
        const isElsewhere = playback !== undefined && this.#painter.isElsewhere(playback);
        if (!isElsewhere) commands.press(name);
      };
      if (button) this.#controls.watchPlayer(button, onPress);
    }
  }

  private nowMs(): number {
    return this.#ports.clock.nowUs() / 1000;
  }

  private tick(): void {
    this.#store.retry();
    this.#controls.tick();
    this.#painter.catchUp();
    // The pause's timer may have been lost.
    if (this.nowMs() - this.#startedAtMs > this.#start.pauseMs) this.#machine.start();
    if (this.#isGoodRun || this.nowMs() - this.#startedAtMs < GOOD_RUN_MS) return;
    this.#isGoodRun = true;
    forgetRestarts(this.#store);
  }

  /** A notice of a button takes precedence. */
  private show(screen: Screen): void {
    if (this.#isOver) return;
    const notice = this.#controls.notice ?? this.#commands?.notice;
    this.#painter.show(notice ? { kind: 'notice', notice } : screen);
  }

  private restart(cause: RestartCause): void {
    if (this.#isOver) return;
    this.stop();
    this.#ports.log.write('error', `restarting: ${cause}`);
    recordCause(this.#store, this.#start, cause);
    try {
      this.#painter.show({ kind: 'notice', notice: { kind: 'restarting', why: cause } });
      this.#restartTimer.set(() => this.#ports.system.restart(), SHOW_RESTART_MS);
    } catch {
      // Restart without showing it: the display or the timer may be what threw.
      this.#ports.system.restart();
    }
  }
}

/**
 * Shows which of the build's settings is invalid.
 * @param problems at least one
 * @param settings of the display: the default pins and panel where its own cannot be trusted
 */
export function showSettingsProblem(
  ports: DisplayPorts,
  problems: readonly SettingProblem[],
  settings: DeviceSettings = DEFAULTS,
): void {
  for (const { name, problem } of problems) ports.log.write('error', `setting ${name} ${problem}`);
  const [first] = problems;
  if (first) new Painter({ ...ports, settings }).start({ kind: 'bad-setting', ...first });
}

/** Shows why the start failed before there was a device; the caller restarts. */
export function showFailedStart(
  ports: DisplayPorts,
  settings: DeviceSettings,
  error: unknown,
): void {
  ports.log.write('error', `start: ${whereOf(error)}`);
  new Painter({ ...ports, settings }).start({ kind: 'restarting', why: messageOf(error) });
}
