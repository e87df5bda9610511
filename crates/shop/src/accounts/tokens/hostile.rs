//! Tokens that somebody made up or changed: none opens anything, and none makes the reader panic.
//!
//! More cases: `PROPTEST_CASES=100000`.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

const NEW: &[u8] = b"the key of this year, long enough";
const OLD: &[u8] = b"the key of last year, long enough";

const NASTY: &[&str] = &[
    "",
    ".",
    "..",
    "...",
    "a.b.c",
    "e30.e30.",
    "e30.e30.e30",
    "bnVsbA.bnVsbA.bnVsbA",
    "W10.W10.W10",
    "eyJhbGciOiJub25lIn0.e30.",
    "eyJhbGciOiJOT05FIn0.e30.",
    "eyJhbGciOiIifQ.e30.",
    "eyJhbGciOm51bGx9.e30.",
    "eyJhbGciOlsiSFMyNTYiXX0.e30.",
    "eyJhbGciOiJIUzI1NiJ9..",
    "eyJhbGciOiJIUzI1NiJ9.e30.\0",
    "Bearer e30.e30.e30",
    "eyJhbGciOiJIUzI1NiJ9=.e30=.e30=",
    "\u{feff}e30.e30.e30",
    "é.é.é",
];

fn now() -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(1_800_000_000).unwrap()
}

fn number() -> OrderNumber {
    "DC-7K3M-Q9TX".parse().unwrap()
}

/// All kinds in one: whatever a reader takes, it says.
fn body() -> Value {
    let until = now().unix_timestamp() + 60;
    json!({
        "iss": ISSUER, "aud": "session", "iat": until - 60, "exp": until, "pwd": "f",
        "sub": "01890000-0000-7000-8000-000000000001",
        "jti": "01890000-0000-7000-8000-000000000002",
        "order": number(),
    })
}

fn opens_nothing(tokens: &Tokens, token: &str) -> bool {
    tokens.read(token, now()).is_none()
        && tokens.read_challenge(token, now()).is_none()
        && !tokens.opens_order(token, &number(), now())
}

/// The base64url of a token's parts, from what the library itself writes.
fn part(value: &Value) -> String {
    hs256::install();
    let token = encode(&Header::default(), value, &EncodingKey::from_secret(NEW)).unwrap();
    token.split('.').nth(1).unwrap().to_owned()
}

/// Signed with `key` by HS256, whatever the header says.
fn forged(header: &Value, body: &Value, key: &[u8]) -> String {
    let message = format!("{}.{}", part(header), part(body));
    let key = EncodingKey::from_secret(key);
    let seal = jsonwebtoken::crypto::sign(message.as_bytes(), &key, Algorithm::HS256).unwrap();
    format!("{message}.{seal}")
}

fn issued(tokens: &Tokens) -> [String; 3] {
    let claims: Claims = serde_json::from_value(body()).unwrap();
    let challenge: ChallengeClaims = serde_json::from_value(body()).unwrap();
    let until = now() + time::Duration::minutes(1);
    [
        tokens.issue(&claims).unwrap(),
        tokens.issue_for_order(&number(), until).unwrap(),
        tokens.issue_challenge(&challenge).unwrap(),
    ]
}

#[test]
fn what_is_no_token_opens_nothing() {
    let tokens = Tokens::new(NEW, &[OLD.to_vec()]);
    for token in NASTY {
        assert!(opens_nothing(&tokens, token), "{token:?}");
    }
    let [good, ..] = issued(&tokens);
    for token in [
        format!(" {good}"),
        format!("{good} "),
        format!("{good}="),
        format!("{good}."),
        format!("{good}\n"),
        format!("{good},{good}"),
        good.to_uppercase(),
        good.replace('.', "%2e"),
        "e30.".repeat(100_000),
        format!("{}{good}", "A".repeat(1_000_000)),
    ] {
        assert!(opens_nothing(&tokens, &token), "{token:.80}");
    }
}

#[test]
fn no_algorithm_but_ours() {
    let tokens = Tokens::new(NEW, &[OLD.to_vec()]);
    let id = Key::new(NEW).id;
    let header = |alg: Value| json!({"typ": "session+jwt", "alg": alg, "kid": id});
    let good = forged(&header(json!("HS256")), &body(), NEW);
    assert!(tokens.read(&good, now()).is_some(), "the forger can forge");
    for alg in [
        json!("none"),
        json!("None"),
        json!("nOnE"),
        json!(""),
        json!(null),
        json!(256),
        json!(["HS256"]),
        json!("hs256"),
        json!("HS256 "),
        json!("HS384"),
        json!("HS512"),
        json!("RS256"),
        json!("ES256"),
        json!("PS256"),
        json!("EdDSA"),
        json!("HS256\0"),
    ] {
        let signed = forged(&header(alg.clone()), &body(), NEW);
        let bare = signed.rsplit_once('.').unwrap().0;
        for token in [signed.clone(), bare.to_owned(), format!("{bare}.")] {
            assert!(opens_nothing(&tokens, &token), "{alg}");
        }
    }
}

#[test]
fn no_key_but_ours_wherever_it_is_named() {
    let tokens = Tokens::new(NEW, &[OLD.to_vec()]);
    let id = Key::new(NEW).id;
    let jwk = json!({"kty": "oct", "k": "AAAA", "alg": "HS256", "kid": id});
    let tricks = [
        json!({"kid": "../../../../dev/null"}),
        json!({"kid": "/dev/null"}),
        json!({"kid": ""}),
        json!({"kid": "' UNION SELECT 'a"}),
        json!({"kid": "a|id"}),
        json!({"kid": format!("{id}\0")}),
        json!({"kid": id.to_uppercase()}),
        json!({"kid": id}),
        json!({"kid": Key::new(OLD).id}),
        json!({"kid": [id]}),
        json!({"kid": null}),
        json!({}),
        json!({"kid": id, "jwk": jwk}),
        json!({"kid": id, "jku": "https://evil.example/keys"}),
        json!({"kid": id, "x5u": "https://evil.example/key", "x5c": ["AAAA"]}),
        json!({"kid": id, "crit": ["b64"], "b64": false}),
    ];
    for trick in tricks {
        let mut header = trick.clone();
        header["alg"] = "HS256".into();
        header["typ"] = "session+jwt".into();
        for key in [
            &b""[..],
            b"\0",
            b"secret",
            b"AAAA",
            &[0, 0, 0],
            id.as_bytes(),
        ] {
            let token = forged(&header, &body(), key);
            assert!(opens_nothing(&tokens, &token), "{trick} by {key:?}");
        }
    }
}

proptest! {
    #[test]
    fn any_text_opens_nothing(
        token in prop_oneof![any::<String>(), "[A-Za-z0-9_-]{0,40}(\\.[A-Za-z0-9_-]{0,40}){0,4}"],
    ) {
        prop_assert!(opens_nothing(&Tokens::new(NEW, &[]), &token));
    }

    #[test]
    fn a_changed_token_opens_nothing(
        kind in 0usize..3, at in any::<prop::sample::Index>(), by in "[A-Za-z0-9_.=-]|é|\0",
        how in 0u8..4,
    ) {
        let tokens = Tokens::new(NEW, &[]);
        let good = issued(&tokens)[kind].clone();
        let at = at.index(good.len());
        let (before, after) = good.split_at(at);
        let changed = match how {
            0 => format!("{before}{by}{}", &after[1..]),
            1 => format!("{before}{by}{after}"),
            2 => before.to_owned(),
            _ => format!("{before}{}", &after[1..]),
        };
        prop_assert!(changed == good || opens_nothing(&tokens, &changed), "{changed}");
        prop_assert!(!opens_nothing(&tokens, &good));
    }

    #[test]
    fn claims_of_any_shape_are_survived(
        field in prop::sample::select(vec!["iss", "aud", "iat", "exp", "sub", "jti", "order", "pwd"]),
        value in prop_oneof![
            Just(json!(null)), Just(json!([])), Just(json!({})), Just(json!(-1)), Just(json!(1e300)),
            Just(json!(u64::MAX)), Just(json!("")), Just(json!("9999999999")), Just(json!(["session"])),
        ],
    ) {
        let tokens = Tokens::new(NEW, &[]);
        let header = json!({"alg": "HS256", "typ": "session+jwt", "kid": Key::new(NEW).id});
        let mut claims = body();
        claims[field] = value;
        // Signed by us, so what doesn't concern a session may be anything; what does may not.
        let read = tokens.read(&forged(&header, &claims, NEW), now()).is_some();
        prop_assert!(!read || ["order", "pwd", "iat"].contains(&field), "{}", field);
    }
}
