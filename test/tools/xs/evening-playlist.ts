/** What plays on the virtual evening, and what the display should show meanwhile. */
import { trackOf, type PlaylistStep } from '../../../simulator/spotify/playlist.js';

interface EveningItem {
  readonly step: PlaylistStep;
  /** Row one while it plays; absent where it scrolls. */
  readonly reads?: string;
}

export const EVENING: readonly EveningItem[] = Object.freeze([
  { step: trackOf('Blue', 'Kin', 201_000), reads: 'Blue - Kin' },
  { step: trackOf('Boats', 'Ada Fenn', 243_000), reads: 'Boats - Ada Fenn' },
  { step: trackOf('서울', '한', 188_000), reads: 'Seoul - Han' },
  { step: trackOf('Café', 'Björk', 226_000), reads: 'Cafe - Bjork' },
  {
    step: { label: 'ad', item: { kind: 'ad', key: 'ad', durationMs: 30_000 } },
    reads: 'Advertisement',
  },
  { step: trackOf('A Title Beyond Sixteen Letters', 'Somebody', 90_000) },
  {
    step: {
      label: 'episode',
      item: { kind: 'episode', key: 'e', title: 'Radio', show: 'Screws', durationMs: 1_500_000 },
    },
    reads: 'Radio - Screws',
  },
]);
