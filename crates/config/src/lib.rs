//! Every setting: its name, default, sources and validation.
//!
//! A value is looked for in the environment (`X`, `X_FILE` naming a file that holds it, or `X_AWS`
//! naming a secret in AWS Secrets Manager), then in the TOML file that `DHAKACART_CONFIG` names, then in the table of defaults.
//! [`Config::load`] either answers a whole, valid [`Config`] or one [`ConfigError`] that lists
//! *every* setting that is wrong; a secret's value is in neither's output.
//!
//! | to … | look in |
//! |---|---|
//! | add a setting | `settings.rs` (describe it), `config.rs` (its field), `value/` (its parser) |
//! | see how a value is found | `read.rs`, `source.rs`, `file.rs`, `remote.rs` |
//! | see what production refuses | `production.rs` |
//! | see what is printed | `report.rs` (`dhakacart config`), `reference.rs` (`docs/settings.md`) |

mod config;
mod error;
mod file;
mod known;
mod messages;
mod origin;
mod production;
mod read;
mod reference;
mod remote;
mod report;
mod secret;
mod settings;
mod source;
mod value;

pub use config::{Acme, CertificateSource, Config, Contact, Edge, Seller};
pub use error::{ConfigError, Problem};
pub use messages::{Messages, Sms};
pub use origin::Origin;
pub use reference::reference;
pub use remote::{RemoteSecret, remote_secrets};
pub use report::Shown;
pub use secret::Secret;
pub use settings::{Fallback, SETTINGS, Setting};
pub use source::{ProcessEnv, Source};
pub use value::{
    database_url::{DatabaseUrl, Engine},
    delivery::DeliveryCharges,
    duration::parse as parse_duration,
    environment::Environment,
    log::LogFormat,
    media::MediaPlace,
    rate_limit::RateLimit,
    redis_url::RedisUrl,
    sms::{SmsFields, SmsFormat, SmsPart},
};
