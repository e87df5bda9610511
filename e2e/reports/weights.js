// `cargo xtask weights`: what the pages people arrive at cost, as a Markdown table on stdout.

import { openBrowser } from '../support/browser.js';
import { Shop } from '../support/shop.js';
import { ARRIVALS, LIMITS, weigh } from '../support/weights.js';
import { LANGS } from '../support/words.js';

const [browser, shop] = await Promise.all([openBrowser(), Shop.open({ DHAKACART_LOG: 'warn' })]);
try {
  console.log(`| page | bytes over the wire (< ${LIMITS.bytes}) | requests (≤ ${LIMITS.requests}) | layout shift (${LIMITS.shift}) |`);
  console.log('|---|---|---|---|');
  for (const { name, path } of ARRIVALS) {
    for (const lang of LANGS) {
      const { bytes, requests, shift, uncompressed } = await weigh(browser, shop.address(path, lang));
      console.log(`| ${name}, ${lang} | ${bytes} | ${requests} | ${shift} |`);
      const met = bytes < LIMITS.bytes && requests <= LIMITS.requests && shift === LIMITS.shift;
      if (!met || uncompressed.length > 0) process.exitCode = 1;
      for (const url of uncompressed) console.error(`without brotli: ${url}`);
    }
  }
} finally {
  await browser.close();
  await shop.close();
}
