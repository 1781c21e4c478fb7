/** What a person chose on the page, checked before it is stored: a device that cannot join cannot be asked again. */
import { relayAddressProblem, tidyRelayAddress } from '../relay-client/relay-address.js';
import { isWifiPassword, NAME_BYTES_MAX, networkNameProblem } from './wifi-rules.js';
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
  /** A sentence for the page, after the label of its field; never holds what was typed. */
  readonly text: string;
  /** The same choice, sent once more, is taken at its word. */
  readonly isDoubt?: boolean;
}

export type ChoiceResult =
  | { readonly ok: true; readonly choice: WifiChoice }
  | { readonly ok: false; readonly problem: ChoiceProblem };

export const RELAY_CHARACTERS_MAX = 200;
/** Of the box below the relay's address. */
export const PLAIN_LABEL = 'It is in my own network and not encrypted (http)';

const NAME_TEXTS = Object.freeze({
  empty: 'Network: choose one, or choose “Another network” and type its name.',
  unusable: 'Name of the network: it has characters that a name cannot have.',
  long: `Name of the network: it is too long (at most ${NAME_BYTES_MAX} bytes).`,
});

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
    (fields.get('sure') === name ? undefined : spacesProblem(name, found)) ??
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
  const problem = networkNameProblem(name);
  return problem && { field: 'network', text: NAME_TEXTS[problem] };
}

/** A space before or after a name is not seen, and a telephone's keyboard adds one by itself. */
function spacesProblem(name: string, found: readonly FoundNetwork[]): ChoiceProblem | undefined {
  if (found.some((network) => network.name === name)) return undefined;
  if (!found.some((network) => withoutSpaces(network.name) === withoutSpaces(name)))
    return undefined;
  return {
    field: 'network',
    text: 'Name of the network: the list has this name with other spaces. Choose it there, or send this again if it is another network.',
    isDoubt: true,
  };
}

function withoutSpaces(name: string): string {
  return name.replace(/\s/g, '');
}

function passwordProblem(
  password: string,
  network: FoundNetwork | undefined,
): ChoiceProblem | undefined {
  if (password === '')
    return network && !network.isOpen
      ? { field: 'password', text: 'Password: this network needs one.' }
      : undefined;
  if (isWifiPassword(password)) return undefined;
  return {
    field: 'password',
    text: 'Password: it must have 8 to 63 characters, without accents or emoji.',
  };
}

function relayProblem(relay: string, mayBePlain: boolean): ChoiceProblem | undefined {
  if (relay === '' || relay.length > RELAY_CHARACTERS_MAX)
    return { field: 'relay', text: 'Relay: type its address, such as https://relay.example.org.' };
  const problem = relayAddressProblem(relay, mayBePlain);
  if (problem === undefined) return undefined;
  const text = problem.includes('plain_http')
    ? `Relay: this address is not encrypted. Tick “${PLAIN_LABEL}” if that is right.`
    : `Relay: this ${problem}.`;
  return { field: 'relay', text };
}
