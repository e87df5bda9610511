// The real binary, on a database of its own in a folder of its own, with the demo catalogue.
//
// Invariant: a shop ends with the process that opened it, and after every run its books add up
// (`dhakacart verify`), whatever the browsers did to it.

import { spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BINARY, DATABASE, PATIENCE, ROOT } from './settings.js';
import { Staff } from './staff.js';

/** The demo shop's admin; on PostgreSQL, which gets no demo, one of the same name is hired. */
export const ADMIN = { username: 'admin', password: 'Secure123!' };

/** Settings of the caller's own shop mean nothing here. */
const NOT_OURS = /^(DHAKACART_|DATABASE_URL|REDIS_URL)/;

/** A running shop. */
export class Shop {
  /** @type {import('node:child_process').ChildProcess} */ #process;
  /** @type {string} */ #folder;
  /** Origin of the pages, `http://127.0.0.1:12345`. */ pages = '';
  /** Origin of the JSON API. */ api = '';

  /**
   * Opens a shop and waits until it is ready.
   * @param {Record<string, string>} [settings] beyond those every test has
   * @returns {Promise<Shop>}
   */
  static async open(settings = {}) {
    const folder = mkdtempSync(join(tmpdir(), 'dhakacart-e2e-'));
    const environment = {
      ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !NOT_OURS.test(name))),
      DATABASE_URL: DATABASE || `sqlite://${folder}/shop.db`,
      DHAKACART_API_ADDR: '127.0.0.1:0',
      DHAKACART_STOREFRONT_ADDR: '127.0.0.1:0',
      DHAKACART_METRICS_ADDR: '127.0.0.1:0',
      // All visitors of a test come from one address.
      DHAKACART_RATE_LIMIT: 'off',
      DHAKACART_LOGIN_LIMIT: 'off',
      DHAKACART_LOG_FORMAT: 'json',
      ...settings,
    };
    try {
      if (DATABASE) await furnish(folder, environment);
      return await new Shop(folder, environment).#ready();
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /**
   * @param {string} folder
   * @param {NodeJS.ProcessEnv} env
   */
  constructor(folder, env) {
    this.#folder = folder;
    this.#process = spawn(BINARY, ['serve'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process.stderr?.pipe(createWriteStream(this.#logFile));
    process.once('exit', this.#abandon);
  }

  #abandon = () => {
    this.#process.kill('SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true });
  };

  /** What it logged so far. */
  get log() {
    return readFileSync(this.#logFile, 'utf8');
  }

  /**
   * The code that went to a mobile number, once it has: messages are in the log.
   * @param {string} phone as `01912345678`
   * @returns {Promise<string>}
   */
  async codeFor(phone) {
    const to = `+880${phone.slice(1, 3)}*****${phone.slice(-3)}`;
    let code = '';
    await until(`a code is sent to ${to}`, () => {
      const sent = this.log.split('\n').filter((line) => line.includes(to));
      code = sent.at(-1)?.match(/\b\d{6}\b(?!Z)/)?.[0] ?? '';
      return code !== '';
    });
    return code;
  }

  get #logFile() {
    return join(this.#folder, 'log');
  }

  async #ready() {
    let printed = '';
    this.#process.stdout?.on('data', (text) => (printed += text));
    await until('the shop prints its addresses', () => {
      if (this.#process.exitCode !== null) throw new Error(`the shop ended instead of opening:\n${this.log}`);
      return printed.includes('/metrics\n');
    });
    this.pages = origin(printed, 'storefront');
    this.api = origin(printed, 'API');
    await until('the shop is ready', async () => (await fetch(`${this.api}/ready`)).status === 200);
    return this;
  }

  /**
   * The address of a page in a language.
   * @param {string} path
   * @param {import('./words.js').Lang} lang
   */
  address(path, lang) {
    return this.pages + (lang === 'bn' ? `/bn${path === '/' ? '' : path}` : path);
  }

  /**
   * Somebody of the staff, calling the JSON API.
   * @param {{ username: string, password: string }} [who]
   * @returns {Promise<Staff>}
   */
  staff(who = ADMIN) {
    return Staff.logIn(this.api, who);
  }

  /** Stops it as an operator does, and proves its books. */
  async close() {
    process.removeListener('exit', this.#abandon);
    if (this.#process.exitCode === null) {
      const ended = once(this.#process, 'exit');
      this.#process.kill('SIGTERM');
      const overdue = setTimeout(() => this.#process.kill('SIGKILL'), PATIENCE);
      await ended;
      clearTimeout(overdue);
    }
    try {
      if (this.#process.exitCode !== 0) throw new Error(`the shop stopped badly:\n${this.log}`);
      if (!DATABASE) await run(this.#folder, { ...process.env, DATABASE_URL: `sqlite://${this.#folder}/shop.db` }, ['verify']);
    } finally {
      rmSync(this.#folder, { recursive: true, force: true });
    }
  }
}

/**
 * Gives PostgreSQL what SQLite gets by itself: tables, the demo catalogue, the admin.
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} environment
 */
async function furnish(folder, environment) {
  await run(folder, environment, ['migrate']);
  await run(folder, environment, ['import', join(ROOT, 'crates/dhakacart/demo/catalogue.csv')]);
  await run(folder, environment, ['staff', 'add', ADMIN.username, '--role', 'admin'], ADMIN.password);
}

/**
 * Runs a command of the binary to its end.
 * @param {string} cwd
 * @param {NodeJS.ProcessEnv} env
 * @param {string[]} arguments_
 * @param {string} [stdin]
 */
async function run(cwd, env, arguments_, stdin = '') {
  const command = spawn(BINARY, arguments_, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  command.stdout.on('data', (text) => (said += text));
  command.stderr.on('data', (text) => (said += text));
  command.stdin.end(stdin);
  const [code] = await once(command, 'close');
  if (code !== 0) throw new Error(`dhakacart ${arguments_.join(' ')} ended with ${code}:\n${said}`);
}

/**
 * @param {string} printed
 * @param {string} what
 */
function origin(printed, what) {
  const line = printed.split('\n').find((line) => line.startsWith(what));
  const found = line?.match(/http:\/\/[^/\s]+/);
  if (!found) throw new Error(`no address of ${what} in:\n${printed}`);
  return found[0];
}

/**
 * Looks until it is so.
 * @param {string} what
 * @param {() => boolean | Promise<boolean>} isSo
 */
export async function until(what, isSo) {
  const deadline = Date.now() + PATIENCE;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await new Promise((again) => setTimeout(again, 20));
  }
}
