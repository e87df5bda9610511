//! Product JSON as ready bytes, made once and sent until the product or its stock changes.

use std::sync::Arc;

use bytes::Bytes;
use catalogue::{Listing, RenderCache, Rendered, Snapshot};
use edge::Problem;

use super::detail::ProductDetail;

/// There is one kind of page here.
const FACE: u8 = 0;

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
            let (br, etag) = (edge::brotli(&body), edge::entity_tag(&body));
            Ok(Rendered {
                body: Bytes::from(body),
                br,
                etag,
            })
        })
    }
}
