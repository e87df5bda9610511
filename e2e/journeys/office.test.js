// The back office at work: an order from confirmation to cash, a product from the editor to the
// shop, stock with its ledger, and two people at one product.

import assert from 'node:assert/strict';
import { EVERY_WAY, openSuite } from '../support/journey.js';
import { BLENDER, KETTLE, PHONE, newImei } from '../support/goods.js';
import { guestOrder } from '../support/staff.js';

const { journey } = openSuite();

for (const way of EVERY_WAY) {
  const desk = { ...way, device: /** @type {const} */ ('desktop') };

  journey('an order is taken from confirmation to cash', way, async ({ shopper, keeper }) => {
    const rahima = await shopper();
    await rahima.reachesTotal(PHONE);
    const number = await rahima.places();
    const imei = newImei();

    const admin = await keeper('orders');
    await admin.visit(`/admin/orders?q=${number.toLowerCase()}`);
    await admin.opens(number);
    await admin.isOn(`/admin/orders/${number}`);
    await admin.presses('confirm', 'confirmed');
    await admin.field('serial').fill('490154203237519');
    await admin.button('pack').click();
    await admin.reads('serial_format');
    await admin.field('serial').fill(imei);
    await admin.presses('pack', 'packed');
    await admin.field('courier').fill('Pathao');
    await admin.field('tracking').fill(`PT-${imei}`);
    await admin.presses('ship', 'shipped');
    await admin.presses('deliver', 'delivered');
    await admin.field('charge').fill(admin.lang === 'bn' ? '৬০' : '60');
    await admin.field('statement').fill('STMT-7');
    await admin.presses('remit', 'payment_remitted');

    await admin.visit(`/admin/orders/${number}/invoice`);
    await admin.main.getByText(imei).waitFor();
    await admin.visit(`/admin/orders?q=${imei}`);
    await admin.main.getByRole('link', { name: number }).waitFor();

    await rahima.visit(`/orders/${number}`);
    await rahima.reads('status_delivered');
  });

  journey('goods that come back are refunded', desk, async ({ shop, shopper, keeper }) => {
    const rahima = await shopper();
    const number = await rahima.getsDelivered(KETTLE);
    const staff = await shop.staff();
    const before = await staff.stock(KETTLE.sku);

    const admin = await keeper('orders');
    await admin.visit(`/admin/orders/${number}`);
    await admin.main.locator('summary', { hasText: admin.words.text('return_it') }).click();
    await admin.button('return_now').click();
    await admin.reads('payment_refund_due');
    assert.equal((await staff.stock(KETTLE.sku)).on_hand, before.on_hand + 1);
    await admin.main.locator('[name="channel"][value="bkash"]').check();
    await admin.field('reference').fill('9F3K2LQ8');
    await admin.presses('refund_it', 'payment_refunded');
    await rahima.visit(`/orders/${number}`);
    await rahima.reads('status_returned');
  });

  journey('a new product is for sale within seconds', desk, async ({ shopper, keeper }) => {
    const name = `Padma Torch ${way.lang} ${way.scripts ? 1 : 0} ${process.pid} ${Date.now()}`;
    const sku = `TORCH-${Date.now()}`;
    const admin = await keeper('products');
    await admin.visit('/admin/products');
    await admin.link('add').click();
    await admin.isOn('/admin/new-product');
    await admin.field('title.en').fill(name);
    await admin.field('brand').fill('Padma');
    await admin.field('variants[0].sku').fill(sku);
    await admin.field('variants[0].price').fill('cheap');
    await admin.button('save').last().click();
    await admin.main.getByText(admin.words.text('money_format')).first().waitFor();
    assert.equal(await admin.field('title.en').inputValue(), name, 'what was typed is kept');
    await admin.field('variants[0].price').fill(admin.lang === 'bn' ? '৪৫০' : '450');
    await admin.field('variants[0].opening_stock').fill('3');
    await admin.field('status').selectOption('active');
    const picture = { name: 'torch.png', mimeType: 'image/png', buffer: await admin.page.screenshot() };
    await admin.field('pictures').setInputFiles([{ ...picture, buffer: Buffer.from('no picture') }]);
    await admin.button('upload').click();
    await admin.main.getByText(admin.words.text('picture_unknown_format')).first().waitFor();
    await admin.field('pictures').setInputFiles([picture]);
    await admin.button('save').last().click();
    await admin.reads('done_created');
    const slug = new URL(admin.page.url()).pathname.split('/').pop() ?? '';

    const karim = await shopper();
    await karim.appears(`/products/${slug}`);
    const shown = karim.main.locator('img[src*="/media/"]').first();
    await shown.waitFor();
    assert.ok(await karim.loads(shown), 'the picture is shown');
    await karim.takes({ slug, sku });
  });

  journey('stock is corrected, and the ledger says by whom', desk, async ({ shop, keeper }) => {
    const staff = await shop.staff();
    const before = await staff.stock(BLENDER.sku);
    const admin = await keeper('stock');
    await admin.visit(`/admin/stock/${BLENDER.sku}`);
    await admin.field('units').fill(admin.lang === 'bn' ? '৭' : '7');
    await admin.field('reason').fill('Found behind the shelf');
    await admin.button('adjust').click();
    await admin.reads('done_adjusted');
    await admin.main.getByRole('cell', { name: 'Found behind the shelf' }).first().waitFor();
    assert.equal((await staff.stock(BLENDER.sku)).on_hand, before.on_hand + 7);
  });

  journey('two people at one product do not overwrite each other', desk, async ({ shop, keeper }) => {
    const admin = await keeper('products');
    await admin.visit(`/admin/products/${BLENDER.slug}`);
    const staff = await shop.staff();
    const taka = 4_000 + (Date.now() % 1_000);
    await staff.reprice(BLENDER.slug, taka * 100);
    await admin.field('model').fill('MINE');
    await admin.button('save').last().click();
    const conflict = admin.at('conflict');
    await conflict.reads('title');
    await admin.main.getByRole('cell', { name: `${taka}.00` }).first().waitFor();
    assert.equal(await admin.field('model').inputValue(), 'MINE');
    await conflict.link('open_theirs').click();
    await admin.isOn(`/admin/products/${BLENDER.slug}`);
    assert.equal(await admin.field('variants[0].price').inputValue(), `${taka}.00`);
  });

  journey('an import shows what it took and what it refused', desk, async ({ shopper, keeper }) => {
    const slug = `imported-lamp-${Date.now()}`;
    const csv = `Handle,Title,Published,Variant SKU,Variant Price\n${slug},Lamp,true,L-${Date.now()},350\n,Nothing,true,N-1,x\n`;
    const admin = await keeper('imports');
    await admin.visit('/admin/imports');
    await admin.field('file').setInputFiles({ name: 'lamps.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
    await admin.button('start').click();
    await admin.isOn(/^\/admin\/imports\/[0-9a-f-]{36}$/);
    await admin.appearsText('report');
    const karim = await shopper();
    await karim.appears(`/products/${slug}`);
  });
}

journey('a list of orders is confirmed in one go', { device: 'desktop' }, async ({ shop, keeper }) => {
  const numbers = [await guestOrder(shop.api, KETTLE.sku), await guestOrder(shop.api, KETTLE.sku)];
  const admin = await keeper('orders');
  await admin.visit('/admin/orders?status=pending');
  for (const number of numbers) await admin.main.locator(`[name="number"][value="${number}"]`).check();
  await admin.button('confirm_selected').click();
  await admin.isOn(/^\/admin\/orders/);
  const staff = await shop.staff();
  for (const number of numbers) assert.equal((await staff.order(number)).order.status, 'confirmed');
});
