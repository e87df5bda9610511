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

pub(crate) const ACME_DOMAINS: Setting = Setting {
    name: "DHAKACART_ACME_DOMAINS",
    key: "acme_domains",
    default: Fallback::Derived("none"),
    takes: "names such as shop.example,www.shop.example, comma separated, at most 20, without wildcards",
    doc: "obtains and renews a certificate for these names by ACME; needs `DHAKACART_HTTP_ADDR`, reachable on port 80 of each name; giving it agrees to the CA's terms",
    secret: false,
};

pub(crate) const ACME_CONTACT: Setting = Setting {
    name: "DHAKACART_ACME_CONTACT",
    key: "acme_contact",
    default: Fallback::Derived("none"),
    takes: "an e-mail address such as help@shop.example",
    doc: "whom the CA may write to about the certificate",
    secret: false,
};

pub(crate) const ACME_DIRECTORY: Setting = Setting {
    name: "DHAKACART_ACME_DIRECTORY",
    key: "acme_directory",
    default: Fallback::Text("https://acme-v02.api.letsencrypt.org/directory"),
    takes: "the https:// address of an ACME directory",
    doc: "which CA signs the certificate",
    secret: false,
};

pub(crate) const ACME_CA: Setting = Setting {
    name: "DHAKACART_ACME_CA",
    key: "acme_ca",
    default: Fallback::Derived("the system's roots"),
    takes: "the path of a PEM file",
    doc: "the root that the ACME directory's own HTTPS is trusted by, for a private CA",
    secret: false,
};

pub(crate) const ACME_FOLDER: Setting = Setting {
    name: "DHAKACART_ACME_FOLDER",
    key: "acme_folder",
    default: Fallback::Text("var/acme"),
    takes: "the path of a folder",
    doc: "where the ACME account and the certificate are kept, readable by their owner alone",
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
