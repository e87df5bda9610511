//! An export is a catalogue: taken back it changes nothing, taken by an empty shop it makes the
//! same bytes again.

use domain::{
    Attribute, AttributeValue, Category, CategoryId, Image, ProductStatus, Role, SessionId, Slug,
    Text, UserId,
};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use shop::{Identity, ProductInput, VariantInput};
use store::testing::Engine;

use crate::bench::{Bench, rejected};
use crate::products::SHELF;

/// Both promises, for whatever is in `bench`.
async fn assert_round_trip(bench: &Bench, engine: Engine) -> String {
    let before = bench.everything().await;
    let exported = bench.export().await;
    let report = bench.import(&exported).await;
    assert_eq!(
        (rejected(&report), report.updated),
        (vec![], 0),
        "{engine:?}: into the same shop"
    );
    assert_eq!(bench.import_with_stock(&exported).await, report);
    assert!(
        bench.everything().await == before,
        "{engine:?}: into the same shop"
    );

    let empty = Bench::open(engine).await;
    let report = empty.import(&exported).await;
    assert_eq!(rejected(&report), [], "{engine:?}: into an empty shop");
    let again = empty.export().await;
    let other = again
        .lines()
        .zip(exported.lines())
        .find(|(again, first)| again != first);
    assert_eq!(other, None, "{engine:?}: into an empty shop");
    assert_eq!(again.len(), exported.len());
    empty.assert_books().await;
    exported
}

#[tokio::test]
async fn what_was_imported_goes_out_and_in_again() {
    for engine in Engine::ALL {
        let bench = Bench::open(engine).await;
        bench.import(SHELF).await;
        let exported = assert_round_trip(&bench, engine).await;
        assert!(
            exported
                .starts_with("Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,")
        );
        assert_eq!(
            exported.lines().next().unwrap().split(',').count(),
            32,
            "nothing but what is needed"
        );
        let kettle = "\njhorna-kettle,,,,,,,,Blue,,1 L,,,JK-B1,900,shopify,3,deny,manual,1250.50,,true,true,,\
                      https://example.com/blue.jpg,2,,,,,,\n";
        assert!(exported.contains(kettle), "{exported}");
        assert!(
            exported.contains("\nhijol-lamp,Hijol Lamp,,Hijol,Cooling,,false,Title,Default Title,")
        );
    }
}

#[tokio::test]
async fn an_empty_shop_exports_a_header() {
    let bench = Bench::open(Engine::Sqlite).await;
    let exported = bench.export().await;
    assert_eq!(exported.lines().count(), 1);
    assert_eq!(bench.import(&exported).await, Default::default());
}

#[tokio::test]
async fn formulas_do_not_reach_a_spreadsheet() {
    for engine in Engine::ALL {
        let bench = Bench::open(engine).await;
        let file = "Handle,Title,Vendor,Tags,Variant SKU,Variant Price,T (product.metafields.specs.temperature)\n\
             a,'=HYPERLINK(1),@vendor,'-tag,'+SKU,5,'-5 °C\nb,''=x,'quoted',,@B,5,\n";
        bench.import(file).await;
        let product = bench.product("a").await;
        assert_eq!(product.title.en, "=HYPERLINK(1)");
        assert_eq!(product.variants[0].sku.as_str(), "+SKU");
        assert_eq!(bench.product("b").await.title.en, "'=x");
        let exported = assert_round_trip(&bench, engine).await;
        assert!(
            exported.contains("\na,'=HYPERLINK(1),,'@vendor,"),
            "{exported}"
        );
        for cell in exported.split([',', '\n']) {
            assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
        }
    }
}

#[tokio::test]
async fn addresses_of_pictures_are_kept_and_never_fetched() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let here = listener.local_addr().unwrap();
    let bench = Bench::open(Engine::Sqlite).await;
    let kept = format!("https://{here}/a.png");
    let mut file = "Handle,Title,Variant SKU,Variant Price,Image Src,Status\n".to_owned();
    let addresses = [
        kept.clone(),
        format!("http://{here}/a.png"),
        format!("//{here}/a.png"),
        format!("ftp://{here}/a.png"),
        format!("gopher://{here}/_a"),
        "file:///etc/passwd".to_owned(),
        "javascript:alert(1)".to_owned(),
        "data:image/svg+xml,<svg onload=alert(1)>".to_owned(),
        format!("https://{here}/a b.png"),
        "https://".to_owned(),
    ];
    for (at, address) in addresses.iter().enumerate() {
        file += &format!("p{at},P {at},S-{at},5,\"{address}\",active\n");
    }
    bench.import(&file).await;
    bench.shop.catalogue().refresh().await.unwrap();
    for (at, address) in addresses.iter().enumerate() {
        let store = bench.db.store();
        let Some(product) = store.find_product(&format!("p{at}")).await.unwrap() else {
            assert_ne!(at, 0, "the good one is taken");
            continue;
        };
        let sources = product.images.iter().map(|image| image.src.as_str());
        let expected: &[&str] = if at == 0 { &[&kept] } else { &[] };
        assert_eq!(sources.collect::<Vec<_>>(), expected, "{address}");
    }
    assert!(bench.export().await.contains(&kept));
    let nobody = listener.accept().unwrap_err();
    assert_eq!(
        nobody.kind(),
        std::io::ErrorKind::WouldBlock,
        "nobody called"
    );
}

/// Words as nobody would type them but somebody's program does.
fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zক-হ0-9][a-z ,;'\"=+@\\-<>&ক-হ]{0,20}",
        "['=+@ \t-]{1,3}[a-z0-9.]{1,6}",
        "[ \t\u{a0}]{0,2}[0-9]{1,3}(\\.[0-9])?( (in|GB|true))?",
        Just("true".to_owned()),
        Just("Default Title".to_owned()),
        Just("Title".to_owned()),
    ]
}

fn attribute_value() -> impl Strategy<Value = AttributeValue> {
    let amount = "-?[0-9]{1,4}(\\.[0-9]{1,2})?";
    prop_oneof![
        words().prop_map(|en| AttributeValue::Text(Text::en(en))),
        (words(), words()).prop_map(|(en, bn)| AttributeValue::Text(Text::both(en, bn))),
        (amount, prop::option::of("[a-z]{1,3}( [a-z])?"))
            .prop_map(|(amount, unit)| AttributeValue::Number { amount, unit }),
        any::<bool>().prop_map(AttributeValue::Flag),
    ]
}

fn html() -> impl Strategy<Value = String> {
    "(<p>|</p>|<ul><li>|</li>|<b>|</b>|[a-z ,\"\n&ক]|=|<script>){0,12}"
}

prop_compose! {
    fn variants(options: usize)(
        count in if options == 0 { 1..2usize } else { 1..5 },
        prices in prop::collection::vec(prop::option::of(0i64..10_000_000), 5),
        grams in 0i64..5_000,
        taxable in any::<bool>(),
        barcode in prop::option::of(words()),
        values in prop::collection::vec(words(), options),
    ) -> Vec<VariantInput> {
        let variant = |index: usize| VariantInput {
            sku: String::new(),
            options: values.iter().map(|value| format!("{value} {index}")).collect(),
            price_paisa: prices[index],
            compare_at_paisa: prices[index].filter(|paisa| paisa % 2 == 0).map(|paisa| paisa / 2),
            barcode: barcode.clone(),
            grams,
            taxable,
            opening_stock: Some(grams % 7),
        };
        (0..count).map(variant).collect()
    }
}

prop_compose! {
    fn product()(options in 0..3usize)(
        titles in (words(), prop::option::of(words())),
        brand in words(),
        model in prop::option::of(words()),
        category in prop::option::of(prop::sample::select(vec!["a", "b", "c", "d"])),
        descriptions in (html(), prop::option::of(html())),
        status in prop::sample::select(ProductStatus::ALL.to_vec()),
        names in Just(["Size", " Colour  of it", "Title"][..options].to_vec()),
        attributes in prop::collection::vec(("[a-e]_?[ab]", attribute_value()), 0..6),
        serials in prop::option::of(prop::sample::select(&domain::SerialRule::ALL[..])),
        images in prop::collection::vec(("(/a|https://x\\.example/)[a-c]\\.svg", words()), 0..6),
        tags in prop::collection::vec(words(), 0..4),
        variants in variants(options),
    ) -> ProductInput {
        let priced = variants.iter().any(|variant| variant.price_paisa.is_some());
        // The one thing that no file says: a product that is active and waits for a price.
        let waits = status == ProductStatus::Active && !priced;
        ProductInput {
            slug: None,
            title: format!("T{}", titles.0),
            title_bn: titles.1,
            brand,
            category: category.map(str::to_owned),
            model,
            description: descriptions.0,
            description_bn: descriptions.1,
            status: if waits { ProductStatus::Draft } else { status },
            options: names.into_iter().map(str::to_owned).collect(),
            attributes: each_key_once(attributes),
            images: images.into_iter().map(|(src, alt)| Image { src, alt }).collect(),
            tags: tags.into_iter().filter(|tag| !tag.trim().is_empty()).collect(),
            serials,
            variants,
        }
    }
}

fn each_key_once(pairs: Vec<(String, AttributeValue)>) -> Vec<Attribute> {
    let mut attributes: Vec<Attribute> = Vec::new();
    for (key, value) in pairs {
        if !attributes.iter().any(|attribute| attribute.key == key) {
            attributes.push(Attribute { key, value });
        }
    }
    attributes
}

fn staff() -> Identity {
    Identity {
        user: UserId::from(uuid::Uuid::from_u128(7)),
        username: "rahim".into(),
        role: Role::Staff,
        permissions: domain::Permissions::STAFF,
        session: SessionId::from(uuid::Uuid::from_u128(7)),
    }
}

/// Categories with names that repeat and names that are formulas.
async fn shelves(bench: &Bench) {
    let mut tx = bench.db.store().begin().await.unwrap();
    tx.next_catalogue_version().await.unwrap();
    let mut made: Vec<CategoryId> = Vec::new();
    for (slug, name, above) in [
        ("a", "Phones", None),
        ("b", " Spare  parts", Some(0)),
        ("c", "Spare parts", None),
        ("d", "=x", Some(2)),
    ] {
        let category = Category {
            id: CategoryId::mint(bench.shop.ambient()),
            slug: Slug::parse(slug).unwrap(),
            name: Text::en(name),
            parent: above.map(|above: usize| made[above]),
            position: 0,
        };
        tx.put_category(&category).await.unwrap();
        made.push(category.id);
    }
    tx.commit().await.unwrap();
}

/// Sixty products as staff, or a program of theirs, might make them.
async fn furnish(bench: &Bench) {
    shelves(bench).await;
    let mut runner = TestRunner::deterministic();
    for number in 0..60 {
        let mut input = product().new_tree(&mut runner).unwrap().current();
        input.slug = Some(format!("p-{number}"));
        for (index, variant) in input.variants.iter_mut().enumerate() {
            variant.sku = format!("{}S{number}-{index}", ["", "=", "'@"][number % 3]);
        }
        bench.shop.create_product(&staff(), input).await.unwrap();
    }
}

#[tokio::test]
async fn whatever_is_in_a_shop_goes_out_and_in_again() {
    for engine in Engine::ALL {
        let bench = Bench::open(engine).await;
        furnish(&bench).await;
        assert_round_trip(&bench, engine).await;
    }
}
