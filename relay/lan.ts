/** `npm run relay -- --lan`: the relay in a home network. Finds this machine's address and prints what to do. Pure. */
import type { NetworkInterfaceInfo } from 'node:os';
import type { Config } from './config.js';
import { redirectOf } from './grant/redirect-uri.js';
import { DASHBOARD } from './account/spotify-app.js';

export interface LanAddress {
  readonly address: string;
  /** Of the network interface. */
  readonly name: string;
}

type Interfaces = Readonly<Partial<Record<string, readonly NetworkInterfaceInfo[]>>>;

/** RFC 1918, as home routers assign them, most likely first. */
const HOME = Object.freeze([/^192\.168\./, /^10\./, /^172\.(1[6-9]|2\d|3[01])\./]);
/** Of containers, virtual machines and VPNs: other devices in the house do not reach these. */
const VIRTUAL = /^(docker|br-|veth|virbr|vmnet|vboxnet|vEthernet|cni|tun|tap|utun|wg|tailscale|zt)/;

/** The likeliest first: a real interface before a virtual one, a home network's address before any other. */
export function lanAddresses(interfaces: Interfaces): readonly LanAddress[] {
  return Object.entries(interfaces)
    .flatMap(([name, infos = []]) =>
      infos
        .filter(({ family, internal }) => family === 'IPv4' && !internal)
        .map(({ address }) => ({ name, address })),
    )
    .filter(({ address }) => !address.startsWith('169.254.'))
    .sort((a, b) => rankOf(a) - rankOf(b));
}

function rankOf({ name, address }: LanAddress): number {
  const home = HOME.findIndex((range) => range.test(address));
  return (VIRTUAL.test(name) ? 10 : 0) + (home < 0 ? HOME.length : home);
}

export type LanChoice =
  | {
      readonly ok: true;
      /** What is set beside the environment; PUBLIC_URL stays what the operator set. */
      readonly env: Readonly<Record<string, string>>;
      /** The chosen address, if there are several. */
      readonly remark?: string;
    }
  | { readonly ok: false; readonly problem: string };

/** @param wanted the address in `--lan=ADDRESS` */
export function chooseLan(
  addresses: readonly LanAddress[],
  wanted: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): LanChoice {
  const host = { HOST: '0.0.0.0' };
  if (env['PUBLIC_URL'] && wanted === undefined) return { ok: true, env: host };
  const shown = addresses.map(({ address, name }) => `${address} (${name})`);
  const taken =
    wanted === undefined ? addresses[0] : addresses.find(({ address }) => address === wanted);
  if (!taken)
    return {
      ok: false,
      problem:
        wanted === undefined
          ? '--lan: this machine has no address in a network; connect it, or set PUBLIC_URL'
          : `--lan: ${wanted} is no address of this machine; it has ${shown.join(', ') || 'none'}`,
    };
  const others = addresses.filter((one) => one !== taken);
  return {
    ok: true,
    env: {
      ...host,
      PUBLIC_URL: `http://${taken.address}:${/^\d+$/.exec(env['PORT'] ?? '')?.[0] ?? '8000'}`,
    },
    ...(others.length > 0 && wanted === undefined
      ? {
          remark: `This machine has ${addresses.length} addresses: ${shown.join(', ')}. The first was taken; to use another, start with --lan=${others[0]?.address ?? ''}, or set PUBLIC_URL.`,
        }
      : {}),
  };
}

/** Everything from here to a display that plays. */
export function lanPlan(config: Config, remark?: string): string {
  const { publicUrl, defaultApp } = config;
  const { uri, isPasted } = redirectOf(config);
  const plain = publicUrl.startsWith('http:') ? ' plain_http=yes' : '';
  const withApp = defaultApp ? '' : ' with the client ID of your app';
  const paste = isPasted
    ? `
     Spotify then sends your browser to a page that does not open, except on this machine.
     Copy that page's address from the address bar into the relay's page.`
    : '';
  return `
${remark === undefined ? '' : `${remark}\n\n`}From here to your own music on the display:

  1. Create an app at ${DASHBOARD} (its owner needs Premium)
     with exactly this redirect URI:
       ${uri}
  2. Open ${publicUrl} in a browser in this network, register${withApp},
     and connect Spotify.${paste}
  3. Build and flash the display, on any PC with the Moddable SDK and after a plain npm ci:
       npm run flash -- ssid=YOUR_WIFI password=… relay=${publicUrl}${plain}
     It shows an address and a code: open the address and type the code.
  4. Leave the relay running: the display needs it to start, and once an hour.
     In your router, reserve this machine's address, so that it does not change.

If the page opens here but not on a phone, let TCP port ${config.port} through this machine's firewall.

`;
}
