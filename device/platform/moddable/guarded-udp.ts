/** A UDP socket for questions to name servers: a packet that cannot be read must not end the program. */
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
          // Anybody can send us a packet, and the resolver throws at one that is malformed, or when a second one
          // waits behind the last answer. It asks again after a second, and gives up after five.
        }
      },
    });
  }
}
