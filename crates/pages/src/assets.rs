//! Files inside the binary: stylesheets, scripts, pictures.
//!
//! [`Assets::url`] adds the first digits of a file's SHA-256 as `?v=`; such an address never means
//! other bytes, so it is cached for good. Without it, or with an old one, the file is sent with an
//! hour's life. What shrinks is compressed once, on first use.
//!
//! A face has a folder, a `#[derive(RustEmbed)]` and one `static ASSETS: LazyLock<Assets>`.

use std::collections::HashMap;
use std::sync::OnceLock;

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use edge::Problem;
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::respond::Encoded;

/// The files of one folder, and where they are served.
pub struct Assets {
    prefix: &'static str,
    files: HashMap<String, Asset>,
}

struct Asset {
    body: Bytes,
    version: String,
    content_type: &'static str,
    encoded: OnceLock<Encoded>,
}

impl Assets {
    /// The files of `E`, served below `prefix` (`/assets/`).
    #[must_use]
    pub fn embedded<E: RustEmbed>(prefix: &'static str) -> Self {
        let files = E::iter()
            .filter_map(|path| Some((path.to_string(), Asset::new(&path, E::get(&path)?))))
            .collect();
        Assets { prefix, files }
    }

    /// Whether there is such a file; `path` as in the folder: `pictures/kettle.svg`.
    #[must_use]
    pub fn exists(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// The address of a file, with its version.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        let prefix = self.prefix;
        match self.files.get(path) {
            Some(asset) => format!("{prefix}{path}?v={}", asset.version),
            None => format!("{prefix}{path}"),
        }
    }

    /// Sends a file to a request with this query and these headers.
    ///
    /// # Errors
    /// 404 if there is none at `path`.
    pub fn send(
        &'static self,
        path: &str,
        query: Option<&str>,
        request: &HeaderMap,
    ) -> Result<Response, Problem> {
        let asset = self.files.get(path).ok_or_else(Problem::not_found)?;
        let current = query.and_then(|query| query.strip_prefix("v=")) == Some(&*asset.version);
        let caching = if current {
            "public, max-age=31536000, immutable"
        } else {
            "public, max-age=3600"
        };
        let encoded = asset
            .encoded
            .get_or_init(|| Encoded::new(asset.body.clone()));
        let headers = [
            (header::CACHE_CONTROL, HeaderValue::from_static(caching)),
            (
                header::CONTENT_TYPE,
                HeaderValue::from_static(asset.content_type),
            ),
        ];
        Ok((headers, encoded.send(request)).into_response())
    }
}

impl Asset {
    fn new(path: &str, file: EmbeddedFile) -> Self {
        let version = file
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
        Asset {
            body,
            version,
            content_type: content_type(path),
            encoded: OnceLock::new(),
        }
    }
}

/// By the name's extension; nothing else is put into the binary.
fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml; charset=utf-8",
        "png" => "image/png",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;

    #[derive(RustEmbed)]
    #[folder = "src/"]
    struct Sources;

    static ASSETS: LazyLock<Assets> = LazyLock::new(|| Assets::embedded::<Sources>("/src/"));

    fn caching(query: Option<&str>) -> String {
        let sent = ASSETS.send("lib.rs", query, &HeaderMap::new()).unwrap();
        sent.headers()[header::CACHE_CONTROL]
            .to_str()
            .unwrap()
            .to_owned()
    }

    #[test]
    fn addresses_carry_the_version() {
        let url = ASSETS.url("lib.rs");
        let (path, version) = url.split_once("?v=").unwrap();
        assert_eq!(path, "/src/lib.rs");
        assert_eq!(version.len(), 12);
        assert!(ASSETS.exists("strings/testing.rs") && !ASSETS.exists("../Cargo.toml"));
        assert_eq!(ASSETS.url("nothing.css"), "/src/nothing.css");
    }

    #[test]
    fn only_the_version_that_is_named_is_kept_for_good() {
        let url = ASSETS.url("lib.rs");
        let (_, query) = url.split_once('?').unwrap();
        assert!(caching(Some(query)).ends_with("immutable"));
        assert_eq!(caching(Some("v=000000000000")), "public, max-age=3600");
        assert_eq!(caching(None), "public, max-age=3600");
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        let missing = ASSETS.send("nothing.css", None, &HeaderMap::new());
        assert_eq!(missing.unwrap_err().status(), 404);
    }
}
