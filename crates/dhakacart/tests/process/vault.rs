//! Settings in AWS Secrets Manager (moto, on the loopback): found at the start, followed by asking
//! again and by SIGHUP, kept while it is gone.

use nix::sys::signal::Signal;
use store::testing::{Engine, TestDb};

use crate::rotation::{FIRST, SECOND, customer, known_at, signing};
use crate::support::{Moto, ShopProcess, command, serve_on};

const NAME: &str = "DHAKACART_JWT_SECRET_AWS";

fn holding(secret: &str) -> String {
    serde_json::json!({"jwt": secret, "port": 5432}).to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_secret_is_found_and_followed() {
    let db = TestDb::new(Engine::Sqlite).await;
    let moto = Moto::start().await;
    for name in ["prod/asked", "prod/hung-up"] {
        moto.create(name, &holding(FIRST)).await;
    }
    let run = |named| moto.before(signing(serve_on(db.url()), NAME, named));
    let asking = run("prod/asked#jwt").env("DHAKACART_SECRETS_REFRESH", "1s");
    let waiting = run("prod/hung-up#jwt").env("DHAKACART_SECRETS_REFRESH", "off");
    let shops = [
        ShopProcess::open(asking).await,
        ShopProcess::open(waiting).await,
    ];
    let before = customer(&shops[0], "rahima").await;
    assert!(
        known_at(&before, &shops[1]).await,
        "both sign with the same key"
    );

    for name in ["prod/asked", "prod/hung-up"] {
        moto.put(name, &holding(SECOND)).await;
    }
    shops[0].says("a changed secret is in use").await;
    assert!(!shops[1].said().contains("a changed secret is in use"));
    shops[1].signal(Signal::SIGHUP);
    shops[1].says("a changed secret is in use").await;
    let after = customer(&shops[1], "karim").await;
    let newest = signing(serve_on(db.url()), "DHAKACART_JWT_SECRET", SECOND);
    let newest = ShopProcess::open(newest).await;
    for shop in [&shops[0], &shops[1], &newest] {
        assert!(known_at(&after, shop).await);
    }
    assert!(known_at(&before, &shops[0]).await, "nobody is logged out");
    assert_eq!(newest.terminate().code(), Some(0));

    // It is gone: what was found stays in use.
    moto.end();
    shops[0].says("AWS Secrets Manager").await;
    assert!(known_at(&before, &shops[0]).await && known_at(&after, &shops[0]).await);
    for shop in shops {
        let told = shop.tells_all();
        assert!(!told.contains(FIRST) && !told.contains(SECOND), "{told}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_there_or_not_good_stops_the_start() {
    let moto = Moto::start().await;
    moto.create("prod/shop", &holding(FIRST)).await;
    moto.create("prod/text", FIRST).await;
    moto.create("prod/weak", "change-me-change-me-change-me-please")
        .await;
    let told = moto
        .before(command("config"))
        .env(NAME, "prod/shop#jwt")
        .succeed();
    assert!(
        told.contains("DHAKACART_JWT_SECRET = ********  (AWS Secrets Manager: prod/shop#jwt)"),
        "{told}"
    );
    assert!(!told.contains(FIRST), "{told}");
    for (named, why) in [
        ("prod/nothing", "ResourceNotFoundException"),
        ("prod/shop#other", "no field other"),
        ("prod/text#jwt", "no JSON object"),
        (FIRST, "ResourceNotFoundException"),
        ("not a name", "isn't the name or the ARN"),
        ("prod/weak", "looks like an example's"),
    ] {
        let run = moto
            .before(command("config"))
            .env("DHAKACART_ENV", "production");
        let said = run.env(NAME, named).fail();
        assert!(
            said.contains("DHAKACART_JWT_SECRET") && said.contains(why),
            "{named}: {said}"
        );
        assert!(!said.contains(FIRST) || named == FIRST, "{said}");
    }
    let both = moto.before(command("config")).env(NAME, "prod/shop#jwt");
    let said = both.env("DHAKACART_JWT_SECRET", SECOND).fail();
    assert!(
        said.contains("is given more than once") && !said.contains(SECOND),
        "{said}"
    );
}
