/** A UDP socket for the SDK's DNS resolver: an invalid packet must not end the program. */
import UDP from 'embedded:io/socket/udp';

export interface GuardedUdpOptions {
  readonly onReadable?: (this: UDP, packets: number) => void;
}

export class GuardedUdp extends UDP {
  constructor(options: GuardedUdpOptions) {
    const { onReadable } = options;
    super({
      ...options,
      onReadable(this: UDP, packets: number): void {
        try {
          onReadable?.call(this, packets);
        } catch {
          // The resolver throws on malformed packets, which anyone can send, and if a second packet waits behind the
          // last response. It retries after a second and gives up after five.
        }
      },
    });
  }
}
