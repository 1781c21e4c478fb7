/** Where an account stands with Spotify, for the pages. */
import type { Grant } from '../db/store.js';

/** Spotify ends each consent after six months, however often it is used. */
const CONSENT_MONTHS = 6;
const WARN_MS = 14 * 24 * 3_600_000;

export type GrantState =
  | { readonly kind: 'none' | 'good' }
  /** It ends within two weeks. */
  | { readonly kind: 'ending'; readonly endsAtMs: number }
  /** Spotify says that it is over; `canRetry`: that was not tried again yet. */
  | { readonly kind: 'ended'; readonly isOfAge: boolean; readonly canRetry: boolean }
  /** The secret of the account's app is stored, but does not open. */
  | { readonly kind: 'secret-unreadable' }
  /** The account's app was changed, and a consent is good for the app that got it. */
  | { readonly kind: 'other-app' };

export function grantState(
  grant: Grant | undefined,
  { nowMs, clientIds }: { readonly nowMs: number; readonly clientIds: readonly string[] },
): GrantState {
  if (!grant) return { kind: 'none' };
  if (!clientIds.includes(grant.clientId)) return { kind: 'other-app' };
  const endsAtMs = consentEndMs(grant.consentedAtMs);
  if (grant.endedAtMs !== undefined)
    return {
      kind: 'ended',
      isOfAge: nowMs >= endsAtMs,
      canRetry: grant.retriedAtMs === undefined,
    };
  return endsAtMs - nowMs <= WARN_MS ? { kind: 'ending', endsAtMs } : { kind: 'good' };
}

function consentEndMs(consentedAtMs: number): number {
  const end = new Date(consentedAtMs);
  end.setUTCMonth(end.getUTCMonth() + CONSENT_MONTHS);
  return end.getTime();
}
