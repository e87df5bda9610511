//! Every route of the API, in one place, and the router made of them.

use std::time::Duration;

use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;
use axum::middleware::from_fn;
use axum::routing::get;
use edge::{Limits, SessionIn, Stack};
use shop::Shop;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::Api;
use crate::{
    ApiOptions, addresses, admin, auth, carts, docs, orders, products, reviews, root,
    stock_requests, wishlist,
};

/// How long a product file may take to arrive.
const UPLOAD_TIME: Duration = Duration::from_secs(120);
/// A product with descriptions in two languages, or the whole table of synonyms.
const LARGE_BODY: usize = 1024 * 1024;
/// How long one of these may take to arrive.
const LARGE_BODY_TIME: Duration = Duration::from_secs(30);

/// The JSON API of `shop`, edge's stack included.
pub fn router(shop: Shop, options: ApiOptions) -> Router {
    let api = Api::new(shop.clone(), &options);
    let limits = options
        .rate_limit
        .map(|rate| Limits::new(rate, shop.clone(), SessionIn::Header));
    let mut stack = Stack::api(shop.ambient())
        .trusted_proxies(options.trusted_proxies)
        .limits(limits)
        // What isn't said to be public isn't: carts, orders, accounts.
        .header(CACHE_CONTROL, HeaderValue::from_static("no-store"))
        .time_limit(options.time_limit)
        .route_time_limit("/api/admin/imports", options.import_time_limit);
    if let Some(cors) = options.cors {
        stack = stack.cors(cors);
    }
    let (routes, _) = described().split_for_parts();
    routes
        .route(docs::STYLESHEET, get(docs::stylesheet))
        .fallback(edge::not_found)
        .method_not_allowed_fallback(edge::method_not_allowed)
        .with_state(api)
        .layer(stack)
}

/// The routes, each with its part of the OpenAPI document.
pub(crate) fn described() -> OpenApiRouter<Api> {
    OpenApiRouter::default()
        .merge(system())
        .merge(accounts())
        .merge(browsing())
        .merge(buying())
        .merge(keeping())
        .merge(back_office())
}

fn system() -> OpenApiRouter<Api> {
    OpenApiRouter::default()
        .routes(routes!(root::index::index))
        .routes(routes!(root::health::health))
        .routes(routes!(root::ready::ready))
        .merge(
            OpenApiRouter::default()
                .routes(routes!(docs::openapi_json))
                .routes(routes!(docs::docs_page))
                .layer(from_fn(edge::compress)),
        )
}

fn accounts() -> OpenApiRouter<Api> {
    OpenApiRouter::default()
        .routes(routes!(root::protected::protected))
        .routes(routes!(auth::register::register))
        .routes(routes!(auth::log_in::log_in))
        .routes(routes!(auth::log_out::log_out))
        .routes(routes!(auth::log_out::log_out_everywhere))
        .routes(routes!(auth::me::me, auth::contact::change_contact))
        .routes(routes!(auth::password::change_password))
}

/// Lists are compressed as they are sent; a product is kept compressed.
fn browsing() -> OpenApiRouter<Api> {
    OpenApiRouter::default()
        .routes(routes!(products::list::list_products))
        .routes(routes!(products::categories::list_categories))
        .routes(routes!(products::suggest::suggest))
        .layer(from_fn(edge::compress))
        .merge(OpenApiRouter::default().routes(routes!(products::show::show_product)))
}

fn buying() -> OpenApiRouter<Api> {
    OpenApiRouter::default()
        .routes(routes!(carts::create::create_cart))
        .routes(routes!(carts::show::show_cart))
        .routes(routes!(
            carts::lines::set_cart_line,
            carts::lines::remove_cart_line
        ))
        .routes(routes!(
            carts::coupon::set_cart_coupon,
            carts::coupon::remove_cart_coupon
        ))
        .routes(routes!(carts::quote::quote_cart))
        .routes(routes!(carts::hold::hold_cart))
        .routes(routes!(
            orders::list::list_orders,
            orders::place::place_order
        ))
        .routes(routes!(orders::show::show_order))
        .routes(routes!(orders::cancel::cancel_order))
}

/// What customers do besides buying.
fn keeping() -> OpenApiRouter<Api> {
    OpenApiRouter::default()
        .routes(routes!(orders::track::track_order))
        .routes(routes!(stock_requests::request_stock))
        .routes(routes!(
            reviews::list::list_reviews,
            reviews::write::write_review
        ))
        .routes(routes!(reviews::mine::my_reviews))
        .routes(routes!(wishlist::show_wishlist))
        .routes(routes!(wishlist::add_wish, wishlist::remove_wish))
        .routes(routes!(addresses::list_addresses, addresses::add_address))
        .routes(routes!(
            addresses::change_address,
            addresses::remove_address
        ))
}

fn back_office() -> OpenApiRouter<Api> {
    OpenApiRouter::default()
        .merge(product_keeping())
        .merge(promotions())
        .routes(routes!(admin::exports::export_products))
        .routes(routes!(admin::stock::show::show_stock))
        .routes(routes!(admin::stock::adjust::adjust_stock))
        .routes(routes!(admin::stock::waiting::list_waiting))
        .routes(routes!(admin::reviews::list::staff_list_reviews))
        .routes(routes!(admin::reviews::decide::decide_review))
        .routes(routes!(admin::orders::list::staff_list_orders))
        .routes(routes!(admin::orders::show::staff_show_order))
        .routes(routes!(admin::orders::moves::move_order))
        .routes(routes!(admin::orders::remit::remit_order))
        .routes(routes!(admin::orders::refund::refund_order))
        .routes(routes!(admin::orders::notes::note_order))
        .routes(routes!(admin::users::list::list_users))
        .routes(routes!(
            admin::users::show::show_user,
            admin::users::change::change_user
        ))
        .routes(routes!(admin::audit::list_audit))
        .merge(
            OpenApiRouter::default()
                .routes(routes!(admin::imports::import_products))
                .layer(edge::body_limit(admin::imports::MAX_BYTES, UPLOAD_TIME)),
        )
}

fn promotions() -> OpenApiRouter<Api> {
    OpenApiRouter::default()
        .routes(routes!(
            admin::coupons::list::list_coupons,
            admin::coupons::create::create_coupon
        ))
        .routes(routes!(
            admin::coupons::show::show_coupon,
            admin::coupons::update::update_coupon
        ))
        .routes(routes!(admin::coupons::end::end_coupon))
        .routes(routes!(
            admin::flash_sales::list::list_flash_sales,
            admin::flash_sales::create::create_flash_sale
        ))
        .routes(routes!(
            admin::flash_sales::show::show_flash_sale,
            admin::flash_sales::update::update_flash_sale
        ))
        .routes(routes!(admin::flash_sales::end::end_flash_sale))
}

/// Calls whose bodies are larger than the rest.
fn product_keeping() -> OpenApiRouter<Api> {
    OpenApiRouter::default()
        .routes(routes!(
            admin::products::list::staff_list_products,
            admin::products::create::create_product
        ))
        .routes(routes!(
            admin::products::show::staff_show_product,
            admin::products::update::update_product
        ))
        .routes(routes!(admin::products::archive::archive_product))
        .routes(routes!(
            admin::synonyms::list_synonyms,
            admin::synonyms::replace_synonyms
        ))
        .layer(edge::body_limit(LARGE_BODY, LARGE_BODY_TIME))
}
