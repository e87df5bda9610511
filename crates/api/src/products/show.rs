//! `GET /api/products/{slug}`

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use catalogue::Rendered;
use edge::{Coding, Path, Problem};
use serde::Deserialize;
use utoipa::IntoParams;

use super::detail::ProductDetail;
use crate::freshness;
use crate::state::Api;

/// Names a product.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct ProductPath {
    /// The product's slug.
    #[param(example = "rupsha-a17")]
    slug: String,
}

/// See a product
#[utoipa::path(get, path = "/api/products/{slug}", tag = "Products", operation_id = "show_product",
    params(ProductPath, ("If-None-Match" = Option<String>, Header, description = "The `ETag` of what the client has")),
    responses(
        (status = 200, description = "The product.", body = ProductDetail<'static>,
            headers(("ETag" = String, description = "Names this state of the product"))),
        (status = 304, description = "The client has it already."),
    ))]
pub(crate) async fn show_product(
    State(api): State<Api>,
    Path(ProductPath { slug }): Path<ProductPath>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let snapshot = api.shop().catalogue().snapshot();
    let listing = snapshot.product(&slug).ok_or_else(Problem::not_found)?;
    let rendered = api.products().get(&snapshot, listing)?;
    Ok(respond(&headers, &rendered))
}

fn respond(asked: &HeaderMap, rendered: &Rendered) -> Response {
    let mut response = Response::new(Body::empty());
    let known = edge::has_entity(asked, &rendered.etag);
    if known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    } else if let Some(packed) = rendered
        .br
        .as_ref()
        .filter(|_| Coding::Brotli.is_taken(asked))
    {
        *response.body_mut() = Body::from(packed.clone());
        response
            .headers_mut()
            .insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
    } else {
        *response.body_mut() = Body::from(rendered.body.clone());
    }
    let headers = response.headers_mut();
    if !known {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(freshness::BROWSING));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(etag) = HeaderValue::from_str(&rendered.etag) {
        headers.insert(ETAG, etag);
    }
    response
}
