//! `/robots.txt` and `/sitemap.xml` (sitemaps.org, protocol 0.9): every page worth finding, in both
//! languages, from the snapshot.
//!
//! One file bears 50,000 addresses; a bigger shop's `/sitemap.xml` is an index of `/sitemap/{n}.xml`.
//! Each file is made and compressed once per snapshot. Addresses are the shop's public ones; until
//! an operator names them, those of the host that was asked.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use catalogue::{CategoryNode, Snapshot};
use domain::Lang;
use edge::{Path, Problem};

use crate::policies::Policy;
use crate::respond::Encoded;
use crate::visit::link;
use crate::{Storefront, links};

/// Pages in one file; each is there in two languages.
const PAGES_PER_FILE: usize = 20_000;
/// How long a crawler may keep it.
const CACHING: HeaderValue = HeaderValue::from_static("public, max-age=3600");

/// The files of one snapshot for one origin, each made when it is asked for first.
#[derive(Default)]
pub(crate) struct Sitemaps(Mutex<Option<Kept>>);

struct Kept {
    snapshot: u64,
    origin: String,
    files: Vec<(usize, Arc<Encoded>)>,
}

/// `GET /robots.txt`
pub(crate) async fn robots(
    State(state): State<Storefront>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let origin = origin(&state, &headers);
    let mut text = String::from("User-agent: *\n");
    // What is one visitor's, and what is a list of a list.
    for path in [
        "/cart",
        "/checkout",
        "/orders/",
        "/account",
        "/login",
        "/password-reset",
        "/register",
        "/track",
        "/recent",
        "/admin",
    ] {
        for lang in Lang::ALL {
            // Writing to a String doesn't fail.
            let _ = writeln!(text, "Disallow: {}", link(lang, path));
        }
    }
    if let Some(origin) = origin {
        let _ = writeln!(text, "\nSitemap: {origin}/sitemap.xml");
    }
    let kind = HeaderValue::from_static("text/plain; charset=utf-8");
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, CACHING),
    ];
    Ok((headers, text).into_response())
}

/// `GET /sitemap.xml`
pub(crate) async fn show(
    State(state): State<Storefront>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    send(&state, 0, &headers)
}

/// `GET /sitemap/{n}`: a part of a big one, from 1.
pub(crate) async fn part(
    State(state): State<Storefront>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let number = name
        .strip_suffix(".xml")
        .and_then(|number| number.parse().ok())
        .filter(|number| *number > 0)
        .ok_or_else(Problem::not_found)?;
    send(&state, number, &headers)
}

fn send(state: &Storefront, number: usize, headers: &HeaderMap) -> Result<Response, Problem> {
    let origin = origin(state, headers).ok_or_else(Problem::not_found)?;
    let snapshot = state.shop.catalogue().snapshot();
    let file = state
        .sitemaps
        .file(&snapshot, &origin, number)
        .ok_or_else(Problem::not_found)?;
    let kind = HeaderValue::from_static("application/xml; charset=utf-8");
    let kind = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, CACHING),
    ];
    Ok((kind, file.send(headers)).into_response())
}

/// The public address, or what the request calls us.
fn origin(state: &Storefront, headers: &HeaderMap) -> Option<String> {
    if !state.site.origin.is_empty() {
        return Some(state.site.origin.clone());
    }
    let host = headers.get(header::HOST)?.to_str().ok()?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    let scheme = if state.site.secure_cookies {
        "https"
    } else {
        "http"
    };
    (host.len() <= 260 && host.chars().all(plain)).then(|| format!("{scheme}://{host}"))
}

impl Sitemaps {
    fn file(&self, snapshot: &Snapshot, origin: &str, number: usize) -> Option<Arc<Encoded>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let current = kept
            .take()
            .filter(|kept| kept.snapshot == snapshot.sequence() && kept.origin == origin);
        let kept = kept.insert(current.unwrap_or_else(|| Kept {
            snapshot: snapshot.sequence(),
            origin: origin.to_owned(),
            files: Vec::new(),
        }));
        if let Some((_, file)) = kept.files.iter().find(|(known, _)| *known == number) {
            return Some(Arc::clone(file));
        }
        let body = Bytes::from(text(&paths(snapshot), origin, number, PAGES_PER_FILE)?);
        let file = Arc::new(Encoded::new(body));
        kept.files.push((number, Arc::clone(&file)));
        Some(file)
    }
}

/// Every page worth finding, without its language.
fn paths(snapshot: &Snapshot) -> Vec<String> {
    fn categories(nodes: &[CategoryNode], paths: &mut Vec<String>) {
        for node in nodes.iter().filter(|node| node.count > 0) {
            paths.push(links::category(node.category.slug.as_str()));
            categories(&node.children, paths);
        }
    }
    let mut paths = vec!["/".to_owned()];
    categories(snapshot.categories(), &mut paths);
    paths.extend(Policy::ALL.iter().map(|policy| policy.path().to_owned()));
    let products = snapshot.products();
    paths.extend(products.map(|listing| links::product(listing.product.slug.as_str())));
    paths
}

/// File `number` of them: 0 is the only one or the index, the rest are its parts.
fn text(paths: &[String], origin: &str, number: usize, per_file: usize) -> Option<String> {
    if paths.len() <= per_file {
        return (number == 0).then(|| pages(paths, origin));
    }
    let parts = paths.chunks(per_file);
    if number > 0 {
        return parts
            .skip(number - 1)
            .map(|part| pages(part, origin))
            .next();
    }
    let mut xml = String::from(HEAD);
    xml.push_str("<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for part in 1..=parts.len() {
        let _ = writeln!(
            xml,
            "<sitemap><loc>{origin}/sitemap/{part}.xml</loc></sitemap>"
        );
    }
    xml.push_str("</sitemapindex>\n");
    Some(xml)
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// Each page twice, naming the other language both times. Addresses are percent-encoded, and an
/// origin has nothing that XML would read.
fn pages(paths: &[String], origin: &str) -> String {
    let mut xml = String::from(HEAD);
    xml.push_str(
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
         xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    for path in paths {
        let bangla = link(Lang::Bn, path);
        for own in [path, &bangla] {
            let _ = write!(xml, "<url><loc>{origin}{own}</loc>");
            for (lang, other) in [("en", path), ("bn", &bangla), ("x-default", path)] {
                let _ = write!(
                    xml,
                    "<xhtml:link rel=\"alternate\" hreflang=\"{lang}\" href=\"{origin}{other}\"/>"
                );
            }
            xml.push_str("</url>\n");
        }
    }
    xml.push_str("</urlset>\n");
    xml
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_big_shop_has_an_index_and_parts() {
        let paths: Vec<String> = (0..5).map(|n| format!("/products/p-{n}")).collect();
        let index = text(&paths, "https://s", 0, 2).unwrap();
        assert_eq!(index.matches("<sitemap>").count(), 3);
        assert!(index.contains("<loc>https://s/sitemap/3.xml</loc>"));
        let last = text(&paths, "https://s", 3, 2).unwrap();
        assert_eq!(last.matches("<url>").count(), 2, "one page, two languages");
        assert!(last.contains("<loc>https://s/bn/products/p-4</loc>"));
        assert!(text(&paths, "https://s", 4, 2).is_none());
        assert!(text(&paths, "https://s", 1, 5).is_none());
        assert_eq!(
            text(&paths, "https://s", 0, 5)
                .unwrap()
                .matches("<url>")
                .count(),
            10
        );
    }
}
