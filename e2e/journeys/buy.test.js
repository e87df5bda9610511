// Buying: as a guest, with a new account, with an old one; and what must not order twice.
// This file runs on PostgreSQL as well.

import assert from 'node:assert/strict';
import { EVERY_WAY, openSuite } from '../support/journey.js';
import { KETTLE, PHONE } from '../support/goods.js';
import { newUsername } from '../support/shopper.js';
import { LANGS } from '../support/words.js';

const { journey } = openSuite();

const PASSWORD = 'Padma-river-71';

for (const way of [...EVERY_WAY, { lang: LANGS[0], scripts: true, device: /** @type {const} */ ('desktop') }]) {
  journey('a guest buys', way, async ({ shop, shopper }) => {
    const rahima = await shopper();
    await rahima.takes(PHONE, rahima.lang === 'bn' ? '২' : '2');
    await rahima.goesToCheckout();
    await rahima.fillsIn();
    const total = await rahima.seesTotal();
    const number = await rahima.places();

    const bill = rahima.main.locator('.summary');
    assert.ok((await bill.textContent())?.includes(total), `the order's page shows ${total}`);
    const staff = await shop.staff();
    const { order } = await staff.order(number);
    assert.equal(order.contact.phone, '+8801712345678');
    assert.deepEqual(order.lines.map(({ sku, quantity }) => [sku, quantity]), [[PHONE.sku, 2]]);

    await rahima.visit('/cart');
    await rahima.reads('cart_empty');
  });
}

for (const way of EVERY_WAY) {
  journey('somebody opens an account, buys, comes back another day and buys again', way, async ({ shopper }) => {
    const account = { username: newUsername('rahima'), password: PASSWORD };
    const rahima = await shopper();
    await rahima.visit('/register');
    await rahima.registers(account);
    await rahima.isOn('/account');
    await rahima.reachesTotal(KETTLE);
    const first = await rahima.places();
    await rahima.findsOrder(first);

    const elsewhere = await shopper();
    await elsewhere.visit('/account');
    await elsewhere.isOn(/^\/login/);
    await elsewhere.logsIn(account);
    await elsewhere.isOn('/account');
    await elsewhere.reachesTotal(KETTLE);
    const second = await elsewhere.places();
    await elsewhere.findsOrder(first);
    await elsewhere.findsOrder(second);
  });

  journey('an impatient double click orders once', way, async ({ shop, shopper }) => {
    const staff = await shop.staff();
    const before = await staff.orders();
    const karim = await shopper();
    await karim.reachesTotal(KETTLE);
    await karim.placeButton().dblclick();
    await karim.isThanked();
    assert.equal(await staff.orders(), before + 1);
  });

  journey('back from the order does not lead into a second one', way, async ({ shop, shopper }) => {
    const staff = await shop.staff();
    const before = await staff.orders();
    const karim = await shopper();
    await karim.reachesTotal(KETTLE);
    await karim.places();
    await karim.goesBack();
    await karim.isOn('/cart');
    await karim.reads('cart_empty');
    assert.equal(await staff.orders(), before + 1);
  });

  journey('the same checkout in two tabs is one order', way, async ({ shop, shopper }) => {
    const staff = await shop.staff();
    const before = await staff.orders();
    const karim = await shopper();
    await karim.takes(KETTLE);
    const otherTab = await karim.otherTab();
    for (const tab of [karim, otherTab]) {
      await tab.goesToCheckout();
      await tab.fillsIn();
      await tab.seesTotal();
    }
    const number = await karim.places();
    assert.equal(await otherTab.places(), number);
    assert.equal(await staff.orders(), before + 1);
  });
}
