/** The fake Spotify's pages in a browser. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { consentPage, refusalPage } from '../../../simulator/spotify/consent-page.js';
import { describeWithBrowser } from '../../support/browser-suite.js';
import { Chromium } from '../../support/chromium.js';

describeWithBrowser('the consent page', () => {
  let chromium: Chromium;
  beforeAll(async () => {
    chromium = await Chromium.open();
  });
  afterAll(() => chromium.close());

  const users = [
    { id: 'owner', name: 'Owner' },
    { id: 'listed', name: 'Listed user' },
  ];
  const consent = { requestId: 'x', clientName: 'My app', scopes: [], users };
  it.each([
    ['asking', consentPage(consent)],
    ['refusing', refusalPage('INVALID_CLIENT: Invalid redirect URI')],
  ])('has no violations of axe, %s', async (_, page) => {
    await chromium.page.setContent(page);
    for (const scheme of ['dark', 'light'] as const) {
      await chromium.page.emulateMedia({ colorScheme: scheme });
      expect([scheme, await chromium.violations()]).toEqual([scheme, []]);
    }
  });
});
