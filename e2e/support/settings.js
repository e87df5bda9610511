// What the suite is told from outside: `cargo xtask e2e` sets these; by hand the defaults do.

import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

/** The repository's root folder. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The binary under test. */
export const BINARY = process.env.E2E_BINARY || join(ROOT, 'target/debug/dhakacart');

/** A PostgreSQL with nothing of the shop in it, in place of an SQLite file per shop. */
export const DATABASE = process.env.E2E_DATABASE || '';

/** Where a failure leaves its pictures and logs. */
export const OUTPUT = process.env.E2E_OUTPUT || join(ROOT, 'target/e2e');

/** Longer than anything takes on a machine that is busy with something else. */
export const PATIENCE = 30_000;
