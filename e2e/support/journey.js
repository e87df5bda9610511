// One test is one journey: somebody new, at a shop that is open, walks through some pages.
//
// A test file calls `openSuite` once; its journeys share one browser and one shop, and each visitor
// has a context of their own. A journey fails by its own assertions, or because something went
// wrong behind its pages. What it leaves then: a picture and the HTML of every open page, and the
// shop's log, under target/e2e/<test>/.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newVisitor, openBrowser, watch } from './browser.js';
import { OUTPUT } from './settings.js';
import { Keeper } from './keeper.js';
import { ADMIN, Shop } from './shop.js';
import { Shopper } from './shopper.js';
import { LANGS } from './words.js';

/** @typedef {import('./words.js').Lang} Lang */
/** @typedef {import('./browser.js').Browser} Browser */
/** @typedef {NonNullable<Parameters<typeof newVisitor>[1]>} Who */

/** A journey takes seconds; one that takes this long hangs. */
const TIMEOUT = 120_000;

/**
 * How often a journey may be walked before it counts as failed. A busy machine makes a browser stumble
 * now and then; who was walked again is named in the output, to be looked into.
 */
const WALKS = 2;

/** Each language, with and without scripts: how a journey for shoppers is walked. */
export const EVERY_WAY = LANGS.flatMap((lang) => [true, false].map((scripts) => ({ lang, scripts })));

/** What a journey is given. */
class Scene {
  /** @type {{ context: import('./browser.js').BrowserContext, troubles: string[] }[]} */
  visitors = [];

  /**
   * @param {Browser} browser
   * @param {Shop} shop
   * @param {Lang} lang
   * @param {Who} who
   */
  constructor(browser, shop, lang, who) {
    this.browser = browser;
    this.shop = shop;
    this.lang = lang;
    this.who = who;
  }

  /**
   * Somebody with a browser of their own.
   * @param {Who} [who]
   */
  visitor = async (who = {}) => {
    const context = await newVisitor(this.browser, { ...this.who, ...who });
    this.visitors.push({ context, troubles: watch(context, [this.shop.pages, this.shop.api]) });
    return context;
  };

  /**
   * A shopper who has not opened a page yet.
   * @param {Who} [who]
   */
  shopper = async (who = {}) => {
    const context = await this.visitor(who);
    return new Shopper(await context.newPage(), this.shop, this.lang);
  };

  /**
   * Somebody of the staff, logged in and on the dashboard.
   * @param {string} noun whose words they look for
   * @param {{ username: string, password: string }} [account]
   */
  keeper = async (noun, account = ADMIN) => {
    const context = await this.visitor();
    const keeper = new Keeper(await context.newPage(), this.shop, this.lang, noun);
    await keeper.visit('/admin');
    await keeper.isOn(/^\/login\?next=/);
    await keeper.logsIn(account);
    await keeper.isOn('/admin');
    return keeper;
  };

  /** What went wrong behind the pages. */
  get troubles() {
    return this.visitors.flatMap(({ troubles }) => troubles);
  }

  /** @param {string} name */
  async keep(name) {
    const folder = join(OUTPUT, name.replace(/[^\p{L}\p{N}]+/gu, '-'));
    mkdirSync(folder, { recursive: true });
    const pages = this.visitors.flatMap(({ context }) => context.pages());
    for (const [index, page] of pages.entries()) {
      await page.screenshot({ path: join(folder, `${index}.png`), fullPage: true }).catch(() => {});
      const html = await page.content().catch(() => 'the page is gone');
      writeFileSync(join(folder, `${index}.html`), `<!-- ${page.url()} -->\n${html}`);
    }
    writeFileSync(join(folder, 'shop.log'), this.shop.log);
    const errors = this.shop.log.split('\n').filter((line) => /"level":"(WARN|ERROR)"/.test(line));
    console.error([`kept in ${folder}`, ...errors].join('\n'));
  }

  async end() {
    await Promise.all(this.visitors.map(({ context }) => context.close()));
  }
}

/**
 * The browser and the shop of a test file.
 * @param {Record<string, string>} [settings] of the shop
 */
export function openSuite(settings) {
  /** @type {Browser} */ let browser;
  /** @type {Shop} */ let shop;
  before(async () => {
    [browser, shop] = await Promise.all([openBrowser(), Shop.open(settings)]);
  });
  after(async () => {
    await browser?.close();
    await shop?.close();
  });

  /**
   * Declares one journey.
   * @param {string} name
   * @param {{ lang?: Lang } & Who} who
   * @param {(scene: Scene) => Promise<void>} walk
   */
  function journey(name, { lang = 'en', ...who }, walk) {
    const { scripts = true, device = 'phone', colours } = who;
    const full = [name, lang, device, scripts ? '' : 'without scripts', colours ?? ''].filter(Boolean).join(', ');
    test(full, { timeout: TIMEOUT * WALKS }, async (t) => {
      for (let walked = 1; ; walked += 1) {
        try {
          return await once(full, lang, who, walk);
        } catch (error) {
          if (walked === WALKS) throw error;
          t.diagnostic(`walked again: ${full}`);
          console.error(`failed, and is walked again: ${full}\n${error instanceof Error ? error.stack : error}`);
        }
      }
    });
  }

  /**
   * Walks a journey from a fresh start.
   * @param {string} full its name
   * @param {Lang} lang
   * @param {Who} who
   * @param {(scene: Scene) => Promise<void>} walk
   */
  async function once(full, lang, who, walk) {
    const scene = new Scene(browser, shop, lang, who);
    const overdue = setTimeout(() => void scene.end(), TIMEOUT);
    try {
      await walk(scene);
      assert.deepEqual(scene.troubles, [], 'something went wrong behind the pages');
    } catch (error) {
      await scene.keep(full);
      if (scene.troubles.length) console.error(scene.troubles.join('\n'));
      throw error;
    } finally {
      clearTimeout(overdue);
      await scene.end();
    }
  }
  return { journey };
}
