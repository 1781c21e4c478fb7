import { describe, expect, it } from '@jest/globals';
import { applyRelaySettings, CHOSEN_SETTINGS, DEFAULTS } from '../../../device/shared/settings.js';
import { jsonOf, PASSWORD } from '../../support/relay.js';
import { relaySuite } from '../../support/relay-suite.js';

const suite = relaySuite();

async function linked(): Promise<
  Awaited<ReturnType<typeof suite.relay.link>> & { readonly id: string }
> {
  const device = await suite.relay.link(suite.freshUid(), suite.spotify);
  const [first] = await suite.relay.devices.list(device.uid);
  return { ...device, id: first!.id };
}

describe('a linked device', () => {
  it('can be renamed, and shows when it was last used', async () => {
    const { id, browser, ...device } = await linked();
    await suite.relay.refresh(device);
    const response = await browser.post(`/devices/${id}/rename`, { name: 'Kitchen <3' });
    expect([response.status, response.headers.get('location')]).toEqual([303, '/success']);
    const home = await (await browser.get('/')).text();
    expect(home).toContain('Kitchen &lt;3');
    expect(home).toMatch(/last used <time datetime="\d{4}-/);
  });

  it('exports its settings, and keeps invalid input beside its error', async () => {
    const { browser, id } = await linked();
    await browser.post(`/devices/${id}/settings`, { layout: 'classic', scroll_ms: '250' });
    const saved = await jsonOf(await browser.get(`/devices/${id}/settings.json`));
    expect(saved).toEqual({ layout: 'classic', scroll_ms: 250 });
    const response = await browser.post(`/devices/${id}/settings`, { off_hours: '25-7' });
    expect(response.status).toBe(400);
    const page = await response.text();
    expect(page).toContain('value="25-7"');
    expect(page).toContain('Display off');
  });

  it('gets its settings with its next access token', async () => {
    const { id, browser, ...device } = await linked();
    await browser.post(`/devices/${id}/settings`, { layout: 'classic' });
    expect(await jsonOf(await suite.relay.refresh(device))).toMatchObject({
      settings: { layout: 'classic' },
    });
    expect(await (await browser.get(`/devices/${id}`)).text()).toMatch(
      /value="classic"\s+selected/,
    );
    await browser.post(`/devices/${id}/settings`, { layout: '' });
    expect(await jsonOf(await suite.relay.refresh(device))).toMatchObject({ settings: {} });
  });

  it('gets every setting in the device’s format, and its UTC offset from the zone', async () => {
    const { id, browser, ...device } = await linked();
    const sent = {
      layout: 'classic',
      scroll: 'bounce',
      scroll_ms: '250',
      rom: 'A00',
      han: 'ja',
      backlight_off_s: '600',
      off_hours: '22:30-6:45',
      time_zone: 'Europe/Berlin',
    };
    expect((await browser.post(`/devices/${id}/settings`, sent)).status).toBe(303);
    const { settings } = await jsonOf(await suite.relay.refresh(device));
    const { time_zone, ...rest } = sent;
    expect(settings).toEqual({
      ...rest,
      scroll_ms: 250,
      backlight_off_s: 600,
      // The suite's clock stands in a winter.
      utc_offset_min: 60,
      next_offset_min: 120,
      next_offset_at_ms: Date.UTC(2027, 2, 28, 1),
    });
    expect(applyRelaySettings(DEFAULTS, settings).ignored).toEqual([]);
    const page = await (await browser.get(`/devices/${id}`)).text();
    for (const { name } of CHOSEN_SETTINGS) expect(page).toContain(`name="${name}"`);
    expect(page).toMatch(new RegExp(`value="${time_zone}"\\s+selected`));
    expect(page).toContain('value="22:30-6:45"');
  });

  it('gets no change of offset if its zone has none', async () => {
    const { id, browser, ...device } = await linked();
    await browser.post(`/devices/${id}/settings`, { time_zone: 'Asia/Kolkata' });
    const { settings } = await jsonOf(await suite.relay.refresh(device));
    expect(settings).toEqual({ utc_offset_min: 330 });
  });

  it.each([
    ['layout', 'sideways', 'Layout'],
    ['scroll_ms', '99', 'Scroll speed'],
    ['scroll_ms', '250.5', 'Scroll speed'],
    ['off_hours', '25-7', 'Display off'],
    ['backlight_off_s', '-1', 'Backlight off after'],
    ['time_zone', 'Mars/Olympus', 'Time zone'],
  ])(
    'rejects the setting %s of %s, which the device itself would ignore',
    async (name, value, label) => {
      const { id, browser } = await linked();
      const response = await browser.post(`/devices/${id}/settings`, { [name]: value });
      expect(response.status).toBe(400);
      expect(await response.text()).toContain(`<p class="warn">${label} must`);
    },
  );

  it('keeps an invalid name in the field, and is not renamed', async () => {
    const { id, browser } = await linked();
    const name = 'x'.repeat(65);
    const response = await browser.post(`/devices/${id}/rename`, { name });
    expect(response.status).toBe(400);
    const page = await response.text();
    expect(page).toContain('<p class="warn">Name is invalid.');
    expect(page).toContain(`value="${name}"`);
    expect(page).not.toContain(`<bdi>${name}`);
  });

  it('cannot be seen or changed by another account', async () => {
    const { id } = await linked();
    const stranger = await suite.relay.register(suite.freshUid());
    expect((await stranger.get(`/devices/${id}`)).status).toBe(404);
    for (const action of ['rename', 'settings', 'revoke'])
      expect((await stranger.post(`/devices/${id}/${action}`, { name: 'mine' })).status).toBe(404);
  });
});

describe('a device with a token from the page', () => {
  it('gets a token that is shown once and works as a form field', async () => {
    const { uid, browser } = await linked();
    const page = await (
      await browser.post('/devices', { name: 'My sketch', pass: PASSWORD })
    ).text();
    const token = /readonly>([\w-]{43})</.exec(page)![1]!;
    const response = await suite.relay.browser().post('/get', { uid, token });
    expect(await response.json()).toMatchObject({ api_response: 200 });
    expect(await (await browser.get('/')).text()).not.toContain(token);
  });

  it('needs a signed-in user and a name', async () => {
    expect((await suite.relay.browser().post('/devices', { name: 'x' })).status).toBe(303);
    const { browser } = await linked();
    expect((await browser.post('/devices', { name: '' })).status).toBe(400);
    const slip = await browser.post('/devices', { name: 'My sketch', pass: 'a wrong one' });
    expect(slip.status).toBe(403);
    expect(await slip.text()).toMatch(/action="\/devices"[^]* value="My sketch"/);
  });
});
