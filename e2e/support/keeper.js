// One of the staff in the back office, at one noun of it.

import { Person } from './person.js';

/** Somebody who runs the shop. */
export class Keeper extends Person {
  /**
   * The same person with the words of another noun.
   * @param {string} noun such as `staff` or `orders`
   */
  at(noun) {
    return new Keeper(this.page, this.shop, this.lang, noun);
  }
}
