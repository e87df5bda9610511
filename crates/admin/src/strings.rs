//! Every word of the back office, in English and Bangla: one table per noun, each in its file.
//!
//! `common.rs` has what surrounds every page and what the kit says; the rest belongs to the pages
//! of its name. Bangla addresses colleagues as আপনি and writes numbers with ০–৯.

mod audit;
mod common;
mod dashboard;
mod fields;
mod orders;
mod staff;

pub(crate) use audit::AuditTexts;
pub(crate) use common::Common;
pub(crate) use dashboard::DashboardTexts;
pub(crate) use orders::OrderTexts;
pub(crate) use staff::{StaffTexts, TAKEN};

#[cfg(test)]
mod tests {
    use std::path::Path;

    #[test]
    fn templates_hold_no_words_of_their_own() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
        let faults = pages::strings::testing::template_faults(&folder).unwrap();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}
