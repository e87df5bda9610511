//! Somebody with a browser: cookies, links, forms, and pages read whole.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tower::ServiceExt as _;

/// Somebody with a browser.
pub(crate) struct Visitor {
    pub(crate) router: Router,
    /// Value by name and path.
    pub(crate) jar: BTreeMap<(String, String), String>,
}

/// A page, or whatever was answered.
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Visitor {
    pub(crate) async fn get(&mut self, path: &str) -> Page {
        self.get_with(path, &[]).await
    }

    pub(crate) async fn get_with(&mut self, path: &str, headers: &[(&str, &str)]) -> Page {
        self.send(Method::GET, path, headers, String::new()).await
    }

    pub(crate) async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Page {
        self.post_with(path, form, &[("sec-fetch-site", "same-origin")])
            .await
    }

    pub(crate) async fn post_with(
        &mut self,
        path: &str,
        form: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Page {
        let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let pairs: Vec<String> = form
            .iter()
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
            .collect();
        self.send(Method::POST, path, headers, pairs.join("&"))
            .await
    }

    async fn send(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: String,
    ) -> Page {
        let mut request = Request::builder()
            .method(&method)
            .uri(path)
            .header("host", "shop.example");
        if method == Method::POST {
            request = request.header("content-type", "application/x-www-form-urlencoded");
        }
        let cookies = self.cookies_for(path);
        if !cookies.is_empty() {
            request = request.header("cookie", cookies);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body)).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        let page = Page {
            status: parts.status,
            headers: parts.headers,
            bytes,
        };
        self.keep_cookies(&page);
        page
    }

    /// What a browser would send there (RFC 6265, 5.1.4).
    pub(crate) fn cookies_for(&self, uri: &str) -> String {
        let path = uri.split('?').next().unwrap();
        let sent = self.jar.iter().filter(|((_, at), _)| {
            path == at
                || at == "/"
                || path
                    .strip_prefix(at.as_str())
                    .is_some_and(|r| r.starts_with('/'))
        });
        sent.map(|((name, _), value)| format!("{name}={value}"))
            .collect::<Vec<_>>()
            .join("; ")
    }

    fn keep_cookies(&mut self, page: &Page) {
        for cookie in page.cookies() {
            let mut parts = cookie.split("; ");
            let (name, value) = parts.next().unwrap().split_once('=').unwrap();
            let attribute = |name: &str| {
                let attributes = cookie.split("; ").skip(1);
                attributes
                    .filter_map(|a| a.split_once('='))
                    .find(|a| a.0 == name)
                    .map(|a| a.1)
            };
            let key = (name.to_owned(), attribute("Path").unwrap().to_owned());
            if attribute("Max-Age") == Some("0") {
                self.jar.remove(&key);
            } else {
                self.jar.insert(key, value.to_owned());
            }
        }
    }

    /// The value of a cookie, on whichever path and with whichever prefix.
    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        self.jar
            .iter()
            .find(|((known, _), _)| *known == prefixed(name))
            .map(|(_, value)| value.as_str())
    }

    /// As [`Visitor::cookie`], to take it to another browser.
    pub(crate) fn plant(&mut self, name: &str, value: &str) {
        self.jar
            .insert((prefixed(name), "/".to_owned()), value.to_owned());
    }

    /// A second tab or a second click: the same cookies.
    pub(crate) fn twin(&self) -> Visitor {
        Visitor {
            router: self.router.clone(),
            jar: self.jar.clone(),
        }
    }

    /// Follows a redirect.
    pub(crate) async fn follow(&mut self, page: &Page) -> Page {
        assert!(
            page.status.is_redirection(),
            "{}: {}",
            page.status,
            page.html()
        );
        let to = page.location().to_owned();
        self.get(&to).await
    }

    /// Puts something into the cart and looks at it.
    pub(crate) async fn put(&mut self, sku: &str, quantity: &str) -> Page {
        let added = self
            .post("/cart/items", &[("sku", sku), ("quantity", quantity)])
            .await;
        self.follow(&added).await
    }
}

/// What a cookie is called by HTTPS.
fn prefixed(name: &str) -> String {
    let of_an_order = ["dhakacart_order_", "dhakacart_phone_"];
    let part = of_an_order.iter().any(|begin| name.starts_with(begin));
    let prefix = if part { "__Secure-" } else { "__Host-" };
    format!("{prefix}{name}")
}

impl Page {
    pub(crate) fn html(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap()
    }

    pub(crate) fn header(&self, name: impl header::AsHeaderName) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn location(&self) -> &str {
        self.header(header::LOCATION)
    }

    pub(crate) fn cookies(&self) -> Vec<&str> {
        let all = self.headers.get_all(header::SET_COOKIE);
        all.iter().map(|cookie| cookie.to_str().unwrap()).collect()
    }

    /// The value of a hidden or text field.
    #[track_caller]
    pub(crate) fn field(&self, name: &str) -> String {
        let html = self.html();
        let at = html
            .find(&format!("name=\"{name}\""))
            .unwrap_or_else(|| panic!("no field {name}: {}", self.text()));
        let tag = &html[at..at + html[at..].find('>').unwrap()];
        let value = tag
            .split("value=\"")
            .nth(1)
            .unwrap_or("\"")
            .split('"')
            .next()
            .unwrap();
        value
            .replace("&#38;", "&")
            .replace("&#60;", "<")
            .replace("&#62;", ">")
            .replace("&#34;", "\"")
            .replace("&#39;", "'")
    }

    #[track_caller]
    pub(crate) fn assert_has(&self, text: &str) {
        assert!(
            self.html().contains(text),
            "{text:?} is missing in {}",
            self.text()
        );
    }

    #[track_caller]
    pub(crate) fn assert_hasnt(&self, text: &str) {
        assert!(
            !self.html().contains(text),
            "{text:?} is in {}",
            self.text()
        );
    }

    /// No script runs but our own files: every `<script>` is one of those, empty, or data that no
    /// browser runs; and no attribute holds a script.
    #[track_caller]
    pub(crate) fn assert_no_foreign_scripts(&self, place: &str) {
        let html = self.html();
        for part in html.split("<script").skip(1) {
            let own = part.starts_with(" type=\"module\" src=\"/assets/shop.js?v=")
                && part
                    .split_once('>')
                    .is_some_and(|(_, rest)| rest.starts_with("</script>"));
            let data = part
                .strip_prefix(" type=\"application/ld+json\">")
                .and_then(|rest| rest.split_once("</script>"));
            if let Some((json, _)) = data {
                assert!(
                    !json.contains('<') && !json.contains('&'),
                    "{place}: {json}"
                );
                let read: Result<serde_json::Value, _> = serde_json::from_str(json);
                assert!(read.is_ok(), "{place}: {json}");
            }
            assert!(own || data.is_some(), "{place}: <script{part:.80}");
        }
    }

    /// The JSON-LD blocks of a type.
    pub(crate) fn data(&self, kind: &str) -> Vec<serde_json::Value> {
        self.html()
            .split("<script type=\"application/ld+json\">")
            .skip(1)
            .filter_map(|part| part.split_once("</script>"))
            .map(|(json, _)| serde_json::from_str(json).unwrap())
            .filter(|value: &serde_json::Value| value["@type"] == kind)
            .collect()
    }

    /// What a reader sees: without tags and data for machines, spaces tidied.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        let mut inside = false;
        let blocks = self.html().split("<script").enumerate().map(|(at, part)| {
            let after = part.split_once("</script>").map(|(_, after)| after);
            if at == 0 { part } else { after.unwrap_or("") }
        });
        for c in blocks.flat_map(str::chars) {
            match c {
                '<' => inside = true,
                '>' => {
                    inside = false;
                    text.push(' ');
                }
                c if !inside => text.push(c),
                _ => {}
            }
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
