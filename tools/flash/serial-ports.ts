/** Where a board may be connected, by the names of USB serial ports. */
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';

/** USB bridges on boards (CP210x, CH340, FTDI), and chips with built-in USB. */
const NAMES: Partial<Record<NodeJS.Platform, RegExp>> = {
  linux: /^tty(USB|ACM)\d+$/,
  darwin: /^cu\.(usbserial|usbmodem|SLAB_USBtoUART|wchusbserial)/,
};

/** @param names of /dev */
export function serialPorts(platform: NodeJS.Platform, names: readonly string[]): string[] {
  const pattern = NAMES[platform];
  if (!pattern) return [];
  return names
    .filter((name) => pattern.test(name))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((name) => `/dev/${name}`);
}

export type PortChoice =
  { readonly ok: true; readonly port: string } | { readonly ok: false; readonly problem: string };

/** @param wanted by the command line or UPLOAD_PORT */
export function choosePort(
  wanted: string | undefined,
  found: readonly string[],
  mayOpen: (port: string) => boolean,
  exists: (port: string) => boolean = () => true,
): PortChoice {
  const [first, ...others] = found;
  if (wanted === undefined && others.length > 0)
    return { ok: false, problem: `several ports: ${found.join(', ')}; choose with --port` };
  const port = wanted ?? first;
  if (port === undefined)
    return { ok: false, problem: 'no serial port: is the board plugged in, with a data cable?' };
  if (!exists(port)) return { ok: false, problem: `there is no ${port}: is the board plugged in?` };
  if (!mayOpen(port))
    return {
      ok: false,
      problem: `no permission to open ${port}: add yourself to its group (dialout) and sign in again`,
    };
  return { ok: true, port };
}

export function portsHere(): string[] {
  try {
    return serialPorts(process.platform, readdirSync('/dev'));
  } catch {
    // Windows has no /dev: there the port must be named.
    return [];
  }
}

export function portExists(port: string): boolean {
  return process.platform === 'win32' || existsSync(port);
}

export function mayOpen(port: string): boolean {
  if (process.platform === 'win32') return true; // COM ports are not files.
  try {
    accessSync(port, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
