/** The rules of every field, each with the words that a person reads where it is broken. */

export const UID = Object.freeze({
  pattern: /^[A-Za-z0-9._-]{1,64}$/,
  accepted: '1 to 64 letters, digits, dots, dashes or underscores',
});
export const PASSWORD = Object.freeze({
  // Counted in characters as a person counts them, more or less: code points.
  pattern: /^[^]{8,128}$/u,
  accepted: '8 to 128 characters',
});
export const CLIENT_ID = Object.freeze({
  pattern: /^[\x21-\x7e]{1,128}$/,
  accepted: "the client id from Spotify's dashboard, up to 128 characters without spaces",
});
export const CLIENT_SECRET = Object.freeze({
  pattern: /^[\x21-\x7e]{1,256}$/,
  accepted: "the client secret from Spotify's dashboard, up to 256 characters without spaces",
});
export const INVITE = Object.freeze({
  pattern: /^[\x21-\x7e]{1,256}$/,
  accepted: 'the invitation code that the owner of this relay gave you',
});
export const ACTION = Object.freeze({
  pattern: /^(sign-in|register)$/,
  accepted: 'sign-in or register',
});
export const DECISION = Object.freeze({
  pattern: /^(approve|deny)$/,
  accepted: 'approve or deny',
});
export const USER_CODE = Object.freeze({
  pattern: /^[^]{1,64}$/,
  accepted: 'the code on the display, such as BCDF-GHJK',
});
export const CALLBACK_ADDRESS = Object.freeze({
  pattern: /^https?:\/\/[^]{1,8000}$/,
  accepted: "the whole address from the browser's address bar, starting with http",
});
/** Of a device, not of Spotify: RFC 8628 wants one, and any will do. */
export const DEVICE_CLIENT_ID = Object.freeze({
  pattern: /^\P{Cc}{1,64}$/u,
  accepted: '1 to 64 characters',
});
export const DEVICE_NAME = Object.freeze({
  pattern: /^\P{Cc}{1,64}$/u,
  accepted: '1 to 64 characters without line breaks',
});
/** A word, a number, hours or a time zone; the device's own code decides which. */
export const SETTING = Object.freeze({
  pattern: /^[\w.:/+-]{1,64}$/,
  accepted: 'what the page says beside it',
});
export const GRANT_TYPE = Object.freeze({
  pattern: /^[^]{1,128}$/,
  accepted: 'urn:ietf:params:oauth:grant-type:device_code',
});
/** Device codes and device tokens are 43 characters; Spotify's tokens up to about 600. */
export const TOKEN = Object.freeze({
  pattern: /^[\x21-\x7e]{1,4096}$/,
  accepted: '1 to 4096 characters without spaces',
});
export const DEVICE_ID = /^[\w-]{22}$/;
