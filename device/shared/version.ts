/** As in package.json, which the device does not carry; a test compares them. */
export const VERSION = '0.2.0';
