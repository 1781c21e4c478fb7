/** What the demo plays: short invented items that show everything the display can do in a few minutes. */

export type PlaylistItem =
  | {
      readonly kind: 'track' | 'local';
      readonly key: string;
      readonly title: string;
      readonly artists: readonly string[];
      readonly album: string;
      readonly durationMs: number;
    }
  | {
      readonly kind: 'episode';
      readonly key: string;
      readonly title: string;
      readonly show: string;
      readonly durationMs: number;
    }
  /** An advertisement or an unknown item: both come without an item. */
  | { readonly kind: 'ad' | 'unknown'; readonly key: string; readonly durationMs: number }
  /** No active player: 204 for its duration. */
  | { readonly kind: 'nothing'; readonly key: string; readonly durationMs: number };

export interface PlaylistStep {
  readonly item: PlaylistItem;
  /** Its name on the page. */
  readonly label: string;
  /** The listener pauses once, at `atMs`, and resumes after `forMs`. */
  readonly pause?: { readonly atMs: number; readonly forMs: number };
  /** Plays only when chosen: the list skips it. */
  readonly aside?: true;
}

export const DEMO_PLAYLIST: readonly PlaylistStep[] = Object.freeze<PlaylistStep[]>([
  {
    label: 'A plain track',
    item: {
      kind: 'track',
      key: 'plain',
      title: 'Paper Lanterns',
      artists: ['Mira Holt'],
      album: 'Northern Rooms',
      durationMs: 32_000,
    },
  },
  {
    label: 'A long title',
    item: {
      kind: 'track',
      key: 'long',
      title: 'The Night Bus Takes the Long Way Home Through the Rain (Live at the Boathouse)',
      artists: ['The Second Kettle'],
      album: 'Timetables',
      durationMs: 44_000,
    },
  },
  {
    label: 'Korean',
    item: {
      kind: 'track',
      key: 'korean',
      title: '늦은 밤의 편지',
      artists: ['한서윤'],
      album: '창가에서',
      durationMs: 30_000,
    },
  },
  {
    label: 'A pause in the middle',
    pause: { atMs: 12_000, forMs: 9_000 },
    item: {
      kind: 'track',
      key: 'pause',
      title: 'Kettle, Door, Telephone',
      artists: ['Ada Fennimore'],
      album: 'Interruptions',
      durationMs: 28_000,
    },
  },
  {
    label: 'Japanese',
    item: {
      kind: 'track',
      key: 'japanese',
      title: '雨あがりのカメラ',
      artists: ['水野あおい'],
      album: '夏の切符',
      durationMs: 32_000,
    },
  },
  {
    label: 'An advertisement',
    item: { kind: 'ad', key: 'ad', durationMs: 15_000 },
  },
  {
    label: 'A podcast episode',
    item: {
      kind: 'episode',
      key: 'episode',
      title: '#214 – The Radio on the Shelf',
      show: 'Left Over Screws',
      durationMs: 45_000,
    },
  },
  {
    label: 'Several artists',
    item: {
      kind: 'track',
      key: 'several',
      title: 'Three Chairs',
      artists: ['Józef Łanowski', 'Søren Ækvist', 'Zoë Ménard'],
      album: 'Borrowed Kitchen',
      durationMs: 34_000,
    },
  },
  {
    label: 'A local file',
    aside: true,
    item: {
      kind: 'local',
      key: 'local',
      title: 'Rehearsal tape, side B',
      artists: ['Garage Choir'],
      album: 'Tapes',
      durationMs: 40_000,
    },
  },
  {
    label: 'An unknown item',
    aside: true,
    item: { kind: 'unknown', key: 'unknown', durationMs: 25_000 },
  },
  {
    label: 'Nothing',
    aside: true,
    item: { kind: 'nothing', key: 'nothing', durationMs: 30_000 },
  },
]);
