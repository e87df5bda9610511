//! The part of the dashboard that changes, and the stream that sends it again (server-sent
//! events, HTML standard 9.2): no listener without a bound on their number, none for ever, none
//! once the process drains.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use domain::{Lang, Permission, digits};
use edge::{Problem, Staff, code};
use futures_util::Stream;
use pages::strings::show;
use pages::{Shown, Visit, dates};
use shop::{DayFigures, Identity, Refusals};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

use super::chart::Chart;
use super::queues::{self, Low, Queue};
use crate::strings::DashboardTexts;
use crate::{Office, respond};

/// Dashboards that may listen to this process at a time.
const LISTENERS: usize = 64;
/// How often a listener's dashboard is looked at.
const EVERY: Duration = Duration::from_secs(5);
/// How often a quiet stream says that it lives; proxies cut silence.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How long a stream lasts; the browser comes back by itself. Whoever loses their rights meanwhile is
/// gone at the next look.
const LASTS: Duration = Duration::from_secs(600);

#[derive(Template)]
#[template(path = "dashboard/live.html")]
struct Live {
    t: &'static DashboardTexts,
    lang: Lang,
    figures: Option<Figures>,
    queues: Vec<Queue>,
    /// What is nearly sold out, and how much of it there is.
    low: Option<(Vec<Low>, usize)>,
    /// Whether none of it is open to whoever looks.
    nothing: bool,
    at: String,
    machine: String,
}

impl Live {
    fn show(&self, value: impl Shown) -> String {
        show(value, self.lang)
    }
}

/// The figures of the whole shop.
struct Figures {
    measures: Vec<Measure>,
    refusals: Vec<Refused>,
    chart: Chart,
}

/// A figure beside last week's.
struct Measure {
    name: &'static str,
    today: String,
    last_week: String,
    /// `up`, `down` or empty.
    trend: &'static str,
}

struct Refused {
    reason: String,
    today: i64,
    last_week: i64,
}

/// Room for those who listen.
pub(crate) struct Listeners(Arc<Semaphore>);

impl Default for Listeners {
    fn default() -> Self {
        Listeners(Arc::new(Semaphore::new(LISTENERS)))
    }
}

/// The part that changes, as HTML: what is open to whoever looks.
pub(super) async fn fragment(
    office: &Office,
    who: &Identity,
    lang: Lang,
) -> Result<String, Problem> {
    let t = DashboardTexts::of(lang);
    let read = office.board.read(&office.shop).await?;
    let figures = who.may(Permission::Reports).then(|| Figures {
        measures: measures(&read.figures.today, &read.figures.last_week, lang),
        refusals: read
            .figures
            .refusals
            .iter()
            .map(|r| refused(r, t))
            .collect(),
        chart: Chart::of(&read.days, lang),
    });
    let queues = match who.may(Permission::Orders) {
        true => queues::orders(&read, lang),
        false => Vec::new(),
    };
    let low = who
        .may(Permission::Stock)
        .then(|| queues::low_stock(&office.shop, lang));
    let live = Live {
        t,
        lang,
        nothing: figures.is_none() && queues.is_empty() && low.is_none(),
        figures,
        queues,
        low,
        at: dates::time_of_day(read.at, lang),
        machine: dates::machine(read.at),
    };
    live.render().map_err(Problem::internal)
}

fn refused(refusals: &Refusals, t: &'static DashboardTexts) -> Refused {
    Refused {
        reason: t.refusal(&refusals.code).to_owned(),
        today: refusals.today,
        last_week: refusals.last_week,
    }
}

fn measures(today: &DayFigures, last_week: &DayFigures, lang: Lang) -> Vec<Measure> {
    let t = DashboardTexts::of(lang);
    let measure = |name, now: String, then: String, order: std::cmp::Ordering| Measure {
        name,
        today: now,
        last_week: then,
        trend: match order {
            std::cmp::Ordering::Greater => "up",
            std::cmp::Ordering::Less => "down",
            std::cmp::Ordering::Equal => "",
        },
    };
    // Compared as fractions, so that nothing is rounded: a/b and c/d by a·d and c·b.
    let share = |day: &DayFigures, other: &DayFigures| {
        i128::from(day.orders) * i128::from(other.carts.max(1))
    };
    vec![
        measure(
            t.orders,
            show(today.orders, lang),
            show(last_week.orders, lang),
            today.orders.cmp(&last_week.orders),
        ),
        measure(
            t.revenue,
            show(today.revenue, lang),
            show(last_week.revenue, lang),
            today.revenue.cmp(&last_week.revenue),
        ),
        measure(
            t.conversion,
            conversion(today, lang),
            conversion(last_week, lang),
            share(today, last_week).cmp(&share(last_week, today)),
        ),
    ]
}

/// Orders of carts begun, in percent with one digit behind the point; a dash without carts.
fn conversion(day: &DayFigures, lang: Lang) -> String {
    if day.carts == 0 {
        return "–".to_owned();
    }
    let permille = day.orders.saturating_mul(1_000) / day.carts;
    let text = format!("{}.{} %", permille / 10, permille % 10);
    digits::localise(&text, lang).into_owned()
}

/// `GET /admin/events`
pub(crate) async fn events(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
) -> Result<Response, Problem> {
    let room = office.listeners.0.clone().try_acquire_owned();
    let room =
        room.map_err(|_| Problem::new(code::BUSY, "Too many dashboards are open").retry_after(30))?;
    let stream = Sse::new(stream(office, who, visit.lang, room));
    let live = stream.keep_alive(KeepAlive::new().interval(HEARTBEAT));
    let mut response = live.into_response();
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, respond::PERSONAL);
    Ok(response)
}

/// The fragment whenever it has changed, until the time is up or the process drains.
fn stream(
    office: Office,
    who: Identity,
    lang: Lang,
    room: OwnedSemaphorePermit,
) -> impl Stream<Item = Result<Event, Infallible>> {
    let mut looks = tokio::time::interval(EVERY);
    looks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let listening = Listening {
        office,
        who,
        lang,
        last: String::new(),
        looks,
        until: Instant::now() + LASTS,
        _room: room,
    };
    futures_util::stream::unfold(listening, |mut listening| async move {
        let html = listening.next().await?;
        let event = Event::default().event("figures").data(html);
        Some((Ok(event), listening))
    })
}

struct Listening {
    office: Office,
    /// Looked up anew each time: rights end while somebody listens, too.
    who: Identity,
    lang: Lang,
    /// What was sent last.
    last: String,
    looks: tokio::time::Interval,
    until: Instant,
    _room: OwnedSemaphorePermit,
}

impl Listening {
    async fn next(&mut self) -> Option<String> {
        loop {
            tokio::select! {
                () = self.office.drain.wait() => return None,
                () = tokio::time::sleep_until(self.until) => return None,
                _ = self.looks.tick() => {}
            }
            // A database that is away for a moment isn't a reason to give up listening.
            match self.office.shop.identity_now(&self.who).await {
                Ok(Some(who)) if who.role.is_staff() => self.who = who,
                Ok(_) => return None,
                Err(_) => continue,
            }
            let Ok(html) = fragment(&self.office, &self.who, self.lang).await else {
                continue;
            };
            if html != self.last {
                self.last.clone_from(&html);
                return Some(html);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Paisa;

    fn day(orders: i64, carts: i64) -> DayFigures {
        DayFigures {
            orders,
            revenue: Paisa::ZERO,
            carts,
        }
    }

    #[test]
    fn conversion_is_a_share_of_carts() {
        assert_eq!(conversion(&day(0, 0), Lang::En), "–");
        assert_eq!(conversion(&day(1, 3), Lang::En), "33.3 %");
        assert_eq!(conversion(&day(5, 5), Lang::Bn), "১০০.০ %");
    }

    #[test]
    fn trends_compare_shares_exactly() {
        let trend = |today, last_week| measures(&today, &last_week, Lang::En)[2].trend;
        assert_eq!(trend(day(1, 3), day(333, 1000)), "up");
        assert_eq!(trend(day(2, 6), day(1, 3)), "");
        assert_eq!(trend(day(1, 4), day(1, 3)), "down");
    }
}
