/** What ports throw becomes a fault; what our own callbacks throw is reported in one place. */
import { describe, expect, it } from '@jest/globals';
import {
  guardedBank,
  guardedHttp,
  guardedLog,
  guardedNetwork,
  guardedTimer,
  messageOf,
  whereOf,
} from '../../../device/resilience/guarded-ports.js';
import type { HttpHandlers, HttpRequest, SocketFault } from '../../../device/shared/ports.js';
import { VirtualTime } from '../../../tools/virtual/virtual-clock.js';

const REQUEST: HttpRequest = {
  method: 'GET',
  url: 'http://host/',
  headers: {},
  keepHeaders: [],
  timeoutMs: 1000,
};

function failing(): never {
  throw new Error('our bug');
}

function collector(): { thrown: string[]; onThrown: (error: unknown) => void } {
  const thrown: string[] = [];
  return { thrown, onThrown: (error) => void thrown.push(messageOf(error)) };
}

describe('guardedTimer', () => {
  it('reports what a callback throws', () => {
    const time = new VirtualTime();
    const { thrown, onThrown } = collector();
    guardedTimer(time.timer, onThrown).set(failing, 10);
    time.advanceUs(20_000);
    expect(thrown).toEqual(['our bug']);
  });
});

describe('guardedHttp', () => {
  it('turns a port’s throw into a fault, after it has returned', () => {
    const time = new VirtualTime();
    const { thrown, onThrown } = collector();
    const faults: SocketFault[] = [];
    const handlers: HttpHandlers = {
      onHeaders: failing,
      onBody: failing,
      onDone: failing,
      onFault: (fault) => void faults.push(fault),
    };
    guardedHttp({ send: failing }, time.timer, onThrown).send(REQUEST, handlers);
    expect(faults).toEqual([]);
    time.advanceUs(1);
    expect(faults).toEqual([{ kind: 'unreachable', detail: 'our bug' }]);
    expect(thrown).toEqual([]);
  });

  it.each(['onHeaders', 'onBody', 'onDone', 'onFault'] as const)('tells what %s throws', (name) => {
    const { thrown, onThrown } = collector();
    const bad: HttpHandlers = {
      onHeaders: failing,
      onBody: failing,
      onDone: failing,
      onFault: failing,
    };
    let given: HttpHandlers | undefined;
    const http = guardedHttp(
      {
        send: (_request, handlers) => {
          given = handlers;
          return () => undefined;
        },
      },
      new VirtualTime().timer,
      onThrown,
    );
    http.send(REQUEST, bad);
    (given?.[name] as (...args: unknown[]) => void)(200, {});
    expect(thrown).toEqual(['our bug']);
  });
});

describe('guardedNetwork and guardedLog', () => {
  it('report what a watcher throws, and ignore a log that throws', () => {
    const { thrown, onThrown } = collector();
    let change = (): void => undefined;
    const network = guardedNetwork(
      { state: { kind: 'online' }, watch: (onChange) => (change = onChange) },
      onThrown,
    );
    network.watch(failing);
    change();
    expect(thrown).toEqual(['our bug']);
    expect(() => guardedLog({ write: failing }).write('info', 'a')).not.toThrow();
  });
});

describe('guardedBank', () => {
  it('reports a lost write, and pins that cannot be opened', () => {
    const lost = collector();
    const noBank = collector();
    const guard = { onNoBank: noBank.onThrown, onLostWrite: lost.onThrown };
    guardedBank(() => ({ write: failing }), guard)(1).write(1);
    guardedBank(failing, guard)(1).write(1);
    expect([lost.thrown, noBank.thrown]).toEqual([['our bug'], ['our bug']]);
  });
});

describe('whereOf', () => {
  it('gives the message and the innermost calls on one line', () => {
    expect(whereOf(new Error('lost'))).toMatch(/^lost, at [^\n]+$/);
    expect(whereOf('a word')).toBe('a word');
  });
});
