// The back office: who gets in, and what they find there.

import assert from 'node:assert/strict';
import { EVERY_WAY, openSuite } from '../support/journey.js';
import { newUsername } from '../support/shopper.js';
import { words } from '../support/words.js';

const { journey } = openSuite();

for (const way of EVERY_WAY) {
  journey('customers learn that the back office is closed to them', way, async ({ shopper }) => {
    const rahima = await shopper();
    await rahima.visit('/register');
    await rahima.registers({ username: newUsername('rahima'), password: 'Padma-river-71' });
    await rahima.isOn('/account');
    await rahima.visit('/admin', 403);
    await rahima.main.getByText(words(way.lang, 'common').text('forbidden')).waitFor();
  });

  journey('an admin hires a colleague, and the log has it', way, async ({ keeper }) => {
    const username = newUsername('karim');
    const admin = await keeper('staff');
    await admin.visit('/admin/staff');
    await admin.field('username').fill(username);
    await admin.main.locator('[name="role"][value="staff"]').check();
    await admin.button('add').click();
    const password = (await admin.main.locator('.secret').textContent()) ?? '';
    assert.ok(password.length >= 12, 'a password is shown, once');
    await admin.visit('/admin/audit');
    await admin.main.getByText(username).first().waitFor();

    const colleague = await keeper('staff', { username, password });
    await colleague.visit('/admin/staff', 403);
  });
}
