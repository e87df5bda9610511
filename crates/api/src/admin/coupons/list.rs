//! `GET /api/admin/coupons`

use axum::extract::State;
use edge::needs::Promotions;
use edge::{Json, May, Problem, Query};
use serde::Deserialize;
use shop::Shop;
use utoipa::IntoParams;

use super::body::CouponPage;
use crate::admin::{MAX_WORDS, words_to_find};
use crate::paging::PageParams;

/// Which coupons.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CouponFilter {
    /// Part of a code.
    #[param(max_length = 100)]
    q: Option<String>,
}

/// List coupons
#[utoipa::path(get, path = "/api/admin/coupons", tag = "Back office: promotions", operation_id = "list_coupons",
    params(CouponFilter, PageParams),
    responses((status = 200, description = "Coupons, newest first.", body = CouponPage)))]
pub(crate) async fn list_coupons(
    State(shop): State<Shop>,
    _: May<Promotions>,
    Query(filter): Query<CouponFilter>,
    Query(page): Query<PageParams>,
) -> Result<Json<CouponPage>, Problem> {
    let mut errors = Vec::new();
    let page = page.collect(&mut errors);
    let q = words_to_find(filter.q, MAX_WORDS, &mut errors);
    if !errors.is_empty() {
        return Err(Problem::invalid(errors));
    }
    Ok(Json(shop.list_coupons(q.as_deref(), page).await?.into()))
}
