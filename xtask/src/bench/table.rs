//! The table that comes out: what was measured, what it should be, and whether it is.

use std::fmt::Write as _;
use std::process::ExitCode;

use anyhow::Result;
use clap::ValueEnum as _;

use super::{Name, say};

/// One line of the table.
pub(super) struct Row {
    name: String,
    measured: String,
    target: String,
    verdict: Verdict,
}

enum Verdict {
    Met,
    Missed,
    /// There is no target.
    Informs,
    /// Nothing was measured, and that is a failure.
    Broken,
    /// Nothing was measured because nobody asked for it.
    LeftOut,
}

impl Row {
    /// A measurement with a target.
    pub(super) fn judged(
        name: impl Into<String>,
        measured: String,
        target: &str,
        met: bool,
    ) -> Self {
        let verdict = if met { Verdict::Met } else { Verdict::Missed };
        Self {
            name: name.into(),
            measured,
            target: target.to_owned(),
            verdict,
        }
    }

    /// A measurement that is good to know.
    pub(super) fn informing(name: impl Into<String>, measured: String) -> Self {
        let target = String::new();
        Self {
            name: name.into(),
            measured,
            target,
            verdict: Verdict::Informs,
        }
    }
}

impl Verdict {
    fn word(&self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Missed => "**missed**",
            Self::Informs => "for information",
            Self::Broken => "**not measured**",
            Self::LeftOut => "left out",
        }
    }
}

/// The rows so far.
#[derive(Default)]
pub(super) struct Table(Vec<Row>);

impl Table {
    /// Adds what a benchmark measured, or why it couldn't.
    pub(super) fn add(&mut self, name: Name, measured: Result<Vec<Row>>) {
        match measured {
            Ok(rows) => self.0.extend(rows),
            Err(error) => {
                say(format_args!("{error:#}"));
                let name = name
                    .to_possible_value()
                    .map(|value| value.get_name().to_owned());
                let why = format!("{error:#}");
                self.0.push(Row {
                    name: name.unwrap_or_default(),
                    measured: why.lines().next().unwrap_or_default().replace('|', "/"),
                    target: String::new(),
                    verdict: Verdict::Broken,
                });
            }
        }
    }

    /// Adds a benchmark that nobody asked for, and how to.
    pub(super) fn left_out(&mut self, name: &str, target: &str, how: &str) {
        self.0.push(Row {
            name: name.to_owned(),
            measured: how.to_owned(),
            target: target.to_owned(),
            verdict: Verdict::LeftOut,
        });
    }

    /// Prints the table; a missed target or a broken benchmark makes the exit code a failure.
    ///
    /// # Errors
    /// Never of itself.
    pub(super) fn print(&self) -> Result<ExitCode> {
        print!("{}", self.markdown()?);
        let bad = |row: &Row| matches!(row.verdict, Verdict::Missed | Verdict::Broken);
        Ok(if self.0.iter().any(bad) {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        })
    }

    fn markdown(&self) -> Result<String> {
        let mut text =
            String::from("| benchmark | measured | target | verdict |\n|---|---|---|---|\n");
        for Row {
            name,
            measured,
            target,
            verdict,
        } in &self.0
        {
            writeln!(
                text,
                "| {name} | {measured} | {target} | {} |",
                verdict.word()
            )?;
        }
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missed_target_and_a_broken_benchmark_fail_the_whole() {
        let met = || Row::judged("size", "20 MB".into(), "< 40 MB", true);
        let mut table = Table(vec![met(), Row::informing("orders", "900/s".into())]);
        table.left_out("fresh", "< 7 min", "--fresh");
        assert_eq!(table.print().unwrap(), ExitCode::SUCCESS);
        let missed = Row::judged("size", "50 MB".into(), "< 40 MB", false);
        assert_eq!(
            Table(vec![met(), missed]).print().unwrap(),
            ExitCode::FAILURE
        );
        let mut table = Table(vec![met()]);
        table.add(
            Name::Pages,
            Err(anyhow::anyhow!("wrk is missing\nand more")),
        );
        assert_eq!(table.print().unwrap(), ExitCode::FAILURE);
        assert!(
            table
                .markdown()
                .unwrap()
                .ends_with("| pages | wrk is missing |  | **not measured** |\n")
        );
    }
}
