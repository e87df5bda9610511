//! What is wrong with a flash sale's form: a summary above it, a sentence below each box. A line's
//! box is named as the use case names it in its errors (`lines[2].sku`).

use domain::FieldError;
use pages::fields::FieldProblem;

use crate::strings::FlashSaleTexts;

/// The errors of a form.
pub(super) struct Errors<'a> {
    t: &'static FlashSaleTexts,
    errors: &'a [FieldError],
}

impl<'a> Errors<'a> {
    pub(super) fn new(t: &'static FlashSaleTexts, errors: &'a [FieldError]) -> Self {
        Self { t, errors }
    }

    /// What is wrong with the box of that name.
    pub(super) fn of(&self, name: &str) -> Option<&'static str> {
        let error = self.errors.iter().find(|e| box_of(&e.field) == name)?;
        Some(self.t.message(place(name).1, error.code))
    }

    /// The summary, a line a box.
    pub(super) fn summary(&self) -> Vec<FieldProblem> {
        let mut problems: Vec<FieldProblem> = Vec::new();
        for error in self.errors {
            let field = box_of(&error.field);
            if problems.iter().any(|known| known.field == field) {
                continue;
            }
            let (line, name) = place(field);
            let label = self.t.label(name);
            problems.push(FieldProblem {
                field: field.to_owned(),
                label: match line {
                    Some(at) => self.t.line_field(at + 1, label),
                    None => label.to_owned(),
                },
                message: self.t.message(name, error.code),
            });
        }
        problems
    }
}

/// The box that an error belongs to: amounts are typed in taka.
fn box_of(field: &str) -> &str {
    field.strip_suffix("_paisa").unwrap_or(field)
}

/// `lines[2].sku` as (2, `sku`); `name` as itself.
pub(super) fn place(field: &str) -> (Option<usize>, &str) {
    let indexed = || {
        let (index, name) = field.strip_prefix("lines[")?.split_once("].")?;
        Some((index.parse().ok()?, name))
    };
    match indexed() {
        Some((index, name)) => (Some(index), name),
        None => (None, field),
    }
}

#[cfg(test)]
mod tests {
    use domain::Lang;

    use super::*;

    #[test]
    fn an_error_finds_its_box_and_its_words() {
        let t = FlashSaleTexts::of(Lang::En);
        let errors = [
            FieldError::new("lines[1].price_paisa", FieldError::RANGE, "x"),
            FieldError::new("lines[1].price_paisa", FieldError::FORMAT, "x"),
            FieldError::new("ends_at", FieldError::RANGE, "x"),
            FieldError::new("lines", FieldError::LENGTH, "x"),
        ];
        let errors = Errors::new(t, &errors);
        assert_eq!(errors.of("lines[1].price"), Some(t.price_range));
        assert_eq!(errors.of("lines[0].price"), None);
        let summary: Vec<(String, &str)> = errors
            .summary()
            .into_iter()
            .map(|problem| (problem.label, problem.message))
            .collect();
        let wanted = [
            ("Line 2: Sale price, taka".to_owned(), t.price_range),
            ("Ends".to_owned(), t.ends_range),
            ("On sale".to_owned(), t.lines_length),
        ];
        assert_eq!(summary, wanted);
    }
}
