//! `POST /api/orders`

use axum::extract::State;
use axum::http::header::LOCATION;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use edge::{IdempotencyKey, Json, MaybeUser, Problem};
use serde::Serialize;
use shop::{Placed, Shop};
use utoipa::ToSchema;

use super::body::OrderBody;
use super::request::OrderRequest;

const IDEMPOTENCY_REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// An order that was placed.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlacedOrder {
    order: OrderBody,
    /// Opens this order, and only this one, as `Authorization: Bearer …`. Shown here alone.
    access_token: String,
}

/// Place an order
///
/// Orders a cart, once per `Idempotency-Key`. Send the same key and body again after a lost answer:
/// the answer is the first one, with `Idempotency-Replayed: true`, and nothing is done twice. A
/// refusal reserves nothing. Input that is not valid doesn't use up the key.
#[utoipa::path(post, path = "/api/orders", tag = "Orders", operation_id = "place_order",
    params(("Idempotency-Key" = String, Header, min_length = 1, max_length = 255, pattern = "^[!-~]+$",
        description = "1 to 255 visible ASCII characters, such as a UUID, new for every order",
        example = "4c8b9a52-3f6e-4d1b-8f27-5f1d3f0f7c11")),
    responses(
        (status = 201, description = "Placed, now or by an earlier request with this key.", body = PlacedOrder,
            headers(
                ("Location" = String, description = "The order's own address"),
                ("Idempotency-Replayed" = String, description = "`true` if an earlier request placed it"),
            )),
        (status = 400, description = "`idempotency_key_missing`, `invalid_input` with every field that is wrong, or `cart_empty`."),
        (status = 404, description = "`not_found`: no such cart, or somebody else's."),
        (status = 409, description = "`out_of_stock` with `items`; `price_changed` with the new `total_paisa`; `in_progress` while a request with this key is at work; `cart_ordered`."),
        (status = 422, description = "`idempotency_key_reused`: this key came with another body."),
    ))]
pub(crate) async fn place_order(
    State(shop): State<Shop>,
    MaybeUser(caller): MaybeUser,
    IdempotencyKey(key): IdempotencyKey,
    Json(body): Json<OrderRequest>,
) -> Result<Response, Problem> {
    let order = body.check().map_err(Problem::invalid)?;
    Ok(created(shop.place_order(&caller, key, order).await?))
}

fn created(
    Placed {
        order,
        access_token,
        replayed,
    }: Placed,
) -> Response {
    let location = format!("/api/orders/{}", order.number);
    let body = PlacedOrder {
        order: OrderBody::for_buyer(order),
        access_token,
    };
    let mut response = (StatusCode::CREATED, [(LOCATION, location)], Json(body)).into_response();
    if replayed {
        response
            .headers_mut()
            .insert(IDEMPOTENCY_REPLAYED, HeaderValue::from_static("true"));
    }
    response
}
