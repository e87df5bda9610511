//! What a request that counted tells its client.

use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderMap, HeaderName, HeaderValue};

use super::budget::Policy;
use crate::limiter::call::{Refusal, Verdict};
use crate::{Problem, code};

const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// A request that counted.
pub(crate) struct Counted {
    verdict: Verdict,
    policies: Arc<[Policy]>,
}

impl Counted {
    pub(super) fn new(verdict: Verdict, policies: Arc<[Policy]>) -> Self {
        Counted { verdict, policies }
    }

    /// Why the request is refused, if it is.
    pub(crate) fn refusal(&self) -> Option<Problem> {
        let seconds = up(self.verdict.retry_after()?);
        let (code, detail) = match self.verdict.refusal? {
            Refusal::Spent(_) => (
                code::RATE_LIMITED,
                format!("You have made too many calls; the next is taken in {seconds} s"),
            ),
            Refusal::Blocked(_) => (
                code::BLOCKED,
                format!(
                    "You went on calling long past the limit and are blocked for {seconds} s; \
                     each call until then may make it longer"
                ),
            ),
        };
        Some(Problem::new(code, detail).retry_after(seconds))
    }

    /// The tightest budget first: the one with the least left.
    pub(crate) fn write_headers(self, headers: &mut HeaderMap) {
        let mut items: Vec<(u32, u32, &Policy)> = match self.verdict.refusal {
            // Who is blocked has nothing left of anything.
            Some(Refusal::Blocked(wait)) => {
                let all = self.policies.iter().map(|policy| (0, up(wait), policy));
                all.collect()
            }
            _ => {
                let standings = self.verdict.standings.iter().flatten();
                let told = standings.zip(&*self.policies);
                told.map(|(standing, policy)| (standing.remaining, up(standing.reset), policy))
                    .collect()
            }
        };
        // A stable sort: of two with as much left, the tighter stands first already.
        items.sort_by_key(|(remaining, ..)| *remaining);
        let join = |item: &dyn Fn(&(u32, u32, &Policy)) -> String| {
            items.iter().map(item).collect::<Vec<_>>().join(", ")
        };
        let limit =
            join(&|(left, reset, policy)| format!("\"{}\";r={left};t={reset}", policy.name));
        let policy = join(&|(_, _, policy)| policy.item.clone());
        for (name, value) in [(RATE_LIMIT, limit), (RATE_LIMIT_POLICY, policy)] {
            if let Ok(value) = HeaderValue::try_from(value) {
                headers.insert(name, value);
            }
        }
    }
}

/// Whole seconds, rounded up: who waits them has waited long enough.
pub(crate) fn up(duration: Duration) -> u32 {
    let seconds = duration.as_nanos().div_ceil(1_000_000_000);
    u32::try_from(seconds).unwrap_or(u32::MAX)
}
