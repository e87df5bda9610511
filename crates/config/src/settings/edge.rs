//! How the shop is reached by HTTPS, and how much of it at once.

use super::{ADDRESS, Fallback, Setting};

pub(crate) const TLS_CERT: Setting = Setting {
    name: "DHAKACART_TLS_CERT",
    key: "tls_cert",
    default: Fallback::Derived("none: plain HTTP"),
    takes: "the path of a PEM file with the certificate and then its intermediates",
    doc: "makes the API and the storefront speak HTTPS; read again when it changes",
    secret: false,
};

pub(crate) const TLS_KEY: Setting = Setting {
    name: "DHAKACART_TLS_KEY",
    key: "tls_key",
    default: Fallback::Derived("none: plain HTTP"),
    takes: "the path of a PEM file with the certificate's private key",
    doc: "the key of `DHAKACART_TLS_CERT`; read again when it changes",
    secret: false,
};

pub(crate) const HTTP_ADDR: Setting = Setting {
    name: "DHAKACART_HTTP_ADDR",
    key: "http_addr",
    default: Fallback::Derived("none"),
    takes: ADDRESS,
    doc: "where plain HTTP is redirected to `DHAKACART_PUBLIC_URL`, and ACME's challenges are answered",
    secret: false,
};

pub(crate) const MAX_CONNECTIONS: Setting = Setting {
    name: "DHAKACART_MAX_CONNECTIONS",
    key: "max_connections",
    default: Fallback::Text("16384"),
    takes: "a whole number from 16 to 1000000",
    doc: "the most connections each listener keeps open; near it, those that do nothing are closed",
    secret: false,
};

pub(crate) const MAX_REQUESTS: Setting = Setting {
    name: "DHAKACART_MAX_REQUESTS",
    key: "max_requests",
    default: Fallback::Text("1024"),
    takes: "a whole number from 8 to 100000",
    doc: "the most requests worked on at once; past it search is refused first and checkout last",
    secret: false,
};
