//! What a product becomes, without a database.

use std::sync::Arc;

use domain::{Attribute, AttributeValue, ManualClock, Paisa, SeededEntropy, Variant};
use time::macros::datetime;

use super::*;
use crate::import::sheet::Sheet;
use crate::import::shopify;

fn ambient(seed: u64) -> Ambient {
    let clock = ManualClock::new(datetime!(2026-11-23 13:00 UTC));
    Ambient::new(Arc::new(clock), Arc::new(SeededEntropy::new(seed)))
}

fn file(text: &str) -> ImportedProduct {
    let sheet = Sheet::read(text.as_bytes()).unwrap();
    let mut imported = shopify::read(&sheet);
    assert_eq!(imported.products.len(), 1, "{:?}", imported.rejected);
    imported.products.remove(0)
}

/// What `text` makes of `existing`.
fn merge(existing: Option<&Product>, text: &str) -> Result<Merged, Vec<Rejected>> {
    merge_with(existing, text, &HashMap::new(), None)
}

fn merge_with(
    existing: Option<&Product>,
    text: &str,
    owners: &HashMap<Sku, (ProductId, VariantId)>,
    levels: Option<&BTreeMap<VariantId, StockLevel>>,
) -> Result<Merged, Vec<Rejected>> {
    let ambient = ambient(11);
    file(text).merge(&Known {
        existing,
        owners,
        taken: &HashMap::new(),
        levels,
        category: None,
        ambient: &ambient,
        now: datetime!(2026-11-23 14:00 UTC),
    })
}

const POT: &str = "Handle,Title,Body (HTML),Vendor,Tags,Status,Option1 Name,Option1 Value,Variant SKU,\
    Variant Grams,Variant Inventory Qty,Variant Price,Image Src,Image Alt Text\n\
    pot,Pot,<p>Clay</p>,Shimul,\"clay, pot\",active,Size,Small,P-S,100,5,10,/a.svg,a\n\
    pot,,,,,,,Large,P-L,200,7,20,/b.svg,b\n";

fn pot() -> Product {
    let merged = merge(None, POT).unwrap();
    assert!(merged.is_new && merged.changed);
    assert_eq!(merged.minted.len(), 2);
    let units: Vec<(i64, bool)> = merged
        .units
        .iter()
        .map(|&(_, units, new)| (units, new))
        .collect();
    assert_eq!(units, [(5, true), (7, true)]);
    merged.product
}

fn prices(product: &Product) -> Vec<(&str, Option<i64>)> {
    let price = |variant: &Variant| variant.price.map(Paisa::get);
    product
        .variants
        .iter()
        .map(|variant| (variant.sku.as_str(), price(variant)))
        .collect()
}

#[test]
fn the_same_file_again_changes_nothing() {
    let pot = pot();
    let again = merge(Some(&pot), POT).unwrap();
    assert!(!again.changed && !again.is_new && again.units.is_empty() && again.minted.is_empty());
    assert_eq!(again.product, pot);
    assert_eq!(again.count, 2);
}

#[test]
fn a_missing_column_leaves_and_an_empty_cell_clears() {
    let mut pot = pot();
    pot.title.bn = Some("টব".into());
    pot.model = Some("M".into());
    let merged = merge(Some(&pot), "Handle,Title,Vendor,Tags\npot,Clay Pot,,\n").unwrap();
    let mut expected = pot.clone();
    expected.title.en = "Clay Pot".into();
    expected.brand = String::new();
    expected.tags = Vec::new();
    expected.updated_at = datetime!(2026-11-23 14:00 UTC);
    assert_eq!(merged.product, expected);
    let bn = "Handle,Title,T (product.metafields.dhakacart.title_bn)\npot,Pot,\n";
    assert_eq!(merge(Some(&pot), bn).unwrap().product.title.bn, None);
}

#[test]
fn a_price_list_knows_variants_by_sku_and_leaves_the_others() {
    let pot = pot();
    let merged = merge(
        Some(&pot),
        "Handle,Title,Variant SKU,Variant Price\npot,Pot,P-L,25\n",
    )
    .unwrap();
    assert_eq!(
        prices(&merged.product),
        [("P-S", Some(1_000)), ("P-L", Some(2_500))]
    );
    assert_eq!((merged.count, merged.minted.len()), (1, 0));
    let unknown = "Handle,Title,Variant SKU,Variant Price\npot,Pot,P-X,25\n";
    let rejected = merge(Some(&pot), unknown).unwrap_err();
    assert!(
        rejected[0].reason.contains("doesn't say which options"),
        "{rejected:?}"
    );
}

#[test]
fn a_whole_description_of_the_variants_takes_the_others_off_sale() {
    let pot = pot();
    let header = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price\n";
    let merged = merge(Some(&pot), &format!("{header}pot,Pot,Size,Large,P-L,20\n")).unwrap();
    assert_eq!(prices(&merged.product), [("P-L", Some(2_000))]);
    let reordered = format!("{header}pot,Pot,Size,Large,P-L,20\npot,,,Small,P-S,10\n");
    let merged = merge(Some(&pot), &reordered).unwrap();
    let positions: Vec<_> = merged
        .product
        .variants
        .iter()
        .map(|v| (v.sku.as_str(), v.position))
        .collect();
    assert_eq!(positions, [("P-L", 0), ("P-S", 1)]);
}

#[test]
fn a_rejected_row_takes_nothing_off_sale() {
    let pot = pot();
    let text = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Image Src\n\
                pot,Pot,Size,Large,P-L,21,/c.svg\npot,,,Small,P-S,x,/a.svg\n";
    let merged = merge(Some(&pot), text).unwrap();
    assert_eq!(
        prices(&merged.product),
        [("P-S", Some(1_000)), ("P-L", Some(2_100))]
    );
    let pictures: Vec<&str> = merged
        .product
        .images
        .iter()
        .map(|image| image.src.as_str())
        .collect();
    assert_eq!(pictures, ["/c.svg", "/a.svg", "/b.svg"]);
    let other = "Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Price\n\
                 pot,Pot,Size,Large,Colour,Red,P-L,21\npot,,,Small,,Red,P-S,x\n";
    let rejected = merge(Some(&pot), other).unwrap_err();
    assert_eq!(rejected.len(), 1, "{rejected:?}");
    assert!(rejected[0].reason.contains("the others don't make one"));
}

#[test]
fn a_blank_sku_is_derived_or_stays() {
    let text =
        "Handle,Title,Option1 Name,Option1 Value,Variant SKU\npot,Pot,Size,Small,\npot,,,Large,\n";
    let new = merge(None, text).unwrap().product;
    assert_eq!(prices(&new), [("POT_SMALL", None), ("POT_LARGE", None)]);
    let kept = merge(Some(&pot()), text).unwrap().product;
    assert_eq!(prices(&kept), [("P-S", Some(1_000)), ("P-L", Some(2_000))]);
}

#[test]
fn a_new_sku_for_the_same_options_is_the_same_variant() {
    let pot = pot();
    let text = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty\n\
                pot,Pot,Size,Small,NEW,9\npot,,,Large,P-L,9\n";
    let merged = merge(Some(&pot), text).unwrap();
    assert_eq!(merged.product.variants[0].id, pot.variants[0].id);
    assert_eq!(merged.product.variants[0].sku.as_str(), "NEW");
    assert!(
        merged.units.is_empty(),
        "stock of what exists is left alone"
    );
}

#[test]
fn a_sku_belongs_to_one_variant() {
    let ambient = ambient(12);
    let (stranger, variant) = (ProductId::mint(&ambient), VariantId::mint(&ambient));
    let owners = HashMap::from([(Sku::parse("P-L").unwrap(), (stranger, variant))]);
    let merged = merge_with(None, POT, &owners, None).unwrap();
    assert_eq!(prices(&merged.product), [("P-S", Some(1_000))]);
    assert_eq!(merged.rejected[0].line, 3);
    assert_eq!(
        merged.rejected[0].reason,
        "SKU `P-L` belongs to another product"
    );
    let first = HashMap::from([(Sku::parse("P-S").unwrap(), (stranger, variant))]);
    let rejected = merge_with(None, POT, &first, None).unwrap_err();
    assert_eq!(
        rejected.iter().map(|row| row.line).collect::<Vec<_>>(),
        [2, 3]
    );
    let twice = merge(None, &POT.replace("P-L", "P-S")).unwrap();
    assert_eq!(twice.rejected[0].reason, "SKU `P-S` is on line 2 already");
    let alike = merge(None, &POT.replace("Large", "Small")).unwrap();
    assert_eq!(
        alike.rejected[0].reason,
        "it has the same options as line 2"
    );
}

#[test]
fn a_variant_that_went_off_sale_comes_back_as_itself() {
    let mut pot = pot();
    let gone = pot.variants.pop().unwrap();
    let owners = HashMap::from([(gone.sku.clone(), (pot.id, gone.id))]);
    let merged = merge_with(Some(&pot), POT, &owners, None).unwrap();
    assert_eq!(merged.product.variants[1].id, gone.id);
    assert!(merged.minted.is_empty() && merged.units.is_empty());
}

#[test]
fn a_sku_that_went_off_sale_is_no_new_name_for_another_variant() {
    let mut pot = pot();
    let gone = pot.variants.pop().unwrap();
    let owners = HashMap::from([(gone.sku.clone(), (pot.id, gone.id))]);
    let text = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price\npot,Pot,Size,Small,P-L,5\n";
    let merged = merge_with(Some(&pot), text, &owners, None).unwrap();
    assert_eq!(prices(&merged.product), [("P-L", Some(500))]);
    assert_eq!(
        merged.product.variants[0].id, gone.id,
        "two variants never share a SKU"
    );
}

#[test]
fn counts_are_taken_over_only_when_asked_and_never_below_what_is_promised() {
    let pot = pot();
    let ids: Vec<VariantId> = pot.variants.iter().map(|variant| variant.id).collect();
    let level = |on_hand, reserved| StockLevel { on_hand, reserved };
    let levels = BTreeMap::from([(ids[0], level(3, 2)), (ids[1], level(9, 8))]);
    let merged = merge_with(Some(&pot), POT, &HashMap::new(), Some(&levels)).unwrap();
    assert_eq!(merged.units, [(ids[0], 2, false)]);
    assert_eq!(merged.rejected[0].line, 3);
    assert!(
        merged.rejected[0]
            .reason
            .contains("set to 7: 8 units are reserved")
    );
    assert!(!merged.changed);
}

#[test]
fn statuses_without_a_price() {
    let status = |existing: Option<&Product>, cells: &str| {
        let text = format!("Handle,Title,Status,Published,Variant Price\na,A,{cells}\n");
        merge(existing, &text).unwrap().product
    };
    use ProductStatus::{Active, Archived, Draft};
    let priced = status(None, "active,true,5");
    assert_eq!(priced.status, Active);
    assert_eq!(status(None, "active,true,").status, Draft);
    assert_eq!(status(None, "active,false,5").status, Draft);
    assert_eq!(status(None, "draft,true,5").status, Draft);
    assert_eq!(status(None, "archived,true,").status, Archived);
    assert_eq!(status(Some(&priced), "active,true,").status, Draft);
    let waiting = Product {
        status: Active,
        ..status(None, "active,true,")
    };
    assert_eq!(
        status(Some(&waiting), "active,true,").status,
        Active,
        "staff said so"
    );
    let archived = status(None, "archived,true,5");
    let shown = merge(Some(&archived), "Handle,Title,Published\na,A,true\n").unwrap();
    assert_eq!(
        shown.product.status, Archived,
        "a file without statuses doesn't bring it back"
    );
    assert_eq!(status(Some(&archived), "active,true,5").status, Active);
}

#[test]
fn technical_data_keeps_its_place_and_its_bangla() {
    let header =
        "Handle,Title,W (product.metafields.specs.warranty),R (product.metafields.specs.ram)";
    let text = Text::both("12 months", "১২ মাস");
    let warranty = Attribute {
        key: "warranty".into(),
        value: AttributeValue::Text(text),
    };
    let bluetooth = Attribute {
        key: "bluetooth".into(),
        value: AttributeValue::Text(Text::en("5.3")),
    };
    let mut pot = pot();
    pot.attributes = vec![warranty.clone(), bluetooth.clone()];
    let merged = merge(Some(&pot), &format!("{header}\npot,Pot,12 months,8 GB\n"))
        .unwrap()
        .product;
    assert_eq!(merged.attributes[..2], [warranty, bluetooth.clone()]);
    assert_eq!(merged.attributes[2].key, "ram");
    let cleared = merge(Some(&merged), &format!("{header}\npot,Pot,,8 GB\n"))
        .unwrap()
        .product;
    assert_eq!(cleared.attributes[0], bluetooth);
    let other = merge(
        Some(&merged),
        &format!("{header}\npot,Pot,24 months,8 GB\n"),
    )
    .unwrap()
    .product;
    let number = AttributeValue::Number {
        amount: "24".into(),
        unit: Some("months".into()),
    };
    assert_eq!(
        other.attributes[0].value, number,
        "the old Bangla would be wrong"
    );
}

#[test]
fn what_breaks_a_limit_is_named_on_every_row() {
    let rejected = merge(
        None,
        &POT.replace("pot,Pot,", &format!("pot,{},", "x".repeat(256))),
    )
    .unwrap_err();
    assert_eq!(rejected.len(), 2);
    assert_eq!(
        rejected[0].reason,
        "title.en: At most 255 characters fit here"
    );
    assert_eq!(
        rejected[1].reason,
        "its product was not taken because of line 2"
    );
}
