//! Nothing that is printed tells a secret or draws on the terminal.

use super::*;

#[test]
fn a_broken_settings_file_is_reported_by_line_and_without_its_text() {
    let folder = TempDir::new().unwrap();
    for (line, broken) in [
        (2, "log = \"info\"\njwt_secret = hunter2hunter2\n"),
        (3, "log = \"info\"\njwt_secret = \"hunter2\nhunter2\"\n"),
        (2, "log = \"info\"\nhunter2 hunter2\n"),
        (2, "log = \"info\"\njwt_secret = \"\\qhunter2\"\n"),
        (2, "jwt_secret = \"hunter2\"\njwt_secret = \"hunter2\"\n"),
    ] {
        let toml = file(&folder, "broken.toml", broken.as_bytes());
        let told = problem(&[("DHAKACART_CONFIG", &toml)]);
        assert!(
            told.starts_with(&format!("DHAKACART_CONFIG: line {line} of ")),
            "{told}"
        );
        assert!(!told.contains("hunter2"), "{told}");
    }
}

#[test]
fn no_message_tells_a_secret() {
    let short = "hunter2hunter2";
    let told = problem(&[("DHAKACART_JWT_SECRET", short)]);
    assert!(
        told.contains("14 bytes") && told.contains("at least 32 bytes"),
        "{told}"
    );
    assert!(!told.contains("hunter2"), "{told}");
    let guessable = "hunter2-secret-hunter2-secret-hunter2";
    let told = problem(&[
        ("DHAKACART_ENV", "production"),
        ("DHAKACART_JWT_SECRET", guessable),
    ]);
    assert!(
        told.contains("openssl rand") && !told.contains("hunter2"),
        "{told}"
    );
    let told = problem(&[("DATABASE_URL", "mysql://shop:hunter2@db/shop")]);
    assert!(
        told.contains("mysql://shop:********@db/shop") && !told.contains("hunter2"),
        "{told}"
    );
}

#[test]
fn a_password_pasted_into_any_variable_is_not_told() {
    let url = "postgres://shop:hunter2@db/shop";
    for setting in SETTINGS
        .iter()
        .filter(|setting| setting.name != "DATABASE_URL")
    {
        let error = match load(&[(setting.name, url)]) {
            Ok(config) => panic!("{} took a URL: {config:?}", setting.name),
            Err(error) => format!("{error} {error:?}"),
        };
        assert!(!error.contains("hunter2"), "{error}");
    }
}

#[test]
fn nothing_printed_tells_a_secret() {
    let url = "postgres://shop:hunter2@db/shop";
    let config = load(&[("DHAKACART_JWT_SECRET", STRONG), ("DATABASE_URL", url)]).unwrap();
    let printed: Vec<String> = config.shown().iter().map(ToString::to_string).collect();
    let printed = printed.join("\n");
    for text in [
        printed.as_str(),
        &format!("{config:?}"),
        &format!("{config:#?}"),
    ] {
        assert!(
            !text.contains(STRONG) && !text.contains("hunter2"),
            "{text}"
        );
    }
    assert!(printed.contains("DATABASE_URL = postgres://shop:********@db/shop  (environment)  # "));
    assert!(printed.contains("DHAKACART_JWT_SECRET = ********  (environment)  # "));
    assert!(printed.contains("DHAKACART_DEMO = true  (default)  # "));
    assert!(printed.contains("DHAKACART_ALLOWED_ORIGINS = (the storefront's)  (default)  # "));
    assert_eq!(config.database_url.expose(), url);
}

#[test]
fn a_printed_setting_is_one_line() {
    let config = load(&[("DHAKACART_TRUSTED_PROXIES", "10.0.0.0/8,\n\u{1b}\t ,::1")]);
    assert!(config.is_err(), "the escape is no address");
    let config = load(&[("DHAKACART_TRUSTED_PROXIES", "10.0.0.0/8,\n::1")]).unwrap();
    let shown = config
        .shown()
        .iter()
        .find(|shown| shown.setting.key == "trusted_proxies")
        .unwrap();
    assert!(
        shown
            .to_string()
            .contains(r"10.0.0.0/8,\n::1  (environment)"),
        "{shown}"
    );
}

#[test]
fn a_secret_put_where_its_files_path_belongs_is_not_told() {
    let told = problem(&[("DHAKACART_JWT_SECRET_FILE", STRONG)]);
    assert!(told.starts_with("DHAKACART_JWT_SECRET_FILE: can't read the file that it names"));
    let told = problem(&[("DATABASE_URL_FILE", "postgres://shop:hunter2@db/shop")]);
    assert!(
        told.contains("shop:********@db") && !told.contains("hunter2"),
        "{told}"
    );
}
