/** A single board is found; with several, or none, the tool says what to do. */
import { describe, expect, it } from '@jest/globals';
import { choosePort, serialPorts } from '../../../tools/flash/serial-ports.js';

const anybody = (): boolean => true;

describe('serialPorts', () => {
  it('knows the names on Linux and macOS, in the order of their numbers', () => {
    const linux = ['tty', 'tty0', 'ttyS0', 'ttyUSB10', 'ttyUSB2', 'ttyACM0', 'null'];
    const mac = ['cu.Bluetooth-Incoming-Port', 'cu.usbserial-0001', 'cu.SLAB_USBtoUART', 'tty.usb'];
    expect(serialPorts('linux', linux)).toEqual(['/dev/ttyACM0', '/dev/ttyUSB2', '/dev/ttyUSB10']);
    expect(serialPorts('darwin', mac)).toEqual([
      '/dev/cu.SLAB_USBtoUART',
      '/dev/cu.usbserial-0001',
    ]);
    expect(serialPorts('win32', linux)).toEqual([]);
  });
});

describe('choosePort', () => {
  it('chooses the only one', () => {
    expect(choosePort(undefined, ['/dev/a'], anybody)).toEqual({ ok: true, port: '/dev/a' });
  });

  it('uses the one that is given, whether found or not', () => {
    expect(choosePort('COM3', [], anybody)).toEqual({ ok: true, port: 'COM3' });
  });

  it('reports a missing port before missing permissions', () => {
    const nobody = (): boolean => false;
    expect(choosePort('/nope', [], nobody, nobody)).toMatchObject({
      ok: false,
      problem: expect.stringMatching(/there is no \/nope/),
    });
  });

  it('lists several', () => {
    expect(choosePort(undefined, ['/dev/a', '/dev/b'], anybody)).toMatchObject({
      ok: false,
      problem: expect.stringContaining('/dev/a, /dev/b'),
    });
  });

  it.each([
    [[], anybody, /plugged in/],
    [['/dev/a'], () => false, /dialout/],
  ])('says what to do with %j', (found: string[], mayOpen, problem) => {
    expect(choosePort(undefined, found, mayOpen)).toMatchObject({
      ok: false,
      problem: expect.stringMatching(problem),
    });
  });
});
