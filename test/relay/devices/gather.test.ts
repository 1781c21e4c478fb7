import { describe, expect, it } from '@jest/globals';
import { Gather } from '../../../relay/devices/gather.js';

/** A look that answers when it is let: each entry is the keys it was asked for. */
function heldLooks() {
  const begun: { readonly keys: readonly string[]; readonly answer: () => void }[] = [];
  const gather = new Gather(
    (keys: readonly string[]) =>
      new Promise<readonly (string | undefined)[]>((resolve) => {
        const answer = (): void =>
          resolve(keys.map((key) => (key === 'nobody' ? undefined : `${key}!`)));
        begun.push({ keys, answer });
      }),
  );
  return { begun, gather, keys: () => begun.map((look) => look.keys) };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('Gather', () => {
  it('asks once for all who come together, and gives each its own', async () => {
    const { begun, gather } = heldLooks();
    const answers = Promise.all(['a', 'nobody', 'a'].map((key) => gather.find(key)));
    await turn();
    begun[0]!.answer();
    expect(await answers).toEqual(['a!', undefined, 'a!']);
    expect(begun).toHaveLength(1);
  });

  it('never answers from a look that began before the question', async () => {
    const { begun, gather, keys } = heldLooks();
    const first = gather.find('a');
    await turn();
    const second = gather.find('a');
    await turn();
    expect(keys()).toEqual([['a'], ['a']]);
    begun[0]!.answer();
    begun[1]!.answer();
    expect(await Promise.all([first, second])).toEqual(['a!', 'a!']);
  });

  it('has two looks under way at most, and lets whoever waits go next', async () => {
    const { begun, gather, keys } = heldLooks();
    const answers: Promise<string | undefined>[] = [];
    for (const key of ['a', 'b', 'c', 'd']) {
      answers.push(gather.find(key));
      await turn();
    }
    expect(keys()).toEqual([['a'], ['b']]);
    begun[1]!.answer();
    await answers[1];
    await turn();
    expect(keys()).toEqual([['a'], ['b'], ['c', 'd']]);
    for (const { answer } of begun) answer();
    expect(await Promise.all(answers)).toEqual(['a!', 'b!', 'c!', 'd!']);
  });

  it('splits a crowd into looks of 128', async () => {
    const { begun, gather, keys } = heldLooks();
    const answers = Array.from({ length: 300 }, (_, index) => gather.find(String(index)));
    await turn();
    await turn();
    begun[0]!.answer();
    await answers[0];
    await turn();
    expect(keys().map(({ length }) => length)).toEqual([128, 128, 44]);
    for (const { answer } of begun) answer();
    expect(await answers[299]).toBe('299!');
  });

  it('tells a failed look to those who waited for it, and goes on', async () => {
    let isBroken = true;
    const gather = new Gather((keys: readonly string[]) =>
      isBroken ? Promise.reject(new Error('gone')) : Promise.resolve(keys),
    );
    await expect(Promise.all([gather.find('a'), gather.find('b')])).rejects.toThrow('gone');
    isBroken = false;
    expect(await gather.find('a')).toBe('a');
  });
});
