/** Which Spotify app speaks for an account: its own, else the relay's. */
import type { SpotifyApp } from '../config.js';
import type { Account, StoredApp } from '../db/store.js';

/** For a new consent. */
export function appOf(
  account: Account | undefined,
  defaultApp: SpotifyApp | undefined,
): StoredApp | undefined {
  return account?.app ?? defaultApp;
}

/** For a grant that is there: a refresh token is good for the app that got it and for no other. */
export function appOfGrant(
  clientId: string,
  account: Account | undefined,
  defaultApp: SpotifyApp | undefined,
): StoredApp | undefined {
  const apps: readonly (StoredApp | undefined)[] = [account?.app, defaultApp];
  return apps.find((app) => app?.clientId === clientId);
}
