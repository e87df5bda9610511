//! How often somebody may be wrong about a second factor.
//!
//! Whoever is asked for one knows the password already, so guesses count for the account, from
//! wherever they come: six digits would not last against a thousand addresses. Only whoever has
//! the password can use that bound up, and it is failures that count.

use std::net::{IpAddr, Ipv4Addr};

use crate::Problem;
use crate::login_limit::{Attempt, LoginLimit};

/// Stands for every address.
const ANYWHERE: IpAddr = IpAddr::V4(Ipv4Addr::UNSPECIFIED);

impl LoginLimit {
    /// Begins an attempt at somebody's second factor, before it is looked at; beside
    /// [`LoginLimit::begin`], which counts for the address too.
    ///
    /// # Errors
    /// 429 `too_many_attempts` if it was wrong too often, wherever that was.
    pub fn begin_code(&self, username: &str) -> Result<Attempt, Problem> {
        self.begin(&format!("second factor of {username}"), ANYWHERE)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::Rate;
    use crate::testing::clock;

    #[test]
    fn guesses_count_wherever_they_come_from() {
        let (clock, ambient) = clock();
        let rate = Rate {
            count: 5,
            window: Duration::from_secs(900),
        };
        let limit = LoginLimit::new(Some(rate), ambient);
        for _ in 0..5 {
            limit.begin_code("rahim").unwrap().failed();
        }
        assert!(limit.begin_code("Rahim").is_err());
        assert!(
            limit.begin("rahim", ANYWHERE).is_ok(),
            "the password has its own"
        );
        assert!(limit.begin_code("karim").is_ok());
        clock.advance(Duration::from_secs(180));
        limit.begin_code("rahim").unwrap().succeeded();
        assert!(limit.begin_code("rahim").is_ok(), "all is forgotten");
    }
}
