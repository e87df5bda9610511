//! `GET /api/categories`

use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use catalogue::CategoryNode;
use edge::Json;
use serde::Serialize;
use utoipa::ToSchema;

use crate::freshness;
use crate::state::Api;

/// The tree of categories.
#[derive(Serialize, ToSchema)]
pub(crate) struct Categories<'a> {
    categories: Vec<CategoryBody<'a>>,
}

/// A category and those below it.
#[derive(Serialize, ToSchema)]
#[schema(as = Category)]
pub(crate) struct CategoryBody<'a> {
    slug: &'a str,
    name: &'a str,
    name_bn: Option<&'a str>,
    /// Products for sale in it and below it.
    count: usize,
    #[schema(no_recursion)]
    children: Vec<CategoryBody<'a>>,
}

impl<'a> CategoryBody<'a> {
    fn new(node: &'a CategoryNode) -> Self {
        CategoryBody {
            slug: node.category.slug.as_str(),
            name: &node.category.name.en,
            name_bn: node.category.name.bn.as_deref(),
            count: node.count,
            children: node.children.iter().map(CategoryBody::new).collect(),
        }
    }
}

/// See the category tree
#[utoipa::path(get, path = "/api/categories", tag = "Products", operation_id = "list_categories",
    responses((status = 200, description = "Every category, with counts.", body = Categories<'static>)))]
pub(crate) async fn list_categories(State(api): State<Api>) -> Response {
    let snapshot = api.shop().catalogue().snapshot();
    let categories = snapshot
        .categories()
        .iter()
        .map(CategoryBody::new)
        .collect();
    (
        [(CACHE_CONTROL, freshness::BROWSING)],
        Json(Categories { categories }),
    )
        .into_response()
}
