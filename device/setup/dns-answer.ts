/**
 * The name server of the access point: every name resolves to us. So any address that a phone tries opens the page, and so
 * does the phone's captive-portal check. RFC 1035 section 4.
 */

const HEADER_BYTES = 12;
/** Type and class of a DNS question, after its name. */
const QUESTION_TAIL_BYTES = 4;
/** RFC 1035 section 2.3.4, with the length of the first label and the root. */
const NAME_BYTES_MAX = 255;
const LABEL_BYTES_MAX = 63;
/** Longer packets are not queries for names that people type. */
const PACKET_BYTES_MAX = 512;
const TYPE_A = 1;
const CLASS_IN = 1;
/** Short, so that a phone drops our answer soon after it leaves. */
const TTL_S = 10;

/** QR: a response. AA: authoritative. */
const FLAGS_HIGH = 0b1000_0100;
const OPCODE_AND_RD = 0b0111_1001;

/**
 * @param address four bytes: the answer to every IPv4 query; other types get an empty answer
 * @returns undefined if `packet` is not a query that we answer
 */
export function answerName(packet: Uint8Array, address: readonly number[]): Uint8Array | undefined {
  const [, , flags = 0] = packet;
  if (packet.length < HEADER_BYTES || packet.length > PACKET_BYTES_MAX) return undefined;
  const isQuery = (flags & 0b1111_1000) === 0; // QR 0 and opcode 0.
  if (!isQuery || wordAt(packet, 4) !== 1) return undefined;
  const nameEnd = endOfName(packet);
  if (nameEnd === undefined || nameEnd + QUESTION_TAIL_BYTES > packet.length) return undefined;
  const questionEnd = nameEnd + QUESTION_TAIL_BYTES;
  const isForAddress =
    wordAt(packet, nameEnd) === TYPE_A && wordAt(packet, nameEnd + 2) === CLASS_IN;

  const record = isForAddress
    ? [0xc0, HEADER_BYTES, 0, TYPE_A, 0, CLASS_IN, 0, 0, 0, TTL_S, 0, address.length, ...address]
    : [];
  const answer = new Uint8Array(questionEnd + record.length);
  answer.set(packet.subarray(0, questionEnd));
  answer[2] = FLAGS_HIGH | (flags & OPCODE_AND_RD);
  answer[3] = 0; // No recursion, no error: an IPv6 query gets an empty answer.
  answer.fill(0, 6, HEADER_BYTES); // The query's other sections (EDNS) are dropped.
  answer[7] = record.length > 0 ? 1 : 0;
  answer.set(record, questionEnd);
  return answer;
}

/** Where the queried name ends; undefined if it is invalid or compressed. */
function endOfName(packet: Uint8Array): number | undefined {
  let at = HEADER_BYTES;
  for (;;) {
    const length = packet[at];
    if (length === undefined || length > LABEL_BYTES_MAX) return undefined;
    at += 1 + length;
    if (at - HEADER_BYTES > NAME_BYTES_MAX) return undefined;
    if (length === 0) return at;
  }
}

function wordAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}
