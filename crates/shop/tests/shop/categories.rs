//! The tree of categories: changed by staff, never in a circle, followed by the catalogue.

use domain::FieldError;
use shop::{CategoryError, CategoryInput};
use store::testing::Engine;

use crate::support::{TestShop, input, staff};

fn named(name: &str, parent: Option<&str>, position: i64) -> CategoryInput {
    CategoryInput {
        name: name.to_owned(),
        name_bn: None,
        parent: parent.map(str::to_owned),
        position,
    }
}

async fn planted(engine: Engine) -> TestShop {
    let test = TestShop::open(engine).await;
    for (name, parent, position) in [
        ("Lamps", None, 2),
        ("Kitchen", None, 1),
        ("Kettles", Some("kitchen"), 1),
        ("Steel", Some("kettles"), 1),
    ] {
        let input = named(name, parent, position);
        let made = test.shop.create_category(&staff(), None, input).await;
        assert_eq!(made.unwrap().slug.as_str(), name.to_lowercase());
    }
    test
}

async fn read(test: &TestShop) -> Vec<(String, usize)> {
    let views = test.shop.staff_categories().await.unwrap();
    let row = |v: shop::CategoryView| (v.category.slug.to_string(), v.depth);
    views.into_iter().map(row).collect()
}

fn rows(of: &[(&str, usize)]) -> Vec<(String, usize)> {
    of.iter().map(|(s, d)| ((*s).to_owned(), *d)).collect()
}

#[tokio::test]
async fn the_tree_reads_from_the_top() {
    for engine in Engine::ALL {
        let test = planted(engine).await;
        let tree = [("kitchen", 0), ("kettles", 1), ("steel", 2), ("lamps", 0)];
        assert_eq!(read(&test).await, rows(&tree));
        let by = staff();
        let moved = named("Steel", Some("lamps"), 0);
        test.shop
            .update_category(&by, "steel", moved)
            .await
            .unwrap();
        let moved = named("Lamps", None, 0);
        test.shop
            .update_category(&by, "lamps", moved)
            .await
            .unwrap();
        let tree = [("lamps", 0), ("steel", 1), ("kitchen", 0), ("kettles", 1)];
        assert_eq!(read(&test).await, rows(&tree));
    }
}

#[tokio::test]
async fn a_rename_is_followed_and_logged() {
    for engine in Engine::ALL {
        let mut test = planted(engine).await;
        let mut kettle = input("kettle");
        kettle.category = Some("kettles".into());
        test.shop.create_product(&staff(), kettle).await.unwrap();
        let elsewhere = test.another().await;
        let renamed = CategoryInput {
            name_bn: Some("কেটলি".into()),
            ..named("Water kettles", Some("kitchen"), 1)
        };
        let by = staff();
        let renamed = test.shop.update_category(&by, "kettles", renamed).await;
        let renamed = renamed.unwrap();
        assert_eq!(renamed.slug.as_str(), "kettles", "addresses stay");
        assert!(elsewhere.catalogue().refresh().await.unwrap());
        let snapshot = elsewhere.catalogue().snapshot();
        let path = snapshot.category_path(renamed.id);
        let names: Vec<&str> = path.iter().map(|n| &*n.category.name.en).collect();
        assert_eq!(names, ["Kitchen", "Water kettles"]);
        let log = test.shop.audit_log(Default::default()).await.unwrap();
        let entry = &log.items[0];
        assert_eq!(entry.action, "category.update");
        let name = |json: &Option<serde_json::Value>| json.as_ref().unwrap()["name"]["en"].clone();
        assert_eq!(name(&entry.before), "Kettles");
        assert_eq!(name(&entry.after), "Water kettles");
        let before = log.total;
        let same = CategoryInput {
            name_bn: Some("কেটলি".into()),
            ..named("Water kettles", Some("kitchen"), 1)
        };
        test.shop
            .update_category(&by, "kettles", same)
            .await
            .unwrap();
        let log = test.shop.audit_log(Default::default()).await.unwrap();
        assert_eq!(log.total, before, "no change, no entry");
    }
}

#[tokio::test]
async fn nothing_stands_below_itself() {
    for engine in Engine::ALL {
        let test = planted(engine).await;
        for below in ["kitchen", "kettles", "steel"] {
            let input = named("Kitchen", Some(below), 1);
            let refused = test.shop.update_category(&staff(), "kitchen", input).await;
            assert!(matches!(refused, Err(CategoryError::Circle)), "{below}");
        }
    }
}

#[tokio::test]
async fn two_moves_at_once_make_no_circle() {
    for engine in Engine::ALL {
        let test = planted(engine).await;
        let by = staff();
        let (one, other) = tokio::join!(
            test.shop
                .update_category(&by, "kitchen", named("Kitchen", Some("lamps"), 0)),
            test.shop
                .update_category(&by, "lamps", named("Lamps", Some("kitchen"), 0)),
        );
        assert_eq!(usize::from(one.is_ok()) + usize::from(other.is_ok()), 1);
        assert_eq!(read(&test).await.len(), 4, "all still hang on the tree");
    }
}

#[tokio::test]
async fn only_an_empty_category_is_removed() {
    for engine in Engine::ALL {
        let test = planted(engine).await;
        let by = staff();
        let mut kettle = input("kettle");
        kettle.category = Some("steel".into());
        test.shop.create_product(&by, kettle).await.unwrap();
        for (slug, stands) in [("kettles", (0, 1)), ("steel", (1, 0))] {
            let refused = test.shop.remove_category(&by, slug).await;
            assert!(
                matches!(refused, Err(CategoryError::NotEmpty { products, categories })
                    if (products, categories) == stands)
            );
        }
        test.shop.remove_category(&by, "lamps").await.unwrap();
        let again = test.shop.remove_category(&by, "lamps").await;
        assert!(matches!(again, Err(CategoryError::NotFound)));
        assert_eq!(read(&test).await.len(), 3);
    }
}

#[tokio::test]
async fn bad_input_is_explained() {
    for engine in Engine::ALL {
        let test = planted(engine).await;
        let by = staff();
        let bad = CategoryInput {
            name: " ".into(),
            name_bn: Some("ক".repeat(101)),
            parent: Some("nowhere".into()),
            position: -1,
        };
        let refused = test.shop.create_category(&by, Some("new"), bad).await;
        let Err(CategoryError::Invalid(errors)) = refused else {
            panic!("taken");
        };
        let fields: Vec<&str> = errors.iter().map(|e: &FieldError| &*e.field).collect();
        assert_eq!(fields, ["name", "name_bn", "position", "parent"]);
        let nameless = named("★", None, 0);
        let refused = test.shop.create_category(&by, None, nameless).await;
        assert!(matches!(refused, Err(CategoryError::Invalid(_))), "no slug");
        let bangla = named("কেটলি", None, 0);
        let made = test.shop.create_category(&by, Some("ketli"), bangla).await;
        assert_eq!(made.unwrap().slug.as_str(), "ketli");
        let taken = test
            .shop
            .create_category(&by, None, named("Lamps", None, 0))
            .await;
        assert!(matches!(taken, Err(CategoryError::SlugTaken)));
        let mut parent = "steel".to_owned();
        for level in ["four", "five", "six"] {
            let input = named(level, Some(&parent), 0);
            let made = test.shop.create_category(&by, None, input).await.unwrap();
            parent = made.slug.to_string();
        }
        let seventh = named("seven", Some("six"), 0);
        assert!(test.shop.create_category(&by, None, seventh).await.is_err());
        let heavy = named("Kitchen", Some("lamps"), 0);
        let refused = test.shop.update_category(&by, "kitchen", heavy).await;
        assert!(
            matches!(refused, Err(CategoryError::Invalid(_))),
            "too deep"
        );
    }
}
