/** The same as in package.json, which the device does not carry; a test compares them. */
export const VERSION = '0.1.0';
