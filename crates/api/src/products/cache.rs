//! Product JSON as ready bytes, made once and sent until the product or its stock changes.

use std::io::Write as _;
use std::sync::Arc;

use bytes::Bytes;
use catalogue::{Listing, RenderCache, Rendered, Snapshot};
use edge::Problem;

use super::detail::ProductDetail;
use crate::freshness;

/// There is one kind of page here.
const FACE: u8 = 0;
/// Below this a packet isn't saved, and compressing isn't worth the time.
const WORTH_COMPRESSING: usize = 1_024;
/// Of 0 to 11: most of the gain at a small part of the cost, as a stock change renders anew.
const BROTLI_QUALITY: u32 = 4;
const BROTLI_WINDOW: u32 = 18;
const BROTLI_BUFFER: usize = 4_096;

/// Rendered product JSON, bounded by its bytes.
#[derive(Default)]
pub(crate) struct ProductCache(RenderCache);

impl ProductCache {
    /// The JSON of `listing`, which is of `snapshot`.
    ///
    /// # Errors
    /// A [`Problem`] if it can't be written as JSON; no such product is known.
    pub(crate) fn get(
        &self,
        snapshot: &Snapshot,
        listing: &Listing,
    ) -> Result<Arc<Rendered>, Problem> {
        self.0.get_or_render(FACE, snapshot, listing, || {
            let detail = ProductDetail::new(snapshot, listing);
            let body = serde_json::to_vec(&detail).map_err(Problem::internal)?;
            let (br, etag) = (compressed(&body), freshness::tag(&body));
            Ok(Rendered {
                body: Bytes::from(body),
                br,
                etag,
            })
        })
    }
}

fn compressed(body: &[u8]) -> Option<Bytes> {
    if body.len() < WORTH_COMPRESSING {
        return None;
    }
    let sink = Vec::with_capacity(body.len() / 2);
    let mut writer =
        brotli::CompressorWriter::new(sink, BROTLI_BUFFER, BROTLI_QUALITY, BROTLI_WINDOW);
    writer.write_all(body).ok()?;
    let packed = writer.into_inner();
    (packed.len() < body.len()).then(|| Bytes::from(packed))
}
