//! Pictures for other sites: what a messenger shows when somebody shares a page.
//!
//! They take PNG and JPEG and none takes SVG, so a drawing is painted as a PNG of 1200 × 630 (Open
//! Graph's usual size) when it is asked for first, and kept: there are as many as there are
//! drawings. A product with a photo shows the photo.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use edge::{Path, Problem};
use resvg::{tiny_skia, usvg};

use crate::pictures::Picture;
use crate::respond::send_ready;
use crate::{assets, drawings};

/// The drawing that stands for the shop itself.
pub(crate) const SHOP: &str = "logo";

/// In pixels.
const WIDTH: u32 = 1200;
const HEIGHT: u32 = 630;
/// Other sites keep what they fetched anyway.
const CACHING: HeaderValue = HeaderValue::from_static("public, max-age=86400");

/// What was painted so far, with its entity tag.
static PAINTED: LazyLock<Mutex<HashMap<&'static str, (Bytes, String)>>> =
    LazyLock::new(Mutex::default);

/// Where the picture of a drawing is.
pub(crate) fn url(drawing: &str) -> String {
    format!("/share/{drawing}.png")
}

/// Where the picture that shows a product is: its photo, or its drawing painted.
pub(crate) fn picture(picture: &Picture) -> String {
    match picture.drawing {
        Some(drawing) => url(drawing),
        None if picture
            .src
            .split('?')
            .next()
            .is_some_and(|src| src.ends_with(".svg")) =>
        {
            url(SHOP)
        }
        None => picture.src.clone(),
    }
}

/// `GET /share/{drawing}.png`
pub(crate) async fn show(
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let name = file
        .strip_suffix(".png")
        .and_then(drawings::find)
        .ok_or_else(Problem::not_found)?;
    let (png, etag) = match kept(name) {
        Some(painted) => painted,
        // Some milliseconds of work: not on a thread that others wait for.
        None => tokio::task::spawn_blocking(move || paint_and_keep(name))
            .await
            .map_err(Problem::internal)?
            .ok_or_else(Problem::not_found)?,
    };
    let kind = [
        (header::CONTENT_TYPE, HeaderValue::from_static("image/png")),
        (header::CACHE_CONTROL, CACHING),
        edge::FOR_ALL_PAGES,
    ];
    Ok((kind, send_ready(&png, None, &etag, &headers)).into_response())
}

fn kept(name: &str) -> Option<(Bytes, String)> {
    let painted = PAINTED.lock().unwrap_or_else(PoisonError::into_inner);
    painted.get(name).cloned()
}

fn paint_and_keep(name: &'static str) -> Option<(Bytes, String)> {
    let (_, svg) = assets::pictures().find(|(known, _)| known == name)?;
    let png = Bytes::from(paint(&svg)?);
    let etag = edge::entity_tag(&png);
    let painted = (png, etag);
    let mut all = PAINTED.lock().unwrap_or_else(PoisonError::into_inner);
    all.insert(name, painted.clone());
    Some(painted)
}

/// The drawing in the middle of the shop's paper, above its ribbon.
fn paint(svg: &str) -> Option<Vec<u8>> {
    // Its own end tag ends the inner element.
    let inside = svg.split_once('>')?.1;
    let whole = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\">\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fbf6ea\"/>\
         <path d=\"M0 598h1200v32H0z\" fill=\"#0b4f40\"/>\
         <path d=\"M0 590h1200v8H0z\" fill=\"#f3b94d\"/>\
         <svg x=\"335\" y=\"30\" width=\"530\" height=\"530\" viewBox=\"0 0 400 400\">{inside}</svg>"
    );
    let tree = usvg::Tree::from_str(&whole, &usvg::Options::default()).ok()?;
    let mut pixels = tiny_skia::Pixmap::new(WIDTH, HEIGHT)?;
    resvg::render(
        &tree,
        tiny_skia::Transform::identity(),
        &mut pixels.as_mut(),
    );
    pixels.encode_png().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_is_painted() {
        let (_, svg) = assets::pictures()
            .find(|(name, _)| name == "kettle")
            .unwrap();
        let png = paint(&svg).unwrap();
        assert!(
            png.starts_with(b"\x89PNG") && png.len() > 5_000,
            "{}",
            png.len()
        );
        assert!(paint("no drawing").is_none() && paint("<svg><g").is_none());
    }

    #[test]
    fn a_photo_is_shown_and_a_foreign_drawing_is_not() {
        let photo = |src: &str| Picture {
            src: src.to_owned(),
            alt: String::new(),
            remote: true,
            drawing: None,
            srcset: String::new(),
            size: (400, 400),
        };
        assert_eq!(
            picture(&photo("https://m.example/a.jpg")),
            "https://m.example/a.jpg"
        );
        assert_eq!(
            picture(&photo("https://m.example/a.svg?x")),
            "/share/logo.png"
        );
    }
}
