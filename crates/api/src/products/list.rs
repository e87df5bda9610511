//! `GET /api/products`

use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse;
use edge::{Json, Problem, Query};
use serde::Serialize;
use utoipa::ToSchema;

use super::body::ProductBody;
use super::facets::FacetsBody;
use super::filter::ProductFilter;
use crate::freshness;
use crate::paging::PageParams;
use crate::state::Api;

/// One page of products.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProductPage<'a> {
    products: Vec<ProductBody<'a>>,
    page: u32,
    per_page: u32,
    /// Products on all pages.
    total: usize,
    facets: FacetsBody<'a>,
    /// What was searched for instead, where the words as typed find nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    corrected: Option<&'a str>,
}

/// List and search products
///
/// Without parameters, everything for sale. Words find products by name, maker, category, model
/// and description.
#[utoipa::path(get, path = "/api/products", tag = "Products", operation_id = "list_products",
    params(ProductFilter, PageParams),
    responses((status = 200, description = "The products found.", body = ProductPage<'static>)))]
pub(crate) async fn list_products(
    State(api): State<Api>,
    Query(filter): Query<ProductFilter>,
    Query(page): Query<PageParams>,
) -> Result<impl IntoResponse, Problem> {
    let query = filter.query(page).map_err(Problem::invalid)?;
    let snapshot = api.shop().catalogue().snapshot();
    let found = snapshot.search(&query);
    let body = ProductPage {
        products: found
            .items
            .iter()
            .map(|listing| ProductBody::new(&snapshot, listing))
            .collect(),
        page: found.page,
        per_page: found.per_page,
        total: found.total,
        facets: FacetsBody::new(&found.facets),
        corrected: found.corrected.as_deref(),
    };
    Ok(([(CACHE_CONTROL, freshness::BROWSING)], Json(body)).into_response())
}
