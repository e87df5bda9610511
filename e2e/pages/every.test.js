// What holds for every page there is, in both languages, light and dark, on a 360 px phone: axe-core
// finds nothing, and nothing has to be scrolled sideways.
//
// In the dark only contrast is looked at again: nothing else about a page depends on its colours.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { openSuite } from '../support/journey.js';
import { KETTLE, PHONE, SOLD_OUT, newImei } from '../support/goods.js';
import { OFFICE, SHOP } from '../support/pages.js';
import { routes } from '../support/routes.js';
import { newUsername } from '../support/shopper.js';
import { guestOrder } from '../support/staff.js';
import { LANGS } from '../support/words.js';

/** @typedef {import('playwright-core').Page} Page */

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const { journey } = openSuite();

test('every route is walked', () => {
  const walked = [...SHOP, ...OFFICE].map(({ route }) => route);
  assert.deepEqual(routes().filter((route) => !walked.includes(route)), [], 'add these to support/pages.js');
});

for (const lang of LANGS) {
  for (const entry of SHOP) {
    journey(`${entry.name}: accessible`, { lang }, async ({ shopper }) => {
      const visitor = await shopper();
      if (typeof entry.open === 'string') await visitor.visit(entry.open, entry.status);
      else await entry.open(visitor);
      assert.deepEqual(await faults(visitor.page), []);
    });
  }

  journey('the back office: accessible', { lang }, async ({ shop, keeper, shopper }) => {
    const admin = await keeper('common');
    const sample = await furnish(shop, admin, await shopper());
    const found = [];
    for (const { name, open, status } of OFFICE) {
      await admin.visit(typeof open === 'string' ? open : open(sample), status);
      found.push(...(await faults(admin.page)).map((fault) => `${name}: ${fault}`));
    }
    assert.deepEqual(found, []);
  });
}

/**
 * What the back office has to show: orders at every queue, an import with its report, a customer
 * with a review who waits for something.
 * @param {import('../support/shop.js').Shop} shop
 * @param {import('../support/keeper.js').Keeper} admin
 * @param {import('../support/shopper.js').Shopper} rahima
 * @returns {Promise<import('../support/pages.js').Sample>}
 */
async function furnish(shop, admin, rahima) {
  const staff = await shop.staff();
  const [, confirmed, packed] = await Promise.all([1, 2, 3].map(() => guestOrder(shop.api, PHONE.sku)));
  for (const number of [confirmed, packed]) await staff.move(number, { move: 'confirm' });
  await staff.move(packed, { move: 'pack', serials: [{ sku: PHONE.sku, serials: [newImei()] }] });
  await admin.visit('/admin/imports');
  const file = { name: 'goods.csv', mimeType: 'text/csv', buffer: Buffer.from('Handle,Title,Variant SKU,Variant Price\n,Bad,B-1,x\n') };
  await admin.field('file').setInputFiles(file);
  await admin.at('imports').button('start').click();
  await admin.isOn(/^\/admin\/imports\/[0-9a-f-]{36}$/);
  const imported = new URL(admin.page.url()).pathname.replace(/^\/bn/, '');

  const username = newUsername('rahima');
  await rahima.visit('/register');
  await rahima.registers({ username, password: 'Padma-river-71' });
  await rahima.isOn('/account');
  await rahima.getsDelivered(KETTLE);
  await rahima.reviews(KETTLE, { stars: 4, body: 'Boils a litre in four minutes.' });
  await rahima.asksForStock(SOLD_OUT);
  const review = await leadsTo(admin, '/admin/reviews', 'article a[href*="/admin/reviews/"]');
  const customer = await leadsTo(admin, `/admin/customers?q=${username}`, 'a[href*="/admin/customers/"]');
  const sale = await staff.firstSale();
  return { number: packed, imported, sale, review, customer };
}

/**
 * Where the first such link of a page leads, without its language.
 * @param {import('../support/keeper.js').Keeper} admin
 * @param {string} page
 * @param {string} link
 */
async function leadsTo(admin, page, link) {
  await admin.visit(page);
  const href = await admin.main.locator(link).first().getAttribute('href');
  return (href ?? '').replace(/^\/bn/, '');
}

/** Everything that is wrong with a page. @param {Page} page */
async function faults(page) {
  return [...(await sideways(page)), ...(await findings(page))];
}

/**
 * What sticks out at the side, so that the whole page scrolls there.
 * @param {Page} page
 */
function sideways(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const out = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > width + 1);
    return [`the page is wider than the screen: ${out.slice(0, 5).map((one) => one.outerHTML.slice(0, 120)).join(' ')}`];
  });
}

/**
 * What axe-core finds, each with its place and what is wrong with it.
 * @param {Page} page
 * @returns {Promise<string[]>}
 */
async function findings(page) {
  await page.evaluate(AXE);
  /** @type {string[]} */
  const found = [];
  for (const colours of /** @type {const} */ (['light', 'dark'])) {
    await page.emulateMedia({ colorScheme: colours });
    const options = colours === 'light' ? {} : { runOnly: ['color-contrast'] };
    /** @type {import('axe-core').Result[]} */
    const violations = await page.evaluate(
      (options) => /** @type {any} */ (globalThis).axe.run(document, options).then((/** @type {any} */ result) => result.violations),
      options,
    );
    for (const { id, nodes } of violations) {
      for (const { target, failureSummary } of nodes) {
        found.push(`${colours}: ${id} at ${target.join(' ')}: ${failureSummary?.replace(/\s+/g, ' ')}`);
      }
    }
  }
  return found;
}
