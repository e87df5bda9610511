//! What can go wrong underneath, sorted by what the caller should do about it.

/// A failure of the database, never of the caller's input.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database can't be reached, or went away while answering. Try again later.
    #[error("the database is not available: {0}")]
    Unavailable(#[source] sqlx::Error),
    /// A lock or a serialisation conflict; the same work may well succeed now.
    #[error("the database is busy: {0}")]
    Busy(#[source] sqlx::Error),
    /// The disk or a quota is full. Nothing was written.
    #[error("the database has no room left: {0}")]
    Full(#[source] sqlx::Error),
    /// The database takes no writes (a read-only disk, a standby).
    #[error("the database is read-only: {0}")]
    ReadOnly(#[source] sqlx::Error),
    /// A UNIQUE, CHECK or foreign key refused the change; `name` is the constraint or the column.
    #[error("the database refused the change ({name}): {source}")]
    Constraint {
        /// The constraint's name on PostgreSQL, the column's or constraint's on SQLite.
        name: String,
        /// Whether it was a UNIQUE.
        unique: bool,
        /// What the driver said.
        #[source]
        source: sqlx::Error,
    },
    /// A migration failed, or the files and the database disagree.
    #[error("migration: {0}")]
    Migration(String),
    /// A value in the database that the code can't read: its place and what was there.
    #[error("unreadable value in {place}: {problem}")]
    Corrupt {
        /// The column.
        place: String,
        /// What was wrong with it.
        problem: String,
    },
    /// A wrong address or option.
    #[error("database settings: {0}")]
    Settings(String),
    /// Anything else: a mistake in a statement.
    #[error("the database answered: {0}")]
    Other(#[source] sqlx::Error),
}

impl StoreError {
    /// Whether the same call may succeed later without anybody changing it.
    pub fn is_transient(&self) -> bool {
        matches!(
            self,
            Self::Unavailable(_) | Self::Busy(_) | Self::Full(_) | Self::ReadOnly(_)
        )
    }

    /// The database did not answer in time.
    pub fn timed_out() -> Self {
        Self::Unavailable(sqlx::Error::Io(std::io::ErrorKind::TimedOut.into()))
    }

    /// Whether a UNIQUE whose name or columns contain `what` refused the change.
    pub fn is_unique(&self, what: &str) -> bool {
        matches!(self, Self::Constraint { name, unique: true, .. } if name.contains(what))
    }

    pub(crate) fn corrupt(place: impl Into<String>, problem: impl std::fmt::Display) -> Self {
        Self::Corrupt {
            place: place.into(),
            problem: problem.to_string(),
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        use sqlx::Error as E;
        match &error {
            E::Io(_)
            | E::Tls(_)
            | E::Protocol(_)
            | E::PoolTimedOut
            | E::PoolClosed
            | E::WorkerCrashed => Self::Unavailable(error),
            E::Database(database) => {
                let code = database.code().map(|c| c.into_owned()).unwrap_or_default();
                let name = database
                    .constraint()
                    .map_or_else(|| database.message().to_owned(), str::to_owned);
                by_code(&code, name, error)
            }
            E::ColumnDecode { index, source } => Self::corrupt(index.clone(), source),
            _ => Self::Other(error),
        }
    }
}

/// SQLSTATE has five characters (PostgreSQL, appendix A); SQLite's codes are decimal numbers
/// whose low byte is the primary code (sqlite.org/rescode.html).
fn by_code(code: &str, name: String, error: sqlx::Error) -> StoreError {
    if code.len() == 5 {
        return match code {
            "53100" => StoreError::Full(error),
            "25006" => StoreError::ReadOnly(error),
            "40001" | "40P01" | "55P03" | "57014" => StoreError::Busy(error),
            // The server ended an idle transaction, and the connection with it.
            "25P03" => StoreError::Unavailable(error),
            c if c.starts_with("08") || c.starts_with("57P") || c.starts_with("53") => {
                StoreError::Unavailable(error)
            }
            c if c.starts_with("58") => StoreError::Unavailable(error),
            c if c.starts_with("23") => StoreError::Constraint {
                name,
                unique: c == "23505",
                source: error,
            },
            _ => StoreError::Other(error),
        };
    }
    let Ok(code) = code.parse::<i64>() else {
        return StoreError::Other(error);
    };
    match code & 0xff {
        5 | 6 | 15 => StoreError::Busy(error),
        8 => StoreError::ReadOnly(error),
        10 | 14 => StoreError::Unavailable(error),
        13 => StoreError::Full(error),
        11 | 26 => StoreError::corrupt("database file", error),
        19 => StoreError::Constraint {
            name,
            unique: matches!(code, 1555 | 2067),
            source: error,
        },
        _ => StoreError::Other(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(code: &str) -> &'static str {
        match by_code(code, "name".into(), sqlx::Error::RowNotFound) {
            StoreError::Unavailable(_) => "unavailable",
            StoreError::Busy(_) => "busy",
            StoreError::Full(_) => "full",
            StoreError::ReadOnly(_) => "read-only",
            StoreError::Constraint { unique: true, .. } => "unique",
            StoreError::Constraint { unique: false, .. } => "constraint",
            StoreError::Corrupt { .. } => "corrupt",
            _ => "other",
        }
    }

    #[test]
    fn codes_of_postgres_have_names() {
        for (code, name) in [
            ("08006", "unavailable"),
            ("25P03", "unavailable"),
            ("53300", "unavailable"),
            ("57P01", "unavailable"),
            ("57P03", "unavailable"),
            ("58030", "unavailable"),
            ("40001", "busy"),
            ("40P01", "busy"),
            ("55P03", "busy"),
            ("57014", "busy"),
            ("53100", "full"),
            ("25006", "read-only"),
            ("23505", "unique"),
            ("23503", "constraint"),
            ("23514", "constraint"),
            ("23000", "constraint"),
            ("42601", "other"),
            // A row too big for an index stays too big: nothing to try again.
            ("54000", "other"),
        ] {
            assert_eq!(named(code), name, "{code}");
        }
    }

    #[test]
    fn codes_of_sqlite_have_names() {
        for (code, name) in [
            ("5", "busy"),
            ("517", "busy"),
            ("6", "busy"),
            ("15", "busy"),
            ("8", "read-only"),
            ("1032", "read-only"),
            ("10", "unavailable"),
            ("778", "unavailable"),
            ("14", "unavailable"),
            ("13", "full"),
            ("11", "corrupt"),
            ("26", "corrupt"),
            ("1555", "unique"),
            ("2067", "unique"),
            ("787", "constraint"),
            ("275", "constraint"),
            ("1811", "constraint"),
            ("1", "other"),
            ("", "other"),
        ] {
            assert_eq!(named(code), name, "{code}");
        }
    }
}
