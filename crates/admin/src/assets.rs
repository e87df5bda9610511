//! The back office's files inside the binary: its stylesheet, its script, its icons.

use std::sync::LazyLock;

use axum::extract::RawQuery;
use axum::http::HeaderMap;
use axum::response::Response;
use edge::{Path, Problem};
use pages::assets::Assets;
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Embedded;

static ASSETS: LazyLock<Assets> = LazyLock::new(|| Assets::embedded::<Embedded>("/admin/assets/"));

/// The address of a file, with its version.
pub(crate) fn url(path: &str) -> String {
    ASSETS.url(path)
}

/// `GET /admin/assets/{path}`
pub(crate) async fn show(
    Path(path): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    ASSETS.send(&path, query.as_deref(), &headers)
}
