// A forgotten password, and a mobile number that is verified: the code comes by message, which in
// development is a line of the log.

import assert from 'node:assert/strict';
import { EVERY_WAY, openSuite } from '../support/journey.js';
import { newPhone, newUsername } from '../support/shopper.js';

const { journey } = openSuite();

const PASSWORD = 'Padma-river-71';
const NEW = 'Meghna-river-72';

for (const way of EVERY_WAY) {
  journey('a forgotten password is replaced', way, async ({ shop, shopper }) => {
    const account = { username: newUsername('rahima'), password: PASSWORD, phone: newPhone() };
    const rahima = await shopper();
    await rahima.visit('/register');
    await rahima.registers(account);
    await rahima.isOn('/account');

    const elsewhere = await shopper();
    await elsewhere.visit('/login');
    await elsewhere.link('forgot_password').click();
    await elsewhere.isOn('/password-reset');
    await elsewhere.field('identifier').fill(account.username);
    await elsewhere.button('send_code').click();
    await elsewhere.isOn('/password-reset/code');
    assert.equal(await elsewhere.field('identifier').inputValue(), account.username);
    assert.equal(await elsewhere.field('code').getAttribute('autocomplete'), 'one-time-code');
    await elsewhere.field('code').fill('000000');
    await elsewhere.field('new_password').fill(NEW);
    await elsewhere.button('reset_title').click();
    await elsewhere.reads('wrong_code');
    await elsewhere.field('code').fill(elsewhere.inDigits(await shop.codeFor(account.phone)));
    await elsewhere.field('new_password').fill(NEW);
    await elsewhere.button('reset_title').click();
    await elsewhere.isOn('/login?reset=1');
    await elsewhere.reads('password_set');
    await elsewhere.logsIn({ ...account, password: PASSWORD });
    await elsewhere.reads('wrong_credentials');
    await elsewhere.logsIn({ ...account, password: NEW });
    await elsewhere.isOn('/account');

    await rahima.visit('/account');
    await rahima.isOn(/^\/login/);
  });

  journey('a mobile number is verified', way, async ({ shop, shopper }) => {
    const account = { username: newUsername('karim'), password: PASSWORD, phone: newPhone() };
    const karim = await shopper();
    await karim.visit('/register');
    await karim.registers(account);
    await karim.isOn('/account');
    await karim.visit('/account/contact');
    await karim.link('verify_title').click();
    await karim.isOn('/account/phone');
    await karim.reads('not_verified');
    await karim.button('send_code').click();
    await karim.isOn('/account/phone?sent=1');
    await karim.field('code').fill(karim.inDigits(await shop.codeFor(account.phone)));
    await karim.button('verify').click();
    await karim.isOn('/account/phone');
    await karim.reads('is_verified');
  });
}
