// Staff behind the scenes, over the JSON API: what happens to a shopper's goods while they shop.

/**
 * @typedef {object} Order
 * @property {string} status
 * @property {{ phone: string }} contact
 * @property {number} discount_paisa
 * @property {{ sku: string, quantity: number, line_total_paisa: number }[]} lines
 */

let coupons = 0;

/** Somebody who is logged in. */
export class Staff {
  #api;
  #token;

  /**
   * @param {string} api
   * @param {{ username: string, password: string }} who
   */
  static async logIn(api, who) {
    const staff = new Staff(api, '');
    const { token } = await staff.#ask('POST', '/api/auth/login', who);
    return new Staff(api, token);
  }

  /**
   * @param {string} api
   * @param {string} token
   */
  constructor(api, token) {
    this.#api = api;
    this.#token = token;
  }

  /**
   * Says how many units of a SKU are on the shelf.
   * @param {string} sku
   * @param {number} units
   */
  async count(sku, units) {
    await this.#ask('POST', `/api/admin/stock/${sku}/adjustments`, { to: units, reason: 'Counted' });
  }

  /**
   * @param {string} sku
   * @returns {Promise<{ on_hand: number, reserved: number }>}
   */
  async stock(sku) {
    return this.#ask('GET', `/api/admin/stock/${sku}`);
  }

  /**
   * Changes the price of a product's every variant.
   * @param {string} slug
   * @param {number} paisa
   */
  async reprice(slug, paisa) {
    const { id, created_at, updated_at, ...product } = await this.#ask('GET', `/api/admin/products/${slug}`);
    for (const variant of product.variants) {
      // What is in stock is shown with a product, and changed elsewhere.
      delete variant.on_hand;
      delete variant.reserved;
      variant.price_paisa = paisa;
      variant.compare_at_paisa = null;
    }
    await this.#ask('PUT', `/api/admin/products/${slug}`, product);
  }

  /**
   * Makes a move of an order.
   * @param {string} number
   * @param {Record<string, unknown> & { move: string }} move
   */
  async move(number, move) {
    return this.#ask('POST', `/api/admin/orders/${number}/moves`, move);
  }

  /**
   * @param {string} number
   * @returns {Promise<{ order: Order }>}
   */
  async order(number) {
    return this.#ask('GET', `/api/admin/orders/${number}`);
  }

  /** How many orders there are. */
  async orders() {
    return (await this.#ask('GET', '/api/admin/orders?per_page=1')).total;
  }

  /**
   * Makes a coupon for everybody.
   * @param {number} percent that it takes off
   * @returns {Promise<string>} its code
   */
  async newCoupon(percent) {
    coupons += 1;
    const code = `EID-${process.pid}-${coupons}`;
    await this.#ask('POST', '/api/admin/coupons', { code, kind: 'percent', percent, active: true });
    return code;
  }

  /** The id of a flash sale. */
  async firstSale() {
    const { flash_sales } = await this.#ask('GET', '/api/admin/flash-sales');
    return flash_sales[0].id;
  }

  /**
   * Takes an order whose units have no numbers to its buyer.
   * @param {string} number
   */
  async deliver(number) {
    await this.move(number, { move: 'confirm' });
    await this.move(number, { move: 'pack' });
    await this.move(number, { move: 'ship', courier: 'Pathao', tracking: `PT-${number}` });
    await this.move(number, { move: 'deliver' });
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   */
  #ask(method, path, body) {
    return ask(this.#api, method, path, { body, token: this.#token });
  }
}

/**
 * A guest's order over the JSON API, at the total of its quote.
 * @param {string} api
 * @param {string} sku
 * @returns {Promise<string>} the order's number
 */
export async function guestOrder(api, sku) {
  const { id } = await ask(api, 'POST', '/api/carts');
  await ask(api, 'PUT', `/api/carts/${id}/items/${sku}`, { body: { quantity: 1 } });
  const { total_paisa } = await ask(api, 'POST', `/api/carts/${id}/quote`, { body: { district: 'dhaka' } });
  const body = {
    cart_id: id,
    expected_total_paisa: total_paisa,
    contact: { name: 'Sokina Begum', phone: '01812-345678' },
    address: { line: 'House 3, Road 9', area: 'Mirpur', district: 'dhaka' },
    payment_method: 'cod',
  };
  const { order } = await ask(api, 'POST', '/api/orders', { body, headers: { 'idempotency-key': id } });
  return order.number;
}

/**
 * Calls the JSON API; an answer other than 2xx is an error.
 * @param {string} api
 * @param {string} method
 * @param {string} path
 * @param {{ body?: unknown, token?: string, headers?: Record<string, string> }} [request]
 * @returns {Promise<any>}
 */
async function ask(api, method, path, { body, token, headers } = {}) {
  const response = await fetch(api + path, {
    method,
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }), ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text ? JSON.parse(text) : undefined;
}
