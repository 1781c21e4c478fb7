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

function song(
  label: string,
  key: string,
  [title, artists, album]: readonly [title: string, artists: readonly string[], album: string],
  seconds: number,
  kind: 'track' | 'local' = 'track',
): PlaylistStep {
  return { label, item: { kind, key, title, artists, album, durationMs: seconds * 1000 } };
}

/** A track for tests and benchmarks, known by its title. */
export function trackOf(title: string, artist: string, durationMs: number): PlaylistStep {
  return song(title, title, [title, [artist], 'Evening'], durationMs / 1000);
}

const LONG_TITLE = 'The Night Bus Takes the Long Way Home Through the Rain (Live at the Boathouse)';
const SEVERAL_ARTISTS = ['Józef Łanowski', 'Søren Ækvist', 'Zoë Ménard'];

export const DEMO_PLAYLIST: readonly PlaylistStep[] = Object.freeze<PlaylistStep[]>([
  song('A plain track', 'plain', ['Paper Lanterns', ['Mira Holt'], 'Northern Rooms'], 32),
  song('A long title', 'long', [LONG_TITLE, ['The Second Kettle'], 'Timetables'], 44),
  song('Korean', 'korean', ['늦은 밤의 편지', ['한서윤'], '창가에서'], 30),
  {
    ...song(
      'A pause in the middle',
      'pause',
      ['Kettle, Door, Telephone', ['Ada Fennimore'], 'Interruptions'],
      28,
    ),
    pause: { atMs: 12_000, forMs: 9_000 },
  },
  song('Japanese', 'japanese', ['雨あがりのカメラ', ['水野あおい'], '夏の切符'], 32),
  { label: 'An advertisement', item: { kind: 'ad', key: 'ad', durationMs: 15_000 } },
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
  song('Several artists', 'several', ['Three Chairs', SEVERAL_ARTISTS, 'Borrowed Kitchen'], 34),
  {
    ...song(
      'A local file',
      'local',
      ['Rehearsal tape, side B', ['Garage Choir'], 'Tapes'],
      40,
      'local',
    ),
    aside: true,
  },
  {
    label: 'An unknown item',
    aside: true,
    item: { kind: 'unknown', key: 'unknown', durationMs: 25_000 },
  },
  { label: 'Nothing', aside: true, item: { kind: 'nothing', key: 'nothing', durationMs: 30_000 } },
]);
