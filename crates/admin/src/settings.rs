//! What is in force in this process and where it comes from. Settings are read at the start and
//! are the same in every replica because the deployment says so; the page shows them and says how
//! they are changed, and changes nothing itself. The binary hands them in, secrets masked already.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::Paisa;
use edge::{Problem, Staff};
use pages::Visit;

use crate::frame::Frame;
use crate::strings::SettingsTexts;
use crate::{Office, respond};

/// One setting of the process.
#[derive(Debug, Clone)]
pub struct SettingInForce {
    /// The environment variable: `DHAKACART_LOG`.
    pub name: &'static str,
    /// Its value, masked where it is secret; empty if there is none.
    pub value: String,
    /// Who gave it: `default`, `environment`, a file.
    pub origin: String,
    /// What it is for, in English, as in docs/settings.md.
    pub about: &'static str,
}

#[derive(Template)]
#[template(path = "settings/list.html")]
struct SettingsPage<'a> {
    frame: Frame,
    t: &'static SettingsTexts,
    charges: [(&'static str, Paisa); 3],
    free_from: Option<Paisa>,
    settings: &'a [SettingInForce],
}

/// `GET /admin/settings`
pub(crate) async fn list(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
) -> Result<Response, Problem> {
    let t = SettingsTexts::of(visit.lang);
    let delivery = office.shop.options().delivery;
    respond::personal(&SettingsPage {
        frame: Frame::new(&visit, &who, t.title),
        t,
        charges: [
            (t.zone_dhaka, delivery.dhaka),
            (t.zone_suburbs, delivery.suburbs),
            (t.zone_outside, delivery.outside),
        ],
        free_from: delivery.free_from,
        settings: &office.settings,
    })
}
