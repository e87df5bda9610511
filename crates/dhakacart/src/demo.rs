//! The demo shop of a fresh development database: a catalogue, a staff user, a coupon and a sale.

use anyhow::Context as _;
use domain::{Paisa, Permissions, Role, SessionId};
use shop::{
    CouponInput, FlashLineInput, FlashSaleInput, Identity, ImportOptions, RegisterError, Shop,
};
use time::Duration;

const CATALOGUE: &[u8] = include_bytes!("../demo/catalogue.csv");
const CATEGORIES: &[u8] = include_bytes!("../demo/categories.csv");
const SYNONYMS: &[u8] = include_bytes!("../demo/synonyms.csv");

/// Who can look after the demo shop; `production` refuses to start with them.
pub(crate) const USERNAME: &str = "admin";
/// Their password, as the README prints it.
pub(crate) const PASSWORD: &str = "Secure123!";

/// What is on sale for the first days: (SKU, taka, units per customer).
const ON_SALE: &[(&str, i64, i64)] = &[
    ("TRG-TB4-WHT", 1_790, 2),
    ("TRG-TB4-BLK", 1_790, 2),
    ("BJR-PBS-20K", 2_290, 2),
    ("NDI-R3000X", 4_290, 1),
    ("SHM-AF45", 5_990, 1),
    ("JNK-RL60", 950, 3),
    ("RGD-RT32H", 16_900, 1),
];

/// Fills an empty shop. One that has products already keeps what it has.
pub(crate) async fn fill(shop: &Shop) -> anyhow::Result<()> {
    let added = shop.add_staff(USERNAME, Some(PASSWORD), Role::Admin).await;
    let admin = match added {
        Ok((account, _)) => Some(account),
        Err(RegisterError::UsernameTaken) => None,
        Err(error) => return Err(error).context("can't add the demo staff user"),
    };
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
    if let Some(admin) = admin {
        let admin = Identity {
            user: admin.id,
            username: admin.username,
            role: admin.role,
            permissions: Permissions::of_role(admin.role, None),
            session: SessionId::mint(shop.ambient()),
        };
        promote(shop, &admin).await?;
    }
    shop.catalogue().refresh().await?;
    tracing::info!(
        products = report.products,
        variants = report.variants,
        "demo catalogue loaded"
    );
    Ok(())
}

/// A coupon for newcomers, good for a month, and a sale of three days: both from now on.
async fn promote(shop: &Shop, admin: &Identity) -> anyhow::Result<()> {
    let now = shop.ambient().now();
    let coupon = CouponInput {
        code: "SHAGOTOM".to_owned(),
        kind: "percent".to_owned(),
        percent: Some(10),
        amount: Some(Paisa::from_taka(500)),
        min_subtotal: Paisa::from_taka(1_500),
        starts_at: Some(now),
        ends_at: Some(now + Duration::days(30)),
        max_uses: Some(1_000),
        max_uses_per_customer: Some(1),
        active: true,
    };
    shop.create_coupon(admin, coupon)
        .await
        .context("demo coupon")?;
    let line = |&(sku, taka, units_per_customer): &(&str, i64, i64)| FlashLineInput {
        sku: sku.to_owned(),
        price: Paisa::from_taka(taka),
        units_per_customer,
    };
    let sale = FlashSaleInput {
        name: "Winter deals".to_owned(),
        name_bn: "শীতের অফার".to_owned(),
        starts_at: now,
        ends_at: now + Duration::days(3),
        lines: ON_SALE.iter().map(line).collect(),
    };
    shop.create_flash_sale(admin, sale)
        .await
        .context("demo sale")?;
    Ok(())
}
