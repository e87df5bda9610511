//! Every word of the back office, in English and Bangla: one table per noun, each in its file.
//!
//! `common.rs` has what surrounds every page and what the kit says; the rest belongs to the pages
//! of its name. Bangla addresses colleagues as আপনি and writes numbers with ০–৯.

mod audit;
mod categories;
mod common;
mod conflict;
mod coupons;
mod customers;
mod dashboard;
mod fields;
mod flash_sales;
mod imports;
mod orders;
mod products;
mod reviews;
mod security;
mod settings;
mod staff;
mod stock;
mod stock_requests;

pub(crate) use audit::AuditTexts;
pub(crate) use categories::CategoryTexts;
pub(crate) use common::Common;
pub(crate) use conflict::ConflictTexts;
pub(crate) use coupons::CouponTexts;
pub(crate) use customers::CustomerTexts;
pub(crate) use dashboard::DashboardTexts;
pub(crate) use flash_sales::FlashSaleTexts;
pub(crate) use imports::ImportTexts;
pub(crate) use orders::OrderTexts;
pub(crate) use products::ProductTexts;
pub(crate) use reviews::ReviewTexts;
pub(crate) use security::{SecurityTexts, WRONG};
pub(crate) use settings::SettingsTexts;
pub(crate) use staff::{StaffTexts, TAKEN};
pub(crate) use stock::StockTexts;
pub(crate) use stock_requests::StockRequestTexts;

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
