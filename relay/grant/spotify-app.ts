/** Spotify's rules for the app that a relay needs, as of November 2026. docs/spotify-app.md says the same at length. */
export const DASHBOARD = 'https://developer.spotify.com/dashboard';
