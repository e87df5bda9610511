//! Shopify's format, row by row.

use domain::Paisa;

use super::super::imported::Imported;
use super::*;

fn read(text: &str) -> Imported {
    let sheet = Sheet::read(text.as_bytes()).unwrap();
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

fn options(product: &ImportedProduct) -> Vec<String> {
    let values = product
        .variants
        .iter()
        .map(|v| v.options.clone().unwrap_or_default().join("/"));
    std::iter::once(product.options.clone().unwrap_or_default().join("/"))
        .chain(values)
        .collect()
}

const WITH_OPTIONS: &str = "Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Price,Image Src\n";

#[test]
fn rows_of_one_handle_are_one_product_wherever_they_stand() {
    let imported = read(&format!(
        "{WITH_OPTIONS}pot,Pot,Size,Small,Colour,Red,P-1,9.99,/a.svg\n\
         lamp,Lamp,Title,Default Title,,,L-1,500,\n\
         pot,,,Large,,Red,P-2,15.99,\n\
         pot,,,,,,,,https://example.com/b.jpg\n"
    ));
    assert_eq!(rejected(&imported), []);
    let [pot, lamp] = &imported.products[..] else {
        panic!("{:?}", imported.products)
    };
    assert_eq!(pot.lines, [2, 4, 5]);
    assert_eq!(options(pot), ["Size/Colour", "Small/Red", "Large/Red"]);
    assert_eq!(pot.variants[1].price, Some(Some(Paisa::new(1_599))));
    let pictures = pot
        .images
        .as_ref()
        .unwrap()
        .iter()
        .map(|image| image.src.as_str());
    assert_eq!(
        pictures.collect::<Vec<_>>(),
        ["/a.svg", "https://example.com/b.jpg"]
    );
    assert_eq!(
        options(lamp),
        ["", ""],
        "Title / Default Title is no option"
    );
    assert!(pot.complete && lamp.complete);
}

#[test]
fn a_title_option_with_real_values_is_an_option() {
    let imported = read(&format!(
        "{WITH_OPTIONS}pot,Pot,Title,Default Title,,,P-1,9,\npot,,,Large,,,P-2,15,\n"
    ));
    assert_eq!(
        options(&imported.products[0]),
        ["Title", "Default Title", "Large"]
    );
}

#[test]
fn a_first_row_may_have_the_product_alone() {
    let imported = read(&format!(
        "{WITH_OPTIONS}pot,Pot,,,,,,,/a.svg\npot,,Size,Small,,,P-1,9,\npot,,,Large,,,P-2,15,\n"
    ));
    assert_eq!(options(&imported.products[0]), ["Size", "Small", "Large"]);
    let alone = read(&format!("{WITH_OPTIONS}pot,Pot,,,,,,,\n"));
    assert_eq!(
        options(&alone.products[0]),
        ["", ""],
        "one variant, without a price"
    );
}

#[test]
fn bad_rows_are_named_and_the_others_taken() {
    let imported = read(&format!(
        "{WITH_OPTIONS}pot,Pot,Size,Small,,,P-1,9.99,\n\
         pot,,,Large,,,P-2,\"12,3x\",\n\
         pot,,,,,,P-3,9,\n\
         pot,,Colour,Red,,,P-4,9,\n\
         pot,,,Huge,,Red,P-5,9,\n\
         pot,,,,,,,,\n\
         pot,,,Tiny,,,P 6,9,\n\
         ,Lamp,,,,,L-1,9,\n\
         Big Lamp,Lamp,,,,,L-1,9,\n\
         pot,,,Wide,,,P-7,9,,,x\n\
         pot,,,Flat,,,P-8,9,\n"
    ));
    let lines: Vec<u64> = imported.rejected.iter().map(|row| row.line).collect();
    let mut sorted = lines.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, [3, 4, 5, 6, 7, 8, 9, 10, 11]);
    let reason = |line: u64| {
        let row = imported
            .rejected
            .iter()
            .find(|row| row.line == line)
            .unwrap();
        row.reason.clone()
    };
    for (line, part) in [
        (3, "price `12,3x`: an amount in taka has digits"),
        (4, "a value for the option `Size` is missing"),
        (5, "the option is named `Colour` here and `Size` above"),
        (6, "the option value `Red` has no option name"),
        (7, "neither a variant nor a picture"),
        (8, "SKU `P 6`: a SKU has no spaces"),
        (9, "the handle is missing"),
        (10, "handle `Big Lamp`: a slug has lower-case letters"),
        (11, "the row has 11 cells where the header has 9"),
    ] {
        assert!(reason(line).contains(part), "{line}: {}", reason(line));
    }
    let [pot] = &imported.products[..] else {
        panic!()
    };
    assert_eq!(pot.lines, [2, 12]);
    assert_eq!(options(pot), ["Size", "Small", "Flat"]);
    assert!(!pot.complete);
}

#[test]
fn a_bad_first_row_takes_its_product_with_it() {
    for (cells, part) in [
        ("pot,,Size,Small,,,P-1,9,", "the title is missing"),
        ("pot,Pot,Size,Small,,,P-1,x,", "price `x`"),
        ("pot,Pot,,Small,,,P-1,9,", "has no option name"),
        (
            "pot,Pot,,Small,Colour,Red,P-1,9,",
            "option 2 is named `Colour` but option 1 has no name",
        ),
    ] {
        let imported = read(&format!(
            "{WITH_OPTIONS}{cells}\npot,,,Large,,,P-2,9,\nlamp,Lamp,,,,,,,\n"
        ));
        assert_eq!(imported.products.len(), 1, "{cells}");
        let reasons = rejected(&imported);
        assert_eq!(reasons.len(), 2, "{reasons:?}");
        assert!(
            reasons[0].0 == 2 && reasons[0].1.contains(part),
            "{reasons:?}"
        );
        assert_eq!(
            reasons[1],
            (3, "its product was not taken because of line 2")
        );
    }
    let broken = read("Handle,Title\npot,Pot,x\npot,Pot\n");
    assert!(broken.products.is_empty());
    assert_eq!(
        rejected(&broken)[1],
        (3, "its product was not taken because of line 2")
    );
}

#[test]
fn product_fields_are_read_from_the_first_row() {
    let imported = read(
        "Title,Handle,Body (HTML),Vendor,Type,Product Category,Tags,Status,Published,\
         T (product.metafields.dhakacart.title_bn),M (product.metafields.dhakacart.model),\
         S (product.metafields.specs.screen_size),F (product.metafields.specs.dual-sim),\
         B (product.metafields.specs_bn.screen_size),Cost per item,SEO Title\r\n\
         Phone  X,phone-x,\"<p>one</p>\r\n<script>x</script>\",Korotoa,,A > B > Phones,\"5g, new,5G\",active,TRUE,\
         ফোন,X-1,6.7 in,true,,1,x\r\n",
    );
    let [phone] = &imported.products[..] else {
        panic!("{imported:?}")
    };
    assert_eq!(
        (phone.title.as_str(), phone.brand.as_deref()),
        ("Phone X", Some("Korotoa"))
    );
    assert_eq!(phone.body.as_ref().unwrap().clean, "<p>one</p>");
    assert_eq!(phone.category, Some(vec!["Phones".to_owned()]));
    assert_eq!(phone.tags, Some(vec!["5g".to_owned(), "new".to_owned()]));
    assert_eq!(
        (phone.status, phone.published),
        (Some(ProductStatus::Active), Some(true))
    );
    assert_eq!(phone.title_bn, Some(Some("ফোন".to_owned())));
    assert_eq!(phone.model, Some(Some("X-1".to_owned())));
    assert!(phone.body_bn.is_none() && phone.images.is_none() && !phone.about_variants);
    let specs = phone
        .specs
        .iter()
        .map(|s| (s.key.as_str(), s.cell.as_deref(), s.cell_bn.as_deref()));
    assert_eq!(
        specs.collect::<Vec<_>>(),
        [
            ("screen_size", Some("6.7 in"), Some("")),
            ("dual_sim", Some("true"), None)
        ]
    );
}

#[test]
fn statuses() {
    let status = |cells: &str| {
        let imported = read(&format!("Handle,Title,Status,Published\na,A,{cells}\n"));
        imported
            .products
            .first()
            .map(|product| (product.status.unwrap(), product.published.unwrap()))
    };
    assert_eq!(status("Active,true"), Some((ProductStatus::Active, true)));
    assert_eq!(status(","), Some((ProductStatus::Active, true)));
    assert_eq!(status("draft,FALSE"), Some((ProductStatus::Draft, false)));
    assert_eq!(status("unlisted,"), Some((ProductStatus::Draft, true)));
    assert_eq!(status("ARCHIVED,"), Some((ProductStatus::Archived, true)));
    assert_eq!(status("sold,"), None);
    assert_eq!(status("active,perhaps"), None);
}

#[test]
fn weights_are_grams_unless_a_weight_stands_alone() {
    let grams = |header: &str, cells: &str| {
        let imported = read(&format!("Handle,Title,{header}\na,A,{cells}\n"));
        imported
            .products
            .first()
            .map(|product| product.variants[0].grams)
    };
    assert_eq!(
        grams("Variant Grams,Variant Weight Unit", "1500,kg"),
        Some(Some(1_500))
    );
    assert_eq!(
        grams("Weight value (grams),Weight unit for display", "453.6,lb"),
        Some(Some(454))
    );
    assert_eq!(
        grams("Variant Weight,Variant Weight Unit", "1.5,kg"),
        Some(Some(1_500))
    );
    assert_eq!(
        grams("Variant Weight,Variant Weight Unit", "1,oz"),
        Some(Some(28))
    );
    assert_eq!(grams("Variant Weight,Variant Weight Unit", "1,stone"), None);
    assert_eq!(grams("Vendor", "x"), Some(None), "no such column");
}

#[test]
fn pictures_go_by_position_and_unusable_ones_are_left_out() {
    let imported = read(
        "Handle,Title,Image Src,Image Position,Image Alt Text,Variant Image\n\
         a,A,https://x.example/2.jpg,2,two,https://x.example/1.jpg\n\
         a,,http://x.example/0.jpg,1,,\n\
         a,,https://x.example/1.jpg,1,one,\n\
         a,,https://x.example/3.jpg,,,https://x.example/v.jpg\n",
    );
    assert_eq!(rejected(&imported), [], "their rows are taken");
    let images = imported.products[0].images.as_ref().unwrap();
    let images: Vec<(&str, &str)> = images
        .iter()
        .map(|i| (i.src.as_str(), i.alt.as_str()))
        .collect();
    assert_eq!(
        images,
        [
            ("https://x.example/1.jpg", "one"),
            ("https://x.example/2.jpg", "two"),
            ("https://x.example/3.jpg", ""),
            ("https://x.example/v.jpg", ""),
        ]
    );
}

#[test]
fn limits() {
    let mut text = String::from("Handle,Title,Option1 Name,Option1 Value,Option4 Value\n");
    for number in 0..=MAX_VARIANTS {
        text += &format!("a,{},Size,{number},\n", if number == 0 { "A" } else { "" });
    }
    text += "a,,,x,y\n";
    let imported = read(&text);
    assert_eq!(imported.products[0].variants.len(), MAX_VARIANTS);
    assert_eq!(
        rejected(&imported),
        [
            (252, "a product has at most 250 variants"),
            (253, "a product has at most 250 variants")
        ]
    );
    let four = read("Handle,Title,Option1 Name,Option1 Value,Option4 Value\na,A,Size,S,y\n");
    assert_eq!(rejected(&four), [(2, "a product has at most 3 options")]);
    let long = "x".repeat(300_000);
    let body = read(&format!("Handle,Title,Body\na,A,{long}\n"));
    assert!(rejected(&body)[0].1.contains("at most 100000 bytes"));
}
