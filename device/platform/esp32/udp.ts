/** A UDP socket for one request and its reply. */
import type UDP from 'embedded:io/socket/udp';
import type { UdpSocket } from '../../clock/ntp-client.js';
import { GuardedUdp } from '../moddable/guarded-udp.js';

export function openUdp(onPacket: (packet: Uint8Array, ip: string) => void): UdpSocket {
  const socket = new GuardedUdp({
    onReadable(this: UDP, packets: number): void {
      // `onPacket` may close it.
      for (let left = packets; left > 0 && isOpen; left -= 1) {
        const packet = this.read();
        onPacket(new Uint8Array(packet), packet.address);
      }
    },
  });
  let isOpen = true;
  return {
    send: (packet, ip, port) => socket.write(packet, ip, port),
    close: () => {
      if (!isOpen) return;
      isOpen = false;
      (socket as unknown as { close(): void }).close();
    },
  };
}
