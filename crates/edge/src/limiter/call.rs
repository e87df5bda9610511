//! What the limiter is asked, and what it answers.
//!
//! A request is one [`Call`]: everything that is to be decided about it, decided at once. Either
//! all of its [`Charge`]s are taken or none.

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use domain::UserId;
use sha2::{Digest as _, Sha256};

use crate::gcra::{Gcra, Standing};

/// The most budgets that one request touches.
pub(crate) const MOST_CHARGES: usize = 3;

/// Sixteen bytes that stand for something longer.
pub(crate) type Digest = [u8; 16];

/// Who is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Who {
    /// A subscriber's address; of IPv6 the /64.
    Address(IpAddr),
    /// Somebody signed in.
    User(UserId),
    /// A browser that the storefront gave a visitor's token.
    Visitor(Digest),
    /// Anything else, by its digest: an account at an address, an order's number.
    Thing(Digest),
}

/// A budget of somebody's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    /// Which: `api`, `api.search`, `login`.
    pub(crate) budget: &'static str,
    pub(crate) who: Who,
}

/// A unit to be taken from a budget.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Charge {
    pub(crate) key: Key,
    pub(crate) gcra: Gcra,
}

/// Up to [`MOST_CHARGES`], without an allocation.
pub(crate) type Charges = [Option<Charge>; MOST_CHARGES];

/// Who is blocked if they keep pushing, and what counts as that.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Guard {
    /// `api` or `pages`: who is blocked at one is not at the other.
    pub(crate) face: &'static Face,
    pub(crate) who: Who,
    /// Refusals that are borne.
    pub(crate) strikes: Gcra,
}

/// The names of what is counted of one face's clients.
#[derive(Debug)]
pub(crate) struct Face {
    pub(crate) name: &'static str,
    pub(crate) search: &'static str,
    pub(crate) writes: &'static str,
    pub(crate) strikes: &'static str,
    pub(crate) block: &'static str,
}

pub(crate) static API: Face = Face {
    name: "api",
    search: "api.search",
    writes: "api.writes",
    strikes: "api.strikes",
    block: "api.block",
};

pub(crate) static PAGES: Face = Face {
    name: "pages",
    search: "pages.search",
    writes: "pages.writes",
    strikes: "pages.strikes",
    block: "pages.block",
};

impl Face {
    pub(crate) fn named(name: &str) -> Option<&'static Face> {
        [&API, &PAGES].into_iter().find(|face| face.name == name)
    }

    /// Everything that is counted of a client.
    pub(crate) fn all(&self) -> [&'static str; 5] {
        [
            self.name,
            self.search,
            self.writes,
            self.strikes,
            self.block,
        ]
    }
}

/// All that is to be decided about one request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Call {
    pub(crate) guard: Option<Guard>,
    pub(crate) charges: Charges,
}

/// Why a call is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// This charge's budget is used up.
    Spent(usize),
    /// Blocked for so long.
    Blocked(Duration),
}

/// Who decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Process,
    Redis,
}

/// How a call was decided.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Verdict {
    /// How each charge's budget stands now.
    pub(crate) standings: [Option<Standing>; MOST_CHARGES],
    pub(crate) refusal: Option<Refusal>,
    pub(crate) place: Place,
}

impl Who {
    /// A thing by its name, however long that is.
    pub(crate) fn thing(parts: &[&str]) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            // The length keeps "ab" + "c" from being "a" + "bc".
            hash.update(part.len().to_le_bytes());
            hash.update(part.as_bytes());
        }
        Who::Thing(first_half(&hash.finalize()))
    }

    /// What stands for it in the names of keys.
    pub(crate) fn digest(&self) -> Digest {
        match self {
            Who::Visitor(digest) | Who::Thing(digest) => *digest,
            Who::Address(_) | Who::User(_) => {
                first_half(&Sha256::digest(self.to_string().as_bytes()))
            }
        }
    }
}

/// Whom staff see: an address, a user's id, the beginning of a visitor's.
impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Who::Address(IpAddr::V6(network)) => write!(f, "{network}/64"),
            Who::Address(address) => write!(f, "{address}"),
            Who::User(user) => write!(f, "user {user}"),
            Who::Visitor(digest) => write!(f, "visitor {}", hex(&digest[..4])),
            Who::Thing(digest) => write!(f, "{}", hex(digest)),
        }
    }
}

impl Verdict {
    /// A call that touches no budget and isn't refused.
    pub(crate) fn free(place: Place) -> Self {
        Verdict {
            standings: [None; MOST_CHARGES],
            refusal: None,
            place,
        }
    }

    /// Until it is worth trying again, if it was refused.
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        match self.refusal? {
            Refusal::Blocked(wait) => Some(wait),
            Refusal::Spent(which) => Some(self.standings.get(which)?.as_ref()?.retry_after),
        }
    }
}

/// One to three charges.
pub(crate) fn charges<const N: usize>(some: [Charge; N]) -> Charges {
    let mut all = [None; MOST_CHARGES];
    for (place, charge) in all.iter_mut().zip(some) {
        *place = Some(charge);
    }
    all
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        use std::fmt::Write as _;
        // A string takes whatever is written to it.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Bytes from their hexadecimal digits.
pub(crate) fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() != 2 * N || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let mut bytes = [0; N];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(bytes)
}

fn first_half(hash: &[u8]) -> Digest {
    let mut digest = [0; 16];
    for (to, from) in digest.iter_mut().zip(hash) {
        *to = *from;
    }
    digest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_name_do_not_run_together() {
        assert_ne!(Who::thing(&["ab", "c"]), Who::thing(&["a", "bc"]));
        assert_eq!(Who::thing(&["ab", "c"]), Who::thing(&["ab", "c"]));
    }

    #[test]
    fn whom_staff_see() {
        let v6: IpAddr = "2001:db8:1:2::".parse().unwrap();
        assert_eq!(Who::Address(v6).to_string(), "2001:db8:1:2::/64");
        assert_eq!(Who::Visitor([0xab; 16]).to_string(), "visitor abababab");
        assert_ne!(
            Who::Address(v6).digest(),
            Who::Address("::".parse().unwrap()).digest()
        );
    }
}
