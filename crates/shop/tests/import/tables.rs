//! Categories and synonyms from files.

use shop::ImportError;
use store::testing::Engine;

use crate::bench::Bench;

const TREE: &str = "slug,name,name_bn,parent,position\n\
    phones,Mobile Phones,মোবাইল ফোন,gadgets,1\n\
    gadgets,Gadgets,গ্যাজেট,,2\n\
    home,Home,,,1\n";

fn lines(error: ImportError) -> Vec<u64> {
    match error {
        ImportError::Rows(rows) => rows.iter().map(|row| row.line).collect(),
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_tree_is_taken_whole_and_a_second_time_changes_nothing() {
    for engine in Engine::ALL {
        let bench = Bench::open(engine).await;
        assert_eq!(
            bench.shop.import_categories(TREE.as_bytes()).await.unwrap(),
            3
        );
        let categories = bench.db.store().list_categories().await.unwrap();
        let find = |slug: &str| categories.iter().find(|c| c.slug.as_str() == slug).unwrap();
        assert_eq!(find("phones").parent, Some(find("gadgets").id));
        assert_eq!(find("phones").name.bn.as_deref(), Some("মোবাইল ফোন"));
        // Products find their category by its name, in either language.
        bench
            .import("Handle,Title,Type\na,A,mobile phones\nb,B,মোবাইল ফোন\n")
            .await;
        assert_eq!(bench.product("b").await.category, Some(find("phones").id));
        let before = bench.everything().await;
        bench.shop.import_categories(TREE.as_bytes()).await.unwrap();
        assert_eq!(bench.everything().await, before);

        let moved = "slug,name,parent\nphones,Phones,home\n";
        bench
            .shop
            .import_categories(moved.as_bytes())
            .await
            .unwrap();
        let after = bench.db.store().list_categories().await.unwrap();
        let phones = after.iter().find(|c| c.slug.as_str() == "phones").unwrap();
        assert_eq!(
            (phones.id, phones.parent),
            (find("phones").id, Some(find("home").id))
        );
        assert_eq!(
            phones.name.bn.as_deref(),
            Some("মোবাইল ফোন"),
            "no column, no change"
        );
        assert!(bench.shop.catalogue().refresh().await.unwrap());
    }
}

#[tokio::test]
async fn a_tree_that_is_none_is_refused_whole() {
    for engine in Engine::ALL {
        let bench = Bench::open(engine).await;
        bench.shop.import_categories(TREE.as_bytes()).await.unwrap();
        let before = bench.everything().await;
        for (file, wrong) in [
            ("slug,name,parent\nx,X,\nBad Slug,X,\ny,,\n", vec![3, 4]),
            ("slug,name,parent\nx,X,\nx,X,\n", vec![3]),
            ("slug,name,parent\nx,X,nowhere\n", vec![2]),
            ("slug,name,parent\nx,X,y\ny,Y,x\n", vec![2, 3]),
            ("slug,name,parent\ngadgets,Gadgets,phones\n", vec![2]),
            ("slug,name,parent\nx,X,x\n", vec![2]),
            ("slug,name,position\nx,X,first\n", vec![2]),
        ] {
            let error = bench
                .shop
                .import_categories(file.as_bytes())
                .await
                .unwrap_err();
            assert_eq!(lines(error), wrong, "{file}");
        }
        let error = bench
            .shop
            .import_categories(b"name\nx\n")
            .await
            .unwrap_err();
        assert!(error.to_string().contains("`slug` and `name`"), "{error}");
        assert_eq!(bench.everything().await, before);
    }
}

#[tokio::test]
async fn synonyms_become_those_of_the_file() {
    for engine in Engine::ALL {
        let bench = Bench::open(engine).await;
        let file = "group,term\ntv,TV\nfridge,fridge\ntv,television\nfridge,ফ্রিজ\ntv,টিভি\n";
        assert_eq!(
            bench.shop.import_synonyms(file.as_bytes()).await.unwrap(),
            2
        );
        let groups = bench.shop.synonyms().await.unwrap();
        assert_eq!(groups.iter().map(Vec::len).collect::<Vec<_>>(), [3, 2]);
        assert!(groups[0].contains(&"tv".to_owned()));
        let before = bench.everything().await;
        bench.shop.import_synonyms(file.as_bytes()).await.unwrap();
        for (file, wrong) in [
            ("group,term\ntv,tv\n,x\ntv,\n", vec![3, 4]),
            ("group,term\na,x\na,y\ntv,tv\ntv,TV\n", vec![4]),
        ] {
            let error = bench
                .shop
                .import_synonyms(file.as_bytes())
                .await
                .unwrap_err();
            assert_eq!(lines(error), wrong, "{file}");
        }
        assert_eq!(bench.everything().await, before);
    }
}
