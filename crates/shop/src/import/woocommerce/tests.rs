//! WooCommerce's format, row by row.

use domain::Paisa;

use super::*;

const HEADER: &str = "ID,Type,SKU,Name,Published,\"Visibility in catalog\",Description,\
    \"Short description\",\"Date sale price ends\",\"Tax status\",Stock,Weight (kg),Sale price,\
    Regular price,Categories,Tags,Images,Parent,Brands,Attribute 1 name,Attribute 1 value(s),\
    Attribute 2 name,Attribute 2 value(s)\n";

fn read(rows: &str) -> Imported {
    let sheet = Sheet::read(format!("{HEADER}{rows}").as_bytes()).unwrap();
    assert!(recognises(&sheet));
    super::read(&sheet)
}

fn rejected(imported: &Imported) -> Vec<(u64, &str)> {
    imported
        .rejected
        .iter()
        .map(|row| (row.line, row.reason.as_str()))
        .collect()
}

#[test]
fn a_simple_product() {
    let imported = read(
        "7,\"simple, virtual\",F-1,Stand Fan 16\"\",1,visible,,<p>Quiet</p>,,taxable,12,4.5,2900,3200,\
         \"Home > Fans, Cooling\",\"fan, summer\",\"https://x.example/a.jpg, http://x.example/b.jpg\",,Hijol,\
         Blade size,16 in,ওয়াট,55\n",
    );
    assert_eq!(rejected(&imported), []);
    let [fan] = &imported.products[..] else {
        panic!()
    };
    assert_eq!(fan.slug.as_str(), "stand-fan-16");
    assert_eq!(
        fan.body.as_ref().unwrap().clean,
        "<p>Quiet</p>",
        "the short one, for want of a long"
    );
    assert_eq!(
        fan.category,
        Some(vec!["Home".to_owned(), "Fans".to_owned()])
    );
    assert_eq!(fan.brand.as_deref(), Some("Hijol"));
    assert_eq!((fan.status, fan.published), (None, Some(true)));
    assert_eq!(fan.images.as_ref().unwrap().len(), 1);
    let specs: Vec<_> = fan
        .specs
        .iter()
        .map(|spec| (spec.key.as_str(), spec.cell.as_deref()))
        .collect();
    assert_eq!(specs, [("blade_size", Some("16 in"))]);
    let [variant] = &fan.variants[..] else {
        panic!()
    };
    assert_eq!(variant.price, Some(Some(Paisa::from_taka(2_900))));
    assert_eq!(variant.compare_at, Some(Some(Paisa::from_taka(3_200))));
    assert_eq!((variant.grams, variant.units), (Some(4_500), Some(12)));
}

#[test]
fn variations_find_their_parent_and_its_options() {
    let imported = read(
        ",variation,M-S,Mug - Small,1,,,,,parent,parent,,,90,,,,id:44,,Size,Small,,\n\
         44,variable,MUG,Mug,1,,Good,,,taxable,,,,,Kitchen,,,,,Size,\"Small, Large\",Material,Clay\n\
         ,variation,M-L,Mug - Large,-1,,,,,parent,3,,,120,,,,mug,,size,Large,,\n",
    );
    assert_eq!(rejected(&imported), []);
    let [mug] = &imported.products[..] else {
        panic!("{imported:?}")
    };
    assert_eq!(mug.options, Some(vec!["Size".to_owned()]));
    assert_eq!(
        mug.specs.len(),
        1,
        "the attribute that isn't an option is technical data"
    );
    let prices: Vec<_> = mug
        .variants
        .iter()
        .map(|v| (v.sku.clone().unwrap().into_string(), v.price))
        .collect();
    assert_eq!(
        prices,
        [
            ("M-S".to_owned(), Some(Some(Paisa::from_taka(90)))),
            ("M-L".to_owned(), Some(None))
        ],
        "an unpublished variation isn't for sale"
    );
    assert_eq!(mug.lines, [3, 2, 4]);
}

#[test]
fn what_cant_be_taken_is_named() {
    let imported = read(
        "1,grouped,G,Set,1,,,,,,,,,,,,,,,,,,\n\
         2,simple,S,,1,,,,,,,,,5,,,,,,,,,\n\
         3,simple,T,Tea,1,,,,,,,,,5,,,,,,,,,\n\
         4,simple,U,Tea,1,,,,,,,,,5,,,,,,,,,\n\
         ,simple,V,Tea,1,,,,,,,,,5,,,,,,,,,\n\
         ,variation,W,Tea - x,1,,,,,,,,,5,,,,id:99,,,,,\n\
         ,variation,X,Tea - x,1,,,,,,,,,5,,,,T,,,,,\n\
         5,variable,Y,Cup,1,,,,,,,,,,,,,,,Size,\"S, L\",,\n\
         ,variation,Y-S,Cup,1,,,,,,,,,5,,,,id:5,,Size,S,,\n\
         ,variation,Y-L,Cup,1,,,,,,,,,x,,,,id:5,,Size,L,,\n\
         ,variation,Y-A,Cup,1,,,,,,,,,5,,,,id:5,,Size,,,\n",
    );
    let slugs: Vec<&str> = imported
        .products
        .iter()
        .map(|product| product.slug.as_str())
        .collect();
    assert_eq!(slugs, ["tea", "tea-4", "cup"]);
    let reasons = rejected(&imported);
    for (line, part) in [
        (2, "can't be put into a cart"),
        (3, "the name is missing"),
        (6, "there is no ID to tell them apart"),
        (7, "its parent `id:99` is not in the file"),
        (8, "its parent, on line 4, is not a variable product"),
        (11, "regular price `x`"),
        (12, "a value for the option `Size` is missing"),
    ] {
        let found = reasons.iter().find(|(other, _)| *other == line);
        assert!(
            found.is_some_and(|(_, reason)| reason.contains(part)),
            "{line}: {found:?}"
        );
    }
    assert_eq!(reasons.len(), 7);
    assert!(!imported.products[2].complete);
}

#[test]
fn prices_with_dates_and_hidden_products() {
    let imported = read(
        "1,simple,A,A,1,hidden,,,2027-01-01,,,,80,100,Uncategorized,,,,,,,,\n\
         2,simple,B,B,0,,,,,none,,,,100,,,,,,,,,\n",
    );
    let [a, b] = &imported.products[..] else {
        panic!("{imported:?}")
    };
    assert_eq!(
        a.variants[0].price,
        Some(Some(Paisa::from_taka(100))),
        "a sale that ends is left out"
    );
    assert_eq!((a.published, b.published), (Some(false), Some(false)));
    assert_eq!(a.category, Some(Vec::new()));
    assert_eq!(
        (a.variants[0].taxable, b.variants[0].taxable),
        (Some(true), Some(false))
    );
}

#[test]
fn a_variable_product_without_variations_waits_for_a_price() {
    let imported = read("1,variable,A,A,1,,,,,,,,,,,,,,,Size,\"S, L\",,\n");
    let [a] = &imported.products[..] else {
        panic!("{imported:?}")
    };
    assert_eq!(a.variants.len(), 1);
    assert_eq!(a.variants[0].price, Some(None));
    assert_eq!(a.options, Some(Vec::new()));
}
