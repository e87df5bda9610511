//! Names that nobody knows, and names that are somebody else's.

use super::*;

#[test]
fn unknown_names_are_refused_with_the_nearest_known_one() {
    for (name, nearest) in [
        ("DHAKACART_RATELIMIT", "DHAKACART_RATE_LIMIT"),
        ("DHAKACART_API_ADDRESS", "DHAKACART_API_ADDR"),
        ("DHAKACART_JWT_SECERT_FILE", "DHAKACART_JWT_SECRET_FILE"),
        ("DHAKACART_CONFIGS", "DHAKACART_CONFIG"),
        ("DHAKACART_CONFIG_FILE", "DHAKACART_CONFIG"),
        ("DHAKACART_DATABASE_URL", "DATABASE_URL"),
    ] {
        let told = problem(&[(name, "hunter2")]);
        assert_eq!(
            told,
            format!("{name}: no such setting; did you mean {nearest}?")
        );
    }
    let folder = TempDir::new().unwrap();
    let toml = file(&folder, "dhakacart.toml", b"databaseurl = \"hunter2\"\n");
    let told = problem(&[("DHAKACART_CONFIG", &toml)]);
    assert_eq!(
        told,
        format!("databaseurl: no such key in {toml}; did you mean database_url?")
    );
}

#[test]
fn names_that_are_not_ours_are_left_alone() {
    let others = [
        ("PATH", "/bin"),
        ("REDIS_NAME", "cache"),
        ("DATABASE_NAME", "shop"),
        ("DHAKACART_TEST_POSTGRES", "postgres://localhost"),
        ("DHAKACART_API_SERVICE_HOST", "10.0.0.1"),
        ("DHAKACART_API_PORT", "tcp://10.0.0.1:5000"),
        ("DHAKACART_API_PORT_5000_TCP_ADDR", "10.0.0.1"),
    ];
    assert_eq!(load(&others).unwrap().warnings, Vec::<String>::new());
    assert!(
        problem(&[("DHAKACART_API_PORT", "5000")]).contains("did you mean DHAKACART_API_ADDR?")
    );
}
