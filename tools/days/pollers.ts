/** Who asks on a day: the device's own schedule, and the habits of other projects beside it. */
import { Schedule } from '../../device/spotify/schedule.js';
import type { Asker } from './day.js';

export function scheduleAsker(budget?: number): Asker {
  const schedule = new Schedule(budget);
  return {
    answered(playback, nowMs) {
      schedule.asked(nowMs);
      return schedule.answered(playback, nowMs);
    },
    blocked(toldMs, nowMs) {
      schedule.asked(nowMs);
      return schedule.blocked(toldMs, false, nowMs);
    },
  };
}

/** Most projects ask at a fixed pace, be there music or not. */
export function fixedAsker(everyMs: number): Asker {
  return { answered: () => everyMs, blocked: (toldMs) => Math.max(everyMs, toldMs) };
}

/** SpotifyPlus for Home Assistant: 30 s, and each second of an item's last five. */
export function nearEndAsker(everyMs = 30_000, nearMs = 5000): Asker {
  return {
    answered(playback) {
      if (playback.kind === 'nothing' || !playback.isPlaying || playback.durationMs === 0)
        return everyMs;
      const leftMs = playback.durationMs - (playback.progressMs ?? 0);
      return leftMs <= nearMs ? 1000 : Math.min(everyMs, leftMs - nearMs);
    },
    blocked: (toldMs) => Math.max(everyMs, toldMs),
  };
}
