//! The settings of messages, read together: a gateway needs all of its settings, or none.

use crate::read::{Reader, Reported};
use crate::secret::Secret;
use crate::settings::messages as named;
use crate::value::environment::Environment;
use crate::value::scalar;
use crate::value::sms::{self, SmsFields, SmsFormat, SmsPart};

/// How messages leave the shop.
#[derive(Debug, Clone)]
pub struct Messages {
    /// `DHAKACART_CODES_PER_HOUR`.
    pub codes_per_hour: u32,
    /// The gateway; `None` is the log.
    pub sms: Option<Sms>,
}

/// An SMS gateway.
#[derive(Debug, Clone)]
pub struct Sms {
    /// `DHAKACART_SMS_URL`.
    pub url: String,
    /// `DHAKACART_SMS_TOKEN`.
    pub token: Option<Secret>,
    /// `DHAKACART_SMS_SENDER`.
    pub sender: Option<String>,
    /// `DHAKACART_SMS_FORMAT`.
    pub format: SmsFormat,
    /// `DHAKACART_SMS_FIELDS`.
    pub fields: SmsFields,
    /// `DHAKACART_SMS_ACCEPTED`, without blanks.
    pub accepted: Option<String>,
}

impl Messages {
    pub(crate) fn read(
        from: &mut Reader<'_>,
        environment: Result<Environment, Reported>,
    ) -> Result<Self, Reported> {
        let url = from.optional(&named::SMS_URL, sms::url);
        let token = from.optional(&named::SMS_TOKEN, sms::token);
        let sender = from.optional(&named::SMS_SENDER, sms::sender);
        let format = from.value(&named::SMS_FORMAT, sms::format);
        let fields = from.value(&named::SMS_FIELDS, sms::fields);
        let accepted = from.optional(&named::SMS_ACCEPTED, sms::accepted);
        let codes_per_hour = from.value(&named::CODES_PER_HOUR, |text| {
            scalar::number(text, 1..=100_000)
        });
        let (token, url, fields) = (token?, url?, fields?);
        let production = environment == Ok(Environment::Production);
        match &url {
            Some(url) if production && !url.starts_with("https://") => {
                from.refuse_together(
                    &named::SMS_URL,
                    "must begin with https:// in production: codes and the key would travel in the clear",
                );
                return Err(Reported);
            }
            None if token.is_some() => {
                from.refuse_together(&named::SMS_URL, "is missing: the gateway's key is given");
                return Err(Reported);
            }
            None if production => from.warnings.push(
                "DHAKACART_SMS_URL is not given: no message leaves this shop. Buyers aren't told of their \
                 orders, and nobody can set a forgotten password or verify a phone"
                    .to_owned(),
            ),
            _ => {}
        }
        if token.is_none() && fields.has(&SmsPart::Token) {
            from.refuse_together(
                &named::SMS_TOKEN,
                "is missing: DHAKACART_SMS_FIELDS has a field for it",
            );
            return Err(Reported);
        }
        let (sender, format, accepted) = (sender?, format?, accepted?);
        Ok(Self {
            codes_per_hour: codes_per_hour?,
            sms: url.map(|url| Sms {
                url,
                token,
                sender,
                format,
                fields,
                accepted,
            }),
        })
    }
}
