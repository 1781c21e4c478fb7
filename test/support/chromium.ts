/** A real browser for the tests of pages: `playwright-core` drives the installed Chromium and includes none. */
import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';

const PLACES = Object.freeze([
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]);
/** Under a parallel test run a page takes its time. */
const PAGE_WAIT_MS = 60_000;

/** Undefined where none is installed; CHROMIUM names one elsewhere. */
export const chromiumPath: string | undefined =
  process.env['CHROMIUM'] ?? PLACES.find((path) => existsSync(path));

export class Chromium {
  readonly #browser: Browser;
  readonly page: Page;

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser;
    this.page = page;
    page.setDefaultTimeout(PAGE_WAIT_MS);
  }

  static async open(): Promise<Chromium> {
    const browser = await chromium.launch({
      executablePath: chromiumPath ?? '',
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

  /** What axe finds wrong with the page as it stands. The page's policy lets no script in; the debugger may. */
  async violations(): Promise<string[]> {
    await this.page.evaluate(axe.source);
    return this.page.evaluate<string[]>(`axe.run(document, { resultTypes: ['violations'] }).then(
      ({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`);
  }

  /** The sum of the page's layout shifts since it was opened. */
  shift(): Promise<number> {
    return this.page.evaluate<number>(`new Promise((resolve) => {
      let sum = 0;
      const watch = (list) => { for (const { value } of list.getEntries()) sum += value; };
      new PerformanceObserver(watch).observe({ type: 'layout-shift', buffered: true });
      requestAnimationFrame(() => setTimeout(() => resolve(sum), 50));
    })`);
  }

  screenshot(): Promise<Buffer> {
    return this.page.screenshot({ fullPage: true });
  }
}
