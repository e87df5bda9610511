//! `GET /api/admin/users`

use axum::extract::State;
use edge::{Admin, Json, Problem, Query};
use serde::Deserialize;
use shop::Shop;
use utoipa::IntoParams;

use super::body::UserPage;
use crate::admin::{MAX_WORDS, words_to_find};
use crate::paging::PageParams;

/// Which accounts.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct UserFilter {
    /// Part of a name, phone or e-mail address.
    #[param(max_length = 100)]
    q: Option<String>,
}

/// List accounts
#[utoipa::path(get, path = "/api/admin/users", tag = "Back office: users", operation_id = "list_users",
    params(UserFilter, PageParams),
    responses((status = 200, description = "Accounts by name.", body = UserPage)))]
pub(crate) async fn list_users(
    State(shop): State<Shop>,
    _admin: Admin,
    Query(filter): Query<UserFilter>,
    Query(page): Query<PageParams>,
) -> Result<Json<UserPage>, Problem> {
    let mut errors = Vec::new();
    let page = page.collect(&mut errors);
    let q = words_to_find(filter.q, MAX_WORDS, &mut errors);
    if !errors.is_empty() {
        return Err(Problem::invalid(errors));
    }
    Ok(Json(shop.list_users(q.as_deref(), page).await?.into()))
}
