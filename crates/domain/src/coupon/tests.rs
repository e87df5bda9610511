//! Codes, what is taken off, and every reason against it.

use proptest::prelude::*;
use time::macros::datetime;
use uuid::Uuid;

use super::*;

const START: OffsetDateTime = datetime!(2026-11-23 12:00 UTC);

fn coupon() -> Coupon {
    Coupon {
        id: CouponId::from(Uuid::from_u128(1)),
        code: CouponCode::parse("EID-10").unwrap(),
        reduction: Reduction::Percent {
            percent: 10,
            cap: Some(Paisa::from_taka(500)),
        },
        min_subtotal: Paisa::from_taka(1000),
        starts_at: START,
        ends_at: Some(START + time::Duration::DAY),
        max_uses: Some(50),
        max_uses_per_customer: Some(1),
        active: true,
    }
}

#[test]
fn codes_are_read_in_any_case_and_either_digits() {
    for text in ["eid-10", " EID-10 ", "Eid-১০"] {
        assert_eq!(CouponCode::parse(text).unwrap().as_str(), "EID-10");
    }
    for (text, code) in [
        ("", "required"),
        ("  ", "required"),
        ("AB", "length"),
        ("A B", "format"),
        ("ঈদ১০", "format"),
        ("EID_10", "format"),
        (&"A".repeat(33), "length"),
    ] {
        let error = CouponCode::parse(text).unwrap_err();
        assert_eq!((error.field.as_str(), error.code), ("code", code), "{text}");
    }
    assert!(CouponCode::parse(&"9".repeat(32)).is_ok());
}

#[test]
fn each_kind_takes_off_what_it_says() {
    let goods = Paisa::new(33_333);
    let percent = |percent, cap| Reduction::Percent { percent, cap };
    assert_eq!(percent(10, None).off_goods(goods), Paisa::new(33_33));
    assert_eq!(
        percent(50, None).off_goods(Paisa::new(1)),
        Paisa::new(1),
        "half up"
    );
    assert_eq!(percent(100, None).off_goods(goods), goods);
    let cap = Some(Paisa::from_taka(20));
    assert_eq!(percent(10, cap).off_goods(goods), Paisa::from_taka(20));
    let fixed = |taka| Reduction::Fixed {
        amount: Paisa::from_taka(taka),
    };
    assert_eq!(fixed(100).off_goods(goods), Paisa::from_taka(100));
    assert_eq!(
        fixed(1000).off_goods(goods),
        goods,
        "never more than they cost"
    );
    assert_eq!(Reduction::FreeDelivery.off_goods(goods), Paisa::ZERO);
}

#[test]
fn every_reason_against_it() {
    let enough = Paisa::from_taka(1000);
    let fresh = CouponUses::default();
    let judged = |change: &dyn Fn(&mut Coupon)| {
        let mut coupon = coupon();
        change(&mut coupon);
        coupon.judge(enough, fresh, START)
    };
    assert_eq!(judged(&|_| ()), Ok(coupon().reduction));
    assert_eq!(judged(&|c| c.active = false), Err(CouponRefusal::Inactive));
    let later = START + time::Duration::MICROSECOND;
    assert_eq!(
        judged(&|c| c.starts_at = later),
        Err(CouponRefusal::NotStarted { starts_at: later })
    );
    assert_eq!(
        judged(&|c| c.ends_at = Some(START)),
        Err(CouponRefusal::Ended),
        "the end itself is too late"
    );
    assert_eq!(judged(&|c| c.ends_at = None), Ok(coupon().reduction));
    let used = |in_all, by_phone| {
        let uses = CouponUses {
            in_all,
            by_phone,
            by_account: 0,
        };
        coupon().judge(enough, uses, START)
    };
    assert_eq!(used(49, 0), Ok(coupon().reduction));
    assert_eq!(used(50, 0), Err(CouponRefusal::UsedUp));
    assert_eq!(used(1, 1), Err(CouponRefusal::UsedByCustomer));
    let by_account = CouponUses {
        by_account: 1,
        ..fresh
    };
    assert_eq!(
        coupon().judge(enough, by_account, START),
        Err(CouponRefusal::UsedByCustomer)
    );
    assert_eq!(
        coupon().judge(Paisa::new(99_999), fresh, START),
        Err(CouponRefusal::BelowMinimum {
            minimum: enough,
            missing: Paisa::new(1)
        })
    );
}

#[test]
fn a_refusal_keeps_its_word_in_json() {
    let starts_at = START;
    let minimum = Paisa::from_taka(5);
    for refusal in [
        CouponRefusal::Inactive,
        CouponRefusal::NotStarted { starts_at },
        CouponRefusal::Ended,
        CouponRefusal::UsedUp,
        CouponRefusal::UsedByCustomer,
        CouponRefusal::BelowMinimum {
            minimum,
            missing: minimum,
        },
        CouponRefusal::NothingToTakeOff,
    ] {
        let json = serde_json::to_value(refusal).unwrap();
        assert_eq!(json["code"], refusal.code());
        assert!(
            !refusal
                .say(Lang::Bn)
                .contains(|c: char| c.is_ascii_alphanumeric())
        );
        assert!(refusal.say(Lang::En).is_ascii() || refusal.say(Lang::En).contains('৳'));
        assert_eq!(
            serde_json::from_value::<CouponRefusal>(json).unwrap(),
            refusal
        );
    }
}

#[test]
fn reasons_name_amounts_and_times_as_people_read_them() {
    let below = CouponRefusal::BelowMinimum {
        minimum: Paisa::from_taka(150_000),
        missing: Paisa::from_taka(20),
    };
    assert_eq!(
        below.say(Lang::En),
        "This coupon needs products worth ৳1,50,000; ৳20 more to go."
    );
    assert!(below.say(Lang::Bn).contains("৳১,৫০,০০০"));
    let coming = CouponRefusal::NotStarted { starts_at: START };
    assert_eq!(
        coming.say(Lang::En),
        "This coupon is valid from 2026-11-23 18:00."
    );
}

proptest! {
    #[test]
    fn never_more_is_taken_off_than_the_goods_cost(
        goods in 0..=Paisa::MAX.get() * 99 * 50,
        percent in 1..=100_i64,
        amount in 1..=Paisa::MAX.get(),
        cap in proptest::option::of(1..=Paisa::MAX.get()),
    ) {
        let goods = Paisa::new(goods);
        for reduction in [
            Reduction::Percent { percent, cap: cap.map(Paisa::new) },
            Reduction::Fixed { amount: Paisa::new(amount) },
            Reduction::FreeDelivery,
        ] {
            let off = reduction.off_goods(goods);
            prop_assert!(off >= Paisa::ZERO && off <= goods);
        }
    }
}
