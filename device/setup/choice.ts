/** What a person chose on the page, checked before it is stored: a device that cannot join cannot be asked again. */
import { relayAddressProblem, tidyRelayAddress } from '../relay-address.js';
import type { FoundNetwork } from './edges.js';

export interface WifiChoice {
  readonly name: string;
  /** Undefined for an open network. */
  readonly password: string | undefined;
  readonly relay: string;
  /** Plain http to the relay is accepted. */
  readonly mayBePlain: boolean;
}

export interface ChoiceProblem {
  readonly field: 'network' | 'password' | 'relay';
  /** A sentence for the page; never holds what was typed. */
  readonly text: string;
}

export type ChoiceResult =
  | { readonly ok: true; readonly choice: WifiChoice }
  | { readonly ok: false; readonly problem: ChoiceProblem };

/** IEEE 802.11-2020, 9.4.2.2: of bytes, not of characters. */
export const NAME_BYTES_MAX = 32;
export const RELAY_CHARACTERS_MAX = 200;

export function readChoice(
  fields: ReadonlyMap<string, string>,
  found: readonly FoundNetwork[],
): ChoiceResult {
  const listed = fields.get('network') ?? '';
  const name = listed === '' ? (fields.get('other') ?? '') : listed;
  const password = fields.get('password') ?? '';
  const relay = tidyRelayAddress(fields.get('relay') ?? '');
  const mayBePlain = fields.get('plain') === 'yes';

  const problem =
    nameProblem(name) ??
    passwordProblem(
      password,
      found.find((network) => network.name === name),
    ) ??
    relayProblem(relay, mayBePlain);
  if (problem) return { ok: false, problem };
  return {
    ok: true,
    choice: { name, password: password === '' ? undefined : password, relay, mayBePlain },
  };
}

function nameProblem(name: string): ChoiceProblem | undefined {
  if (name === '') return { field: 'network', text: 'Choose a network, or type its name.' };
  let bytes = 0;
  for (const character of name) {
    const codePoint = character.codePointAt(0) ?? 0;
    if (codePoint < 0x20 || codePoint === 0x7f)
      return { field: 'network', text: 'This network’s name has characters that cannot be used.' };
    bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
  }
  return bytes > NAME_BYTES_MAX
    ? { field: 'network', text: `A network’s name has at most ${NAME_BYTES_MAX} bytes.` }
    : undefined;
}

/** IEEE 802.11-2020, J.4.1: a passphrase of 8 to 63 printable ASCII characters, or the key itself as 64 digits. */
function passwordProblem(
  password: string,
  network: FoundNetwork | undefined,
): ChoiceProblem | undefined {
  if (password === '')
    return network && !network.isOpen
      ? { field: 'password', text: 'This network needs its password.' }
      : undefined;
  if (/^[\x20-\x7e]{8,63}$/.test(password) || /^[0-9a-f]{64}$/i.test(password)) return undefined;
  return {
    field: 'password',
    text: 'A Wi-Fi password has 8 to 63 plain letters, digits or signs.',
  };
}

function relayProblem(relay: string, mayBePlain: boolean): ChoiceProblem | undefined {
  if (relay === '' || relay.length > RELAY_CHARACTERS_MAX)
    return { field: 'relay', text: 'Type the relay’s address, such as https://relay.example.org.' };
  const problem = relayAddressProblem(relay, mayBePlain);
  if (problem === undefined) return undefined;
  const text = problem.includes('plain_http')
    ? 'This address is not encrypted: tick the box below it if that is what you want.'
    : `The relay’s address ${problem}.`;
  return { field: 'relay', text };
}
