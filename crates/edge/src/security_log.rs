//! The security log: a line for every login, log-out and new password, and for every call that was
//! refused for who asked, from where, or how often.
//!
//! The lines have the target `security`, so that they can be told from all others, kept longer or
//! turned off (`DHAKACART_LOG=info,security=off`). They hold the client's address, the user's id
//! where it is known, and the request's id; never a name that somebody typed (it may be a password in
//! the wrong field), and never a path. They are bounded: whoever floods the shop writes
//! [`PER_CLIENT`] lines a minute of each kind and no more, all together [`PER_FACE`]; the next line
//! tells how many were left out.

use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::response::{IntoResponseParts, Response, ResponseParts};
use domain::{Ambient, UserId};

use crate::gcra::{Gcra, Rate};
use crate::limiter::call::{Charge, Key, Who, charges};
use crate::limiter::{Limiter, unguarded};
use crate::limits::subscriber;
use crate::{Code, Problem, code};

/// Lines per minute about one client, of each kind.
const PER_CLIENT: u32 = 10;
/// Lines per minute in all, of one face.
const PER_FACE: u32 = 600;
const MINUTE: Duration = Duration::from_secs(60);

/// What is logged when it is the reason of a refusal.
const REFUSALS: [Code; 11] = [
    code::UNAUTHORIZED,
    code::WRONG_CREDENTIALS,
    code::SECOND_FACTOR_REQUIRED,
    code::SECOND_FACTOR_WRONG,
    code::SECOND_FACTOR_MISSING,
    code::FORBIDDEN,
    code::CROSS_SITE,
    code::WRONG_CODE,
    code::RATE_LIMITED,
    code::BLOCKED,
    code::TOO_MANY_ATTEMPTS,
];

/// Something that happened to somebody's access. Put into an answer, it is logged with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecurityEvent {
    event: &'static str,
    user: Option<UserId>,
}

impl SecurityEvent {
    /// A session was opened.
    #[must_use]
    pub const fn logged_in(user: UserId) -> Self {
        Self::of("logged_in", user)
    }

    /// Sessions were ended by their owner.
    #[must_use]
    pub const fn logged_out(user: UserId) -> Self {
        Self::of("logged_out", user)
    }

    /// The password is another one, by somebody who knew the old one.
    #[must_use]
    pub const fn password_changed(user: UserId) -> Self {
        Self::of("password_changed", user)
    }

    /// The password is another one, by somebody who got a code.
    #[must_use]
    pub const fn password_reset() -> Self {
        let event = "password_reset";
        Self { event, user: None }
    }

    /// Refused, for an answer that isn't made of a [`Problem`].
    #[must_use]
    pub const fn refused(code: Code, user: Option<UserId>) -> Self {
        let event = code.name();
        Self { event, user }
    }

    /// What of a problem is worth a line.
    pub(crate) fn of_problem(problem: &Problem) -> Option<Self> {
        let refusal = REFUSALS.iter().find(|code| code.name() == problem.code())?;
        Some(Self::refused(*refusal, problem.asked_by()))
    }

    const fn of(event: &'static str, user: UserId) -> Self {
        let user = Some(user);
        Self { event, user }
    }

    /// The answer, with this to be logged.
    #[must_use]
    pub fn on(self, mut answer: Response) -> Response {
        answer.extensions_mut().insert(self);
        answer
    }
}

impl IntoResponseParts for SecurityEvent {
    type Error = Infallible;

    fn into_response_parts(self, mut parts: ResponseParts) -> Result<ResponseParts, Infallible> {
        parts.extensions_mut().insert(self);
        Ok(parts)
    }
}

/// What a line says of the request.
pub(crate) struct Asked<'a> {
    pub(crate) client: IpAddr,
    pub(crate) request_id: &'a str,
    pub(crate) method: &'static str,
    pub(crate) route: &'a str,
    pub(crate) status: u16,
}

/// Writes the lines. Cheap to clone; all clones are bounded together.
#[derive(Clone)]
pub(crate) struct SecurityLog {
    bound: Limiter,
    left_out: Arc<AtomicU64>,
}

impl SecurityLog {
    pub(crate) fn new(ambient: &Ambient) -> Self {
        Self {
            bound: Limiter::in_process(ambient.clone()),
            left_out: Arc::default(),
        }
    }

    pub(crate) fn write(&self, event: SecurityEvent, asked: &Asked<'_>) {
        if !self.fits(event.event, asked.client) {
            self.left_out.fetch_add(1, Ordering::Relaxed);
            return;
        }
        let left_out = self.left_out.swap(0, Ordering::Relaxed);
        tracing::info!(
            target: "security",
            event = event.event,
            client = %asked.client,
            user = event.user.map(tracing::field::display),
            request_id = asked.request_id,
            method = asked.method,
            route = asked.route,
            status = asked.status,
            left_out = (left_out > 0).then_some(left_out),
            "access"
        );
    }

    fn fits(&self, event: &'static str, client: IpAddr) -> bool {
        let charge = |budget, who, count| Charge {
            key: Key { budget, who },
            gcra: Gcra::new(Rate {
                count,
                window: MINUTE,
            }),
        };
        let all = Who::thing(&["all"]);
        let call = unguarded(charges([
            charge(event, Who::Address(subscriber(client)), PER_CLIENT),
            charge("all", all, PER_FACE),
        ]));
        // In this process it is decided at once.
        let verdict = self.bound.take_at_once(&call);
        verdict.is_none_or(|verdict| verdict.refusal.is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::clock;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(203, 0, 113, 1));
    const THERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(203, 0, 113, 2));

    #[test]
    fn a_flood_is_a_few_lines_and_hides_nobody_else() {
        let (clock, ambient) = clock();
        let log = SecurityLog::new(&ambient);
        let fit = |event, client| (0..1_000).filter(|_| log.fits(event, client)).count();
        assert_eq!(fit("rate_limited", HERE), 10);
        assert_eq!(fit("wrong_credentials", HERE), 10);
        assert_eq!(fit("rate_limited", THERE), 10);
        clock.advance(MINUTE);
        assert_eq!(fit("rate_limited", HERE), 10);
    }

    #[test]
    fn all_together_are_bounded_too() {
        let (_clock, ambient) = clock();
        let log = SecurityLog::new(&ambient);
        let from = |n: u16| IpAddr::from([10, 0, n.to_be_bytes()[0], n.to_be_bytes()[1]]);
        let fit = (0..2_000).filter(|n| log.fits("blocked", from(*n))).count();
        assert_eq!(fit, 600);
    }

    #[test]
    fn only_refusals_of_access_are_events() {
        let event = |problem: Problem| SecurityEvent::of_problem(&problem).map(|one| one.event);
        assert_eq!(event(Problem::forbidden()), Some("forbidden"));
        assert_eq!(event(Problem::unauthorized()), Some("unauthorized"));
        assert_eq!(event(Problem::not_found()), None);
    }
}
