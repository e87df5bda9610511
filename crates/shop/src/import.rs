//! Taking in a catalogue from a file: products, categories, synonyms.
//!
//! Products come in Shopify's product CSV (old and new column names) or WooCommerce's; which it is
//! is seen from the header. What can't be taken is named by line with a reason
//! ([`ImportReport::rejected`]), the rest is taken. What a file has no column for is left as it
//! is, and importing a file a second time changes nothing.
//!
//! The way of a file: `sheet` (cells with lines) → `shopify` or `woocommerce` → `imported` (a
//! product, whatever the format) → `merge` (what it becomes, given what is there) → `run`
//! (transactions). `cells` reads single values, `shelves` finds categories by name; `categories`
//! and `synonyms` are use cases of their own. The way back is [`export`](crate::export).

use serde::{Deserialize, Serialize};
use store::StoreError;

use crate::Shop;
use imported::Imported;
use run::{Run, batches};
use sheet::Sheet;

mod categories;
mod cells;
mod imported;
mod merge;
mod run;
mod sheet;
mod shelves;
mod shopify;
mod synonyms;
mod woocommerce;

pub(crate) use cells::{one_line, tags, written, written_bn, written_images};
pub(crate) use sheet::protected;

/// What a file of products has to have.
const EXPECTED: &str = "`Handle` (or `URL handle`) and `Title` of Shopify's product CSV, \
                        or `Type`, `SKU` and `Name` of WooCommerce's";

/// How to import products.
#[derive(Debug, Clone, Copy, Default)]
pub struct ImportOptions {
    /// Also take over the quantities of variants that exist already, as stock movements with the
    /// reason `import`. Without it, quantities are the opening stock of new variants only: a
    /// running shop knows its stock better than a file does.
    pub set_stock: bool,
}

/// What an import took and what it didn't. `products`, `variants`, `published` and `drafts` count
/// what the file describes, the same each time it is imported; archived products are neither
/// published nor drafts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    /// Products taken.
    pub products: usize,
    /// Variants taken.
    pub variants: usize,
    /// Products that shoppers see now.
    pub published: usize,
    /// Products that only staff see.
    pub drafts: usize,
    /// Products that existed and were changed.
    pub updated: usize,
    /// Rows that weren't taken, in the file's order.
    pub rejected: Vec<Rejected>,
}

/// A row that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    /// The line of the file that the row begins on; the header is on line 1.
    pub line: u64,
    /// What is wrong with it, for people.
    pub reason: String,
}

/// Why nothing of a file was taken. A failure of the database may leave the first part of a file
/// of products taken; importing it again completes it.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// More than 50 MiB.
    #[error("the file is larger than 50 MiB; import it in parts")]
    TooLarge,
    /// More than 200,000 rows.
    #[error("the file has more than 200,000 rows; import it in parts")]
    TooManyRows,
    /// Another character set.
    #[error("the file is not UTF-8 (line {line}); save it as `CSV UTF-8`")]
    NotUtf8 {
        /// Where the first such byte stands.
        line: u64,
    },
    /// No row at all.
    #[error("the file is empty; its first row must have the names of the columns")]
    Empty,
    /// A first row that can't be one of column names.
    #[error("the first row is not one of column names separated by commas")]
    NoTable,
    /// Columns are missing.
    #[error("this is not such a file: its first row must have the columns {expected}")]
    Header {
        /// What they are called.
        expected: &'static str,
    },
    /// Rows of a file that is taken as a whole or not at all.
    #[error("{}", rows_message(.0))]
    Rows(Vec<Rejected>),
    /// The process is about to end.
    #[error("the import was interrupted before anything was stored")]
    Interrupted,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn rows_message(rejected: &[Rejected]) -> String {
    let lines = rejected
        .iter()
        .map(|row| format!("line {}: {}", row.line, row.reason));
    format!(
        "the file can't be taken: {}",
        lines.collect::<Vec<_>>().join("; ")
    )
}

impl Shop {
    /// Imports a file of products: Shopify's product CSV or WooCommerce's, at most 50 MiB and
    /// 200,000 rows. `progress` is called with the number of products done and of all.
    ///
    /// A row that can't be taken is in the report; if it is the first row of a product, so are the
    /// product's other rows. A picture with an unusable address is left out with a warning in the
    /// log, its row is taken. Products are written some hundred at a time.
    ///
    /// # Errors
    /// [`ImportError`]: the file is not such a file, or the database failed.
    pub async fn import_products(
        &self,
        bytes: &[u8],
        options: ImportOptions,
        progress: &mut (dyn FnMut(usize, usize) + Send),
    ) -> Result<ImportReport, ImportError> {
        if bytes.len() > sheet::MAX_BYTES {
            return Err(ImportError::TooLarge);
        }
        // Reading and sanitising is work for a processor, not for the threads that answer requests.
        let bytes = bytes.to_vec();
        let imported = match tokio::task::spawn_blocking(move || read(&bytes)).await {
            Ok(imported) => imported?,
            Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
            Err(_) => return Err(ImportError::Interrupted),
        };
        let mut run = Run::begin(self, options, imported.rejected).await?;
        let total = imported.products.len();
        let mut done = 0;
        progress(done, total);
        for batch in batches(&imported.products) {
            run.take(batch).await?;
            done += batch.len();
            progress(done, total);
        }
        Ok(run.report())
    }
}

fn read(bytes: &[u8]) -> Result<Imported, ImportError> {
    let sheet = Sheet::read(bytes)?;
    if shopify::recognises(&sheet) {
        Ok(shopify::read(&sheet))
    } else if woocommerce::recognises(&sheet) {
        Ok(woocommerce::read(&sheet))
    } else {
        Err(ImportError::Header { expected: EXPECTED })
    }
}

#[cfg(test)]
mod tests;
