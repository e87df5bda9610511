//! `POST /api/admin/products/{slug}/archive`

use axum::extract::State;
use edge::needs::Catalogue;
use edge::{Json, May, Path, Problem};
use shop::Shop;

use super::body::{StaffProduct, StaffProductPath};

/// Take a product off the shelves
///
/// Orders and the ledger keep naming it. Takes no body.
#[utoipa::path(post, path = "/api/admin/products/{slug}/archive", tag = "Back office: products", operation_id = "archive_product",
    params(StaffProductPath),
    responses((status = 200, description = "The product, archived.", body = StaffProduct)))]
pub(crate) async fn archive_product(
    State(shop): State<Shop>,
    May(identity, ..): May<Catalogue>,
    Path(StaffProductPath { slug }): Path<StaffProductPath>,
) -> Result<Json<StaffProduct>, Problem> {
    let product = shop.archive_product(&identity, &slug).await?;
    Ok(Json(StaffProduct::new(
        &shop.catalogue().snapshot(),
        product,
    )))
}
