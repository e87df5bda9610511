//! Names the files that have grown beyond what one reads in a sitting. A list, not a failure:
//! some long files are tables, and a person decides.

use std::path::PathBuf;

use anyhow::Result;

use crate::workspace::{relative, root, rust_files};

/// Lines of code, tests aside, above which a file is named.
const LONG: usize = 400;

/// Prints the long files of the repository, if there are any.
pub(crate) fn warn() {
    match long_files() {
        Ok(files) => {
            for (path, lines) in files {
                println!(
                    "{} has {lines} lines: a hard look at {LONG}",
                    relative(&path)
                );
            }
        }
        Err(error) => eprintln!("looking for long files: {error:#}"),
    }
}

fn long_files() -> Result<Vec<(PathBuf, usize)>> {
    let mut long = Vec::new();
    for folder in ["crates", "xtask"] {
        for path in rust_files(&root().join(folder))? {
            let is_test = path.components().any(|part| part.as_os_str() == "tests");
            let lines = lines_of_code(&std::fs::read_to_string(&path)?);
            if lines > LONG && !is_test {
                long.push((path, lines));
            }
        }
    }
    Ok(long)
}

/// Lines before the unit tests, which stand last in a file.
fn lines_of_code(text: &str) -> usize {
    text.lines()
        .take_while(|line| line.trim_end() != "#[cfg(test)]")
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unit_tests_are_not_counted() {
        assert_eq!(lines_of_code("one\ntwo\n#[cfg(test)]\nmod tests {\n}\n"), 2);
        assert_eq!(lines_of_code("one\ntwo\n"), 2);
    }
}
