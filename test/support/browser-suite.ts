/** Declares a suite for a browser; if none is installed, the summary counts its tests as skipped. */
import { chromiumPath } from './chromium.js';
import { testsNeeding, type Need } from './needs.js';

export const CHROMIUM: Need = {
  what: 'Chromium: apt-get install chromium, or name one in CHROMIUM',
  isHere: chromiumPath !== undefined,
  isDemandedInCi: true,
};

export const { describe: describeWithBrowser } = testsNeeding(CHROMIUM);
