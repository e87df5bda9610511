// Somebody with a browser: finds things as people do, by what is written on them.

import assert from 'node:assert/strict';
import { words } from './words.js';

/** @typedef {import('./browser.js').Page} Page */
/** @typedef {import('./shop.js').Shop} Shop */
/** @typedef {import('./words.js').Lang} Lang */

/** Somebody on a page, in one of the languages. */
export class Person {
  /**
   * @param {Page} page
   * @param {Shop} shop
   * @param {Lang} lang
   * @param {string} [noun] whose words they look for; the storefront's if none is named
   */
  constructor(page, shop, lang, noun) {
    this.page = page;
    this.shop = shop;
    this.lang = lang;
    this.words = words(lang, noun);
    this.main = page.getByRole('main');
  }

  /** Presses the browser's back button, and confirms that a form may be sent again if it asks. */
  async goesBack() {
    try {
      await this.page.goBack();
    } catch (error) {
      if (!String(error).includes('ERR_CACHE_MISS')) throw error;
      await this.page.waitForURL((url) => url.protocol === 'chrome-error:');
      await this.page.reload();
    }
  }

  /**
   * Opens a page.
   * @param {string} path
   * @param {number} [status] that it is answered with
   */
  async visit(path, status = 200) {
    const response = await this.page.goto(this.shop.address(path, this.lang));
    assert.equal(response?.status(), status, path);
  }

  /** Waits for a page of the shopper's language. @param {string | RegExp} path with its query, without the language */
  async isOn(path) {
    const prefix = this.lang === 'bn' ? '/bn' : '';
    await this.page.waitForURL(({ origin, pathname, search }) => {
      if (origin !== this.shop.pages || !pathname.startsWith(prefix)) return false;
      const here = (pathname.slice(prefix.length) || '/') + search;
      return typeof path === 'string' ? here === path : path.test(here);
    });
  }

  /** @param {string} name of a text */
  button(name) {
    return this.main.getByRole('button', { name: this.words.text(name), exact: true });
  }

  /** @param {string} name of a text */
  link(name) {
    return this.page.getByRole('link', { name: this.words.text(name), exact: true });
  }

  /** A field of the page's main part, by the name under which it is sent. @param {string} name */
  field(name) {
    return this.main.locator(`[name="${name}"]:not([type=hidden])`);
  }

  /** Waits until the page says so. @param {string} name of a text */
  async reads(name) {
    await this.main.getByText(this.words.text(name), { exact: true }).first().waitFor();
  }

  /** Waits until the page says so, and answers the values in it. @param {string} name of a text with values */
  async readsPhrase(name) {
    const pattern = this.words.phrase(name);
    const said = await this.main.getByText(pattern).first().textContent();
    return said?.trim().match(pattern)?.slice(1).filter((value) => value !== undefined) ?? [];
  }

  /** Logs in. @param {{ username: string, password: string }} account */
  async logsIn({ username, password }) {
    await this.field('username').fill(username);
    await this.field('password').fill(password);
    await this.main.getByRole('button', { name: words(this.lang).text('log_in'), exact: true }).click();
  }
}
