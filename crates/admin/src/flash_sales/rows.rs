//! The lines of a flash sale beside the goods they are about: what each costs otherwise, how many
//! there are, how many were sold.

use domain::{Paisa, Sku};
use edge::Problem;
use pages::Visit;
use shop::{FlashSaleView, ShelfItem};

use super::fields::Errors;
use super::form::{LineRow, SaleForm};
use crate::Office;
use crate::products::LOW;

/// A row on the page.
pub(super) struct Row {
    pub(super) line: LineRow,
    pub(super) sku_error: Option<&'static str>,
    pub(super) price_error: Option<&'static str>,
    pub(super) units_error: Option<&'static str>,
    /// What has the SKU; `None` for an empty row and for what is gone.
    pub(super) item: Option<Item>,
    /// Units sold at the sale's price.
    pub(super) sold: Option<i64>,
}

/// What a line is about, as it is now.
pub(super) struct Item {
    /// The product's editor.
    pub(super) href: String,
    pub(super) title: String,
    pub(super) variant: String,
    pub(super) regular: Option<Paisa>,
    pub(super) available: i64,
    pub(super) low: bool,
    /// How much lower the typed price is, in percent; `None` where there is nothing to compare.
    pub(super) off: Option<i64>,
}

impl Row {
    /// Whether anybody sells at this price: not where it is no lower than the regular one.
    pub(super) fn not_lower(&self) -> bool {
        self.item
            .as_ref()
            .and_then(|item| item.off)
            .is_some_and(|off| off <= 0)
    }
}

/// Every row of the form, and empty ones.
pub(super) async fn rows(
    office: &Office,
    visit: &Visit,
    form: &SaleForm,
    view: Option<&FlashSaleView>,
    errors: &Errors<'_>,
) -> Result<Vec<Row>, Problem> {
    let skus: Vec<Sku> = form.lines.iter().filter_map(sku).collect();
    let items = office.shop.shelf_of(&skus).await?;
    let saved = view.map(|view| &view.lines[..]).unwrap_or_default();
    let row = |(at, line): (usize, LineRow)| {
        let sku = sku(&line);
        let item = items.iter().find(|item| Some(&item.sku) == sku.as_ref());
        let sold = saved.iter().find(|line| Some(&line.sku) == sku.as_ref());
        let error = |name: &str| errors.of(&format!("lines[{at}].{name}"));
        Row {
            sku_error: error("sku"),
            price_error: error("price"),
            units_error: error("units_per_customer"),
            item: item.map(|item| about(item, &line, visit)),
            sold: sold.map(|line| line.sold),
            line,
        }
    };
    Ok(form.rows().enumerate().map(row).collect())
}

fn sku(line: &LineRow) -> Option<Sku> {
    Sku::parse(line.sku.trim()).ok()
}

fn about(item: &ShelfItem, line: &LineRow, visit: &Visit) -> Item {
    let available = item.on_hand - item.reserved;
    let price = Paisa::parse_taka(&line.price).ok();
    Item {
        href: visit.link(&format!("/admin/products/{}", item.slug)),
        title: item.title.get(visit.lang).to_owned(),
        variant: item.variant.clone(),
        regular: item.price,
        available,
        low: available <= LOW,
        off: item.price.zip(price).map(|(regular, price)| {
            let (regular, price) = (regular.get(), price.get());
            // A paisa less is less, though it rounds to nothing.
            let part = (regular - price) * 100 / regular.max(1);
            part + i64::from(part == 0 && price < regular)
        }),
    }
}
