//! How one setting gets its value: environment, `X_FILE` or `X_AWS`, TOML file, default, in that
//! order.
//!
//! The reader never stops at a wrong setting. It writes the problem down, answers [`Reported`] in
//! the value's place, and goes on, so that an operator sees everything that is wrong in one start.

use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::error::{ConfigError, Problem, printable};
use crate::file::{self, SettingsFile};
use crate::known;
use crate::origin::Origin;
use crate::remote;
use crate::report::Shown;
use crate::settings::{AWS_SUFFIX, CONFIG_FILE, FILE_SUFFIX, Setting};
use crate::source::Source;
use crate::value::Reason;

/// A text that was given, and where.
type Given = (Zeroizing<String>, Origin);

/// Stands where a value would be, when the problem with it has been written down already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reported;

/// Reads settings and collects what is wrong with them.
pub(crate) struct Reader<'a> {
    source: &'a dyn Source,
    file: SettingsFile,
    problems: Vec<Problem>,
    shown: Vec<Shown>,
    /// What an operator should know and the start needn't stop for.
    pub(crate) warnings: Vec<String>,
}

impl<'a> Reader<'a> {
    /// Reads the TOML file, if one is named, and looks for names that nobody knows.
    pub(crate) fn open(source: &'a dyn Source) -> Self {
        let mut reader = Self {
            source,
            file: SettingsFile::default(),
            problems: Vec::new(),
            shown: Vec::new(),
            warnings: Vec::new(),
        };
        if let Ok(Some(path)) = reader.variable(CONFIG_FILE) {
            match SettingsFile::read(PathBuf::from(path.as_str())) {
                Ok(file) => reader.file = file,
                Err(why) => reader.problems.push(Problem::named(CONFIG_FILE, why)),
            }
        }
        reader.problems.extend(known::unknown(source, &reader.file));
        reader
    }

    /// The value of a setting that always has one.
    pub(crate) fn value<T>(
        &mut self,
        setting: &'static Setting,
        parse: impl Fn(&str) -> Result<T, Reason>,
    ) -> Result<T, Reported> {
        if let Some(value) = self.optional(setting, &parse)? {
            return Ok(value);
        }
        let default = setting.default.words();
        parse(default)
            .map_err(|why| self.refuse(setting, Some(default), Some(Origin::Default), why))
    }

    /// The value of a setting whose default follows from elsewhere; it is shown as that.
    pub(crate) fn value_or<T: ToString>(
        &mut self,
        setting: &'static Setting,
        parse: impl Fn(&str) -> Result<T, Reason>,
        default: T,
    ) -> Result<T, Reported> {
        let given = self.optional(setting, parse)?;
        if given.is_none()
            && let Some(shown) = self.shown.last_mut()
        {
            shown.value = default.to_string();
        }
        Ok(given.unwrap_or(default))
    }

    /// The value that was given, or `None` where nobody gave one.
    pub(crate) fn optional<T>(
        &mut self,
        setting: &'static Setting,
        parse: impl Fn(&str) -> Result<T, Reason>,
    ) -> Result<Option<T>, Reported> {
        let Some((text, origin)) = self.given(setting)? else {
            self.shown.push(Shown::default_of(setting));
            return Ok(None);
        };
        let value = parse(&text)
            .map_err(|why| self.refuse(setting, Some(&text), Some(origin.clone()), why))?;
        self.shown.push(Shown::given(setting, &text, origin));
        Ok(Some(value))
    }

    /// Writes down that settings which are right one by one are wrong together.
    pub(crate) fn refuse_together(&mut self, setting: &'static Setting, why: &str) {
        let shown = self
            .shown
            .iter()
            .find(|shown| shown.setting.name == setting.name);
        let given = shown.filter(|shown| shown.origin != Origin::Default);
        self.problems.push(Problem {
            name: setting.name.to_owned(),
            given: given
                .filter(|_| !setting.secret)
                .map(|shown| printable(&shown.value)),
            origin: shown.map(|shown| shown.origin.clone()),
            why: why.to_owned(),
            takes: None,
        });
    }

    /// What was read, every setting as it is to be printed, and the warnings; or everything that
    /// is wrong.
    pub(crate) fn finish<T>(
        self,
        read: Result<T, Reported>,
    ) -> Result<(T, Vec<Shown>, Vec<String>), ConfigError> {
        match read {
            Ok(value) if self.problems.is_empty() => Ok((value, self.shown, self.warnings)),
            _ => Err(ConfigError {
                problems: self.problems,
            }),
        }
    }

    /// The text that was given and where. It may be a secret: it is overwritten when it is dropped.
    fn given(&mut self, setting: &'static Setting) -> Result<Option<Given>, Reported> {
        let file_variable = format!("{}{FILE_SUFFIX}", setting.name);
        let aws_variable = format!("{}{AWS_SUFFIX}", setting.name);
        let direct = self.variable(setting.name);
        let path = self.variable(&file_variable);
        let remote = self.variable(&aws_variable);
        match (direct?, path?, remote?) {
            (Some(text), None, None) => Ok(Some((text, Origin::Environment))),
            (None, Some(path), None) => {
                match file::read_value(Path::new(&*path), &shown_path(setting, &path)) {
                    Ok(text) => Ok(Some((text, Origin::ValueFile(path.as_str().into())))),
                    Err(why) => Err(self.refuse_variable(file_variable, why)),
                }
            }
            (None, None, Some(named)) => match self.fetched(&named) {
                Ok(given) => Ok(Some(given)),
                Err(why) => Err(self.refuse_variable(aws_variable, why)),
            },
            (None, None, None) => self.in_settings_file(setting),
            (direct, path, remote) => {
                let itself = direct.map(|_| "itself".to_owned());
                let ways = [
                    itself,
                    path.map(|_| file_variable),
                    remote.map(|_| aws_variable),
                ];
                let ways: Vec<String> = ways.into_iter().flatten().collect();
                let why = format!("is given more than once: as {}", ways.join(" and as "));
                Err(self.refuse(setting, None, None, why))
            }
        }
    }

    /// What Secrets Manager had for the name in an `X_AWS`.
    fn fetched(&self, named: &str) -> Result<Given, String> {
        let secret = remote::parse(named)?;
        let value = self
            .source
            .remote(&secret)
            .map_err(|why| format!("AWS Secrets Manager: {why}"))?;
        let text = Zeroizing::new(value.expose().to_owned());
        Ok((text, Origin::Aws(secret)))
    }

    fn in_settings_file(&mut self, setting: &'static Setting) -> Result<Option<Given>, Reported> {
        let origin = Origin::SettingsFile(self.file.path.clone());
        match self.file.text(setting.key) {
            None => Ok(None),
            Some(Ok(text)) => Ok(Some((Zeroizing::new(text), origin))),
            Some(Err(kind)) => {
                let why = format!("holds a TOML {kind}, which no setting is");
                Err(self.refuse(setting, None, Some(origin), why))
            }
        }
    }

    /// A variable that is set to something. An empty one counts as not set: that is what
    /// `${SOMETHING:-}` in a compose file leaves behind.
    fn variable(&mut self, name: &str) -> Result<Option<Zeroizing<String>>, Reported> {
        match self.source.var(name).map(std::ffi::OsString::into_string) {
            None => Ok(None),
            Some(Ok(text)) => Ok(Some(Zeroizing::new(text)).filter(|text| !text.is_empty())),
            Some(Err(_)) => {
                self.problems.push(Problem::named(name, "isn't UTF-8"));
                Err(Reported)
            }
        }
    }

    fn refuse_variable(&mut self, variable: String, why: String) -> Reported {
        self.problems.push(Problem::named(variable, why));
        Reported
    }

    fn refuse(
        &mut self,
        setting: &'static Setting,
        text: Option<&str>,
        origin: Option<Origin>,
        why: Reason,
    ) -> Reported {
        self.problems.push(Problem {
            name: setting.name.to_owned(),
            given: text.filter(|_| !setting.secret).map(printable),
            origin,
            why,
            takes: Some(setting.takes),
        });
        Reported
    }
}

/// A path as an error may print it. Somebody will put the secret itself where its file's path
/// belongs, so for a secret only what is plainly a path is printed.
fn shown_path(setting: &Setting, path: &str) -> String {
    if setting.secret && !path.starts_with(['/', '.']) {
        "the file that it names".to_owned()
    } else {
        printable(path)
    }
}
