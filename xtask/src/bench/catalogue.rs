//! 1,092 made-up products in Shopify's product CSV. Of every 39 products 28 have a price and are
//! for sale, the others are drafts: what supplier lists are like. Every tenth comes in three
//! colours. The first is the hot one that everybody orders.

use std::fmt::Write as _;

/// How many products there are.
pub(super) const PRODUCTS: usize = 1_092;
/// The SKU that everybody orders: the first product's first variant.
pub(super) const HOT_SKU: &str = "BN-0000-0";
/// Units of each variant: more than any benchmark sells.
const UNITS: u32 = 10_000_000;

const MAKERS: [&str; 12] = [
    "Padma",
    "Meghna",
    "Surma",
    "Karnaphuli",
    "Teesta",
    "Halda",
    "Sangu",
    "Gorai",
    "Atrai",
    "Dhaleshwari",
    "Kushiyara",
    "Buriganga",
];
const KINDS: [(&str, &str); 14] = [
    ("Smartphone", "Mobile Phones"),
    ("Laptop", "Laptops"),
    ("LED Television", "Televisions"),
    ("Ceiling Fan", "Fans"),
    ("Refrigerator", "Home Appliances"),
    ("Rice Cooker", "Kitchen Appliances"),
    ("Washing Machine", "Home Appliances"),
    ("Bluetooth Speaker", "Audio"),
    ("Wired Headphones", "Audio"),
    ("Power Bank", "Batteries & Power"),
    ("Instant Power Supply", "Batteries & Power"),
    ("Inkjet Printer", "Printers & Ink"),
    ("Network Switch", "Networking"),
    ("Memory Card", "Memory & Storage"),
];
const PROMISES: [&str; 6] = [
    "keeps going when the mains do not",
    "fits where space is short",
    "is quiet enough for a bedroom",
    "has a voltage range made for the end of the line",
    "comes with spare parts that can be had",
    "is easy to clean after the dust of the dry season",
];
const COLOURS: [&str; 3] = ["Black", "White", "Silver"];

const COLUMNS: &str = "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,\
    Option1 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,\
    Variant Inventory Policy,Variant Fulfillment Service,Variant Price,Variant Compare At Price,\
    Variant Requires Shipping,Variant Taxable,Variant Barcode,Image Src,Image Alt Text,Status\n";

/// The file.
pub(super) fn csv() -> String {
    let mut text = String::from(COLUMNS);
    for at in 0..PRODUCTS {
        for variant in 0..variants(at) {
            row(&mut text, at, variant);
        }
    }
    text
}

/// The handles of the products that are for sale.
pub(super) fn published() -> Vec<String> {
    (0..PRODUCTS)
        .filter(|at| is_priced(*at))
        .map(handle)
        .collect()
}

fn is_priced(at: usize) -> bool {
    at % 39 < 28
}

fn variants(at: usize) -> usize {
    if at.is_multiple_of(10) {
        COLOURS.len()
    } else {
        1
    }
}

fn kind(at: usize) -> (&'static str, &'static str) {
    KINDS[at % KINDS.len()]
}

fn model(at: usize) -> String {
    format!("{}{}", ["X", "KV", "NR", "T"][at % 4], 100 + at)
}

fn maker(at: usize) -> &'static str {
    MAKERS[(at / KINDS.len() + at) % MAKERS.len()]
}

fn handle(at: usize) -> String {
    let name = format!("{} {} {}", maker(at), kind(at).0, model(at));
    name.to_lowercase().replace(' ', "-")
}

fn row(text: &mut String, at: usize, variant: usize) {
    let (maker, (kind, category), model) = (maker(at), kind(at), model(at));
    let (first, second) = (PROMISES[at % 6], PROMISES[(at / 6 + 1) % 6]);
    let mut cells = [const { String::new() }; 23];
    cells[0] = handle(at);
    if variant == 0 {
        cells[1] = format!("{maker} {kind} {model}");
        cells[2] = format!(
            "<p>The {maker} {model} {first}. Like every {kind} we sell it {second}.</p><ul>\
             <li>Model {model}, made for {} volts</li><li>{} months of warranty</li></ul>",
            200 + at % 5 * 10,
            6 + at % 4 * 6
        );
        (cells[3], cells[4]) = (maker.to_owned(), category.to_owned());
        cells[5] = format!("{}, warranty", kind.to_lowercase());
        (cells[6], cells[22]) = ("true".to_owned(), "active".to_owned());
    }
    (cells[7], cells[8]) = if variants(at) == 1 {
        ("Title".to_owned(), "Default Title".to_owned())
    } else {
        ("Colour".to_owned(), COLOURS[variant].to_owned())
    };
    cells[9] = format!("BN-{at:04}-{variant}");
    cells[10] = (100 + at * 7 % 9_000).to_string();
    (cells[11], cells[12]) = ("shopify".to_owned(), UNITS.to_string());
    (cells[13], cells[14]) = ("deny".to_owned(), "manual".to_owned());
    if is_priced(at) {
        cells[15] = format!("{}.00", 490 + at * 37 % 90_000);
    }
    (cells[17], cells[18]) = ("true".to_owned(), "true".to_owned());
    for (column, cell) in cells.iter().enumerate() {
        let comma = if column == 0 { "" } else { "," };
        // No cell of ours has a quotation mark; writing to a String does not fail.
        let _ = write!(text, "{comma}\"{cell}\"");
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn there_are_as_many_products_as_the_target_says() {
        let all: HashSet<String> = (0..PRODUCTS).map(handle).collect();
        assert_eq!(all.len(), PRODUCTS);
        assert_eq!(published().len(), 784);
        assert!(is_priced(0) && csv().contains(HOT_SKU));
    }

    #[test]
    fn every_row_has_every_column() {
        let text = csv();
        let columns = COLUMNS.split(',').count();
        let mut lines = text.lines().skip(1);
        assert!(lines.all(|line| line.split("\",\"").count() == columns));
    }
}
