//! Where a coupon or a sale stands between its start and its end.

use time::OffsetDateTime;

use crate::words::words;

words! {
    /// Where something that begins and ends stands now.
    pub enum CampaignState: "campaign state" {
        /// It has not begun.
        Upcoming = "upcoming",
        /// It is on.
        Running = "running",
        /// It is over.
        Ended = "ended",
    }
}

impl CampaignState {
    /// Where it stands at `now`: the start belongs to it, the end doesn't.
    #[must_use]
    pub fn at(
        now: OffsetDateTime,
        starts_at: OffsetDateTime,
        ends_at: Option<OffsetDateTime>,
    ) -> Self {
        if ends_at.is_some_and(|ends_at| now >= ends_at) {
            Self::Ended
        } else if now < starts_at {
            Self::Upcoming
        } else {
            Self::Running
        }
    }
}

#[cfg(test)]
mod tests {
    use time::Duration;
    use time::macros::datetime;

    use super::*;

    #[test]
    fn the_start_belongs_to_it_and_the_end_does_not() {
        let start = datetime!(2026-11-23 12:00 UTC);
        let end = start + Duration::HOUR;
        let moment = Duration::MICROSECOND;
        let at = |now| CampaignState::at(now, start, Some(end));
        assert_eq!(at(start - moment), CampaignState::Upcoming);
        assert_eq!(at(start), CampaignState::Running);
        assert_eq!(at(end - moment), CampaignState::Running);
        assert_eq!(at(end), CampaignState::Ended);
        let endless = CampaignState::at(end + Duration::WEEK, start, None);
        assert_eq!(endless, CampaignState::Running);
        // Ended before it began: it never was.
        let never = CampaignState::at(start, start, Some(start));
        assert_eq!(never, CampaignState::Ended);
    }
}
