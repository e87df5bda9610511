//! `/admin/blocks`: clients that went on asking long past the limit, and letting them in again.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use edge::{Block, Path, Problem, Staff};
use pages::{Visit, dates, respond};

use crate::Office;
use crate::frame::Frame;
use crate::strings::BlockTexts;

#[derive(Template)]
#[template(path = "blocks/list.html")]
struct BlocksPage {
    frame: Frame,
    t: &'static BlockTexts,
    /// Whose list it is: all servers', or this one's.
    counted: &'static str,
    rows: Vec<Row>,
}

struct Row {
    whom: String,
    place: &'static str,
    since: Moment,
    until: Moment,
    times: i64,
    refused: i64,
    lift: String,
}

struct Moment {
    shown: String,
    machine: String,
}

/// `GET /admin/blocks`: the longest first.
pub(crate) async fn list(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
) -> Result<Response, Problem> {
    let t = BlockTexts::of(visit.lang);
    let blocks = office.limiter.blocks().await;
    let frame = Frame::new(&visit, &who, t.title);
    respond::personal(&BlocksPage {
        frame: frame.says(&[("lifted", t.done_lifted), ("gone", t.done_gone)]),
        t,
        counted: match office.limiter.mode() {
            "shared" => t.shared,
            _ => t.per_process,
        },
        rows: blocks.into_iter().map(|block| row(block, &visit)).collect(),
    })
}

/// `POST /admin/blocks/{block}/lift`
pub(crate) async fn lift(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let Some(block) = office.limiter.block(&id).await else {
        return Ok(visit.see_other("/admin/blocks?done=gone"));
    };
    // On paper first: nothing is lifted that the log doesn't know of.
    office
        .shop
        .audit_lifted_block(&who, &block.whom, &block)
        .await?;
    office.limiter.lift(&id).await;
    Ok(visit.see_other("/admin/blocks?done=lifted"))
}

fn row(block: Block, visit: &Visit) -> Row {
    let t = BlockTexts::of(visit.lang);
    let moment = |at| Moment {
        shown: dates::date_time(at, visit.lang),
        machine: dates::machine(at),
    };
    Row {
        place: if block.face == "api" { t.api } else { t.pages },
        since: moment(block.since),
        until: moment(block.until),
        times: i64::from(block.times),
        refused: i64::try_from(block.refused).unwrap_or(i64::MAX),
        lift: visit.link(&format!("/admin/blocks/{}/lift", block.id)),
        whom: block.whom,
    }
}
