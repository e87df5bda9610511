//! Keys that rotate, kinds that don't pass for one another, and algorithms that aren't ours.

use super::*;

const OLD: &[u8] = b"the key of last year, long enough";
const NEW: &[u8] = b"the key of this year, long enough";

fn now() -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(1_800_000_000).unwrap()
}

fn claims() -> Claims {
    Claims {
        sub: "01890000-0000-7000-8000-000000000001".parse().unwrap(),
        jti: "01890000-0000-7000-8000-000000000002".parse().unwrap(),
        iat: now().unix_timestamp(),
        exp: now().unix_timestamp() + 60,
    }
}

fn signed(header: &Header, claims: &serde_json::Value, key: &[u8]) -> String {
    encode(header, claims, &EncodingKey::from_secret(key)).unwrap()
}

#[test]
fn the_key_before_still_verifies_and_the_newest_signs() {
    let tokens = Tokens::new(OLD, &[]);
    let before = tokens.issue(&claims()).unwrap();
    tokens.rotate(NEW, &[OLD.to_vec()]);
    let after = tokens.issue(&claims()).unwrap();
    assert_eq!(tokens.read(&before, now()), Some(claims()));
    assert_eq!(tokens.read(&after, now()), Some(claims()));
    assert_eq!(Tokens::new(OLD, &[]).read(&after, now()), None);
    tokens.rotate(NEW, &[]);
    assert_eq!(tokens.read(&before, now()), None, "its key was taken away");
    assert_eq!(tokens.read(&after, now()), Some(claims()));
}

#[test]
fn a_key_that_is_not_ours_is_no_key() {
    let tokens = Tokens::new(NEW, &[OLD.to_vec()]);
    let body = serde_json::to_value(Signed {
        iss: Some(ISSUER.to_owned()),
        aud: Some("session".to_owned()),
        claims: claims(),
    })
    .unwrap();
    let mut header = Header::new(Algorithm::HS256);
    header.typ = Some("session+jwt".to_owned());
    for (kid, key, read) in [
        (Key::new(NEW).id, NEW, true),
        (Key::new(OLD).id, OLD, true),
        (Key::new(NEW).id, OLD, false),
        ("0123456789abcdef".to_owned(), NEW, false),
        (String::new(), NEW, false),
    ] {
        header.kid = Some(kid.clone());
        let token = signed(&header, &body, key);
        assert_eq!(tokens.read(&token, now()).is_some(), read, "{kid}");
    }
}

#[test]
fn tokens_from_before_keys_had_names_are_tried_with_each() {
    let tokens = Tokens::new(NEW, &[OLD.to_vec()]);
    let header = Header::new(Algorithm::HS256);
    let body = serde_json::to_value(claims()).unwrap();
    for (key, read) in [(NEW, true), (OLD, true), (&b"somebody else's"[..], false)] {
        let token = signed(&header, &body, key);
        assert_eq!(tokens.read(&token, now()).is_some(), read);
    }
    let mut half = body;
    half["aud"] = "order".into();
    let token = signed(&header, &half, NEW);
    assert_eq!(
        tokens.read(&token, now()),
        None,
        "an audience needs a key's name"
    );
}

#[test]
fn no_kind_passes_for_another() {
    let tokens = Tokens::new(NEW, &[]);
    let number: OrderNumber = "DC-7K3M-Q9TX".parse().unwrap();
    let until = now() + time::Duration::minutes(1);
    let challenge = ChallengeClaims {
        sub: claims().sub,
        pwd: "f".to_owned(),
        exp: claims().exp,
    };
    let issued = [
        tokens.issue(&claims()).unwrap(),
        tokens.issue_for_order(&number, until).unwrap(),
        tokens.issue_challenge(&challenge).unwrap(),
    ];
    let opened = issued.map(|token| {
        [
            tokens.read(&token, now()).is_some(),
            tokens.opens_order(&token, &number, now()),
            tokens.read_challenge(&token, now()).is_some(),
        ]
    });
    assert_eq!(opened, [0, 1, 2].map(|i| [0, 1, 2].map(|j| i == j)));

    // One that says everything, signed by us, is still only what its header and audience say.
    let everything = serde_json::json!({
        "iss": ISSUER, "aud": "order", "order": number, "pwd": "f",
        "sub": claims().sub, "jti": claims().jti, "iat": claims().iat, "exp": claims().exp,
    });
    let mut header = Header::new(Algorithm::HS256);
    header.kid = Some(Key::new(NEW).id);
    for typ in ["session+jwt", "challenge+jwt", "JWT"] {
        header.typ = Some(typ.to_owned());
        let token = signed(&header, &everything, NEW);
        assert_eq!(tokens.read(&token, now()), None, "{typ}");
        assert_eq!(tokens.read_challenge(&token, now()), None, "{typ}");
        assert!(!tokens.opens_order(&token, &number, now()), "{typ}");
    }
    header.typ = Some("order+jwt".to_owned());
    assert!(tokens.opens_order(&signed(&header, &everything, NEW), &number, now()));
}

/// A message's code by any HMAC, in base64url.
fn seal<M: hmac::KeyInit + hmac::Mac>(message: &str) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let keyed = <M as hmac::KeyInit>::new_from_slice(NEW).unwrap();
    let code = keyed.chain_update(message).finalize().into_bytes();
    let bits: Vec<u8> = code
        .iter()
        .flat_map(|byte| (0..8).rev().map(move |at| byte >> at & 1))
        .collect();
    let digit = |six: &[u8]| {
        let value = six.iter().fold(0, |sum, bit| sum << 1 | bit) << (6 - six.len());
        char::from(DIGITS[usize::from(value)])
    };
    bits.chunks(6).map(digit).collect()
}

#[test]
fn another_algorithm_is_refused() {
    let tokens = Tokens::new(NEW, &[]);
    let issued = tokens.issue(&claims()).unwrap();
    let (message, ours) = issued.rsplit_once('.').unwrap();
    assert_eq!(seal::<hmac::Hmac<sha2::Sha256>>(message), ours);
    let claims_part = issued.split('.').nth(1).unwrap();
    // {"typ":"JWT","alg":"HS384"} and {"typ":"JWT","alg":"HS512"}, rightly signed.
    for (header, sign) in [
        (
            "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzM4NCJ9",
            seal::<hmac::Hmac<sha2::Sha384>> as fn(&str) -> String,
        ),
        (
            "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzUxMiJ9",
            seal::<hmac::Hmac<sha2::Sha512>>,
        ),
    ] {
        let message = format!("{header}.{claims_part}");
        let token = format!("{message}.{}", sign(&message));
        assert_eq!(tokens.read(&token, now()), None, "{token}");
    }
    let token = tokens.issue(&claims()).unwrap();
    let (_, rest) = token.split_once('.').unwrap();
    // {"typ":"JWT","alg":"none"}
    let none = format!("eyJ0eXAiOiJKV1QiLCJhbGciOiJub25lIn0.{rest}");
    assert_eq!(tokens.read(&none, now()), None);
    let unsigned = none.rsplit_once('.').unwrap().0;
    assert_eq!(tokens.read(&format!("{unsigned}."), now()), None);
}
