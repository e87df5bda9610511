//! Content codings: which one a client takes, and bytes in it.

use std::io::Write as _;

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_ENCODING;
use brotli::enc::BrotliEncoderParams;
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;

/// Shorter bodies than this fit into the packet that their headers travel in.
pub(super) const SHORTEST: usize = 512;
/// Of 0 to 11: most of the gain at a tenth of the best's time.
const BROTLI_QUALITY: i32 = 5;
/// Of 1 to 9: what most servers use.
const GZIP_LEVEL: u32 = 6;

/// How a body is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    /// RFC 7932.
    Brotli,
    /// RFC 1952.
    Gzip,
}

impl Coding {
    /// The better of those that `Accept-Encoding` lists and doesn't refuse.
    #[must_use]
    pub fn best(headers: &HeaderMap) -> Option<Self> {
        let taken = |coding: &Self| coding.is_taken(headers);
        [Coding::Brotli, Coding::Gzip].into_iter().find(taken)
    }

    /// Whether `Accept-Encoding` lists it, and not with `q=0` (RFC 9110, 12.5.3).
    #[must_use]
    pub fn is_taken(self, headers: &HeaderMap) -> bool {
        headers
            .get_all(ACCEPT_ENCODING)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .any(|listed| {
                let (name, weight) = listed.split_once(';').unwrap_or((listed, ""));
                let refused = weight
                    .trim()
                    .strip_prefix("q=")
                    .is_some_and(|q| q.parse() == Ok(0.0));
                name.trim().eq_ignore_ascii_case(self.name()) && !refused
            })
    }

    /// Its name in `Content-Encoding`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Coding::Brotli => "br",
            Coding::Gzip => "gzip",
        }
    }

    /// `body` in this coding, if that makes it smaller.
    pub(super) fn encode(self, body: &[u8]) -> Option<Bytes> {
        match self {
            Coding::Brotli => brotli(body),
            Coding::Gzip => gzip(body),
        }
    }
}

/// `body` in Brotli, if that makes it smaller.
#[must_use]
pub fn brotli(body: &[u8]) -> Option<Bytes> {
    let params = BrotliEncoderParams {
        quality: BROTLI_QUALITY,
        // What is farther back than the body is long can't be referred to.
        lgwin: body.len().next_power_of_two().ilog2().clamp(10, 22) as i32,
        size_hint: body.len(),
        ..Default::default()
    };
    worth_it(body, |mut body, packed| {
        brotli::BrotliCompress(&mut body, packed, &params).map(drop)
    })
}

fn gzip(body: &[u8]) -> Option<Bytes> {
    worth_it(body, |body, packed| {
        let mut encoder = GzEncoder::new(packed, Compression::new(GZIP_LEVEL));
        encoder.write_all(body)?;
        encoder.finish().map(drop)
    })
}

fn worth_it(
    body: &[u8],
    encode: impl FnOnce(&[u8], &mut Vec<u8>) -> std::io::Result<()>,
) -> Option<Bytes> {
    if body.len() < SHORTEST {
        return None;
    }
    let mut packed = Vec::with_capacity(body.len() / 4);
    // Memory to memory: the one thing that could fail is the allocator.
    encode(body, &mut packed).ok()?;
    packed.shrink_to_fit();
    (packed.len() < body.len()).then(|| Bytes::from(packed))
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use axum::http::{HeaderMap, HeaderValue};

    use super::*;

    fn asking(value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(value))])
    }

    #[test]
    fn the_better_of_those_that_a_client_takes() {
        for (value, best) in [
            ("gzip, deflate, br", Some(Coding::Brotli)),
            ("br;q=0.5", Some(Coding::Brotli)),
            ("br;q=0, gzip", Some(Coding::Gzip)),
            ("BR", Some(Coding::Brotli)),
            ("gzip", Some(Coding::Gzip)),
            ("brotli, identity", None),
        ] {
            assert_eq!(Coding::best(&asking(value)), best, "{value}");
        }
        assert_eq!(Coding::best(&HeaderMap::new()), None);
    }

    #[test]
    fn what_is_compressed_comes_back_whole() {
        let page = "<p>ঢাকাকার্ট</p>".repeat(4_000);
        let packed = brotli(page.as_bytes()).unwrap();
        assert!(packed.len() * 10 < page.len());
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut &packed[..], &mut back).unwrap();
        assert_eq!(back, page.as_bytes());

        let packed = gzip(page.as_bytes()).unwrap();
        assert!(packed.len() * 10 < page.len());
        let mut back = Vec::new();
        flate2::read::GzDecoder::new(&packed[..])
            .read_to_end(&mut back)
            .unwrap();
        assert_eq!(back, page.as_bytes());
    }

    #[test]
    fn what_gets_no_smaller_stays() {
        let mut noise = vec![0; 5_000];
        domain::Entropy::fill(&domain::SeededEntropy::new(1), &mut noise);
        for coding in [Coding::Brotli, Coding::Gzip] {
            assert_eq!(coding.encode(b"short"), None);
            assert_eq!(coding.encode(&noise), None);
        }
    }
}
