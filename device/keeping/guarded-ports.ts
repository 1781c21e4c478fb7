/**
 * The ports behind a guard: what throws out of a port is a value or a silence, and what throws in one of our own
 * callbacks comes to one place. On a device an exception that nobody catches is a restart without a word.
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
  Timer,
} from '../ports.js';

export type OnThrown = (error: unknown) => void;

export function guardedTimer(timer: Timer, onThrown: OnThrown): Timer {
  return {
    set: (callback, delayMs) =>
      timer.set(() => {
        try {
          callback();
        } catch (error) {
          onThrown(error);
        }
      }, delayMs),
  };
}

/** A port that throws where it should call back is told as a network that is not there. */
export function guardedHttp(http: Http, timer: Timer, onThrown: OnThrown): Http {
  return {
    send: (request, handlers): Cancel => {
      try {
        return http.send(request, guardedHandlers(handlers, onThrown));
      } catch (error) {
        // Never before `send` has returned: the caller does not hold its cancel yet.
        return timer.set(
          () => handlers.onFault({ kind: 'unreachable', detail: messageOf(error) }),
          0,
        );
      }
    },
  };
}

function guardedHandlers(handlers: HttpHandlers, onThrown: OnThrown): HttpHandlers {
  const guard = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      onThrown(error);
    }
  };
  return {
    onHeaders: (status, headers) => guard(() => handlers.onHeaders(status, headers)),
    onBody: (chunk) => guard(() => handlers.onBody(chunk)),
    onDone: () => guard(() => handlers.onDone()),
    onFault: (fault) => guard(() => handlers.onFault(fault)),
  };
}

export function guardedNetwork(network: Network, onThrown: OnThrown): Network {
  return {
    get state(): NetworkState {
      return network.state;
    },
    watch: (onChange) =>
      network.watch(() => {
        try {
          onChange();
        } catch (error) {
          onThrown(error);
        }
      }),
  };
}

/** Whoever cannot be told goes without. */
export function guardedLog(log: Log): Log {
  return {
    write: (level, message) => {
      try {
        log.write(level, message);
      } catch {
        // Where should it be said?
      }
    },
  };
}

export interface BankGuard {
  /** The lines cannot be had: nothing will ever be shown on this run. */
  readonly onNoBank: OnThrown;
  /** A write did not arrive: the display may be in the midst of a byte. */
  readonly onLostWrite: OnThrown;
}

export function guardedBank(openBank: OpenBank, { onNoBank, onLostWrite }: BankGuard): OpenBank {
  return (mask): Bank => {
    try {
      const bank = openBank(mask);
      return {
        write: (levels) => {
          try {
            bank.write(levels);
          } catch (error) {
            onLostWrite(error);
          }
        },
        close: () => bank.close(),
      };
    } catch (error) {
      onNoBank(error);
      return NO_BANK;
    }
  };
}

const NO_BANK: Bank = Object.freeze({ write: () => undefined, close: () => undefined });

export function messageOf(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null && 'message' in thrown
    ? String(thrown.message)
    : String(thrown);
}
