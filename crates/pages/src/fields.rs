//! Fields of forms as templates show them: what was typed, and what is wrong with it; the data of
//! each face's `parts/field.html` and `parts/problems.html`.
//!
//! A [`FieldError`]'s own message is English and for programs; a page looks its field and code up
//! in the face's [`FieldWords`].

use domain::FieldError;

/// What a face calls the fields of its forms, and what can be wrong with them, in one language.
pub trait FieldWords {
    /// What a field is called above its box; its name for one that no form has.
    fn field_label<'a>(&self, field: &'a str) -> &'a str;

    /// What is wrong with a field, as a sentence. `code` is a [`FieldError::code`].
    fn field_message(&self, field: &str, code: &str) -> &'static str;
}

/// A text field.
pub struct Field {
    /// Its name in the form, and its id on the page.
    pub name: &'static str,
    /// What is called above it.
    pub label: &'static str,
    /// How to fill it in; empty if the label says it all.
    pub hint: &'static str,
    /// `text`, `tel`, `email`, `password`.
    pub kind: &'static str,
    /// What the browser may fill in (HTML standard, autofill field names).
    pub autocomplete: &'static str,
    /// Which keyboard a phone shows; empty for the usual one.
    pub inputmode: &'static str,
    /// The id of a list of suggestions; empty for none.
    pub list: &'static str,
    /// What stands in it.
    pub value: String,
    /// Whether it must be filled in.
    pub required: bool,
    /// Characters at most.
    pub max: usize,
    /// What is wrong with it.
    pub error: Option<&'static str>,
}

/// A line of the summary above a form.
pub struct FieldProblem {
    /// The field's id.
    pub field: String,
    /// Its label.
    pub label: String,
    /// What is wrong.
    pub message: &'static str,
}

impl Field {
    /// An empty, required text field.
    #[must_use]
    pub fn new(name: &'static str, label: &'static str, autocomplete: &'static str) -> Self {
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
    #[must_use]
    pub fn filled(mut self, t: &impl FieldWords, value: &str, errors: &[FieldError]) -> Self {
        value.clone_into(&mut self.value);
        self.error = message(t, self.name, errors);
        self
    }

    /// What `aria-describedby` names: the hint and the error, if they are there.
    #[must_use]
    pub fn described_by(&self) -> String {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-hint", self.name));
        let error = self.error.map(|_| format!("{}-error", self.name));
        hint.into_iter().chain(error).collect::<Vec<_>>().join(" ")
    }
}

/// What is wrong with the field of that name, in the page's language.
#[must_use]
pub fn message(t: &impl FieldWords, name: &str, errors: &[FieldError]) -> Option<&'static str> {
    let error = errors.iter().find(|error| error.field == name)?;
    Some(t.field_message(&error.field, error.code))
}

/// The summary: every error, once per field.
#[must_use]
pub fn problems(t: &impl FieldWords, errors: &[FieldError]) -> Vec<FieldProblem> {
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
