//! Addresses: kept by their owner, one of them the default; and passwords that change.

use domain::AddressId;
use shop::{
    AddressError, AddressInput, ChangeContactError, ChangePasswordError, ContactChange, Identity,
    LogInError, MAX_ADDRESSES, SavedAddress,
};
use store::testing::Engine;

use crate::support::{TestShop, customer};

fn at(line: &str) -> AddressInput {
    AddressInput {
        name: "Rahima Khatun".into(),
        phone: "০১৭১২-৩৪৫৬৭৮".into(),
        line: line.into(),
        area: "Dhanmondi".into(),
        district: "Dhaka".into(),
        default: false,
    }
}

async fn lines(test: &TestShop, whose: &Identity) -> Vec<(String, bool)> {
    let kept = test.shop.addresses(whose).await.unwrap();
    kept.into_iter()
        .map(|address| (address.line, address.default))
        .collect()
}

#[tokio::test]
async fn one_is_the_default_as_long_as_there_are_any() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        let mine = customer(&test.shop, "mine").await;
        let add = async |line: &str, default| {
            test.clock.advance(std::time::Duration::from_secs(1));
            let input = AddressInput {
                default,
                ..at(line)
            };
            test.shop.add_address(&mine, &input).await.unwrap()
        };
        let first = add("House 1", false).await;
        assert!(first.default, "there is no other");
        assert_eq!(first.phone.as_str(), "+8801712345678");
        assert_eq!(first.district, "dhaka");
        let second = add("House 2", false).await;
        let third = add("House 3", true).await;
        let row = |line: &str, default| (line.to_owned(), default);
        assert_eq!(
            lines(&test, &mine).await,
            [
                row("House 3", true),
                row("House 1", false),
                row("House 2", false)
            ]
        );
        test.shop.default_address(&mine, second.id).await.unwrap();
        test.shop.remove_address(&mine, second.id).await.unwrap();
        assert_eq!(
            lines(&test, &mine).await,
            [row("House 1", true), row("House 3", false)]
        );
        let moved = AddressInput {
            default: true,
            ..at("House 33")
        };
        let moved = test.shop.change_address(&mine, third.id, &moved).await;
        assert!(moved.unwrap().default);
        let again = at("House 34");
        let kept = test.shop.change_address(&mine, third.id, &again).await;
        assert!(kept.unwrap().default, "until another takes its place");
        assert_eq!(
            lines(&test, &mine).await,
            [row("House 34", true), row("House 1", false)]
        );
    }
}

#[tokio::test]
async fn nobody_reaches_anothers() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        let mine = customer(&test.shop, "mine").await;
        let theirs = customer(&test.shop, "theirs").await;
        let home = test.shop.add_address(&mine, &at("House 1")).await.unwrap();
        assert!(test.shop.addresses(&theirs).await.unwrap().is_empty());
        let not_found = |outcome: Result<(), AddressError>| {
            assert!(matches!(outcome, Err(AddressError::NotFound)));
        };
        for id in [home.id, AddressId::from(uuid::Uuid::nil())] {
            not_found(test.shop.remove_address(&theirs, id).await);
            not_found(test.shop.default_address(&theirs, id).await);
            let changed = test.shop.change_address(&theirs, id, &at("House 9")).await;
            not_found(changed.map(drop));
        }
        let kept: Vec<SavedAddress> = test.shop.addresses(&mine).await.unwrap();
        assert_eq!(kept, [home]);
    }
}

#[tokio::test]
async fn an_account_keeps_a_few() {
    let test = TestShop::open(Engine::Sqlite).await;
    let mine = customer(&test.shop, "mine").await;
    for at_ in 0..MAX_ADDRESSES {
        let input = at(&format!("House {at_}"));
        test.shop.add_address(&mine, &input).await.unwrap();
    }
    let full = test.shop.add_address(&mine, &at("House 99")).await;
    assert!(matches!(full, Err(AddressError::Full)));
    let wrong = AddressInput::default();
    let wrong = test.shop.add_address(&mine, &wrong).await;
    let Err(AddressError::Invalid(errors)) = wrong else {
        panic!("{wrong:?}");
    };
    let fields: Vec<_> = errors.iter().map(|e| e.field.as_str()).collect();
    assert_eq!(fields, ["name", "phone", "line", "area", "district"]);
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        let here = customer(&test.shop, "mine").await;
        let elsewhere = test.shop.log_in("mine", "a long password").await.unwrap();
        let change = async |old, new| test.shop.change_password(&here, old, new).await;
        for (old, new) in [
            ("not the password", "another long one"),
            ("a", "another long one"),
        ] {
            let refused = change(old, new).await;
            assert!(matches!(refused, Err(ChangePasswordError::WrongPassword)));
        }
        for (old, new, field) in [
            ("a long password", "short", "new_password"),
            ("a long password", "password123", "new_password"),
            ("a long password", "mine", "new_password"),
            ("", "another long one", "old_password"),
        ] {
            let refused = change(old, new).await;
            let Err(ChangePasswordError::Invalid(errors)) = refused else {
                panic!("{refused:?}");
            };
            assert_eq!(errors[0].field, field, "{new}");
        }
        assert!(test.shop.authenticate(&elsewhere.token).await.is_ok());
        change("a long password", "another long one").await.unwrap();
        assert!(test.shop.authenticate(&elsewhere.token).await.is_err());
        let again = test.shop.log_in("mine", "a long password").await;
        assert!(matches!(again, Err(LogInError::WrongCredentials)));
        test.shop.log_in("mine", "another long one").await.unwrap();
        let again = change("another long one", "a third long one").await;
        assert!(again.is_ok(), "this session goes on");
    }
}

#[tokio::test]
async fn people_change_how_they_are_reached() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        let mine = customer(&test.shop, "mine").await;
        let change = |phone: &str, email: &str| ContactChange {
            phone: phone.into(),
            email: email.into(),
            password: "a long password".into(),
        };
        let account = test
            .shop
            .change_contact(&mine, &change("০১৮১২৩৪৫৬৭৮", "r@Example.com"))
            .await
            .unwrap();
        assert_eq!(account.phone.unwrap().as_str(), "+8801812345678");
        assert_eq!(account.email.as_deref(), Some("r@example.com"));
        let wrong = test.shop.change_contact(&mine, &change("12", "x")).await;
        let Err(ChangeContactError::Invalid(errors)) = wrong else {
            panic!("{wrong:?}");
        };
        assert_eq!(errors.len(), 2);
        let account = test
            .shop
            .change_contact(&mine, &change(" ", ""))
            .await
            .unwrap();
        assert_eq!((account.phone, account.email), (None, None));
    }
}
