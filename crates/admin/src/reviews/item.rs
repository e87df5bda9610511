//! One review as staff read it: its words in full, and the two forms that decide it; the data of
//! `reviews/review.html`.

use domain::{FieldError, Lang, Permission, ReviewStatus};
use pages::{Visit, dates, links};
use shop::{Identity, REVIEW_REASON, REVIEW_REPLY, ReviewView};

use super::path;
use crate::customers;
use crate::strings::ReviewTexts;

/// Stars that can be given.
const MOST_STARS: usize = 5;

/// A review.
pub(super) struct Item {
    pub(super) id: String,
    pub(super) href: String,
    pub(super) product: String,
    pub(super) product_href: String,
    pub(super) status: &'static str,
    pub(super) pill: &'static str,
    /// `★★★★☆`
    pub(super) drawn: String,
    pub(super) stars: String,
    pub(super) title: Option<String>,
    pub(super) body: String,
    pub(super) lang: Lang,
    pub(super) language: &'static str,
    pub(super) by: String,
    /// The author's page, for those who may open it.
    pub(super) author: Option<String>,
    pub(super) written: Moment,
    pub(super) decided: Option<Moment>,
    pub(super) reason: Option<String>,
    pub(super) reply: Option<String>,
    pub(super) forms: Forms,
}

/// When something was.
pub(super) struct Moment {
    pub(super) at: String,
    pub(super) machine: String,
}

/// The forms that decide it.
pub(super) struct Forms {
    /// The list's filter, to come back to.
    pub(super) status: &'static str,
    pub(super) revision: i64,
    pub(super) publish: Form,
    pub(super) reject: Form,
    /// An answer that stays when the review is rejected and published again.
    pub(super) reply_kept: String,
    pub(super) unfolded: bool,
}

/// One of them: a few lines and a button.
pub(super) struct Form {
    /// What it is called, in reading order: no two on a page are called the same.
    pub(super) name: String,
    pub(super) action: String,
    pub(super) button: &'static str,
    pub(super) value: String,
    pub(super) max: usize,
    pub(super) error: Option<&'static str>,
}

/// What was typed into a form that was refused, and where it came from.
#[derive(Default, Clone, Copy)]
pub(super) struct Typed<'a> {
    /// The list's filter.
    pub(super) status: Option<ReviewStatus>,
    /// Instead of the review's own answer.
    pub(super) reply: Option<&'a str>,
    /// Instead of the review's own reason.
    pub(super) reason: Option<&'a str>,
    /// What is wrong with them.
    pub(super) errors: &'a [FieldError],
}

impl Typed<'_> {
    /// Nothing yet, in a list with this filter.
    pub(super) fn within(status: Option<ReviewStatus>) -> Self {
        Typed {
            status,
            ..Typed::default()
        }
    }
}

impl Item {
    /// A review, with what was typed about it.
    pub(super) fn of(review: &ReviewView, visit: &Visit, who: &Identity, typed: Typed<'_>) -> Self {
        let t = ReviewTexts::of(visit.lang);
        let stars = usize::from(review.stars).min(MOST_STARS);
        let slug = links::part(review.slug.as_str());
        let moment = |at| Moment {
            at: dates::date_time(at, visit.lang),
            machine: dates::machine(at),
        };
        Item {
            id: review.id.to_string(),
            href: visit.link(&path(review.id)),
            product: review.product.get(visit.lang).to_owned(),
            product_href: visit.link(&format!("/admin/products/{slug}")),
            status: t.review_status(review.status),
            pill: pill(review.status),
            drawn: "★".repeat(stars) + &"☆".repeat(MOST_STARS - stars),
            stars: t.stars(stars),
            title: review.title.clone(),
            body: review.body.clone(),
            lang: review.lang,
            language: t.written_in(review.lang),
            by: t.by(&review.name, &review.username),
            author: who
                .may(Permission::Customers)
                .then(|| visit.link(&customers::path(review.user))),
            written: moment(review.written_at),
            decided: review.decided_at.map(moment),
            reason: review.reason.clone(),
            reply: review.reply.clone(),
            forms: Forms::of(review, visit, typed),
        }
    }
}

impl Forms {
    fn of(review: &ReviewView, visit: &Visit, typed: Typed<'_>) -> Self {
        let t = ReviewTexts::of(visit.lang);
        let product = review.product.get(visit.lang);
        let at = |verb: &str| visit.link(&format!("{}/{verb}", path(review.id)));
        let error = |field: &str| {
            let error = typed.errors.iter().find(|error| error.field == field)?;
            Some(t.wrong(error))
        };
        let or_own = |typed: Option<&str>, own: &Option<String>| {
            let own = own.as_deref().unwrap_or_default();
            typed.unwrap_or(own).to_owned()
        };
        let reply = or_own(typed.reply, &review.reply);
        let (publish, reject) = match review.status {
            ReviewStatus::Pending => (t.publish, t.reject_now),
            ReviewStatus::Published => (t.save_reply, t.reject_now),
            ReviewStatus::Rejected => (t.publish, t.save_reason),
        };
        Forms {
            status: typed.status.map_or("", ReviewStatus::as_str),
            revision: review.revision,
            publish: Form {
                name: t.publish_form(product, &review.username),
                action: at("publish"),
                button: publish,
                value: reply.clone(),
                max: *REVIEW_REPLY.end(),
                error: error("reply"),
            },
            reject: Form {
                name: t.reject_form(product, &review.username),
                action: at("reject"),
                button: reject,
                value: or_own(typed.reason, &review.reason),
                max: *REVIEW_REASON.end(),
                error: error("reason"),
            },
            reply_kept: reply,
            unfolded: typed.reason.is_some(),
        }
    }
}

/// The class of a status's pill.
fn pill(status: ReviewStatus) -> &'static str {
    match status {
        ReviewStatus::Pending => "pill-warn",
        ReviewStatus::Published => "pill-good",
        ReviewStatus::Rejected => "pill-bad",
    }
}
