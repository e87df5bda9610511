//! Named steps, run one after another. A failing step does not stop those after it: one run
//! tells everything that is wrong. The last line adds up steps and tests.

use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// How many tests passed and failed inside one step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Tests that passed.
    pub(crate) passed: usize,
    /// Tests that failed.
    pub(crate) failed: usize,
    /// Tests marked `#[ignore]`, which the house has none of.
    pub(crate) ignored: usize,
}

enum Verdict {
    Passed,
    Failed(String),
}

struct Outcome {
    name: &'static str,
    verdict: Verdict,
    tally: Tally,
    took: Duration,
}

/// The steps run so far.
#[derive(Default)]
pub(crate) struct Steps {
    outcomes: Vec<Outcome>,
}

impl Steps {
    /// Runs one step; its error is printed and remembered.
    pub(crate) fn step(&mut self, name: &'static str, work: impl FnOnce() -> Result<()>) {
        self.counted(name, |_| work());
    }

    /// Runs one step that counts tests on its way.
    pub(crate) fn counted(
        &mut self,
        name: &'static str,
        work: impl FnOnce(&mut Tally) -> Result<()>,
    ) {
        println!("\n== {name}");
        let (started, mut tally) = (Instant::now(), Tally::default());
        let verdict = match work(&mut tally) {
            Ok(()) => Verdict::Passed,
            Err(error) => {
                eprintln!("{name}: {error:#}");
                Verdict::Failed(format!("{error:#}"))
            }
        };
        let took = started.elapsed();
        self.outcomes.push(Outcome {
            name,
            verdict,
            tally,
            took,
        });
    }

    /// Prints what became of each step and the sum of all, and turns it into an exit code.
    pub(crate) fn finish(self) -> ExitCode {
        println!();
        for outcome in &self.outcomes {
            println!("{}", outcome.line());
        }
        let (passed, failed) = self.sum();
        println!("{passed} passed, {failed} failed");
        if failed == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }

    /// Steps and the tests inside them. A step that counted tests stands for them alone, unless
    /// it failed with all of them well (it did not compile, or was stopped).
    fn sum(&self) -> (usize, usize) {
        self.outcomes
            .iter()
            .fold((0, 0), |(passed, failed), outcome| {
                let Tally {
                    passed: good,
                    failed: bad,
                    ..
                } = outcome.tally;
                match outcome.verdict {
                    Verdict::Passed => (passed + good.max(1), failed),
                    Verdict::Failed(_) => (passed + good, failed + bad.max(1)),
                }
            })
    }
}

impl Outcome {
    fn line(&self) -> String {
        let (name, seconds) = (self.name, self.took.as_secs_f64());
        let tests = match self.tally {
            Tally {
                passed: 0,
                failed: 0,
                ..
            } => String::new(),
            Tally { passed, failed, .. } => format!(", {passed} tests passed, {failed} failed"),
        };
        match &self.verdict {
            Verdict::Passed => format!("passed    {name} ({seconds:.1} s{tests})"),
            Verdict::Failed(why) => {
                let first = why.lines().next().unwrap_or_default();
                format!("FAILED    {name} ({seconds:.1} s{tests}): {first}")
            }
        }
    }
}

/// Runs a command to its end.
///
/// # Errors
/// When it can't be started or does not exit with 0.
pub(crate) fn succeed(command: &mut Command) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let status = command
        .status()
        .with_context(|| format!("starting {program}"))?;
    if !status.success() {
        let arguments: Vec<_> = command
            .get_args()
            .map(|part| part.to_string_lossy())
            .collect();
        bail!("`{program} {}` ended with {status}", arguments.join(" "));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(verdict: Verdict, passed: usize, failed: usize) -> Outcome {
        let tally = Tally {
            passed,
            failed,
            ignored: 0,
        };
        Outcome {
            name: "a step",
            verdict,
            tally,
            took: Duration::ZERO,
        }
    }

    #[test]
    fn tests_count_for_themselves_and_other_steps_for_one() {
        let steps = Steps {
            outcomes: vec![
                outcome(Verdict::Passed, 0, 0),
                outcome(Verdict::Passed, 40, 0),
            ],
        };
        assert_eq!(steps.sum(), (41, 0));
        assert_eq!(steps.finish(), ExitCode::SUCCESS);
    }

    #[test]
    fn one_failure_of_any_kind_fails_the_whole() {
        for (passed, failed) in [(40, 2), (40, 0), (0, 0)] {
            let verdict = Verdict::Failed("it broke".to_owned());
            let steps = Steps {
                outcomes: vec![
                    outcome(Verdict::Passed, 0, 0),
                    outcome(verdict, passed, failed),
                ],
            };
            assert_eq!(steps.sum(), (1 + passed, failed.max(1)));
            assert_eq!(steps.finish(), ExitCode::FAILURE);
        }
    }

    #[test]
    fn a_command_that_fails_is_named_with_its_arguments() {
        let error = succeed(Command::new("sh").args(["-c", "exit 3"]))
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("sh -c exit 3") && error.contains('3'),
            "{error}"
        );
        assert!(succeed(Command::new("sh").args(["-c", "exit 0"])).is_ok());
    }
}
