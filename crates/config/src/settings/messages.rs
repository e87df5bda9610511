//! The settings of messages: the carrier, and how many codes it may cost.

use super::{Fallback, Setting};

pub(crate) const SMS_URL: Setting = Setting {
    name: "DHAKACART_SMS_URL",
    key: "sms_url",
    default: Fallback::Derived(
        "none: in development messages are written to the log, in production nobody gets any",
    ),
    takes: "an address such as https://sms.example/api/send, https in production, without a query",
    doc: "where messages are handed to the SMS gateway, by POST",
    secret: false,
};

pub(crate) const SMS_TOKEN: Setting = Setting {
    name: "DHAKACART_SMS_TOKEN",
    key: "sms_token",
    default: Fallback::Derived("none"),
    takes: "the gateway's API key, of 8 to 512 printable ASCII characters",
    doc: "proves to the SMS gateway who sends: in the field that `DHAKACART_SMS_FIELDS` names, or else as a bearer token",
    secret: true,
};

pub(crate) const SMS_SENDER: Setting = Setting {
    name: "DHAKACART_SMS_SENDER",
    key: "sms_sender",
    default: Fallback::Derived("none"),
    takes: "at most 40 letters, digits, spaces and . - _ + &",
    doc: "the sender that the SMS gateway has approved: a masking name or a number",
    secret: false,
};

pub(crate) const SMS_FORMAT: Setting = Setting {
    name: "DHAKACART_SMS_FORMAT",
    key: "sms_format",
    default: Fallback::Text("json"),
    takes: "`json` or `form`",
    doc: "how a message is written for the SMS gateway: a JSON object, or as a form (application/x-www-form-urlencoded)",
    secret: false,
};

pub(crate) const SMS_FIELDS: Setting = Setting {
    name: "DHAKACART_SMS_FIELDS",
    key: "sms_fields",
    default: Fallback::Text("to=to,text=text,from=from,reference=reference"),
    takes: "`to`, `text`, `from`, `token`, `reference` each with the gateway's name for it, as to=msisdn,text=sms, and constants as const.type=text",
    doc: "what the SMS gateway calls the parts of a message; a number is sent as 8801XXXXXXXXX",
    secret: false,
};

pub(crate) const SMS_ACCEPTED: Setting = Setting {
    name: "DHAKACART_SMS_ACCEPTED",
    key: "sms_accepted",
    default: Fallback::Derived("none: any status from 200 to 299"),
    takes: "a text of at most 100 characters such as \"status\":\"SUCCESS\"; blanks don't count",
    doc: "what the SMS gateway's answer holds when it took a message, for gateways that answer 200 to everything",
    secret: false,
};

pub(crate) const CODES_PER_HOUR: Setting = Setting {
    name: "DHAKACART_CODES_PER_HOUR",
    key: "codes_per_hour",
    default: Fallback::Text("500"),
    takes: "a whole number from 1 to 100000",
    doc: "how many one-time codes go out in an hour at most, over all replicas: what a flood of requests can cost",
    secret: false,
};
