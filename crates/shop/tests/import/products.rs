//! What a file makes of a catalogue.

use domain::{AttributeValue, Paisa, ProductStatus};
use shop::ImportError;
use store::testing::Engine;

use crate::bench::{Bench, rejected};

/// In the shape that Shopify publishes: variants over several rows, pictures, drafts.
pub(crate) const SHELF: &str = "\u{feff}Handle,Title,Body (HTML),Vendor,Type,Tags,Published,\
Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Grams,\
Variant Inventory Qty,Variant Price,Variant Compare At Price,Variant Taxable,Variant Barcode,\
Image Src,Image Position,Image Alt Text,Gift Card,Variant Weight Unit,Cost per item,Status\r\n\
jhorna-kettle,Jhorna Kettle,\"<p>Boils fast.</p>\r\n<p onclick=\"\"x()\"\">Steel.</p>\",Jhorna,Kitchen,\"kettle, steel\",true,\
Colour,Red,Size,1 L,JK-R1,900,5,\"1,250\",1400,true,8801,https://example.com/red.jpg,1,Red,false,g,,active\r\n\
jhorna-kettle,,,,,,,,Blue,,1 L,JK-B1,900,3,1250.50,,true,,https://example.com/blue.jpg,2,,,g,,\r\n\
meghla-fan,Meghla Fan,,Meghla,Cooling,,true,Title,Default Title,,,,4500,7,3200,,true,,,,,false,kg,,active\r\n\
jhorna-kettle,,,,,,,,Blue,,2 L,JK-B2,1100,0,1500,,false,,,,,,g,,\r\n\
jhorna-kettle,,,,,,,,,,,,,,,,,,https://example.com/box.jpg,3,The box,,,,\r\n\
hijol-lamp,Hijol Lamp,,Hijol,Cooling,,true,Title,Default Title,,,HL-1,0,2,,,true,,,,,false,kg,,active\r\n\
old-radio,Old Radio,,,,,true,Title,Default Title,,,OR-1,0,1,900,,true,,,,,false,kg,,archived\r\n\
new-radio,New Radio,,,,,false,Title,Default Title,,,NR-1,0,1,900,,true,,,,,false,kg,,active\r\n";

#[tokio::test]
async fn a_file_is_taken_whole_and_a_second_time_changes_nothing() {
    for engine in Engine::ALL {
        let bench = Bench::open(engine).await;
        let report = bench.import(SHELF).await;
        assert_eq!(rejected(&report), []);
        assert_eq!((report.products, report.variants), (5, 7));
        assert_eq!((report.published, report.drafts, report.updated), (2, 2, 0));

        let kettle = bench.product("jhorna-kettle").await;
        assert_eq!(kettle.options, ["Colour", "Size"]);
        let prices: Vec<_> = kettle
            .variants
            .iter()
            .map(|v| (v.title(), v.price))
            .collect();
        assert_eq!(
            prices,
            [
                ("Red / 1 L".to_owned(), Some(Paisa::from_taka(1_250))),
                ("Blue / 1 L".to_owned(), Some(Paisa::new(125_050))),
                ("Blue / 2 L".to_owned(), Some(Paisa::from_taka(1_500))),
            ]
        );
        assert_eq!(kettle.description.en, "<p>Boils fast.</p>\n<p>Steel.</p>");
        assert_eq!(kettle.images.len(), 3);
        let fan = bench.product("meghla-fan").await;
        assert_eq!(fan.variants[0].sku.as_str(), "MEGHLA-FAN");
        assert_eq!(
            fan.variants[0].grams, 4_500,
            "grams are grams whatever unit was shown"
        );
        assert_eq!(
            bench.product("hijol-lamp").await.status,
            ProductStatus::Draft
        );
        assert_eq!(
            bench.product("old-radio").await.status,
            ProductStatus::Archived
        );
        assert_eq!(
            bench.product("new-radio").await.status,
            ProductStatus::Draft
        );
        assert_eq!(bench.stock("JK-R1").await, (5, 0, 1));
        assert_eq!(bench.stock("JK-B2").await, (0, 0, 0));

        let before = bench.everything().await;
        let again = bench.import(SHELF).await;
        assert_eq!(again, report, "{engine:?}");
        bench.import_with_stock(SHELF).await;
        assert_eq!(bench.everything().await, before, "{engine:?}");
        bench.assert_books().await;
    }
}

#[tokio::test]
async fn shoppers_see_what_was_published() {
    for engine in Engine::ALL {
        let bench = Bench::open(engine).await;
        bench.import(SHELF).await;
        assert!(bench.shop.catalogue().refresh().await.unwrap());
        let snapshot = bench.shop.catalogue().snapshot();
        assert_eq!(snapshot.product("jhorna-kettle").unwrap().stock(), 8);
        assert!(snapshot.product("hijol-lamp").is_none(), "a draft");
        assert_eq!(
            snapshot.category("kitchen").unwrap().category.name.en,
            "Kitchen"
        );
        let statements = bench.db.store().statements();
        bench.import(SHELF).await;
        let spent = bench.db.store().statements() - statements;
        assert_eq!(spent, 3, "nothing to write: no transaction");
    }
}

#[tokio::test]
async fn what_is_wrong_is_named_and_the_rest_is_taken() {
    for engine in Engine::ALL {
        let bench = Bench::open(engine).await;
        let file = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price,Status\n\
             pot,\"A\npot\",Size,Small,P-1,5,10,active\n\
             pot,,,Large,P-2,5,\"12,3x\",\n\
             pot,,,Huge,P-3,-4,10,\n\
             pot,,,Wide,P-1,5,10,\n\
             pot,,,Tiny,P-4,5,10,\n\
             cup,Cup,Size,Small,C-1,5,x,active\n\
             cup,,,Large,C-2,5,10,\n\
             jar,Jar,,,J-1,5,10,sold\n\
             ,Tin,,,T-1,5,10,active\n\
             lid,Lid,,,P-4,5,10,active\n";
        let report = bench.import(file).await;
        assert_eq!(
            (report.products, report.variants, report.published),
            (1, 2, 1)
        );
        let reasons = rejected(&report);
        let lines: Vec<u64> = reasons.iter().map(|(line, _)| *line).collect();
        assert_eq!(
            lines,
            [4, 5, 6, 8, 9, 10, 11, 12],
            "the first row takes two lines"
        );
        for (place, part) in [
            (0, "price `12,3x`"),
            (1, "quantity `-4`: a number of units can't be negative"),
            (2, "SKU `P-1` is on line 2 already"),
            (3, "price `x`"),
            (4, "its product was not taken because of line 8"),
            (5, "status `sold`"),
            (6, "the handle is missing"),
            (7, "SKU `P-4` is on line 7 already"),
        ] {
            assert!(reasons[place].1.contains(part), "{:?}", reasons[place]);
        }
        assert_eq!(bench.product("pot").await.variants.len(), 2);
        assert_eq!(bench.db.store().load_products(0).await.unwrap().len(), 1);
        let again = bench.import(file).await;
        assert_eq!(again.rejected.len(), 8, "named each time");
        assert_eq!(again.updated, 0);
        bench.assert_books().await;
    }
}

#[tokio::test]
async fn a_file_that_is_no_catalogue_leaves_nothing() {
    for engine in Engine::ALL {
        let bench = Bench::open(engine).await;
        for file in [
            "",
            "\n\n",
            "Title,Price\na,1\n",
            "{\"products\":[]}",
            "\"Handle,Title\na,b\n",
        ] {
            let error = bench.try_import(file).await.unwrap_err();
            assert!(
                !error.to_string().is_empty() && !matches!(error, ImportError::Store(_)),
                "{file}"
            );
        }
        let latin = bench.try_import(b"Handle,Title\na,caf\xe9\n").await;
        assert!(matches!(latin, Err(ImportError::NotUtf8 { line: 2 })));
        let huge = bench.try_import(vec![b'a'; 50 * 1024 * 1024 + 1]).await;
        assert!(matches!(huge, Err(ImportError::TooLarge)));
        assert_eq!(bench.db.store().catalogue_version().await.unwrap(), 0);
    }
}

#[tokio::test]
async fn what_the_file_does_not_speak_of_stays() {
    for engine in Engine::ALL {
        let bench = Bench::open(engine).await;
        bench
            .import(
                "Handle,Title,Body (HTML),Vendor,Type,Tags,Variant SKU,Variant Price,Variant Inventory Qty,Image Src,\
                 T (product.metafields.dhakacart.title_bn),D (product.metafields.dhakacart.description_bn),\
                 S (product.metafields.specs.ram)\n\
                 phone,Phone,<p>x</p>,Korotoa,Phones,new,PH-1,500,4,/assets/phone.svg,ফোন,<p>ক</p>,8 GB\n",
            )
            .await;
        let before = bench.product("phone").await;
        let report = bench
            .import("Handle,Title,Variant Price\nphone,Phone,450\n")
            .await;
        assert_eq!((report.updated, report.variants), (1, 1));
        let mut expected = before.clone();
        expected.variants[0].price = Some(Paisa::from_taka(450));
        let after = bench.product("phone").await;
        assert!(after.updated_at > before.updated_at && after.revision > before.revision);
        expected.updated_at = after.updated_at;
        expected.revision = after.revision;
        assert_eq!(after, expected);

        let cleared = "Handle,Title,Vendor,Type,T (product.metafields.dhakacart.title_bn),S (product.metafields.specs.ram)\nphone,Phone,,,,\n";
        assert_eq!(bench.import(cleared).await.updated, 1);
        let after = bench.product("phone").await;
        assert_eq!(
            (after.title.bn, after.brand.as_str(), after.category),
            (None, "", None)
        );
        assert!(after.attributes.is_empty());
        assert_eq!(after.description, before.description);
    }
}

#[tokio::test]
async fn a_sku_stays_with_its_product() {
    for engine in Engine::ALL {
        let bench = Bench::open(engine).await;
        bench
            .import("Handle,Title,Variant SKU,Variant Price\nmine,Mine,S-1,5\n")
            .await;
        let theirs = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price\n\
             theirs,Theirs,Size,S,S-2,5\ntheirs,,,L,S-1,5\nother,Other,,,S-1,5\n";
        let report = bench.import(theirs).await;
        assert_eq!((report.products, report.variants), (1, 1));
        assert_eq!(
            rejected(&report),
            [
                (3, "SKU `S-1` belongs to another product"),
                (4, "SKU `S-1` belongs to another product")
            ]
        );
        // A variant that went off sale keeps its SKU, and comes back with its ledger.
        let gone = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Inventory Qty\n\
             theirs,Theirs,Size,L,S-3,5,9\n";
        bench.import(gone).await;
        assert_eq!(bench.product("theirs").await.variants.len(), 1);
        let back = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Inventory Qty\n\
             theirs,Theirs,Size,L,S-3,5,9\ntheirs,,,S,S-2,6,9\n";
        assert_eq!(rejected(&bench.import(back).await), []);
        assert_eq!(bench.product("theirs").await.variants.len(), 2);
        assert_eq!(bench.stock("S-2").await, (0, 0, 0), "it isn't new");
        bench.assert_books().await;
    }
}

#[tokio::test]
async fn todays_template_of_shopify() {
    for engine in Engine::ALL {
        let bench = Bench::open(engine).await;
        let report = bench
            .import(
                "Title,URL handle,Description,Vendor,Product category,Type,Tags,Published on online store,Status,SKU,\
                 Barcode,Option1 name,Option1 value,Option1 Linked To,Price,Compare-at price,Charge tax,\
                 Inventory tracker,Inventory quantity,Continue selling when out of stock,\
                 Weight value (grams),Weight unit for display,Product image URL,Image position,Image alt text,\
                 Ram (product.metafields.specs.ram)\n\
                 Phone,phone,<p>x</p>,Korotoa,Electronics > Phones,,,TRUE,Active,PH-1,,Storage,64 GB,,500,,TRUE,shopify,4,\
                 DENY,180,g,https://example.com/p.jpg,1,,4 GB\n\
                 ,phone,,,,,,,,PH-2,,,128 GB,,650,,TRUE,shopify,2,DENY,180,g,,,,\n",
            )
            .await;
        assert_eq!(rejected(&report), []);
        assert_eq!(
            (report.products, report.variants, report.published),
            (1, 2, 1)
        );
        let phone = bench.product("phone").await;
        let value = AttributeValue::Number {
            amount: "4".into(),
            unit: Some("GB".into()),
        };
        assert_eq!(phone.attributes[0].value, value);
        let categories = bench.db.store().list_categories().await.unwrap();
        assert_eq!(categories[0].slug.as_str(), "phones");
        assert_eq!(phone.category, Some(categories[0].id));
    }
}

#[tokio::test]
async fn woocommerces_file() {
    for engine in Engine::ALL {
        let bench = Bench::open(engine).await;
        let file = "ID,Type,SKU,Name,Published,Description,Stock,Sale price,Regular price,Categories,Parent,Attribute 1 name,Attribute 1 value(s)\n\
             1,simple,F-1,Stand Fan,1,<p>x</p>,4,2900,3200,Home > Fans,,Power,55 W\n\
             2,variable,MUG,Mug,1,,,,,\"Home > Kitchen, Gifts\",,Size,\"S, L\"\n\
             3,variation,MUG-S,Mug - S,1,,3,,90,,id:2,Size,S\n\
             4,variation,MUG-L,Mug - L,1,,2,,120,,MUG,Size,L\n";
        let report = bench.import(file).await;
        assert_eq!(rejected(&report), []);
        assert_eq!(
            (report.products, report.variants, report.published),
            (2, 3, 2)
        );
        let categories = bench.db.store().list_categories().await.unwrap();
        let slugs: Vec<&str> = categories
            .iter()
            .map(|category| category.slug.as_str())
            .collect();
        assert_eq!(slugs, ["fans", "home", "kitchen"]);
        assert_eq!(bench.stock("MUG-L").await, (2, 0, 1));
        let before = bench.everything().await;
        assert_eq!(bench.import(file).await, report);
        assert_eq!(bench.everything().await, before);
        bench.assert_books().await;
    }
}
