//! `GET` and `PUT /api/admin/synonyms`

use axum::extract::State;
use edge::needs::Catalogue;
use edge::{Json, May, Problem};
use serde::{Deserialize, Serialize};
use shop::Shop;
use utoipa::ToSchema;

/// Words that mean the same in search.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Synonyms {
    /// Groups of 2 to 30 words of one meaning.
    #[schema(examples(json!([["fridge", "refrigerator", "ফ্রিজ"], ["mobile", "মোবাইল"]])))]
    groups: Vec<Vec<String>>,
}

/// See the search's synonyms
#[utoipa::path(get, path = "/api/admin/synonyms", tag = "Back office: products", operation_id = "list_synonyms",
    responses((status = 200, description = "Every group.", body = Synonyms)))]
pub(crate) async fn list_synonyms(
    State(shop): State<Shop>,
    _: May<Catalogue>,
) -> Result<Json<Synonyms>, Problem> {
    Ok(Json(Synonyms {
        groups: shop.synonyms().await?,
    }))
}

/// Replace the search's synonyms
///
/// The whole table at once. Search uses it within two seconds.
#[utoipa::path(put, path = "/api/admin/synonyms", tag = "Back office: products", operation_id = "replace_synonyms",
    responses((status = 200, description = "Every group, as kept.", body = Synonyms)))]
pub(crate) async fn replace_synonyms(
    State(shop): State<Shop>,
    May(identity, ..): May<Catalogue>,
    Json(body): Json<Synonyms>,
) -> Result<Json<Synonyms>, Problem> {
    Ok(Json(Synonyms {
        groups: shop.replace_synonyms(&identity, body.groups).await?,
    }))
}
