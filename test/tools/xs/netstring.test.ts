/** Frames are read correctly, however the pipe cuts them. */
import { describe, expect, it } from '@jest/globals';
import { frame, FrameReader, FRAME_BYTES_MAX } from '../../../tools/xs/netstring.js';

function readInChunks(stream: Buffer, chunkBytes: number): string[] {
  const frames: string[] = [];
  const reader = new FrameReader((bytes) => frames.push(bytes.toString('utf8')));
  for (let at = 0; at < stream.length; at += chunkBytes)
    reader.push(stream.subarray(at, at + chunkBytes));
  return frames;
}

describe('FrameReader', () => {
  const stream = Buffer.concat([
    frame('.', Buffer.from('one,2:3')),
    frame('?', Buffer.alloc(0)),
    frame('!', Buffer.from('é'.repeat(500))),
  ]);

  it.each([1, 2, 3, 7, 64, 10_000])('finds each frame in chunks of %d bytes', (chunkBytes) => {
    expect(readInChunks(stream, chunkBytes)).toEqual(['.one,2:3', '?', `!${'é'.repeat(500)}`]);
  });

  it.each([
    ['no length', 'x:a,'],
    ['a length beyond the limit', `${FRAME_BYTES_MAX + 1}:a,`],
    ['no comma at the end', '1:ab'],
    ['a length without end', '1'.repeat(12)],
  ])('refuses a frame with %s', (_flaw, text) => {
    expect(() => readInChunks(Buffer.from(text), 100)).toThrow(/frame/);
  });
});

describe('frame', () => {
  it('counts bytes, not characters', () => {
    expect(frame('?', Buffer.from('é')).toString('utf8')).toBe('3:?é,');
  });
});
