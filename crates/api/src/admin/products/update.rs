//! `PUT /api/admin/products/{slug}`

use axum::extract::State;
use edge::needs::Catalogue;
use edge::{Json, May, Path, Problem};
use shop::Shop;

use super::body::{StaffProduct, StaffProductPath};
use super::request::ProductRequest;

/// Change a product
///
/// Replaces the whole product, as it was read with `revision`. A variant that is left out can't be
/// bought any more; orders and the ledger keep naming it.
#[utoipa::path(put, path = "/api/admin/products/{slug}", tag = "Back office: products", operation_id = "update_product",
    params(StaffProductPath),
    responses(
        (status = 200, description = "The product.", body = StaffProduct),
        (status = 409, description = "`stale` with the `revision` it has now: somebody changed it meanwhile; `sku_taken`."),
    ))]
pub(crate) async fn update_product(
    State(shop): State<Shop>,
    May(identity, ..): May<Catalogue>,
    Path(StaffProductPath { slug }): Path<StaffProductPath>,
    Json(body): Json<ProductRequest>,
) -> Result<Json<StaffProduct>, Problem> {
    let revision = body
        .read_revision()
        .map_err(|error| Problem::invalid(vec![error]))?;
    let product = shop
        .update_product(&identity, &slug, revision, body.into())
        .await?;
    Ok(Json(StaffProduct::new(
        &shop.catalogue().snapshot(),
        product,
    )))
}
