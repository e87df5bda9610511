//! Every code that a problem can carry: the one list, documented in `docs/errors.md`.
//!
//! A code is a promise to programs: its name and its status never change. A test compares this
//! list with the document, in both directions.

use axum::http::StatusCode;

/// A kind of problem: what programs tell problems apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    name: &'static str,
    status: StatusCode,
    title: &'static str,
}

impl Code {
    /// The word in a problem's `code`, in snake case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// The HTTP status it always comes with.
    #[must_use]
    pub const fn status(self) -> StatusCode {
        self.status
    }

    /// The problem's `title`: the same short English words every time.
    #[must_use]
    pub const fn title(self) -> &'static str {
        self.title
    }
}

macro_rules! codes {
    ($($constant:ident = $name:literal, $status:ident, $title:literal;)*) => {
        $(
            #[doc = concat!("`", $name, "`: ", $title, ".")]
            pub const $constant: Code =
                Code { name: $name, status: StatusCode::$status, title: $title };
        )*

        /// Every code, by status.
        pub const ALL: &[Code] = &[$($constant),*];
    };
}

codes! {
    INVALID_INPUT = "invalid_input", BAD_REQUEST, "Invalid input";
    INVALID_JSON = "invalid_json", BAD_REQUEST, "Not JSON";
    INVALID_REQUEST = "invalid_request", BAD_REQUEST, "Unreadable request";
    IDEMPOTENCY_KEY_MISSING = "idempotency_key_missing", BAD_REQUEST, "No idempotency key";
    CART_EMPTY = "cart_empty", BAD_REQUEST, "The cart is empty";
    TOO_MANY_LINES = "too_many_lines", BAD_REQUEST, "The cart is full";
    INVALID_IMPORT = "invalid_import", BAD_REQUEST, "Not a product file";
    UNAUTHORIZED = "unauthorized", UNAUTHORIZED, "Not signed in";
    WRONG_CREDENTIALS = "wrong_credentials", UNAUTHORIZED, "Wrong credentials";
    SECOND_FACTOR_REQUIRED = "second_factor_required", UNAUTHORIZED, "Second factor needed";
    SECOND_FACTOR_WRONG = "second_factor_wrong", UNAUTHORIZED, "Wrong second factor";
    FORBIDDEN = "forbidden", FORBIDDEN, "Not allowed";
    SECOND_FACTOR_MISSING = "second_factor_missing", FORBIDDEN, "No second factor";
    NOT_BOUGHT = "not_bought", FORBIDDEN, "Not bought";
    CROSS_SITE = "cross_site", FORBIDDEN, "Sent from another site";
    NOT_FOUND = "not_found", NOT_FOUND, "Not found";
    UNKNOWN_SKU = "unknown_sku", NOT_FOUND, "Unknown SKU";
    METHOD_NOT_ALLOWED = "method_not_allowed", METHOD_NOT_ALLOWED, "Method not allowed";
    BODY_TIMEOUT = "body_timeout", REQUEST_TIMEOUT, "The body came too slowly";
    USERNAME_TAKEN = "username_taken", CONFLICT, "The username is taken";
    CART_ORDERED = "cart_ordered", CONFLICT, "The cart has been ordered";
    OUT_OF_STOCK = "out_of_stock", CONFLICT, "Out of stock";
    SALE_LIMIT = "sale_limit", CONFLICT, "More than the sale gives one customer";
    PRICE_CHANGED = "price_changed", CONFLICT, "The total has changed";
    IN_PROGRESS = "in_progress", CONFLICT, "Still in progress";
    ILLEGAL_MOVE = "illegal_move", CONFLICT, "The order can't take this move";
    SLUG_TAKEN = "slug_taken", CONFLICT, "The slug is taken";
    SKU_TAKEN = "sku_taken", CONFLICT, "The SKU is taken";
    CODE_TAKEN = "code_taken", CONFLICT, "The code is taken";
    STALE = "stale", CONFLICT, "Changed by somebody else";
    LIST_FULL = "list_full", CONFLICT, "The list is full";
    IN_STOCK = "in_stock", CONFLICT, "In stock";
    INSUFFICIENT_STOCK = "insufficient_stock", CONFLICT, "Not enough stock";
    BODY_TOO_LARGE = "body_too_large", PAYLOAD_TOO_LARGE, "The body is too large";
    UNSUPPORTED_MEDIA_TYPE = "unsupported_media_type", UNSUPPORTED_MEDIA_TYPE, "Unsupported media type";
    IDEMPOTENCY_KEY_REUSED = "idempotency_key_reused", UNPROCESSABLE_ENTITY, "Idempotency key used for something else";
    RATE_LIMITED = "rate_limited", TOO_MANY_REQUESTS, "Too many requests";
    TOO_MANY_ATTEMPTS = "too_many_attempts", TOO_MANY_REQUESTS, "Too many failed attempts";
    INTERNAL = "internal", INTERNAL_SERVER_ERROR, "Something went wrong here";
    UNAVAILABLE = "unavailable", SERVICE_UNAVAILABLE, "Not available right now";
    BUSY = "busy", SERVICE_UNAVAILABLE, "Too busy right now";
    TIMED_OUT = "timed_out", SERVICE_UNAVAILABLE, "It took too long";
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `(code, status, title)` of every row of the document's table.
    fn documented() -> Vec<(String, u16, String)> {
        let document = include_str!("../../../../docs/errors.md");
        let rows = document.lines().filter(|line| line.starts_with("| `"));
        rows.map(|row| {
            let mut cells = row.trim_matches('|').split('|').map(str::trim);
            let code = cells.next().unwrap().trim_matches('`').to_owned();
            let status = cells.next().unwrap().parse().unwrap();
            (code, status, cells.next().unwrap().to_owned())
        })
        .collect()
    }

    #[test]
    fn the_document_lists_exactly_these_codes() {
        let coded: Vec<_> = ALL
            .iter()
            .map(|code| {
                (
                    code.name.to_owned(),
                    code.status.as_u16(),
                    code.title.to_owned(),
                )
            })
            .collect();
        assert_eq!(documented(), coded);
    }

    #[test]
    fn codes_are_unique_and_in_the_order_of_their_status() {
        let mut names: Vec<_> = ALL.iter().map(|code| code.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ALL.len());
        assert!(ALL.is_sorted_by_key(|code| code.status.as_u16()));
    }
}
