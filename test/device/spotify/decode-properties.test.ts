/** The streaming decoder and JSON.parse agree on every sample, on mutated copies, and wherever they are cut. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { seededRandom } from '../../../tools/virtual/seeded-random.js';
import type { XsWorker } from '../../../tools/xs/worker.js';
import { decoded, wrongCuts } from '../../support/player-response.js';
import { count, isLong } from '../../support/counts.js';
import { describeWithXs } from '../../support/xs.js';
import { PATHS, oracle } from './decode-oracle.js';
import { mutated } from './mutations.js';
import { samples } from './samples.js';

const SEED = 20261125;
const MUTANTS = count(12, 2_000);
/** Cuts of a body that are tried where not all are. */
const CUTS = 48;
/** In XS a cut costs a hundred times as much. */
const XS_CUTS = count(4, 40);
/** Only full counts come near it. */
const LONG_MS = 600_000;
const XS_ENTRY = fileURLToPath(new URL('../../support/player-response-in-xs.ts', import.meta.url));

const BODIES = samples().filter(
  ({ url, status, file }) => url.includes('/me/player') && status === 200 && file !== '',
);
const named = BODIES.map(({ file, body }) => [file, body] as const);

/** In pieces of random sizes, most of them small. */
function inPieces(body: Uint8Array, random: () => number): ReturnType<typeof decoded> {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < body.length;) {
    const size = 1 + Math.floor(random() ** 3 * 200);
    pieces.push(body.subarray(at, at + size));
    at += size;
  }
  return decoded(...pieces);
}

/** The body and how the two readers differ on it, undefined where they do not. */
function disagreement(body: Uint8Array, random: () => number): string | undefined {
  const ours = decoded(body);
  const text = Buffer.from(body).toString('utf8');
  if (JSON.stringify(inPieces(body, random)) !== JSON.stringify(ours)) return `in pieces: ${text}`;
  if (!ours.ok && !(ours.fault.kind === 'malformed' && PATHS.has(ours.fault.path)))
    return `a path that is none: ${JSON.stringify(ours.fault)}: ${text}`;
  const theirs = oracle(body);
  if (theirs === 'either') return undefined;
  const isSame =
    theirs === 'malformed'
      ? !ours.ok
      : ours.ok && JSON.stringify(sorted(ours.value)) === JSON.stringify(sorted(theirs));
  return isSame ? undefined : `${JSON.stringify(ours)} and ${JSON.stringify(theirs)}: ${text}`;
}

function sorted(value: object): object {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Inside UTF-8 sequences and escapes first, then anywhere: every one in the long run. */
function cutsOf(body: Uint8Array, limit: number, random: () => number): number[] {
  if (isLong && limit >= CUTS) return Array.from(body, (_byte, at) => at);
  const isInside = (at: number): boolean =>
    ((body[at] ?? 0) & 0xc0) === 0x80 || [1, 2, 3, 4, 5].some((back) => body[at - back] === 0x5c);
  const inside = Array.from(body, (_byte, at) => at).filter(isInside);
  const anywhere = (): number => Math.floor(random() * body.length);
  return Array.from({ length: Math.min(limit, body.length) }, (_cut, turn) =>
    turn % 2 === 0 && inside.length > 0
      ? inside[Math.floor(random() * inside.length)]!
      : anywhere(),
  );
}

describe(`PlaybackDecoder beside JSON.parse (seed=${SEED})`, () => {
  it('covers 65 whole bodies of the player and 8 broken ones', () => {
    const broken = BODIES.filter(({ file }) => file.startsWith('fault-'));
    expect([BODIES.length - broken.length, broken.length]).toEqual([65, 8]);
  });

  it.each(named)('agrees on %s', (_file, body) => {
    expect(disagreement(body, seededRandom(SEED))).toBeUndefined();
  });

  it.each(named)(
    `agrees on ${MUTANTS} changed copies of %s`,
    (file, body) => {
      const random = seededRandom(SEED + file.length * 7919 + body.length);
      for (let turn = 0; turn < MUTANTS; turn += 1)
        expect(disagreement(mutated(body, random), random)).toBeUndefined();
    },
    LONG_MS,
  );

  it('covers both good and broken copies', () => {
    const random = seededRandom(SEED);
    const outcomes = { ok: 0, malformed: 0, either: 0 };
    for (const { body } of BODIES)
      for (let turn = 0; turn < 6; turn += 1) {
        const meaning = oracle(mutated(body, random));
        outcomes[typeof meaning === 'string' ? meaning : 'ok'] += 1;
      }
    expect(outcomes.ok).toBeGreaterThan(60);
    expect(outcomes.malformed).toBeGreaterThan(200);
    expect(outcomes.either).toBeLessThan(60);
  });

  it.each(named)(
    'gives the same for %s wherever it is cut',
    (file, body) => {
      const random = seededRandom(SEED + file.length);
      expect(wrongCuts(body, cutsOf(body, CUTS, random))).toEqual([]);
    },
    LONG_MS,
  );
});

await describeWithXs('PlaybackDecoder in XS', (xs) => {
  let worker: XsWorker;
  beforeAll(async () => {
    worker = await xs.start(XS_ENTRY, { meterLimit: 4_000_000_000 });
  });

  it(
    'gives the same wherever a body is cut',
    async () => {
      const random = seededRandom(SEED);
      for (const { file, body } of BODIES) {
        const head = Buffer.from(JSON.stringify({ cuts: cutsOf(body, XS_CUTS, random) }));
        const command = [Buffer.of(1, head.length >> 8, head.length & 0xff), head, body];
        const { bytes } = await worker.send(Buffer.concat(command));
        expect({ file, wrong: JSON.parse(bytes.toString('utf8')) as number[] }).toEqual({
          file,
          wrong: [],
        });
      }
    },
    LONG_MS,
  );
});
