/** Declares a suite for a browser; where none is installed the summary counts its tests as skipped. */
import { describe } from '@jest/globals';
import { chromiumPath } from './chromium.js';

export const describeWithBrowser = chromiumPath === undefined ? describe.skip : describe;
