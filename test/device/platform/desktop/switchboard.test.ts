/** The window's switches make faults that a device can meet, and none that it cannot. */
import { describe, expect, it } from '@jest/globals';
import {
  applyCommand,
  SwitchedHttp,
  SwitchedNetwork,
  WindowButton,
} from '../../../../device/platform/desktop/switchboard.js';
import type { HttpRequest } from '../../../../device/shared/ports.js';
import { VirtualTime } from '../../../../tools/virtual/virtual-clock.js';

const RELAY = 'http://127.0.0.1:8000';

function desk() {
  const time = new VirtualTime();
  const sent: string[] = [];
  const heard: unknown[] = [];
  const inner = {
    send: ({ url }: HttpRequest) => {
      sent.push(url);
      return () => undefined;
    },
  };
  const board = {
    network: new SwitchedNetwork(),
    http: new SwitchedHttp(inner, time.timer, RELAY),
    button: new WindowButton(),
  };
  board.network.watch(() => heard.push(board.network.state.kind));
  board.button.watch((isDown) => heard.push(isDown));
  const ask = (url: string) =>
    board.http.send(
      { method: 'GET', url, headers: {}, keepHeaders: [], timeoutMs: 1000 },
      {
        onHeaders: () => undefined,
        onBody: () => undefined,
        onDone: () => undefined,
        onFault: ({ kind }) => heard.push(kind),
      },
    );
  return { board, sent, heard, ask, pass: () => time.advanceUs(1000) };
}

describe('the switchboard', () => {
  it('disconnects and reconnects the network, and reports each once', () => {
    const { board, heard } = desk();
    const before = board.network.state.kind;
    for (const wifi of [false, false, true]) applyCommand(board, JSON.stringify({ wifi }));
    expect([before, heard]).toEqual(['online', ['lost', 'online']]);
  });

  it('cuts off the relay alone', () => {
    const { board, sent, heard, ask, pass } = desk();
    applyCommand(board, JSON.stringify({ relay: false }));
    ask(`${RELAY}/refresh`);
    ask('http://127.0.0.1:80001/v1/me/player');
    pass();
    applyCommand(board, JSON.stringify({ relay: true }));
    ask(`${RELAY}/refresh`);
    expect([sent, heard]).toEqual([
      ['http://127.0.0.1:80001/v1/me/player', `${RELAY}/refresh`],
      ['unreachable'],
    ]);
  });

  it('reports no fault of a cancelled request', () => {
    const { board, heard, ask, pass } = desk();
    applyCommand(board, JSON.stringify({ relay: false }));
    ask(`${RELAY}/refresh`)();
    pass();
    expect(heard).toEqual([]);
  });

  it('holds the button as long as the mouse', () => {
    const { board, heard } = desk();
    applyCommand(board, JSON.stringify({ button: true }));
    applyCommand(board, JSON.stringify({ button: false }));
    expect(heard).toEqual([true, false]);
  });

  it.each(['', '{', 'null', '7', '{"touches":"startPlaying"}', '{"wifi":"off","button":1}'])(
    'overhears %j',
    (message) => {
      const { board, heard } = desk();
      applyCommand(board, message);
      expect(heard).toEqual([]);
    },
  );
});
