//! Products and their variants.
//!
//! Every change to what a shopper can see takes the next catalogue version in its own transaction
//! ([`Tx::next_catalogue_version`]) and stamps the product with it: a process that polls the
//! version loads exactly the products that are newer than what it has.

use std::collections::HashMap;

use domain::{Product, ProductId, Sku, Slug, Text, Variant, VariantId};

use crate::sql::{FromRow, Row, Value, binds};
use crate::{Store, StoreError, Tx};

struct VariantRow {
    product: ProductId,
    variant: Variant,
}

impl FromRow for VariantRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            product: row.get("product_id")?,
            variant: Variant {
                id: row.get("id")?,
                sku: row.parse("sku")?,
                position: row.get("position")?,
                options: row.json("options")?,
                price: row.get("price_paisa")?,
                compare_at: row.get("compare_at_paisa")?,
                barcode: row.get("barcode")?,
                grams: row.get("grams")?,
                taxable: row.get("taxable")?,
            },
        })
    }
}

impl FromRow for Product {
    /// Without its variants, which [`attach`] adds.
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            slug: row.parse("slug")?,
            title: Text {
                en: row.get("title_en")?,
                bn: row.get("title_bn")?,
            },
            brand: row.get("brand")?,
            category: row.get("category_id")?,
            model: row.get("model")?,
            description: Text {
                en: row.get("description_en")?,
                bn: row.get("description_bn")?,
            },
            status: row.parse("status")?,
            options: row.json("options")?,
            attributes: row.json("attributes")?,
            images: row.json("images")?,
            tags: row.json("tags")?,
            serials: row.parse("serials")?,
            variants: Vec::new(),
            created_at: row.get("created_at")?,
            updated_at: row.get("updated_at")?,
            revision: row.get("revision")?,
        })
    }
}

fn attach(products: &mut [Product], variants: Vec<VariantRow>) {
    let mut by_product: HashMap<ProductId, Vec<Variant>> = HashMap::new();
    for row in variants {
        by_product.entry(row.product).or_default().push(row.variant);
    }
    for product in products {
        product.variants = by_product.remove(&product.id).unwrap_or_default();
    }
}

impl Store {
    /// The number that grows with every change to the catalogue.
    pub async fn catalogue_version(&self) -> Result<i64, StoreError> {
        self.fetch_one(
            "SELECT version AS value FROM catalogue_version WHERE id = 1",
            vec![],
        )
        .await
    }

    /// Products whose revision is above `since`, of any status, with their active variants.
    pub async fn load_products(&self, since: i64) -> Result<Vec<Product>, StoreError> {
        let mut products: Vec<Product> = self
            .fetch_all(
                "SELECT * FROM products WHERE revision > $1 ORDER BY id",
                binds![since],
            )
            .await?;
        let variants = self
            .fetch_all(
                "SELECT v.* FROM variants v JOIN products p ON p.id = v.product_id \
                 WHERE p.revision > $1 AND v.active = true ORDER BY v.product_id, v.position",
                binds![since],
            )
            .await?;
        attach(&mut products, variants);
        Ok(products)
    }

    /// One product by its slug, whatever its status.
    pub async fn find_product(&self, slug: &str) -> Result<Option<Product>, StoreError> {
        let mut found: Vec<Product> = self
            .fetch_all("SELECT * FROM products WHERE slug = $1", binds![slug])
            .await?;
        if let Some(product) = found.first() {
            let variants = self
                .fetch_all(
                    "SELECT * FROM variants WHERE product_id = $1 AND active = true ORDER BY position",
                    binds![product.id],
                )
                .await?;
            attach(&mut found, variants);
        }
        Ok(found.pop())
    }
}

/// Escapes what LIKE would read as a wildcard.
pub(crate) fn like_literal(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_")
}

/// A slug that some product has already.
struct SlugRow(Slug, ProductId);

impl FromRow for SlugRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(row.parse("slug")?, row.get("id")?))
    }
}

/// Which product has a SKU, and the variant behind it; inactive ones too.
struct SkuRow(Sku, ProductId, VariantId);

impl FromRow for SkuRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(
            row.parse("sku")?,
            row.get("product_id")?,
            row.get("id")?,
        ))
    }
}

impl Tx {
    /// Takes the next catalogue version. Held until commit: changes to the catalogue queue here,
    /// so versions become visible in order and no reader skips one.
    pub async fn next_catalogue_version(&mut self) -> Result<i64, StoreError> {
        self.fetch_optional(
            "UPDATE catalogue_version SET version = version + 1 WHERE id = 1 RETURNING version AS value",
            vec![],
        )
        .await?
        .ok_or_else(|| StoreError::corrupt("catalogue_version", "its row is missing"))
    }

    /// One product as it is now, locked until commit.
    pub async fn find_product_for_update(
        &mut self,
        slug: &str,
    ) -> Result<Option<Product>, StoreError> {
        let mut found: Vec<Product> = self
            .fetch_all(
                "SELECT p.* FROM products p WHERE p.slug = $1 {lock:p}",
                binds![slug],
            )
            .await?;
        if let Some(product) = found.first() {
            let variants = self
                .fetch_all(
                    "SELECT * FROM variants WHERE product_id = $1 AND active = true ORDER BY position",
                    binds![product.id],
                )
                .await?;
            attach(&mut found, variants);
        }
        Ok(found.pop())
    }

    /// Products that have one of these slugs as they are now, locked until commit.
    pub async fn list_products_for_update(
        &mut self,
        slugs: &[Slug],
    ) -> Result<Vec<Product>, StoreError> {
        if slugs.is_empty() {
            return Ok(Vec::new());
        }
        let binds = || {
            slugs
                .iter()
                .map(|s| Value::from(s.as_str()))
                .collect::<Vec<_>>()
        };
        let mut products: Vec<Product> = self
            .fetch_list(
                "SELECT p.* FROM products p WHERE p.slug IN ({list}) ORDER BY p.id {lock:p}",
                slugs.len(),
                binds(),
            )
            .await?;
        let variants = self
            .fetch_list(
                "SELECT v.* FROM variants v JOIN products p ON p.id = v.product_id \
                 WHERE p.slug IN ({list}) AND v.active = true ORDER BY v.product_id, v.position",
                slugs.len(),
                binds(),
            )
            .await?;
        attach(&mut products, variants);
        Ok(products)
    }

    /// Slugs among `slugs` that are taken, and by whom.
    pub async fn list_slugs(
        &mut self,
        slugs: &[Slug],
    ) -> Result<HashMap<Slug, ProductId>, StoreError> {
        if slugs.is_empty() {
            return Ok(HashMap::new());
        }
        let binds: Vec<Value> = slugs.iter().map(|s| Value::from(s.as_str())).collect();
        let rows: Vec<SlugRow> = self
            .fetch_list(
                "SELECT slug, id FROM products WHERE slug IN ({list})",
                binds.len(),
                binds,
            )
            .await?;
        Ok(rows
            .into_iter()
            .map(|SlugRow(slug, id)| (slug, id))
            .collect())
    }

    /// The slug of the product that an active variant belongs to.
    pub async fn find_slug_of_sku(&mut self, sku: &Sku) -> Result<Option<Slug>, StoreError> {
        let row: Option<SlugRow> = self
            .fetch_optional(
                "SELECT p.slug, p.id FROM products p JOIN variants v ON v.product_id = p.id \
                 WHERE v.sku = $1 AND v.active = true",
                binds![sku.as_str()],
            )
            .await?;
        Ok(row.map(|SlugRow(slug, _)| slug))
    }

    /// SKUs among `skus` that exist, with their product and variant; inactive ones too.
    pub async fn list_skus(
        &mut self,
        skus: &[Sku],
    ) -> Result<HashMap<Sku, (ProductId, VariantId)>, StoreError> {
        if skus.is_empty() {
            return Ok(HashMap::new());
        }
        let binds: Vec<Value> = skus.iter().map(|s| Value::from(s.as_str())).collect();
        let rows: Vec<SkuRow> = self
            .fetch_list(
                "SELECT sku, product_id, id FROM variants WHERE sku IN ({list})",
                binds.len(),
                binds,
            )
            .await?;
        Ok(rows
            .into_iter()
            .map(|SkuRow(sku, product, id)| (sku, (product, id)))
            .collect())
    }

    /// Writes a product and its variants as they should be from now on: variants that are not in
    /// `product` any more become inactive (the ledger and old orders still name them).
    pub async fn put_product(&mut self, product: &Product) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO products (id, slug, title_en, title_bn, brand, category_id, model, description_en, \
             description_bn, status, options, attributes, images, tags, serials, revision, created_at, updated_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) \
             ON CONFLICT (id) DO UPDATE SET slug = excluded.slug, title_en = excluded.title_en, \
             title_bn = excluded.title_bn, brand = excluded.brand, category_id = excluded.category_id, \
             model = excluded.model, description_en = excluded.description_en, \
             description_bn = excluded.description_bn, status = excluded.status, options = excluded.options, \
             attributes = excluded.attributes, images = excluded.images, tags = excluded.tags, \
             serials = excluded.serials, revision = excluded.revision, updated_at = excluded.updated_at",
            binds![
                product.id,
                product.slug.as_str(),
                product.title.en.as_str(),
                product.title.bn.as_deref(),
                product.brand.as_str(),
                product.category,
                product.model.as_deref(),
                product.description.en.as_str(),
                product.description.bn.as_deref(),
                product.status.as_str(),
                Value::json(&product.options),
                Value::json(&product.attributes),
                Value::json(&product.images),
                Value::json(&product.tags),
                product.serials.as_str(),
                product.revision,
                product.created_at,
                product.updated_at
            ],
        )
        .await?;
        // All of them: those that stay are written right after.
        self.execute(
            "UPDATE variants SET active = false WHERE product_id = $1 AND active = true",
            binds![product.id],
        )
        .await?;
        self.put_variants(product).await
    }

    async fn put_variants(&mut self, product: &Product) -> Result<(), StoreError> {
        let binds = product
            .variants
            .iter()
            .flat_map(|v| {
                binds![
                    v.id,
                    product.id,
                    v.sku.as_str(),
                    v.position,
                    Value::json(&v.options),
                    v.price,
                    v.compare_at,
                    v.barcode.as_deref(),
                    v.grams,
                    v.taxable,
                    true
                ]
            })
            .collect();
        if product.variants.is_empty() {
            return Ok(());
        }
        self.execute_list(
            "INSERT INTO variants (id, product_id, sku, position, options, price_paisa, compare_at_paisa, \
             barcode, grams, taxable, active) VALUES {rows:11} \
             ON CONFLICT (id) DO UPDATE SET sku = excluded.sku, position = excluded.position, \
             options = excluded.options, price_paisa = excluded.price_paisa, \
             compare_at_paisa = excluded.compare_at_paisa, barcode = excluded.barcode, \
             grams = excluded.grams, taxable = excluded.taxable, active = true",
            product.variants.len(),
            binds,
        )
        .await
        .map(drop)
    }
}
