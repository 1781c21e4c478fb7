/** A server's packet, correct except for what a test changes (RFC 5905 section 7.3). */
const TO_1970_S = 2_208_988_800;

export const NONCE = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]);

export function ntpReply({
  atMs = Date.UTC(2027, 0, 1),
  seconds = Math.floor(atMs / 1000) + TO_1970_S,
  nonce = NONCE,
  leap = 0,
  mode = 4,
  stratum = 2,
  code = '',
}: {
  atMs?: number;
  seconds?: number;
  nonce?: Uint8Array;
  leap?: number;
  mode?: number;
  stratum?: number;
  code?: string;
}): Uint8Array {
  const packet = new DataView(new ArrayBuffer(48));
  packet.setUint8(0, (leap << 6) | (4 << 3) | mode);
  packet.setUint8(1, stratum);
  for (let at = 0; at < code.length; at += 1) packet.setUint8(12 + at, code.charCodeAt(at));
  nonce.forEach((byte, index) => packet.setUint8(24 + index, byte));
  packet.setUint32(40, seconds % 2 ** 32);
  packet.setUint32(44, Math.round(((atMs % 1000) / 1000) * 2 ** 32));
  return new Uint8Array(packet.buffer);
}
