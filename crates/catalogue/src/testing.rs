//! Products made by hand, for this crate's tests.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use domain::{
    Ambient, Category, CategoryId, ManualClock, Paisa, Product, ProductId, ProductStatus,
    SeededEntropy, Sku, Slug, StockLevel, Text, Variant, VariantId,
};
use time::OffsetDateTime;

use crate::query::{Page, Query};
use crate::reviews::Reviews;
use crate::snapshot::Snapshot;
use crate::snapshot::build::Change;
use crate::stock::StockBoard;

static NEXT: AtomicU64 = AtomicU64::new(1);

fn ambient() -> Ambient {
    let seed = NEXT.fetch_add(1, Ordering::Relaxed);
    let clock = ManualClock::new(OffsetDateTime::UNIX_EPOCH);
    Ambient::new(Arc::new(clock), Arc::new(SeededEntropy::new(seed)))
}

/// A product under construction: 100 taka, one variant, until told otherwise.
#[derive(Clone)]
pub(crate) struct ProductBuilder(Product);

pub(crate) fn product(slug: &str) -> ProductBuilder {
    let created_at = OffsetDateTime::UNIX_EPOCH;
    ProductBuilder(Product {
        id: ProductId::mint(&ambient()),
        slug: Slug::parse(slug).unwrap(),
        title: Text::en(slug.replace('-', " ")),
        brand: String::new(),
        category: None,
        model: None,
        description: Text::en(""),
        status: ProductStatus::Active,
        options: Vec::new(),
        attributes: Vec::new(),
        images: Vec::new(),
        tags: Vec::new(),
        serials: domain::SerialRule::None,
        variants: vec![variant(&[], Some(100))],
        created_at,
        updated_at: created_at,
        revision: 1,
    })
}

/// A variant whose SKU says nothing, so that tests find only what they mean to.
fn variant(options: &[&str], taka: Option<i64>) -> Variant {
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    Variant {
        id: VariantId::mint(&ambient()),
        sku: Sku::parse(&format!("QX{number:06}")).unwrap(),
        position: 0,
        options: options.iter().map(|&option| option.to_owned()).collect(),
        price: taka.map(|taka| Paisa::new(taka * 100)),
        compare_at: None,
        barcode: None,
        grams: 0,
        taxable: true,
    }
}

impl ProductBuilder {
    pub(crate) fn title(mut self, en: &str) -> Self {
        self.0.title.en = en.to_owned();
        self
    }

    pub(crate) fn bangla(mut self, bn: &str) -> Self {
        self.0.title.bn = Some(bn.to_owned());
        self
    }

    pub(crate) fn brand(mut self, brand: &str) -> Self {
        self.0.brand = brand.to_owned();
        self
    }

    pub(crate) fn model(mut self, model: &str) -> Self {
        self.0.model = Some(model.to_owned());
        self
    }

    pub(crate) fn description(mut self, html: &str) -> Self {
        self.0.description.en = html.to_owned();
        self
    }

    pub(crate) fn category(mut self, category: CategoryId) -> Self {
        self.0.category = Some(category);
        self
    }

    pub(crate) fn tag(mut self, tag: &str) -> Self {
        self.0.tags.push(tag.to_owned());
        self
    }

    pub(crate) fn price(mut self, taka: i64) -> Self {
        self.0.variants[0].price = Some(Paisa::new(taka * 100));
        self
    }

    pub(crate) fn unpriced(mut self) -> Self {
        self.0.variants[0].price = None;
        self
    }

    pub(crate) fn draft(mut self) -> Self {
        self.0.status = ProductStatus::Draft;
        self
    }

    pub(crate) fn added_on_day(mut self, day: i64) -> Self {
        self.0.created_at = OffsetDateTime::UNIX_EPOCH + time::Duration::days(day);
        self
    }

    pub(crate) fn revision(mut self, revision: i64) -> Self {
        self.0.revision = revision;
        self
    }

    /// Adds a variant; the first call replaces the one that was there.
    pub(crate) fn variant(mut self, option: &str, taka: Option<i64>) -> Self {
        if self.0.options.is_empty() {
            self.0.options.push("Size".to_owned());
            self.0.variants.clear();
        }
        self.0.variants.push(variant(&[option], taka));
        self
    }

    pub(crate) fn build(self) -> Product {
        self.0
    }
}

pub(crate) fn category(slug: &str) -> Category {
    Category {
        id: CategoryId::mint(&ambient()),
        slug: Slug::parse(slug).unwrap(),
        name: Text::en(slug.replace('-', " ")),
        parent: None,
        position: 0,
    }
}

pub(crate) fn level(available: i64) -> StockLevel {
    StockLevel {
        on_hand: available,
        reserved: 0,
    }
}

/// A catalogue without a database: a board, and the snapshots made over it.
#[derive(Default)]
pub(crate) struct Shelf {
    pub(crate) board: StockBoard,
    pub(crate) categories: Vec<Category>,
    pub(crate) synonyms: Vec<Vec<String>>,
    pub(crate) reviews: HashMap<ProductId, Reviews>,
    pub(crate) sold: Vec<(ProductId, i64)>,
    pub(crate) snapshots: AtomicU64,
}

impl Shelf {
    pub(crate) fn synonyms(mut self, groups: &[&[&str]]) -> Self {
        self.synonyms = groups
            .iter()
            .map(|group| group.iter().map(|&term| term.to_owned()).collect())
            .collect();
        self
    }

    pub(crate) fn first(&self, products: &[ProductBuilder]) -> Snapshot {
        self.next(None, products)
    }

    pub(crate) fn next(&self, previous: Option<&Snapshot>, changed: &[ProductBuilder]) -> Snapshot {
        let sequence = self.snapshots.fetch_add(1, Ordering::Relaxed) + 1;
        let change = Change {
            version: i64::try_from(sequence).unwrap(),
            products: changed
                .iter()
                .map(|product| product.clone().build())
                .collect(),
            reviews: self.reviews.clone(),
            sold: self.sold.clone(),
            categories: self.categories.clone(),
            synonyms: self.synonyms.clone(),
            sales: Default::default(),
        };
        Snapshot::next(previous, change, sequence, &self.board)
            .unwrap()
            .snapshot
    }

    pub(crate) fn stock(&self, snapshot: &Snapshot, slug: &str, available: i64) {
        let listing = snapshot.product(slug).unwrap();
        let levels: Vec<_> = listing
            .product
            .variants
            .iter()
            .map(|variant| (variant.id, level(available)))
            .collect();
        self.board.apply(&levels);
    }
}

pub(crate) fn search(snapshot: &Snapshot, text: &str) -> Page {
    snapshot.search(&Query {
        text: Some(text.to_owned()),
        ..Query::default()
    })
}

pub(crate) fn slugs(page: &Page) -> Vec<&str> {
    page.items
        .iter()
        .map(|listing| listing.product.slug.as_str())
        .collect()
}
