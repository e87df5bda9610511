//! The first page: today beside last week, what waits to be done, and the last two weeks.
//!
//! The page is whole as it is sent; `live.rs` sends the part that changes again while it is open.

mod chart;
mod figures;
mod live;
mod queues;

pub(crate) use figures::Board;
pub(crate) use live::{Listeners, events};

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use edge::{Problem, Staff};
use pages::Visit;

use crate::frame::Frame;
use crate::strings::DashboardTexts;
use crate::{Office, respond};

#[derive(Template)]
#[template(path = "dashboard/page.html")]
struct Dashboard {
    frame: Frame,
    t: &'static DashboardTexts,
    /// `dashboard/live.html`, made.
    live: String,
}

/// `GET /admin`
pub(crate) async fn show(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
) -> Result<Response, Problem> {
    let t = DashboardTexts::of(visit.lang);
    respond::personal(&Dashboard {
        frame: Frame::new(&visit, &who, t.title),
        t,
        live: live::fragment(&office, &who, visit.lang).await?,
    })
}
