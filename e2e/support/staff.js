// Staff behind the scenes, over the JSON API: what happens to a shopper's goods while they shop.

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
   * @returns {Promise<{ order: { status: string, contact: { phone: string }, lines: { sku: string, quantity: number }[] } }>}
   */
  async order(number) {
    return this.#ask('GET', `/api/admin/orders/${number}`);
  }

  /** How many orders there are. */
  async orders() {
    return (await this.#ask('GET', '/api/admin/orders?per_page=1')).total;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   * @returns {Promise<any>}
   */
  async #ask(method, path, body) {
    const response = await fetch(this.#api + path, {
      method,
      headers: { 'content-type': 'application/json', ...(this.#token && { authorization: `Bearer ${this.#token}` }) },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  }
}
