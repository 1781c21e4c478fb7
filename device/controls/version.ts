/** As in package.json, which a device does not carry; a test holds both equal. */
export const VERSION = '0.1.0';
