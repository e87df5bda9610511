// Debian's Chromium, started for a test file and stopped after it, and the devices it plays.
//
// Every visitor is a context of its own: own cookies, own cache. What goes wrong in the background
// of their pages (a script's error, a refused style, a request to somebody else's server) is noted,
// and `journey.js` makes a failure of it.

import { accessSync, constants } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import { PATIENCE } from './settings.js';

/** @typedef {import('playwright-core').Browser} Browser */
/** @typedef {import('playwright-core').BrowserContext} BrowserContext */
/** @typedef {import('playwright-core').Page} Page */

/** The names that distributions give it. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** It runs as root in containers and CI, has no GPU there, and asks nobody but the shop. */
export const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * What people shop with. A phone is as wide as the narrowest that is sold in numbers.
 * @satisfies {Record<string, import('playwright-core').BrowserContextOptions>}
 */
export const DEVICES = {
  phone: { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  desktop: { viewport: { width: 1280, height: 800 } },
};

/**
 * The setting `CHROMIUM`, or the first of the usual names on the PATH.
 * @returns {string} path of the executable
 */
export function executable() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  for (const name of NAMES) {
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return join(folder, name);
      } catch {
        // Not in this folder.
      }
    }
  }
  throw new Error(`no Chromium: none of ${NAMES.join(', ')} is on the PATH, and CHROMIUM names none`);
}

/**
 * A browser with a profile of its own, which goes with it.
 * @returns {Promise<Browser>}
 */
export function openBrowser() {
  return chromium.launch({ executablePath: executable(), args: FLAGS });
}

/**
 * The same, listening for a tool that brings its own way of driving it.
 * @returns {Promise<{ browser: Browser, port: number }>}
 */
export async function openBrowserOnPort() {
  const port = await freePort();
  const browser = await chromium.launch({
    executablePath: executable(),
    args: [...FLAGS, `--remote-debugging-port=${port}`],
  });
  return { browser, port };
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((found, failed) => {
    const server = createServer().once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => found(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/**
 * Somebody who has never been here.
 * @param {Browser} browser
 * @param {object} who
 * @param {keyof typeof DEVICES} [who.device]
 * @param {boolean} [who.scripts] whether their browser runs scripts
 * @param {'light' | 'dark'} [who.colours] what their system asks for
 * @returns {Promise<BrowserContext>}
 */
export async function newVisitor(browser, { device = 'phone', scripts = true, colours = 'light' } = {}) {
  const context = await browser.newContext({
    ...DEVICES[device],
    javaScriptEnabled: scripts,
    colorScheme: colours,
    timezoneId: 'Asia/Dhaka',
    // Nothing may hang on an animation; what is shown at its end is what counts.
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(PATIENCE);
  return context;
}

/**
 * Notes what goes wrong behind the pages of a visitor.
 * @param {BrowserContext} context
 * @param {string[]} ours origins that pages may ask
 * @returns {string[]} grows while they walk
 */
export function watch(context, ours) {
  /** @type {string[]} */
  const troubles = [];
  context.on('weberror', (error) => troubles.push(`script error: ${error.error().stack}`));
  context.on('console', (message) => {
    // A form that comes back with 4xx is reported here too; the answers are looked at below.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      troubles.push(`console: ${message.text()} (${message.location().url})`);
    }
  });
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (!['data:', 'blob:', 'about:'].includes(url.protocol) && !ours.includes(url.origin)) {
      troubles.push(`asked somebody else: ${request.url()}`);
    }
  });
  context.on('response', (response) => {
    const limit = response.request().isNavigationRequest() ? 500 : 400;
    if (response.status() >= limit) troubles.push(`${response.status()} from ${response.url()}`);
  });
  return troubles;
}
