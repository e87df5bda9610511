// What customers say of what they bought: read by staff first, then by everybody, and never decided
// unread.

import { EVERY_WAY, openSuite } from '../support/journey.js';
import { KETTLE } from '../support/goods.js';
import { newUsername } from '../support/shopper.js';

/** @typedef {import('../support/keeper.js').Keeper} Keeper */
/** @typedef {import('../support/shopper.js').Shopper} Shopper */

const { journey } = openSuite();

const PRODUCT = `/products/${KETTLE.slug}`;

for (const way of EVERY_WAY) {
  const desk = { ...way, device: /** @type {const} */ ('desktop') };

  journey('a review is read by staff and then by everybody', way, async ({ shopper, keeper }) => {
    const rahima = await shopper();
    const username = await hasKettle(rahima);
    const body = `Boils a litre in four minutes, says ${username}.`;
    await rahima.reviews(KETTLE, { stars: 4, body });
    await rahima.reads('review_pending');

    const admin = await keeper('reviews');
    await admin.visit('/admin/reviews?status=pending');
    const review = article(admin, body);
    await review.getByLabel(admin.words.text('reply')).fill(`Thank you, ${username}.`);
    await review.getByRole('button', { name: admin.words.text('publish'), exact: true }).click();
    await admin.reads('done_published');

    await rahima.appearsOn(PRODUCT, body);
    await rahima.main.getByText(`Thank you, ${username}.`).waitFor();
  });

  journey('changed words are read again, and who is rejected learns why', desk, async ({ shopper, keeper }) => {
    const rahima = await shopper();
    const username = await hasKettle(rahima);
    const first = `It is really good, says ${username}.`;
    const then = `It broke after a week, says ${username}. Call me.`;
    await rahima.reviews(KETTLE, { stars: 5, body: first });

    const admin = await keeper('reviews');
    await admin.visit('/admin/reviews?status=pending');
    await article(admin, first).waitFor();
    await rahima.reviews(KETTLE, { stars: 1, body: then });
    await article(admin, first).getByRole('button', { name: admin.words.text('publish'), exact: true }).click();
    await admin.reads('changed_by_author');

    const review = article(admin, then);
    await review.getByText(admin.words.text('reject'), { exact: true }).click();
    await review.getByLabel(admin.words.text('reason')).fill(`Please leave numbers out, ${username}.`);
    await admin.button('reject_now').click();
    await admin.reads('done_rejected');

    await rahima.visit('/account/reviews');
    await rahima.reads('review_rejected');
    await rahima.main.getByText(`Please leave numbers out, ${username}.`).waitFor();
  });
}

/** Somebody new, to whom a kettle was brought. Answers their username. @param {Shopper} shopper */
async function hasKettle(shopper) {
  const username = newUsername('reader');
  await shopper.visit('/register');
  await shopper.registers({ username, password: 'Padma-river-71' });
  await shopper.isOn('/account');
  await shopper.getsDelivered(KETTLE);
  return username;
}

/** A review in the queue, by its words. @param {Keeper} keeper @param {string} body */
function article(keeper, body) {
  return keeper.main.getByRole('article').filter({ hasText: body });
}
