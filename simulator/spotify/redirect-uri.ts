/**
 * Where a code may be sent: Spotify's rules since November 2025
 * (developer.spotify.com/documentation/web-api/concepts/redirect_uri).
 */

interface RedirectParts {
  readonly scheme: string;
  readonly host: string;
  readonly port: string | undefined;
  /** Path and query. */
  readonly rest: string;
}

const URI =
  /^([a-z][a-z0-9+.-]*):\/\/(\[[0-9a-f:.]+\]|[^/?#:@[\]\s]*)(?::(\d{1,5}))?((?:[/?][^#\s]*)?)$/i;

function parts(uri: string): RedirectParts | undefined {
  const match = URI.exec(uri);
  if (!match) return undefined;
  const [, scheme = '', host = '', port, rest = ''] = match;
  return { scheme: scheme.toLowerCase(), host: host.toLowerCase(), port, rest };
}

/** A literal address: `localhost` is refused, since a resolver could send it elsewhere. */
function isLoopback({ scheme, host }: RedirectParts): boolean {
  return scheme === 'http' && (host === '127.0.0.1' || host === '[::1]');
}

/** https anywhere, http on a literal loopback address, or an app's own scheme. */
export function isSecureRedirect(uri: string): boolean {
  const parsed = parts(uri);
  if (!parsed) return false;
  if (parsed.scheme === 'http') return isLoopback(parsed);
  return parsed.scheme !== 'https' || parsed.host !== '';
}

/** Exact to the last slash; only a loopback address registered without a port leaves the port free. */
export function matchesRegistered(registered: string, requested: string): boolean {
  if (registered === requested) return true;
  const ours = parts(registered);
  const theirs = parts(requested);
  if (!ours || !theirs || ours.port !== undefined) return false;
  return (
    isLoopback(ours) && isLoopback(theirs) && ours.host === theirs.host && ours.rest === theirs.rest
  );
}
