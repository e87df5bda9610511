//! A flash sale's page: `GET` and `POST` of `/admin/new-flash-sale` and
//! `/admin/flash-sales/{sale}`, and `POST /admin/flash-sales/{sale}/end`.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::{CampaignState, FieldError, FlashSaleId};
use edge::{Form, Path, Problem, Staff};
use pages::fields::{Field, FieldProblem};
use pages::{Visit, respond};
use shop::{FlashSaleError, FlashSaleView, Identity};

use super::fields::Errors;
use super::form::SaleForm;
use super::rows::{Row, rows};
use super::{path, standing};
use crate::Office;
use crate::conflict::Conflict;
use crate::forms::{Confirm, moment};
use crate::frame::Frame;
use crate::strings::FlashSaleTexts;

#[derive(Template)]
#[template(path = "flash-sales/edit.html")]
struct EditPage {
    frame: Frame,
    t: &'static FlashSaleTexts,
    heading: String,
    action: String,
    /// How the saved sale stands; `None` for a new one.
    saved: Option<Saved>,
    conflict: Option<Conflict>,
    problems: Vec<FieldProblem>,
    revision: i64,
    names: [Field; 2],
    moments: [Field; 2],
    lines_error: Option<&'static str>,
    rows: Vec<Row>,
    /// Whether the form came back with more rows, unsaved.
    more: bool,
}

struct Saved {
    state: &'static str,
    pill: &'static str,
    lines: usize,
    sold: i64,
    /// `None` when it has ended.
    end: Option<Confirm>,
}

/// Everything that a page is made of.
struct Editing<'a> {
    office: &'a Office,
    visit: &'a Visit,
    who: &'a Identity,
}

/// `GET /admin/new-flash-sale`
pub(crate) async fn new(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
) -> Result<Response, Problem> {
    let (office, visit, who) = (&office, &visit, &who);
    let editing = Editing { office, visit, who };
    let form = SaleForm::default();
    editing.page(StatusCode::OK, None, &form, &[], None).await
}

/// `POST /admin/new-flash-sale`
pub(crate) async fn create(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let (office, visit, who) = (&office, &visit, &who);
    let editing = Editing { office, visit, who };
    let form = SaleForm::read(&fields);
    if form.more {
        return editing.page(StatusCode::OK, None, &form, &[], None).await;
    }
    let made = match form.input(None) {
        Ok(input) => office.shop.create_flash_sale(who, input).await,
        Err(errors) => Err(FlashSaleError::Invalid(errors)),
    };
    match made {
        Ok(view) => Ok(visit.see_other(&format!("{}?done=created", path(view.id)))),
        Err(FlashSaleError::Invalid(errors)) => {
            let status = StatusCode::BAD_REQUEST;
            editing.page(status, None, &form, &errors, None).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /admin/flash-sales/{sale}`
pub(crate) async fn show(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Path(id): Path<FlashSaleId>,
) -> Result<Response, Problem> {
    let (office, visit, who) = (&office, &visit, &who);
    let editing = Editing { office, visit, who };
    let view = office.shop.flash_sale(id).await?;
    let form = SaleForm::of(&view);
    let status = StatusCode::OK;
    editing.page(status, Some(&view), &form, &[], None).await
}

/// `POST /admin/flash-sales/{sale}`
pub(crate) async fn update(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Path(id): Path<FlashSaleId>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let (office, visit, who) = (&office, &visit, &who);
    let editing = Editing { office, visit, who };
    let form = SaleForm::read(&fields);
    let view = office.shop.flash_sale(id).await?;
    if form.more {
        let status = StatusCode::OK;
        return editing.page(status, Some(&view), &form, &[], None).await;
    }
    let saved = match form.input(Some(&view)) {
        Ok(input) => {
            let revision = form.revision;
            office
                .shop
                .update_flash_sale(who, id, revision, input)
                .await
        }
        Err(errors) => Err(FlashSaleError::Invalid(errors)),
    };
    match saved {
        Ok(_) => Ok(visit.see_other(&format!("{}?done=saved", path(id)))),
        Err(FlashSaleError::Stale { .. }) => editing.stale(id, form).await,
        Err(FlashSaleError::Invalid(errors)) => {
            let status = StatusCode::BAD_REQUEST;
            editing
                .page(status, Some(&view), &form, &errors, None)
                .await
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /admin/flash-sales/{sale}/end`
pub(crate) async fn end(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Path(id): Path<FlashSaleId>,
) -> Result<Response, Problem> {
    office.shop.end_flash_sale(&who, id).await?;
    Ok(visit.see_other(&format!("{}?done=ended", path(id))))
}

impl Editing<'_> {
    /// Somebody else saved it meanwhile: theirs beside what was typed.
    async fn stale(&self, id: FlashSaleId, mut form: SaleForm) -> Result<Response, Problem> {
        let t = FlashSaleTexts::of(self.visit.lang);
        let theirs = self.office.shop.flash_sale(id).await?;
        let change = self.office.shop.last_change_of_flash_sale(id).await?;
        let saved = SaleForm::of(&theirs);
        let conflict = Conflict::between(&saved.flat(t), &form.flat(t), change, self.visit);
        // Saving once more is then knowing what it replaces.
        form.revision = theirs.revision;
        let status = StatusCode::CONFLICT;
        self.page(status, Some(&theirs), &form, &[], Some(conflict))
            .await
    }

    async fn page(
        &self,
        status: StatusCode,
        view: Option<&FlashSaleView>,
        form: &SaleForm,
        errors: &[FieldError],
        conflict: Option<Conflict>,
    ) -> Result<Response, Problem> {
        let t = FlashSaleTexts::of(self.visit.lang);
        let name = view.map(|view| view.name.get(self.visit.lang).to_owned());
        let heading = name.unwrap_or_else(|| t.new_title.to_owned());
        let place = view.map_or_else(|| "/admin/new-flash-sale".to_owned(), |view| path(view.id));
        let errors = Errors::new(t, errors);
        let line = |name, value: &str, hint| Field {
            hint,
            max: 100,
            value: value.to_owned(),
            error: errors.of(name),
            ..Field::new(name, t.label(name), "off")
        };
        let page = EditPage {
            frame: Frame::new(self.visit, self.who, &heading)
                .placed_at(&place)
                .says(&[
                    ("created", t.done_created),
                    ("saved", t.done_saved),
                    ("ended", t.done_ended),
                ]),
            t,
            heading,
            action: self.visit.link(&place),
            saved: view.map(|view| saved(view, self.visit)),
            conflict,
            problems: errors.summary(),
            revision: form.revision,
            names: [
                line("name", &form.name, t.name_hint),
                line("name_bn", &form.name_bn, t.name_bn_hint),
            ],
            moments: [
                moment(line("starts_at", &form.starts_at, t.dhaka_time)),
                moment(line("ends_at", &form.ends_at, t.dhaka_time)),
            ],
            lines_error: errors.of("lines"),
            rows: rows(self.office, self.visit, form, view, &errors).await?,
            more: form.more,
        };
        respond::personal_with(status, &page)
    }
}

fn saved(view: &FlashSaleView, visit: &Visit) -> Saved {
    let t = FlashSaleTexts::of(visit.lang);
    let (state, pill) = standing(view.state, t);
    let running = view.state != CampaignState::Ended;
    Saved {
        state,
        pill,
        lines: view.lines.len(),
        sold: view.lines.iter().map(|line| line.sold).sum(),
        end: running.then(|| Confirm {
            summary: t.end,
            question: t.end_question(view.name.get(visit.lang)),
            action: visit.link(&format!("{}/end", path(view.id))),
            button: t.end_confirm,
        }),
    }
}
