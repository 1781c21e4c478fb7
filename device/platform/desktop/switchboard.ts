/**
 * The switches of the simulator's window: Wi-Fi off, relay off, and a button. They act on the ports; the device does not
 * know about the window.
 */
import type {
  Button,
  Cancel,
  Http,
  HttpHandlers,
  HttpRequest,
  Network,
  NetworkState,
  Timer,
} from '../../shared/ports.js';

const NAME = 'your computer';
const ONLINE: NetworkState = Object.freeze({ kind: 'online' });
const LOST: NetworkState = Object.freeze({ kind: 'lost', name: NAME });

/** The Network port: the computer's own network, with a switch. */
export class SwitchedNetwork implements Network {
  readonly #watchers: (() => void)[] = [];
  #isOn = true;

  get state(): NetworkState {
    return this.#isOn ? ONLINE : LOST;
  }

  watch(onChange: () => void): void {
    this.#watchers.push(onChange);
  }

  turn(isOn: boolean): void {
    if (isOn === this.#isOn) return;
    this.#isOn = isOn;
    for (const watcher of this.#watchers) watcher();
  }
}

/** An Http port with a switch for one server: off, its connections are refused. */
export class SwitchedHttp implements Http {
  readonly #inner: Http;
  readonly #timer: Timer;
  readonly #origin: string;
  #isOn = true;

  constructor(inner: Http, timer: Timer, origin: string) {
    this.#inner = inner;
    this.#timer = timer;
    this.#origin = `${origin}/`;
  }

  turn(isOn: boolean): void {
    this.#isOn = isOn;
  }

  send(request: HttpRequest, handlers: HttpHandlers): Cancel {
    if (this.#isOn || !request.url.startsWith(this.#origin))
      return this.#inner.send(request, handlers);
    return this.#timer.set(
      () => handlers.onFault({ kind: 'unreachable', detail: 'switched off in the window' }),
      0,
    );
  }
}

/** The Button port, pressed with the mouse. */
export class WindowButton implements Button {
  readonly #watchers: ((isDown: boolean) => void)[] = [];

  watch(onChange: (isDown: boolean) => void): void {
    this.#watchers.push(onChange);
  }

  hold(isDown: boolean): void {
    for (const watcher of this.#watchers) watcher(isDown);
  }
}

export interface Switchboard {
  readonly network: SwitchedNetwork;
  readonly http: SwitchedHttp;
  readonly button: WindowButton;
}

/** @param message from the window: an object with `wifi`, `relay` or `button`, each a boolean */
export function applyCommand({ network, http, button }: Switchboard, message: string): void {
  let command: unknown;
  try {
    command = JSON.parse(message);
  } catch {
    return; // mcsim sends its own messages, for pixels and touches.
  }
  if (typeof command !== 'object' || command === null) return;
  if ('wifi' in command && typeof command.wifi === 'boolean') network.turn(command.wifi);
  if ('relay' in command && typeof command.relay === 'boolean') http.turn(command.relay);
  if ('button' in command && typeof command.button === 'boolean') button.hold(command.button);
}
