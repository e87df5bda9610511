//! Which source a value comes from, and which one wins.

use super::*;

#[test]
fn the_environment_wins_over_the_file_and_the_file_over_the_default() {
    let folder = TempDir::new().unwrap();
    let toml = file(
        &folder,
        "dhakacart.toml",
        b"database_pool = 20\nlog = \"warn\"\n",
    );
    let config = load(&[("DHAKACART_CONFIG", &toml), ("DHAKACART_LOG", "debug")]).unwrap();
    assert_eq!(
        (config.log.as_str(), config.database_pool, config.replicas),
        ("debug", 20, 1)
    );
    assert_eq!(config.origin("DHAKACART_LOG"), Some(&Origin::Environment));
    let path = PathBuf::from(&toml);
    assert_eq!(
        config.origin("DATABASE_POOL"),
        Some(&Origin::SettingsFile(path))
    );
    assert_eq!(config.origin("DHAKACART_REPLICAS"), Some(&Origin::Default));
    assert_eq!(config.origin("DHAKACART_NOTHING"), None);
}

#[test]
fn a_file_takes_tomls_own_types() {
    let folder = TempDir::new().unwrap();
    let toml = file(
        &folder,
        "dhakacart.toml",
        b"demo = false\ndrain_seconds = 5\nallowed_origins = [\"https://a.example\", \"https://b.example\"]\n\
          delivery_charges = \"dhaka:60,suburbs:90,outside:120,free_from:3000\"\n",
    );
    let config = load(&[("DHAKACART_CONFIG", &toml)]).unwrap();
    assert!(!config.demo);
    assert_eq!(config.drain, Duration::from_secs(5));
    assert_eq!(
        config.allowed_origins,
        ["https://a.example", "https://b.example"]
    );
    assert_eq!(config.delivery_charges.free_from_paisa, Some(300_000));

    let wrong = file(
        &folder,
        "wrong.toml",
        b"database_pool = 1.5\n[log]\nlevel = \"info\"\n",
    );
    let error = load(&[("DHAKACART_CONFIG", &wrong)])
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("DATABASE_POOL") && error.contains("TOML float"),
        "{error}"
    );
    assert!(
        error.contains("DHAKACART_LOG") && error.contains("TOML table"),
        "{error}"
    );
}

#[test]
fn a_value_may_come_from_a_file_of_its_own() {
    let folder = TempDir::new().unwrap();
    let secret = file(&folder, "jwt", format!("{STRONG}\n").as_bytes());
    let pool = file(&folder, "pool", b"7\r\n");
    let config = load(&[
        ("DHAKACART_JWT_SECRET_FILE", &secret),
        ("DATABASE_POOL_FILE", &pool),
    ])
    .unwrap();
    assert_eq!(config.jwt_secret.as_ref().unwrap().expose(), STRONG);
    assert_eq!(config.database_pool, 7);
    assert_eq!(
        config.origin("DATABASE_POOL"),
        Some(&Origin::ValueFile(pool.into()))
    );
}

#[test]
fn a_value_and_its_file_together_are_refused() {
    let folder = TempDir::new().unwrap();
    let secret = file(&folder, "jwt", STRONG.as_bytes());
    let told = problem(&[
        ("DHAKACART_JWT_SECRET_FILE", &secret),
        ("DHAKACART_JWT_SECRET", STRONG),
    ]);
    assert!(
        told.contains("given more than once") && told.contains("DHAKACART_JWT_SECRET_FILE"),
        "{told}"
    );
    assert!(!told.contains(STRONG), "{told}");
    // An empty variable isn't given, so it isn't given twice.
    let config = load(&[
        ("DHAKACART_JWT_SECRET_FILE", &secret),
        ("DHAKACART_JWT_SECRET", ""),
    ]);
    assert!(config.unwrap().jwt_secret.is_some());
}

/// Variables, and what Secrets Manager had for one name.
struct WithVault(BTreeMap<String, String>, Result<Secret, String>);

impl Source for WithVault {
    fn var(&self, name: &str) -> Option<OsString> {
        self.0.var(name)
    }

    fn names(&self) -> Vec<String> {
        self.0.names()
    }

    fn remote(&self, secret: &RemoteSecret) -> Result<Secret, String> {
        assert_eq!(secret.to_string(), "prod/shop#jwt");
        self.1.clone()
    }
}

#[test]
fn a_value_may_be_kept_in_secrets_manager() {
    let given = |answer| {
        let name = "DHAKACART_JWT_SECRET_AWS".to_owned();
        Config::load(&WithVault(
            [(name, "prod/shop#jwt".to_owned())].into(),
            answer,
        ))
    };
    let config = given(Ok(Secret::new(STRONG))).unwrap();
    assert_eq!(config.jwt_secret.as_ref().unwrap().expose(), STRONG);
    let origin = config.origin("DHAKACART_JWT_SECRET").unwrap().to_string();
    assert_eq!(origin, "AWS Secrets Manager: prod/shop#jwt");
    let told = given(Err("no region".to_owned())).unwrap_err().to_string();
    assert!(
        told.contains("DHAKACART_JWT_SECRET_AWS: AWS Secrets Manager: no region"),
        "{told}"
    );
    let told = given(Ok(Secret::new("hunter2"))).unwrap_err().to_string();
    assert!(
        told.contains("too short") && !told.contains("hunter2"),
        "{told}"
    );
}

#[test]
fn changed_settings_are_named_and_nothing_else() {
    let first = load(&[("DHAKACART_JWT_SECRET", STRONG), ("DATABASE_POOL", "7")]).unwrap();
    let same = load(&[("DHAKACART_JWT_SECRET", STRONG), ("DATABASE_POOL", "7")]).unwrap();
    assert!(same.changed_from(&first).is_empty());
    let other = STRONG.replace('3', "4");
    let second = load(&[("DHAKACART_JWT_SECRET", &other), ("DHAKACART_LOG", "debug")]).unwrap();
    let changed = ["DATABASE_POOL", "DHAKACART_JWT_SECRET", "DHAKACART_LOG"];
    assert_eq!(second.changed_from(&first), changed);
}

#[test]
fn files_that_cannot_be_read_are_named() {
    let folder = TempDir::new().unwrap();
    let missing = folder.path().join("missing");
    let missing = missing.to_str().unwrap();
    let told = problem(&[("DHAKACART_JWT_SECRET_FILE", missing)]);
    assert!(told.starts_with("DHAKACART_JWT_SECRET_FILE: can't read") && told.contains(missing));
    let told = problem(&[("DHAKACART_CONFIG", missing)]);
    assert!(told.starts_with("DHAKACART_CONFIG: can't read") && told.contains(missing));
    let binary = file(&folder, "binary", &[0xff, 0xfe]);
    assert!(problem(&[("DHAKACART_LOG_FILE", &binary)]).contains("UTF-8"));
    let endless = file(&folder, "endless", &vec![b'x'; 70_000]);
    assert!(problem(&[("DHAKACART_LOG_FILE", &endless)]).contains("longer than 65536 bytes"));
    let empty = file(&folder, "empty", b"\n");
    assert!(problem(&[("DHAKACART_JWT_SECRET_FILE", &empty)]).contains("0 bytes long"));
}

#[test]
fn an_empty_variable_is_not_given() {
    let config = load(&[
        ("DHAKACART_LOG", ""),
        ("DHAKACART_CONFIG", ""),
        ("REDIS_URL", ""),
    ]);
    let config = config.unwrap();
    assert_eq!(config.log, "info");
    assert_eq!(config.origin("DHAKACART_LOG"), Some(&Origin::Default));
    assert_eq!(config.warnings, Vec::<String>::new());
}

/// A variable whose bytes are not text.
struct NotText;

impl Source for NotText {
    fn var(&self, name: &str) -> Option<OsString> {
        use std::os::unix::ffi::OsStringExt as _;
        (name == "DHAKACART_LOG").then(|| OsString::from_vec(vec![0xff]))
    }

    fn names(&self) -> Vec<String> {
        vec!["DHAKACART_LOG".to_owned()]
    }
}

#[test]
fn a_variable_that_is_not_text_is_refused() {
    let error = Config::load(&NotText).unwrap_err();
    assert_eq!(error.problems.len(), 1);
    assert_eq!(error.problems[0].to_string(), "DHAKACART_LOG: isn't UTF-8");
}
