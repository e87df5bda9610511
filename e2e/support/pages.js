// Every page there is, in one place: what the tests that look at all of them walk.
//
// An entry has the route it stands for, as in the face's route table (`pages/every.test.js` compares
// the two), and how to get there: a path, or what a shopper does to see it so.

import { colleague, logsIn } from './authenticator.js';
import { KETTLE, PHONE, SOLD_OUT } from './goods.js';
import { newUsername } from './shopper.js';

/** @typedef {import('./shopper.js').Shopper} Shopper */

/**
 * @typedef {object} Entry
 * @property {string} name what it shows
 * @property {string} route its template in the route table
 * @property {string | ((shopper: Shopper) => Promise<void>)} open
 * @property {number} [status] that it is answered with, if not 200
 */

/** @type {Entry[]} */
export const SHOP = [
  { name: 'home', route: '/', open: '/' },
  { name: 'category with categories in it', route: '/categories/{slug}', open: '/categories/home-appliances' },
  { name: 'category', route: '/categories/{slug}', open: '/categories/mobile-phones' },
  { name: 'search', route: '/search', open: '/search?q=fan' },
  { name: 'search, filtered', route: '/search', open: '/search?q=phone&max_price=20000&in_stock=1&sort=price_asc' },
  { name: 'search, second page', route: '/search', open: '/search?page=2' },
  { name: 'search, price not understood', route: '/search', open: '/search?min_price=cheap' },
  { name: 'search, corrected', route: '/search', open: '/search?q=refrigeratr' },
  { name: 'search, nothing found', route: '/search', open: '/search?q=xylophone' },
  { name: 'product', route: '/products/{slug}', open: `/products/${KETTLE.slug}` },
  { name: 'product with variants', route: '/products/{slug}', open: `/products/${PHONE.slug}` },
  { name: 'product, sold out', route: '/products/{slug}', open: `/products/${SOLD_OUT.slug}` },
  { name: 'cart, empty', route: '/cart', open: '/cart' },
  { name: 'cart', route: '/cart', open: (shopper) => shopper.takes(PHONE).then(() => shopper.visit('/cart')) },
  { name: 'checkout', route: '/checkout', open: (shopper) => shopper.takes(PHONE).then(() => shopper.goesToCheckout()) },
  {
    name: 'checkout, with mistakes',
    route: '/checkout',
    open: async (shopper) => {
      await shopper.takes(PHONE);
      await shopper.goesToCheckout();
      await shopper.fillsIn({ phone: '01234', line: 'a' });
      await shopper.button('update_total').first().click();
      await shopper.reads('check_fields');
    },
  },
  {
    name: 'checkout, with the total',
    route: '/checkout',
    open: async (shopper) => {
      await shopper.reachesTotal(PHONE);
    },
  },
  {
    name: 'order, new',
    route: '/orders/{number}',
    open: async (shopper) => {
      await shopper.reachesTotal(PHONE);
      await shopper.places();
    },
  },
  {
    name: 'order, cancelled',
    route: '/orders/{number}',
    open: async (shopper) => {
      await shopper.reachesTotal(PHONE);
      await shopper.places();
      await shopper.cancels();
      await shopper.reads('status_cancelled');
    },
  },
  { name: 'comparison, empty', route: '/compare', open: '/compare' },
  { name: 'comparison', route: '/compare', open: `/compare?p=${KETTLE.slug}&p=${PHONE.slug}` },
  { name: 'tracking', route: '/track', open: '/track' },
  {
    name: 'tracking, no such order',
    route: '/track',
    open: async (shopper) => {
      await shopper.visit('/track');
      await shopper.tracks('DC-AAAA-AAAA');
      await shopper.reads('track_not_found');
    },
  },
  ...['about', 'contact', 'returns', 'terms', 'privacy'].map((name) => ({ name, route: `/${name}`, open: `/${name}` })),
  { name: 'log in', route: '/login', open: '/login' },
  {
    name: 'log in, refused',
    route: '/login',
    open: async (shopper) => {
      await shopper.visit('/login');
      await shopper.logsIn({ username: 'nobody', password: 'wrong-password' });
      await shopper.reads('wrong_credentials');
    },
  },
  { name: 'register', route: '/register', open: '/register' },
  {
    name: 'register, with mistakes',
    route: '/register',
    open: async (shopper) => {
      await shopper.visit('/register');
      await shopper.registers({ username: 'rahima khatun', password: 'password' });
      await shopper.reads('check_fields');
    },
  },
  { name: 'account, empty', route: '/account', open: (shopper) => newAccount(shopper) },
  {
    name: 'account',
    route: '/account',
    open: async (shopper) => {
      await newAccount(shopper);
      await shopper.reachesTotal(PHONE);
      await shopper.findsOrder(await shopper.places());
    },
  },
  { name: 'addresses', route: '/account/addresses', open: (shopper) => ofAccount(shopper, '/account/addresses') },
  { name: 'new address', route: '/account/addresses/{id}', open: (shopper) => ofAccount(shopper, '/account/addresses/new') },
  { name: 'contact data', route: '/account/contact', open: (shopper) => ofAccount(shopper, '/account/contact') },
  { name: 'password', route: '/account/password', open: (shopper) => ofAccount(shopper, '/account/password') },
  { name: 'sessions', route: '/account/sessions', open: (shopper) => ofAccount(shopper, '/account/sessions') },
  {
    name: 'second step of a login',
    route: '/login/code',
    open: async (shopper) => {
      const { sokina, account } = await colleague(shopper);
      await logsIn(sokina, account);
      await sokina.isOn('/login/code');
    },
  },
  { name: 'own reviews, none', route: '/account/reviews', open: (shopper) => ofAccount(shopper, '/account/reviews') },
  { name: 'wishlist, empty', route: '/account/wishlist', open: (shopper) => ofAccount(shopper, '/account/wishlist') },
  {
    name: 'wishlist',
    route: '/account/wishlist',
    open: async (shopper) => {
      await newAccount(shopper);
      await shopper.wishesFor(KETTLE);
      await shopper.visit('/account/wishlist');
      await shopper.cards().first().waitFor();
    },
  },
  {
    name: 'writing a review',
    route: '/products/{slug}/review',
    open: async (shopper) => {
      await newAccount(shopper);
      await shopper.getsDelivered(KETTLE);
      await shopper.visit(`/products/${KETTLE.slug}/review`);
    },
  },
  { name: 'reviews', route: '/products/{slug}/reviews', open: `/products/${KETTLE.slug}/reviews` },
  { name: 'asking to be told of stock', route: '/back-in-stock', open: (shopper) => shopper.asksForStock(SOLD_OUT) },
  { name: 'no such page', route: '/*', open: '/nothing-here', status: 404 },
  { name: 'no such product', route: '/products/{slug}', open: '/products/nothing-here', status: 404 },
];

/**
 * What the pages of the back office are shown with.
 * @typedef {object} Sample
 * @property {string} number of an order with its IMEI noted
 * @property {string} imported the address of an import's page
 * @property {string} sale the id of the demo shop's flash sale
 * @property {string} review the address of a review's page
 * @property {string} customer the address of a customer's page
 */

/** @type {{ name: string, route: string, open: string | ((sample: Sample) => string), status?: number }[]} */
export const OFFICE = [
  { name: 'dashboard', route: '/admin', open: '/admin' },
  { name: 'orders', route: '/admin/orders', open: '/admin/orders' },
  { name: 'orders, none found', route: '/admin/orders', open: '/admin/orders?q=nobody' },
  { name: 'order', route: '/admin/orders/{number}', open: ({ number }) => `/admin/orders/${number}` },
  { name: 'slips to pack by', route: '/admin/orders/to-pack', open: '/admin/orders/to-pack' },
  { name: 'list to hand over', route: '/admin/orders/to-hand-over', open: '/admin/orders/to-hand-over' },
  { name: 'packing slip', route: '/admin/orders/{number}/packing-slip', open: ({ number }) => `/admin/orders/${number}/packing-slip` },
  { name: 'invoice', route: '/admin/orders/{number}/invoice', open: ({ number }) => `/admin/orders/${number}/invoice` },
  { name: 'products', route: '/admin/products', open: '/admin/products' },
  { name: 'new product', route: '/admin/new-product', open: '/admin/new-product' },
  { name: 'product editor', route: '/admin/products/{product}', open: `/admin/products/${PHONE.slug}` },
  { name: 'product preview', route: '/admin/products/{product}/preview', open: `/admin/products/${PHONE.slug}/preview` },
  { name: 'categories', route: '/admin/categories', open: '/admin/categories' },
  { name: 'stock', route: '/admin/stock', open: '/admin/stock' },
  { name: 'stock of a SKU', route: '/admin/stock/{sku}', open: `/admin/stock/${PHONE.sku}` },
  { name: 'bulk edit', route: '/admin/bulk', open: '/admin/bulk?q=phone' },
  { name: 'who waits for stock', route: '/admin/stock-requests', open: '/admin/stock-requests' },
  { name: 'reviews', route: '/admin/reviews', open: '/admin/reviews' },
  { name: 'reviews, none', route: '/admin/reviews', open: '/admin/reviews?status=rejected' },
  { name: 'review', route: '/admin/reviews/{review}', open: ({ review }) => review },
  { name: 'customers', route: '/admin/customers', open: '/admin/customers' },
  { name: 'customers, none found', route: '/admin/customers', open: '/admin/customers?q=nobody' },
  { name: 'customer', route: '/admin/customers/{customer}', open: ({ customer }) => customer },
  { name: 'imports', route: '/admin/imports', open: '/admin/imports' },
  { name: 'import', route: '/admin/imports/{import}', open: ({ imported }) => imported },
  { name: 'coupons', route: '/admin/coupons', open: '/admin/coupons' },
  { name: 'coupon', route: '/admin/coupons/{code}', open: '/admin/coupons/SHAGOTOM' },
  { name: 'new coupon', route: '/admin/new-coupon', open: '/admin/new-coupon' },
  { name: 'flash sales', route: '/admin/flash-sales', open: '/admin/flash-sales' },
  { name: 'flash sale', route: '/admin/flash-sales/{sale}', open: ({ sale }) => `/admin/flash-sales/${sale}` },
  { name: 'new flash sale', route: '/admin/new-flash-sale', open: '/admin/new-flash-sale' },
  { name: 'staff', route: '/admin/staff', open: '/admin/staff' },
  { name: 'security', route: '/admin/security', open: '/admin/security' },
  { name: 'audit log', route: '/admin/audit', open: '/admin/audit' },
  { name: 'settings', route: '/admin/settings', open: '/admin/settings' },
  { name: 'no such page of the back office', route: '/admin/{*rest}', open: '/admin/nothing-here', status: 404 },
];

/** @param {Shopper} shopper @param {string} path */
async function ofAccount(shopper, path) {
  await newAccount(shopper);
  await shopper.visit(path);
}

/** @param {Shopper} shopper */
async function newAccount(shopper) {
  await shopper.visit('/register');
  await shopper.registers({ username: newUsername('u'), password: 'Padma-river-71' });
  await shopper.isOn('/account');
}
