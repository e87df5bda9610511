//! The commands: results on stdout, messages on stderr, and an exit status that scripts can trust.

use serde_json::Value;
use store::testing::{Engine, TestDb};
use tempfile::TempDir;

use crate::support::{
    ADMIN, ShopProcess, command, csv, furnish, good, hire_admin, import, serve_on, undo_migrations,
    verify,
};

on_both!(
    an_import_reports_in_one_line,
    a_catalogue_survives_export_and_import,
    staff_are_hired,
    broken_books_are_found
);

/// Where a SQLite database may come to be.
fn nothing_yet() -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/var/shop.db", folder.path().display());
    (folder, url)
}

#[test]
fn every_command_explains_itself() {
    let help = command("--help").succeed();
    let (_, listed) = help.split_once("Commands:\n").unwrap();
    let listed = listed.lines().take_while(|line| !line.is_empty());
    let commands: Vec<&str> = listed
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    for expected in [
        "serve", "migrate", "import", "export", "staff", "verify", "config", "openapi",
    ] {
        assert!(commands.contains(&expected), "no {expected} in {help}");
    }
    for words in commands
        .iter()
        .copied()
        .filter(|&word| word != "help")
        .chain(["staff add"])
    {
        let help = command(words).arg("--help").succeed();
        assert!(
            help.contains(&format!("Usage: dhakacart {words}")),
            "{words}: {help}"
        );
    }
    assert!(command("--version").succeed().starts_with("dhakacart "));
}

#[test]
fn what_is_no_command_is_refused() {
    for words in [
        "",
        "sell",
        "serve --role cook",
        "import",
        "staff fire rahim",
    ] {
        let outcome = command(words).outcome();
        assert_eq!(outcome.status.code(), Some(2), "{words}: {outcome:?}");
        assert_eq!(outcome.stdout, "");
        assert!(
            outcome.stderr.contains("--help") || outcome.stderr.contains("Usage:"),
            "{words}: {outcome:?}"
        );
    }
}

async fn an_import_reports_in_one_line(engine: Engine) {
    let db = TestDb::new(engine).await;
    let goods = [good("kettle", 1_150, 20), good("fan", 2_500, 7)];
    let report = "{\"products\":2,\"variants\":2,\"published\":2,\"drafts\":0,\"updated\":0,\"rejected\":[]}\n";
    assert_eq!(import(db.url(), &goods).succeed(), report);
    assert_eq!(
        import(db.url(), &goods).succeed(),
        report,
        "the same file again changes nothing"
    );
    let dearer = [good("kettle", 1_200, 20), good("fan", 2_500, 7)];
    let updated = report.replace("\"updated\":0", "\"updated\":1");
    assert_eq!(import(db.url(), &dearer).succeed(), updated);

    let broken = csv(&goods).replace(",2500,", ",a fortune,");
    let outcome = command("import")
        .file("goods.csv", &broken)
        .on(db.url())
        .outcome();
    assert!(outcome.status.success(), "{outcome:?}");
    let report: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(report["rejected"][0]["line"], 3, "{report}");
    assert!(outcome.stderr.contains("line 3: "), "{outcome:?}");
    verify(db.url());
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let (_folder, url) = nothing_yet();
    let said = command("import no-such-file.csv").on(&url).fail();
    assert!(said.contains("can't read no-such-file.csv"), "{said}");
    let said = command("import")
        .file("poem.csv", "Roses are red\nViolets are blue\n")
        .on(&url)
        .fail();
    assert!(said.contains("poem.csv"), "{said}");
}

async fn a_catalogue_survives_export_and_import(engine: Engine) {
    let (here, there) = (TestDb::new(engine).await, TestDb::new(engine).await);
    import(
        here.url(),
        &[good("kettle", 1_150, 20), good("fan", 2_500, 7)],
    )
    .succeed();
    let exported = command("export").on(here.url()).succeed();
    assert!(
        exported.contains("KETTLE") && exported.contains("FAN"),
        "{exported}"
    );
    command("import")
        .file("export.csv", &exported)
        .on(there.url())
        .succeed();
    assert_eq!(command("export").on(there.url()).succeed(), exported);
    verify(there.url());
}

async fn staff_are_hired(engine: Engine) {
    let db = TestDb::new(engine).await;
    assert_eq!(
        hire_admin(db.url()).succeed(),
        "",
        "a password that was given is not printed"
    );
    let generated = command("staff add rahim").on(db.url()).succeed();
    assert!(generated.trim_end().len() >= 16, "{generated:?}");

    let shop = ShopProcess::start(db.url()).await;
    let rahim = shop.guest().log_in("rahim", generated.trim_end()).await;
    rahim.get("/api/admin/orders").await.expect(200);
    rahim
        .get("/api/admin/users")
        .await
        .refused(403, "forbidden");
    shop.admin().await.get("/api/admin/users").await.expect(200);

    let none = command("staff reset-second-factor rahim")
        .on(db.url())
        .fail();
    assert!(none.contains("there is no second factor"), "{none}");
    let taken = command("staff add rahim").on(db.url()).fail();
    assert!(taken.contains("taken"), "{taken}");
    for (name, password, why) in [
        ("karim", "password", "too common"),
        ("karim", "short", "between 8 and 128"),
        ("a b", "Padma-river-71", "letters, digits and underscore"),
    ] {
        let said = command("staff add")
            .arg(name)
            .on(db.url())
            .stdin(password)
            .fail();
        assert!(said.contains(why), "{name}: {said}");
    }
}

async fn broken_books_are_found(engine: Engine) {
    let db = TestDb::new(engine).await;
    furnish(db.url(), &[good("kettle", 1_150, 20)]);
    let sound = command("verify").on(db.url()).succeed();
    assert!(sound.lines().all(|line| line.starts_with("ok ")), "{sound}");
    db.execute("UPDATE stock SET on_hand = on_hand + 1")
        .await
        .unwrap();
    let outcome = command("verify").on(db.url()).outcome();
    assert_eq!(outcome.status.code(), Some(1), "{outcome:?}");
    let broken: Vec<&str> = outcome
        .stdout
        .lines()
        .filter(|line| line.starts_with("BROKEN"))
        .collect();
    assert_eq!(broken.len(), 1, "{}", outcome.stdout);
    assert!(broken[0].contains("stock_on_hand_is_ledger"), "{broken:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_migrate_migrates_a_server() {
    let db = TestDb::new(Engine::Postgres).await;
    undo_migrations(&db).await;
    for words in ["verify", "export", "staff add rahim"] {
        let said = command(words).on(db.url()).fail();
        assert!(said.contains("`dhakacart migrate`"), "{words}: {said}");
    }
    let said = serve_on(db.url()).fail();
    let applied = command("migrate").on(db.url()).succeed();
    assert!(applied.starts_with("applied 0001 shop\n"), "{applied}");
    assert!(
        applied.lines().all(|line| line.starts_with("applied 0")),
        "{applied}"
    );
    let lacks = format!("lacks {} migration", applied.lines().count());
    assert!(
        said.contains(&lacks) && said.contains("`dhakacart migrate`"),
        "{said}"
    );
    let again = command("migrate").on(db.url()).outcome();
    assert!(
        again.status.success() && again.stdout.is_empty(),
        "{again:?}"
    );
    assert!(again.stderr.contains("every migration"), "{again:?}");
    furnish(db.url(), &[good("kettle", 1_150, 20)]);
    assert_eq!(
        ShopProcess::start(db.url()).await.terminate().code(),
        Some(0)
    );
    verify(db.url());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_who_migrate_at_once_both_succeed() {
    let db = TestDb::new(Engine::Postgres).await;
    undo_migrations(&db).await;
    let migrate = || command("migrate").on(db.url());
    let (one, two) = (migrate(), migrate());
    let (one, two) = tokio::join!(
        tokio::task::spawn_blocking(|| one.outcome()),
        tokio::task::spawn_blocking(|| two.outcome()),
    );
    for outcome in [one.unwrap(), two.unwrap()] {
        assert!(outcome.status.success(), "{outcome:?}");
    }
    verify(db.url());
}

#[test]
fn a_database_that_is_not_there_is_named_without_its_password() {
    let url = "postgres://shop:hunter2-hunter2@127.0.0.1:1/shop";
    for run in [serve_on(url), command("migrate").on(url)] {
        let said = run.fail();
        assert!(
            said.contains("database") && !said.contains("hunter2"),
            "{said}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_shop_on_the_same_address_touches_nothing() {
    let (_folder, url) = nothing_yet();
    hire_admin(&url).succeed();
    let shop = ShopProcess::start(&url).await;
    let (_other, other_url) = nothing_yet();
    let said = serve_on(&other_url)
        .env("DHAKACART_API_ADDR", shop.api_address())
        .fail();
    assert!(
        said.contains("DHAKACART_API_ADDR") && said.contains(shop.api_address()),
        "{said}"
    );
    assert!(!std::path::Path::new(other_url.trim_start_matches("sqlite://")).exists());
    shop.guest()
        .log_in(ADMIN.0, ADMIN.1)
        .await
        .get("/api/protected")
        .await
        .expect(200);
}

#[test]
fn the_openapi_document_is_printed() {
    let document: Value = serde_json::from_str(&command("openapi").succeed()).unwrap();
    assert!(
        document["openapi"].as_str().unwrap().starts_with("3.1"),
        "{}",
        document["openapi"]
    );
    for path in [
        "/api/orders",
        "/api/products",
        "/api/auth/login",
        "/api/carts/{id}/items/{sku}",
    ] {
        assert!(document["paths"][path].is_object(), "no {path}");
    }
}
