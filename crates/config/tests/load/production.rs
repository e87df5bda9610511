//! What production refuses, and what is only doubtful.

use super::*;

#[test]
fn the_rules_of_production_are_reported_beside_other_problems() {
    let error = load(&[
        ("DHAKACART_ENV", "production"),
        ("DHAKACART_DEMO", "true"),
        ("DHAKACART_REPLICAS", "3"),
        ("DHAKACART_LOGIN_LIMIT", "many"),
        ("DHAKACART_LOG_LEVEL", "info"),
    ])
    .unwrap_err();
    let named: BTreeSet<&str> = error
        .problems
        .iter()
        .map(|problem| problem.name.as_str())
        .collect();
    assert_eq!(
        named.into_iter().collect::<Vec<_>>(),
        [
            "DHAKACART_DEMO",
            "DHAKACART_JWT_SECRET",
            "DHAKACART_LOGIN_LIMIT",
            "DHAKACART_LOG_LEVEL",
            "DHAKACART_RATE_LIMIT",
        ],
        "{error}"
    );
}

/// Production with everything it insists on, and then these.
fn production(more: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let base = [
        ("DHAKACART_ENV", "production"),
        ("DHAKACART_JWT_SECRET", STRONG),
    ];
    load(&[&base, more].concat())
}

/// The names of what production refuses.
fn refused(more: &[(&str, &str)]) -> Vec<String> {
    production(more)
        .unwrap_err()
        .problems
        .into_iter()
        .map(|problem| problem.name)
        .collect()
}

#[test]
fn production_needs_a_secret_of_its_own() {
    let config = production(&[]).unwrap();
    assert!(config.environment.is_production() && config.jwt_secret.is_some());
    let told = problem(&[("DHAKACART_ENV", "production")]);
    assert!(
        told.starts_with("DHAKACART_JWT_SECRET") && told.contains("production"),
        "{told}"
    );
    let guessable = "dhakacart-development-secret-0001";
    assert_eq!(
        refused(&[("DHAKACART_JWT_SECRET", guessable)]),
        ["DHAKACART_JWT_SECRET"]
    );
    assert!(
        load(&[("DHAKACART_JWT_SECRET", guessable)]).is_ok(),
        "development may"
    );
}

#[test]
fn a_secret_from_before_is_judged_as_the_newest_is() {
    let both = format!("{STRONG},9f86d081884c7d659a2feaa0c55ad015");
    let config = production(&[("DHAKACART_JWT_SECRET_PREVIOUS", &both)]).unwrap();
    assert_eq!(config.jwt_secrets_before.len(), 2);
    let guessable = format!("{STRONG},dhakacart-development-secret-0001");
    assert_eq!(
        refused(&[("DHAKACART_JWT_SECRET_PREVIOUS", &guessable)]),
        ["DHAKACART_JWT_SECRET_PREVIOUS"]
    );
}

#[test]
fn production_has_no_demo_user() {
    assert!(!production(&[]).unwrap().demo);
    assert_eq!(refused(&[("DHAKACART_DEMO", "true")]), ["DHAKACART_DEMO"]);
    assert!(!load(&[("DHAKACART_DEMO", "false")]).unwrap().demo);
}

#[test]
fn limits_that_each_replica_counts_alone_are_refused_in_production() {
    let several = ("DHAKACART_REPLICAS", "3");
    let (rate_off, login_off) = (
        ("DHAKACART_RATE_LIMIT", "off"),
        ("DHAKACART_LOGIN_LIMIT", "off"),
    );
    assert_eq!(
        refused(&[several]),
        ["DHAKACART_RATE_LIMIT", "DHAKACART_LOGIN_LIMIT"]
    );
    assert_eq!(refused(&[several, rate_off]), ["DHAKACART_LOGIN_LIMIT"]);
    let told = production(&[several, login_off]).unwrap_err().to_string();
    assert!(
        told.contains("the gateway before the replicas must limit"),
        "{told}"
    );
    let config = production(&[several, rate_off, login_off]).unwrap();
    assert_eq!((config.rate_limit, config.login_limit), (None, None));
    assert!(load(&[several]).is_ok(), "development may");
}

#[test]
fn doubtful_settings_are_warnings() {
    let off = [
        ("DHAKACART_REPLICAS", "2"),
        ("DHAKACART_RATE_LIMIT", "off"),
        ("DHAKACART_LOGIN_LIMIT", "off"),
        ("DHAKACART_STAFF_SECOND_FACTOR", "required"),
    ];
    assert!(production(&off).unwrap().warnings[0].contains("SQLite"));
    let by_password = production(&[]).unwrap().warnings;
    assert!(
        by_password
            .iter()
            .any(|said| said.starts_with("DHAKACART_STAFF_SECOND_FACTOR is optional"))
    );
    let postgres = [&off[..], &[("DATABASE_URL", "postgres://db/shop")]].concat();
    let postgres = [&postgres[..], &[("DHAKACART_MEDIA", "s3://shop-media")]].concat();
    let unnamed = production(&postgres).unwrap().warnings;
    assert!(unnamed.len() == 1 && unnamed[0].starts_with("DHAKACART_PUBLIC_URL is not given"));
    let public = ("DHAKACART_PUBLIC_URL", "https://shop.example");
    let postgres = [&postgres[..], &[public]].concat();
    assert_eq!(
        production(&postgres).unwrap().warnings,
        Vec::<String>::new()
    );
    let open = load(&[("DHAKACART_TRUSTED_PROXIES", "::/0")]).unwrap();
    assert!(open.warnings[0].contains("believes everybody"));
    let folder = load(&[
        ("DHAKACART_REPLICAS", "2"),
        ("DATABASE_URL", "postgres://db/shop"),
    ]);
    assert!(folder.unwrap().warnings[0].contains("pictures of their own"));
}
