//! The parsers taken together: what is recognised, and that nothing makes them panic.

use domain::Slug;
use proptest::prelude::*;

use super::imported::{ImportedProduct, ImportedVariant};
use super::*;

/// Products `p0`, `p1`, … with as many variants as asked for.
pub(super) fn imported(variants: &[usize]) -> Vec<ImportedProduct> {
    let product = |(index, &count): (usize, &usize)| ImportedProduct {
        lines: vec![index as u64 + 2],
        slug: Slug::parse(&format!("p{index}")).unwrap(),
        title: format!("P {index}"),
        title_bn: None,
        body: None,
        body_bn: None,
        brand: None,
        model: None,
        serials: None,
        category: None,
        tags: None,
        status: None,
        published: None,
        specs: Vec::new(),
        images: None,
        options: None,
        about_variants: true,
        variants: vec![ImportedVariant::default(); count],
        complete: true,
    };
    variants.iter().enumerate().map(product).collect()
}

#[test]
fn the_format_is_seen_from_the_header() {
    assert_eq!(read(b"HANDLE,title\na,A\n").unwrap().products.len(), 1);
    assert_eq!(
        read("\u{feff}URL handle,Title\na,A\n".as_bytes())
            .unwrap()
            .products
            .len(),
        1
    );
    assert_eq!(
        read(b"ID,Type,SKU,Name\n1,simple,A-1,A\n")
            .unwrap()
            .products
            .len(),
        1
    );
    for header in [
        "Title,Price",
        "Handle,Price",
        "Name,Type",
        "<html>",
        "PK\x03\x04",
    ] {
        let error = read(format!("{header}\nx,y\n").as_bytes()).unwrap_err();
        assert!(matches!(error, ImportError::Header { .. }), "{header}");
        assert!(
            error
                .to_string()
                .contains("`Handle` (or `URL handle`) and `Title`"),
            "{error}"
        );
    }
}

#[test]
fn the_report_goes_out_in_the_contracts_order() {
    let report = ImportReport {
        products: 3,
        variants: 5,
        published: 2,
        drafts: 1,
        updated: 1,
        rejected: vec![Rejected {
            line: 7,
            reason: "the handle is missing".into(),
        }],
    };
    assert_eq!(
        serde_json::to_string(&report).unwrap(),
        r#"{"products":3,"variants":5,"published":2,"drafts":1,"updated":1,"rejected":[{"line":7,"reason":"the handle is missing"}]}"#
    );
}

const SHOPIFY: &str = "Handle,Title,Body (HTML),Type,Tags,Published,Status,Option1 Name,Option1 Value,\
    Option2 Name,Option2 Value,Variant SKU,Variant Grams,Variant Inventory Qty,Variant Price,\
    Image Src,Image Position,X (product.metafields.specs.x)";
const WOOCOMMERCE: &str = "ID,Type,SKU,Name,Published,Description,Stock,Weight (kg),Sale price,\
    Regular price,Categories,Images,Parent,Attribute 1 name,Attribute 1 value(s)";

/// A cell that means something somewhere, or nothing anywhere.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => Just(String::new()),
        6 => prop::sample::select(vec![
            "a", "b", "A", "Title", "Default Title", "Red", "12.50", "12,3x", "-1", "true", "draft",
            "simple", "variable", "variation", "id:1", "1", "A > B, C", "https://x.example/a.png", "'=1", "৳ ৫০",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

fn file(header: &'static str) -> impl Strategy<Value = Vec<u8>> {
    let columns = header.split(',').count();
    let row = prop::collection::vec(cell(), columns.saturating_sub(1)..=columns + 1);
    prop::collection::vec(row, 0..8).prop_map(move |rows| {
        let mut csv = csv::WriterBuilder::new()
            .flexible(true)
            .from_writer(Vec::new());
        csv.write_record(header.split(',').map(str::trim)).unwrap();
        for row in rows {
            csv.write_record(row).unwrap();
        }
        csv.into_inner().unwrap()
    })
}

/// Rows, under either header, that have broken other importers.
const NASTY: &[&[u8]] = &[
    b"",
    b"\r\r\n\n\r",
    b"\"",
    b"\"\"\"",
    b"a,\"b\nc,d",
    b"a,\"b\"c\"d",
    b"\0,\0,\0",
    b"\xff\xfe",
    b"\xef\xbb\xbfa,A",
    b"\xed\xa0\x80,A",
    b"a\tA\tB",
    b"a;A;B",
    b",,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,",
    b"=1+1,+A,-B,@C,\t,\r",
    b"'=1+1,''=A,'''",
    b"a,A,-9223372036854775809,99999999999999999999,1e309,NaN,inf,-0",
    b"a,A,Title,Default Title,Title,Default Title,S-1,-1,1.5,1.2.3,javascript:alert(1),0,x",
    b"id:1,variation,S,A,1,d,1,1,1,1,A > > > B,,id:1,x,y",
    b"1,variation,S,A,1,d,1,1,1,1,,,id:1,x,y\n1,variable,S,A,1,d,1,1,1,1,,,S,x,y",
    "\u{202e}a,\u{200b},\u{feff},\u{10ffff},e\u{301}".as_bytes(),
];

#[test]
fn known_tricks() {
    for header in [
        SHOPIFY,
        WOOCOMMERCE,
        "Handle",
        "Handle,Handle,Title,Title",
        "",
    ] {
        for rows in NASTY {
            for copies in [1, 50] {
                let rows = [*rows, b"\n"].concat().repeat(copies);
                let _ = read(&[header.as_bytes(), b"\n", &rows].concat());
            }
        }
    }
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes);
    }

    #[test]
    fn arbitrary_bytes_under_a_header_never_panic(
        header in prop::sample::select(vec![SHOPIFY, WOOCOMMERCE]),
        bytes in prop::collection::vec(any::<u8>(), 0..400),
    ) {
        let _ = read(&[header.as_bytes(), b"\n", &bytes].concat());
    }

    #[test]
    fn every_row_is_taken_or_named(bytes in prop_oneof![file(SHOPIFY), file(WOOCOMMERCE)]) {
        let rows = Sheet::read(&bytes).unwrap().rows.iter().map(|row| row.line).collect::<Vec<_>>();
        let imported = read(&bytes).unwrap();
        let taken = imported.products.iter().flat_map(|product| product.lines.iter().copied());
        let named = imported.rejected.iter().map(|rejected| rejected.line);
        let mut lines: Vec<u64> = taken.chain(named).collect();
        lines.sort_unstable();
        prop_assert_eq!(lines, rows, "each once");
    }
}
