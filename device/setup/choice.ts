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
  /** A sentence for the page; never holds what was typed. */
  readonly text: string;
}

export type ChoiceResult =
  | { readonly ok: true; readonly choice: WifiChoice }
  | { readonly ok: false; readonly problem: ChoiceProblem };

export const RELAY_CHARACTERS_MAX = 200;

const NAME_TEXTS = Object.freeze({
  empty: 'Choose a network, or type its name.',
  unusable: 'This network’s name has characters that cannot be used.',
  long: `A network’s name has at most ${NAME_BYTES_MAX} bytes.`,
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

function passwordProblem(
  password: string,
  network: FoundNetwork | undefined,
): ChoiceProblem | undefined {
  if (password === '')
    return network && !network.isOpen
      ? { field: 'password', text: 'This network needs its password.' }
      : undefined;
  if (isWifiPassword(password)) return undefined;
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
