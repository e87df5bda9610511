//! "Tell me when it is back": the form on a sold-out product's page, and what is answered.
//!
//! The product's page is everybody's and kept, so that the answer has a page of its own. Asking
//! twice is answered like asking once.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use catalogue::Listing;
use domain::{FieldError, Phone, Sku};
use edge::{ClientAddress, Form, MaybeUser, Problem, Query};
use serde::Deserialize;
use shop::RequestStockError;

use crate::fields::{self, Field, FieldProblem};
use crate::frame::Frame;
use crate::strings::Strings;
use crate::visit::{Texts as _, Visit};
use crate::{Storefront, links, respond};

/// The data of `parts/back_in_stock.html`.
pub(crate) struct BackInStock {
    /// Sold-out variants: SKU and title, which is empty for the only one.
    pub(crate) variants: Vec<(String, String)>,
    pub(crate) phone: Field,
}

impl BackInStock {
    /// `None` if nothing of the product is sold out.
    pub(crate) fn of(listing: &Listing, t: &'static Strings) -> Option<Self> {
        let product = &listing.product;
        let single = product.variants.len() == 1;
        let sold_out = product
            .variants
            .iter()
            .enumerate()
            .filter(|(at, variant)| variant.price.is_some() && listing.variant_stock(*at) == 0);
        let variants: Vec<_> = sold_out
            .map(|(_, variant)| {
                let title = t.variant_title(&variant.options.join(" / "));
                let title = if single { String::new() } else { title };
                (variant.sku.as_str().to_owned(), title)
            })
            .collect();
        (!variants.is_empty()).then(|| BackInStock {
            variants,
            phone: phone(t, "", &[]),
        })
    }
}

#[derive(Template)]
#[template(path = "back_in_stock.html")]
struct BackInStockPage {
    frame: Frame,
    title: String,
    href: String,
    sku: String,
    /// It is done: nothing is left to fill in.
    done: bool,
    warning: Option<&'static str>,
    problems: Vec<FieldProblem>,
    phone: Field,
}

/// The form, as it was sent.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct BackInStockForm {
    sku: String,
    phone: String,
}

/// What was asked for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    sku: String,
}

/// `GET /back-in-stock?sku=…`: it is done.
pub(crate) async fn show(
    State(state): State<Storefront>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let form = BackInStockForm {
        sku: asked.sku,
        ..BackInStockForm::default()
    };
    let mut page = page(&state, &visit, &form, &[])?;
    page.done = true;
    respond::personal(&page)
}

/// `POST /back-in-stock`
pub(crate) async fn submit(
    State(state): State<Storefront>,
    visit: Visit,
    MaybeUser(caller): MaybeUser,
    ClientAddress(client): ClientAddress,
    Form(form): Form<BackInStockForm>,
) -> Result<Response, Problem> {
    let thing = match Phone::parse(&form.phone) {
        Ok(phone) => format!("phone:{phone}"),
        Err(_) => format!("user:{:?}", caller.user()),
    };
    state.login_limit.try_once(&thing, client).await?;
    let asked = state
        .shop
        .request_stock(&caller, &form.sku, &form.phone, visit.lang)
        .await;
    let t = visit.t();
    let (status, warning, errors) = match asked {
        Ok(()) => {
            let there = links::with_query("/back-in-stock", [("sku", form.sku.as_str())]);
            return Ok(visit.see_other(&there));
        }
        Err(RequestStockError::Invalid(errors)) => (StatusCode::BAD_REQUEST, None, errors),
        Err(RequestStockError::InStock) => (
            StatusCode::CONFLICT,
            Some(t.back_in_stock_already),
            Vec::new(),
        ),
        Err(RequestStockError::TooMany) => {
            (StatusCode::CONFLICT, Some(t.back_in_stock_many), Vec::new())
        }
        Err(error) => return Err(error.into()),
    };
    let mut page = page(&state, &visit, &form, &errors)?;
    page.warning = warning;
    respond::personal_with(status, &page)
}

fn page(
    state: &Storefront,
    visit: &Visit,
    form: &BackInStockForm,
    errors: &[FieldError],
) -> Result<BackInStockPage, Problem> {
    let t = visit.t();
    let snapshot = state.shop.catalogue().snapshot();
    let sku = Sku::parse(&form.sku).map_err(|_| Problem::not_found())?;
    let (listing, _) = snapshot.by_sku(&sku).ok_or_else(Problem::not_found)?;
    let there = links::with_query("/back-in-stock", [("sku", form.sku.as_str())]);
    Ok(BackInStockPage {
        frame: Frame::new(&state.site, visit, &snapshot, t.back_in_stock).placed_at(&there),
        title: listing.product.title.get(visit.lang).to_owned(),
        href: visit.link(&links::product(listing.product.slug.as_str())),
        sku: form.sku.clone(),
        done: false,
        warning: None,
        problems: fields::problems(t, errors),
        phone: phone(t, &form.phone, errors),
    })
}

fn phone(t: &'static Strings, value: &str, errors: &[FieldError]) -> Field {
    Field {
        kind: "tel",
        inputmode: "tel",
        hint: t.back_in_stock_hint,
        max: 40,
        ..Field::new("phone", t.phone, "tel").filled(t, value, errors)
    }
}
