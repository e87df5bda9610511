//! The addresses I keep, offered at the next checkout.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::{AddressId, District, FieldError};
use edge::{Form, MaybeUser, Path, Problem};
use serde::Deserialize;
use shop::{AddressError, AddressInput, Caller, Identity, MAX_ADDRESSES, SavedAddress};

use super::ask_to_log_in;
use crate::checkout::page::{DivisionGroup, area, areas, divisions, line, phone};
use crate::fields::{self, Field, FieldProblem};
use crate::frame::Frame;
use crate::visit::{Texts as _, Visit};
use crate::{Storefront, respond};

const PLACE: &str = "/account/addresses";

#[derive(Template)]
#[template(path = "account/addresses.html")]
struct AddressesPage {
    frame: Frame,
    account_place: &'static str,
    addresses: Vec<Kept>,
    /// Whether there is room for one more.
    room: bool,
    new: String,
}

struct Kept {
    /// Its page, and where its buttons go.
    href: String,
    address: SavedAddress,
    district: String,
}

#[derive(Template)]
#[template(path = "account/address.html")]
struct AddressPage {
    frame: Frame,
    account_place: &'static str,
    action: String,
    warning: Option<&'static str>,
    problems: Vec<FieldProblem>,
    name: Field,
    phone: Field,
    area: Field,
    line: Field,
    divisions: Vec<DivisionGroup>,
    district_error: Option<&'static str>,
    areas: Vec<&'static str>,
    default: bool,
}

/// The form, as it was sent.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct AddressForm {
    /// `save`, `default` or `remove`.
    action: String,
    name: String,
    phone: String,
    district: String,
    area: String,
    line: String,
    /// `1` if ticked.
    default: String,
}

impl AddressForm {
    fn input(&self) -> AddressInput {
        AddressInput {
            name: self.name.clone(),
            phone: self.phone.clone(),
            line: self.line.clone(),
            area: self.area.clone(),
            district: self.district.clone(),
            default: self.default == "1",
        }
    }
}

impl From<SavedAddress> for AddressForm {
    fn from(address: SavedAddress) -> Self {
        AddressForm {
            action: String::new(),
            name: address.name,
            phone: address.phone.to_string(),
            district: address.district,
            area: address.area,
            line: address.line,
            default: if address.default { "1" } else { "" }.to_owned(),
        }
    }
}

/// `GET /account/addresses`
pub(crate) async fn show(
    State(state): State<Storefront>,
    visit: Visit,
    MaybeUser(caller): MaybeUser,
) -> Result<Response, Problem> {
    let Caller::User(identity) = caller else {
        return Ok(ask_to_log_in(&visit));
    };
    let kept = state.shop.addresses(&identity).await?;
    let snapshot = state.shop.catalogue().snapshot();
    respond::personal(&AddressesPage {
        frame: Frame::new(&state.site, &visit, &snapshot, visit.t().my_addresses),
        account_place: "addresses",
        room: kept.len() < MAX_ADDRESSES,
        new: visit.link(&format!("{PLACE}/new")),
        addresses: kept
            .into_iter()
            .map(|address| Kept {
                href: visit.link(&format!("{PLACE}/{}", address.id)),
                district: District::find(&address.district).map_or_else(
                    || address.district.clone(),
                    |district| district.name(visit.lang).to_owned(),
                ),
                address,
            })
            .collect(),
    })
}

/// `GET /account/addresses/{id}`; `new` is one to be added.
pub(crate) async fn edit(
    State(state): State<Storefront>,
    visit: Visit,
    MaybeUser(caller): MaybeUser,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let Caller::User(identity) = caller else {
        return Ok(ask_to_log_in(&visit));
    };
    let form = match named(&id)? {
        None => empty(&state, &identity).await?,
        Some(id) => {
            let kept = state.shop.addresses(&identity).await?;
            let own = kept.into_iter().find(|address| address.id == id);
            own.ok_or_else(Problem::not_found)?.into()
        }
    };
    respond::personal(&page(&state, &visit, &id, &form, &[]))
}

/// `POST /account/addresses/{id}`
pub(crate) async fn submit(
    State(state): State<Storefront>,
    visit: Visit,
    MaybeUser(caller): MaybeUser,
    Path(id): Path<String>,
    Form(form): Form<AddressForm>,
) -> Result<Response, Problem> {
    let Caller::User(identity) = caller else {
        return Ok(ask_to_log_in(&visit));
    };
    let shop = &state.shop;
    let done = match (named(&id)?, form.action.as_str()) {
        (Some(id), "remove") => shop.remove_address(&identity, id).await,
        (Some(id), "default") => shop.default_address(&identity, id).await,
        (Some(id), _) => shop
            .change_address(&identity, id, &form.input())
            .await
            .map(drop),
        (None, _) => shop.add_address(&identity, &form.input()).await.map(drop),
    };
    let (status, warning, errors) = match done {
        Ok(()) => return Ok(visit.see_other(PLACE)),
        Err(AddressError::Invalid(errors)) => (StatusCode::BAD_REQUEST, None, errors),
        Err(AddressError::Full) => (
            StatusCode::CONFLICT,
            Some(visit.t().addresses_full),
            Vec::new(),
        ),
        Err(error) => return Err(error.into()),
    };
    let mut page = page(&state, &visit, &id, &form, &errors);
    page.warning = warning;
    respond::personal_with(status, &page)
}

/// `None` for `new`.
fn named(id: &str) -> Result<Option<AddressId>, Problem> {
    match id {
        "new" => Ok(None),
        id => id.parse().map(Some).map_err(|_| Problem::not_found()),
    }
}

/// With what the account knows.
async fn empty(state: &Storefront, identity: &Identity) -> Result<AddressForm, Problem> {
    let account = state.shop.account(identity.user).await?;
    let phone = account.and_then(|account| account.phone);
    Ok(AddressForm {
        phone: phone.map(|phone| phone.to_string()).unwrap_or_default(),
        ..AddressForm::default()
    })
}

fn page(
    state: &Storefront,
    visit: &Visit,
    id: &str,
    form: &AddressForm,
    errors: &[FieldError],
) -> AddressPage {
    let (t, lang) = (visit.t(), visit.lang);
    let snapshot = state.shop.catalogue().snapshot();
    let place = format!("{PLACE}/{id}");
    let chosen = District::find(&form.district);
    AddressPage {
        frame: Frame::new(&state.site, visit, &snapshot, t.my_addresses).placed_at(&place),
        account_place: "addresses",
        action: visit.link(&place),
        warning: None,
        problems: fields::problems(t, errors),
        name: Field::new("name", t.name, "name").filled(t, &form.name, errors),
        phone: phone(t, &form.phone, errors),
        area: area(t, &form.area, errors),
        line: line(t, &form.line, errors),
        divisions: divisions(lang, chosen),
        district_error: fields::message(t, "district", errors),
        areas: areas(chosen).iter().map(|area| area.name(lang)).collect(),
        default: form.default == "1",
    }
}
