/**
 * What the buttons that control send to Spotify, one command after the other. The display shows at once what a press will
 * cause; a poll confirms it. A failure drops the commands that wait: the person has read it and presses again.
 */
import { exchange } from '../http/exchange.js';
import { requestToken } from '../relay-client/access-token.js';
import type { Link } from '../relay-client/device-flow.js';
import type { Notice } from '../screen/notices.js';
import { FAULT_CLASS, type CommandFault } from '../shared/faults.js';
import { nothing } from '../shared/nothing.js';
import type { Cancel, PlayerButton } from '../shared/ports.js';
import { commandFault, commandRequest, isCarriedOut, type Command } from '../spotify/command.js';
import type { Playback } from '../spotify/playback.js';
import { Schedule } from '../spotify/schedule.js';
import { faultLine } from './fault-line.js';
import { isGood, reasonToWait } from './handlers.js';
import type { Machine } from './machine.js';
import { retryDelayMs } from './retry.js';

/** Spotify shows what a command caused about half a second after it. */
const CONFIRM_AFTER_MS = 600;
/** Longer than a command takes with a new token: no poll comes in between. */
const COMMAND_MAX_MS = 45_000;
/** A person cannot press so often within the time of one request. */
const WAITING_MAX = 32;
/** Until the confirming poll, or the second one. */
const EXPECTED_FOR_MS = 5000;
const REFUSED_FOR_MS = 5000;
/** What a person must act on scrolls, and holds an address. */
const ACT_ON_FOR_MS = 25_000;
const IGNORED = Object.freeze({ push: nothing });

export class Commands {
  readonly #machine: Machine;
  readonly #schedule: Schedule;
  readonly #waiting: Command[] = [];
  #isBusy = false;
  /** As the commands so far have left it: shown again after a failure. */
  #wasPlaying = false;
  /** Spotify has refused a token that the relay had just given. */
  #hasNewToken = false;
  #cancelCall: Cancel = nothing;
  #cancelGuard: Cancel = nothing;
  #cancelNotice: Cancel = nothing;
  #notice: Notice | undefined;
  /** While the machine still has this playback, the notice counts. */
  #before: Playback | undefined;

  constructor(machine: Machine) {
    this.#machine = machine;
    const { source, callBudget } = machine.settings;
    // The relay counts its own polls; our commands have the device's budget.
    this.#schedule = source === 'relay' ? new Schedule(callBudget) : machine.keeper.schedule;
  }

  /** Shown instead of what plays, but not over a link's code or while the display is off. */
  get notice(): Notice | undefined {
    const { playback } = this.#machine;
    const isOver = this.#notice?.kind === 'command' && playback !== this.#before;
    return isOver || !playback ? undefined : this.#notice;
  }

  /** Without a link, a network or a playback, the display already says what is wrong. */
  press(button: PlayerButton): void {
    const { playback, isOnline } = this.#machine;
    if (!playback || !isOnline || this.#waiting.length >= WAITING_MAX) return;
    if (this.isHeldBack()) return;
    const isPlaying = playback.kind !== 'nothing' && playback.isPlaying;
    const command = button === 'play' && isPlaying ? 'pause' : button;
    if (this.#waiting.length === 0) this.#wasPlaying = isPlaying;
    this.#waiting.push(command);
    this.#machine.pollIn(COMMAND_MAX_MS);
    // A skip resumes as well.
    this.#machine.expectPlaying(command !== 'pause');
    if (button === 'play' && playback.kind !== 'nothing') this.show(undefined);
    else if (command !== 'pause') this.show({ kind: 'command', command }, EXPECTED_FOR_MS);
    this.work();
  }

  stop(): void {
    this.endCall();
    this.#cancelNotice();
  }

  private work(): void {
    const [command] = this.#waiting;
    const { link, token } = this.#machine.session;
    if (command === undefined || this.#isBusy || this.isHeldBack()) return;
    if (!link) return void (this.#waiting.length = 0);
    const { ports, settings } = this.#machine;
    this.#isBusy = true;
    this.#cancelGuard = ports.timer.set(
      () => this.fail({ kind: 'unreachable', origin: 'spotify', cause: 'timed-out' }),
      COMMAND_MAX_MS,
    );
    if (!isGood(this.#machine, token)) return this.getToken(link);
    this.#schedule.polled(this.#machine.nowMs());
    const request = commandRequest(settings.spotifyUrl, token.value, command);
    this.#cancelCall = exchange(ports, request, IGNORED, (response) => {
      this.endCall();
      this.judge(command, commandFault(response));
    });
  }

  private getToken(link: Link): void {
    const { ports, settings, session } = this.#machine;
    const request = { relayUrl: settings.relayUrl, link, rejected: session.rejected };
    this.#cancelCall = requestToken(ports, request, (result) => {
      this.endCall();
      if (!result.ok) {
        this.#machine.obey(result.fault, 'relay');
        return this.fail(result.fault);
      }
      session.token = result.value.token;
      session.rejected = undefined;
      this.work();
    });
  }

  private judge(command: Command, fault: CommandFault | undefined): void {
    const { session, playback } = this.#machine;
    if (fault?.kind === 'token-rejected' && !this.#hasNewToken) {
      this.#hasNewToken = true;
      session.rejected = session.token?.value;
      session.token = undefined;
      return this.work();
    }
    if (fault) return this.fail(fault);
    this.#hasNewToken = false;
    this.#waiting.shift();
    this.#wasPlaying = command !== 'pause';
    if (this.#waiting.length > 0) return this.work();
    session.isChanged = true;
    const before = playback ?? NOTHING;
    this.#machine.keeper.schedule.expect((after) => isCarriedOut(command, before, after));
    if (this.#notice?.kind === 'command') this.show(this.#notice, EXPECTED_FOR_MS);
    this.#machine.pollIn(CONFIRM_AFTER_MS);
  }

  /** During a block, and when the budget is used up, nothing is sent. */
  private isHeldBack(): boolean {
    const waitMs = this.heldBackMs();
    if (waitMs === undefined) return false;
    const fault = reasonToWait(this.#schedule.block, this.#machine.nowMs());
    this.refuse(this.#machine.limit?.fault ?? fault, waitMs);
    return true;
  }

  /** Undefined if a command may be sent. */
  private heldBackMs(): number | undefined {
    const nowMs = this.#machine.nowMs();
    const { limit } = this.#machine;
    const waitMs = limit ? limit.retryAtMs - nowMs : this.#schedule.waitMs(nowMs);
    return waitMs > 0 ? waitMs : undefined;
  }

  private fail(fault: CommandFault): void {
    const { ports, keeper } = this.#machine;
    this.endCall();
    this.#hasNewToken = false;
    ports.log.write('warn', `command: ${faultLine(fault)}`);
    if (fault.kind === 'rate-limited' && fault.origin === 'spotify') {
      const nowMs = this.#machine.nowMs();
      this.#schedule.blocked(retryDelayMs(fault, 1, ports.random), fault.quota, nowMs);
      keeper.keep(nowMs);
    } else if (fault.kind === 'unavailable') this.#machine.obey(fault, fault.origin);
    this.refuse(fault, this.heldBackMs());
  }

  private refuse(fault: CommandFault, retryInMs: number | undefined): void {
    if (this.#waiting.length > 0 && !this.#isBusy) {
      this.#machine.expectPlaying(this.#wasPlaying);
      // It may still be wrong.
      this.#machine.pollIn(CONFIRM_AFTER_MS);
    }
    // One that is on its way is judged by its response.
    this.#waiting.length = this.#isBusy ? 1 : 0;
    const relay = this.#machine.settings.relayUrl;
    const forMs = isToActOn(fault) ? ACT_ON_FOR_MS : REFUSED_FOR_MS;
    this.show({ kind: 'command-failed', fault, relay, retryInMs }, forMs);
  }

  private endCall(): void {
    this.#isBusy = false;
    this.#cancelCall();
    this.#cancelCall = nothing;
    this.#cancelGuard();
    this.#cancelGuard = nothing;
  }

  private show(notice: Notice | undefined, forMs = 0): void {
    this.#cancelNotice();
    this.#cancelNotice = nothing;
    this.#notice = notice;
    this.#before = this.#machine.playback;
    if (notice)
      this.#cancelNotice = this.#machine.ports.timer.set(() => this.show(undefined), forMs);
    this.#machine.report();
  }
}

const NOTHING: Playback = Object.freeze({ kind: 'nothing' });

function isToActOn(fault: CommandFault): boolean {
  if (fault.kind === 'command-refused') return fault.reason === 'no-control';
  const faultClass = FAULT_CLASS[fault.kind];
  return faultClass === 'needs-owner' || faultClass === 'needs-relink';
}
