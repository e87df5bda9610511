// The GET routes of the faces, read from their route tables, so that a page nobody walks is found.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './settings.js';

/** `.route("/track", get(…))`, `.route(&at("/search"), get(…))` */
const STOREFRONT = /\.route\(\s*(?:&at\()?"([^"]+)"\)?,\s*get\(/g;
/** `.get(Staff, "/admin/audit", …)` */
const ADMIN = /\.get\(\s*\w+,\s*"([^"]+)"/g;

/** What a browser fetches beside pages, and what machines read. */
const NO_PAGES = [
  '/assets/{*path}',
  '/admin/assets/{*path}',
  '/admin/events',
  '/robots.txt',
  '/share/{picture}',
  '/sitemap.xml',
  '/sitemap/{part}',
  '/favicon.ico',
  '/health',
  '/ready',
  '/recent',
  '/media/{file}',
  '/admin/export/products.csv',
  '/admin/imports/{import}/rejected.csv',
];

/**
 * The addresses of all pages as templates, without the language.
 * @returns {string[]}
 */
export function routes() {
  const found = [...read('storefront/src/lib.rs', STOREFRONT), ...read('admin/src/routes.rs', ADMIN)];
  const pages = new Set(found.map((path) => path.replace(/^\/bn(?=\/)/, '')));
  return [...pages].filter((path) => !NO_PAGES.includes(path)).sort();
}

/**
 * @param {string} file in crates/
 * @param {RegExp} table
 */
function read(file, table) {
  const text = readFileSync(join(ROOT, 'crates', file), 'utf8');
  const found = [...text.matchAll(table)].map(([, path]) => path);
  if (found.length === 0) throw new Error(`no routes are found in crates/${file}`);
  return found;
}
