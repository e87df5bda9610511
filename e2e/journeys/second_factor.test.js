// The second step of a login: set up by an app, asked for, and what to do when the phone is gone.

import { code, colleague, logsIn } from '../support/authenticator.js';
import { EVERY_WAY, openSuite } from '../support/journey.js';
import { newUsername } from '../support/shopper.js';
import { words } from '../support/words.js';

const { journey } = openSuite();

for (const way of EVERY_WAY) {
  journey('staff log in with a code, and with a recovery code once', way, async ({ shopper }) => {
    const { sokina, account, secret, codes } = await colleague(await shopper());
    const gives = async (/** @type {string} */ given) => {
      await sokina.field('code').fill(given);
      await sokina.main.getByRole('button', { name: words(way.lang).text('log_in'), exact: true }).click();
    };
    const refused = async () => {
      await sokina.main.getByText(words(way.lang).text('second_factor_wrong')).first().waitFor();
    };

    await logsIn(sokina, account);
    await sokina.isOn('/login/code');
    await gives('000000');
    await refused();
    // The code of now was used to set it up; the next one is taken half a minute early.
    await gives(code(secret, 1));
    await sokina.isOn('/account');
    await sokina.visit('/admin/orders');

    await logsIn(sokina, account);
    await sokina.isOn('/login/code');
    await gives(codes[0]);
    await sokina.isOn('/account');

    await logsIn(sokina, account);
    await gives(codes[0]);
    await refused();
    await gives(codes[1]);
    await sokina.isOn('/account');
    await sokina.visit('/admin/security');
    await sokina.readsPhrase('codes_left');

    await sokina.field('password').fill(account.password);
    await sokina.field('code').fill(codes[2]);
    await sokina.button('turn_off').click();
    await sokina.reads('done_off');
    await logsIn(sokina, account);
    await sokina.isOn('/account');
  });

  journey('a shopper sees where they are logged in, and ends it', way, async ({ shopper }) => {
    const rahima = await shopper();
    const account = { username: newUsername('rahima'), password: 'Padma-river-71' };
    await rahima.visit('/register');
    await rahima.registers(account);
    await rahima.isOn('/account');
    const elsewhere = await shopper();
    await elsewhere.visit('/login');
    await elsewhere.logsIn(account);
    await elsewhere.isOn('/account');
    await rahima.visit('/account/sessions');
    await rahima.reads('this_device');
    await rahima.button('log_out_others').click();
    await rahima.reads('session_ended');
    await elsewhere.visit('/account');
    await elsewhere.isOn(/^\/login/);
  });
}
