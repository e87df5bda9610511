//! Settings of who somebody is: keys that sign sessions, second factors, passwords.

use super::{Fallback, Setting};

pub(crate) const JWT_SECRET: Setting = Setting {
    name: "DHAKACART_JWT_SECRET",
    key: "jwt_secret",
    default: Fallback::Derived("generated into `var/` in development; none in production"),
    takes: "at least 32 bytes of randomness, such as `openssl rand -hex 32` prints",
    doc: "signs the tokens of people who are logged in; the same on every replica",
    secret: true,
};

pub(crate) const JWT_SECRET_PREVIOUS: Setting = Setting {
    name: "DHAKACART_JWT_SECRET_PREVIOUS",
    key: "jwt_secret_previous",
    default: Fallback::Derived("none"),
    takes: "up to four secrets of at least 32 bytes, comma separated",
    doc: "secrets that signed before `DHAKACART_JWT_SECRET` and whose tokens still hold; take one away 30 days after it stopped signing",
    secret: true,
};

pub(crate) const STAFF_SECOND_FACTOR: Setting = Setting {
    name: "DHAKACART_STAFF_SECOND_FACTOR",
    key: "staff_second_factor",
    default: Fallback::Text("optional"),
    takes: "`optional` or `required`",
    doc: "whether staff must have a second factor (codes from an app): with `required`, whoever has none reaches only the page that sets one up",
    secret: false,
};

pub(crate) const BREACHED_PASSWORDS: Setting = Setting {
    name: "DHAKACART_BREACHED_PASSWORDS",
    key: "breached_passwords",
    default: Fallback::Derived("none: only the 9,500 most common passwords are refused"),
    takes: "the path of a file of SHA-1 hashes ordered by hash, as Have I Been Pwned's downloader writes it",
    doc: "passwords from published breaches, which nobody may choose; the file is searched, not loaded",
    secret: false,
};
