//! The checkout: one page from the cart to the order.
//!
//! `POST` with `action=start` (from the cart) keeps the products for a while; `update` works out
//! the total for a district; `place` orders. Whatever is wrong, the form comes back as it was
//! filled in, and says so; nothing is ordered until the total that the shopper saw is the real one.
//! Next: `checkout/page.rs` for what is shown, `checkout/place.rs` for ordering.

pub(crate) mod page;
mod place;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::{CartId, District, FieldError};
use edge::{Form, MaybeUser, Problem, Query};
use serde::Deserialize;
use shop::{Caller, Cart, CartQuote, HoldError, QuoteError};

use crate::cart::open_cart;
use crate::cookies::CartCookie;
use crate::respond;
use crate::visit::{Texts as _, Visit};
use crate::{Storefront, strings::Strings};
use page::CheckoutPage;

/// The form, as it was sent.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(crate) struct CheckoutForm {
    /// `start`, `update` or `place`.
    action: String,
    /// The cart it was shown for: a form sent again finds its order when the cookie is gone.
    cart: String,
    /// Minted when the form was shown: sent twice, it orders once.
    key: String,
    /// The total that was shown, in paisa; empty if none was.
    expected_total: String,
    name: String,
    phone: String,
    email: String,
    district: String,
    area: String,
    line: String,
}

/// Who is at the checkout, with what.
struct Visitor<'a> {
    state: &'a Storefront,
    visit: &'a Visit,
    caller: &'a Caller,
}

/// What is wrong with the form, and what to say above it.
#[derive(Default)]
struct Findings {
    errors: Vec<FieldError>,
    notice: Option<String>,
    /// The total isn't the one that was shown before.
    new_total: bool,
    /// Keep the form's key: the order may have been placed with it.
    same_key: bool,
    /// Addresses to choose from instead of typing one.
    saved: Vec<SavedChoice>,
}

/// Which of the customer's addresses the form begins with.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Chosen {
    address: String,
}

/// An address that the customer keeps.
pub(crate) struct SavedChoice {
    pub(crate) href: String,
    pub(crate) label: String,
    pub(crate) current: bool,
}

/// `GET /checkout`
pub(crate) async fn show(
    State(state): State<Storefront>,
    visit: Visit,
    MaybeUser(caller): MaybeUser,
    CartCookie(id): CartCookie,
    Query(chosen): Query<Chosen>,
) -> Result<Response, Problem> {
    let visitor = Visitor {
        state: &state,
        visit: &visit,
        caller: &caller,
    };
    let Some(cart) = open_cart(&state, &caller, id).await? else {
        return Ok(visit.see_other("/cart"));
    };
    if cart.lines.is_empty() {
        return Ok(visit.see_other("/cart"));
    }
    if cart.lines.iter().any(|line| line.available < line.quantity) {
        return Ok(visit.see_other(SHORTAGE));
    }
    let (form, saved) = visitor.empty_form(&chosen).await?;
    let findings = Findings {
        saved,
        ..Findings::default()
    };
    visitor.answer(StatusCode::OK, &cart, &form, findings).await
}

/// `POST /checkout`
pub(crate) async fn submit(
    State(state): State<Storefront>,
    visit: Visit,
    MaybeUser(caller): MaybeUser,
    CartCookie(cookie): CartCookie,
    Form(form): Form<CheckoutForm>,
) -> Result<Response, Problem> {
    let visitor = Visitor {
        state: &state,
        visit: &visit,
        caller: &caller,
    };
    let Some(id) = form.cart.parse().ok().or(cookie) else {
        return Ok(visit.see_other("/cart"));
    };
    match form.action.as_str() {
        "start" => visitor.start(id).await,
        "place" => visitor.place(id, &form).await,
        _ => visitor.update(id, &form).await,
    }
}

/// The cart, saying that there is less than is wanted.
const SHORTAGE: &str = "/cart?notice=shortage";
/// The cart, saying that a sale gives one customer fewer units.
const SALE_LIMIT: &str = "/cart?notice=limit";

impl Visitor<'_> {
    fn t(&self) -> &'static Strings {
        self.visit.t()
    }

    /// Keeps the cart's products, then shows the form.
    async fn start(&self, id: CartId) -> Result<Response, Problem> {
        Ok(match self.state.shop.hold_cart(self.caller, id).await {
            Ok(_) => self.visit.see_other("/checkout"),
            Err(HoldError::OutOfStock(_)) => self.visit.see_other(SHORTAGE),
            Err(HoldError::NotFound | HoldError::Empty | HoldError::Ordered) => {
                self.visit.see_other("/cart")
            }
            Err(error) => return Err(error.into()),
        })
    }

    /// Shows the total for the district, and what is wrong with what was filled in so far.
    async fn update(&self, id: CartId, form: &CheckoutForm) -> Result<Response, Problem> {
        let errors = form.check_filled();
        let status = if errors.is_empty() {
            StatusCode::OK
        } else {
            StatusCode::BAD_REQUEST
        };
        self.again(
            id,
            form,
            status,
            Findings {
                errors,
                ..Findings::default()
            },
        )
        .await
    }

    /// The form again, with the cart and the total as they are now.
    async fn again(
        &self,
        id: CartId,
        form: &CheckoutForm,
        status: StatusCode,
        findings: Findings,
    ) -> Result<Response, Problem> {
        match open_cart(self.state, self.caller, Some(id)).await? {
            Some(cart) if !cart.lines.is_empty() => {
                self.answer(status, &cart, form, findings).await
            }
            _ => Ok(self.visit.see_other("/cart")),
        }
    }

    async fn answer(
        &self,
        status: StatusCode,
        cart: &Cart,
        form: &CheckoutForm,
        findings: Findings,
    ) -> Result<Response, Problem> {
        let quote = self.quote(cart.id, form).await?;
        let page = CheckoutPage::new(self, cart, form, quote, findings);
        respond::personal_with(status, &page)
    }

    /// The total, once a district is chosen.
    async fn quote(&self, id: CartId, form: &CheckoutForm) -> Result<Option<CartQuote>, Problem> {
        let Some(district) = District::find(&form.district) else {
            return Ok(None);
        };
        match self.state.shop.quote(self.caller, id, district.code).await {
            Ok(quote) => Ok(Some(quote)),
            // Nothing in the cart is for sale any more: the cart says so line by line.
            Err(QuoteError::Empty) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// An empty form with what the account knows: the address that was chosen, or the default.
    async fn empty_form(
        &self,
        chosen: &Chosen,
    ) -> Result<(CheckoutForm, Vec<SavedChoice>), Problem> {
        let Caller::User(identity) = self.caller else {
            return Ok((CheckoutForm::default(), Vec::new()));
        };
        let shop = &self.state.shop;
        let mut form = CheckoutForm::default();
        if let Some(account) = shop.account(identity.user).await.map_err(Problem::from)? {
            form.phone = account.phone.map(|p| p.to_string()).unwrap_or_default();
            form.email = account.email.unwrap_or_default();
        }
        let kept = shop.addresses(identity).await.map_err(Problem::from)?;
        let asked = kept
            .iter()
            .find(|kept| kept.id.to_string() == chosen.address);
        let current = asked.or(kept.first());
        if let Some(address) = current {
            form.name.clone_from(&address.name);
            form.phone = address.phone.to_string();
            form.district.clone_from(&address.district);
            form.area.clone_from(&address.area);
            form.line.clone_from(&address.line);
        }
        let choices = kept.iter().map(|address| SavedChoice {
            href: self
                .visit
                .link(&format!("/checkout?address={}", address.id)),
            label: format!("{}, {}", address.line, address.area),
            current: current.is_some_and(|current| current.id == address.id),
        });
        Ok((form, choices.collect()))
    }
}

impl CheckoutForm {
    /// Everything that is wrong with the form.
    fn check(&self) -> Result<(domain::Contact, domain::Address), Vec<FieldError>> {
        let contact = domain::Contact::parse(&self.name, &self.phone, Some(&self.email));
        let address = domain::Address::parse(&self.line, &self.area, &self.district);
        match (contact, address) {
            (Ok(contact), Ok(address)) => Ok((contact, address)),
            (contact, address) => {
                let contact = contact.err().unwrap_or_default();
                Err(contact
                    .into_iter()
                    .chain(address.err().unwrap_or_default())
                    .collect())
            }
        }
    }

    /// What is wrong with fields that were filled in; the district must be, to work out a total.
    fn check_filled(&self) -> Vec<FieldError> {
        let mut errors = self.check().err().unwrap_or_default();
        errors.retain(|error| error.code != FieldError::REQUIRED || error.field == "district");
        errors
    }
}
