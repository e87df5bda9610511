// Finding something: by words, by category, by filters; in the language of the page.

import assert from 'node:assert/strict';
import { EVERY_WAY, openSuite } from '../support/journey.js';
import { KETTLE } from '../support/goods.js';

const { journey } = openSuite();

/** Whole taka of every price on the cards, as they stand. @param {import('../support/shopper.js').Shopper} shopper */
async function prices(shopper) {
  const texts = await shopper.cards().locator('.price').allTextContents();
  return texts.map((text) => Number(ascii(text).replace(/[^0-9.]/g, '')));
}

/** @param {string} text */
function ascii(text) {
  return text.replace(/[০-৯]/g, (digit) => String(digit.charCodeAt(0) - 0x09e6));
}

for (const way of EVERY_WAY) {
  journey('everyday words lead to the product', way, async ({ shopper }) => {
    const rahima = await shopper();
    await rahima.visit('/');
    await rahima.searches(rahima.lang === 'bn' ? 'ইলেকট্রিক কেটলি' : 'electric kettle');
    await rahima.isOn(/^\/search\?q=/);
    await rahima.cards().getByRole('link', { name: KETTLE.title[rahima.lang] }).first().click();
    await rahima.isOn(`/products/${KETTLE.slug}`);
    await rahima.main.getByRole('heading', { level: 1, name: KETTLE.title[rahima.lang] }).waitFor();
  });

  journey('a typing error is forgiven, and said', way, async ({ shopper }) => {
    const rahima = await shopper();
    await rahima.visit('/');
    await rahima.searches('refrigeratr');
    const [meant] = await rahima.readsPhrase('corrected_to');
    assert.equal(meant, 'refrigerator');
    assert.ok((await rahima.cards().count()) > 0);
  });

  journey('what does not exist leads somewhere else', way, async ({ shopper }) => {
    const rahima = await shopper();
    await rahima.visit('/');
    await rahima.searches('xylophone');
    await rahima.reads('nothing_found_hint');
    await rahima.main.getByRole('link').first().click();
    await rahima.isOn(/^\/categories\//);
    assert.ok((await rahima.cards().count()) > 0);
  });

  journey('filters narrow a search, and can be taken away', way, async ({ shopper }) => {
    const karim = await shopper();
    await karim.visit('/search?q=smartphone');
    const all = await karim.cards().count();
    await karim.opensFilters();
    await karim.field('max_price').fill(karim.lang === 'bn' ? '২০,০০০' : '20,000');
    await karim.button('apply_filters').click();
    await karim.isOn(/max_price=/);
    const found = await prices(karim);
    assert.ok(found.length > 0 && found.length < all, `${found.length} of ${all}`);
    assert.ok(found.every((taka) => taka <= 20_000), String(found));

    await karim.link('clear_filters').first().click();
    await karim.isOn(/^\/search\?q=smartphone/);
    assert.equal(await karim.cards().count(), all);
  });

  journey('a brand is one tick away', way, async ({ shopper }) => {
    const karim = await shopper();
    await karim.visit('/search?q=fan');
    await karim.opensFilters();
    const brand = karim.main.locator('input[name="brand"]').first();
    const name = await brand.getAttribute('value');
    await brand.check();
    await karim.button('apply_filters').click();
    await karim.isOn(/brand=/);
    const brands = await karim.cards().locator('.card-brand').allTextContents();
    assert.ok(brands.length > 0 && brands.every((text) => text.trim() === name), String(brands));
  });

  journey('sorted by price, every page goes on where the last one ended', way, async ({ shopper }) => {
    const karim = await shopper();
    await karim.visit('/search');
    await karim.link('sort_price_asc').click();
    await karim.isOn(/sort=price_asc/);
    const first = await prices(karim);
    await karim.link('next_page').click();
    await karim.isOn(/page=2/);
    const both = [...first, ...(await prices(karim))];
    assert.ok(both.length > first.length);
    assert.deepEqual(both, [...both].sort((one, other) => one - other));
  });

  journey('the other language has the same page', way, async ({ shopper }) => {
    const rahima = await shopper();
    const other = rahima.lang === 'bn' ? 'en' : 'bn';
    await rahima.visit(`/products/${KETTLE.slug}`);
    await rahima.page.locator(`a[hreflang="${other}"]`).first().click();
    await rahima.main.getByRole('heading', { level: 1, name: KETTLE.title[other] }).waitFor();
    assert.equal(await rahima.page.locator('html').getAttribute('lang'), other);
  });
}
