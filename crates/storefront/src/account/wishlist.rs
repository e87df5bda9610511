//! What I would like to have. Products are added from their own pages, without a script.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use edge::{Form, MaybeUser, Problem};
use serde::Deserialize;
use shop::{Caller, Identity, WishlistError};

use super::ask_to_log_in;
use crate::cards::Card;
use crate::frame::Frame;
use crate::visit::{Texts as _, Visit};
use crate::{Storefront, links, log_in, respond};

#[derive(Template)]
#[template(path = "account/wishlist.html")]
struct WishlistPage {
    frame: Frame,
    account_place: &'static str,
    warning: Option<&'static str>,
    wishes: Vec<Wish>,
}

struct Wish {
    slug: String,
    card: Card,
}

/// The form, as it was sent.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct WishForm {
    slug: String,
    /// `add` or `remove`.
    action: String,
}

/// `GET /account/wishlist`
pub(crate) async fn show(
    State(state): State<Storefront>,
    visit: Visit,
    MaybeUser(caller): MaybeUser,
) -> Result<Response, Problem> {
    let Caller::User(identity) = caller else {
        return Ok(ask_to_log_in(&visit));
    };
    respond::personal(&page(&state, &visit, &identity).await?)
}

/// `POST /account/wishlist`
pub(crate) async fn submit(
    State(state): State<Storefront>,
    visit: Visit,
    MaybeUser(caller): MaybeUser,
    Form(form): Form<WishForm>,
) -> Result<Response, Problem> {
    let Caller::User(identity) = caller else {
        // Back to the product afterwards: its button is the next thing to press.
        let product = visit.link(&links::product(&form.slug));
        return Ok(visit.see_other(&log_in::place("/login", &product)));
    };
    let changed = match form.action.as_str() {
        "remove" => state.shop.remove_wish(&identity, &form.slug).await,
        _ => state.shop.add_wish(&identity, &form.slug).await.map(drop),
    };
    match changed {
        Ok(()) => Ok(visit.see_other("/account/wishlist")),
        Err(WishlistError::Full) => {
            let mut page = page(&state, &visit, &identity).await?;
            page.warning = Some(visit.t().wishlist_full);
            respond::personal_with(StatusCode::CONFLICT, &page)
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(
    state: &Storefront,
    visit: &Visit,
    identity: &Identity,
) -> Result<WishlistPage, Problem> {
    let wishes = state.shop.wishlist(identity).await?;
    let snapshot = state.shop.catalogue().snapshot();
    Ok(WishlistPage {
        frame: Frame::new(&state.site, visit, &snapshot, visit.t().wishlist),
        account_place: "wishlist",
        warning: None,
        wishes: wishes
            .iter()
            .map(|wish| Wish {
                slug: wish.listing.product.slug.to_string(),
                card: Card::new(&wish.listing, &snapshot, visit.lang),
            })
            .collect(),
    })
}
