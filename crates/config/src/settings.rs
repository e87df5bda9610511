//! The table of settings: the one place where each is described.
//!
//! Names, defaults, `dhakacart config`, `docs/settings.md`, error messages and the list of known
//! names all come from here. A default is text that goes through the same parser as a value an
//! operator gives, so a default that its own parser refuses can't be shipped (a test loads them).

pub(crate) mod edge;
pub(crate) mod identity;
pub(crate) mod media;
pub(crate) mod messages;

/// One setting, as an operator knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// The environment variable, e.g. `DHAKACART_API_ADDR`.
    pub name: &'static str,
    /// The key in the TOML file: the name in lower case, without `DHAKACART_`.
    pub key: &'static str,
    /// What holds when nobody gives a value.
    pub default: Fallback,
    /// What values it takes, in words that finish the sentence "takes …".
    pub takes: &'static str,
    /// What it is for, in one sentence.
    pub doc: &'static str,
    /// Whether the value must never be printed.
    pub secret: bool,
}

/// What holds when nobody gives a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fallback {
    /// This text, read as if an operator had written it.
    Text(&'static str),
    /// Something that follows from elsewhere, in words.
    Derived(&'static str),
}

impl Fallback {
    /// The default as people read it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Text(words) | Self::Derived(words) => words,
        }
    }
}

/// Names the TOML file. Not a row of the table, because the file can't name itself.
pub(crate) const CONFIG_FILE: &str = "DHAKACART_CONFIG";

/// A setting's variable ends with this when it names a file that holds the value.
pub(crate) const FILE_SUFFIX: &str = "_FILE";

/// A setting's variable ends with this when it names a secret in AWS Secrets Manager.
pub(crate) const AWS_SUFFIX: &str = "_AWS";

/// What every variable of ours begins with, those of the database and `REDIS_URL` aside.
pub(crate) const PREFIX: &str = "DHAKACART_";

/// Every setting, in the order in which people read them.
pub const SETTINGS: &[Setting] = &[
    ENV,
    DATABASE_URL,
    DATABASE_PASSWORD,
    DATABASE_POOL,
    REDIS_URL,
    API_ADDR,
    STOREFRONT_ADDR,
    METRICS_ADDR,
    PUBLIC_URL,
    PUBLIC_API_URL,
    ALLOWED_ORIGINS,
    TRUSTED_PROXIES,
    edge::TLS_CERT,
    edge::TLS_KEY,
    edge::HTTP_ADDR,
    edge::ACME_DOMAINS,
    edge::ACME_CONTACT,
    edge::ACME_DIRECTORY,
    edge::ACME_CA,
    edge::ACME_FOLDER,
    edge::MAX_CONNECTIONS,
    edge::MAX_REQUESTS,
    identity::JWT_SECRET,
    identity::JWT_SECRET_PREVIOUS,
    SECRETS_REFRESH,
    RATE_LIMIT,
    PAGE_LIMIT,
    LOGIN_LIMIT,
    identity::STAFF_SECOND_FACTOR,
    identity::BREACHED_PASSWORDS,
    REPLICAS,
    LOG,
    LOG_FORMAT,
    DEMO,
    DRAIN_SECONDS,
    CHECKOUT_HOLD,
    DELIVERY_CHARGES,
    CONTACT_PHONE,
    CONTACT_EMAIL,
    CONTACT_ADDRESS,
    REGISTRATION,
    media::MEDIA,
    media::S3_ENDPOINT,
    media::S3_REGION,
    media::S3_ACCESS_KEY,
    media::S3_SECRET_KEY,
    SELLER_NAME,
    SELLER_ADDRESS,
    SELLER_BIN,
    messages::SMS_URL,
    messages::SMS_TOKEN,
    messages::SMS_SENDER,
    messages::SMS_FORMAT,
    messages::SMS_FIELDS,
    messages::SMS_ACCEPTED,
    messages::CODES_PER_HOUR,
];

const ADDRESS: &str =
    "an IP address and a port such as 127.0.0.1:5000 or [::1]:5000; port 0 lets the system choose";
const ORIGIN: &str = "an origin such as https://shop.example, without a path or a trailing slash";
const LIMIT: &str = "`N/window` such as 100/15m (window in s, m, h or d, at most 1d), or `off`";

pub(crate) const ENV: Setting = Setting {
    name: "DHAKACART_ENV",
    key: "env",
    default: Fallback::Text("development"),
    takes: "`development` or `production`",
    doc: "production refuses to start with a default or short secret, the demo user, or limits that several replicas don't share",
    secret: false,
};

pub(crate) const DATABASE_URL: Setting = Setting {
    name: "DATABASE_URL",
    key: "database_url",
    default: Fallback::Text("sqlite://var/dhakacart.db"),
    takes: "`sqlite://path/to/file.db` or `postgres://user:password@host:port/database`",
    doc: "the database: an embedded file, or a PostgreSQL server",
    secret: false,
};

pub(crate) const DATABASE_PASSWORD: Setting = Setting {
    name: "DATABASE_PASSWORD",
    key: "database_password",
    default: Fallback::Derived("the one in `DATABASE_URL`, if any"),
    takes: "1 to 512 bytes on one line, as they are: nothing is percent-encoded",
    doc: "the password of the user in `DATABASE_URL`, where that has none",
    secret: true,
};

pub(crate) const DATABASE_POOL: Setting = Setting {
    name: "DATABASE_POOL",
    key: "database_pool",
    default: Fallback::Text("10"),
    takes: "a whole number from 1 to 200",
    doc: "the most database connections one process opens",
    secret: false,
};

pub(crate) const REDIS_URL: Setting = Setting {
    name: "REDIS_URL",
    key: "redis_url",
    default: Fallback::Derived("none: each process counts alone"),
    takes: "`redis://user:password@host:port/0`, `rediss://…` for TLS, or `redis+unix:///path/to/socket`",
    doc: "a Redis or Valkey in which all replicas count limits together; needn't be up, and may go away",
    secret: false,
};

pub(crate) const API_ADDR: Setting = Setting {
    name: "DHAKACART_API_ADDR",
    key: "api_addr",
    default: Fallback::Text("127.0.0.1:5000"),
    takes: ADDRESS,
    doc: "where the JSON API listens",
    secret: false,
};

pub(crate) const STOREFRONT_ADDR: Setting = Setting {
    name: "DHAKACART_STOREFRONT_ADDR",
    key: "storefront_addr",
    default: Fallback::Text("127.0.0.1:8080"),
    takes: ADDRESS,
    doc: "where the storefront and the back office listen",
    secret: false,
};

pub(crate) const METRICS_ADDR: Setting = Setting {
    name: "DHAKACART_METRICS_ADDR",
    key: "metrics_addr",
    default: Fallback::Text("127.0.0.1:9464"),
    takes: ADDRESS,
    doc: "where `GET /metrics` listens; keep it off the public network",
    secret: false,
};

pub(crate) const PUBLIC_URL: Setting = Setting {
    name: "DHAKACART_PUBLIC_URL",
    key: "public_url",
    default: Fallback::Derived(
        "in development http:// and the address that the storefront listens on; none in production",
    ),
    takes: ORIGIN,
    doc: "where shoppers reach the storefront: what search engines, shared links and the sitemap are told",
    secret: false,
};

pub(crate) const PUBLIC_API_URL: Setting = Setting {
    name: "DHAKACART_PUBLIC_API_URL",
    key: "public_api_url",
    default: Fallback::Derived("the page's own host, with the API's port"),
    takes: ORIGIN,
    doc: "where a browser reaches the JSON API: what the storefront's scripts call, and may call",
    secret: false,
};

pub(crate) const ALLOWED_ORIGINS: Setting = Setting {
    name: "DHAKACART_ALLOWED_ORIGINS",
    key: "allowed_origins",
    default: Fallback::Derived("the storefront's"),
    takes: "origins such as https://shop.example or http://127.0.0.1:8080, comma separated, without a path or a trailing slash",
    doc: "whose scripts in a browser may call the JSON API (CORS)",
    secret: false,
};

pub(crate) const TRUSTED_PROXIES: Setting = Setting {
    name: "DHAKACART_TRUSTED_PROXIES",
    key: "trusted_proxies",
    default: Fallback::Derived("none"),
    takes: "networks such as 10.0.0.0/8 or fd00::/8, or single addresses, comma separated",
    doc: "the proxies whose `X-Forwarded-For` or `Forwarded` is believed",
    secret: false,
};

pub(crate) const SECRETS_REFRESH: Setting = Setting {
    name: "DHAKACART_SECRETS_REFRESH",
    key: "secrets_refresh",
    default: Fallback::Text("5m"),
    takes: "a duration from 1s to 1d such as 5m, or `off`",
    doc: "how often AWS Secrets Manager is asked for what `X_AWS` names; SIGHUP asks at once",
    secret: false,
};

pub(crate) const RATE_LIMIT: Setting = Setting {
    name: "DHAKACART_RATE_LIMIT",
    key: "rate_limit",
    default: Fallback::Text("100/15m"),
    takes: LIMIT,
    doc: "how many API requests a client address may make in a window (IPv6: a /64); a signed-in user ten times as many; of them 60 % may search and 60 % may write",
    secret: false,
};

pub(crate) const PAGE_LIMIT: Setting = Setting {
    name: "DHAKACART_PAGE_LIMIT",
    key: "page_limit",
    default: Fallback::Derived("30000/15m; `off` when `DHAKACART_RATE_LIMIT` is"),
    takes: LIMIT,
    doc: "how many pages a client address may ask for in a window: a neighbourhood shares one; of them 20 % may search and 10 % send forms; files and this machine itself don't count",
    secret: false,
};

pub(crate) const LOGIN_LIMIT: Setting = Setting {
    name: "DHAKACART_LOGIN_LIMIT",
    key: "login_limit",
    default: Fallback::Text("5/15m"),
    takes: LIMIT,
    doc: "how many failed log-ins an address may make on one account in a window; on all accounts together twenty times as many",
    secret: false,
};

pub(crate) const REPLICAS: Setting = Setting {
    name: "DHAKACART_REPLICAS",
    key: "replicas",
    default: Fallback::Text("1"),
    takes: "a whole number from 1 to 1000",
    doc: "how many replicas of this process run; with several, limits hold only with `REDIS_URL`",
    secret: false,
};

pub(crate) const LOG: Setting = Setting {
    name: "DHAKACART_LOG",
    key: "log",
    default: Fallback::Text("info"),
    takes: "a level (off, error, warn, info, debug, trace) or directives such as info,sqlx=warn",
    doc: "which log lines are written, to stderr",
    secret: false,
};

pub(crate) const LOG_FORMAT: Setting = Setting {
    name: "DHAKACART_LOG_FORMAT",
    key: "log_format",
    default: Fallback::Text("auto"),
    takes: "`auto`, `json` or `text`",
    doc: "how log lines are written; auto is JSON unless stderr is a terminal",
    secret: false,
};

pub(crate) const DEMO: Setting = Setting {
    name: "DHAKACART_DEMO",
    key: "demo",
    default: Fallback::Derived("true in development, false in production"),
    takes: "`true` or `false`",
    doc: "whether an empty database is given the demo catalogue and the demo staff user",
    secret: false,
};

pub(crate) const DRAIN_SECONDS: Setting = Setting {
    name: "DHAKACART_DRAIN_SECONDS",
    key: "drain_seconds",
    default: Fallback::Text("25"),
    takes: "a whole number of seconds from 0 to 600",
    doc: "how long a stopping process lets work finish",
    secret: false,
};

pub(crate) const CHECKOUT_HOLD: Setting = Setting {
    name: "DHAKACART_CHECKOUT_HOLD",
    key: "checkout_hold",
    default: Fallback::Text("10m"),
    takes: "a duration from 1s to 1h such as 10m, or `off`",
    doc: "how long a checkout that has begun keeps its units from other shoppers",
    secret: false,
};

pub(crate) const DELIVERY_CHARGES: Setting = Setting {
    name: "DHAKACART_DELIVERY_CHARGES",
    key: "delivery_charges",
    default: Fallback::Text("dhaka:70,suburbs:100,outside:130"),
    takes: "taka per zone as dhaka:70,suburbs:100,outside:130, and optionally free_from:5000",
    doc: "what delivery costs in each zone, and from which subtotal it is free",
    secret: false,
};

pub(crate) const CONTACT_PHONE: Setting = Setting {
    name: "DHAKACART_CONTACT_PHONE",
    key: "contact_phone",
    default: Fallback::Derived("none"),
    takes: "a telephone number as people dial it, such as 09612-345678",
    doc: "the number that shoppers call; shown at the foot of every page and on the contact page",
    secret: false,
};

pub(crate) const CONTACT_EMAIL: Setting = Setting {
    name: "DHAKACART_CONTACT_EMAIL",
    key: "contact_email",
    default: Fallback::Derived("none"),
    takes: "an e-mail address such as help@shop.example",
    doc: "where shoppers write to; shown on the contact page",
    secret: false,
};

pub(crate) const CONTACT_ADDRESS: Setting = Setting {
    name: "DHAKACART_CONTACT_ADDRESS",
    key: "contact_address",
    default: Fallback::Derived("none"),
    takes: "one line of at most 200 letters, digits and , . - / ( ) : ; ' & +",
    doc: "where the shop is, as on its trade licence; shown on the contact page",
    secret: false,
};

pub(crate) const REGISTRATION: Setting = Setting {
    name: "DHAKACART_REGISTRATION",
    key: "registration",
    default: Fallback::Derived("none"),
    takes: "one line of at most 200 letters, digits and , . - / ( ) : ; ' & +",
    doc: "trade licence, BIN and DBID, as the Digital Commerce Guidelines 2021 want them shown",
    secret: false,
};
pub(crate) const SELLER_NAME: Setting = Setting {
    name: "DHAKACART_SELLER_NAME",
    key: "seller_name",
    default: Fallback::Derived("none"),
    takes: "one line of at most 200 letters, digits and , . - / ( ) : ; ' & +",
    doc: "the seller's registered name, on invoices (Mushak-6.3)",
    secret: false,
};

pub(crate) const SELLER_ADDRESS: Setting = Setting {
    name: "DHAKACART_SELLER_ADDRESS",
    key: "seller_address",
    default: Fallback::Derived("none"),
    takes: "one line of at most 200 letters, digits and , . - / ( ) : ; ' & +",
    doc: "the address that invoices are issued at",
    secret: false,
};

pub(crate) const SELLER_BIN: Setting = Setting {
    name: "DHAKACART_SELLER_BIN",
    key: "seller_bin",
    default: Fallback::Derived("none"),
    takes: "13 digits such as 000123456-0101, dashes anywhere",
    doc: "the seller's business identification number with the National Board of Revenue",
    secret: false,
};
