//! The second factor of whoever is logged in: setting it up, new recovery codes, turning it off.
//!
//! Staff who must set one up first reach this page and no other (`routes.rs`). Secrets are shown
//! while it is set up, recovery codes once: both on pages that nobody keeps.

mod qr;

use std::net::IpAddr;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::FieldError;
use edge::{ClientAddress, Form, Problem, SecurityEvent, Session, code};
use pages::Visit;
use pages::fields::{Field, FieldProblem, problems};
use serde::Deserialize;
use shop::{Identity, SecondFactor, SecondFactorError};

use crate::frame::Frame;
use crate::strings::{SecurityTexts, WRONG};
use crate::{Office, dates, respond};
use qr::Qr;

#[derive(Template)]
#[template(path = "security/show.html")]
struct SecurityPage {
    frame: Frame,
    t: &'static SecurityTexts,
    /// Whether nothing else can be done before.
    required: bool,
    problems: Vec<FieldProblem>,
    password: Field,
    code: Field,
    state: Stage,
}

enum Stage {
    Off,
    Begun { secret: String, qr: Option<Qr> },
    On { since: String, codes_left: i64 },
}

/// The page that recovery codes are shown on, once.
#[derive(Template)]
#[template(path = "security/codes.html")]
struct CodesPage {
    frame: Frame,
    t: &'static SecurityTexts,
    codes: Vec<String>,
}

/// A form of this page, as it was sent.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Proof {
    password: String,
    code: String,
    action: String,
}

/// `GET /admin/security`
pub(crate) async fn show(
    State(office): State<Office>,
    visit: Visit,
    Session(who): Session,
) -> Result<Response, Problem> {
    respond::personal(&page(&office, &visit, &who, &[]).await?)
}

/// `POST /admin/security/begin`: a secret, shown on the page until a code of it was given.
pub(crate) async fn begin(
    State(office): State<Office>,
    visit: Visit,
    Session(who): Session,
    ClientAddress(client): ClientAddress,
    Form(form): Form<Proof>,
) -> Result<Response, Problem> {
    let attempts = Attempts::begin(&office, &who, client).await?;
    let begun = office.shop.begin_second_factor(&who, &form.password).await;
    match attempts.ended(begun).await {
        Ok(()) => Ok(visit.see_other("/admin/security")),
        Err(error) => refused(&office, &visit, &who, error).await,
    }
}

/// `POST /admin/security/confirm`: from now on it is asked for.
pub(crate) async fn confirm(
    State(office): State<Office>,
    visit: Visit,
    Session(who): Session,
    ClientAddress(client): ClientAddress,
    Form(form): Form<Proof>,
) -> Result<Response, Problem> {
    let attempts = Attempts::begin(&office, &who, client).await?;
    let confirmed = office.shop.confirm_second_factor(&who, &form.code).await;
    match attempts.ended(confirmed).await {
        Ok(codes) => told(&visit, &who, codes),
        Err(error) => refused(&office, &visit, &who, error).await,
    }
}

/// `POST /admin/security/change`: other recovery codes, or none of it any more.
pub(crate) async fn change(
    State(office): State<Office>,
    visit: Visit,
    Session(who): Session,
    ClientAddress(client): ClientAddress,
    Form(form): Form<Proof>,
) -> Result<Response, Problem> {
    let attempts = Attempts::begin(&office, &who, client).await?;
    let (password, code) = (form.password.as_str(), form.code.as_str());
    let changed = if form.action == "off" {
        let removed = office.shop.remove_second_factor(&who, password, code);
        attempts.ended(removed.await).await.map(|()| None)
    } else {
        let renewed = office.shop.renew_recovery_codes(&who, password, code);
        attempts.ended(renewed.await).await.map(Some)
    };
    match changed {
        Ok(Some(codes)) => told(&visit, &who, codes),
        Ok(None) => Ok(visit.see_other("/admin/security?done=off")),
        Err(error) => refused(&office, &visit, &who, error).await,
    }
}

/// A stolen session is no licence to guess: what is wrong here counts as at the login.
struct Attempts([edge::Attempt; 2]);

impl Attempts {
    async fn begin(office: &Office, who: &Identity, client: IpAddr) -> Result<Self, Problem> {
        Ok(Self([
            office.login_limit.begin(&who.username, client).await?,
            office.login_limit.begin_code(&who.username).await?,
        ]))
    }

    async fn ended<T>(self, result: Result<T, SecondFactorError>) -> Result<T, SecondFactorError> {
        let [password, code] = self.0;
        match &result {
            Ok(_) => {
                password.succeeded().await;
                code.succeeded().await;
            }
            Err(SecondFactorError::WrongPassword) => password.failed(),
            Err(SecondFactorError::WrongCode) => code.failed(),
            Err(_) => {}
        }
        result
    }
}

fn told(visit: &Visit, who: &Identity, codes: Vec<String>) -> Result<Response, Problem> {
    let t = SecurityTexts::of(visit.lang);
    respond::personal(&CodesPage {
        frame: Frame::new(visit, who, t.codes_title).placed_at("/admin/security"),
        t,
        codes,
    })
}

/// The page again, with what is wrong.
async fn refused(
    office: &Office,
    visit: &Visit,
    who: &Identity,
    error: SecondFactorError,
) -> Result<Response, Problem> {
    let (field, code) = match error {
        SecondFactorError::WrongPassword => ("password", code::WRONG_CREDENTIALS),
        SecondFactorError::WrongCode => ("code", code::SECOND_FACTOR_WRONG),
        // Another tab was quicker: the page says how it is now.
        SecondFactorError::AlreadyOn | SecondFactorError::Off => {
            return Ok(visit.see_other("/admin/security"));
        }
        error => return Err(error.into()),
    };
    let errors = [FieldError::new(field, WRONG, "it is another one")];
    let mut page = page(office, visit, who, &errors).await?;
    page.frame = page.frame.placed_at("/admin/security");
    let answer = respond::personal_with(StatusCode::BAD_REQUEST, &page)?;
    Ok(SecurityEvent::refused(code, Some(who.user)).on(answer))
}

async fn page(
    office: &Office,
    visit: &Visit,
    who: &Identity,
    errors: &[FieldError],
) -> Result<SecurityPage, Problem> {
    let t = SecurityTexts::of(visit.lang);
    let state = match office.shop.second_factor(who).await? {
        SecondFactor::Off => Stage::Off,
        SecondFactor::Begun { secret, uri } => Stage::Begun {
            secret: in_fours(&secret),
            qr: qr::draw(&uri),
        },
        SecondFactor::On { since, codes_left } => Stage::On {
            since: dates::date(since, visit.lang),
            codes_left,
        },
    };
    let on = matches!(state, Stage::On { .. });
    // What was typed isn't sent back: it would stand in the page's source.
    let password = Field::new("password", t.password, "current-password").filled(t, "", errors);
    let code = Field::new("code", t.code, "one-time-code").filled(t, "", errors);
    Ok(SecurityPage {
        frame: Frame::new(visit, who, t.title).says(&[("off", t.done_off)]),
        t,
        required: office.shop.options().second_factor_required && !on,
        problems: problems(t, errors),
        password: Field {
            kind: "password",
            max: 128,
            ..password
        },
        code: Field {
            hint: if on { t.code_hint } else { "" },
            max: 64,
            ..code
        },
        state,
    })
}

/// As people copy it: four letters at a time.
fn in_fours(secret: &str) -> String {
    let letters: Vec<char> = secret.chars().collect();
    let groups: Vec<String> = letters
        .chunks(4)
        .map(|four| four.iter().collect())
        .collect();
    groups.join(" ")
}
