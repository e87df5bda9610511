// A second factor as people set one up: a colleague, their app, and their recovery codes.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { Keeper } from './keeper.js';
import { newUsername } from './shopper.js';
import { ADMIN } from './shop.js';

const STEP = 30;

/**
 * What an authenticator app shows (RFC 6238), some steps from now.
 * @param {string} secret in base32, spaced or not
 * @param {number} [ahead]
 */
export function code(secret, ahead = 0) {
  const letters = [...secret.replace(/\s/g, '')].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter));
  const bits = letters.map((place) => place.toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 1000 / STEP) + ahead));
  const digest = createHmac('sha1', key).update(step).digest();
  const four = digest.readUInt32BE(digest[19] & 15) & 0x7fffffff;
  return String(four % 1_000_000).padStart(6, '0');
}

/**
 * An admin hires a colleague in this browser, who then sets up a second factor.
 * @param {import('./person.js').Person} person
 */
export async function colleague({ page, shop, lang }) {
  const admin = new Keeper(page, shop, lang, 'staff');
  await logsIn(admin, ADMIN);
  await admin.isOn('/account');
  await admin.visit('/admin/staff');
  const username = newUsername('sokina');
  await admin.field('username').fill(username);
  await admin.main.locator('[name="role"][value="staff"]').check();
  await admin.button('add').click();
  const password = (await admin.main.locator('.secret').textContent()) ?? '';
  const account = { username, password };

  const sokina = new Keeper(page, shop, lang, 'security');
  await logsIn(sokina, account);
  await sokina.isOn('/account');
  await sokina.visit('/admin/security');
  await sokina.field('password').fill(password);
  await sokina.button('begin').click();
  await sokina.main.locator('svg.qr').waitFor();
  const secret = (await sokina.main.locator('.secret').textContent()) ?? '';
  await sokina.field('code').fill(code(secret));
  await sokina.button('confirm').click();
  await sokina.main.locator('.codes').waitFor();
  const codes = await sokina.main.locator('.codes .secret').allTextContents();
  assert.equal(codes.length, 10);
  return { sokina, account, secret, codes };
}

/**
 * The first page of a login, in a browser that holds no session.
 * @param {import('./person.js').Person} person
 * @param {{ username: string, password: string }} account
 */
export async function logsIn(person, account) {
  await person.page.context().clearCookies();
  await person.visit('/login');
  await person.logsIn(account);
}
