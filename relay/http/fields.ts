/** The rules of every field, each with its error message. */
import type { Rule } from './form.js';

const rule = (pattern: RegExp, accepted: string, label?: string): Rule =>
  Object.freeze({ pattern, accepted, ...(label === undefined ? {} : { label }) });

export const UID = rule(
  /^[A-Za-z0-9._-]{1,64}$/,
  '1 to 64 letters, digits, dots, dashes or underscores',
  'Name',
);
/** Counted in characters as a person counts them, more or less: code points. */
export const PASSWORD = rule(/^[^]{8,128}$/u, '8 to 128 characters', 'Password');
export const CURRENT_PASSWORD: Rule = Object.freeze({ ...PASSWORD, label: 'Current password' });
export const NEW_PASSWORD: Rule = Object.freeze({ ...PASSWORD, label: 'New password' });
export const CLIENT_ID = rule(
  /^[\x21-\x7e]{1,128}$/,
  "the client ID from Spotify's dashboard, up to 128 characters without spaces",
  'Client ID',
);
export const CLIENT_SECRET = rule(
  /^[\x21-\x7e]{1,256}$/,
  "the client secret from Spotify's dashboard, up to 256 characters without spaces",
  'Client secret',
);
export const INVITE = rule(
  /^[\x21-\x7e]{1,256}$/,
  'the code that the operator of this relay gave you',
  'Invitation code',
);
export const ACTION = rule(/^(sign-in|register)$/, 'sign-in or register');
export const DECISION = rule(/^(approve|deny)$/, 'approve or deny');
export const USER_CODE = rule(
  /^[^]{1,64}$/,
  'the code on the display, such as BCDF-GHJK',
  'Code on the display',
);
export const CALLBACK_ADDRESS = rule(
  /^https?:\/\/[^]{1,8000}$/,
  "the whole address from the browser's address bar, starting with http",
  'Address',
);
/** Of a device, not of Spotify: RFC 8628 requires one; any value is accepted. */
export const DEVICE_CLIENT_ID = rule(/^\P{Cc}{1,64}$/u, '1 to 64 characters');
export const DEVICE_NAME = rule(
  /^\P{Cc}{1,64}$/u,
  '1 to 64 characters without line breaks',
  'Name',
);
/** A word, a number, hours, a name or a time zone; the device's own code decides which. */
export const SETTING = /^\P{Cc}{1,64}$/u;
export const DEVICE_CODE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
export const GRANT_TYPE = rule(/^[^]{1,128}$/, DEVICE_CODE_GRANT);
/** Device codes and device tokens are 43 characters; Spotify's tokens up to about 600. */
export const TOKEN = rule(/^[\x21-\x7e]{1,4096}$/, '1 to 4096 characters without spaces');
/** Of a field that is either there or not. */
export const ONE = rule(/^1$/, '1');
export const DEVICE_ID = /^[\w-]{22}$/;
