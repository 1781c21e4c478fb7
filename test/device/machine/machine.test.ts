/** The state machine: which request follows which response, and what is shown meanwhile. */
import { describe, expect, it } from '@jest/globals';
import { json, MachineRig, TRACK } from './machine-rig.js';

const PLAYER = '/v1/me/player';
const CODE = json(200, {
  device_code: 'dc',
  user_code: 'BCDF-GHJK',
  verification_uri: 'https://relay.test/link',
  expires_in: 60,
  interval: 5,
});

describe('Machine.start', () => {
  it('gets a token, then polls', () => {
    const rig = new MachineRig().start();
    expect(rig.requests).toEqual(['/refresh', PLAYER]);
    expect([rig.machine.state, rig.shown]).toEqual(['playing', 'Song']);
  });

  it('waits for the network, and shows its name', () => {
    const rig = new MachineRig({ network: { kind: 'joining', name: 'Home' } }).start().pass(60);
    expect([rig.machine.state, rig.shown, rig.requests]).toEqual(['offline', 'joining', []]);
    rig.network.become({ kind: 'online' });
    expect(rig.pass(0).machine.state).toBe('playing');
  });

  it('links first, and shows the code until a person has approved it', () => {
    const rig = new MachineRig({ isLinked: false });
    rig.responses['/device_authorization'] = () => CODE;
    rig.responses['/token'] = () => json(400, { error: 'authorization_pending' });
    rig.start().pass(12);
    expect([rig.machine.state, rig.shown, rig.countOf('/token')]).toEqual(['linking', 'link', 2]);
    rig.responses['/token'] = () => json(200, { access_token: 'dev', uid: 'me' });
    rig.pass(5);
    expect([rig.machine.isLinked, rig.shown]).toEqual([true, 'Song']);
  });

  it('gets another code when the first has expired', () => {
    const rig = new MachineRig({ isLinked: false });
    rig.responses['/device_authorization'] = () => CODE;
    rig.responses['/token'] = () => json(400, { error: 'authorization_pending' });
    rig.start().pass(61);
    expect([rig.machine.state, rig.shown]).toEqual(['code over', 'link-over']);
    expect(rig.pass(3).countOf('/device_authorization')).toBe(2);
  });
});

describe('a fault', () => {
  it('marks the song for a minute, then is shown, and ends with the next good response', () => {
    const rig = new MachineRig().start();
    rig.responses[PLAYER] = () => json(502, {});
    rig.pass(40);
    expect(rig.shown).toBe('Song!');
    expect(rig.pass(60).shown).toBe('unavailable');
    rig.responses[PLAYER] = TRACK;
    expect(rig.pass(30).shown).toBe('Song');
  });

  it('of a rejected token fetches another at once, but waits after the second', () => {
    const rig = new MachineRig().start();
    rig.responses[PLAYER] = () => json(401, {});
    rig.pass(30);
    expect(rig.countOf('/refresh')).toBeLessThanOrEqual(4);
    expect(rig.shown).toBe('token-rejected');
  });

  it('that names a time is waited out, despite presses', () => {
    const rig = new MachineRig().start();
    rig.responses[PLAYER] = () => json(429, {}, { 'retry-after': '300' });
    rig.pass(30);
    const count = rig.countOf(PLAYER);
    rig.machine.pollNow();
    rig.pass(250);
    expect([rig.countOf(PLAYER), rig.shown]).toEqual([count, 'rate-limited']);
    expect(rig.pass(60).countOf(PLAYER)).toBe(count + 1);
  });

  it('of a port that never calls back ends after 30 s', () => {
    const rig = new MachineRig({ settings: {} });
    rig.responses['/refresh'] = () => ({ hang: true });
    rig.start().pass(31);
    expect(rig.shown).toBe('unreachable');
  });

  it('that ends the link deletes it, and requests a code', () => {
    const rig = new MachineRig().start();
    rig.responses['/refresh'] = () => json(401, { error: 'invalid_token' });
    rig.responses['/device_authorization'] = () => CODE;
    rig.responses['/token'] = () => json(400, { error: 'authorization_pending' });
    rig.responses[PLAYER] = () => json(401, {});
    rig.pass(25);
    expect([rig.machine.isLinked, rig.shown]).toEqual([false, 'link']);
  });
});

describe('Machine.pollNow', () => {
  it('polls at once, but not twice within 5 s', () => {
    const rig = new MachineRig().start();
    const count = rig.countOf(PLAYER);
    rig.machine.pollNow();
    rig.pass(0.1);
    expect(rig.countOf(PLAYER)).toBe(count + 1);
    rig.machine.pollNow();
    rig.pass(4);
    expect(rig.countOf(PLAYER)).toBe(count + 1);
    expect(rig.pass(1).countOf(PLAYER)).toBe(count + 2);
  });
});

describe('Machine.turnOff', () => {
  it('sends nothing until it is turned on, even if the network changes', () => {
    const rig = new MachineRig().start();
    rig.machine.turnOff();
    const count = rig.requests.length;
    rig.network.become({ kind: 'lost', name: 'Home' });
    rig.network.become({ kind: 'online' });
    rig.pass(1200);
    expect([rig.requests.length, rig.shown, rig.machine.overdueMs]).toEqual([count, 'off', 0]);
    rig.machine.turnOn();
    expect(rig.pass(1).shown).toBe('Song');
  });
});

describe('settings in a response', () => {
  it('are handed on', () => {
    const rig = new MachineRig();
    rig.responses['/refresh'] = () =>
      json(200, { access_token: 'at', expires_in: 3600, settings: { layout: 'classic' } });
    expect(rig.start().sent).toEqual([{ layout: 'classic' }]);
  });
});
