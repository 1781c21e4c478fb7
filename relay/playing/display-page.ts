/** The picture of the display: two rows of sixteen, in a frame of the start page. It refreshes itself without a script. */
import { html, type Html } from '../http/html.js';
import type { GetAnswer } from './get-answer.js';

const COLUMNS = 16;
const PLAY = '▶';
const PAUSE = '‖';
const FULL = '█';
const LIGHT = '░';
const REFRESH_S = 10;

export function displayPage({
  picture,
  nextCount,
}: {
  /** Undefined: nothing plays. */
  readonly picture: GetAnswer | undefined;
  /** 0: no more. */
  readonly nextCount: number;
}): Html {
  const rows = picture ? rowsOf(picture) : ['Nothing playing', ''];
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>The display</title>
        <link rel="stylesheet" href="/style.css" />
        ${
          nextCount > 0
            ? html`<meta
                http-equiv="refresh"
                content="${REFRESH_S}; url=/display?n=${nextCount}"
              />`
            : undefined
        }
      </head>
      <body class="bare">
        <p class="lcd">${rows.map((row) => row.padEnd(COLUMNS)).join('\n')}</p>
      </body>
    </html>`;
}

function rowsOf({
  song_title: title = '',
  artist_string: artist = '',
  status = false,
  duration = 0,
  current = 0,
}: GetAnswer): readonly string[] {
  const first = artist === '' ? title : `${title} - ${artist}`;
  const mark = status ? PLAY : PAUSE;
  if (duration === 0) return [cut(first || 'Advertisement'), mark];
  const from = minutes(current);
  const to = minutes(duration);
  // Mark, position and duration with a space around the bar.
  const width = COLUMNS - from.length - to.length - 3;
  const full = Math.round((width * Math.min(current, duration)) / duration);
  return [cut(first), `${mark}${from} ${FULL.repeat(full)}${LIGHT.repeat(width - full)} ${to}`];
}

function cut(text: string): string {
  return text.length > COLUMNS ? `${text.slice(0, COLUMNS - 1)}…` : text;
}

function minutes(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
