//! The OpenAPI document: what the handlers say, and what holds for all of them.
//!
//! A handler's `#[utoipa::path]` lists what is special about it. What follows from the
//! authorisation table (who must sign in, who is refused) and from the stack (limits, time,
//! failures) is added here to every call, so that no handler can forget it.

use edge::Problem;
use serde_json::{Map, Value, json};
use utoipa::openapi::OpenApi;
use utoipa::{PartialSchema, ToSchema};

use crate::authorisation::{self, Rule, Who};
use crate::routes::described;

const DESCRIPTION: &str = "\
The JSON API of DhakaCart, an electronics shop in Dhaka. Bodies are JSON, times RFC 3339 in UTC, \
and amounts named `…_paisa` whole paisa: ৳1 is 100.

Errors are `application/problem+json` (RFC 9457); programs tell them apart by `code`. Lists take \
`page` and `per_page` and answer `page`, `per_page` and `total`. A session's token, or an order's \
access token, is sent as `Authorization: Bearer …`.

The examples call a shop on your own machine; put a session's token into `$TOKEN`.";

const TAGS: [(&str, &str); 15] = [
    ("System", "Is it there, is it well, what can it do."),
    ("Accounts", "Opening an account, signing in and out."),
    (
        "Products",
        "Browsing and searching. Never needs a token, and never waits for the database.",
    ),
    ("Carts", "What somebody is about to buy."),
    ("Orders", "Placing an order, following it, calling it off."),
    (
        "Reviews",
        "What buyers say; published once staff have read it.",
    ),
    ("Wishlist", "What a customer would like to have."),
    ("Back office: products", "What is for sale."),
    ("Back office: stock", "What is on the shelf, and why."),
    ("Back office: promotions", "Coupons and flash sales."),
    ("Back office: orders", "Getting orders to their customers."),
    ("Back office: reviews", "What everybody may read."),
    (
        "Back office: blocks",
        "Clients that went on calling long past the limit.",
    ),
    ("Back office: users", "Who may do what."),
    ("Back office: audit", "Who did what."),
];

/// The whole document.
pub(super) fn json() -> Value {
    let openapi = described().into_openapi();
    let mut document = written(&openapi);
    document["openapi"] = json!("3.1.0");
    document["info"] = json!({
        "title": "DhakaCart API",
        "version": env!("CARGO_PKG_VERSION"),
        "description": DESCRIPTION,
        "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    });
    document["servers"] = json!([{"url": "/"}]);
    document["tags"] = TAGS
        .into_iter()
        .map(|(name, description)| json!({"name": name, "description": description}))
        .collect();
    add_components(&mut document);
    if let Some(paths) = document["paths"].as_object_mut() {
        for (path, item) in paths {
            for (method, operation) in item.as_object_mut().into_iter().flatten() {
                complete(&method.to_ascii_uppercase(), path, operation);
            }
        }
    }
    document
}

fn written(openapi: &OpenApi) -> Value {
    // Strings and maps of strings always serialise.
    serde_json::to_value(openapi).unwrap_or_default()
}

/// The shapes of a problem, and the way to prove who one is.
fn add_components(document: &mut Value) {
    let mut schemas = vec![(Problem::name().into_owned(), Problem::schema())];
    Problem::schemas(&mut schemas);
    for (name, schema) in schemas {
        document["components"]["schemas"][name] = serde_json::to_value(schema).unwrap_or_default();
    }
    document["components"]["securitySchemes"]["bearer"] = json!({
        "type": "http",
        "scheme": "bearer",
        "description": "A session's token, as login and registration answer it; for one order, its `access_token`.",
    });
}

fn complete(method: &str, path: &str, operation: &mut Value) {
    if let Some(rule) = authorisation::rule(method, path) {
        operation["security"] = security(rule, path);
    }
    let parameters = operation
        .get_mut("parameters")
        .and_then(Value::as_array_mut);
    parameters.into_iter().flatten().for_each(describe);
    let has_body = operation.get("requestBody").is_some();
    let has_parameters = operation.get("parameters").is_some();
    let Some(responses) = operation["responses"].as_object_mut() else {
        return;
    };
    for (status, description) in common(method, path, has_body, has_parameters) {
        responses
            .entry(status)
            .or_insert_with(|| json!({"description": description}));
    }
    let sorted: std::collections::BTreeMap<String, Value> = std::mem::take(responses)
        .into_iter()
        .map(with_problem)
        .collect();
    *responses = Map::from_iter(sorted);
}

/// A parameter from a closed set is described where the set is; a blank one in the query is one
/// that was left out, as forms send it.
fn describe(parameter: &mut Value) {
    // Of a list the blank is an element.
    if parameter["in"] == "query" && parameter["schema"]["type"] != "array" {
        parameter["allowEmptyValue"] = json!(true);
    }
    if parameter.get("description").is_none()
        && let Some(described) = parameter.pointer("/schema/description").cloned()
    {
        parameter["description"] = described;
    }
}

/// What everybody gets needs no token; where only some get it, a token may help or is needed.
fn security(rule: &Rule, path: &str) -> Value {
    let bearer = json!({"bearer": []});
    let everyone = Who::ALL.into_iter().all(|who| rule.allows(who));
    if everyone && path != "/api/carts" {
        json!([])
    } else if rule.answer(Who::Anonymous) == 401 {
        json!([bearer])
    } else {
        json!([{}, bearer])
    }
}

/// The answers that a call has because of what it is.
fn common(
    method: &str,
    path: &str,
    has_body: bool,
    has_parameters: bool,
) -> Vec<(&'static str, &'static str)> {
    let mut answers = Vec::new();
    if let Some(rule) = authorisation::rule(method, path) {
        if rule.answers.contains(&401) {
            answers.push((
                "401",
                "`unauthorized`: no token, or one that isn't valid any more.",
            ));
        }
        if rule.answers.contains(&403) {
            answers.push(("403", "`forbidden`: the account may not do this."));
        }
        if rule.answers.contains(&404) || path.contains('{') {
            answers.push((
                "404",
                "`not_found`: no such thing, or none for this caller.",
            ));
        }
    }
    if has_body || has_parameters {
        answers.push(("400", "`invalid_input` with the fields that are wrong."));
    }
    if has_body {
        answers.push(("413", "`body_too_large`"));
        answers.push(("415", "`unsupported_media_type`"));
    }
    if !matches!(path, "/health" | "/ready") {
        answers.push((
            "429",
            "`rate_limited`: come back after `Retry-After` seconds.",
        ));
    }
    answers.push((
        "500",
        "`internal`: our fault; name the `request_id` when you tell us.",
    ));
    if path != "/health" {
        answers.push((
            "503",
            "`unavailable`, `busy` or `timed_out`: try again after `Retry-After`.",
        ));
    }
    answers
}

/// An error without a body of its own is a problem.
fn with_problem((status, mut answer): (String, Value)) -> (String, Value) {
    if status.as_str() >= "400" && answer.get("content").is_none() {
        let schema = json!({"$ref": "#/components/schemas/Problem"});
        answer["content"] = json!({"application/problem+json": {"schema": schema}});
    }
    (status, answer)
}
