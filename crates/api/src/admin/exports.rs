//! `GET /api/admin/exports/products.csv`

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use edge::needs::Imports;
use edge::{May, Problem};
use shop::Shop;

/// Download every product
///
/// Shopify's product CSV, with stock; `POST /api/admin/imports` reads it back.
#[utoipa::path(get, path = "/api/admin/exports/products.csv", tag = "Back office: products", operation_id = "export_products",
    responses((status = 200, description = "The file.", body = String, content_type = "text/csv")))]
pub(crate) async fn export_products(
    State(shop): State<Shop>,
    _: May<Imports>,
) -> Result<Response, Problem> {
    let mut file = Vec::new();
    shop.export_products(&mut file).await?;
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"products.csv\""),
    ];
    Ok((headers, file).into_response())
}
