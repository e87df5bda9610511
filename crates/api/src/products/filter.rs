//! What `GET /api/products` can be asked: words, filters, order, page.

use catalogue::{Query, Sort};
use domain::{FieldError, Paisa};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::paging::PageParams;
use crate::words;

/// The longest text to search for, in characters.
const MAX_WORDS: usize = 200;
/// The most makers in one filter.
const MAX_BRANDS: usize = 50;

/// Which products.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ProductFilter {
    /// Words to search for, in English or Bangla; small typing errors are forgiven.
    #[param(max_length = 200, example = "phone")]
    q: Option<String>,
    /// A category's slug; its sub-categories are included.
    category: Option<String>,
    /// A maker; repeat it, or separate several by commas.
    #[serde(default)]
    brand: Vec<String>,
    /// The lowest price in taka, Bangla digits taken.
    #[param(schema_with = words::taka, example = "500")]
    min_price: Option<String>,
    /// The highest price in taka.
    #[param(schema_with = words::taka)]
    max_price: Option<String>,
    /// `true` or `1`: only what can be ordered now.
    in_stock: Option<bool>,
    /// The order; by relevance if left out.
    #[param(schema_with = words::sort)]
    sort: Option<String>,
}

impl ProductFilter {
    /// The question to the catalogue.
    ///
    /// # Errors
    /// Every parameter that is wrong.
    pub(crate) fn query(self, page: PageParams) -> Result<Query, Vec<FieldError>> {
        let mut errors = Vec::new();
        let asked = page.collect(&mut errors);
        let text = given(self.q);
        if text
            .as_ref()
            .is_some_and(|text| text.chars().count() > MAX_WORDS)
        {
            let message = format!("q has at most {MAX_WORDS} characters");
            errors.push(FieldError::new("q", FieldError::LENGTH, message));
        }
        let brand = brands(&self.brand);
        if brand.len() > MAX_BRANDS {
            let message = format!("At most {MAX_BRANDS} makers can be asked for at once");
            errors.push(FieldError::new("brand", FieldError::LENGTH, message));
        }
        let min_price = price("min_price", self.min_price, &mut errors);
        let max_price = price("max_price", self.max_price, &mut errors);
        let sort = given(self.sort).map_or(Ok(Sort::default()), |sort| sort.parse());
        let sort = sort.unwrap_or_else(|unknown| {
            errors.push(FieldError::new(
                "sort",
                FieldError::UNKNOWN,
                unknown.to_string(),
            ));
            Sort::default()
        });
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Query {
            text,
            category: given(self.category),
            brand,
            min_price,
            max_price,
            in_stock: self.in_stock.unwrap_or(false),
            sort,
            page: asked.page,
            per_page: asked.per_page,
        })
    }
}

/// A blank parameter is none: forms send every field.
fn given(parameter: Option<String>) -> Option<String> {
    parameter
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
}

fn brands(parameters: &[String]) -> Vec<String> {
    let names = parameters.iter().flat_map(|parameter| parameter.split(','));
    names
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

fn price(
    field: &'static str,
    parameter: Option<String>,
    errors: &mut Vec<FieldError>,
) -> Option<Paisa> {
    let parsed = Paisa::parse_taka(&given(parameter)?);
    parsed
        .map_err(|e| errors.push(FieldError::new(field, FieldError::FORMAT, e.to_string())))
        .ok()
}
