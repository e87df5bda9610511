//! One-time codes: a new password without the old one, and proof of a phone.

use std::time::Duration;

use domain::{CodePurpose, Lang, Phone, Role};
use shop::{
    AuthenticateError, BeginResetError, BeginVerificationError, CodeMessage, CodeOptions,
    ContactChange, FinishResetError, Identity, Job, LogInError, PasswordReset, Registration, Shop,
    ShopOptions, UserChange, VerifyPhoneError,
};
use store::testing::Engine;
use time::OffsetDateTime;

use crate::support::{TestShop, hired};

const OLD: &str = "a long password";
const NEW: &str = "another long one";
const PHONE: &str = "01712345678";

/// What the worker would send: the codes, and whom it would tell of a changed password.
async fn work_off(shop: &Shop) -> (Vec<CodeMessage>, Vec<Phone>) {
    let (mut codes, mut told) = (Vec::new(), Vec::new());
    for claimed in shop.claim_jobs(1_000).await.unwrap() {
        match claimed.job.clone().unwrap() {
            Job::CodeMessage {
                purpose,
                subject,
                lang,
                asked_at,
            } => {
                let at = OffsetDateTime::from_unix_timestamp(asked_at).unwrap();
                let code = shop
                    .code_to_send(claimed.id, purpose, &subject, at, lang)
                    .await
                    .unwrap();
                codes.extend(code);
            }
            Job::PasswordChangedMessage { phone, .. } => told.push(phone),
            other => panic!("{other:?}"),
        }
        shop.finish_job(&claimed, Ok(())).await.unwrap();
    }
    (codes, told)
}

async fn codes(shop: &Shop) -> Vec<CodeMessage> {
    work_off(shop).await.0
}

/// Asks for a code by a name or a number, and gets it.
async fn asked(shop: &Shop, identifier: &str) -> String {
    shop.begin_password_reset(identifier, Lang::En)
        .await
        .unwrap();
    let [code] = &codes(shop).await[..] else {
        panic!("no code for {identifier}");
    };
    code.code.expose()
}

fn reset(identifier: &str, code: &str, password: &str) -> PasswordReset {
    PasswordReset {
        identifier: identifier.into(),
        code: code.into(),
        new_password: password.into(),
        lang: Some(Lang::En),
    }
}

/// Six digits that are not the code's.
fn wrong(code: &str) -> String {
    let number: u32 = code.parse().unwrap();
    format!("{:06}", (number + 1) % 1_000_000)
}

async fn register(shop: &Shop, username: &str, phone: Option<&str>) -> Identity {
    let registration = Registration {
        username: username.into(),
        password: OLD.into(),
        phone: phone.map(str::to_owned),
        email: None,
    };
    let signed_in = shop.register(registration).await.unwrap();
    shop.authenticate(&signed_in.token).await.unwrap()
}

/// Proves the phone of somebody's account.
async fn prove(shop: &Shop, who: &Identity) {
    shop.begin_phone_verification(who, Lang::Bn).await.unwrap();
    let code = codes(shop).await.remove(0).code.expose();
    shop.verify_phone(who, &code).await.unwrap();
}

async fn verified(shop: &Shop, who: &Identity) -> bool {
    shop.account(who.user)
        .await
        .unwrap()
        .unwrap()
        .phone_verified
}

#[tokio::test]
async fn a_code_sets_a_new_password_and_ends_every_session() {
    for engine in Engine::ALL {
        let mut test = TestShop::open(engine).await;
        let shop = &test.shop.clone();
        register(shop, "Rahima", Some(PHONE)).await;
        let tokens = [
            shop.log_in("rahima", OLD).await.unwrap().token,
            shop.log_in("rahima", OLD).await.unwrap().token,
        ];
        shop.begin_password_reset(" RAHIMA ", Lang::En)
            .await
            .unwrap();
        let sent = codes(shop).await.remove(0);
        assert_eq!(sent.phone.as_str(), "+8801712345678");
        assert_eq!(sent.purpose, CodePurpose::PasswordReset);
        assert_eq!((sent.minutes, sent.lang), (10, Lang::En));
        let code = sent.code.expose();
        // As somebody types it who reads Bangla.
        let typed = domain::digits::to_bangla(&format!("{} {}", &code[..3], &code[3..]));
        let elsewhere = test.another().await;
        let right = reset("rahima", &typed, NEW);
        elsewhere.finish_password_reset(&right).await.unwrap();
        for token in tokens {
            assert!(matches!(
                shop.authenticate(&token).await,
                Err(AuthenticateError::Invalid)
            ));
        }
        assert!(shop.log_in("rahima", OLD).await.is_err());
        let again = shop.log_in("rahima", NEW).await.unwrap();
        assert!(again.account.phone_verified, "the code proved it");
        let (more, told) = work_off(shop).await;
        assert!(more.is_empty());
        assert_eq!(told, [sent.phone]);
        let used = shop.finish_password_reset(&right).await;
        assert!(matches!(used, Err(FinishResetError::WrongCode)), "{used:?}");
    }
}

#[tokio::test]
async fn nobody_learns_whether_there_is_an_account() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        register(&test.shop, "rahima", Some(PHONE)).await;
        register(&test.shop, "no_phone", None).await;
        let mut work = Vec::new();
        for identifier in ["rahima", "no_phone", "nobody", PHONE, "01899999999"] {
            let before = (rows(&test).await, test.db.store().statements());
            test.shop
                .begin_password_reset(identifier, Lang::Bn)
                .await
                .unwrap();
            let (now, statements) = (rows(&test).await, test.db.store().statements());
            let begun = (
                now.0 - before.0.0,
                now.1 - before.0.1,
                statements - before.1,
            );
            let before = test.db.store().statements();
            let guess = reset(identifier, "000000", NEW);
            let guessed = test.shop.finish_password_reset(&guess).await;
            assert!(matches!(guessed, Err(FinishResetError::WrongCode)));
            work.push((begun, test.db.store().statements() - before));
        }
        assert!(work.windows(2).all(|pair| pair[0] == pair[1]), "{work:?}");
        assert_eq!(codes(&test.shop).await.len(), 2, "by name and by number");
    }
}

/// Codes and jobs that stand in the tables.
async fn rows(test: &TestShop) -> (i64, i64) {
    let counts = test.db.count_rows().await;
    let of = |table: &str| counts.iter().find(|(name, _)| name == table).unwrap().1;
    (of("one_time_codes"), of("jobs"))
}

#[tokio::test]
async fn five_wrong_guesses_are_the_last() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        register(&test.shop, "rahima", Some(PHONE)).await;
        let code = asked(&test.shop, "rahima").await;
        for _ in 0..5 {
            let guess = reset("rahima", &wrong(&code), NEW);
            let refused = test.shop.finish_password_reset(&guess).await;
            assert!(matches!(refused, Err(FinishResetError::WrongCode)));
        }
        let late = test
            .shop
            .finish_password_reset(&reset("rahima", &code, NEW))
            .await;
        assert!(matches!(late, Err(FinishResetError::WrongCode)));
        let fresh = asked(&test.shop, "rahima").await;
        assert_ne!(fresh, code);
        test.shop
            .finish_password_reset(&reset("rahima", &fresh, NEW))
            .await
            .unwrap();
    }
}

/// A hundred at once, the right one among them five times at its end: attempts are counted before
/// anything is compared.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn parallel_guesses_share_five_attempts() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        register(&test.shop, "rahima", Some(PHONE)).await;
        let code = asked(&test.shop, "rahima").await;
        let mut guesses = tokio::task::JoinSet::new();
        for _ in 0..100 {
            let (shop, guess) = (test.shop.clone(), reset("rahima", &wrong(&code), NEW));
            guesses.spawn(async move {
                let refused = shop.finish_password_reset(&guess).await;
                assert!(matches!(refused, Err(FinishResetError::WrongCode)));
            });
        }
        guesses.join_all().await;
        let left = attempts_left(&test).await;
        assert_eq!(left, 0, "{engine:?}: never below, and none was free");
        let late = reset("rahima", &code, NEW);
        assert!(test.shop.finish_password_reset(&late).await.is_err());
    }
}

/// The one code's attempts: as many wrong guesses as it takes until the CHECK would say no.
async fn attempts_left(test: &TestShop) -> i64 {
    let mut left = 0;
    for _ in 0..6 {
        let one_less = "UPDATE one_time_codes SET attempts_left = attempts_left - 1";
        match test.db.execute(one_less).await {
            Ok(_) => left += 1,
            Err(_) => break,
        }
    }
    left
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_right_confirmations_one_wins() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        register(&test.shop, "rahima", Some(PHONE)).await;
        let code = asked(&test.shop, "rahima").await;
        let mut confirmations = tokio::task::JoinSet::new();
        for number in 0..4 {
            let shop = test.shop.clone();
            let confirmation = reset("rahima", &code, &format!("password number {number}"));
            confirmations.spawn(async move {
                let done = shop.finish_password_reset(&confirmation).await;
                done.is_ok().then_some(confirmation.new_password)
            });
        }
        let won: Vec<String> = confirmations
            .join_all()
            .await
            .into_iter()
            .flatten()
            .collect();
        assert_eq!(won.len(), 1, "{engine:?}");
        assert!(test.shop.log_in("rahima", &won[0]).await.is_ok());
    }
}

/// Whoever comes in with the old password while it is replaced is out afterwards.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_session_of_the_old_password_outlives_the_reset() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        register(&test.shop, "rahima", Some(PHONE)).await;
        let code = asked(&test.shop, "rahima").await;
        let mut log_ins = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let shop = test.shop.clone();
            log_ins.spawn(async move { shop.log_in("rahima", OLD).await });
        }
        test.shop
            .finish_password_reset(&reset("rahima", &code, NEW))
            .await
            .unwrap();
        for log_in in log_ins.join_all().await {
            match log_in {
                Ok(signed_in) => {
                    let token = test.shop.authenticate(&signed_in.token).await;
                    assert!(token.is_err(), "{engine:?}");
                }
                Err(error) => assert!(
                    matches!(
                        error,
                        LogInError::WrongCredentials | LogInError::Changed | LogInError::Busy
                    ),
                    "{error:?}"
                ),
            }
        }
    }
}

#[tokio::test]
async fn a_code_runs_out_and_the_next_takes_its_place() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        register(&test.shop, "rahima", Some(PHONE)).await;
        let first = asked(&test.shop, "rahima").await;
        // By number: the same account, so the first code is over.
        let second = asked(&test.shop, PHONE).await;
        let old = reset("rahima", &first, NEW);
        assert!(test.shop.finish_password_reset(&old).await.is_err());
        test.clock.advance(Duration::from_secs(600));
        let late = reset(PHONE, &second, NEW);
        assert!(test.shop.finish_password_reset(&late).await.is_err());
        let third = asked(&test.shop, "rahima").await;
        // Of another: not for this one.
        let other = reset(PHONE, &third, NEW);
        assert!(test.shop.finish_password_reset(&other).await.is_err());
        test.clock.advance(Duration::from_secs(599));
        let in_time = reset("rahima", &third, NEW);
        test.shop.finish_password_reset(&in_time).await.unwrap();
    }
}

/// A worker that died after sending: the next one sends the same code, and it counts once.
#[tokio::test]
async fn a_job_done_twice_sends_the_same_code() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        register(&test.shop, "rahima", Some(PHONE)).await;
        let begin = test.shop.begin_password_reset("rahima", Lang::En);
        begin.await.unwrap();
        let job = test.shop.claim_jobs(1).await.unwrap().remove(0);
        let Ok(Job::CodeMessage {
            purpose,
            subject,
            asked_at,
            lang,
        }) = job.job.clone()
        else {
            panic!("{job:?}");
        };
        let at = OffsetDateTime::from_unix_timestamp(asked_at).unwrap();
        let send = || test.shop.code_to_send(job.id, purpose, &subject, at, lang);
        let code = send().await.unwrap().unwrap().code;
        for _ in 0..8 {
            assert_eq!(send().await.unwrap().unwrap().code, code);
        }
        let used = reset("rahima", &code.expose(), NEW);
        test.shop.finish_password_reset(&used).await.unwrap();
        assert!(send().await.unwrap().is_none(), "used");
        let next = asked(&test.shop, "rahima").await;
        assert!(send().await.unwrap().is_none(), "overtaken");
        assert_ne!(next, code.expose());
        let begin = test.shop.begin_password_reset("rahima", Lang::En);
        begin.await.unwrap();
        test.clock.advance(Duration::from_secs(600));
        assert!(codes(&test.shop).await.is_empty(), "too late for anybody");
    }
}

#[tokio::test]
async fn what_goes_out_is_bounded() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        register(&test.shop, "rahima", Some(PHONE)).await;
        let shop = &test.shop;
        let ask = async || {
            shop.begin_password_reset("rahima", Lang::Bn).await.unwrap();
            codes(shop).await.pop()
        };
        let mut last = None;
        for _ in 0..5 {
            last = ask().await;
        }
        assert!(ask().await.is_none(), "five in an hour per account");
        // What a stranger's asking can't take away: the code that came last.
        let code = last.unwrap().code.expose();
        shop.finish_password_reset(&reset("rahima", &code, NEW))
            .await
            .unwrap();
        test.clock.advance(Duration::from_secs(3_600));
        work_off(shop).await;
        for _ in 0..5 {
            assert!(ask().await.is_some());
        }
        test.clock.advance(Duration::from_secs(3_600));
        assert!(ask().await.is_none(), "ten in a day per phone");
        test.clock.advance(Duration::from_secs(24 * 3_600));
        assert!(ask().await.is_some());
    }
}

#[tokio::test]
async fn a_flood_costs_no_more_than_the_setting_says() {
    for engine in Engine::ALL {
        let options = ShopOptions {
            codes: CodeOptions {
                per_hour: 3,
                ..CodeOptions::default()
            },
            ..ShopOptions::default()
        };
        let test = TestShop::with(engine, options).await;
        for number in 0..6 {
            let (name, phone) = (format!("user_{number}"), format!("0171234567{number}"));
            register(&test.shop, &name, Some(&phone)).await;
            let begin = test.shop.begin_password_reset(&name, Lang::En);
            begin.await.unwrap();
        }
        assert_eq!(codes(&test.shop).await.len(), 3);
    }
}

#[tokio::test]
async fn a_number_means_one_account_or_none() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        let shop = &test.shop;
        let first = register(shop, "first", Some(PHONE)).await;
        let second = register(shop, "second", Some(PHONE)).await;
        shop.begin_password_reset(PHONE, Lang::En).await.unwrap();
        assert!(codes(shop).await.is_empty(), "which of the two?");
        prove(shop, &second).await;
        let code = asked(shop, PHONE).await;
        shop.finish_password_reset(&reset(PHONE, &code, NEW))
            .await
            .unwrap();
        assert!(shop.log_in("second", NEW).await.is_ok());
        assert!(shop.log_in("first", OLD).await.is_ok());
        work_off(shop).await;
        // A number that was given to somebody else: who proves it last has it.
        prove(shop, &first).await;
        assert!(verified(shop, &first).await);
        assert!(!verified(shop, &second).await);
    }
}

#[tokio::test]
async fn staff_need_a_phone_that_is_proven() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        let shop = &test.shop;
        let karim = register(shop, "karim", Some(PHONE)).await;
        let promote = UserChange {
            role: Some(Role::Staff),
            ..UserChange::default()
        };
        let admin = hired(&test.shop, "boss", Role::Admin).await;
        shop.change_user(&admin, karim.user, promote).await.unwrap();
        for identifier in ["karim", PHONE] {
            shop.begin_password_reset(identifier, Lang::En)
                .await
                .unwrap();
        }
        assert!(codes(shop).await.is_empty());
        prove(shop, &karim).await;
        let code = asked(shop, "karim").await;
        // Locked out meanwhile: the code is worth nothing.
        let lock = UserChange {
            disabled: Some(true),
            ..UserChange::default()
        };
        shop.change_user(&admin, karim.user, lock).await.unwrap();
        let late = reset("karim", &code, NEW);
        let refused = shop.finish_password_reset(&late).await;
        assert!(matches!(refused, Err(FinishResetError::WrongCode)));
        shop.begin_password_reset("karim", Lang::En).await.unwrap();
        assert!(codes(shop).await.is_empty());
    }
}

#[tokio::test]
async fn what_is_wrong_is_said_before_an_attempt_is_lost() {
    let test = TestShop::open(Engine::Sqlite).await;
    register(&test.shop, "rahima", Some(PHONE)).await;
    let code = asked(&test.shop, PHONE).await;
    let fields = async |identifier: &str, code: &str, password: &str| {
        let reset = reset(identifier, code, password);
        match test.shop.finish_password_reset(&reset).await {
            Err(FinishResetError::Invalid(errors)) => {
                let named = |e: domain::FieldError| format!("{} {}", e.field, e.code);
                errors.into_iter().map(named).collect::<Vec<_>>()
            }
            other => panic!("{other:?}"),
        }
    };
    for _ in 0..3 {
        assert_eq!(
            fields(" ", "12", "password").await,
            ["identifier required", "code format"]
        );
        assert_eq!(
            fields(PHONE, "", "password").await,
            ["code required", "new_password common"]
        );
        assert_eq!(
            fields(PHONE, &code, "01712345678").await,
            ["new_password common"]
        );
    }
    // The name that it must differ from is told to nobody but who has the code.
    assert_eq!(fields(PHONE, &code, "short").await, ["new_password length"]);
    let fine = reset(PHONE, &code, NEW);
    test.shop.finish_password_reset(&fine).await.unwrap();
}

#[tokio::test]
async fn without_a_carrier_nothing_is_asked_for() {
    let options = ShopOptions {
        codes: CodeOptions {
            sent: false,
            ..CodeOptions::default()
        },
        ..ShopOptions::default()
    };
    let test = TestShop::with(Engine::Sqlite, options).await;
    let rahima = register(&test.shop, "rahima", Some(PHONE)).await;
    let asked = test.shop.begin_password_reset("rahima", Lang::En).await;
    assert!(matches!(asked, Err(BeginResetError::NoCarrier)));
    let asked = test.shop.begin_phone_verification(&rahima, Lang::En).await;
    assert!(matches!(asked, Err(BeginVerificationError::NoCarrier)));
    assert_eq!(rows(&test).await, (0, 0));
}

#[tokio::test]
async fn a_phone_is_proven_by_the_code_that_went_there() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        let shop = &test.shop;
        let rahima = register(shop, "rahima", Some(PHONE)).await;
        let other = register(shop, "other", None).await;
        let none = shop.begin_phone_verification(&other, Lang::Bn).await;
        assert!(matches!(none, Err(BeginVerificationError::NoPhone)));
        shop.begin_phone_verification(&rahima, Lang::Bn)
            .await
            .unwrap();
        let code = codes(shop).await.remove(0).code.expose();
        let bad = shop.verify_phone(&rahima, "12").await;
        assert!(matches!(bad, Err(VerifyPhoneError::Invalid(_))));
        let bad = shop.verify_phone(&rahima, &wrong(&code)).await;
        assert!(matches!(bad, Err(VerifyPhoneError::WrongCode)));
        let bad = shop.verify_phone(&other, &code).await;
        assert!(matches!(bad, Err(VerifyPhoneError::WrongCode)));
        let account = shop.verify_phone(&rahima, &code).await.unwrap();
        assert!(account.phone_verified && verified(shop, &rahima).await);
        let again = shop.verify_phone(&rahima, &code).await;
        assert!(matches!(again, Err(VerifyPhoneError::WrongCode)));
        let done = shop.begin_phone_verification(&rahima, Lang::Bn).await;
        assert!(matches!(done, Err(BeginVerificationError::AlreadyVerified)));
    }
}

#[tokio::test]
async fn another_phone_takes_the_password_and_is_not_proven() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        let shop = &test.shop;
        let rahima = register(shop, "rahima", Some(PHONE)).await;
        prove(shop, &rahima).await;
        let change = |phone: &str, password: &str| ContactChange {
            phone: phone.into(),
            email: "r@example.com".into(),
            password: password.into(),
        };
        let mail_alone = change("০১৭১২-৩৪৫৬৭৮", "");
        shop.change_contact(&rahima, &mail_alone).await.unwrap();
        assert!(verified(shop, &rahima).await, "the same number");
        for password in ["", "not this one"] {
            for phone in ["01812345678", ""] {
                let moved = change(phone, password);
                let refused = shop.change_contact(&rahima, &moved).await;
                assert!(refused.is_err(), "{phone} {password}");
            }
        }
        let by_name = asked(shop, "rahima").await;
        let moved = change("01812345678", OLD);
        shop.change_contact(&rahima, &moved).await.unwrap();
        assert!(!verified(shop, &rahima).await);
        let old = reset("rahima", &by_name, NEW);
        let refused = shop.finish_password_reset(&old).await;
        assert!(
            matches!(refused, Err(FinishResetError::WrongCode)),
            "it went to the old one"
        );
    }
}

/// Two accounts prove one number at the same moment: one of them has it, and nobody gets an error.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_number_is_proven_by_one_of_many() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        let mut people = Vec::new();
        for number in 0..4 {
            let who = register(&test.shop, &format!("user_{number}"), Some(PHONE)).await;
            let begin = test.shop.begin_phone_verification(&who, Lang::En);
            begin.await.unwrap();
            let code = codes(&test.shop).await.remove(0).code.expose();
            people.push((who, code));
        }
        let mut proofs = tokio::task::JoinSet::new();
        for (who, code) in people.clone() {
            let shop = test.shop.clone();
            proofs.spawn(async move { shop.verify_phone(&who, &code).await.map(drop) });
        }
        for proof in proofs.join_all().await {
            proof.unwrap();
        }
        let mut having = 0;
        for (who, _) in &people {
            having += usize::from(verified(&test.shop, who).await);
        }
        assert_eq!(having, 1, "{engine:?}");
    }
}

#[tokio::test]
async fn old_codes_are_swept_away() {
    for engine in Engine::ALL {
        let test = TestShop::open(engine).await;
        register(&test.shop, "rahima", Some(PHONE)).await;
        asked(&test.shop, "rahima").await;
        let nobody = test.shop.begin_password_reset("nobody", Lang::En);
        nobody.await.unwrap();
        work_off(&test.shop).await;
        assert_eq!(test.shop.sweep().await.unwrap().codes, 0);
        test.clock.advance(Duration::from_secs(3 * 24 * 3_600));
        assert_eq!(test.shop.sweep().await.unwrap().codes, 2);
        let counts = test.db.count_rows().await;
        for table in ["one_time_codes", "code_counts"] {
            assert!(counts.contains(&(table.to_owned(), 0)), "{table}");
        }
    }
}
