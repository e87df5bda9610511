//! Files inside the binary: the stylesheet and the drawn pictures.
//!
//! [`url`] adds the first digits of a file's SHA-256 as `?v=`; such an address never means other
//! bytes, so it is cached for good. Without it, or with an old one, the file is sent with an hour's
//! life. What shrinks is compressed once, on first use.

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use axum::extract::RawQuery;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use edge::{Path, Problem};
use rust_embed::RustEmbed;

use crate::respond::{Encoded, send_encoded};

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Embedded;

struct Asset {
    body: Bytes,
    version: String,
    content_type: &'static str,
    encoded: OnceLock<Encoded>,
}

static ASSETS: LazyLock<HashMap<String, Asset>> = LazyLock::new(|| {
    Embedded::iter()
        .filter_map(|path| Some((path.to_string(), read(&path)?)))
        .collect()
});

fn read(path: &str) -> Option<Asset> {
    let file = Embedded::get(path)?;
    let version: String = file
        .metadata
        .sha256_hash()
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let body = match file.data {
        std::borrow::Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        std::borrow::Cow::Owned(bytes) => Bytes::from(bytes),
    };
    Some(Asset {
        body,
        version,
        content_type: content_type(path),
        encoded: OnceLock::new(),
    })
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Whether there is such a file; `path` as in the folder: `pictures/kettle.svg`.
pub(crate) fn exists(path: &str) -> bool {
    ASSETS.contains_key(path)
}

/// The address of a file, with its version.
pub(crate) fn url(path: &str) -> String {
    match ASSETS.get(path) {
        Some(asset) => format!("/assets/{path}?v={}", asset.version),
        None => format!("/assets/{path}"),
    }
}

/// `GET /assets/{path}`
pub(crate) async fn show(
    Path(path): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let asset = ASSETS.get(&path).ok_or_else(Problem::not_found)?;
    Ok(send(asset, query.as_deref(), &headers))
}

/// `GET /favicon.ico`, which browsers ask for by themselves: the drawn one, modern ones take it.
pub(crate) async fn favicon(headers: HeaderMap) -> Result<Response, Problem> {
    let asset = ASSETS
        .get("pictures/favicon.svg")
        .ok_or_else(Problem::not_found)?;
    Ok(send(asset, None, &headers))
}

fn send(asset: &'static Asset, query: Option<&str>, request: &HeaderMap) -> Response {
    let current = query.and_then(|query| query.strip_prefix("v=")) == Some(&*asset.version);
    let caching = if current {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=3600"
    };
    let encoded = asset
        .encoded
        .get_or_init(|| Encoded::new(asset.body.clone(), &asset.version));
    let headers = [
        (header::CACHE_CONTROL, HeaderValue::from_static(caching)),
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static(asset.content_type),
        ),
    ];
    (headers, send_encoded(encoded, request)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_carry_the_version() {
        let url = url("shop.css");
        let (path, version) = url.split_once("?v=").unwrap();
        assert_eq!(path, "/assets/shop.css");
        assert_eq!(version.len(), 12);
        assert!(exists("pictures/generic.svg") && !exists("../Cargo.toml"));
    }
}
