/** What displays and scripts call: answered in JSON, without cookie and session. */
export const DEVICE_PATHS: readonly string[] = Object.freeze([
  '/device_authorization',
  '/token',
  '/refresh',
  '/get',
]);
