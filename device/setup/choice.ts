/** Checks what was entered on the page before it is stored: a device that cannot join cannot be reached to correct it. */
import { loopbackProblem } from '../http/url.js';
import { relayAddressProblem, tidyRelayAddress } from '../relay-client/relay-address.js';
import { isWifiPassword, NAME_BYTES_MAX, networkNameProblem } from './wifi-rules.js';
import type { FoundNetwork } from './ports.js';

export interface WifiChoice {
  readonly name: string;
  /** Undefined for an open network. */
  readonly password: string | undefined;
  readonly relay: string;
  /** Plain http to the relay is allowed. */
  readonly mayBePlain: boolean;
}

export interface ChoiceProblem {
  readonly field: 'network' | 'password' | 'relay' | 'display';
  /** A sentence for the page that starts with the field's label; never contains what was typed. */
  readonly text: string;
  /** Sending the same choice again accepts it. */
  readonly isDoubt?: boolean;
}

export type ChoiceResult =
  | { readonly ok: true; readonly choice: WifiChoice }
  | { readonly ok: false; readonly problem: ChoiceProblem };

export const RELAY_CHARACTERS_MAX = 200;
/** Label of the box below the relay's address. */
export const PLAIN_LABEL = 'The relay is on my own network and uses plain http (not encrypted)';

const NAME_TEXTS = Object.freeze({
  empty: 'Network: choose one, or choose “Another network” and type its name.',
  unusable: 'Network name: it contains characters that are not allowed.',
  long: `Network name: it is too long (${NAME_BYTES_MAX} bytes at most).`,
});

/** @param known an empty password keeps its */
export function readChoice(
  fields: ReadonlyMap<string, string>,
  found: readonly FoundNetwork[],
  known?: Pick<WifiChoice, 'name'> & Partial<WifiChoice>,
): ChoiceResult {
  const listed = fields.get('network') ?? '';
  const name = listed === '' ? (fields.get('other') ?? '') : listed;
  const kept = name === known?.name ? known.password : undefined;
  const password = fields.get('password') || (kept ?? '');
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

/** Leading and trailing spaces are invisible, and phone keyboards add them. */
function spacesProblem(name: string, found: readonly FoundNetwork[]): ChoiceProblem | undefined {
  if (found.some((network) => network.name === name)) return undefined;
  if (!found.some((network) => withoutSpaces(network.name) === withoutSpaces(name)))
    return undefined;
  return {
    field: 'network',
    text: 'Network name: the list has this name with different spaces. Choose it there, or save again if this is another network.',
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
    text: 'Password: it needs 8 to 63 characters, without accents or emoji.',
  };
}

function relayProblem(relay: string, mayBePlain: boolean): ChoiceProblem | undefined {
  if (relay === '' || relay.length > RELAY_CHARACTERS_MAX)
    return { field: 'relay', text: 'Relay: type its address, such as https://relay.example.org.' };
  const problem = loopbackProblem(relay) ?? relayAddressProblem(relay, mayBePlain);
  if (problem === undefined) return undefined;
  const text = problem.includes('plain_http')
    ? `Relay: this address is not encrypted. If that is intended, tick “${PLAIN_LABEL}”.`
    : `Relay: this ${problem}.`;
  return { field: 'relay', text };
}
