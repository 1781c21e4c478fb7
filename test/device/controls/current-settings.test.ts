/** Settings of the relay override the build's and are stored; one that is no longer sent returns to its default. */
import { describe, expect, it } from '@jest/globals';
import { CurrentSettings } from '../../../device/controls/current-settings.js';
import { DEFAULTS } from '../../../device/shared/settings.js';
import { MemoryStore } from '../../../simulator/ports/memory-store.js';

const lines: string[] = [];
const log = { write: (_level: string, message: string) => void lines.push(message) };
const settingsIn = (store: MemoryStore): CurrentSettings =>
  new CurrentSettings(DEFAULTS, store, log);

describe('CurrentSettings', () => {
  it('applies what is sent, and keeps it for the next start', () => {
    const store = new MemoryStore();
    expect(settingsIn(store).apply({ layout: 'classic', scroll_ms: 500 })).toBe(true);
    expect(settingsIn(store).current).toMatchObject({ layout: 'classic', scrollMs: 500 });
  });

  it('writes nothing if the same settings are sent again', () => {
    const store = new MemoryStore();
    const settings = settingsIn(store);
    settings.apply({ layout: 'classic' });
    const { writeCount } = store;
    expect(settings.apply({ layout: 'classic' })).toBe(false);
    expect(store.writeCount).toBe(writeCount);
  });

  it('restores the default of what is no longer sent', () => {
    const store = new MemoryStore();
    const settings = settingsIn(store);
    settings.apply({ layout: 'classic' });
    settings.apply({});
    expect(settings.current.layout).toBe('progress');
    expect(settingsIn(store).current.layout).toBe('progress');
  });

  it('ignores invalid settings, and logs them once', () => {
    lines.length = 0;
    const settings = settingsIn(new MemoryStore());
    for (let hour = 0; hour < 3; hour += 1)
      settings.apply({ scroll: 'sideways', layout: 'classic' });
    expect(settings.current).toMatchObject({ scroll: 'wrap', layout: 'classic' });
    expect(lines).toEqual([expect.stringContaining('scroll')]);
    expect(settings.apply('no object')).toBe(false);
  });
});
