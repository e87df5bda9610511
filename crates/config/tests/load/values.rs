//! Every setting: its default, its place in the table, its refusal of nonsense.

use super::*;

#[test]
fn defaults_make_a_whole_config() {
    let config = load(&[]).unwrap();
    assert_eq!(config.environment, Environment::Development);
    assert_eq!(config.database_url.expose(), "sqlite://var/dhakacart.db");
    assert_eq!(config.database_url.engine(), Engine::Sqlite);
    assert_eq!(config.database_pool, 10);
    assert_eq!(config.api_addr.to_string(), "127.0.0.1:5000");
    assert_eq!(config.storefront_addr.to_string(), "127.0.0.1:8080");
    assert_eq!(config.metrics_addr.to_string(), "127.0.0.1:9464");
    assert!(config.allowed_origins.is_empty() && config.trusted_proxies.is_empty());
    assert!(config.jwt_secret.is_none());
    let (rate, login) = (config.rate_limit.unwrap(), config.login_limit.unwrap());
    assert_eq!((rate.count, rate.window), (100, Duration::from_secs(900)));
    assert_eq!((login.count, login.window), (5, Duration::from_secs(900)));
    assert_eq!(config.replicas, 1);
    assert_eq!(
        (config.log.as_str(), config.log_format),
        ("info", LogFormat::Auto)
    );
    assert!(config.demo);
    assert_eq!(config.drain, Duration::from_secs(25));
    assert_eq!(config.checkout_hold, Some(Duration::from_secs(600)));
    assert_eq!(config.delivery_charges.outside_paisa, 13_000);
    assert_eq!(config.media.to_string(), "file://var/media");
    assert_eq!(config.s3_region, "ap-southeast-1");
    assert!(config.s3_endpoint.is_none() && config.s3_key.is_none());
    assert_eq!(config.warnings, Vec::<String>::new());
}

#[test]
fn an_access_key_has_both_halves() {
    let (id, secret) = (
        ("DHAKACART_S3_ACCESS_KEY", "AKIAIOSFODNN7"),
        ("DHAKACART_S3_SECRET_KEY", "hunter2hunter2"),
    );
    let config = load(&[id, secret]).unwrap();
    assert!(config.s3_key.is_some());
    assert!(!format!("{config:?}").contains("hunter2"));
    assert!(problem(&[id]).contains("DHAKACART_S3_SECRET_KEY"));
    assert!(problem(&[secret]).contains("DHAKACART_S3_ACCESS_KEY"));
}

#[test]
fn every_setting_is_read_and_shown_once_in_the_tables_order() {
    let config = load(&[]).unwrap();
    let shown: Vec<&str> = config
        .shown()
        .iter()
        .map(|shown| shown.setting.name)
        .collect();
    let table: Vec<&str> = SETTINGS.iter().map(|setting| setting.name).collect();
    assert_eq!(shown, table);
    let keys: BTreeSet<&str> = SETTINGS.iter().map(|setting| setting.key).collect();
    assert_eq!(keys.len(), SETTINGS.len(), "two settings share a key");
    for setting in SETTINGS {
        let bare = setting
            .name
            .strip_prefix("DHAKACART_")
            .unwrap_or(setting.name);
        assert_eq!(setting.key, bare.to_lowercase());
        assert!(
            !setting.takes.is_empty() && !setting.doc.is_empty() && !setting.doc.contains('\n')
        );
    }
}

#[test]
fn a_wrong_value_is_named_with_what_was_given_and_what_is_taken() {
    let told = problem(&[("DHAKACART_RATE_LIMIT", "100/15")]);
    assert_eq!(
        told,
        "DHAKACART_RATE_LIMIT = \"100/15\" (environment): has a window that has no unit (s, m, h \
         or d); takes `N/window` such as 100/15m (window in s, m, h or d, at most 1d), or `off`"
    );
}

#[test]
fn every_setting_refuses_nonsense_and_all_are_reported_at_once() {
    let wrong: Vec<(&str, &str)> = SETTINGS
        .iter()
        .map(|setting| match setting.name {
            // A password is hardly ever nonsense.
            "DATABASE_PASSWORD" => (setting.name, "#non\nsense"),
            name => (name, "#nonsense"),
        })
        .collect();
    let error = load(&wrong).unwrap_err();
    let named: Vec<&str> = error
        .problems
        .iter()
        .map(|problem| problem.name.as_str())
        .collect();
    let table: Vec<&str> = SETTINGS.iter().map(|setting| setting.name).collect();
    assert_eq!(named, table);
    for problem in &error.problems {
        assert!(
            problem.takes.is_some() && problem.origin == Some(Origin::Environment),
            "{problem}"
        );
    }
}
