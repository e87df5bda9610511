//! Every route of the back office and whom it is for: the authorisation table.
//!
//! A route is added here with its rule or not at all, and the rule is enforced here: by a gate
//! around the handler, whatever the handler itself asks for. `tests/admin/access.rs` walks the
//! table as nobody, a customer, staff and an admin.
//!
//! Addresses are written without the language; each is served at `/admin…` and at `/bn/admin…`.

use std::time::Duration;

use axum::Router;
use axum::extract::{FromRequestParts as _, Request, State};
use axum::handler::Handler;
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::{self, MethodRouter};
use edge::{Admin, Problem, Session, Staff};

use crate::stock_requests;
use crate::{Office, assets, audit, categories, coupons, customers, dashboard, flash_sales};
use crate::{imports, orders, products, reviews, security, settings, staff, stock};

/// Whom a route is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Anybody, signed in or not: stylesheets and scripts.
    Anyone,
    /// Staff and admins.
    Staff,
    /// Admins alone.
    Admin,
}

/// One line of the table.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// The method, in capitals. `GET` stands for `HEAD` too.
    pub method: &'static str,
    /// The address as a template, without the language: `/admin/orders/{number}`.
    pub path: &'static str,
    /// Whom it is for.
    pub who: Who,
}

/// The table, for whoever wants to walk it.
#[must_use]
pub fn authorisation() -> Vec<Rule> {
    let routes = table(Routes::default());
    routes.0.into_iter().map(|(rule, _)| rule).collect()
}

fn table(routes: Routes) -> Routes {
    use Who::{Anyone, Staff};
    let routes = routes
        .get(Anyone, "/admin/assets/{*path}", assets::show)
        .get(Staff, "/admin", dashboard::show)
        .get(Staff, "/admin/events", dashboard::events);
    let routes = goods(routes);
    let routes = orders(routes);
    let routes = promotions(routes);
    let routes = people(routes);
    let routes = office(routes);
    // Whatever else is typed: first who it is, then that there is nothing.
    routes.get(Staff, "/admin/{*rest}", edge::not_found)
}

/// What is for sale.
#[rustfmt::skip] // one route a line
fn goods(routes: Routes) -> Routes {
    use Who::Staff;
    routes
        // --- products
        .get(Staff, "/admin/products", products::list)
        .get(Staff, "/admin/new-product", products::new)
        .upload(Staff, "/admin/new-product", products::FORM_BYTES, products::create)
        .get(Staff, "/admin/products/{product}", products::show)
        .upload(Staff, "/admin/products/{product}", products::FORM_BYTES, products::update)
        .get(Staff, "/admin/products/{product}/preview", products::preview)
        // --- categories
        .get(Staff, "/admin/categories", categories::list)
        .post(Staff, "/admin/categories", categories::add)
        .post(Staff, "/admin/categories/{category}", categories::update)
        .post(Staff, "/admin/categories/{category}/remove", categories::remove)
        // --- stock
        .get(Staff, "/admin/stock", stock::list)
        .get(Staff, "/admin/stock/{sku}", stock::of_sku)
        .post(Staff, "/admin/stock/{sku}", stock::adjust)
        .get(Staff, "/admin/bulk", stock::bulk)
        .upload(Staff, "/admin/bulk", stock::FORM_BYTES, stock::save)
        .get(Staff, "/admin/stock-requests", stock_requests::list)
        // --- import and export
        .get(Staff, "/admin/imports", imports::list)
        .upload(Staff, "/admin/imports", imports::FORM_BYTES, imports::start)
        .get(Staff, "/admin/imports/{import}", imports::show)
        .get(Staff, "/admin/imports/{import}/rejected.csv", imports::rejected)
        .get(Staff, "/admin/export/products.csv", imports::export)
}

/// What was sold.
#[rustfmt::skip] // one route a line
fn orders(routes: Routes) -> Routes {
    use Who::Staff;
    routes
        // --- orders
        .get(Staff, "/admin/orders", orders::list::show)
        .post(Staff, "/admin/orders/confirm", orders::list::confirm)
        .get(Staff, "/admin/orders/to-pack", orders::papers::to_pack)
        .get(Staff, "/admin/orders/to-hand-over", orders::papers::to_hand_over)
        .get(Staff, "/admin/orders/{number}", orders::detail::show)
        .post(Staff, "/admin/orders/{number}/moves/{step}", orders::moves::step)
        .post(Staff, "/admin/orders/{number}/payout", orders::moves::remit)
        .post(Staff, "/admin/orders/{number}/refund", orders::moves::refund)
        .post(Staff, "/admin/orders/{number}/notes", orders::moves::note)
        .get(Staff, "/admin/orders/{number}/packing-slip", orders::papers::packing_slip)
        .get(Staff, "/admin/orders/{number}/invoice", orders::papers::invoice)
}

/// What makes people buy.
#[rustfmt::skip] // one route a line
fn promotions(routes: Routes) -> Routes {
    use Who::Staff;
    routes
        // --- coupons
        .get(Staff, "/admin/coupons", coupons::list)
        .get(Staff, "/admin/new-coupon", coupons::new)
        .post(Staff, "/admin/new-coupon", coupons::create)
        .get(Staff, "/admin/coupons/{code}", coupons::show)
        .post(Staff, "/admin/coupons/{code}", coupons::update)
        .post(Staff, "/admin/coupons/{code}/end", coupons::end)
        // --- flash sales
        .get(Staff, "/admin/flash-sales", flash_sales::list)
        .get(Staff, "/admin/new-flash-sale", flash_sales::new)
        .post(Staff, "/admin/new-flash-sale", flash_sales::create)
        .get(Staff, "/admin/flash-sales/{sale}", flash_sales::show)
        .post(Staff, "/admin/flash-sales/{sale}", flash_sales::update)
        .post(Staff, "/admin/flash-sales/{sale}/end", flash_sales::end)
}

/// Who buys here, and what they say.
#[rustfmt::skip] // one route a line
fn people(routes: Routes) -> Routes {
    use Who::{Admin, Staff};
    routes
        // --- reviews
        .get(Staff, "/admin/reviews", reviews::list)
        .get(Staff, "/admin/reviews/{review}", reviews::show)
        .post(Staff, "/admin/reviews/{review}/publish", reviews::publish)
        .post(Staff, "/admin/reviews/{review}/reject", reviews::reject)
        // --- customers
        .get(Admin, "/admin/customers", customers::list)
        .get(Admin, "/admin/customers/{customer}", customers::show)
        .post(Admin, "/admin/customers/{customer}/disable", customers::disable)
        .post(Admin, "/admin/customers/{customer}/enable", customers::enable)
}

/// Who works here, what they did, and with what settings.
#[rustfmt::skip] // one route a line
fn office(routes: Routes) -> Routes {
    use Who::{Admin, Staff};
    routes
        // --- one's own second factor
        .get(Staff, "/admin/security", security::show)
        .post(Staff, "/admin/security/begin", security::begin)
        .post(Staff, "/admin/security/confirm", security::confirm)
        .post(Staff, "/admin/security/change", security::change)
        // --- staff
        .get(Admin, "/admin/staff", staff::list)
        .post(Admin, "/admin/staff", staff::add)
        .post(Admin, "/admin/staff/{user}/role", staff::change_role)
        .post(Admin, "/admin/staff/{user}/disable", staff::disable)
        .post(Admin, "/admin/staff/{user}/enable", staff::enable)
        .post(Admin, "/admin/staff/{user}/second-factor", staff::reset_second_factor)
        // --- audit log
        .get(Admin, "/admin/audit", audit::list)
        // --- settings
        .get(Admin, "/admin/settings", settings::list)
}

/// What staff reach who must have a second factor and have yet to set it up.
const SETTING_UP: [&str; 3] = [
    "/admin/security",
    "/admin/security/begin",
    "/admin/security/confirm",
];

/// Routes with their rules.
#[derive(Default)]
struct Routes(Vec<(Rule, MethodRouter<Office>)>);

impl Routes {
    fn get<H, T>(mut self, who: Who, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, Office>,
        T: 'static,
    {
        let rule = Rule {
            method: "GET",
            path,
            who,
        };
        self.0.push((rule, routing::get(handler)));
        self
    }

    fn post<H, T>(mut self, who: Who, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, Office>,
        T: 'static,
    {
        let rule = Rule {
            method: "POST",
            path,
            who,
        };
        self.0.push((rule, routing::post(handler)));
        self
    }

    /// Like [`Routes::post`], for a form of at most `bytes`.
    fn upload<H, T>(mut self, who: Who, path: &'static str, bytes: usize, handler: H) -> Self
    where
        H: Handler<T, Office>,
        T: 'static,
    {
        let rule = Rule {
            method: "POST",
            path,
            who,
        };
        let larger = edge::body_limit(bytes, ARRIVES);
        self.0.push((rule, routing::post(handler).layer(larger)));
        self
    }
}

/// Where files and large forms arrive: they may take longer than others.
pub(crate) const LONG_ROUTES: [&str; 10] = [
    "/admin/new-product",
    "/bn/admin/new-product",
    "/admin/products/{product}",
    "/bn/admin/products/{product}",
    "/admin/bulk",
    "/bn/admin/bulk",
    "/admin/imports",
    "/bn/admin/imports",
    "/admin/export/products.csv",
    "/bn/admin/export/products.csv",
];
/// How long a file or a large form may take to arrive.
const ARRIVES: Duration = Duration::from_secs(120);
/// How long one of them may take in all: its pictures are worked on afterwards.
pub(crate) const LONG: Duration = Duration::from_secs(180);

/// The routes in both languages, each behind its gate.
pub(crate) fn router(office: &Office) -> Router<Office> {
    let mut router = Router::new();
    for (rule, handler) in table(Routes::default()).0 {
        let gated = gate(rule, handler, office);
        router = router
            .route(rule.path, gated.clone())
            .route(&format!("/bn{}", rule.path), gated);
    }
    router
}

fn gate(rule: Rule, handler: MethodRouter<Office>, office: &Office) -> MethodRouter<Office> {
    let office = office.clone();
    match rule.who {
        Who::Anyone => handler,
        Who::Staff if SETTING_UP.contains(&rule.path) => {
            handler.route_layer(middleware::from_fn_with_state(office, for_setting_up))
        }
        Who::Staff => handler.route_layer(middleware::from_fn_with_state(office, for_staff)),
        Who::Admin => handler.route_layer(middleware::from_fn_with_state(office, for_admins)),
    }
}

/// Staff, also those without a second factor where one is asked for.
async fn for_setting_up(
    State(office): State<Office>,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let (mut parts, body) = request.into_parts();
    let Session(who) = Session::from_request_parts(&mut parts, &office).await?;
    if !who.role.is_staff() {
        return Err(Problem::forbidden());
    }
    Ok(next.run(Request::from_parts(parts, body)).await)
}

async fn for_staff(
    State(office): State<Office>,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let (mut parts, body) = request.into_parts();
    Staff::from_request_parts(&mut parts, &office).await?;
    Ok(next.run(Request::from_parts(parts, body)).await)
}

async fn for_admins(
    State(office): State<Office>,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let (mut parts, body) = request.into_parts();
    Admin::from_request_parts(&mut parts, &office).await?;
    Ok(next.run(Request::from_parts(parts, body)).await)
}
