// After the order: its buyer follows it and may cancel it; nobody else sees it.

import assert from 'node:assert/strict';
import { EVERY_WAY, openSuite } from '../support/journey.js';
import { KETTLE } from '../support/goods.js';

const { journey } = openSuite();

for (const way of EVERY_WAY) {
  journey('a guest cancels, and the goods are for sale again', way, async ({ shop, shopper }) => {
    const staff = await shop.staff();
    const before = await staff.stock(KETTLE.sku);
    const rahima = await shopper();
    await rahima.reachesTotal(KETTLE);
    const number = await rahima.places();
    assert.equal((await staff.stock(KETTLE.sku)).reserved, before.reserved + 1);
    await rahima.cancels();
    await rahima.reads('status_cancelled');
    assert.equal((await staff.order(number)).order.status, 'cancelled');
    const { on_hand, reserved } = await staff.stock(KETTLE.sku);
    assert.deepEqual([on_hand, reserved], [before.on_hand, before.reserved]);
  });

  journey('a packed order can no longer be cancelled', way, async ({ shop, shopper }) => {
    const staff = await shop.staff();
    const rahima = await shopper();
    await rahima.reachesTotal(KETTLE);
    const number = await rahima.places();
    const stale = await rahima.otherTab();
    await stale.visit(`/orders/${number}`);
    await staff.move(number, { move: 'confirm' });
    await staff.move(number, { move: 'pack' });
    await stale.cancels();
    await stale.reads('cannot_cancel');
    await rahima.visit(`/orders/${number}`);
    await rahima.reads('status_packed');
    assert.equal(await rahima.main.getByText(rahima.words.text('cancel_order')).count(), 0);
  });

  journey('number and phone find the order from any browser', way, async ({ shop, shopper }) => {
    const staff = await shop.staff();
    const rahima = await shopper();
    await rahima.reachesTotal(KETTLE);
    const number = await rahima.places();
    await staff.move(number, { move: 'confirm' });

    const elsewhere = await shopper();
    await elsewhere.visit('/track');
    await elsewhere.tracks(number.toLowerCase());
    await elsewhere.reads('status_confirmed');

    const stranger = await shopper();
    await stranger.visit('/track');
    await stranger.field('number').fill(number);
    await stranger.field('phone').fill('01812-345678');
    await stranger.button('track_button').click();
    await stranger.reads('track_not_found');
  });

  journey('nobody else sees the order', way, async ({ shopper }) => {
    const rahima = await shopper();
    await rahima.reachesTotal(KETTLE);
    const number = await rahima.places();
    const stranger = await shopper();
    await stranger.visit(`/orders/${number}`, 404);
    assert.ok(!(await stranger.page.content()).includes(rahima.typed.name));
  });
}
