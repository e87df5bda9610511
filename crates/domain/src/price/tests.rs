//! Quotes by example, and for any full cart.

#![expect(
    clippy::inconsistent_digit_grouping,
    reason = "the last two digits are paisa"
)]

use proptest::prelude::*;
use time::macros::date;

use super::*;

fn line(paisa: i64, quantity: i64, taxable: bool) -> PricedLine {
    let sku = Sku::parse("A-1").unwrap();
    PricedLine {
        sku,
        unit_price: Paisa::new(paisa),
        quantity,
        taxable,
    }
}

fn district(name: &str) -> &'static District {
    District::find(name).unwrap()
}

#[test]
fn an_order_to_each_zone() {
    let lines = [line(1150_00, 2, true), line(99_99, 1, false)];
    let charges = DeliveryCharges::default();
    for (name, delivery) in [("dhaka", 70), ("gazipur", 100), ("sylhet", 130)] {
        let quote = quote(&lines, district(name), &charges).unwrap();
        let expected = Quote {
            subtotal: Paisa::new(2399_99),
            delivery: Paisa::from_taka(delivery),
            discount: Paisa::ZERO,
            total: Paisa::new(2399_99 + delivery * 100),
            vat_included: Paisa::new(300_00),
        };
        assert_eq!(quote, expected, "{name}");
    }
}

#[test]
fn delivery_is_free_from_the_limit_on() {
    let limit = Paisa::from_taka(5000);
    let charges = DeliveryCharges {
        free_from: Some(limit),
        ..DeliveryCharges::default()
    };
    let delivery = |paisa| {
        quote(&[line(paisa, 1, true)], district("dhaka"), &charges)
            .unwrap()
            .delivery
    };
    assert_eq!(delivery(limit.get() - 1), Paisa::from_taka(70));
    assert_eq!(delivery(limit.get()), Paisa::ZERO);
}

#[test]
fn nothing_costs_nothing() {
    let empty = quote(&[], district("dhaka"), &DeliveryCharges::default()).unwrap();
    assert_eq!(empty, Quote::default());
}

#[test]
fn what_can_not_be_added_up_is_an_error() {
    let price = |lines: &[PricedLine]| quote(lines, district("dhaka"), &DeliveryCharges::default());
    assert_eq!(price(&[line(1, -1, true)]), Err(MoneyError::Negative));
    assert_eq!(price(&[line(-1, 1, true)]), Err(MoneyError::Negative));
    assert_eq!(price(&[line(i64::MAX, 2, true)]), Err(MoneyError::Overflow));
    let most = line(i64::MAX, 1, false);
    assert_eq!(
        price(&[most.clone(), most.clone()]),
        Err(MoneyError::Overflow)
    );
    assert_eq!(
        price(&[most]),
        Err(MoneyError::Overflow),
        "the delivery doesn't fit"
    );
}

#[test]
fn vat_is_rounded_half_up() {
    let today = date!(2026 - 11 - 23);
    // 15/115 of these: 0, 0.13, 0.39, 0.52, 1.04, 3, 13.04, 15.
    for (gross, vat) in [
        (0, 0),
        (1, 0),
        (3, 0),
        (4, 1),
        (8, 1),
        (23, 3),
        (100, 13),
        (115, 15),
    ] {
        assert_eq!(
            vat_included(Paisa::new(gross), true, today),
            Paisa::new(vat),
            "{gross}"
        );
    }
    assert_eq!(vat_included(Paisa::new(115), false, today), Paisa::ZERO);
    // 20 % of 1.2: a rate at which halves occur (3 × 2000 ÷ 12000 = 0.5).
    assert_eq!(vat_part(Paisa::new(3), 2000), Paisa::new(1));
    assert_eq!(
        vat_part(Paisa::new(i64::MAX), 1500).get(),
        1_203_048_526_546_275_105
    );
}

#[test]
fn the_rate_is_the_one_of_the_day() {
    assert!(VAT_RATES.windows(2).all(|pair| pair[0].from < pair[1].from));
    assert_eq!(
        VAT_RATES.last().map(|rate| rate.basis_points),
        Some(VAT_BASIS_POINTS)
    );
    let gross = Paisa::new(115);
    assert_eq!(
        vat_included(gross, true, date!(1991 - 06 - 30)),
        Paisa::ZERO
    );
    assert_eq!(
        vat_included(gross, true, date!(1991 - 07 - 01)),
        Paisa::new(15)
    );
    let lines = [line(115, 1, true)];
    let on = |day| quote_on(&lines, district("dhaka"), &DeliveryCharges::default(), day);
    assert_eq!(on(date!(1991 - 06 - 30)).unwrap().vat_included, Paisa::ZERO);
    assert_eq!(
        on(date!(2026 - 11 - 23)),
        quote(&lines, district("dhaka"), &DeliveryCharges::default())
    );
}

fn lines() -> impl Strategy<Value = Vec<PricedLine>> {
    let one = (0..=Paisa::MAX.get(), 1..=99_i64, any::<bool>());
    let one = one.prop_map(|(paisa, quantity, taxable)| line(paisa, quantity, taxable));
    proptest::collection::vec(one, 1..=crate::MAX_LINES)
}

#[test]
fn a_coupon_is_spread_over_the_lines() {
    let lines = [
        line(1000_00, 1, true),
        line(500_00, 2, false),
        line(0, 1, true),
    ];
    let price = |reduction| {
        let charges = DeliveryCharges::default();
        price_order(
            &lines,
            district("dhaka"),
            &charges,
            date!(2026 - 11 - 23),
            Some(reduction),
        )
        .unwrap()
    };
    let tenth = price(Reduction::Percent {
        percent: 10,
        cap: None,
    });
    assert_eq!(tenth.quote.discount, Paisa::from_taka(200));
    assert_eq!(tenth.quote.total, Paisa::from_taka(2000 + 70 - 200));
    let discounts: Vec<i64> = tenth.lines.iter().map(|line| line.discount.get()).collect();
    assert_eq!(discounts, [100_00, 100_00, 0]);
    // 15/115 of the 900 taka that are paid for what is taxable.
    assert_eq!(tenth.quote.vat_included, Paisa::new(117_39));
    let delivered = price(Reduction::FreeDelivery);
    assert_eq!(
        (delivered.quote.delivery, delivered.quote.discount),
        (Paisa::from_taka(70), Paisa::from_taka(70))
    );
    assert_eq!(delivered.quote.total, Paisa::from_taka(2000));
    assert!(
        delivered
            .lines
            .iter()
            .all(|line| line.discount == Paisa::ZERO)
    );
    let all = price(Reduction::Fixed {
        amount: Paisa::from_taka(9999),
    });
    assert_eq!(
        (all.quote.discount, all.quote.total),
        (Paisa::from_taka(2000), Paisa::from_taka(70))
    );
    assert_eq!(all.quote.vat_included, Paisa::ZERO);
}

fn reductions() -> impl Strategy<Value = Reduction> {
    let cap = proptest::option::of((1..=Paisa::MAX.get()).prop_map(Paisa::new));
    prop_oneof![
        (1..=100_i64, cap).prop_map(|(percent, cap)| Reduction::Percent { percent, cap }),
        (1..=Paisa::MAX.get()).prop_map(|amount| Reduction::Fixed {
            amount: Paisa::new(amount)
        }),
        Just(Reduction::FreeDelivery),
    ]
}

proptest! {
    #[test]
    fn with_any_coupon_the_sums_still_add_up(
        lines in lines(),
        district in prop::sample::select(District::ALL),
        free_from in proptest::option::of(0..=Paisa::MAX.get()),
        reduction in reductions(),
    ) {
        let charges = DeliveryCharges {
            free_from: free_from.map(Paisa::new),
            ..DeliveryCharges::default()
        };
        let on = date!(2026 - 11 - 23);
        let priced = price_order(&lines, &district, &charges, on, Some(reduction)).unwrap();
        let plain = quote_on(&lines, &district, &charges, on).unwrap();
        let Quote { subtotal, delivery, discount, total, vat_included } = priced.quote;
        prop_assert_eq!(total.get(), subtotal.get() + delivery.get() - discount.get());
        prop_assert_eq!((subtotal, delivery), (plain.subtotal, plain.delivery));
        prop_assert!(total >= Paisa::ZERO && total <= plain.total);
        prop_assert!(vat_included <= plain.vat_included);
        let off_lines: i64 = priced.lines.iter().map(|line| line.discount.get()).sum();
        match reduction {
            Reduction::FreeDelivery => prop_assert_eq!((off_lines, discount), (0, delivery)),
            _ => prop_assert_eq!(off_lines, discount.get()),
        }
        for (line, price) in lines.iter().zip(&priced.lines) {
            prop_assert_eq!(Ok(price.total), line.total());
            prop_assert!(price.discount >= Paisa::ZERO && price.discount <= price.total);
            prop_assert!(line.taxable || price.vat == Paisa::ZERO);
        }
    }

    #[test]
    fn a_full_cart_always_has_a_quote_that_adds_up(
        lines in lines(),
        district in prop::sample::select(District::ALL),
        free_from in proptest::option::of(0..=Paisa::MAX.get()),
    ) {
        let charges = DeliveryCharges {
            free_from: free_from.map(Paisa::new),
            ..DeliveryCharges::default()
        };
        let quote = quote(&lines, &district, &charges).unwrap();
        let goods: i64 = lines.iter().map(|line| line.unit_price.get() * line.quantity).sum();
        prop_assert_eq!(quote.subtotal.get(), goods);
        prop_assert_eq!(
            quote.total.get(),
            quote.subtotal.get() + quote.delivery.get() - quote.discount.get()
        );
        prop_assert!(quote.delivery == Paisa::ZERO || quote.delivery >= charges.dhaka);
        // Within a paisa a line of 15/115 of what is taxable.
        let taxable: i64 = lines.iter().filter(|line| line.taxable)
            .map(|line| line.unit_price.get() * line.quantity).sum();
        let difference = i128::from(quote.vat_included.get()) * 115 - i128::from(taxable) * 15;
        prop_assert!(difference.abs() * 2 <= 115 * lines.len() as i128);
    }

    #[test]
    fn the_order_of_lines_does_not_matter(lines in lines()) {
        let price = |lines: &[PricedLine]| {
            quote(lines, district("dhaka"), &DeliveryCharges::default())
        };
        let reversed: Vec<_> = lines.iter().rev().cloned().collect();
        prop_assert_eq!(price(&lines), price(&reversed));
    }
}
