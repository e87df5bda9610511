//! The settings as the binary uses them: typed, whole and valid.

mod edge;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use ipnet::IpNet;

use crate::error::ConfigError;
use crate::messages::Messages;
use crate::origin::Origin;
use crate::production;
use crate::read::{Reader, Reported};
use crate::report::Shown;
use crate::secret::Secret;
use crate::settings as named;
use crate::source::Source;
use crate::value::database_url::{self, DatabaseUrl, Engine};
use crate::value::delivery::{self, DeliveryCharges};
use crate::value::environment::{self, Environment};
use crate::value::log::{self, LogFormat};
use crate::value::media::{self, MediaPlace};
use crate::value::rate_limit::{self, RateLimit};
use crate::value::redis_url::{self, RedisUrl};
use crate::value::{contact, cors_origins, duration, proxies, scalar, seller, staff};

pub use self::edge::{Acme, CertificateSource, Edge};

/// Every setting. One exists only if all of them are right, alone and together.
#[derive(Debug, Clone)]
pub struct Config {
    /// `DHAKACART_ENV`.
    pub environment: Environment,
    /// `DATABASE_URL`, with the password of `DATABASE_PASSWORD` where that is given.
    pub database_url: DatabaseUrl,
    /// `DATABASE_POOL`: the most connections of this process, 1 to 200.
    pub database_pool: u32,
    /// `REDIS_URL`; `None`: each process counts alone.
    pub redis_url: Option<RedisUrl>,
    /// `DHAKACART_API_ADDR`; port 0 lets the system choose.
    pub api_addr: SocketAddr,
    /// `DHAKACART_STOREFRONT_ADDR`; port 0 lets the system choose.
    pub storefront_addr: SocketAddr,
    /// `DHAKACART_METRICS_ADDR`; port 0 lets the system choose.
    pub metrics_addr: SocketAddr,
    /// `DHAKACART_PUBLIC_URL` as browsers spell it: scheme, host, port.
    pub public_url: Option<String>,
    /// `DHAKACART_PUBLIC_API_URL` as browsers spell it: scheme, host, port.
    pub public_api_url: Option<String>,
    /// `DHAKACART_ALLOWED_ORIGINS` as browsers spell them; empty means the storefront's own.
    pub allowed_origins: Vec<String>,
    /// `DHAKACART_TRUSTED_PROXIES`; empty means that no `X-Forwarded-For` and no `Forwarded` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// TLS, redirects to it, and how much at once.
    pub edge: Edge,
    /// `DHAKACART_JWT_SECRET`, at least 32 bytes; `None`, in development only, means that the
    /// binary generates one.
    pub jwt_secret: Option<Secret>,
    /// `DHAKACART_JWT_SECRET_PREVIOUS`, each at least 32 bytes; at most four.
    pub jwt_secrets_before: Vec<Secret>,
    /// `DHAKACART_SECRETS_REFRESH`; `None` is off.
    pub secrets_refresh: Option<Duration>,
    /// `DHAKACART_RATE_LIMIT`; `None` is off.
    pub rate_limit: Option<RateLimit>,
    /// `DHAKACART_PAGE_LIMIT`; `None` is off.
    pub page_limit: Option<RateLimit>,
    /// `DHAKACART_LOGIN_LIMIT`; `None` is off.
    pub login_limit: Option<RateLimit>,
    /// `DHAKACART_STAFF_SECOND_FACTOR`: whether staff must have one.
    pub second_factor_required: bool,
    /// `DHAKACART_BREACHED_PASSWORDS`: a list of SHA-1 hashes, in order.
    pub breached_passwords: Option<PathBuf>,
    /// `DHAKACART_REPLICAS`: how many of this process run, 1 to 1000.
    pub replicas: u32,
    /// `DHAKACART_LOG`: directives that `tracing_subscriber::EnvFilter` takes.
    pub log: String,
    /// `DHAKACART_LOG_FORMAT`.
    pub log_format: LogFormat,
    /// `DHAKACART_DEMO`.
    pub demo: bool,
    /// `DHAKACART_DRAIN_SECONDS`, 0 to 600 seconds.
    pub drain: Duration,
    /// `DHAKACART_CHECKOUT_HOLD`, 1 second to 1 hour; `None` is off.
    pub checkout_hold: Option<Duration>,
    /// `DHAKACART_DELIVERY_CHARGES`.
    pub delivery_charges: DeliveryCharges,
    /// `DHAKACART_CONTACT_PHONE`, `_EMAIL`, `_ADDRESS` and `DHAKACART_REGISTRATION`.
    pub contact: Contact,
    /// `DHAKACART_MEDIA`.
    pub media: MediaPlace,
    /// `DHAKACART_S3_ENDPOINT`; `None` is Amazon's.
    pub s3_endpoint: Option<String>,
    /// `DHAKACART_S3_REGION`.
    pub s3_region: String,
    /// `DHAKACART_S3_ACCESS_KEY` and `DHAKACART_S3_SECRET_KEY`; `None` is the instance's role.
    pub s3_key: Option<(String, Secret)>,
    /// `DHAKACART_SELLER_NAME`, `_ADDRESS` and `_BIN`.
    pub seller: Seller,
    /// `DHAKACART_SMS_*` and `DHAKACART_CODES_PER_HOUR`.
    pub messages: Messages,
    /// What an operator should know and the start needn't stop for, a sentence each. The binary
    /// logs them once the log is up.
    pub warnings: Vec<String>,
    shown: Vec<Shown>,
}

/// Who runs the shop and how to reach them, as pages show it; what isn't given isn't shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// As people dial it.
    pub phone: Option<String>,
    /// Where to write to.
    pub email: Option<String>,
    /// One line.
    pub address: Option<String>,
    /// Trade licence, BIN, DBID.
    pub registration: Option<String>,
}

/// Who sells, as invoices show it (Mushak-6.3).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seller {
    /// The registered name.
    pub name: Option<String>,
    /// Where invoices are issued, one line.
    pub address: Option<String>,
    /// The business identification number: nine digits, a dash, four digits.
    pub bin: Option<String>,
}

/// What production looks at. A value that was wrong by itself is an `Err` and passes here.
pub(crate) struct Guarded<'a> {
    pub(crate) jwt_secret: &'a Result<Option<Secret>, Reported>,
    pub(crate) jwt_secrets_before: &'a Result<Option<Vec<Secret>>, Reported>,
    pub(crate) demo: &'a Result<bool, Reported>,
    pub(crate) replicas: &'a Result<u32, Reported>,
    pub(crate) redis_url: &'a Result<Option<RedisUrl>, Reported>,
    pub(crate) limits: &'a Limits,
}

/// How much somebody may do; `None` is off.
pub(crate) struct Limits {
    pub(crate) rate: Result<Option<RateLimit>, Reported>,
    pub(crate) page: Result<Option<RateLimit>, Reported>,
    pub(crate) login: Result<Option<RateLimit>, Reported>,
}

impl Limits {
    fn read(from: &mut Reader<'_>) -> Self {
        let rate = from.value(&named::RATE_LIMIT, rate_limit::parse);
        let page = from.optional(&named::PAGE_LIMIT, rate_limit::parse);
        Limits {
            page: page.map(|given| given.unwrap_or(rate_limit::pages(&rate))),
            login: from.value(&named::LOGIN_LIMIT, rate_limit::parse),
            rate,
        }
    }
}

/// Where pictures are, and who may get at them.
struct Pictures {
    media: Result<MediaPlace, Reported>,
    endpoint: Result<Option<String>, Reported>,
    region: Result<String, Reported>,
    key: Result<Option<(String, Secret)>, Reported>,
}

impl Pictures {
    fn read(from: &mut Reader<'_>) -> Self {
        Self {
            media: from.value(&named::media::MEDIA, media::parse),
            endpoint: from.optional(&named::media::S3_ENDPOINT, media::endpoint),
            region: from.value(&named::media::S3_REGION, media::region),
            key: Config::s3_key(from),
        }
    }
}

impl Contact {
    fn read(from: &mut Reader<'_>) -> Result<Self, Reported> {
        let phone = from.optional(&named::CONTACT_PHONE, contact::phone);
        let email = from.optional(&named::CONTACT_EMAIL, contact::email);
        let address = from.optional(&named::CONTACT_ADDRESS, contact::line);
        let registration = from.optional(&named::REGISTRATION, contact::line);
        Ok(Self {
            phone: phone?,
            email: email?,
            address: address?,
            registration: registration?,
        })
    }
}

impl Seller {
    fn read(from: &mut Reader<'_>) -> Result<Self, Reported> {
        let name = from.optional(&named::SELLER_NAME, seller::line);
        let address = from.optional(&named::SELLER_ADDRESS, seller::line);
        let bin = from.optional(&named::SELLER_BIN, seller::bin);
        Ok(Self {
            name: name?,
            address: address?,
            bin: bin?,
        })
    }
}

impl Config {
    /// Reads every setting from `source`, and from the files that it names.
    ///
    /// # Errors
    /// [`ConfigError`] with everything that is wrong: values that aren't taken, values given
    /// twice, unknown names, files that can't be read, and what production refuses.
    pub fn load(source: &dyn Source) -> Result<Self, ConfigError> {
        let mut reader = Reader::open(source);
        let read = Self::read(&mut reader);
        let (config, shown, warnings) = reader.finish(read)?;
        Ok(Self {
            shown,
            warnings,
            ..config
        })
    }

    /// Every setting as `dhakacart config` prints it, in the order of
    /// [`SETTINGS`](crate::SETTINGS), secrets masked.
    #[must_use]
    pub fn shown(&self) -> &[Shown] {
        &self.shown
    }

    /// The names of the settings that have another value here than in `other`.
    #[must_use]
    pub fn changed_from(&self, other: &Self) -> Vec<&'static str> {
        let pairs = self.shown.iter().zip(&other.shown);
        pairs
            .filter(|(new, old)| new.differs_from(old))
            .map(|(new, _)| new.setting.name)
            .collect()
    }

    /// Where a setting's value came from; `None` for a name that isn't a setting.
    #[must_use]
    pub fn origin(&self, name: &str) -> Option<&Origin> {
        let shown = self.shown.iter().find(|shown| shown.setting.name == name)?;
        Some(&shown.origin)
    }

    /// Reads all of it before it gives up on any of it.
    #[expect(
        clippy::too_many_lines,
        reason = "a table: a line per setting where it is read and one where it is kept"
    )]
    fn read(from: &mut Reader<'_>) -> Result<Self, Reported> {
        let environment = from.value(&named::ENV, environment::parse);
        let database_url = Self::database(from);
        let database_pool = from.value(&named::DATABASE_POOL, |text| scalar::number(text, 1..=200));
        let redis_url = from.optional(&named::REDIS_URL, redis_url::parse);
        let api_addr = from.value(&named::API_ADDR, scalar::address);
        let storefront_addr = from.value(&named::STOREFRONT_ADDR, scalar::address);
        let metrics_addr = from.value(&named::METRICS_ADDR, scalar::address);
        let public_url = from.optional(&named::PUBLIC_URL, cors_origins::one);
        let public_api_url = from.optional(&named::PUBLIC_API_URL, cors_origins::one);
        let allowed_origins = from.optional(&named::ALLOWED_ORIGINS, cors_origins::parse);
        let trusted_proxies = from.optional(&named::TRUSTED_PROXIES, proxies::parse);
        let edge = Edge::read(from);
        let jwt_secret = from.optional(&named::identity::JWT_SECRET, scalar::secret);
        let jwt_secrets_before =
            from.optional(&named::identity::JWT_SECRET_PREVIOUS, scalar::secrets);
        let secrets_refresh = from.value(&named::SECRETS_REFRESH, duration::period);
        let limits = Limits::read(from);
        let second_factor = from.value(&named::identity::STAFF_SECOND_FACTOR, staff::second_factor);
        let breached_passwords = from.optional(&named::identity::BREACHED_PASSWORDS, staff::file);
        let replicas = from.value(&named::REPLICAS, |text| scalar::number(text, 1..=1000));
        let log = from.value(&named::LOG, log::filter);
        let log_format = from.value(&named::LOG_FORMAT, log::format);
        let demo_by_default = environment == Ok(Environment::Development);
        let demo = from.value_or(&named::DEMO, scalar::flag, demo_by_default);
        let drain = from.value(&named::DRAIN_SECONDS, |text| scalar::number(text, 0..=600));
        let checkout_hold = from.value(&named::CHECKOUT_HOLD, duration::hold);
        let delivery_charges = from.value(&named::DELIVERY_CHARGES, delivery::parse);
        let contact = Contact::read(from);
        let pictures = Pictures::read(from);
        let (seller, messages) = (Seller::read(from), Messages::read(from, environment));

        let guarded = Guarded {
            jwt_secret: &jwt_secret,
            jwt_secrets_before: &jwt_secrets_before,
            demo: &demo,
            replicas: &replicas,
            redis_url: &redis_url,
            limits: &limits,
        };
        production::check(from, environment, &guarded);
        let config = Self {
            environment: environment?,
            database_url: database_url?,
            database_pool: database_pool?,
            redis_url: redis_url?,
            api_addr: api_addr?,
            storefront_addr: storefront_addr?,
            metrics_addr: metrics_addr?,
            public_url: public_url?,
            public_api_url: public_api_url?,
            allowed_origins: allowed_origins?.unwrap_or_default(),
            trusted_proxies: trusted_proxies?.unwrap_or_default(),
            edge: edge?,
            jwt_secret: jwt_secret?,
            jwt_secrets_before: jwt_secrets_before?.unwrap_or_default(),
            secrets_refresh: secrets_refresh?,
            rate_limit: limits.rate?,
            page_limit: limits.page?,
            login_limit: limits.login?,
            second_factor_required: second_factor?,
            breached_passwords: breached_passwords?,
            replicas: replicas?,
            log: log?,
            log_format: log_format?,
            demo: demo?,
            drain: Duration::from_secs(u64::from(drain?)),
            checkout_hold: checkout_hold?,
            delivery_charges: delivery_charges?,
            contact: contact?,
            media: pictures.media?,
            s3_endpoint: pictures.endpoint?,
            s3_region: pictures.region?,
            s3_key: pictures.key?,
            seller: seller?,
            messages: messages?,
            warnings: Vec::new(),
            shown: Vec::new(),
        };
        from.warnings.extend(config.doubts());
        Ok(config)
    }

    /// The database's URL, whole with the password that may stand by itself.
    fn database(from: &mut Reader<'_>) -> Result<DatabaseUrl, Reported> {
        let url = from.value(&named::DATABASE_URL, database_url::parse);
        let password = from.optional(&named::DATABASE_PASSWORD, database_url::password);
        let url = url?;
        let Some(password) = password? else {
            return Ok(url);
        };
        url.with_password(&password).map_err(|why| {
            from.refuse_together(&named::DATABASE_PASSWORD, why);
            Reported
        })
    }

    /// An access key has an id and a secret, or there is none.
    fn s3_key(from: &mut Reader<'_>) -> Result<Option<(String, Secret)>, Reported> {
        let id = from.optional(&named::media::S3_ACCESS_KEY, media::access_key);
        let secret = from.optional(&named::media::S3_SECRET_KEY, media::secret_key);
        match (id?, secret?) {
            (Some(id), Some(secret)) => Ok(Some((id, secret))),
            (None, None) => Ok(None),
            (Some(_), None) => {
                from.refuse_together(
                    &named::media::S3_SECRET_KEY,
                    "is missing: its access key is given",
                );
                Err(Reported)
            }
            (None, Some(_)) => {
                from.refuse_together(
                    &named::media::S3_ACCESS_KEY,
                    "is missing: its secret is given",
                );
                Err(Reported)
            }
        }
    }

    /// What is legal and probably not meant.
    fn doubts(&self) -> Vec<String> {
        let mut doubts = Vec::new();
        if self.replicas > 1 && self.database_url.engine() == Engine::Sqlite {
            doubts.push(
                "DHAKACART_REPLICAS is more than 1 on SQLite: replicas on different machines \
                 would each have a database of their own"
                    .to_owned(),
            );
        }
        if self.environment.is_production() && self.public_url.is_none() {
            doubts.push(
                "DHAKACART_PUBLIC_URL is not given: pages can't tell search engines and shared \
                 links their address, and the sitemap is built for whatever host it is asked on"
                    .to_owned(),
            );
        }
        if self.environment.is_production() && !self.second_factor_required {
            doubts.push(
                "DHAKACART_STAFF_SECOND_FACTOR is optional: whoever learns the password of somebody \
                 without a second factor is in the back office"
                    .to_owned(),
            );
        }
        if self.replicas > 1 && matches!(self.media, MediaPlace::Folder(_)) {
            doubts.push(
                "DHAKACART_REPLICAS is more than 1 and DHAKACART_MEDIA is a folder: replicas on \
                 different machines would each have pictures of their own"
                    .to_owned(),
            );
        }
        if self
            .trusted_proxies
            .iter()
            .any(|network| network.prefix_len() == 0)
        {
            doubts.push(
                "DHAKACART_TRUSTED_PROXIES believes everybody: any client can choose its own \
                 address and escape the limits"
                    .to_owned(),
            );
        }
        self.edge_doubts(&mut doubts);
        doubts
    }
}
