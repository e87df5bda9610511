//! The addresses of things a shopper opens, without host and language.

pub(crate) use pages::links::{part, with_query};

/// The page of a product.
pub(crate) fn product(slug: &str) -> String {
    format!("/products/{}", part(slug))
}

/// The page of a category.
pub(crate) fn category(slug: &str) -> String {
    format!("/categories/{}", part(slug))
}

/// The page of an order.
pub(crate) fn order(number: &domain::OrderNumber) -> String {
    format!("/orders/{}", part(number.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_one_segment() {
        assert_eq!(category("মোবাইল"), format!("/categories/{}", part("মোবাইল")));
        assert!(category("মোবাইল").is_ascii());
        assert_eq!(product("a/b"), "/products/a%2Fb");
    }
}
