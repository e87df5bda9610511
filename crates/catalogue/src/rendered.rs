//! Pages that were rendered once and are sent many times.
//!
//! Invariant: a page is sent only while the snapshot it was rendered from is the newest and the
//! product's stock hasn't moved since; the cache never holds more than its capacity in bytes. Of
//! many requests for a page that isn't there, one renders and the others wait for it.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use domain::ProductId;
use quick_cache::Weighter;
use quick_cache::sync::{Cache, EntryAction, EntryResult};

use crate::listing::Listing;
use crate::snapshot::Snapshot;

/// What all pages together may weigh unless told otherwise.
const CAPACITY_BYTES: u64 = 16 * 1024 * 1024;
/// What an entry weighs besides its bytes: keys, pointers, the cache's own table.
const OVERHEAD_BYTES: usize = 256;
/// How long a request waits for another that renders the same page, before it renders its own.
const PATIENCE: Duration = Duration::from_secs(3);

/// A page ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The page.
    pub body: Bytes,
    /// The page compressed with Brotli, where that pays.
    pub br: Option<Bytes>,
    /// Its entity tag, quotes included (RFC 9110, 8.8.3).
    pub etag: String,
}

/// Rendered pages by face (a number that the caller gives to each kind of page) and product.
pub struct RenderCache {
    pages: Cache<(u8, ProductId), Entry, ByBytes>,
}

#[derive(Clone)]
struct Entry {
    stamp: Stamp,
    page: Arc<Rendered>,
}

/// What a page was rendered from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    snapshot: u64,
    generation: u64,
}

#[derive(Clone)]
struct ByBytes;

impl Weighter<(u8, ProductId), Entry> for ByBytes {
    fn weight(&self, _: &(u8, ProductId), entry: &Entry) -> u64 {
        let Rendered { body, br, etag } = &*entry.page;
        let bytes = body.len() + br.as_ref().map_or(0, Bytes::len) + etag.len() + OVERHEAD_BYTES;
        bytes as u64
    }
}

impl RenderCache {
    /// A cache of at most `bytes` bytes of pages.
    #[must_use]
    pub fn new(bytes: u64) -> Self {
        // An estimate only: it sizes the table that the cache starts with.
        let pages = usize::try_from(bytes / 32_768)
            .unwrap_or(usize::MAX)
            .clamp(16, 4_096);
        Self {
            pages: Cache::with_weighter(pages, bytes, ByBytes),
        }
    }

    /// The page of `listing` for a face (a kind of page and language), rendered by `render` if it
    /// isn't there or no longer true. `snapshot` is the one that `render` reads. Blocks the thread
    /// while another renders the same page, which takes no longer than rendering it here.
    ///
    /// # Errors
    /// What `render` answers; nothing is kept then.
    pub fn get_or_render<E>(
        &self,
        face: u8,
        snapshot: &Snapshot,
        listing: &Listing,
        render: impl FnOnce() -> Result<Rendered, E>,
    ) -> Result<Arc<Rendered>, E> {
        // The generation is read before anything is rendered: see `Listing::generation`.
        let stamp = Stamp {
            snapshot: snapshot.sequence(),
            generation: listing.generation(),
        };
        let key = (face, listing.product.id);
        if let Some(entry) = self.pages.get(&key)
            && entry.stamp == stamp
        {
            return Ok(entry.page);
        }
        let found = self.pages.entry(&key, Some(PATIENCE), |_, entry| {
            if entry.stamp == stamp {
                EntryAction::Retain(Arc::clone(&entry.page))
            } else {
                EntryAction::ReplaceWithGuard
            }
        });
        match found {
            EntryResult::Retained(page) => Ok(page),
            EntryResult::Vacant(guard) | EntryResult::Replaced(guard, _) => {
                let page = Arc::new(render()?);
                // Too big for the cache, or pushed out meanwhile: sent all the same.
                let _ = guard.insert(Entry {
                    stamp,
                    page: Arc::clone(&page),
                });
                Ok(page)
            }
            EntryResult::Removed(..) | EntryResult::Timeout => Ok(Arc::new(render()?)),
        }
    }

    /// What the pages weigh now, in bytes.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.pages.weight()
    }
}

impl Default for RenderCache {
    /// 16 MiB.
    fn default() -> Self {
        Self::new(CAPACITY_BYTES)
    }
}

impl std::fmt::Debug for RenderCache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RenderCache")
            .field("pages", &self.pages.len())
            .field("bytes", &self.pages.weight())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Shelf, product};
    use std::cell::Cell;

    fn page(bytes: usize) -> Rendered {
        Rendered {
            body: Bytes::from(vec![b'x'; bytes]),
            br: None,
            etag: "\"1\"".to_owned(),
        }
    }

    #[test]
    fn a_page_lasts_until_stock_or_snapshot_change() {
        let shelf = Shelf::default();
        let snapshot = shelf.first(&[product("phone")]);
        let cache = RenderCache::default();
        let rendered = Cell::new(0);
        let get = |face, snapshot: &Snapshot| {
            let render = || {
                rendered.set(rendered.get() + 1);
                Ok::<_, ()>(page(10))
            };
            cache
                .get_or_render(face, snapshot, snapshot.product("phone").unwrap(), render)
                .unwrap();
            rendered.get()
        };
        assert_eq!((get(0, &snapshot), get(0, &snapshot)), (1, 1));
        assert_eq!(get(1, &snapshot), 2, "another face has a page of its own");
        shelf.stock(&snapshot, "phone", 5);
        assert_eq!((get(0, &snapshot), get(0, &snapshot)), (3, 3));
        let next = shelf.next(Some(&snapshot), &[]);
        assert_eq!((get(0, &next), get(0, &next)), (4, 4));
    }

    #[test]
    fn a_failure_is_not_kept() {
        let shelf = Shelf::default();
        let snapshot = shelf.first(&[product("phone")]);
        let listing = snapshot.product("phone").unwrap();
        let cache = RenderCache::default();
        let failed = cache.get_or_render(0, &snapshot, listing, || Err::<Rendered, _>("no"));
        assert_eq!(failed.unwrap_err(), "no");
        assert!(
            cache
                .get_or_render(0, &snapshot, listing, || Ok::<_, ()>(page(1)))
                .is_ok()
        );
    }

    #[test]
    fn capacity_is_in_bytes() {
        let shelf = Shelf::default();
        let products: Vec<_> = (0..200).map(|n| product(&format!("p-{n}"))).collect();
        let snapshot = shelf.first(&products);
        let cache = RenderCache::new(1_000_000);
        for listing in snapshot.products() {
            cache
                .get_or_render(0, &snapshot, listing, || Ok::<_, ()>(page(20_000)))
                .unwrap();
        }
        assert!(cache.bytes() <= 1_000_000, "{} bytes", cache.bytes());
        assert!(cache.bytes() > 300_000, "{} bytes", cache.bytes());
    }

    #[test]
    fn one_renders_for_all_who_wait() {
        let shelf = Shelf::default();
        let snapshot = shelf.first(&[product("phone")]);
        let listing = snapshot.product("phone").unwrap();
        let cache = RenderCache::default();
        let renders = std::sync::atomic::AtomicUsize::new(0);
        let together = std::sync::Barrier::new(8);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    together.wait();
                    let render = || {
                        renders.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                        Ok::<_, ()>(page(10))
                    };
                    cache.get_or_render(0, &snapshot, listing, render).unwrap();
                });
            }
        });
        assert_eq!(renders.into_inner(), 1);
    }
}
