/** What the page after a change says. */
export const NOTICES = Object.freeze({
  'signed-in': 'You are signed in.',
  registered: 'Your account is ready, and you are signed in.',
  'app-changed': 'You are signed in, and your Spotify app was changed.',
  connected: 'Spotify is connected.',
  disconnected: 'Spotify is disconnected. What gave access to it was deleted here.',
  'device-approved': 'The device is linked. Its display shows what plays in a few seconds.',
  'device-denied': 'The device was not linked.',
  'device-renamed': 'The device was renamed.',
  'settings-saved':
    'The settings are saved. Press the button on the device to apply them now; otherwise it does so within the hour.',
  'password-changed': 'Your password was changed, and your other browsers were signed out.',
  'app-saved': 'Your Spotify app is saved.',
  'grant-revived': 'Spotify is connected again. Your devices resume by themselves.',
  'grant-still-ended': 'Spotify still says that the connection has ended. Please reconnect.',
});
export type NoticeName = keyof typeof NOTICES;

export function noticeOf(name: string | undefined): string {
  const known = Object.hasOwn(NOTICES, name ?? '') ? (name as NoticeName) : 'signed-in';
  return NOTICES[known];
}
