/** Requests the time from one NTP server, over a UDP socket of its own that is closed afterwards. */
import { nothing } from '../shared/nothing.js';
import type { Cancel, Clock, Timer } from '../shared/ports.js';
import { NONCE_BYTES, NTP_PORT, ntpRequest, readNtpReply, type NtpReply } from './ntp-packet.js';

export interface UdpSocket {
  /** @throws if there is no route or no memory */
  send(packet: Uint8Array, ip: string, port: number): void;
  close(): void;
}

export interface NtpClientOptions {
  readonly clock: Pick<Clock, 'nowUs'>;
  readonly timer: Timer;
  readonly resolve: (host: string, onResolved: (ip: string | undefined) => void) => Cancel;
  /** @throws if no socket can be opened */
  readonly openUdp: (onPacket: (packet: Uint8Array, ip: string) => void) => UdpSocket;
  /** Unpredictable bytes. */
  readonly randomBytes: (count: number) => Uint8Array;
}

/** For the response; the lookup before it gets the same time. */
const REPLY_MS_MAX = 5_000;

/** Calls back once, later, unless cancelled: with undefined if nothing arrived in time. */
export function requestNtp(
  { clock, timer, resolve, openUdp, randomBytes }: NtpClientOptions,
  host: string,
  onReply: (reply: NtpReply | undefined) => void,
): Cancel {
  let socket: UdpSocket | undefined;
  let cancelLookup: Cancel = nothing;
  let cancelDeadline: Cancel = nothing;
  let isOver = false;
  const end = (): void => {
    isOver = true;
    cancelLookup();
    cancelDeadline();
    socket?.close();
    socket = undefined;
  };
  const tell = (reply: NtpReply | undefined): void => {
    if (isOver) return;
    end();
    onReply(reply);
  };
  const expire = (): void => {
    cancelDeadline();
    cancelDeadline = timer.set(() => tell(undefined), REPLY_MS_MAX);
  };
  const send = (server: string): void => {
    const nonce = randomBytes(NONCE_BYTES);
    const sentUs = clock.nowUs();
    socket = openUdp((packet, ip) => {
      if (isOver || ip !== server) return;
      const reply = readNtpReply(packet, nonce);
      if (reply.kind === 'foreign') return;
      if (reply.kind !== 'time') return tell(reply);
      // The time was right when it left the server: add half of the round trip.
      const backMs = (clock.nowUs() - sentUs) / 2000;
      tell({ kind: 'time', epochMs: Math.round(reply.epochMs + backMs) });
    });
    socket.send(ntpRequest(nonce), server, NTP_PORT);
  };
  expire();
  cancelLookup = resolve(host, (ip) => {
    if (isOver) return;
    if (ip === undefined) return tell(undefined);
    expire();
    try {
      send(ip);
    } catch {
      tell(undefined);
    }
  });
  return end;
}
