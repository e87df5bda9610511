// What pages say, by its name in the strings tables of the faces. A test asks for `add_to_cart`
// and gets what a shopper reads in their language, so that rewording a page breaks no test, and
// a page that shows the other language's words does.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './settings.js';

/** @typedef {'en' | 'bn'} Lang */
/** @typedef {(name: string) => string} Text a text without values */
/** @typedef {(name: string) => RegExp} Phrase a text with values, as a pattern with a group for each */
/** @typedef {{ lang: Lang, text: Text, phrase: Phrase }} Words */

/** Both languages, in the order in which the tables have them. */
export const LANGS = /** @type {const} */ (['en', 'bn']);

/** `name: "en", "bn";` or `name(values): "en", "bn";` or, with a plural, three texts. */
const ENTRY = /^\s*(\w+)(?:\([\w, ]*\))?:\s*((?:"(?:[^"\\]|\\.)*",?\s*){2,3});/gm;
const LITERAL = /"((?:[^"\\]|\\.)*)"/g;

/**
 * The words of the shop, or of a noun of the back office, in a language.
 * @param {Lang} lang
 * @param {string} [noun] names a table of the back office: `staff`, `orders`
 * @returns {Words}
 */
export function words(lang, noun = '') {
  const table = read(noun);
  /** @param {string} name */
  const find = (name) => {
    const texts = table.get(name);
    if (!texts) throw new Error(`no text is called ${name} in the tables of ${noun || 'the storefront'}`);
    return lang === 'bn' ? texts.slice(-1) : texts.slice(0, -1);
  };
  return {
    lang,
    text: (name) => find(name)[0],
    phrase: (name) => new RegExp(find(name).map((text) => `^${pattern(text)}$`).join('|')),
  };
}

/** @type {Map<string, Map<string, string[]>>} */
const tables = new Map();

/** @param {string} noun */
function read(noun) {
  let table = tables.get(noun);
  if (!table) {
    table = new Map();
    const office = join(ROOT, 'crates/admin/src/strings');
    // What is shared comes first: a page's own text of the same name is the one it shows.
    const files = [
      ...rustFiles(join(ROOT, 'crates/pages/src')),
      ...(noun ? [join(office, 'common.rs'), join(office, `${noun}.rs`)] : rustFiles(join(ROOT, 'crates/storefront/src'))),
    ];
    for (const file of files) {
      for (const [, name, texts] of readFileSync(file, 'utf8').matchAll(ENTRY)) {
        table.set(name, [...texts.matchAll(LITERAL)].map(([, text]) => unescape(text)));
      }
    }
    tables.set(noun, table);
  }
  return table;
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function rustFiles(folder) {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return rustFiles(path);
    return entry.name.endsWith('.rs') ? [path] : [];
  });
}

/** @param {string} text as it stands between the quotes of a Rust literal */
function unescape(text) {
  return text.replace(/\\(["\\])/g, '$1').replace(/\\u\{([0-9a-fA-F]+)\}/g, (_, code) => String.fromCodePoint(parseInt(code, 16)));
}

/** @param {string} text */
function pattern(text) {
  return text.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '(.+?)');
}
