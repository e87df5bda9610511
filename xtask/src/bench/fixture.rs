//! A folder of a benchmark's own, and a shop in it that sells the made-up catalogue.

use std::fs::DirBuilder;
use std::io::ErrorKind;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::catalogue;
use super::program::Program;
use super::say;

/// A folder, gone with this value.
pub(super) struct Scratch(PathBuf);

impl Scratch {
    /// Makes one that only this user can read.
    ///
    /// # Errors
    /// When it can't be made.
    pub(super) fn create() -> Result<Self> {
        let process = std::process::id();
        for attempt in 0..100 {
            let path = std::env::temp_dir().join(format!("dhakacart-bench-{process}-{attempt}"));
            match DirBuilder::new().mode(0o700).create(&path) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => bail!("making {}: {error}", path.display()),
                Ok(()) => return Ok(Self(path)),
            }
        }
        bail!("the temporary folder is full of benchmarks that nobody removed")
    }

    /// The folder.
    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            say(format_args!("removing {}: {error}", self.0.display()));
        }
    }
}

/// A database with the catalogue in it.
pub(super) struct Fixture {
    scratch: Scratch,
    /// Its `DATABASE_URL`.
    pub(super) database: String,
}

impl Fixture {
    /// An SQLite database, its catalogue imported with the program's own command.
    ///
    /// # Errors
    /// When the import fails.
    pub(super) fn sqlite(program: &Program) -> Result<Self> {
        Self::empty()?.filled(program)
    }

    /// No database yet: a first start makes one with the demo catalogue in it.
    ///
    /// # Errors
    /// When its folder can't be made.
    pub(super) fn empty() -> Result<Self> {
        let scratch = Scratch::create()?;
        let database = format!("sqlite://{}", scratch.path().join("shop.db").display());
        Ok(Self { scratch, database })
    }

    /// An empty PostgreSQL database, migrated, its catalogue imported.
    ///
    /// # Errors
    /// When one of the two fails.
    pub(super) fn postgres(program: &Program, database: String) -> Result<Self> {
        let scratch = Scratch::create()?;
        program.run(scratch.path(), &database, &["migrate"])?;
        Self { scratch, database }.filled(program)
    }

    /// Where the program runs.
    pub(super) fn folder(&self) -> &Path {
        self.scratch.path()
    }

    fn filled(self, program: &Program) -> Result<Self> {
        let file = self.folder().join("catalogue.csv");
        std::fs::write(&file, catalogue::csv())
            .with_context(|| format!("writing {}", file.display()))?;
        say(format_args!("importing {} products", catalogue::PRODUCTS));
        program.run(self.folder(), &self.database, &["import", "catalogue.csv"])?;
        Ok(self)
    }
}
