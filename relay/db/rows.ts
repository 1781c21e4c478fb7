/** Database rows → the store's types: unseals secrets, turns dates into ms. Each secret's place is named once, here. */
import type {
  Account,
  Authorization,
  Device,
  DeviceCode,
  Grant,
  StoredApp,
  StoredSettings,
} from './store.js';
import { UnsealError } from './store.js';
import type { TokenCipher } from './token-cipher.js';

export const PLACES = Object.freeze({
  clientSecret: (uid: string) => `accounts.client_secret/${uid}`,
  verifier: (stateHash: string) => `authorizations.verifier/${stateHash}`,
  refreshToken: (uid: string) => `grants.refresh_token/${uid}`,
  accessToken: (uid: string) => `grants.access_token/${uid}`,
  outcome: (uid: string) => `playing.outcome/${uid}`,
});

export interface AccountRow {
  uid: string;
  password_hash: string;
  client_id: string | null;
  client_secret_sealed: string | null;
}

export function accountOf(row: AccountRow, cipher: TokenCipher): Account {
  const { uid, client_id: clientId, client_secret_sealed: sealed } = row;
  return {
    uid,
    passwordHash: row.password_hash,
    app: clientId === null ? undefined : appOf(clientId, sealed, { uid, cipher }),
  };
}

/** Most who read an account need no secret: one that does not open is told to who does. */
function appOf(
  clientId: string,
  sealed: string | null,
  { uid, cipher }: { readonly uid: string; readonly cipher: TokenCipher },
): StoredApp {
  if (sealed === null) return { clientId, clientSecret: undefined };
  try {
    return { clientId, clientSecret: cipher.unseal(sealed, PLACES.clientSecret(uid)) };
  } catch (error) {
    if (!(error instanceof UnsealError)) throw error;
    return { clientId, clientSecret: undefined, unreadable: error.message };
  }
}

export interface AuthorizationRow {
  state_hash: string;
  session_hash: string;
  uid: string;
  client_id: string;
  redirect_uri: string;
  verifier_sealed: string;
  expires_at: Date;
}

export function authorizationOf(row: AuthorizationRow, cipher: TokenCipher): Authorization {
  return {
    stateHash: row.state_hash,
    sessionHash: row.session_hash,
    uid: row.uid,
    clientId: row.client_id,
    redirectUri: row.redirect_uri,
    verifier: cipher.unseal(row.verifier_sealed, PLACES.verifier(row.state_hash)),
    expiresAtMs: row.expires_at.getTime(),
  };
}

export const GRANT_COLUMNS =
  'g.uid, g.client_id, g.refresh_token_sealed, g.generation, g.access_token_sealed, g.access_expires_at, ' +
  'g.access_life_s, g.consented_at, g.ended_at, g.retried_at, g.not_before';

export interface GrantRow {
  uid: string;
  client_id: string;
  refresh_token_sealed: string;
  /** bigint comes as text. */
  generation: string;
  access_token_sealed: string;
  access_expires_at: Date;
  access_life_s: number;
  consented_at: Date;
  ended_at: Date | null;
  retried_at: Date | null;
  not_before: Date | null;
}

export function grantOf(row: GrantRow, cipher: TokenCipher): Grant {
  const { uid } = row;
  return {
    uid,
    clientId: row.client_id,
    refreshToken: cipher.unseal(row.refresh_token_sealed, PLACES.refreshToken(uid)),
    generation: Number(row.generation),
    access: {
      token: cipher.unseal(row.access_token_sealed, PLACES.accessToken(uid)),
      expiresAtMs: row.access_expires_at.getTime(),
      lifeS: row.access_life_s,
    },
    consentedAtMs: row.consented_at.getTime(),
    endedAtMs: row.ended_at?.getTime(),
    retriedAtMs: row.retried_at?.getTime(),
    notBeforeMs: row.not_before?.getTime(),
  };
}

export interface DeviceRow {
  id: string;
  name: string;
  settings: StoredSettings;
  created_at: Date;
  last_used_at: Date | null;
}

export function deviceOf(row: DeviceRow): Device {
  return {
    id: row.id,
    name: row.name,
    settings: row.settings,
    createdAtMs: row.created_at.getTime(),
    lastUsedAtMs: row.last_used_at?.getTime(),
  };
}

export interface DeviceCodeRow {
  device_code_hash: string;
  user_code: string;
  client_id: string;
  device_name: string;
  address: string;
  interval_s: number;
  created_at: Date;
  expires_at: Date;
  last_polled_at: Date | null;
  decision: string | null;
}

export function deviceCodeOf(row: DeviceCodeRow): DeviceCode {
  return {
    deviceCodeHash: row.device_code_hash,
    userCode: row.user_code,
    clientId: row.client_id,
    deviceName: row.device_name,
    address: row.address,
    intervalS: row.interval_s,
    createdAtMs: row.created_at.getTime(),
    expiresAtMs: row.expires_at.getTime(),
    lastPolledAtMs: row.last_polled_at?.getTime(),
    decision: row.decision === 'approve' || row.decision === 'deny' ? row.decision : undefined,
  };
}
