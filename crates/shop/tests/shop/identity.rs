//! Passwords from other shops, keys that change, sessions that end.

use std::sync::Arc;
use std::time::Duration;

use domain::Role;
use shop::{
    AuthenticateError, BreachedPasswords, ChangePasswordError, LogIn, LogInError, RegisterError,
    Registration, Shop, ShopOptions, SignedIn, UserChange,
};
use store::testing::Engine;

use crate::support::{TestShop, customer, identity};

const PASSWORD: &str = "a long password";

fn registration(username: &str, password: &str) -> Registration {
    Registration {
        username: username.into(),
        password: password.into(),
        ..Registration::default()
    }
}

async fn from(shop: &Shop, user_agent: &str) -> SignedIn {
    let log_in = LogIn {
        username: "rahima",
        password: PASSWORD,
        user_agent: Some(user_agent),
        ..LogIn::default()
    };
    shop.log_in_with(log_in).await.unwrap()
}

async fn hash_of(test: &TestShop, name: &str) -> String {
    let user = test.db.store().find_user(name).await.unwrap().unwrap();
    user.password_hash
}

/// `rahima`, whose hash comes from another shop.
async fn import(test: &TestShop, hash: &str) {
    customer(&test.shop, "rahima").await;
    let sql = format!("UPDATE users SET password_hash = '{hash}' WHERE username_key = 'rahima'");
    test.db.execute(&sql).await.unwrap();
}

fn bcrypt(cost: u32) -> String {
    let parts = bcrypt::hash_with_salt(PASSWORD, cost, [7; 16]).unwrap();
    parts.format_for_version(bcrypt::Version::TwoA)
}

/// Argon2id of the password with 4 MiB and one pass.
fn weak() -> String {
    use argon2::PasswordHasher as _;
    let params = argon2::Params::new(4096, 1, 1, None).unwrap();
    let argon2 = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
    let hash = argon2.hash_password_with_salt(PASSWORD.as_bytes(), &[7; 16]);
    hash.unwrap().to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_weak_hash_is_made_anew_at_the_next_right_login() {
    for engine in Engine::ALL {
        for hash in [bcrypt(4), weak()] {
            let test = TestShop::open(engine).await;
            import(&test, &hash).await;
            let wrong = test.shop.log_in("rahima", "not the password").await;
            assert!(matches!(wrong, Err(LogInError::WrongCredentials)));
            assert_eq!(hash_of(&test, "rahima").await, hash, "only a right one");
            let mut logins = tokio::task::JoinSet::new();
            for _ in 0..4 {
                let shop = test.shop.clone();
                logins.spawn(async move { shop.log_in("rahima", PASSWORD).await.is_ok() });
            }
            let all = logins.join_all().await;
            assert_eq!(all, [true; 4], "{engine:?}: whoever was slower is in too");
            let made = hash_of(&test, "rahima").await;
            assert!(
                made.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
                "{made}"
            );
            test.shop.log_in("rahima", PASSWORD).await.unwrap();
            assert_eq!(hash_of(&test, "rahima").await, made, "and then it stays");
        }
    }
}

/// A login that found an old hash writes nothing over the password that was set meanwhile.
#[tokio::test]
async fn an_upgrade_never_undoes_a_newer_password() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        let old = bcrypt(4);
        import(&test, &old).await;
        let user = test.db.store().find_user("rahima").await.unwrap().unwrap();
        let who = test.shop.log_in("rahima", PASSWORD).await.unwrap();
        let who = test.shop.authenticate(&who.token).await.unwrap();
        let changed = test
            .shop
            .change_password(&who, PASSWORD, "another long one");
        changed.await.unwrap();
        let newer = hash_of(&test, "rahima").await;
        let mut tx = test.db.store().begin().await.unwrap();
        assert!(!tx.upgrade_password(user.id, &old, "stale").await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(hash_of(&test, "rahima").await, newer);
    }
}

struct List;

impl BreachedPasswords for List {
    /// SHA-1 of "Padma-river-71".
    fn contains(&self, sha1: &[u8; 20]) -> std::io::Result<bool> {
        use sha1::Digest as _;
        Ok(sha1[..] == sha1::Sha1::digest(b"Padma-river-71")[..])
    }
}

#[tokio::test]
async fn breached_common_and_obvious_passwords_are_refused_wherever_one_is_set() {
    let options = ShopOptions {
        breached: Some(Arc::new(List)),
        ..ShopOptions::default()
    };
    let test = TestShop::with(Engine::Sqlite, options).await;
    let who = customer(&test.shop, "rahima").await;
    for password in [
        "Padma-river-71",
        "basketball",
        "DhakaCart-2026",
        "sokina_b-1",
    ] {
        let registered = test.shop.register(registration("sokina_b", password)).await;
        assert!(
            matches!(registered, Err(RegisterError::Invalid(_))),
            "{password}"
        );
        let staff = test.shop.add_staff("sokina_b", Some(password), Role::Staff);
        assert!(
            matches!(staff.await, Err(RegisterError::Invalid(_))),
            "{password}"
        );
    }
    for password in [
        "Padma-river-71",
        "basketball",
        "DhakaCart-2026",
        "rahima-01712",
        "+8801712345678",
    ] {
        let changed = test.shop.change_password(&who, PASSWORD, password).await;
        let Err(ChangePasswordError::Invalid(errors)) = changed else {
            panic!("{password} was taken");
        };
        assert_eq!(
            (errors[0].field.as_str(), errors[0].code),
            ("new_password", "common")
        );
    }
    assert!(
        test.shop
            .change_password(&who, PASSWORD, "Jamuna-river-72")
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn keys_rotate_while_the_shop_runs() {
    let mut test = TestShop::open(Engine::Sqlite).await;
    let old = ShopOptions::default().jwt_secret;
    let new = b"the key of next month, also 32 bytes".to_vec();
    customer(&test.shop, "rahima").await;
    let before = test.shop.log_in("rahima", PASSWORD).await.unwrap().token;
    let behind = test.another().await;
    test.shop.rotate_keys(&new, std::slice::from_ref(&old));
    let after = test.shop.log_in("rahima", PASSWORD).await.unwrap().token;
    assert!(test.shop.authenticate(&before).await.is_ok());
    assert!(test.shop.authenticate(&after).await.is_ok());
    assert!(
        behind.authenticate(&after).await.is_err(),
        "it has the old key alone"
    );
    test.shop.rotate_keys(&new, &[]);
    assert!(test.shop.authenticate(&before).await.is_err());
    assert!(test.shop.authenticate(&after).await.is_ok());
}

#[tokio::test]
async fn sessions_are_seen_and_end_on_every_replica() {
    for engine in Engine::ALL {
        let mut test = TestShop::open(engine).await;
        customer(&test.shop, "rahima").await;
        test.clock.advance(Duration::from_secs(60));
        let phone = from(
            &test.shop,
            "Mozilla/5.0 (Linux; Android 14) Chrome/140.0 Mobile",
        )
        .await;
        test.clock.advance(Duration::from_secs(60));
        let desk = from(&test.shop, "Mozilla/5.0 (X11; Linux) Firefox/140.0").await;
        let elsewhere = test.another().await;
        let who = elsewhere.authenticate(&desk.token).await.unwrap();
        let seen = elsewhere.sessions(&who).await.unwrap();
        let devices: Vec<_> = seen.iter().map(|s| s.device.as_deref()).collect();
        assert_eq!(
            devices,
            [Some("Firefox, Linux"), Some("Chrome, Android"), None]
        );
        assert_eq!(seen.iter().filter(|s| s.current).count(), 1);
        assert!(seen[0].current && seen[0].id == who.session);

        let karim = customer(&test.shop, "karim").await;
        assert!(
            !test.shop.end_session(&karim, seen[1].id).await.unwrap(),
            "not his"
        );
        assert!(elsewhere.authenticate(&phone.token).await.is_ok());
        assert!(test.shop.end_session(&who, seen[1].id).await.unwrap());
        assert!(elsewhere.authenticate(&phone.token).await.is_err());

        let tablet = from(&elsewhere, "curl/8.5.0").await;
        test.shop.end_other_sessions(&who).await.unwrap();
        assert!(elsewhere.authenticate(&tablet.token).await.is_err());
        assert!(elsewhere.authenticate(&desk.token).await.is_ok());
        let again = from(&test.shop, "curl/8.5.0").await;
        elsewhere.log_out_everywhere(&who).await.unwrap();
        for token in [&desk.token, &again.token] {
            let dead = test.shop.authenticate(token).await;
            assert!(matches!(dead, Err(AuthenticateError::Invalid)));
        }
        assert_eq!(
            test.shop.sessions(&karim).await.unwrap().len(),
            1,
            "his own stays"
        );
    }
}

#[tokio::test]
async fn another_role_or_password_ends_sessions() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        let who = customer(&test.shop, "rahima").await;
        let first = from(&test.shop, "curl/8.5.0").await;
        test.shop
            .change_password(&who, PASSWORD, "another long one")
            .await
            .unwrap();
        assert!(test.shop.authenticate(&first.token).await.is_err());
        let second = test
            .shop
            .log_in("rahima", "another long one")
            .await
            .unwrap();
        let change = UserChange {
            role: Some(Role::Staff),
            disabled: None,
        };
        let admin = identity(1, Role::Admin);
        test.shop
            .change_user(&admin, who.user, change)
            .await
            .unwrap();
        assert!(test.shop.authenticate(&second.token).await.is_err());
        let third = test
            .shop
            .log_in("rahima", "another long one")
            .await
            .unwrap();
        test.shop
            .change_user(&admin, who.user, change)
            .await
            .unwrap();
        assert!(
            test.shop.authenticate(&third.token).await.is_ok(),
            "the same role"
        );
    }
}

/// A locked account gets the answer of an unknown one, whatever the password.
#[tokio::test]
async fn a_locked_account_looks_like_none() {
    let test = TestShop::open(Engine::Sqlite).await;
    let who = customer(&test.shop, "rahima").await;
    let lock = UserChange {
        disabled: Some(true),
        role: None,
    };
    let admin = identity(1, Role::Admin);
    test.shop.change_user(&admin, who.user, lock).await.unwrap();
    for (name, password) in [
        ("rahima", PASSWORD),
        ("rahima", "not the password"),
        ("nobody", PASSWORD),
    ] {
        let refused = test.shop.log_in(name, password).await;
        assert!(
            matches!(refused, Err(LogInError::WrongCredentials)),
            "{name}"
        );
    }
}

#[tokio::test]
async fn staff_who_do_nothing_for_two_hours_are_out() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        let staff = test.shop.add_staff("sokina", Some(PASSWORD), Role::Staff);
        staff.await.unwrap();
        let busy = test.shop.log_in("sokina", PASSWORD).await.unwrap().token;
        let idle = test.shop.log_in("sokina", PASSWORD).await.unwrap().token;
        customer(&test.shop, "rahima").await;
        let shopper = from(&test.shop, "curl/8.5.0").await.token;
        for _ in 0..5 {
            test.clock.advance(Duration::from_secs(30 * 60));
            assert!(test.shop.authenticate(&busy).await.is_ok());
        }
        assert!(test.shop.authenticate(&idle).await.is_err());
        assert!(
            test.shop.authenticate(&shopper).await.is_ok(),
            "customers may rest"
        );
        test.clock.advance(Duration::from_secs(2 * 60 * 60 + 1));
        assert!(test.shop.authenticate(&busy).await.is_err());
    }
}
