//! The cart's coupon: the form that sets and removes it, and what is said about it.
//!
//! A code that nobody knows shows the cart with the reason and what was typed; a coupon that
//! doesn't count yet is remembered, and the cart says what is missing.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::{CouponCode, CouponRefusal, FieldError, Paisa, Reduction};
use edge::{Form, MaybeUser, Problem};
use serde::Deserialize;
use shop::{CartCoupon, CartError};

use crate::cookies::CartCookie;
use crate::visit::{Texts as _, Visit};
use crate::{Storefront, cart, respond};

/// What a page shows of a cart's coupon.
#[derive(Default)]
pub(crate) struct CouponView {
    /// The code that counts or would, or what was typed.
    pub(crate) code: String,
    /// Whether the cart remembers it.
    pub(crate) kept: bool,
    /// What it takes off the goods; nothing for free delivery.
    pub(crate) discount: Option<Paisa>,
    /// Whether it makes delivery free.
    pub(crate) free_delivery: bool,
    /// Why it doesn't count.
    pub(crate) problem: Option<String>,
}

impl CouponView {
    pub(crate) fn new(coupon: Option<&CartCoupon>, visit: &Visit) -> Self {
        let Some(coupon) = coupon else {
            return Self::default();
        };
        let counts = coupon.refusal.is_none();
        Self {
            code: coupon.code.to_string(),
            kept: true,
            discount: Some(coupon.discount).filter(|off| counts && off.get() > 0),
            free_delivery: counts && coupon.reduction == Reduction::FreeDelivery,
            problem: coupon.refusal.map(|refusal| refusal.say(visit.lang)),
        }
    }
}

/// `POST /cart/coupon`, and what it takes; an empty code removes the coupon.
#[derive(Deserialize)]
pub(crate) struct Choice {
    #[serde(default)]
    code: String,
}

/// `POST /cart/coupon`
pub(crate) async fn set(
    State(state): State<Storefront>,
    visit: Visit,
    MaybeUser(caller): MaybeUser,
    CartCookie(id): CartCookie,
    Form(choice): Form<Choice>,
) -> Result<Response, Problem> {
    let Some(cart_id) = id else {
        return Ok(visit.see_other("/cart"));
    };
    let changed = match choice.code.trim() {
        "" => state.shop.remove_coupon(&caller, cart_id).await,
        code => state.shop.set_coupon(&caller, cart_id, code).await,
    };
    let errors = match changed {
        Ok(_) | Err(CartError::NotFound | CartError::Ordered) => {
            return Ok(visit.see_other("/cart"));
        }
        Err(CartError::Invalid(errors)) => errors,
        Err(error) => return Err(error.into()),
    };
    let cart = cart::open_cart(&state, &caller, id).await?;
    let t = visit.t();
    let unknown = errors.iter().any(|error| error.code == FieldError::UNKNOWN);
    let problem = match unknown {
        true => t.coupon_unknown,
        false => t.coupon_format,
    };
    let mut page = cart::page(&state, &visit, cart.as_ref());
    page.coupon = CouponView {
        code: choice.code.trim().chars().take(40).collect(),
        problem: Some(problem.to_owned()),
        ..CouponView::default()
    };
    respond::personal_with(StatusCode::BAD_REQUEST, &page)
}

/// Why an order costs more than was shown, when it is the coupon's doing.
pub(crate) fn lost(code: &CouponCode, refusal: CouponRefusal, visit: &Visit) -> String {
    format!("{code}: {}", refusal.say(visit.lang))
}
