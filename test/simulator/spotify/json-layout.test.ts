import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { printJson } from '../../../simulator/spotify/json-layout.js';

const sample = (name: string): string =>
  readFileSync(new URL(`../../fixtures/spotify/${name}.json`, import.meta.url), 'utf8');

describe('printJson', () => {
  it.each([
    'player-track-playing',
    'player-ad',
    'player-episode',
    'player-local-file',
    'current-ad',
  ])('formats %s as it was captured', (name) => {
    expect(printJson(JSON.parse(sample(name)), 'spotify')).toBe(sample(name));
  });

  it('prints the same data in each layout', () => {
    const value = JSON.parse(sample('player-track-many-artists'));
    for (const layout of ['spotify', 'indented', 'minified'] as const)
      expect(JSON.parse(printJson(value, layout))).toEqual(value);
  });
});
