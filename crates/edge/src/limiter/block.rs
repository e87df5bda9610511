//! Blocks: what becomes of clients that keep pushing past the limit.
//!
//! A client's refusals are counted like its calls. Past as many as it has calls, and a hundred at
//! least, it is blocked: for a minute, then for twice as long each time, up to a day. A quiet day
//! after the last block is over, the next begins at a minute again. Whoever keeps pushing while
//! blocked is blocked for longer.

use std::time::Duration;

use serde::Serialize;
use time::OffsetDateTime;

use super::call::{Digest, Face, hex, unhex};

/// How long the first block is.
pub(crate) const FIRST: Duration = Duration::from_secs(60);
/// Blocks don't get longer than this.
pub(crate) const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);
/// After so much quiet a client's blocks are forgotten.
pub(crate) const QUIET: Duration = Duration::from_secs(24 * 60 * 60);
/// Refusals that everybody is borne, however few calls they have.
pub(crate) const STRIKES: u32 = 100;
/// Blocks that are listed at most, the longest first.
pub(crate) const LISTED: usize = 200;

/// A client that is blocked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Block {
    /// Names it for lifting.
    pub id: String,
    /// Where it is blocked: `api` or `pages`.
    pub face: &'static str,
    /// Who it is: an address, a user, a visitor.
    pub whom: String,
    /// From when.
    #[serde(with = "time::serde::rfc3339")]
    pub since: OffsetDateTime,
    /// Until when, if it keeps quiet.
    #[serde(with = "time::serde::rfc3339")]
    pub until: OffsetDateTime,
    /// How often it has been blocked without a quiet day in between.
    pub times: u32,
    /// How many of its requests were refused while it was blocked.
    pub refused: u64,
}

/// How long the block is that somebody gets for the `times`th time.
pub(crate) fn length(times: u32) -> Duration {
    let doubled = 1_u32.checked_shl(times.saturating_sub(1));
    doubled.map_or(LONGEST, |times| FIRST.saturating_mul(times).min(LONGEST))
}

/// The name of a client's block: what it is called in lists and addresses.
pub(crate) fn id(face: &Face, client: Digest) -> String {
    format!("{}-{}", face.name, hex(&client))
}

/// Whose block has this name.
pub(crate) fn parse(id: &str) -> Option<(&'static Face, Digest)> {
    let (face, client) = id.split_once('-')?;
    Some((Face::named(face)?, unhex(client)?))
}

#[cfg(test)]
mod tests {
    use super::super::call::API;
    use super::*;

    #[test]
    fn each_is_twice_as_long_up_to_a_day() {
        let minutes = [1, 2, 3, 11].map(|times| length(times).as_secs() / 60);
        assert_eq!(minutes, [1, 2, 4, 1024]);
        for many in [12, 32, 33, 1000, u32::MAX] {
            assert_eq!(length(many), LONGEST, "{many}");
        }
    }

    #[test]
    fn a_name_leads_back_to_its_client() {
        let client = [0xc0; 16];
        let (face, found) = parse(&id(&API, client)).unwrap();
        assert_eq!((face.name, found), ("api", client));
        for wrong in ["", "api", "api-", "api-xyz", "shop-00", "api-+0c0c0"] {
            assert!(parse(wrong).is_none(), "{wrong}");
        }
        assert!(parse(&format!("office-{}", "0".repeat(32))).is_none());
        assert!(parse(&format!("api-+{}", "0".repeat(31))).is_none());
    }
}
