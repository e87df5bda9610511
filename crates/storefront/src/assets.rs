//! The storefront's files inside the binary: the stylesheet and the drawn pictures.

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

static ASSETS: LazyLock<Assets> = LazyLock::new(|| Assets::embedded::<Embedded>("/assets/"));

/// Whether there is such a file; `path` as in the folder: `pictures/kettle.svg`.
pub(crate) fn exists(path: &str) -> bool {
    ASSETS.exists(path)
}

/// Every drawn picture: its name (`kettle`) and its SVG.
pub(crate) fn pictures() -> impl Iterator<Item = (String, String)> {
    Embedded::iter().filter_map(|path| {
        let name = path.strip_prefix("pictures/")?.strip_suffix(".svg")?;
        let file = Embedded::get(&path)?;
        Some((
            name.to_owned(),
            String::from_utf8(file.data.into_owned()).ok()?,
        ))
    })
}

/// The address of a file, with its version.
pub(crate) fn url(path: &str) -> String {
    ASSETS.url(path)
}

/// `GET /assets/{path}`
pub(crate) async fn show(
    Path(path): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    ASSETS.send(&path, query.as_deref(), &headers)
}

/// `GET /favicon.ico`, which browsers ask for by themselves: the drawn one, modern ones take it.
pub(crate) async fn favicon(headers: HeaderMap) -> Result<Response, Problem> {
    ASSETS.send("pictures/favicon.svg", None, &headers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stylesheet_and_the_drawings_are_in_the_binary() {
        assert!(url("shop.css").starts_with("/assets/shop.css?v="));
        assert!(exists("pictures/generic.svg") && !exists("../Cargo.toml"));
    }
}
