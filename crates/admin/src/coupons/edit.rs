//! A coupon's page: `GET` and `POST` of `/admin/new-coupon` and `/admin/coupons/{code}`, and
//! `POST /admin/coupons/{code}/end`.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::{CampaignState, FieldError};
use edge::{Form, Path, Problem, Staff};
use pages::fields::{Field, FieldProblem, message, problems};
use pages::{Visit, respond};
use shop::{CouponError, CouponView, Identity};

use super::form::CouponForm;
use super::{path, standing, uses};
use crate::Office;
use crate::conflict::Conflict;
use crate::forms::{Choice, Confirm, moment};
use crate::frame::Frame;
use crate::strings::{CouponTexts, TAKEN};

#[derive(Template)]
#[template(path = "coupons/edit.html")]
struct EditPage {
    frame: Frame,
    t: &'static CouponTexts,
    heading: String,
    action: String,
    /// How the saved coupon stands; `None` for a new one.
    saved: Option<Saved>,
    conflict: Option<Conflict>,
    problems: Vec<FieldProblem>,
    revision: String,
    kinds: [Choice; 3],
    kind_error: Option<&'static str>,
    /// `None` once it has a code.
    code: Option<Field>,
    of_percent: [Field; 2],
    of_fixed: Field,
    conditions: [Field; 3],
    limits: [Field; 2],
    active: bool,
}

struct Saved {
    state: &'static str,
    pill: &'static str,
    takes_off: String,
    uses: String,
    /// `None` when it has ended.
    end: Option<Confirm>,
}

/// `GET /admin/new-coupon`
pub(crate) async fn new(visit: Visit, Staff(who): Staff) -> Result<Response, Problem> {
    let form = CouponForm::new();
    respond::personal(&page(&visit, &who, None, &form, &[], None))
}

/// `POST /admin/new-coupon`
pub(crate) async fn create(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Form(form): Form<CouponForm>,
) -> Result<Response, Problem> {
    let made = match form.input(None) {
        Ok(input) => office.shop.create_coupon(&who, input).await,
        Err(errors) => Err(CouponError::Invalid(errors)),
    };
    match made {
        Ok(view) => Ok(visit.see_other(&format!("{}?done=created", path(&view)))),
        Err(error) => {
            let errors = refusals(error, &form)?;
            let page = page(&visit, &who, None, &form, &errors, None);
            respond::personal_with(StatusCode::BAD_REQUEST, &page)
        }
    }
}

/// `GET /admin/coupons/{code}`
pub(crate) async fn show(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Path(code): Path<String>,
) -> Result<Response, Problem> {
    let view = office.shop.coupon(&code).await?;
    let form = CouponForm::of(&view);
    respond::personal(&page(&visit, &who, Some(&view), &form, &[], None))
}

/// `POST /admin/coupons/{code}`
pub(crate) async fn update(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Path(code): Path<String>,
    Form(mut form): Form<CouponForm>,
) -> Result<Response, Problem> {
    let view = office.shop.coupon(&code).await?;
    let revision = form.revision();
    let saved = match form.input(Some(&view)) {
        Ok(input) => {
            office
                .shop
                .update_coupon(&who, &code, revision, input)
                .await
        }
        Err(errors) => Err(CouponError::Invalid(errors)),
    };
    match saved {
        Ok(view) => Ok(visit.see_other(&format!("{}?done=saved", path(&view)))),
        Err(CouponError::Stale { .. }) => {
            let t = CouponTexts::of(visit.lang);
            let theirs = office.shop.coupon(&code).await?;
            let change = office.shop.last_change_of_coupon(&theirs.code).await?;
            let saved = CouponForm::of(&theirs);
            let conflict = Conflict::between(&saved.flat(t), &form.flat(t), change, &visit);
            // Saving once more is then knowing what it replaces.
            form.revision = saved.revision;
            let page = page(&visit, &who, Some(&theirs), &form, &[], Some(conflict));
            respond::personal_with(StatusCode::CONFLICT, &page)
        }
        Err(error) => {
            let errors = refusals(error, &form)?;
            let page = page(&visit, &who, Some(&view), &form, &errors, None);
            respond::personal_with(StatusCode::BAD_REQUEST, &page)
        }
    }
}

/// `POST /admin/coupons/{code}/end`
pub(crate) async fn end(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Path(code): Path<String>,
) -> Result<Response, Problem> {
    let view = office.shop.end_coupon(&who, &code).await?;
    Ok(visit.see_other(&format!("{}?done=ended", path(&view))))
}

/// What the form can say; the rest is a problem.
fn refusals(error: CouponError, form: &CouponForm) -> Result<Vec<FieldError>, Problem> {
    match error {
        CouponError::Invalid(errors) => {
            Ok(errors.into_iter().map(|error| form.box_of(error)).collect())
        }
        CouponError::CodeTaken => Ok(vec![FieldError::new("code", TAKEN, "taken")]),
        other => Err(other.into()),
    }
}

fn page(
    visit: &Visit,
    who: &Identity,
    view: Option<&CouponView>,
    form: &CouponForm,
    errors: &[FieldError],
    conflict: Option<Conflict>,
) -> EditPage {
    let t = CouponTexts::of(visit.lang);
    let heading = view.map_or_else(
        || t.new_title.to_owned(),
        |view| t.coupon(view.code.as_str()),
    );
    let place = view.map_or_else(|| "/admin/new-coupon".to_owned(), path);
    let boxes = Boxes { t, errors };
    EditPage {
        frame: Frame::new(visit, who, &heading).placed_at(&place).says(&[
            ("created", t.done_created),
            ("saved", t.done_saved),
            ("ended", t.done_ended),
        ]),
        t,
        heading,
        action: visit.link(&place),
        saved: view.map(|view| saved(view, visit)),
        conflict,
        problems: problems(t, errors),
        revision: form.revision.clone(),
        kinds: kinds(t, &form.kind),
        kind_error: message(t, "kind", errors),
        code: view.is_none().then(|| Field {
            required: true,
            max: 32,
            ..boxes.line("code", &form.code, t.code_hint)
        }),
        of_percent: [
            boxes.number("percent", &form.percent, ""),
            boxes.number("cap", &form.cap, ""),
        ],
        of_fixed: boxes.number("amount", &form.amount, ""),
        conditions: [
            boxes.number("min_subtotal", &form.min_subtotal, t.min_subtotal_hint),
            moment(boxes.line("starts_at", &form.starts_at, t.starts_hint)),
            moment(boxes.line("ends_at", &form.ends_at, t.ends_hint)),
        ],
        limits: [
            boxes.number("max_uses", &form.max_uses, t.limit_hint),
            boxes.number(
                "max_uses_per_customer",
                &form.max_uses_per_customer,
                t.customer_hint,
            ),
        ],
        active: form.active == "yes",
    }
}

fn saved(view: &CouponView, visit: &Visit) -> Saved {
    let t = CouponTexts::of(visit.lang);
    let (state, pill) = standing(view, t);
    let running = view.state != CampaignState::Ended;
    Saved {
        state,
        pill,
        takes_off: t.reduction(view.reduction),
        uses: match view.max_uses {
            Some(_) => uses(view, t),
            None => t.used(view.uses),
        },
        end: running.then(|| Confirm {
            summary: t.end,
            question: t.end_question(view.code.as_str()),
            action: visit.link(&format!("{}/end", path(view))),
            button: t.end_confirm,
        }),
    }
}

fn kinds(t: &'static CouponTexts, chosen: &str) -> [Choice; 3] {
    ["percent", "fixed", "free_delivery"].map(|value| Choice {
        name: "kind",
        value,
        label: t.kind(value),
        chosen: value == chosen,
    })
}

/// The form's boxes, labelled as their errors are.
struct Boxes<'a> {
    t: &'static CouponTexts,
    errors: &'a [FieldError],
}

impl Boxes<'_> {
    fn line(&self, name: &'static str, value: &str, hint: &'static str) -> Field {
        let label = pages::fields::FieldWords::field_label(self.t, name);
        Field {
            hint,
            required: false,
            ..Field::new(name, label, "off").filled(self.t, value, self.errors)
        }
    }

    fn number(&self, name: &'static str, value: &str, hint: &'static str) -> Field {
        Field {
            inputmode: "decimal",
            max: 20,
            ..self.line(name, value, hint)
        }
    }
}
