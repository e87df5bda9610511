// Keyboard alone completes a purchase: Tab, Space, arrows, Enter and typing, from the home page to
// the thanks, with the focus always to be seen.

import assert from 'node:assert/strict';
import { EVERY_WAY, openSuite } from '../support/journey.js';
import { KETTLE } from '../support/goods.js';
import { until } from '../support/shop.js';

const { journey } = openSuite();

/** More than any page has to tab through. */
const STEPS = 250;

/**
 * Presses Tab until the focus is on it.
 * @param {import('../support/shopper.js').Shopper} shopper
 * @param {import('playwright-core').Locator} goal
 */
async function tabTo(shopper, goal) {
  await goal.first().waitFor();
  for (let step = 0; step < STEPS; step += 1) {
    if (await goal.first().evaluate((element) => element === document.activeElement)) return;
    await shopper.page.keyboard.press('Tab');
    await seesFocus(shopper);
  }
  assert.fail(`${goal} is not reached by Tab`);
}

/**
 * Presses the arrow down, one choice at a time, until the list that has the focus stands at a value.
 * @param {import('../support/shopper.js').Shopper} shopper
 * @param {string} name of the list
 * @param {string} value
 */
async function arrowTo(shopper, name, value) {
  const list = shopper.field(name);
  for (let at = await list.inputValue(); at !== value; at = await list.inputValue()) {
    await shopper.page.keyboard.press('ArrowDown');
    await until(`the arrow leads on from "${at}"`, async () => (await list.inputValue()) !== at);
  }
}

/** What has the focus is on the screen, and looks different for it. @param {import('../support/shopper.js').Shopper} shopper */
async function seesFocus(shopper) {
  const hidden = await shopper.page.evaluate(() => {
    const focused = document.activeElement;
    if (!focused || focused === document.body) return null;
    // A card or a choice may draw the focus of what is in it.
    let marked = false;
    for (let element = focused; element && element.tagName !== 'MAIN'; element = element.parentElement ?? document.body) {
      for (const part of [null, '::before', '::after']) {
        const { outlineStyle, outlineWidth } = getComputedStyle(element, part);
        marked ||= outlineStyle !== 'none' && parseFloat(outlineWidth) > 0;
      }
      if (marked || element === document.body) break;
    }
    const { width, height } = focused.getBoundingClientRect();
    return marked && width > 0 && height > 0 ? null : focused.outerHTML.slice(0, 200);
  });
  assert.equal(hidden, null, 'the focus can be seen');
}

for (const way of EVERY_WAY) {
  journey('keyboard alone completes a purchase', { ...way, device: 'desktop' }, async ({ shopper }) => {
    const salma = await shopper();
    const { keyboard } = salma.page;
    await salma.visit('/');
    await keyboard.press('Tab');
    await seesFocus(salma);
    await keyboard.press('Enter');
    // The first Tab skips to the content.
    await salma.page.waitForURL(({ hash }) => hash === '#content');

    await salma.visit('/');
    await tabTo(salma, salma.page.getByRole('search').locator('[name="q"]'));
    await keyboard.type(KETTLE.title.en);
    await keyboard.press('Enter');
    await salma.isOn(/^\/search\?q=/);
    await tabTo(salma, salma.cards().getByRole('link', { name: KETTLE.title[salma.lang] }));
    await keyboard.press('Enter');
    await salma.isOn(`/products/${KETTLE.slug}`);
    await tabTo(salma, salma.button('add_to_cart'));
    await keyboard.press('Enter');
    await salma.readsPhrase('added');
    if (!new URL(salma.page.url()).pathname.endsWith('/cart')) {
      await tabTo(salma, salma.cartLink());
      await keyboard.press('Enter');
      await salma.isOn('/cart');
    }
    await tabTo(salma, salma.button('to_checkout'));
    await keyboard.press('Enter');
    await salma.isOn('/checkout');

    for (const name of /** @type {const} */ (['name', 'phone'])) {
      await tabTo(salma, salma.field(name));
      await keyboard.type(salma.typed[name]);
    }
    await tabTo(salma, salma.field('district'));
    await arrowTo(salma, 'district', salma.typed.district);
    for (const name of /** @type {const} */ (['area', 'line'])) {
      await tabTo(salma, salma.field(name));
      await keyboard.type(salma.typed[name]);
      await keyboard.press('Escape');
    }
    const place = salma.placeButton();
    if (!(await place.isVisible())) {
      await tabTo(salma, salma.button('update_total').last());
      await keyboard.press('Enter');
    }
    await tabTo(salma, place);
    await keyboard.press('Enter');
    await salma.isThanked();
  });
}
