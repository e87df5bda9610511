//! Amounts in and out: what is read, what is refused, how it is written.

#![expect(
    clippy::inconsistent_digit_grouping,
    reason = "the last two digits are paisa"
)]

use proptest::prelude::*;

use super::*;

#[test]
fn reads_what_people_write() {
    for (text, paisa) in [
        ("0", 0),
        ("500", 500_00),
        ("9.99", 9_99),
        ("9.5", 9_50),
        ("9.05", 9_05),
        ("007", 7_00),
        ("1,23,456.50", 123_456_50),
        ("123,456", 123_456_00),
        ("1,000", 1_000_00),
        ("1,00,000", 100_000_00),
        ("৳ ১২৩", 123_00),
        ("৳১,২৩,৪৫৬.৭৮", 123_456_78),
        ("Tk 500", 500_00),
        ("Tk. 500", 500_00),
        ("BDT 500", 500_00),
        ("  59.99 ", 59_99),
        ("10,00,00,000", 100_000_000_00),
    ] {
        assert_eq!(Paisa::parse_taka(text), Ok(Paisa::new(paisa)), "{text}");
    }
}

#[test]
fn refuses_what_is_no_amount() {
    use MoneyError::{Empty, Grouping, Negative, NotANumber, TooLarge, TooManyDecimals};
    for (text, error) in [
        ("", Empty),
        (" ৳ ", Empty),
        ("-5", Negative),
        ("৳-5", Negative),
        ("−5", Negative),
        ("five", NotANumber),
        ("+5", NotANumber),
        ("1e3", NotANumber),
        ("0x10", NotANumber),
        ("NaN", NotANumber),
        ("1 000", NotANumber),
        (".5", NotANumber),
        ("5.", NotANumber),
        ("1.2.3", NotANumber),
        ("5.-1", NotANumber),
        (",", NotANumber),
        ("9.999", TooManyDecimals),
        ("1,5", Grouping),
        ("1,23", Grouping),
        ("1,2345", Grouping),
        (",123", Grouping),
        ("1,,123", Grouping),
        ("1234,567", Grouping),
        ("1,23,456,789", Grouping),
        ("100000000.01", TooLarge),
        ("100000001", TooLarge),
        ("99999999999999999999999", TooLarge),
        ("9223372036854775807", TooLarge),
    ] {
        assert_eq!(Paisa::parse_taka(text), Err(error), "{text}");
    }
}

#[test]
fn lakh_and_crore() {
    for (paisa, en, bn) in [
        (0, "৳0", "৳০"),
        (5, "৳0.05", "৳০.০৫"),
        (999_00, "৳999", "৳৯৯৯"),
        (1_000_00, "৳1,000", "৳১,০০০"),
        (99_999_00, "৳99,999", "৳৯৯,৯৯৯"),
        (123_456_00, "৳1,23,456", "৳১,২৩,৪৫৬"),
        (123_456_50, "৳1,23,456.50", "৳১,২৩,৪৫৬.৫০"),
        (12_345_678_00, "৳1,23,45,678", "৳১,২৩,৪৫,৬৭৮"),
        (-123_456_50, "-৳1,23,456.50", "-৳১,২৩,৪৫৬.৫০"),
    ] {
        assert_eq!(Paisa::new(paisa).format(Lang::En), en);
        assert_eq!(Paisa::new(paisa).format(Lang::Bn), bn);
        assert_eq!(Paisa::new(paisa).to_string(), en);
    }
    assert_eq!(Paisa::new(i64::MIN).decimal(), "-92233720368547758.08");
}

#[test]
fn numbers_for_json() {
    for (paisa, json) in [
        (9_99, "9.99"),
        (500_00, "500"),
        (9_50, "9.5"),
        (-1_01, "-1.01"),
    ] {
        assert_eq!(Paisa::new(paisa).taka_json().to_string(), json);
    }
    assert_eq!(
        serde_json::to_string(&Paisa::new(9_99)).unwrap(),
        "999",
        "serde is in paisa"
    );
}

#[test]
fn sums_that_do_not_fit_are_errors() {
    let most = Paisa::new(i64::MAX);
    assert_eq!(most.checked_add(Paisa::new(1)), None);
    assert_eq!(Paisa::new(i64::MIN).checked_sub(Paisa::new(1)), None);
    assert_eq!(most.checked_mul(2), None);
    assert_eq!(
        Paisa::try_sum([most, Paisa::new(1)]),
        Err(MoneyError::Overflow)
    );
    assert_eq!(Paisa::try_sum([]), Ok(Paisa::ZERO));
    assert_eq!(
        Paisa::try_sum([Paisa::new(1), Paisa::new(2)]),
        Ok(Paisa::new(3))
    );
}

fn amount() -> impl Strategy<Value = Paisa> {
    (0..=Paisa::MAX.get()).prop_map(Paisa::new)
}

proptest! {
    #[test]
    fn every_way_out_reads_back(amount in amount()) {
        prop_assert_eq!(Paisa::parse_taka(&amount.format(Lang::En)), Ok(amount));
        prop_assert_eq!(Paisa::parse_taka(&amount.format(Lang::Bn)), Ok(amount));
        prop_assert_eq!(Paisa::parse_taka(&amount.decimal()), Ok(amount));
        prop_assert_eq!(Paisa::parse_taka(&amount.taka_json().to_string()), Ok(amount));
    }

    #[test]
    fn any_text_gives_an_amount_in_range_or_an_error(text in "[-+.,0-9০-৯৳ kTe]{0,24}") {
        if let Ok(amount) = Paisa::parse_taka(&text) {
            prop_assert!((Paisa::ZERO..=Paisa::MAX).contains(&amount));
        }
    }

    #[test]
    fn any_text_at_all_is_survived(text in ".{0,60}") {
        let _ = Paisa::parse_taka(&text);
    }

    #[test]
    fn arithmetic_is_that_of_integers(a in any::<i64>(), b in any::<i64>()) {
        let (left, right) = (Paisa::new(a), Paisa::new(b));
        let exact = |sum: i128| i64::try_from(sum).ok().map(Paisa::new);
        prop_assert_eq!(left.checked_add(right), exact(i128::from(a) + i128::from(b)));
        prop_assert_eq!(left.checked_sub(right), exact(i128::from(a) - i128::from(b)));
        prop_assert_eq!(left.checked_mul(b), exact(i128::from(a) * i128::from(b)));
    }
}
