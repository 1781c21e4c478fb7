/**
 * Who asks, and the access token of their account: read anew for every request of a device, since a display that was
 * unlinked a moment ago must be refused. Requests that come together share a statement.
 */
import type { Database } from '../db/database.js';
import { Gather } from './gather.js';
import { PLACES } from '../db/rows.js';
import type { DeviceStore, StoredSettings, UsableGrant } from '../db/store.js';

/** The one statement of every request of a device: a keyed look at three tables, and nothing that is not needed. */
const ACCESS = `SELECT asked.n, d.id, ${ms('d.last_used_at')}, (a.settings || d.settings)::text, g.access_token_sealed,
    ${ms('g.access_expires_at')}, g.access_life_s, ${ms('g.consented_at')}, ${ms('g.ended_at')}
  FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked (uid, token_hash, n)
  JOIN devices d ON d.token_hash = asked.token_hash AND d.uid = asked.uid
  JOIN accounts a ON a.uid = d.uid LEFT JOIN grants g ON g.uid = d.uid`;
type UsableColumns = [
  sealedToken: string,
  expiresAtMs: number,
  lifeS: number,
  consentedAtMs: number,
  endedAtMs: number | null,
];
/** bigint comes as text. */
type AccessRow = [
  n: string,
  deviceId: string,
  lastUsedAtMs: number | null,
  settings: string,
  ...grant: UsableColumns | [null, null, null, null, null],
];

interface Asked {
  readonly uid: string;
  readonly tokenHash: string;
}

export function deviceAccess(database: Database): DeviceStore['findDeviceAccess'] {
  const usable = (
    uid: string,
    [sealedToken, expiresAtMs, lifeS, consentedAtMs, endedAtMs]: UsableColumns,
  ): UsableGrant => ({
    access: {
      token: database.cipher.unseal(sealedToken, PLACES.accessToken(uid)),
      expiresAtMs,
      lifeS,
    },
    consentedAtMs,
    endedAtMs: endedAtMs ?? undefined,
  });
  const lookups = new Gather(async (asked: readonly Asked[]) => {
    const rows = await database.arrays<AccessRow>(ACCESS, [
      asked.map(({ uid }) => uid),
      asked.map(({ tokenHash }) => tokenHash),
    ]);
    const found = new Array<AccessRow | undefined>(asked.length);
    for (const row of rows) found[Number(row[0]) - 1] = row;
    return found;
  });
  return async (uid, tokenHash) => {
    const row = await lookups.find({ uid, tokenHash });
    if (!row) return undefined;
    const [, deviceId, lastUsedAtMs, settings, ...grant] = row;
    return {
      deviceId,
      lastUsedAtMs: lastUsedAtMs ?? undefined,
      settings: JSON.parse(settings) as StoredSettings,
      grant: grant[0] === null ? undefined : usable(uid, grant),
    };
  };
}

/** A time as a number: its text takes the client longer to read than all the rest of the row. */
function ms(column: string): string {
  return `round(extract(epoch FROM ${column}) * 1000)::float8`;
}
