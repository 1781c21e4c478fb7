/** The hardware chosen on the page: its valid parts override the build's, and nothing stored can prevent the start. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { readSettings } from '../../../device/app/build-settings.js';
import {
  hardwareFields,
  hardwareProblems,
  storeHardware,
  withStoredHardware,
} from '../../../device/app/hardware.js';
import { writeRecord } from '../../../device/resilience/stored-record.js';
import { MemoryStore } from '../../../simulator/ports/memory-store.js';
import { DEAD_STORE, everyPowerCut } from './torn-store.js';

const BUILD = { columns: '16', rows: '2', pin_backlight: '26', heal_s: '30' };
const CHOSEN = hardwareFields({
  ...{ columns: 20, rows: 4, bus: 'pcf8574', pin_sda: '25', pin_scl: '26', i2c_address: '0x3f' },
  ...{ rom: 'A00', backlight_active: 'low', pin_button: '27' },
});
let lines: string[];
const log = { write: (_level: string, line: string): void => void lines.push(line) };
beforeEach(() => {
  lines = [];
});

function stored(fields: Readonly<Record<string, string>>): MemoryStore {
  const store = new MemoryStore();
  storeHardware(store, fields);
  return store;
}

describe('withStoredHardware', () => {
  it('returns the build’s own settings if nothing is stored', () => {
    expect(withStoredHardware(BUILD, new MemoryStore(), log)).toBe(BUILD);
  });

  it('lets the stored choice override the build, and keeps the rest', () => {
    const raw = withStoredHardware(BUILD, stored(CHOSEN), log);
    expect(raw).toEqual({ ...BUILD, ...CHOSEN });
    expect(readSettings(raw)).toMatchObject({
      ok: true,
      settings: {
        ...{ columns: 20, rows: 4, rom: 'A00', healS: 30 },
        wiring: { bus: 'pcf8574', sda: 25, scl: 26, address: 0x3f, backlightActive: 'low' },
      },
    });
  });

  it('can remove a pin that the build names', () => {
    const raw = withStoredHardware(BUILD, stored({ pin_backlight: '' }), log);
    expect(readSettings(raw)).toMatchObject({ settings: { wiring: { backlightPin: undefined } } });
  });

  it.each([
    [{ columns: '17', rom: 'A00' }, { rom: 'A00' }],
    [{ rows: '4', pin_rs: '6', pin_e: '13' }, { rows: '4' }],
    [{ pin_rs: '23', rom: 'A02' }, { rom: 'A02' }],
    [{ pin_button: '19' }, {}],
    [{ bus: 'spi' }, {}],
    [{ bus: 'pcf8574', i2c_address: '0x50' }, {}],
    [{ rom: '', columns: 'abc' }, { rom: '' }],
  ])('takes of %j no group that is invalid', (fields, taken) => {
    expect(withStoredHardware(BUILD, stored(fields as Record<string, string>), log)).toEqual({
      ...BUILD,
      ...taken,
    });
    expect(lines).toEqual([expect.stringContaining('ignored, invalid')].slice(0, lines.length));
  });

  it.each(['', 'x', '=', 'columns', '\n\n', '{"columns":20}', 'wifi_ssid=Home'])(
    'starts as built with the rubbish %j in its record',
    (text) => {
      const store = new MemoryStore();
      writeRecord(store, 'hardware', text);
      const raw = withStoredHardware(BUILD, store, log);
      expect(readSettings(raw)).toEqual(readSettings(BUILD));
    },
  );

  it('uses the build’s settings if the store fails', () => {
    expect(withStoredHardware(BUILD, DEAD_STORE, log)).toBe(BUILD);
  });
});

describe('a power cut while it is stored', () => {
  const before = stored({ columns: '20', rows: '2' });
  it.each(everyPowerCut(before, (store) => storeHardware(store, CHOSEN)))(
    'at $where leaves the old choice or the new one',
    ({ left }) => {
      const raw = withStoredHardware({}, left, log);
      const old = { columns: '20', rows: '2' };
      expect([old, { ...CHOSEN }]).toContainEqual(raw);
      expect(hardwareProblems(raw)).toEqual([]);
    },
  );

  it.each(everyPowerCut(new MemoryStore(), (store) => storeHardware(store, CHOSEN)))(
    'at $where, for a first choice, leaves the build’s settings or the choice',
    ({ left }) => {
      expect([BUILD, { ...BUILD, ...CHOSEN }]).toContainEqual(withStoredHardware(BUILD, left, log));
    },
  );
});

describe('hardwareProblems', () => {
  it.each([
    [{}, []],
    [{ relay: 'nonsense', fosc_khz: '1' }, []],
    [{ columns: '17' }, ['columns']],
    [{ pin_rs: '7' }, ['pin_rs']],
    [{ pin_e: '19' }, ['pin_e']],
    [{ bus: 'pcf8574', pin_sda: '34' }, ['pin_sda', 'pin_sda']],
    [{ pin_button: '23' }, ['pin_button']],
  ])('finds in %j what concerns %j', (raw, names) => {
    expect(hardwareProblems(raw).map(({ name }) => name)).toEqual(names);
  });
});

describe('hardwareFields', () => {
  it('are those of docs/wiring.md if a build sets none', () => {
    expect(hardwareFields({})).toEqual({
      ...{ columns: '16', rows: '2', addressing: 'linear', rom: 'ascii', bus: 'gpio' },
      ...{ pin_rs: '19', pin_e: '23', pin_d4: '18', pin_d5: '17', pin_d6: '16', pin_d7: '4' },
      ...{ pin_sda: '21', pin_scl: '22', i2c_address: '', pin_backlight: '' },
      ...{ pin_play: '', pin_next: '', pin_previous: '' },
      ...{ backlight_active: 'high', pin_button: '' },
    });
  });
});
