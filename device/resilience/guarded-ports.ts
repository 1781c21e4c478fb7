/**
 * Guards around the ports. Exceptions of a port become faults or log lines, and those of our callbacks go to one handler.
 * Uncaught, they would restart the device without a message.
 */
import type {
  Bank,
  Cancel,
  Http,
  HttpHandlers,
  Log,
  Network,
  NetworkState,
  OpenBank,
  SocketFault,
  Timer,
} from '../shared/ports.js';

export type OnThrown = (error: unknown) => void;

function guarded(callback: () => void, onThrown: OnThrown): () => void {
  return () => {
    try {
      callback();
    } catch (error) {
      onThrown(error);
    }
  };
}

export function guardedTimer(timer: Timer, onThrown: OnThrown): Timer {
  return { set: (callback, delayMs) => timer.set(guarded(callback, onThrown), delayMs) };
}

/** A port that throws instead of calling back counts as unreachable. */
export function guardedHttp(http: Http, timer: Timer, onThrown: OnThrown): Http {
  return {
    send: (request, handlers): Cancel => {
      try {
        return http.send(request, new GuardedHandlers(handlers, onThrown));
      } catch (error) {
        // Not before `send` has returned, since the caller does not have its cancel yet.
        return timer.set(
          () => handlers.onFault({ kind: 'unreachable', detail: messageOf(error) }),
          0,
        );
      }
    },
  };
}

/** A class instead of closures, since bodies are read where the device's small stack is deepest. */
class GuardedHandlers implements HttpHandlers {
  readonly #handlers: HttpHandlers;
  readonly #onThrown: OnThrown;

  constructor(handlers: HttpHandlers, onThrown: OnThrown) {
    this.#handlers = handlers;
    this.#onThrown = onThrown;
  }

  onHeaders(status: number, headers: Readonly<Record<string, string>>): void {
    try {
      this.#handlers.onHeaders(status, headers);
    } catch (error) {
      this.#onThrown(error);
    }
  }

  onBody(chunk: Uint8Array): void {
    try {
      this.#handlers.onBody(chunk);
    } catch (error) {
      this.#onThrown(error);
    }
  }

  onDone(): void {
    try {
      this.#handlers.onDone();
    } catch (error) {
      this.#onThrown(error);
    }
  }

  onFault(fault: SocketFault): void {
    try {
      this.#handlers.onFault(fault);
    } catch (error) {
      this.#onThrown(error);
    }
  }
}

export function guardedNetwork(network: Network, onThrown: OnThrown): Network {
  return {
    get state(): NetworkState {
      return network.state;
    },
    watch: (onChange) => network.watch(guarded(onChange, onThrown)),
  };
}

/** A log that throws is ignored. */
export function guardedLog(log: Log): Log {
  return {
    write: (level, message) => {
      try {
        log.write(level, message);
      } catch {
        // There is no other place to report it.
      }
    },
  };
}

export interface BankGuard {
  /** The pins could not be opened: nothing can be shown. */
  readonly onNoBank: OnThrown;
  /** A write was lost: the display may be in the middle of a byte. */
  readonly onLostWrite: OnThrown;
}

export function guardedBank(openBank: OpenBank, { onNoBank, onLostWrite }: BankGuard): OpenBank {
  return (mask): Bank => {
    try {
      return new GuardedBank(openBank(mask), onLostWrite);
    } catch (error) {
      onNoBank(error);
      return NO_BANK;
    }
  };
}

/** A class, since a closure for each method takes more slots. */
class GuardedBank implements Bank {
  readonly #bank: Bank;
  readonly #onLostWrite: OnThrown;

  constructor(bank: Bank, onLostWrite: OnThrown) {
    this.#bank = bank;
    this.#onLostWrite = onLostWrite;
  }

  write(levels: number): void {
    try {
      this.#bank.write(levels);
    } catch (error) {
      this.#onLostWrite(error);
    }
  }

  close(): void {
    this.#bank.close?.();
  }
}

/** Stack frames to log. */
const FRAMES_MAX = 3;
const NO_BANK: Bank = Object.freeze({ write: () => undefined });

/** The message with the innermost calls, on one line. */
export function whereOf(thrown: unknown): string {
  const stack =
    typeof thrown === 'object' && thrown !== null && 'stack' in thrown ? thrown.stack : '';
  const lines = typeof stack === 'string' ? stack.split('\n').map((line) => line.trim()) : [];
  return [
    messageOf(thrown),
    ...lines.filter((line) => line.startsWith('at ')).slice(0, FRAMES_MAX),
  ].join(', ');
}

export function messageOf(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null && 'message' in thrown
    ? String(thrown.message)
    : String(thrown);
}
