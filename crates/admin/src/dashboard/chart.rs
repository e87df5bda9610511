//! The chart of the last days, drawn here as SVG; the data of `dashboard/chart.html`. The numbers
//! behind it stand in a table below, for whoever can't see it.

use domain::{Lang, Paisa, digits};
use pages::dates;
use shop::DayTotal;

/// Units of the drawing, whatever its size on the screen.
const WIDTH: i64 = 360;
const HEIGHT: i64 = 150;
/// Room for the numbers at the left and the days below.
const LEFT: i64 = 26;
const BOTTOM: i64 = 18;
const TOP: i64 = 8;
/// Between two bars.
const GAP: i64 = 6;

/// A drawing of orders a day.
pub(crate) struct Chart {
    pub(crate) width: i64,
    pub(crate) height: i64,
    /// Where the bars stand.
    pub(crate) floor: i64,
    pub(crate) left: i64,
    pub(crate) lines: Vec<Line>,
    pub(crate) bars: Vec<Bar>,
}

/// A line across, with its number.
pub(crate) struct Line {
    pub(crate) y: i64,
    pub(crate) label: String,
}

/// A day.
pub(crate) struct Bar {
    pub(crate) x: i64,
    pub(crate) y: i64,
    pub(crate) width: i64,
    pub(crate) height: i64,
    /// The middle, for the label below.
    pub(crate) middle: i64,
    /// The day of the month.
    pub(crate) label: String,
    pub(crate) date: String,
    pub(crate) orders: i64,
    pub(crate) revenue: Paisa,
    /// The last one, which isn't over.
    pub(crate) today: bool,
}

impl Chart {
    /// Of these days, oldest first.
    pub(crate) fn of(days: &[DayTotal], lang: Lang) -> Self {
        let top = ceiling(days.iter().map(|day| day.orders).max().unwrap_or(0));
        let floor = HEIGHT - BOTTOM;
        let scale = |orders: i64| orders.max(0).saturating_mul(floor - TOP) / top;
        let step = (WIDTH - LEFT) / i64::try_from(days.len().max(1)).unwrap_or(1);
        let bar = |(at, day): (usize, &DayTotal)| {
            let x = LEFT + i64::try_from(at).unwrap_or(0) * step + GAP / 2;
            let noon = day.day.with_hms(6, 0, 0).unwrap_or(day.day.midnight());
            let height = scale(day.orders);
            Bar {
                x,
                y: floor - height,
                width: step - GAP,
                height,
                middle: x + (step - GAP) / 2,
                label: number(i64::from(day.day.day()), lang),
                date: dates::date(noon.assume_utc(), lang),
                orders: day.orders,
                revenue: day.revenue,
                today: at + 1 == days.len(),
            }
        };
        let line = |orders: i64| Line {
            y: floor - scale(orders),
            label: number(orders, lang),
        };
        Chart {
            width: WIDTH,
            height: HEIGHT,
            floor,
            left: LEFT,
            lines: [0, top / 2, top].map(line).into(),
            bars: days.iter().enumerate().map(bar).collect(),
        }
    }
}

fn number(value: i64, lang: Lang) -> String {
    digits::localise(&value.to_string(), lang).into_owned()
}

/// The next round and even number: 2, 4, 10, 20, 40, 100 …
fn ceiling(most: i64) -> i64 {
    let mut unit = 1_i64;
    loop {
        for step in [2, 4, 10] {
            let round = unit.saturating_mul(step);
            if round >= most {
                return round;
            }
        }
        unit = unit.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    fn days(orders: &[i64]) -> Vec<DayTotal> {
        let day = |(at, &orders): (usize, &i64)| DayTotal {
            day: date!(2026 - 11 - 10) + time::Duration::days(at as i64),
            orders,
            revenue: Paisa::ZERO,
        };
        orders.iter().enumerate().map(day).collect()
    }

    #[test]
    fn the_ceiling_is_round_and_never_lower() {
        for (most, round) in [
            (0, 2),
            (2, 2),
            (3, 4),
            (5, 10),
            (11, 20),
            (39, 40),
            (41, 100),
        ] {
            assert_eq!(ceiling(most), round, "{most}");
        }
        assert_eq!(ceiling(i64::MAX), i64::MAX);
    }

    #[test]
    fn bars_stay_within_the_drawing() {
        for orders in [
            vec![],
            vec![0; 14],
            vec![1],
            (0..14).collect(),
            vec![i64::MAX; 14],
        ] {
            let chart = Chart::of(&days(&orders), Lang::Bn);
            assert_eq!(chart.bars.len(), orders.len());
            for bar in &chart.bars {
                assert!(bar.x >= LEFT && bar.x + bar.width <= WIDTH, "{orders:?}");
                assert!(
                    bar.y >= 0 && bar.y + bar.height == chart.floor,
                    "{orders:?}"
                );
            }
        }
    }

    #[test]
    fn the_last_day_is_today_and_days_are_written_in_the_language() {
        let chart = Chart::of(&days(&[3, 1]), Lang::Bn);
        assert_eq!(chart.bars[1].label, "১১");
        assert_eq!(chart.bars[1].date, "১১ নভেম্বর ২০২৬");
        assert!(chart.bars[1].today && !chart.bars[0].today);
    }
}
