/**
 * The device's ports. Interfaces only: `platform/` fills them with Moddable's modules, the simulator and the tests
 * with their own. Callbacks, never promises: the order of events is the same on every engine, and there is no garbage.
 */

/** GPIO numbers of the display's six lines. */
export interface Pins {
  readonly rs: number;
  readonly e: number;
  readonly d4: number;
  readonly d5: number;
  readonly d6: number;
  readonly d7: number;
}

/** Output lines of one GPIO bank. Bit n of `levels` is GPIO n; lines outside the opened mask are untouched. */
export interface Bank {
  /** Sets the 1 bits first, then clears the 0 bits: two register writes, a few ns apart. */
  write(levels: number): void;
  /** Releases the lines, where others may want them. */
  close?(): void;
  /** Of a bank that collects writes: sends them. */
  flush?(): void;
  /** Of a bank that can be lost: tries to find it again. Its lines are then as after power-on, with E low. */
  restart?(): void;
}

/** Claims the lines of `mask` as outputs, all low. Throws where a line is taken or cannot be an output. */
export type OpenBank = (mask: number) => Bank;

/** A bus of two wires. */
export interface I2c {
  /** Its clock; the real one may be slower, never faster. */
  readonly khz: number;
  /** One transaction. Returns when it is done; throws, after 0.2 s at most, if it is not acknowledged or the bus hangs. */
  write(address: number, bytes: Uint8Array): void;
  /** Releases the GPIOs. */
  close?(): void;
}

/** On the GPIOs `sda` and `scl`. Claims them with the first write. */
export type OpenI2c = (pins: { readonly sda: number; readonly scl: number }) => I2c;

export interface Clock {
  /** Microseconds since start; monotonic, never wraps, may be fractional. */
  nowUs(): number;
  /** Returns once `nowUs()` has reached `deadlineUs`, at once if it has. For the display's waits (up to 50 ms) alone. */
  waitUntilUs(deadlineUs: number): void;
  /** Wall clock in ms since 1970, or undefined while it is not set (no SNTP response yet). */
  epochMs(): number | undefined;
}

/** Cancels what returned it; harmless when called late or twice. */
export type Cancel = () => void;

export interface Timer {
  /** Calls back once, `delayMs` from now or as soon after as it can. */
  set(callback: () => void, delayMs: number): Cancel;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Absolute, http or https. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as UTF-8 with its content-length. */
  readonly body?: string;
  /** Names, in lower case, of the response headers to keep: a device cannot hold them all. */
  readonly keepHeaders: readonly string[];
  /** For the whole exchange, from now to the last byte. */
  readonly timeoutMs: number;
}

/** Why TLS failed before a request was sent. */
export type TlsFaultKind =
  | 'untrusted' // no chain leads from the certificate to one of our roots
  | 'other-name' // the certificate is for another host
  | 'expired' // the certificate, or an authority's
  | 'clock-wrong' // the certificate is not valid yet by our clock
  | 'no-common-tls' // no version or cipher that both sides speak
  | 'tls-failed'; // all else

export type SocketFaultKind =
  | 'unresolved' // no address for the host's name
  | 'unreachable' // refused, reset before a response, no route
  | TlsFaultKind
  | 'timed-out' // `timeoutMs` passed
  | 'cut-off' // the response ended early
  | 'invalid'; // not an HTTP/1.1 response, or its end is ambiguous

export interface SocketFault {
  readonly kind: SocketFaultKind;
  /** For the log; holds no secret, no query and no body. */
  readonly detail: string;
}

/** Called in the order headers, body…, then exactly one of done and fault; a fault may come first. Nothing after cancel. */
export interface HttpHandlers {
  onHeaders(status: number, headers: Readonly<Record<string, string>>): void;
  /** The bytes are the port's own: read them before returning, keep none. */
  onBody(chunk: Uint8Array): void;
  /** The response was complete by its own framing (content-length, last chunk). */
  onDone(): void;
  onFault(fault: SocketFault): void;
}

export interface Http {
  /** Never throws and never calls a handler before it has returned. Redirects are not followed. */
  send(request: HttpRequest, handlers: HttpHandlers): Cancel;
}

export interface StreamFault {
  readonly kind: TlsFaultKind | 'cut-off';
  /** For the log: the message of the layer that failed. */
  readonly message: string;
}

/** A TCP connection, plain or in TLS. */
export interface Stream {
  /** @returns how many of `bytes` were taken; fewer than all where no more fit, none once it has ended */
  send(bytes: Uint8Array): number;
  /** Everything sent has been acknowledged, as far as the socket knows. */
  readonly isDelivered: boolean;
  /** Ends it, after what `send` took; harmless when called late or twice. No handler is called afterwards. */
  close(): void;
}

export interface StreamHandlers {
  /** The bytes are the port's own: read them before returning, keep none. */
  onBytes(bytes: Uint8Array): void;
  /** `send` takes more; the first call means that the connection is open. */
  onWritable(): void;
  /** The other side ended it, or it broke; it is already closed. `fault` has details if there are any. */
  onEnd(fault?: StreamFault): void;
}

/** What survives a restart. Keys are at most 15 characters (NVS); values are short text. */
export interface Store {
  read(key: string): string | undefined;
  /** Commits at once; on a device that costs a flash write, so only call it when the value has changed. */
  write(key: string, value: string): void;
  remove(key: string): void;
}

export type NetworkState =
  | { readonly kind: 'joining'; readonly name: string }
  /** `retryAtMs`: the next attempt, in ms of `Clock.nowUs`, where it is known. */
  | { readonly kind: 'lost'; readonly name: string; readonly retryAtMs?: number }
  /** `isLate`: no time server has answered for so long that the display says so. */
  | { readonly kind: 'setting-clock'; readonly isLate?: boolean }
  /** A phone joins `accessPoint` with `password` and chooses a network on the page at `address`. */
  | {
      readonly kind: 'set-up';
      readonly accessPoint: string;
      readonly password: string;
      readonly address: string;
    }
  | { readonly kind: 'online' };

/** Wi-Fi and the wall clock: online means that there is an address, and a time to check certificates against. */
export interface Network {
  readonly state: NetworkState;
  /** Calls `onChange` after each change of `state`; starts joining when first called. */
  watch(onChange: () => void): void;
  /** Signal strength of the access point, if known. */
  readonly signalDbm?: number | undefined;
}

/** What made the chip start. */
export type StartReason = 'power' | 'requested' | 'crash' | 'watchdog' | 'brown-out' | 'unknown';

/** Why the device restarted itself. */
export type RestartCause = 'stuck' | 'error';

/** The chip. */
export interface System {
  readonly startReason: StartReason;
  /** After the first call it must be called at least every 60 s, or the chip restarts. */
  feedWatchdog(): void;
  /** Restarts the chip; on hardware it does not return. */
  restart(): void;
}

/** Raw edges: the core debounces them. */
export interface Button {
  /** Calls `onChange` after each change of the line. */
  watch(onChange: (isDown: boolean) => void): void;
}

/** The buttons that control playback. */
export type PlayerButton = 'play' | 'next' | 'previous';

export type LogLevel = 'info' | 'warn' | 'error';

export interface Log {
  /** One line. Never a token, a code or a body. */
  write(level: LogLevel, message: string): void;
}

/** Uniform in [0, 1). For jitter only, never for secrets. */
export type Random = () => number;
