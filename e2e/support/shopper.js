// A shopper on the pages, and what their journeys have in common. Works the same with and without
// scripts, which is the point.

import { Person } from './person.js';
import { until } from './shop.js';

/** @typedef {import('./words.js').Lang} Lang */
/** @typedef {typeof ADDRESS.en} Address */

/** What a shopper types at checkout. Digits in Bangla, as a phone set to Bangla writes them. */
export const ADDRESS = {
  en: { name: 'Rahima Khatun', phone: '01712-345678', district: 'dhaka', area: 'Dhanmondi', line: 'House 7, Road 4' },
  bn: { name: 'রহিমা খাতুন', phone: '০১৭১২-৩৪৫৬৭৮', district: 'dhaka', area: 'ধানমন্ডি', line: 'বাসা ৭, রোড ৪' },
};

let accounts = 0;

/** A username nobody has had before, walked again or not. @param {string} name of at most ten letters */
export function newUsername(name) {
  accounts += 1;
  return `${name}_${accounts}`;
}

let phones = 0;

/** A mobile number nobody has had before; its last three digits are its own. */
export function newPhone() {
  phones += 1;
  return `01912345${String(phones).padStart(3, '0')}`;
}

/** Somebody who buys. */
export class Shopper extends Person {
  /** What they write about themselves. */
  typed = ADDRESS[this.lang];

  /** The same person, in another tab. */
  async otherTab() {
    return new Shopper(await this.page.context().newPage(), this.shop, this.lang);
  }

  /**
   * Puts a product into the cart, from its page.
   * @param {{ slug: string, sku: string }} product
   * @param {string} [quantity] as they type it
   */
  async takes(product, quantity) {
    await this.visit(`/products/${product.slug}`);
    const choice = this.main.locator(`[name="sku"][value="${product.sku}"][type=radio]`);
    if (await choice.count()) await choice.check();
    if (quantity) await this.field('quantity').fill(quantity);
    await this.button('add_to_cart').click();
    await this.readsPhrase('added');
  }

  /** From the cart's page to the checkout's form. */
  async goesToCheckout() {
    await this.visit('/cart');
    await this.button('to_checkout').click();
    await this.isOn('/checkout');
  }

  /** Fills in the checkout's form. @param {Partial<Address>} [changes] */
  async fillsIn(changes = {}) {
    const { district, ...typed } = { ...this.typed, ...changes };
    for (const [name, value] of Object.entries(typed)) await this.field(name).fill(value);
    await this.field('district').selectOption(district);
  }

  /** Has the total worked out, and answers it as the button names it. */
  async seesTotal() {
    const place = this.placeButton();
    const update = this.button('update_total').first();
    await place.or(update).first().waitFor();
    if (await update.isVisible()) await update.click();
    const text = await place.textContent();
    return text?.trim().match(this.words.phrase('place_order_for'))?.slice(1).find(Boolean) ?? '';
  }

  /** The button that orders; it says for how much. */
  placeButton() {
    return this.main.getByRole('button', { name: this.words.phrase('place_order_for') });
  }

  /** Orders, and answers the order's number. */
  async places() {
    await this.placeButton().click();
    return this.isThanked();
  }

  /** Asks for an order by its number and their phone. @param {string} number */
  async tracks(number) {
    await this.field('number').fill(number);
    await this.field('phone').fill(this.typed.phone);
    await this.button('track_button').click();
  }

  /** Cancels the order on whose page they are, as far as it lets them. */
  async cancels() {
    await this.main.locator('summary', { hasText: this.words.text('cancel_order') }).click();
    await this.button('cancel_order').click();
  }

  /** Waits for the new order's page, and answers its number. */
  async isThanked() {
    await this.isOn(/^\/orders\/DC-/);
    await this.reads('order_thanks');
    return this.orderNumber();
  }

  /** Finds an order in their account. @param {string} number */
  async findsOrder(number) {
    await this.visit('/account');
    await this.main.getByRole('link', { name: number }).waitFor();
  }

  /** The number of the order whose page this is. */
  orderNumber() {
    return new URL(this.page.url()).pathname.split('/').pop() ?? '';
  }

  /** A number as they write it. @param {number} value */
  number(value) {
    const text = String(value);
    return this.lang === 'bn' ? text.replace(/[0-9]/g, (digit) => '০১২৩৪৫৬৭৮৯'[Number(digit)]) : text;
  }

  /** Types words into the search at the top. @param {string} query */
  async searches(query) {
    const search = this.page.getByRole('search');
    await search.locator('[name="q"]').fill(query);
    await search.getByRole('button').click();
  }

  /** The products of a list. */
  cards() {
    return this.main.locator('.card');
  }

  /** The filters are folded away on a phone. */
  async opensFilters() {
    const box = this.main.locator('details', { has: this.page.locator('[name="max_price"]') });
    if (!(await this.field('max_price').isVisible())) await box.locator('summary').first().click();
  }

  /** The link to the cart, at the top of every page. */
  cartLink() {
    return this.page.getByRole('banner').locator('a[href$="/cart"]');
  }

  /** From a product to the form with the total. @param {{ slug: string, sku: string }} product */
  async reachesTotal(product) {
    await this.takes(product);
    return this.reachesTotalFromCart();
  }

  /** From the cart to the form with the total. */
  async reachesTotalFromCart() {
    await this.goesToCheckout();
    await this.fillsIn();
    return this.seesTotal();
  }

  /** Buys one and has it in their hands. @param {{ slug: string, sku: string }} product */
  async getsDelivered(product) {
    await this.reachesTotal(product);
    const number = await this.places();
    const staff = await this.shop.staff();
    await staff.deliver(number);
    return number;
  }

  /** Looks again until there is such a page: what staff change is in the shop within 2 s. @param {string} path */
  async appears(path) {
    const address = this.shop.address(path, this.lang);
    await until(`${path} is there`, async () => (await fetch(address)).ok);
    await this.visit(path);
  }

  /** Whether a picture is there and can be shown. @param {import('playwright-core').Locator} picture */
  async loads(picture) {
    const address = new URL((await picture.getAttribute('src')) ?? '', this.shop.pages);
    const response = await fetch(address);
    return response.ok && /^image\//.test(response.headers.get('content-type') ?? '');
  }

  /**
   * Looks again until a page has a text: what staff publish is in the shop within 2 s.
   * @param {string} path
   * @param {string} text without characters that HTML escapes
   */
  async appearsOn(path, text) {
    const address = this.shop.address(path, this.lang);
    await until(`${path} says ${text}`, async () => (await (await fetch(address)).text()).includes(text));
    await this.visit(path);
    await this.main.getByText(text).first().waitFor();
  }

  /**
   * Says what they think of something that was brought to them.
   * @param {{ slug: string }} product
   * @param {{ stars: number, body: string }} review
   */
  async reviews(product, { stars, body }) {
    await this.visit(`/products/${product.slug}/review`);
    await this.main.locator(`[name="stars"][value="${stars}"]`).check();
    await this.field('body').fill(body);
    await this.field('name').fill(this.typed.name);
    await this.button('send_review').click();
    await this.isOn('/account/reviews');
  }

  /** Puts a product on their wishlist, from its page. @param {{ slug: string }} product */
  async wishesFor(product) {
    await this.visit(`/products/${product.slug}`);
    await this.button('add_to_wishlist').click();
    await this.isOn(/^\/account\/wishlist/);
  }

  /** Enters a coupon's code in the cart. @param {string} code */
  async entersCoupon(code) {
    const form = this.main.locator('form[action$="/cart/coupon"]');
    await form.locator('[name="code"]').fill(code);
    await form.getByRole('button').click();
  }

  /** Asks to be told when a product is back, from its page. @param {{ slug: string }} product */
  async asksForStock(product) {
    await this.visit(`/products/${product.slug}`);
    const form = this.main.locator('form[action$="/back-in-stock"]');
    await form.locator('[name="phone"]').fill(this.typed.phone);
    await form.getByRole('button').click();
    await this.isOn(/^\/back-in-stock/);
  }

  /** Digits as somebody types them who reads this language. @param {string} text */
  inDigits(text) {
    return this.lang === 'bn' ? text.replace(/\d/g, (digit) => '০১২৩৪৫৬৭৮৯'[Number(digit)]) : text;
  }

  /** Opens an account. @param {{ username: string, password: string, phone?: string }} account */
  async registers({ username, password, phone = '' }) {
    await this.field('username').fill(username);
    await this.field('password').fill(password);
    if (phone) await this.field('phone').fill(phone);
    await this.button('register').click();
  }
}
