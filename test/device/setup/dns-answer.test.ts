/** Every name resolves to our address; what is not a query gets no response, and nothing makes it throw. */
import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { answerName } from '../../../device/setup/dns-answer.js';
import { seededRandom } from '../../../tools/virtual/seeded-random.js';
import { count } from '../../support/counts.js';
import { SetUpScene } from './scene.js';

const ADDRESS = [192, 168, 4, 1] as const;

/** A question as resolvers send it: id 0xbeef, recursion wanted. */
function question(
  name: string,
  type = 1,
  change: Partial<Record<number, number>> = {},
): Uint8Array {
  const labels = name.split('.').flatMap((label) => [label.length, ...Buffer.from(label)]);
  const bytes = [0xbe, 0xef, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...labels, 0, 0, type, 0, 1];
  for (const [at, byte] of Object.entries(change)) bytes[Number(at)] = byte ?? 0;
  return Uint8Array.from(bytes);
}

let scene: SetUpScene | undefined;
afterEach(async () => {
  await scene?.network.close();
  scene = undefined;
});

describe('answerName', () => {
  it('answers an IPv4 query with our address, for ten seconds', () => {
    const asked = question('connectivitycheck.gstatic.com');
    const answer = answerName(asked, ADDRESS);
    expect([...(answer ?? [])].slice(asked.length)).toEqual([
      ...[0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 10, 0, 4],
      ...ADDRESS,
    ]);
    expect([...(answer ?? [])].slice(0, 12)).toEqual([0xbe, 0xef, 0x85, 0, 0, 1, 0, 1, 0, 0, 0, 0]);
  });

  it('answers an IPv6 query with no address, so that no client waits for one', () => {
    const answer = answerName(question('captive.apple.com', 28), ADDRESS);
    expect([answer?.[3], answer?.[7], answer?.length]).toEqual([
      0,
      0,
      question('captive.apple.com').length,
    ]);
  });

  it.each([
    ['a response', question('a.example', 1, { 2: 0x81 })],
    ['another operation', question('a.example', 1, { 2: 0x29 })],
    ['two questions', question('a.example', 1, { 5: 2 })],
    ['a compressed name', question('a.example', 1, { 12: 0xc0 })],
    ['a label past the end', question('a.example', 1, { 12: 63 })],
    ['a head alone', question('a.example').subarray(0, 12)],
    ['half a question', question('a.example').subarray(0, 20)],
    ['nothing', new Uint8Array(0)],
    ['too much', new Uint8Array(513)],
    ['a name over 255 bytes', question(Array.from({ length: 130 }, () => 'x').join('.'))],
  ])('is silent to %s', (_name, packet) => {
    expect(answerName(packet, ADDRESS)).toBe(undefined);
  });

  it('never throws, and never sends a long answer', () => {
    const seed = 20_251;
    const random = seededRandom(seed);
    for (let run = 0; run < count(3_000, 200_000); run += 1) {
      const base =
        run % 2 === 0 ? question('a.example') : new Uint8Array(Math.floor(random() * 80));
      const packet = base.map((byte) => (random() < 0.1 || run % 2 === 1 ? random() * 256 : byte));
      const answer = answerName(packet, ADDRESS);
      if (answer && answer.length > packet.length + 16) throw new Error(`seed ${seed}, run ${run}`);
    }
  });

  it('is understood by a real resolver', async () => {
    scene = new SetUpScene();
    await scene.open();
    const { dns } = await scene.network.ports();
    const resolver = new Resolver({ timeout: 5000, tries: 1 });
    resolver.setServers([`127.0.0.1:${dns}`]);
    expect(await resolver.resolve4('www.msftconnecttest.com')).toEqual(['192.168.4.1']);
    await expect(resolver.resolve6('www.msftconnecttest.com')).rejects.toMatchObject({
      code: 'ENODATA',
    });
  });

  it('continues after invalid packets', async () => {
    scene = new SetUpScene();
    await scene.open();
    const { dns } = await scene.network.ports();
    const sender = createSocket('udp4');
    for (const packet of [new Uint8Array(0), new Uint8Array(700), question('x', 1, { 12: 200 })])
      await new Promise((resolve) => sender.send(packet, dns, '127.0.0.1', resolve));
    sender.close();
    const resolver = new Resolver({ timeout: 5000, tries: 1 });
    resolver.setServers([`127.0.0.1:${dns}`]);
    expect(await resolver.resolve4('a.example')).toEqual(['192.168.4.1']);
  });
});
