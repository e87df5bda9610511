// What happens to a shopper whose goods or prices changed while they shopped: they are told, in
// their language, and nothing is ordered that they have not agreed to.

import assert from 'node:assert/strict';
import { EVERY_WAY, openSuite } from '../support/journey.js';
import { BLENDER, IRON, SOLD_OUT } from '../support/goods.js';

const { journey } = openSuite();

for (const way of EVERY_WAY) {
  journey('the last ones are sold while they are in a cart', way, async ({ shop, shopper }) => {
    const staff = await shop.staff();
    // Whoever went before has ordered some.
    const { reserved } = await staff.stock(IRON.sku);
    await staff.count(IRON.sku, reserved + 5);
    const before = await staff.orders();
    const rahima = await shopper();
    await rahima.takes(IRON, '3');
    await staff.count(IRON.sku, reserved + 2);

    await rahima.visit('/cart');
    await rahima.button('to_checkout').click();
    await rahima.reads('shortage');
    assert.deepEqual(await rahima.readsPhrase('only_available'), [rahima.number(2)]);
    assert.equal(await staff.orders(), before);

    await rahima.field('quantity').fill(rahima.number(2));
    await rahima.field('quantity').press('Enter');
    await rahima.reachesTotalFromCart();
    await rahima.places();
    assert.equal((await staff.stock(IRON.sku)).reserved, reserved + 2);
  });

  journey('a product is sold out before its buyer has paid', way, async ({ shop, shopper }) => {
    const staff = await shop.staff();
    await staff.count(IRON.sku, 20);
    const rahima = await shopper();
    await rahima.takes(IRON);
    await staff.count(IRON.sku, (await staff.stock(IRON.sku)).reserved);
    await rahima.visit('/cart');
    await rahima.reads('sold_out_line');
    await rahima.button('to_checkout').click();
    await rahima.reads('shortage');
  });

  journey('the price changes before the button is pressed', way, async ({ shop, shopper }) => {
    const staff = await shop.staff();
    await staff.reprice(BLENDER.slug, 400_000);
    const before = await staff.orders();
    const karim = await shopper();
    const seen = await karim.reachesTotal(BLENDER);
    await staff.reprice(BLENDER.slug, 410_000);
    await karim.placeButton().click();

    await karim.reads('nothing_ordered');
    const [told] = await karim.readsPhrase('total_changed');
    assert.notEqual(told, seen);
    assert.equal(await staff.orders(), before);
    assert.equal(await karim.seesTotal(), told);
    await karim.places();
    assert.equal(await staff.orders(), before + 1);
  });

  journey('a product that is sold out says so', way, async ({ shopper }) => {
    const rahima = await shopper();
    await rahima.visit(`/products/${SOLD_OUT.slug}`);
    await rahima.reads('out_of_stock');
    assert.equal(await rahima.button('add_to_cart').count(), 0);
  });

  journey('a form with mistakes comes back with what was typed', way, async ({ shopper }) => {
    const rahima = await shopper();
    await rahima.takes(BLENDER);
    await rahima.goesToCheckout();
    await rahima.fillsIn({ phone: rahima.lang === 'bn' ? '০১২৩৪' : '01234' });
    await rahima.button('update_total').first().click();
    await rahima.reads('check_fields');
    await rahima.reads('phone_format');
    assert.equal(await rahima.field('line').inputValue(), rahima.typed.line);
    await rahima.fillsIn();
    await rahima.seesTotal();
    await rahima.places();
  });
}
