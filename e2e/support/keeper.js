// One of the staff in the back office, at one noun of it.

import { Person } from './person.js';
import { until } from './shop.js';

/** Somebody who runs the shop. */
export class Keeper extends Person {
  /**
   * The same person with the words of another noun.
   * @param {string} noun such as `staff` or `orders`
   */
  at(noun) {
    return new Keeper(this.page, this.shop, this.lang, noun);
  }

  /** Opens what a list leads to by this name. @param {string} name */
  async opens(name) {
    await this.main.getByRole('link', { name }).first().click();
  }

  /**
   * Presses a button, and waits until the pill at the top says so.
   * @param {string} button name of its text
   * @param {string} pill name of a text
   */
  async presses(button, pill) {
    await this.button(button).click();
    await this.main.locator('.head .pill').getByText(this.words.text(pill), { exact: true }).waitFor();
  }

  /** Looks again until the page says so: something is at work behind it. @param {string} name of a text */
  async appearsText(name) {
    const said = this.main.getByText(this.words.text(name), { exact: true }).first();
    await until(`the page says ${name}`, async () => {
      if (await said.isVisible()) return true;
      await this.page.reload();
      return said.isVisible();
    });
  }
}
