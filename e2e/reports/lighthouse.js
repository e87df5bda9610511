// `cargo xtask lighthouse`: Lighthouse's mobile preset on the pages people arrive at, as a Markdown
// table on stdout. Every figure has to be 100; what costs points is named on stderr.
//
// It throttles as a slow phone on 4G would be, by calculation: its figures are of the release binary
// on a machine that does nothing else meanwhile, and so they are no part of `make test`.

import lighthouse from 'lighthouse';
import { openBrowserOnPort } from '../support/browser.js';
import { Shop } from '../support/shop.js';
import { ARRIVALS } from '../support/weights.js';
import { LANGS } from '../support/words.js';

const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];

const [{ browser, port }, shop] = await Promise.all([openBrowserOnPort(), Shop.open({ DHAKACART_LOG: 'warn' })]);
try {
  console.log(`| page | ${CATEGORIES.join(' | ')} |\n|---|${CATEGORIES.map(() => '---|').join('')}`);
  for (const { name, path } of ARRIVALS) {
    for (const lang of LANGS) {
      const run = await lighthouse(shop.address(path, lang), { port, onlyCategories: CATEGORIES, logLevel: 'error' });
      if (!run) throw new Error(`Lighthouse says nothing about ${path}`);
      const { categories, audits, runtimeError } = run.lhr;
      if (runtimeError) throw new Error(`${path}: ${runtimeError.message}`);
      const scores = CATEGORIES.map((category) => Math.round((categories[category].score ?? 0) * 100));
      console.log(`| ${name}, ${lang} | ${scores.join(' | ')} |`);
      if (scores.some((score) => score < 100)) process.exitCode = 1;
      const weighed = CATEGORIES.flatMap((category) => categories[category].auditRefs.filter(({ weight }) => weight > 0));
      for (const { id } of weighed) {
        const { score, title, displayValue = '' } = audits[id];
        if (score !== null && score < 0.9) console.error(`${name}, ${lang}: ${title} ${displayValue} (${id}: ${score})`);
      }
    }
  }
} finally {
  await browser.close();
  await shop.close();
}
