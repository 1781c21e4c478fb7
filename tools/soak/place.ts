/** Where the devices stand: the local time decides when they are dark, and their clock shows it. */

/** Times are local, such as `06:45`. */
export interface Place {
  readonly timeZone: string;
  readonly darkFrom: string;
  readonly darkTo: string;
}

/** By this machine's own time zones, on the clock of a run. */
export interface LocalTime {
  readonly at: (nowMs: number) => string;
  readonly isDark: (nowMs: number) => boolean;
}

/** What a person enters at the relay. */
export function relaySettings(place: Place): Readonly<Record<string, string>> {
  const { timeZone, darkFrom, darkTo } = place;
  return { time_zone: timeZone, off_hours: `${darkFrom}-${darkTo}`, idle: 'clock' };
}

export function localTime({ timeZone, darkFrom, darkTo }: Place, startEpochMs: number): LocalTime {
  const format = new Intl.DateTimeFormat('en', {
    ...({ timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const),
  });
  const at = (nowMs: number): string => format.format(startEpochMs + nowMs);
  return {
    at,
    // All of them span midnight.
    isDark: (nowMs) => at(nowMs) >= darkFrom || at(nowMs) < darkTo,
  };
}
