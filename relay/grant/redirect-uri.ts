/**
 * Where Spotify may send a browser back to: https anywhere, http to a literal loopback address only.
 * @see developer.spotify.com/documentation/web-api/concepts/redirect_uri
 */
import type { Config } from '../config.js';

export interface Redirect {
  /** To be registered in Spotify's dashboard, exactly so. */
  readonly uri: string;
  /** The browser will not land on us: the person copies the address back. */
  readonly isPasted: boolean;
}

export function redirectOf({ publicUrl, port }: Pick<Config, 'publicUrl' | 'port'>): Redirect {
  const { protocol, hostname } = new URL(publicUrl);
  const isReachable =
    protocol === 'https:' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
  return isReachable
    ? { uri: `${publicUrl}/callback`, isPasted: false }
    : { uri: `http://127.0.0.1:${port}/callback`, isPasted: true };
}
