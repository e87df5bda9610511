//! The demo shop of a fresh development database: a catalogue and a staff user.

use anyhow::Context as _;
use domain::Role;
use shop::{ImportOptions, RegisterError, Shop};

const CATALOGUE: &[u8] = include_bytes!("../demo/catalogue.csv");
const CATEGORIES: &[u8] = include_bytes!("../demo/categories.csv");
const SYNONYMS: &[u8] = include_bytes!("../demo/synonyms.csv");

/// Who can look after the demo shop; `production` refuses to start with them.
pub(crate) const USERNAME: &str = "admin";
/// Their password, as the README prints it.
pub(crate) const PASSWORD: &str = "Secure123!";

/// Fills an empty shop. One that has products already keeps what it has.
pub(crate) async fn fill(shop: &Shop) -> anyhow::Result<()> {
    match shop.add_staff(USERNAME, Some(PASSWORD), Role::Admin).await {
        Ok(_) | Err(RegisterError::UsernameTaken) => {}
        Err(error) => return Err(error).context("can't add the demo staff user"),
    }
    if shop.catalogue().snapshot().version() > 0 {
        return Ok(());
    }
    shop.import_categories(CATEGORIES)
        .await
        .context("demo categories")?;
    shop.import_synonyms(SYNONYMS)
        .await
        .context("demo synonyms")?;
    let options = ImportOptions { set_stock: false };
    let report = shop
        .import_products(CATALOGUE, options, &mut |_, _| {})
        .await
        .context("demo catalogue")?;
    shop.catalogue().refresh().await?;
    tracing::info!(
        products = report.products,
        variants = report.variants,
        "demo catalogue loaded"
    );
    Ok(())
}
