/** The gallery in the docs is up to date. */
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import {
  failureExhibits,
  noticeExhibits,
  playerExhibits,
  tokenExhibits,
} from '../../tools/screens/exhibits.js';
import { noticeTexts } from '../../device/screen/lcd-text.js';
import { layoutPictures, layoutsPage } from '../../tools/screens/layouts-page.js';
import { picture } from '../../tools/screens/picture.js';
import { gallery } from '../../tools/screens/gallery.js';

describe('docs/screens.md', () => {
  it('is up to date: else `npm run screens -- --write`', () => {
    const written = readFileSync(new URL('../../docs/screens.md', import.meta.url), 'utf8');
    const shown = gallery();
    expect(linesOnlyIn(shown, written)).toEqual([]);
    expect(linesOnlyIn(written, shown)).toEqual([]);
  });
});

describe('docs/display.png', () => {
  it('is up to date: else `npm run screens -- --write`', () => {
    const written = readFileSync(new URL('../../docs/display.png', import.meta.url));
    expect(contentOf(written).equals(contentOf(picture()))).toBe(true);
  });
});

describe('docs/layouts.md', () => {
  it('is up to date: else `npm run screens -- --write`', () => {
    const docs = new URL('../../docs/', import.meta.url);
    expect(readFileSync(new URL('layouts.md', docs), 'utf8')).toBe(layoutsPage());
    for (const { path, png } of layoutPictures()) {
      const written = readFileSync(new URL(path, docs));
      expect({ path, isSame: contentOf(written).equals(contentOf(png)) }).toEqual({
        path,
        isSame: true,
      });
    }
  });
});

/** Without how well it was packed: another zlib does it another way. */
function contentOf(png: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    const packed = { IDAT: data, fdAT: data.subarray(4) }[type];
    parts.push(packed === undefined ? data : inflateSync(packed));
    at += length + 12;
  }
  return Buffer.concat(parts);
}

/** A few lines say what has changed; two pages would not. */
function linesOnlyIn(one: string, other: string): string[] {
  const known = new Set(other.split('\n'));
  return one
    .split('\n')
    .filter((line) => !known.has(line))
    .slice(0, 20);
}

describe('docs/troubleshooting.md', () => {
  const page = readFileSync(new URL('../../docs/troubleshooting.md', import.meta.url), 'utf8');
  const messages = page
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .flatMap((line) => [...line.split(' | ')[0]!.matchAll(/`([^`]+)`/g)].map(([, text]) => text!))
    .map((text) => new RegExp(`^${text.split('…').map(literally).join('.+')}(: .+)?$`));
  const notices = [...noticeExhibits(), ...failureExhibits('spotify'), ...failureExhibits('relay')];

  it('names every message of the display', () => {
    const texts = notices.flatMap((one) =>
      'notice' in one ? [noticeTexts(one.notice, 16)[0]] : [],
    );
    expect(texts.length).toBeGreaterThan(80);
    const unnamed = texts.filter((text) => !messages.some((message) => message.test(text)));
    expect([...new Set(unnamed)]).toEqual([]);
  });
});

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

describe('the exhibits', () => {
  it('are all 119 samples and every known failure', () => {
    expect(playerExhibits().length + tokenExhibits().length).toBe(119);
    expect(failureExhibits('spotify').length).toBeGreaterThan(40);
    expect(failureExhibits('relay').length).toBeGreaterThan(20);
  });

  it('have unique names within their section', () => {
    for (const room of [noticeExhibits(), playerExhibits(), tokenExhibits()]) {
      const names = room.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});
