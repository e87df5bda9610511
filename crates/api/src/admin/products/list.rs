//! `GET /api/admin/products`

use axum::extract::State;
use domain::{FieldError, ProductStatus};
use edge::needs::Catalogue;
use edge::{Json, May, Problem, Query};
use serde::Deserialize;
use shop::{ProductFilter, Shop};
use utoipa::IntoParams;

use super::body::StaffProductPage;
use crate::admin::{MAX_WORDS, words_to_find};
use crate::paging::PageParams;
use crate::words;

/// Which products.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct StaffProductFilter {
    /// Part of a title, maker, model, slug or SKU.
    #[param(max_length = 100)]
    q: Option<String>,
    /// Only this status.
    #[param(schema_with = words::product_status)]
    status: Option<String>,
}

/// List products of any status
#[utoipa::path(get, path = "/api/admin/products", tag = "Back office: products", operation_id = "staff_list_products",
    params(StaffProductFilter, PageParams),
    responses((status = 200, description = "Products, the last changed first.", body = StaffProductPage)))]
pub(crate) async fn staff_list_products(
    State(shop): State<Shop>,
    _: May<Catalogue>,
    Query(filter): Query<StaffProductFilter>,
    Query(page): Query<PageParams>,
) -> Result<Json<StaffProductPage>, Problem> {
    let mut errors = Vec::new();
    let page = page.collect(&mut errors);
    let q = words_to_find(filter.q, MAX_WORDS, &mut errors);
    let status = filter
        .status
        .map(|word| word.parse::<ProductStatus>())
        .transpose();
    let status = status.unwrap_or_else(|unknown| {
        errors.push(FieldError::new(
            "status",
            FieldError::UNKNOWN,
            unknown.to_string(),
        ));
        None
    });
    if !errors.is_empty() {
        return Err(Problem::invalid(errors));
    }
    Ok(Json(
        shop.staff_products(
            ProductFilter {
                q,
                status,
                ..ProductFilter::default()
            },
            page,
        )
        .await?
        .into(),
    ))
}
