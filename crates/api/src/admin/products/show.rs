//! `GET /api/admin/products/{slug}`

use axum::extract::State;
use edge::needs::Catalogue;
use edge::{Json, May, Path, Problem};
use shop::Shop;

use super::body::{StaffProduct, StaffProductPath};

/// See a product of any status
#[utoipa::path(get, path = "/api/admin/products/{slug}", tag = "Back office: products", operation_id = "staff_show_product",
    params(StaffProductPath),
    responses((status = 200, description = "The product.", body = StaffProduct)))]
pub(crate) async fn staff_show_product(
    State(shop): State<Shop>,
    _: May<Catalogue>,
    Path(StaffProductPath { slug }): Path<StaffProductPath>,
) -> Result<Json<StaffProduct>, Problem> {
    let product = shop.staff_product(&slug).await?;
    Ok(Json(StaffProduct::new(
        &shop.catalogue().snapshot(),
        product,
    )))
}
