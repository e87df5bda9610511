//! `GET /api/wishlist`, `PUT` and `DELETE /api/wishlist/{slug}`

use axum::extract::State;
use edge::{Customer, Json, Path, Problem};
use serde::{Deserialize, Serialize};
use shop::{Shop, Wish};
use time::OffsetDateTime;
use utoipa::{IntoParams, ToSchema};

/// What a customer would like to have.
#[derive(Serialize, ToSchema)]
pub(crate) struct Wishlist {
    /// The last added first.
    items: Vec<WishBody>,
}

/// A product on a wishlist.
#[derive(Serialize, ToSchema)]
#[schema(as = Wish)]
struct WishBody {
    /// The product's slug.
    product: String,
    name: String,
    name_bn: Option<String>,
    /// The lowest price of a variant, paisa.
    price_paisa: i64,
    /// Units that can be ordered; may lag by up to two seconds.
    stock: i64,
    #[serde(with = "time::serde::rfc3339")]
    added_at: OffsetDateTime,
}

/// Names a product.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct WishPath {
    /// The product's slug.
    #[param(example = "rupsha-a17")]
    slug: String,
}

impl From<Vec<Wish>> for Wishlist {
    fn from(wishes: Vec<Wish>) -> Self {
        let body = |wish: Wish| {
            let product = &wish.listing.product;
            WishBody {
                product: product.slug.as_str().to_owned(),
                name: product.title.en.clone(),
                name_bn: product.title.bn.clone(),
                price_paisa: wish.listing.price.get(),
                stock: wish.listing.stock(),
                added_at: wish.added_at,
            }
        };
        Wishlist {
            items: wishes.into_iter().map(body).collect(),
        }
    }
}

/// See my wishlist
///
/// Products that are off the shelves are left out.
#[utoipa::path(get, path = "/api/wishlist", tag = "Wishlist", operation_id = "show_wishlist",
    responses((status = 200, description = "The list.", body = Wishlist)))]
pub(crate) async fn show_wishlist(
    State(shop): State<Shop>,
    Customer(identity): Customer,
) -> Result<Json<Wishlist>, Problem> {
    Ok(Json(shop.wishlist(&identity).await?.into()))
}

/// Put a product on my wishlist
///
/// Nothing happens if it is there.
#[utoipa::path(put, path = "/api/wishlist/{slug}", tag = "Wishlist", operation_id = "add_wish",
    params(WishPath),
    responses(
        (status = 200, description = "The list.", body = Wishlist),
        (status = 409, description = "`list_full`: it takes 100 products."),
    ))]
pub(crate) async fn add_wish(
    State(shop): State<Shop>,
    Customer(identity): Customer,
    Path(WishPath { slug }): Path<WishPath>,
) -> Result<Json<Wishlist>, Problem> {
    shop.add_wish(&identity, &slug).await?;
    Ok(Json(shop.wishlist(&identity).await?.into()))
}

/// Take a product off my wishlist
///
/// Nothing happens if it isn't there.
#[utoipa::path(delete, path = "/api/wishlist/{slug}", tag = "Wishlist", operation_id = "remove_wish",
    params(WishPath),
    responses((status = 200, description = "The list.", body = Wishlist)))]
pub(crate) async fn remove_wish(
    State(shop): State<Shop>,
    Customer(identity): Customer,
    Path(WishPath { slug }): Path<WishPath>,
) -> Result<Json<Wishlist>, Problem> {
    shop.remove_wish(&identity, &slug).await?;
    Ok(Json(shop.wishlist(&identity).await?.into()))
}
