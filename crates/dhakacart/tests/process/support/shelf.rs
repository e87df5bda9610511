//! Goods to sell and somebody to look after them, put in by the commands that an operator uses.

use std::fmt::Write as _;

use store::testing::TestDb;

use super::{Run, command};

/// Username and password of the admin of `hire_admin`.
pub(crate) const ADMIN: (&str, &str) = ("keeper", "Padma-river-71");

/// A product with one variant; its SKU is the slug in capitals.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Good {
    pub(crate) slug: &'static str,
    pub(crate) taka: i64,
    pub(crate) units: i64,
}

pub(crate) const fn good(slug: &'static str, taka: i64, units: i64) -> Good {
    Good { slug, taka, units }
}

impl Good {
    pub(crate) fn sku(&self) -> String {
        self.slug.to_uppercase()
    }
}

/// Goods as Shopify's product CSV.
pub(crate) fn csv(goods: &[Good]) -> String {
    let mut csv = String::from(
        "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Variant SKU,Variant Inventory Qty,Variant Price,Status\n",
    );
    for good in goods {
        let (Good { slug, taka, units }, sku) = (good, good.sku());
        writeln!(
            csv,
            "{slug},The {slug},<p>Fine.</p>,Rupsha,Kitchen,,TRUE,{sku},{units},{taka},active"
        )
        .unwrap();
    }
    csv
}

/// `dhakacart import` of these goods.
pub(crate) fn import(url: &str, goods: &[Good]) -> Run {
    command("import").file("goods.csv", &csv(goods)).on(url)
}

/// `dhakacart staff add` of [`ADMIN`].
pub(crate) fn hire_admin(url: &str) -> Run {
    let (username, password) = ADMIN;
    command("staff add --role admin")
        .arg(username)
        .on(url)
        .stdin(password)
}

/// These goods are for sale, and [`ADMIN`] looks after them.
pub(crate) fn furnish(url: &str, goods: &[Good]) {
    import(url, goods).succeed();
    hire_admin(url).succeed();
}

/// Takes a PostgreSQL database back to before the first migration.
pub(crate) async fn undo_migrations(db: &TestDb) {
    let everything = "DO $$ DECLARE here text := current_schema(); BEGIN \
        EXECUTE format('DROP SCHEMA %I CASCADE', here); EXECUTE format('CREATE SCHEMA %I', here); END $$";
    db.execute(everything).await.unwrap();
}
