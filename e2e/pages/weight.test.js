// The pages people arrive at stay light: data is slow and paid for. `cargo xtask weights` prints the
// table; these are its limits, which are counts and not timings.

import assert from 'node:assert/strict';
import { openSuite } from '../support/journey.js';
import { ARRIVALS, LIMITS, weigh } from '../support/weights.js';
import { LANGS } from '../support/words.js';

const { journey } = openSuite();

for (const { name, path } of ARRIVALS) {
  for (const lang of LANGS) {
    journey(`${name} is light`, { lang }, async ({ browser, shop }) => {
      const weight = await weigh(browser, shop.address(path, lang));
      assert.deepEqual(weight.uncompressed, [], 'came without brotli');
      assert.ok(weight.bytes < LIMITS.bytes, `${weight.bytes} bytes, of less than ${LIMITS.bytes}`);
      assert.ok(weight.requests <= LIMITS.requests, `${weight.requests} requests, of at most ${LIMITS.requests}`);
      assert.equal(weight.shift, LIMITS.shift, 'layout shift');
    });
  }
}
