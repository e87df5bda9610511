//! Files that settings come from: the TOML file, and the `X_FILE` files that hold one value.
//!
//! Reading is bounded, so that a path such as `/dev/zero` is an error and not a full memory.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use toml::{Table, Value};
use zeroize::Zeroizing;

/// The longest settings file that is read, in bytes.
const SETTINGS_FILE_LIMIT: u64 = 1024 * 1024;

/// The longest single value that is read from an `X_FILE`, in bytes.
const VALUE_FILE_LIMIT: u64 = 64 * 1024;

/// The TOML file, read and parsed; empty where none was named.
#[derive(Debug, Default)]
pub(crate) struct SettingsFile {
    pub(crate) path: PathBuf,
    table: Table,
}

impl SettingsFile {
    /// Reads the file.
    ///
    /// # Errors
    /// A sentence without any of the file's text, which may hold secrets.
    pub(crate) fn read(path: PathBuf) -> Result<Self, String> {
        let shown = path.display().to_string();
        let text = read_bounded(&path, &shown, SETTINGS_FILE_LIMIT)?;
        let table = text.parse::<Table>().map_err(|error| {
            let line = error.span().map_or(1, |span| {
                text.bytes()
                    .take(span.start)
                    .filter(|byte| *byte == b'\n')
                    .count()
                    + 1
            });
            let message = error.message().lines().collect::<Vec<_>>().join(", ");
            format!("line {line} of {shown} isn't TOML: {message}")
        })?;
        Ok(Self { path, table })
    }

    /// The keys of the file's top level.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.table.keys().map(String::as_str)
    }

    /// A key's value as the text its variable would have.
    ///
    /// # Errors
    /// The name of a TOML type that no setting takes.
    pub(crate) fn text(&self, key: &str) -> Option<Result<String, &'static str>> {
        Some(as_text(self.table.get(key)?))
    }
}

/// TOML's own types are welcome: `database_pool = 20`, `demo = true`, lists of origins.
fn as_text(value: &Value) -> Result<String, &'static str> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Integer(number) => Ok(number.to_string()),
        Value::Boolean(flag) => Ok(flag.to_string()),
        Value::Array(items) if !items.iter().any(Value::is_array) => {
            let texts: Result<Vec<_>, _> = items.iter().map(as_text).collect();
            Ok(texts?.join(","))
        }
        other => Err(other.type_str()),
    }
}

/// The content of a file that holds one value, without the newline that editors put at its end.
///
/// # Errors
/// A sentence that calls the file `shown` and tells none of its content.
pub(crate) fn read_value(path: &Path, shown: &str) -> Result<Zeroizing<String>, String> {
    let mut text = read_bounded(path, shown, VALUE_FILE_LIMIT)?;
    let end = text.trim_end_matches(['\r', '\n']).len();
    text.truncate(end);
    Ok(text)
}

/// A file's text, which is overwritten when it is dropped. Room for all of it is taken at once: a
/// text that grows leaves copies of its beginning behind.
fn read_bounded(path: &Path, shown: &str, limit: u64) -> Result<Zeroizing<String>, String> {
    let size = path.metadata().map_or(0, |data| data.len()).min(limit) as usize;
    let mut text = Zeroizing::new(String::with_capacity(size + 64));
    let read = File::open(path).and_then(|file| file.take(limit + 1).read_to_string(&mut text));
    match read {
        Err(error) => Err(format!("can't read {shown}: {error}")),
        Ok(bytes) if bytes as u64 > limit => Err(format!("{shown} is longer than {limit} bytes")),
        Ok(_) => Ok(text),
    }
}
