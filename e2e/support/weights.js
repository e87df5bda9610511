// What the first view of a page costs a phone with an empty cache: bytes over the wire, requests,
// and how much of what was shown already moves. Counted by the browser itself.

import { newVisitor } from './browser.js';
import { KETTLE } from './goods.js';

/** The pages that people arrive at. */
export const ARRIVALS = [
  { name: 'home', path: '/' },
  { name: 'category', path: '/categories/mobile-phones' },
  { name: 'product', path: `/products/${KETTLE.slug}` },
];

/** What they may cost. */
export const LIMITS = { bytes: 50_000, requests: 6, shift: 0 };

/**
 * @typedef {object} Weight
 * @property {number} bytes over the wire, headers included
 * @property {number} requests
 * @property {number} shift cumulative layout shift
 * @property {string[]} uncompressed texts of some size that came without brotli
 */

/** Where compression pays: below, a response is one packet anyway. */
const WORTH_COMPRESSING = 1_000;

/**
 * Opens an address as a phone that was never here, and weighs it.
 * @param {import('./browser.js').Browser} browser
 * @param {string} address
 * @returns {Promise<Weight>}
 */
export async function weigh(browser, address) {
  const context = await newVisitor(browser, { device: 'phone' });
  try {
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    /** @type {Map<string, { url: string, encoding: string, type: string, bytes: number }>} */
    const responses = new Map();
    await devtools.send('Network.enable');
    devtools.on('Network.responseReceived', ({ requestId, response }) => {
      if (!response.url.startsWith('http')) return;
      const { headers, mimeType: type, url } = response;
      const encoding = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-encoding')?.[1] ?? '';
      responses.set(requestId, { url, encoding, type, bytes: 0 });
    });
    devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      const response = responses.get(requestId);
      if (response) response.bytes = encodedDataLength;
    });
    await page.addInitScript(() => {
      const shifts = { sum: 0 };
      Object.assign(globalThis, { shifts });
      const add = (/** @type {PerformanceObserverEntryList} */ list) => {
        for (const entry of list.getEntries()) shifts.sum += /** @type {any} */ (entry).value;
      };
      new PerformanceObserver(add).observe({ type: 'layout-shift', buffered: true });
    });
    await page.goto(address, { waitUntil: 'networkidle' });
    const shift = await page.evaluate(() => /** @type {any} */ (globalThis).shifts.sum);
    const all = [...responses.values()];
    const uncompressed = all.filter(({ type, encoding, bytes }) => {
      return /text|javascript|json|svg|xml/.test(type) && encoding !== 'br' && bytes > WORTH_COMPRESSING;
    });
    return {
      bytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
      requests: all.length,
      shift,
      uncompressed: uncompressed.map(({ url }) => url),
    };
  } finally {
    await context.close();
  }
}
