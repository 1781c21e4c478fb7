/** A real browser for the tests of pages: `playwright-core` drives the Chromium that is installed and brings none of its own. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';

const PLACES = Object.freeze([
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]);
const AXE = fileURLToPath(import.meta.resolve('axe-core'));
/** Under a parallel test run a page takes its time. */
const PAGE_WAIT_MS = 60_000;

/** Undefined where none is installed; CHROMIUM names one elsewhere. In CI a missing browser is a failure, not a skip. */
export const chromiumPath: string | undefined =
  process.env['CHROMIUM'] ?? PLACES.find((path) => existsSync(path));
if (chromiumPath === undefined && process.env['CI'])
  throw new Error('CI needs Chromium: apt-get install chromium, or name one in CHROMIUM');

export class Chromium {
  readonly #browser: Browser;
  readonly page: Page;

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser;
    this.page = page;
    page.setDefaultTimeout(PAGE_WAIT_MS);
  }

  static async open(executablePath: string): Promise<Chromium> {
    const browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-sync'],
    });
    // A proxy's certificate is made by the test.
    return new Chromium(browser, await browser.newPage({ ignoreHTTPSErrors: true }));
  }

  close(): Promise<void> {
    return this.#browser.close();
  }

  /** @param width of the window, in CSS pixels */
  resize(width: number, height: number): Promise<void> {
    return this.page.setViewportSize({ width, height });
  }

  /** Cookies ignore ports: those of another test's relay would be sent to this one. */
  clearCookies(): Promise<void> {
    return this.page.context().clearCookies();
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url);
  }

  /** Fills in fields by their selectors. */
  async choose(fields: readonly (readonly [selector: string, value: string])[]): Promise<void> {
    for (const [selector, value] of fields) {
      const field = this.page.locator(selector);
      if ((await field.evaluate((element) => element.tagName)) === 'SELECT')
        await field.selectOption(value);
      else await field.fill(value);
    }
  }

  /** Fills in fields by their ids, clicks what the selector finds first, and waits for the next page. */
  async submit(fields: Readonly<Record<string, string>>, selector: string): Promise<void> {
    await this.choose(Object.entries(fields).map(([id, value]) => [`#${id}`, value]));
    await Promise.all([
      this.page.waitForEvent('load'),
      this.page.locator(selector).first().click(),
    ]);
  }

  evaluate(expression: string): Promise<unknown> {
    return this.page.evaluate<unknown>(expression);
  }

  /** What axe finds wrong with the page as it stands. By the debugger, past the page's own policy. */
  async violations(): Promise<string[]> {
    const { page } = this;
    const session = await page.context().newCDPSession(page);
    await session.send('Page.setBypassCSP', { enabled: true });
    await page.evaluate(readFileSync(AXE, 'utf8'));
    const found = await page.evaluate<{ id: string; nodes: { html: string }[] }[]>(
      'axe.run().then(({ violations }) => violations)',
    );
    return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  }

  screenshot(): Promise<Buffer> {
    return this.page.screenshot({ fullPage: true });
  }
}
