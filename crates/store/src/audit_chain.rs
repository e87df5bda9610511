//! What the hash of an entry says: SHA-256 over the entry's place, the hash before it, and every
//! field, in one way of writing them that no two different entries share.
//!
//! # Version 1
//!
//! The bytes hashed are the label [`LABEL`], then in this order: `seq` (8 bytes, big endian), the
//! previous hash (32), `id` (16), `at` (microseconds since 1970, 8, big endian, two's complement),
//! `actor_id` (one byte 0, or one byte 1 and 16), `actor`, `action`, `subject`, `before`, `after`.
//! Texts are their length in bytes (8, big endian) and UTF-8. JSON is one byte 0 for none, or one
//! byte 1 and a text: the value as read back from the database, without spaces, the keys of each
//! object sorted by their bytes. The entry before the first has the hash of 32 zeros.
//!
//! Another way of writing them gets another label, and old entries keep theirs.

use std::fmt;
use std::str::FromStr;

use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};

use crate::StoreError;
use crate::audit::AuditRow;
use crate::sql::{FromRow, Row};

const LABEL: &[u8] = b"dhakacart audit log, version 1\n";

/// Where the chain ends: how many entries it has, and the last one's hash. Whoever keeps it
/// elsewhere can tell later that nothing up to there was touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditHead {
    /// The last entry's number; entries are numbered from 1 without a gap.
    pub seq: i64,
    /// Its hash.
    pub hash: Vec<u8>,
}

impl AuditHead {
    /// Where the chain begins.
    pub(crate) fn beginning() -> Self {
        Self {
            seq: 0,
            hash: vec![0; 32],
        }
    }

    /// Where the chain ends when `entry` follows.
    pub(crate) fn followed_by(&self, entry: &AuditRow) -> Self {
        let seq = self.seq.saturating_add(1);
        Self {
            seq,
            hash: hash(seq, &self.hash, entry),
        }
    }
}

/// `12:9f86d081…`: how it is written down.
impl fmt::Display for AuditHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.seq)?;
        self.hash
            .iter()
            .try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// What was written down is not the end of a chain.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an end of the audit log is written as a number, a colon and 64 digits: 12:9f86…")]
pub struct NoAuditHead;

impl FromStr for AuditHead {
    type Err = NoAuditHead;

    fn from_str(text: &str) -> Result<Self, NoAuditHead> {
        let (seq, digits) = text.trim().split_once(':').ok_or(NoAuditHead)?;
        let byte = |at| {
            let pair = digits.get(at..at + 2).filter(|pair| !pair.contains('+'));
            u8::from_str_radix(pair?, 16).ok()
        };
        let hash: Option<Vec<u8>> = (0..digits.len()).step_by(2).map(byte).collect();
        let seq = seq.parse().ok().filter(|seq| *seq >= 0);
        match (seq, hash) {
            (Some(seq), Some(hash)) if hash.len() == 32 => Ok(Self { seq, hash }),
            _ => Err(NoAuditHead),
        }
    }
}

impl FromRow for AuditHead {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            seq: row.get("seq")?,
            hash: row.get("hash")?,
        })
    }
}

/// The hash of an entry in its place.
pub(crate) fn hash(seq: i64, previous: &[u8], entry: &AuditRow) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(LABEL);
    hash.update(seq.to_be_bytes());
    hash.update(previous);
    hash.update(entry.id.uuid().as_bytes());
    let micros = entry.at.unix_timestamp_nanos() / 1_000;
    hash.update(i64::try_from(micros).unwrap_or(i64::MAX).to_be_bytes());
    match entry.actor_id {
        None => hash.update([0]),
        Some(id) => {
            hash.update([1]);
            hash.update(id.uuid().as_bytes());
        }
    }
    for text in [&entry.actor, &entry.action, &entry.subject] {
        add_text(&mut hash, text);
    }
    for json in [&entry.before, &entry.after] {
        match json {
            None => hash.update([0]),
            Some(json) => {
                hash.update([1]);
                let mut text = String::new();
                write_json(&mut text, json);
                add_text(&mut hash, &text);
            }
        }
    }
    hash.finalize().to_vec()
}

fn add_text(hash: &mut Sha256, text: &str) {
    hash.update((text.len() as u64).to_be_bytes());
    hash.update(text.as_bytes());
}

/// Keys are sorted here: one database keeps their order and the other doesn't.
fn write_json(text: &mut String, json: &Json) {
    match json {
        Json::Array(items) => {
            text.push('[');
            for (at, item) in items.iter().enumerate() {
                text.push_str(if at == 0 { "" } else { "," });
                write_json(text, item);
            }
            text.push(']');
        }
        Json::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by_key(|(key, _)| key.as_bytes());
            text.push('{');
            for (at, (key, value)) in fields.into_iter().enumerate() {
                text.push_str(if at == 0 { "" } else { "," });
                text.push_str(&Json::from(key.as_str()).to_string());
                text.push(':');
                write_json(text, value);
            }
            text.push('}');
        }
        plain => text.push_str(&plain.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{AuditId, UserId};
    use serde_json::json;
    use time::macros::datetime;
    use uuid::Uuid;

    fn entry() -> AuditRow {
        AuditRow {
            id: AuditId::from(Uuid::from_u128(7)),
            at: datetime!(2026-11-23 09:30:00.000001 UTC),
            actor_id: Some(UserId::from(Uuid::from_u128(8))),
            actor: "staff:rahim".into(),
            action: "product.update".into(),
            subject: "product:fan".into(),
            before: Some(json!({"b": [1, null, "ফ্যান"], "a": 1.5})),
            after: None,
        }
    }

    /// A change here makes every log that exists look forged: it needs another label instead.
    #[test]
    fn version_1_says_what_it_always_said() {
        let head = AuditHead::beginning().followed_by(&entry());
        assert_eq!(
            head.to_string(),
            "1:a5db7d75f2e1e206a349a7e01215264aefbb2233d65cdeba2cef2a47af0a9e93"
        );
    }

    #[test]
    fn no_field_can_change_and_none_can_lend_to_its_neighbour() {
        let changes: [fn(&mut AuditRow); 12] = [
            |e| e.id = AuditId::from(Uuid::from_u128(9)),
            |e| e.at += time::Duration::MICROSECOND,
            |e| e.actor_id = None,
            |e| e.actor_id = Some(UserId::from(Uuid::from_u128(9))),
            |e| e.actor.push('x'),
            |e| {
                e.actor = "staff:rahi".into();
                e.action = "mproduct.update".into();
            },
            |e| e.action.push('x'),
            |e| e.subject.push('x'),
            |e| e.before = None,
            |e| e.before = Some(json!({"b": [1, null, "ফ্যান"], "a": "1.5"})),
            |e| e.after = e.before.take(),
            |e| e.after = Some(Json::Null),
        ];
        let whole = hash(1, &[0; 32], &entry());
        for (at, change) in changes.iter().enumerate() {
            let mut other = entry();
            change(&mut other);
            assert_ne!(hash(1, &[0; 32], &other), whole, "change {at}");
        }
        assert_ne!(hash(2, &[0; 32], &entry()), whole);
        assert_ne!(hash(1, &[1; 32], &entry()), whole);
    }

    #[test]
    fn an_end_is_read_as_it_was_written() {
        let head = AuditHead::beginning().followed_by(&entry());
        assert_eq!(head.to_string().parse(), Ok(head.clone()));
        let written = head.to_string();
        for wrong in [
            "",
            "1",
            "1:",
            "1:9f",
            &written[1..],
            &format!("-{written}"),
            &format!("{written}00"),
            &written.replace(':', ":+"),
        ] {
            assert_eq!(wrong.parse::<AuditHead>(), Err(NoAuditHead), "{wrong}");
        }
    }

    #[test]
    fn the_order_of_keys_says_nothing() {
        let mut other = entry();
        other.before = serde_json::from_str(r#"{"a": 1.5, "b": [1, null, "ফ্যান"]}"#).ok();
        assert_eq!(hash(1, &[0; 32], &other), hash(1, &[0; 32], &entry()));
    }
}
