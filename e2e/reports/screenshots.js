// `cargo xtask screenshots`: the README's pictures, taken of the demo shop, into docs/pictures/.
//
// What differs from run to run (order numbers, times) is in the back office's picture alone.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newVisitor, openBrowser } from '../support/browser.js';
import { IRON, KETTLE, PHONE } from '../support/goods.js';
import { ROOT } from '../support/settings.js';
import { ADMIN, Shop } from '../support/shop.js';
import { Shopper } from '../support/shopper.js';

const FOLDER = join(ROOT, 'docs/pictures');

/** As small as it can be with the text still sharp. */
const QUALITY = 70;

mkdirSync(FOLDER, { recursive: true });
const [browser, shop] = await Promise.all([openBrowser(), Shop.open({ DHAKACART_LOG: 'warn' })]);
try {
  const rahima = await visitor('phone', 'bn');
  await rahima.visit('/');
  await picture(rahima, 'phone-home-bn');
  await rahima.visit(`/products/${PHONE.slug}`);
  await picture(rahima, 'phone-product-bn');
  await rahima.reachesTotal(PHONE);
  await rahima.placeButton().scrollIntoViewIfNeeded();
  await picture(rahima, 'phone-checkout-bn');
  await rahima.places();

  const karim = await visitor('desktop', 'en');
  await karim.visit('/search?q=fan');
  await picture(karim, 'desktop-search-en');
  for (const product of [KETTLE, IRON, PHONE]) {
    await karim.reachesTotal(product);
    await karim.places();
  }

  const keeper = await visitor('desktop', 'en');
  await keeper.visit('/login');
  await keeper.logsIn(ADMIN);
  await keeper.isOn('/account');
  await keeper.visit('/admin');
  await picture(keeper, 'back-office-en');
  await keeper.visit('/admin/orders');
  await keeper.main.locator('tbody a').first().click();
  await keeper.isOn(/^\/admin\/orders\/DC-/);
  await picture(keeper, 'back-office-order-en');
} finally {
  await browser.close();
  await shop.close();
}

/**
 * @param {'phone' | 'desktop'} device
 * @param {import('../support/words.js').Lang} lang
 */
async function visitor(device, lang) {
  const context = await newVisitor(browser, { device });
  return new Shopper(await context.newPage(), shop, lang);
}

/**
 * Takes a picture of what is on the screen.
 * @param {Shopper} shopper
 * @param {string} name
 */
async function picture({ page }, name) {
  await page.evaluate(() => Promise.all([...document.images].map((image) => image.decode().catch(() => {}))));
  const devtools = await page.context().newCDPSession(page);
  const { data } = await devtools.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY });
  const file = join(FOLDER, `${name}.webp`);
  writeFileSync(file, Buffer.from(data, 'base64'));
  console.error(file);
}
