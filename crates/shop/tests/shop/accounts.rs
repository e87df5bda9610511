//! Accounts and sessions.

use std::time::Duration;

use domain::Role;
use shop::{
    AuthenticateError, ChangeUserError, LogInError, RegisterError, Registration, UserChange,
};
use store::testing::Engine;

use crate::support::{TestShop, hired, identity};

fn registration(username: &str) -> Registration {
    Registration {
        username: username.into(),
        password: "a long password".into(),
        phone: Some("০১৭১২-৩৪৫৬৭৮".into()),
        email: None,
    }
}

#[tokio::test]
async fn a_session_lives_until_logout_or_its_end() {
    for engine in Engine::ALL {
        let mut test = TestShop::open(engine).await;
        let first = test.shop.register(registration("Rahima_1")).await.unwrap();
        assert_eq!(
            first.account.phone.as_ref().unwrap().as_str(),
            "+8801712345678"
        );
        let second = test
            .shop
            .log_in("rahima_1", "a long password")
            .await
            .unwrap();
        let elsewhere = test.another().await;
        let identity = elsewhere.authenticate(&first.token).await.unwrap();
        assert_eq!(identity.username, "Rahima_1");
        test.shop.log_out(&identity).await.unwrap();
        for shop in [&test.shop, &elsewhere] {
            assert!(matches!(
                shop.authenticate(&first.token).await,
                Err(AuthenticateError::Invalid)
            ));
            assert!(shop.authenticate(&second.token).await.is_ok());
        }
        test.clock.advance(Duration::from_secs(24 * 60 * 60));
        assert!(test.shop.authenticate(&second.token).await.is_err());
        assert_eq!(test.shop.peek_user(&second.token), None);
    }
}

#[tokio::test]
async fn wrong_names_and_wrong_passwords_look_the_same() {
    let test = TestShop::open(Engine::Sqlite).await;
    test.shop.register(registration("rahima")).await.unwrap();
    for (name, password) in [
        ("rahima", "not her password"),
        ("nobody", "a long password"),
    ] {
        let refused = test.shop.log_in(name, password).await.unwrap_err();
        assert!(matches!(refused, LogInError::WrongCredentials));
    }
    let taken = test
        .shop
        .register(registration("RAHIMA"))
        .await
        .unwrap_err();
    assert!(matches!(taken, RegisterError::UsernameTaken));
}

/// Both pass the look-up; the UNIQUE lets one through.
#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_registered_once() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        let mut attempts = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let shop = test.shop.clone();
            attempts.spawn(async move { shop.register(registration("rahima")).await.is_ok() });
        }
        let registered = attempts
            .join_all()
            .await
            .into_iter()
            .filter(|ok| *ok)
            .count();
        assert_eq!(registered, 1, "{engine:?}");
    }
}

#[tokio::test]
async fn tokens_that_are_not_ours_prove_nothing() {
    let test = TestShop::open(Engine::Sqlite).await;
    let options = shop::ShopOptions {
        jwt_secret: b"another secret, also of 32 bytes or more".to_vec(),
        ..Default::default()
    };
    let foreign = TestShop::with(Engine::Sqlite, options).await;
    let theirs = foreign
        .shop
        .register(registration("rahima"))
        .await
        .unwrap()
        .token;
    let ours = test
        .shop
        .register(registration("rahima"))
        .await
        .unwrap()
        .token;
    let unsigned = {
        let payload = ours.split('.').nth(1).unwrap();
        // {"typ":"JWT","alg":"none"}
        format!("eyJ0eXAiOiJKV1QiLCJhbGciOiJub25lIn0.{payload}.")
    };
    let mut tampered = ours.clone();
    tampered.replace_range(ours.len() - 2.., "xx");
    for token in [
        theirs.as_str(),
        &unsigned,
        &tampered,
        "",
        "a.b.c",
        &"x".repeat(100_000),
    ] {
        assert!(matches!(
            test.shop.authenticate(token).await,
            Err(AuthenticateError::Invalid)
        ));
    }
    assert!(test.shop.authenticate(&ours).await.is_ok());
}

#[tokio::test]
async fn locking_somebody_out_ends_their_sessions() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        let rahima = test.shop.register(registration("rahima")).await.unwrap();
        let admin = hired(&test.shop, "boss", Role::Admin).await;
        let id = rahima.account.id;
        let lock = UserChange {
            disabled: Some(true),
            ..Default::default()
        };
        let staffs = test
            .shop
            .change_user(&identity(2, Role::Staff), id, lock)
            .await;
        assert!(matches!(staffs, Err(ChangeUserError::NotAllowed(_))));
        test.shop.change_user(&admin, id, lock).await.unwrap();
        assert!(test.shop.authenticate(&rahima.token).await.is_err());
        assert!(test.shop.log_in("rahima", "a long password").await.is_err());
        let open = UserChange {
            disabled: Some(false),
            role: Some(Role::Staff),
            ..Default::default()
        };
        let changed = test.shop.change_user(&admin, id, open).await.unwrap();
        assert_eq!((changed.role, changed.disabled), (Role::Staff, false));
        assert!(test.shop.authenticate(&rahima.token).await.is_err());
        assert!(test.shop.log_in("rahima", "a long password").await.is_ok());
        let users = test
            .shop
            .list_users(Some("rahi"), Default::default())
            .await
            .unwrap();
        assert_eq!(users.total, 1);
    }
}
