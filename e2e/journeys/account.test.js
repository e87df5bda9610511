// What an account is good for besides its orders: an address that is typed once, a wishlist, a
// password that can be changed; and a coupon, which needs no account.

import assert from 'node:assert/strict';
import { EVERY_WAY, openSuite } from '../support/journey.js';
import { BLENDER, KETTLE, SOLD_OUT } from '../support/goods.js';
import { newUsername } from '../support/shopper.js';

const { journey } = openSuite();

const PASSWORD = 'Padma-river-71';

for (const way of EVERY_WAY) {
  journey('an address is typed once', way, async ({ shopper }) => {
    const rahima = await shopper();
    await rahima.visit('/register');
    await rahima.registers({ username: newUsername('rahima'), password: PASSWORD });
    await rahima.isOn('/account');
    await rahima.visit('/account/addresses/new');
    await rahima.fillsIn();
    await rahima.button('save_changes').click();
    await rahima.isOn(/^\/account\/addresses/);
    await rahima.takes(KETTLE);
    await rahima.goesToCheckout();
    assert.equal(await rahima.field('line').inputValue(), rahima.typed.line);
    assert.equal(await rahima.field('district').inputValue(), rahima.typed.district);
    await rahima.seesTotal();
    await rahima.places();
  });

  journey('a wish is kept, and taken back', way, async ({ shopper }) => {
    const account = { username: newUsername('rahima'), password: PASSWORD };
    const rahima = await shopper();
    await rahima.visit('/register');
    await rahima.registers(account);
    await rahima.isOn('/account');
    await rahima.wishesFor(BLENDER);

    const elsewhere = await shopper();
    await elsewhere.visit('/account/wishlist');
    await elsewhere.logsIn(account);
    await elsewhere.isOn('/account/wishlist');
    assert.equal(await elsewhere.cards().count(), 1);
    await elsewhere.main.locator('button[value="remove"]').click();
    await elsewhere.reads('wishlist_empty');
  });

  journey('the old password opens no door any more', way, async ({ shopper }) => {
    const username = newUsername('karim');
    const karim = await shopper();
    await karim.visit('/register');
    await karim.registers({ username, password: PASSWORD });
    await karim.isOn('/account');
    await karim.visit('/account/password');
    await karim.field('old_password').fill(PASSWORD);
    await karim.field('new_password').fill('Meghna-river-72');
    await karim.main.locator('form[action$="/account/password"] button[type=submit]').click();
    await karim.isOn(/^\/account\/password|^\/login/);

    const elsewhere = await shopper();
    await elsewhere.visit('/login');
    await elsewhere.logsIn({ username, password: PASSWORD });
    await elsewhere.reads('wrong_credentials');
    await elsewhere.logsIn({ username, password: 'Meghna-river-72' });
    await elsewhere.isOn('/account');
  });

  journey('somebody is told when it is back', way, async ({ shopper }) => {
    const rahima = await shopper();
    await rahima.asksForStock(SOLD_OUT);
    await rahima.main.getByRole('heading', { level: 1 }).waitFor();
  });

  journey('a coupon takes off what it promises', way, async ({ shop, shopper }) => {
    const staff = await shop.staff();
    const code = await staff.newCoupon(10);
    const rahima = await shopper();
    await rahima.takes(BLENDER);
    await rahima.visit('/cart');
    await rahima.entersCoupon('NO-SUCH-CODE');
    await rahima.main.locator('#coupon-problem').waitFor();
    await rahima.entersCoupon(code.toLowerCase());
    await rahima.main.getByText(code).first().waitFor();
    await rahima.reachesTotalFromCart();
    const { order } = await staff.order(await rahima.places());
    assert.equal(order.discount_paisa, order.lines[0].line_total_paisa / 10);
  });
}
