//! Second factors: setting one up, logging in with it, and that no code counts twice.

use std::time::Duration;

use domain::Role;
use shop::{
    AuthenticateError, Identity, LogIn, LogInError, SecondFactor, SecondFactorError, Shop,
    ShopOptions, SignedIn,
};
use store::testing::Engine;

use crate::support::TestShop;
use crate::totp;

const PASSWORD: &str = "a long password";
const STEP: Duration = Duration::from_secs(30);

async fn log_in(shop: &Shop, code: Option<&str>) -> Result<SignedIn, LogInError> {
    let log_in = LogIn {
        username: "sokina",
        password: PASSWORD,
        code,
        user_agent: Some("Firefox/140.0 (Linux)"),
    };
    shop.log_in_with(log_in).await
}

async fn challenge(shop: &Shop) -> String {
    match log_in(shop, None).await {
        Err(LogInError::SecondFactorRequired { challenge }) => challenge,
        other => panic!("{other:?}"),
    }
}

/// `sokina` of the staff, logged in.
async fn sokina(shop: &Shop) -> Identity {
    shop.add_staff("sokina", Some(PASSWORD), Role::Staff)
        .await
        .unwrap();
    let signed_in = log_in(shop, None).await.unwrap();
    shop.authenticate_setting_up(&signed_in.token)
        .await
        .unwrap()
}

fn code_now(shop: &Shop, secret: &str) -> String {
    totp::code(secret, shop.ambient().now())
}

/// Turns the second factor on: the secret and the recovery codes. The code of now is used up.
async fn enrol(shop: &Shop, who: &Identity) -> (String, Vec<String>) {
    shop.begin_second_factor(who, PASSWORD).await.unwrap();
    let SecondFactor::Begun { secret, uri } = shop.second_factor(who).await.unwrap() else {
        panic!("not begun");
    };
    assert!(
        uri.contains(&secret) && uri.contains("DhakaCart:sokina"),
        "{uri}"
    );
    let code = code_now(shop, &secret);
    let codes = shop.confirm_second_factor(who, &code).await.unwrap();
    (secret, codes)
}

#[tokio::test]
async fn a_login_needs_the_code_once_it_is_on() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        let who = sokina(&test.shop).await;
        let elsewhere = log_in(&test.shop, None).await.unwrap();
        let wrong = test
            .shop
            .begin_second_factor(&who, "not the password")
            .await;
        assert!(matches!(wrong, Err(SecondFactorError::WrongPassword)));
        test.shop.begin_second_factor(&who, PASSWORD).await.unwrap();
        assert!(log_in(&test.shop, None).await.is_ok(), "begun is not on");
        let wrong = test.shop.confirm_second_factor(&who, "000000").await;
        assert!(matches!(wrong, Err(SecondFactorError::WrongCode)));
        let (secret, codes) = enrol(&test.shop, &who).await;
        assert_eq!(codes.len(), 10);
        assert!(
            test.shop.authenticate(&elsewhere.token).await.is_err(),
            "ended"
        );
        let again = test.shop.begin_second_factor(&who, PASSWORD).await;
        assert!(matches!(again, Err(SecondFactorError::AlreadyOn)));

        let used = code_now(&test.shop, &secret);
        let refused = log_in(&test.shop, Some(&used)).await;
        assert!(
            matches!(refused, Err(LogInError::WrongCode)),
            "it confirmed"
        );
        test.clock.advance(STEP);
        let code = code_now(&test.shop, &secret);
        let signed_in = log_in(&test.shop, Some(&code)).await.unwrap();
        assert!(test.shop.authenticate(&signed_in.token).await.is_ok());
        let replayed = log_in(&test.shop, Some(&code)).await;
        assert!(matches!(replayed, Err(LogInError::WrongCode)));
        // The one before is not taken after a later one.
        let before = totp::code(&secret, test.shop.ambient().now() - STEP);
        assert!(log_in(&test.shop, Some(&before)).await.is_err());
        for action in ["second_factor.begin", "second_factor.on"] {
            assert!(!test.audited(action).await.is_empty(), "{action}");
        }
        let log = test.shop.audit_log(Default::default()).await.unwrap();
        let log = format!("{log:?}");
        assert!(!log.contains(&secret) && !log.contains(&codes[0]));
    }
}

#[tokio::test]
async fn a_wrong_password_says_nothing_of_a_second_factor() {
    let test = TestShop::open(Engine::Sqlite).await;
    let who = sokina(&test.shop).await;
    enrol(&test.shop, &who).await;
    for code in [None, Some("123456")] {
        let wrong = LogIn {
            username: "sokina",
            password: "not the password",
            code,
            user_agent: None,
        };
        let refused = test.shop.log_in_with(wrong).await;
        assert!(matches!(refused, Err(LogInError::WrongCredentials)));
    }
}

#[tokio::test]
async fn a_challenge_is_half_a_login_and_no_session() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        let who = sokina(&test.shop).await;
        let (secret, _) = enrol(&test.shop, &who).await;
        test.clock.advance(STEP);
        let half = challenge(&test.shop).await;
        assert!(test.shop.authenticate(&half).await.is_err());
        assert!(test.shop.authenticate_setting_up(&half).await.is_err());
        assert_eq!(test.shop.peek_user(&half), None);
        let name = test.shop.name_of_challenge(&half).await.unwrap();
        assert_eq!(name.as_deref(), Some("sokina"));
        let wrong = test.shop.finish_log_in(&half, "000000", None).await;
        assert!(matches!(wrong, Err(LogInError::WrongCode)));
        let code = code_now(&test.shop, &secret);
        let signed_in = test.shop.finish_log_in(&half, &code, None).await.unwrap();
        assert!(test.shop.authenticate(&signed_in.token).await.is_ok());
        // A session's token is no challenge.
        let other = test.shop.finish_log_in(&signed_in.token, &code, None).await;
        assert!(matches!(other, Err(LogInError::Changed)));

        let who = test.shop.authenticate(&signed_in.token).await.unwrap();
        let half = challenge(&test.shop).await;
        test.shop
            .change_password(&who, PASSWORD, "another long one")
            .await
            .unwrap();
        test.clock.advance(STEP);
        let code = code_now(&test.shop, &secret);
        let old = test.shop.finish_log_in(&half, &code, None).await;
        assert!(
            matches!(old, Err(LogInError::Changed)),
            "of the old password"
        );
        test.shop
            .change_password(&who, "another long one", PASSWORD)
            .await
            .unwrap();
        let half = challenge(&test.shop).await;
        test.clock.advance(Duration::from_secs(301));
        let code = code_now(&test.shop, &secret);
        let late = test.shop.finish_log_in(&half, &code, None).await;
        assert!(
            matches!(late, Err(LogInError::Changed)),
            "five minutes are over"
        );
    }
}

/// How many of eight logins at once with the same code open a session.
async fn at_once(test: &TestShop, code: &str) -> usize {
    let mut logins = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let (shop, code) = (test.shop.clone(), code.to_owned());
        logins.spawn(async move { log_in(&shop, Some(&code)).await.is_ok() });
    }
    let opened = logins.join_all().await;
    opened.into_iter().filter(|ok| *ok).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_logins_at_once_with_one_code_one_wins() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        let who = sokina(&test.shop).await;
        let (secret, codes) = enrol(&test.shop, &who).await;
        test.clock.advance(STEP);
        let code = code_now(&test.shop, &secret);
        assert_eq!(at_once(&test, &code).await, 1, "{engine:?}, from the app");
        assert_eq!(at_once(&test, &codes[3]).await, 1, "{engine:?}, to recover");
        let state = test.shop.second_factor(&who).await.unwrap();
        assert!(
            matches!(state, SecondFactor::On { codes_left: 9, .. }),
            "{state:?}"
        );
        assert_eq!(test.audited("second_factor.recovery").await.len(), 1);
    }
}

#[tokio::test]
async fn recovery_codes_are_renewed_and_the_factor_turned_off_with_both_proofs() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        let who = sokina(&test.shop).await;
        let (secret, old) = enrol(&test.shop, &who).await;
        test.clock.advance(STEP);
        let code = code_now(&test.shop, &secret);
        let wrong = test
            .shop
            .renew_recovery_codes(&who, "not the password", &code);
        assert!(matches!(wrong.await, Err(SecondFactorError::WrongPassword)));
        let new = test.shop.renew_recovery_codes(&who, PASSWORD, &code).await;
        let new = new.unwrap();
        assert!(log_in(&test.shop, Some(&old[0])).await.is_err());
        let used = test.shop.remove_second_factor(&who, PASSWORD, &code).await;
        assert!(matches!(used, Err(SecondFactorError::WrongCode)), "used up");
        let typed = new[0].to_uppercase().replace('-', " ");
        test.shop
            .remove_second_factor(&who, PASSWORD, &typed)
            .await
            .unwrap();
        assert_eq!(
            test.shop.second_factor(&who).await.unwrap(),
            SecondFactor::Off
        );
        assert!(log_in(&test.shop, None).await.is_ok());
        assert_eq!(test.audited("second_factor.off").await.len(), 1);
    }
}

#[tokio::test]
async fn an_admin_resets_a_colleagues_and_the_command_line_anybodys() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        let who = sokina(&test.shop).await;
        let admin = crate::support::identity(1, Role::Admin);
        let staff = crate::support::identity(2, Role::Staff);
        for by_command in [false, true] {
            enrol(&test.shop, &who).await;
            test.clock.advance(STEP);
            assert_eq!(test.shop.second_factor_owners().await.unwrap(), [who.user]);
            let refused = test.shop.reset_second_factor(&staff, who.user).await;
            assert!(matches!(refused, Err(SecondFactorError::NotAllowed(_))));
            if by_command {
                test.shop.reset_second_factor_of(" Sokina ").await.unwrap();
            } else {
                test.shop
                    .reset_second_factor(&admin, who.user)
                    .await
                    .unwrap();
            }
            assert!(log_in(&test.shop, None).await.is_ok());
            let again = test.shop.reset_second_factor(&admin, who.user).await;
            assert!(matches!(again, Err(SecondFactorError::Off)));
        }
        let actors = test.audited("second_factor.reset").await;
        let actors: Vec<&str> = actors.iter().map(|e| e.actor.as_str()).collect();
        assert_eq!(actors.len(), 2);
        assert!(actors.contains(&"operator"), "{actors:?}");
    }
}

#[tokio::test]
async fn where_it_is_required_staff_without_one_can_only_set_it_up() {
    let options = ShopOptions {
        second_factor_required: true,
        ..ShopOptions::default()
    };
    let test = TestShop::with(Engine::Sqlite, options).await;
    let who = sokina(&test.shop).await;
    let token = log_in(&test.shop, None).await.unwrap().token;
    let refused = test.shop.authenticate(&token).await;
    assert!(matches!(
        refused,
        Err(AuthenticateError::SecondFactorMissing)
    ));
    let who = Identity {
        session: test
            .shop
            .authenticate_setting_up(&token)
            .await
            .unwrap()
            .session,
        ..who
    };
    enrol(&test.shop, &who).await;
    assert!(
        test.shop.authenticate(&token).await.is_ok(),
        "the same session goes on"
    );
    let customer = crate::support::customer(&test.shop, "karim").await;
    assert_eq!(customer.role, Role::Customer, "customers are not asked");
}
