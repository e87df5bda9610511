//! Reading what tests print while a person reads it too.

use std::io::{BufRead as _, BufReader, Read, Write as _};

use anyhow::Result;

use crate::steps::Tally;

/// Copies the output to ours, line by line, and adds up what `add` finds in each.
///
/// # Errors
/// When it can't be read, or ours can't be written.
pub(crate) fn pass_on(output: impl Read, add: fn(&str, &mut Tally)) -> Result<Tally> {
    let (mut tally, mut screen) = (Tally::default(), std::io::stdout());
    for line in BufReader::new(output).split(b'\n') {
        let line = line?;
        screen.write_all(&line)?;
        screen.write_all(b"\n")?;
        add(&String::from_utf8_lossy(&line), &mut tally);
    }
    Ok(tally)
}
