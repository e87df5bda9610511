//! `page` and `per_page`, the same for every list.

use domain::FieldError;
use edge::Problem;
use serde::Deserialize;
use shop::PageRequest;
use utoipa::IntoParams;

/// The last page that can be asked for; no list is that long.
const MAX_PAGE: u32 = 1_000_000;

/// Which part of a list is asked for.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PageParams {
    /// The page, from 1.
    #[param(minimum = 1, maximum = 1_000_000, default = 1)]
    page: Option<u32>,
    /// Entries a page.
    #[param(minimum = 1, maximum = 100, default = 24)]
    per_page: Option<u32>,
}

impl PageParams {
    /// The page that was asked for; what is wrong with it goes to `errors`.
    pub(crate) fn collect(self, errors: &mut Vec<FieldError>) -> PageRequest {
        let default = PageRequest::default();
        let asked = PageRequest {
            page: self.page.unwrap_or(default.page),
            per_page: self.per_page.unwrap_or(default.per_page),
        };
        if !(1..=MAX_PAGE).contains(&asked.page) {
            let message = format!("page must be between 1 and {MAX_PAGE}");
            errors.push(FieldError::new("page", FieldError::RANGE, message));
        }
        if !(1..=PageRequest::MAX_PER_PAGE).contains(&asked.per_page) {
            let message = format!(
                "per_page must be between 1 and {}",
                PageRequest::MAX_PER_PAGE
            );
            errors.push(FieldError::new("per_page", FieldError::RANGE, message));
        }
        asked
    }

    /// The page that was asked for, where nothing else can be wrong.
    pub(crate) fn request(self) -> Result<PageRequest, Problem> {
        let mut errors = Vec::new();
        let asked = self.collect(&mut errors);
        if errors.is_empty() {
            Ok(asked)
        } else {
            Err(Problem::invalid(errors))
        }
    }
}
