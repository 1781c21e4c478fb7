/** Store, Wi-Fi and randomness in memory: as strict as a device's, and repeatable. */
import { describe, expect, it } from '@jest/globals';
import { MemoryStore } from '../../../simulator/ports/memory-store.js';
import { ScriptedNetwork } from '../../../simulator/ports/scripted-network.js';
import { seededRandom } from '../../../tools/virtual/seeded-random.js';
import { decodeUtf8, encodeUtf8 } from '../../../simulator/ports/utf8.js';

describe('MemoryStore', () => {
  it('keeps, removes and counts', () => {
    const store = new MemoryStore({ token: 'a' });
    store.write('uid', 'b');
    store.remove('token');
    expect([store.read('token'), store.read('uid'), store.writeCount]).toEqual([undefined, 'b', 2]);
    expect(store.contents()).toEqual({ uid: 'b' });
  });

  it.each(['', 'sixteen-letters!'])('refuses the key %p, as a device’s flash would', (key) => {
    expect(() => new MemoryStore().write(key, '')).toThrow(RangeError);
  });
});

describe('ScriptedNetwork', () => {
  it('notifies each watcher of each change', () => {
    const network = new ScriptedNetwork({ kind: 'joining', name: 'home' });
    const seen: string[] = [];
    network.watch(() => seen.push(network.state.kind));
    network.become({ kind: 'setting-clock' });
    network.become({ kind: 'online' });
    expect(seen).toEqual(['setting-clock', 'online']);
  });
});

describe('seededRandom', () => {
  it('repeats itself for a seed and stays within [0, 1)', () => {
    const draw = (seed: number): number[] => Array.from({ length: 1000 }, seededRandom(seed));
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
    expect(draw(3).every((value) => value >= 0 && value < 1)).toBe(true);
  });
});

describe('encodeUtf8', () => {
  it.each(['', 'plain', 'é日本語😀'])('writes %p as Node does', (text) => {
    expect([...encodeUtf8(text)]).toEqual([...Buffer.from(text, 'utf8')]);
    expect(decodeUtf8(encodeUtf8(text))).toBe(text);
  });

  it('replaces half a surrogate pair', () => {
    expect(decodeUtf8(encodeUtf8('\ud83d'))).toBe('\ufffd');
  });
});
