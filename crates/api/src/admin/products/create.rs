//! `POST /api/admin/products`

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use edge::needs::Catalogue;
use edge::{Json, May, Problem};
use shop::Shop;

use super::body::StaffProduct;
use super::request::ProductRequest;

/// Add a product
///
/// Opening stock goes into the stock ledger. Shoppers see an active product within two seconds.
#[utoipa::path(post, path = "/api/admin/products", tag = "Back office: products", operation_id = "create_product",
    responses(
        (status = 201, description = "The product.", body = StaffProduct,
            headers(("Location" = String, description = "Its address in the back office"))),
        (status = 409, description = "`slug_taken` or `sku_taken`."),
    ))]
pub(crate) async fn create_product(
    State(shop): State<Shop>,
    May(identity, ..): May<Catalogue>,
    Json(body): Json<ProductRequest>,
) -> Result<Response, Problem> {
    let product = shop.create_product(&identity, body.into()).await?;
    let location = super::location(&product.product.slug);
    let body = StaffProduct::new(&shop.catalogue().snapshot(), product);
    Ok((StatusCode::CREATED, [(LOCATION, location)], Json(body)).into_response())
}
