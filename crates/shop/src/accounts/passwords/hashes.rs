//! The hashes a password may have: ours, weaker Argon2, and bcrypt (`$2a$`, `$2b$`, `$2x$` without
//! its bug, `$2y$`).
//!
//! A hash says itself what checking it costs, so what it may ask for is bounded: anything dearer
//! is nobody's.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};

/// Memory of one of our hashes, KiB.
const MEMORY_KIB: u32 = 19 * 1024;
/// Passes over the memory.
const PASSES: u32 = 2;

/// The most that somebody else's Argon2 hash may ask for.
const MAX_MEMORY_KIB: u32 = 64 * 1024;
const MAX_PASSES: u32 = 8;
const MAX_LANES: u32 = 4;

/// The costs of bcrypt that are taken: 4 is its least, 14 takes about a second.
const BCRYPT_COSTS: std::ops::RangeInclusive<u32> = 4..=14;

/// A hash, read.
pub(super) enum Hash<'a> {
    /// Argon2id, at least as strong as we make it.
    Ours(PasswordHash),
    /// Another Argon2.
    Weak(PasswordHash),
    /// bcrypt of a cost.
    Bcrypt(&'a str, u32),
    /// Nothing that anybody's password is behind.
    None,
}

impl<'a> Hash<'a> {
    pub(super) fn read(text: Option<&'a str>) -> Self {
        match text {
            Some(text) if text.starts_with("$2") => {
                bcrypt_cost(text).map_or(Self::None, |cost| Self::Bcrypt(text, cost))
            }
            Some(text) => argon2_hash(text).unwrap_or(Self::None),
            None => Self::None,
        }
    }

    /// The cost of bcrypt that it asks for; zero if it is none.
    pub(super) fn bcrypt_cost(&self) -> u32 {
        match self {
            Self::Bcrypt(_, cost) => *cost,
            _ => 0,
        }
    }

    /// Whether checking it did what making one of ours does.
    pub(super) fn is_ours(&self) -> bool {
        matches!(self, Self::Ours(_))
    }

    pub(super) fn is_of(&self, password: &str) -> bool {
        match self {
            Self::Ours(hash) | Self::Weak(hash) => ours()
                .is_some_and(|argon2| argon2.verify_password(password.as_bytes(), hash).is_ok()),
            Self::Bcrypt(hash, _) => bcrypt::verify(password, hash).unwrap_or(false),
            Self::None => false,
        }
    }
}

/// A new hash of ours.
pub(super) fn make(password: &str, salt: &[u8; 16]) -> Option<String> {
    let hash = ours()?.hash_password_with_salt(password.as_bytes(), salt);
    Some(hash.ok()?.to_string())
}

/// Works as long as bcrypt of cost `known` takes longer than `paid`. Each cost is twice the one
/// below it, so from a cost up to `known` it is each cost once more.
pub(super) fn make_up(paid: u32, known: u32, password: &str) {
    let missing = match (paid, known) {
        (_, 0) => return,
        (0, known) => known..=known,
        (paid, known) if paid < known => paid..=known - 1,
        _ => return,
    };
    for cost in missing {
        let _ = bcrypt::hash_with_salt(password, cost, [0; 16]);
    }
}

/// A cost as it may be asked for.
pub(super) fn bounded_cost(cost: Option<u32>) -> u32 {
    cost.filter(|cost| BCRYPT_COSTS.contains(cost)).unwrap_or(0)
}

fn bcrypt_cost(text: &str) -> Option<u32> {
    let parts: bcrypt::HashParts = text.parse().ok()?;
    Some(parts.get_cost()).filter(|cost| BCRYPT_COSTS.contains(cost))
}

fn argon2_hash<'a>(text: &str) -> Option<Hash<'a>> {
    let hash = PasswordHash::new(text).ok()?;
    hash.hash.as_ref()?;
    let algorithm = Algorithm::try_from(hash.algorithm.as_str()).ok()?;
    let params = Params::try_from(&hash).ok()?;
    let bounded = params.m_cost() <= MAX_MEMORY_KIB
        && params.t_cost() <= MAX_PASSES
        && params.p_cost() <= MAX_LANES;
    let strong = algorithm == Algorithm::Argon2id
        && hash.version == Some(Version::V0x13.into())
        && params.m_cost() >= MEMORY_KIB
        && params.t_cost() >= PASSES;
    match (bounded, strong) {
        (false, _) => None,
        (true, true) => Some(Hash::Ours(hash)),
        (true, false) => Some(Hash::Weak(hash)),
    }
}

fn ours() -> Option<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).ok()?;
    Some(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_known(text: &str) -> bool {
        !matches!(Hash::read(Some(text)), Hash::None)
    }

    /// Of "U*U" and others, from the test vectors that come with crypt_blowfish.
    const VECTORS: [(&str, &str); 4] = [
        (
            "U*U",
            "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        ),
        (
            "U*U*",
            "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK",
        ),
        (
            "U*U*U",
            "$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a",
        ),
        (
            "",
            "$2a$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy",
        ),
    ];

    #[test]
    fn bcrypt_of_every_prefix_is_read() {
        for (password, hash) in VECTORS {
            for prefix in ["$2a$", "$2b$", "$2y$"] {
                let hash = hash.replacen("$2a$", prefix, 1);
                let read = Hash::read(Some(&hash));
                assert_eq!(read.bcrypt_cost(), 5);
                assert!(read.is_of(password), "{hash}");
                assert!(!read.is_of("another"), "{hash}");
                assert!(!read.is_ours() && is_known(&hash));
            }
        }
    }

    #[test]
    fn a_hash_asks_for_no_more_than_is_given() {
        let dear = VECTORS[0].1.replacen("$05$", "$15$", 1);
        for none in [
            dear.as_str(),
            "$2a$05$short",
            "",
            "plain text",
            "$argon2id$v=19$m=1048576,t=2,p=1$c2FsdHNhbHRzYWx0$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "$argon2id$v=19$m=19456,t=900,p=1$c2FsdHNhbHRzYWx0$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=16,r=8,p=1$c2FsdHNhbHRzYWx0$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        ] {
            assert!(!is_known(none), "{none}");
            assert!(!Hash::read(Some(none)).is_of("U*U"));
        }
        assert_eq!(bounded_cost(Some(12)), 12);
        assert_eq!(bounded_cost(Some(31)), 0);
    }

    #[test]
    fn weaker_argon2_is_told_from_ours() {
        let made = make("a long password", &[7; 16]).unwrap();
        let read = Hash::read(Some(&made));
        assert!(read.is_ours() && read.is_of("a long password") && !read.is_of("another"));
        for (algorithm, version, memory, passes) in [
            (Algorithm::Argon2id, Version::V0x13, 4096, 2),
            (Algorithm::Argon2id, Version::V0x13, MEMORY_KIB, 1),
            (Algorithm::Argon2i, Version::V0x13, MEMORY_KIB, 2),
            (Algorithm::Argon2id, Version::V0x10, MEMORY_KIB, 2),
        ] {
            let params = Params::new(memory, passes, 1, None).unwrap();
            let hash = Argon2::new(algorithm, version, params)
                .hash_password_with_salt(b"a long password", &[7; 16])
                .unwrap()
                .to_string();
            let read = Hash::read(Some(&hash));
            assert!(!read.is_ours(), "{hash}");
            assert!(read.is_of("a long password"), "{hash}");
        }
    }
}
