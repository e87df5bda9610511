//! Fields of forms as templates show them: what was typed, and what is wrong with it; the data of
//! `parts/field.html` and `parts/problems.html`.

use domain::FieldError;

use crate::strings::Strings;

/// A text field.
pub(crate) struct Field {
    /// Its name in the form, and its id on the page.
    pub(crate) name: &'static str,
    /// What is called above it.
    pub(crate) label: &'static str,
    /// How to fill it in; empty if the label says it all.
    pub(crate) hint: &'static str,
    /// `text`, `tel`, `email`, `password`.
    pub(crate) kind: &'static str,
    /// What the browser may fill in (HTML standard, autofill field names).
    pub(crate) autocomplete: &'static str,
    /// Which keyboard a phone shows; empty for the usual one.
    pub(crate) inputmode: &'static str,
    /// The id of a list of suggestions; empty for none.
    pub(crate) list: &'static str,
    /// What stands in it.
    pub(crate) value: String,
    /// Whether it must be filled in.
    pub(crate) required: bool,
    /// Characters at most.
    pub(crate) max: usize,
    /// What is wrong with it.
    pub(crate) error: Option<&'static str>,
}

/// A line of the summary above a form.
pub(crate) struct FieldProblem {
    /// The field's id.
    pub(crate) field: String,
    /// Its label.
    pub(crate) label: String,
    /// What is wrong.
    pub(crate) message: &'static str,
}

impl Field {
    /// An empty, required text field.
    pub(crate) fn new(name: &'static str, label: &'static str, autocomplete: &'static str) -> Self {
        Field {
            name,
            label,
            hint: "",
            kind: "text",
            autocomplete,
            inputmode: "",
            list: "",
            value: String::new(),
            required: true,
            max: 200,
            error: None,
        }
    }

    /// With what was typed and what is wrong with it.
    pub(crate) fn filled(mut self, t: &Strings, value: &str, errors: &[FieldError]) -> Self {
        value.clone_into(&mut self.value);
        self.error = message(t, self.name, errors);
        self
    }

    /// What `aria-describedby` names: the hint and the error, if they are there.
    pub(crate) fn described_by(&self) -> String {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-hint", self.name));
        let error = self.error.map(|_| format!("{}-error", self.name));
        hint.into_iter().chain(error).collect::<Vec<_>>().join(" ")
    }
}

/// What is wrong with the field of that name, in the page's language.
pub(crate) fn message(t: &Strings, name: &str, errors: &[FieldError]) -> Option<&'static str> {
    let error = errors.iter().find(|error| error.field == name)?;
    Some(t.field_message(&error.field, error.code))
}

/// The summary: every error, once per field.
pub(crate) fn problems(t: &Strings, errors: &[FieldError]) -> Vec<FieldProblem> {
    let mut problems: Vec<FieldProblem> = Vec::new();
    for error in errors {
        if problems.iter().all(|known| known.field != error.field) {
            problems.push(FieldProblem {
                field: error.field.clone(),
                label: t.field_label(&error.field).to_owned(),
                message: t.field_message(&error.field, error.code),
            });
        }
    }
    problems
}
