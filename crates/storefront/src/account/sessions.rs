//! Where somebody is logged in, and ending it: one session, all the others, or every one.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::SessionId;
use edge::{Form, MaybeUser, Problem, Query, SecurityEvent};
use serde::Deserialize;
use shop::{Caller, SessionView};

use super::{Done, ask_to_log_in, logged_out};
use crate::frame::Frame;
use crate::visit::{Texts as _, Visit};
use crate::{Storefront, dates, respond};

#[derive(Template)]
#[template(path = "account/sessions.html")]
struct SessionsPage {
    frame: Frame,
    account_place: &'static str,
    done: bool,
    sessions: Vec<Row>,
}

struct Row {
    id: String,
    device: String,
    since: String,
    current: bool,
}

/// What to do, as it was sent.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct SessionForm {
    action: String,
    id: String,
}

/// `GET /account/sessions`
pub(crate) async fn show(
    State(state): State<Storefront>,
    visit: Visit,
    MaybeUser(caller): MaybeUser,
    Query(done): Query<Done>,
) -> Result<Response, Problem> {
    let Caller::User(identity) = caller else {
        return Ok(ask_to_log_in(&visit));
    };
    let sessions = state.shop.sessions(&identity).await?;
    let snapshot = state.shop.catalogue().snapshot();
    respond::personal(&SessionsPage {
        frame: Frame::new(&state.site, &visit, &snapshot, visit.t().my_sessions),
        account_place: "sessions",
        done: done.is_done(),
        sessions: sessions.into_iter().map(|each| row(each, &visit)).collect(),
    })
}

/// `POST /account/sessions`
pub(crate) async fn submit(
    State(state): State<Storefront>,
    visit: Visit,
    MaybeUser(caller): MaybeUser,
    Form(form): Form<SessionForm>,
) -> Result<Response, Problem> {
    let Caller::User(identity) = caller else {
        return Ok(ask_to_log_in(&visit));
    };
    match form.action.as_str() {
        "others" => state.shop.end_other_sessions(&identity).await?,
        "everywhere" => {
            state.shop.log_out_everywhere(&identity).await?;
            let event = SecurityEvent::logged_out(identity.user);
            return Ok(event.on(logged_out(&state, &visit)));
        }
        _ => {
            // One that has ended already, or is somebody else's, isn't on the page any more.
            if let Ok(id) = form.id.parse::<SessionId>() {
                state.shop.end_session(&identity, id).await?;
            }
        }
    }
    Ok(visit.see_other("/account/sessions?done=1"))
}

fn row(session: SessionView, visit: &Visit) -> Row {
    let unknown = || visit.t().unknown_device.to_owned();
    Row {
        id: session.id.to_string(),
        device: session.device.unwrap_or_else(unknown),
        since: dates::date_time(session.created_at, visit.lang),
        current: session.current,
    }
}
