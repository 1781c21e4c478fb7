/** The pollers of a day: the device's own schedule, and other projects for comparison. */
import { Schedule } from '../../device/spotify/schedule.js';
import type { Poller } from './day.js';

export function schedulePoller(budget?: number): Poller {
  const schedule = new Schedule(budget);
  return {
    answered(playback, nowMs) {
      schedule.polled(nowMs);
      return schedule.observed(playback, nowMs).waitMs;
    },
    blocked(retryAfterMs, nowMs) {
      schedule.polled(nowMs);
      return schedule.blocked(retryAfterMs, false, nowMs);
    },
  };
}

/** Most projects poll at a fixed rate, with or without music. */
export function fixedPoller(everyMs: number): Poller {
  return { answered: () => everyMs, blocked: (retryAfterMs) => Math.max(everyMs, retryAfterMs) };
}

/** SpotifyPlus for Home Assistant: 30 s, and each second of an item's last five. */
export function nearEndPoller(everyMs = 30_000, nearMs = 5000): Poller {
  return {
    answered(playback) {
      if (playback.kind === 'nothing' || !playback.isPlaying || playback.durationMs === 0)
        return everyMs;
      const leftMs = playback.durationMs - (playback.progressMs ?? 0);
      return leftMs <= nearMs ? 1000 : Math.min(everyMs, leftMs - nearMs);
    },
    blocked: (retryAfterMs) => Math.max(everyMs, retryAfterMs),
  };
}
