//! `GET /api/suggest`

use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use domain::{FieldError, Lang};
use edge::{Json, Problem, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::freshness;
use crate::state::Api;
use crate::words;

/// The longest beginning worth completing, in characters.
const MAX_CHARS: usize = 100;
/// Suggestions if nothing else is asked for.
const DEFAULT_LIMIT: u32 = 8;
/// The most suggestions.
const MAX_LIMIT: u32 = 20;

/// What has been typed so far.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SuggestParams {
    /// The beginning of a word or a name.
    #[param(max_length = 100, example = "ph")]
    q: Option<String>,
    /// The language of the suggestions; English if left out.
    #[param(schema_with = words::lang)]
    lang: Option<String>,
    /// How many.
    #[param(minimum = 1, maximum = 20, default = 8)]
    limit: Option<u32>,
}

/// How the search could go on.
#[derive(Serialize, ToSchema)]
pub(crate) struct Suggestions {
    suggestions: Vec<SuggestionBody>,
}

/// One way to go on.
#[derive(Serialize, ToSchema)]
#[schema(as = Suggestion)]
pub(crate) struct SuggestionBody {
    /// `query`, `category`, `brand` or `product`.
    #[schema(examples("product"))]
    kind: &'static str,
    text: String,
    /// Of a product or a category.
    slug: Option<String>,
}

/// Complete what is being typed
#[utoipa::path(get, path = "/api/suggest", tag = "Products", operation_id = "suggest",
    params(SuggestParams),
    responses((status = 200, description = "Suggestions, the best first.", body = Suggestions)))]
pub(crate) async fn suggest(
    State(api): State<Api>,
    Query(params): Query<SuggestParams>,
) -> Result<Response, Problem> {
    let (prefix, lang, limit) = params.check().map_err(Problem::invalid)?;
    let found = api
        .shop()
        .catalogue()
        .snapshot()
        .suggest(&prefix, lang, limit);
    let suggestions = found
        .into_iter()
        .map(|found| SuggestionBody {
            kind: found.kind.as_str(),
            text: found.text,
            slug: found.slug,
        })
        .collect();
    Ok((
        [(CACHE_CONTROL, freshness::BROWSING)],
        Json(Suggestions { suggestions }),
    )
        .into_response())
}

impl SuggestParams {
    fn check(self) -> Result<(String, Lang, usize), Vec<FieldError>> {
        let mut errors = Vec::new();
        let prefix = self.q.unwrap_or_default();
        if prefix.chars().count() > MAX_CHARS {
            let message = format!("q has at most {MAX_CHARS} characters");
            errors.push(FieldError::new("q", FieldError::LENGTH, message));
        }
        let lang = self.lang.map_or(Ok(Lang::default()), |lang| lang.parse());
        let lang = lang.unwrap_or_else(|unknown: domain::UnknownWord| {
            errors.push(FieldError::new(
                "lang",
                FieldError::UNKNOWN,
                unknown.to_string(),
            ));
            Lang::default()
        });
        let limit = self.limit.unwrap_or(DEFAULT_LIMIT);
        if !(1..=MAX_LIMIT).contains(&limit) {
            let message = format!("limit must be between 1 and {MAX_LIMIT}");
            errors.push(FieldError::new("limit", FieldError::RANGE, message));
        }
        if errors.is_empty() {
            Ok((prefix, lang, limit as usize))
        } else {
            Err(errors)
        }
    }
}
