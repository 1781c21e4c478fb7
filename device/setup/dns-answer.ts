/**
 * The name server of the access point: every name is ours. So the page opens whatever address a phone tries, and the
 * phone's own test of the network meets it. RFC 1035 section 4.
 */

const HEADER_BYTES = 12;
/** A question's type and class, after its name. */
const QUESTION_TAIL_BYTES = 4;
/** RFC 1035 section 2.3.4, with the length of the first label and the root. */
const NAME_BYTES_MAX = 255;
const LABEL_BYTES_MAX = 63;
/** Longer questions are not names that anybody types. */
const PACKET_BYTES_MAX = 512;
const TYPE_A = 1;
const CLASS_IN = 1;
/** A phone should forget our lie soon after it has left. */
const TTL_S = 10;

/** QR: it is an answer. AA: we are the authority. */
const FLAGS_HIGH = 0b1000_0100;
const OPCODE_AND_RD = 0b0111_1001;

/**
 * @param address four bytes, the answer to every question for an IPv4 address; to others there is none
 * @returns undefined where `packet` is no question of ours to answer
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
  answer[3] = 0; // No recursion, no error: to a question for IPv6 the answer is that there is none.
  answer.fill(0, 6, HEADER_BYTES); // Of the question's further sections (EDNS) none is taken over.
  answer[7] = record.length > 0 ? 1 : 0;
  answer.set(record, questionEnd);
  return answer;
}

/** Where the one question's name ends; undefined where it is no name, compressed names among them. */
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
