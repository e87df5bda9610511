//! Every route of the back office and whom it is for: the authorisation table.
//!
//! A route is added here with its rule or not at all, and the rule is enforced here: by a gate
//! around the handler, whatever the handler itself asks for. `tests/admin/access.rs` walks the
//! table as nobody, a customer, staff of every kind and an admin.
//!
//! Addresses are written without the language; each is served at `/admin…` and at `/bn/admin…`.

use std::time::Duration;

use axum::Router;
use axum::extract::{FromRequestParts as _, Request, State};
use axum::handler::Handler;
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::{self, MethodRouter};
use domain::{Permission, Role};
use edge::{Problem, Session, Staff, check_permission};
use shop::Identity;

use crate::{
    Office, assets, audit, blocks, categories, coupons, customers, dashboard, flash_sales,
};
use crate::{
    imports, orders, products, reviews, roles, security, settings, staff, stock, stock_requests,
};

/// Whom a route is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Anybody, signed in or not: stylesheets and scripts.
    Anyone,
    /// Staff and admins.
    Staff,
    /// Those of them who may do all of this.
    May(&'static [Permission]),
    /// Admins alone.
    Admin,
}

impl Who {
    /// Whether that is open to somebody.
    pub(crate) fn includes(self, who: &Identity) -> bool {
        match self {
            Who::Anyone => true,
            Who::Staff => who.role.is_staff(),
            Who::May(needed) => needed.iter().all(|permission| who.may(*permission)),
            Who::Admin => who.role == Role::Admin,
        }
    }
}

const CATALOGUE: Who = Who::May(&[Permission::Catalogue]);
const STOCK: Who = Who::May(&[Permission::Stock]);
/// Prices and stock side by side.
const BULK: Who = Who::May(&[Permission::Catalogue, Permission::Stock]);
const IMPORTS: Who = Who::May(&[Permission::Imports]);
const ORDERS: Who = Who::May(&[Permission::Orders]);
/// The forms stand on an order's page.
const MONEY: Who = Who::May(&[Permission::Orders, Permission::Money]);
const PROMOTIONS: Who = Who::May(&[Permission::Promotions]);
const REVIEWS: Who = Who::May(&[Permission::Reviews]);
const CUSTOMERS: Who = Who::May(&[Permission::Customers]);
const BLOCKS: Who = Who::May(&[Permission::Blocks]);
const AUDIT: Who = Who::May(&[Permission::Audit]);
const SETTINGS: Who = Who::May(&[Permission::Settings]);

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
    routes
        // --- products
        .get(CATALOGUE, "/admin/products", products::list)
        .get(CATALOGUE, "/admin/new-product", products::new)
        .upload(CATALOGUE, "/admin/new-product", products::FORM_BYTES, products::create)
        .get(CATALOGUE, "/admin/products/{product}", products::show)
        .upload(CATALOGUE, "/admin/products/{product}", products::FORM_BYTES, products::update)
        .get(CATALOGUE, "/admin/products/{product}/preview", products::preview)
        // --- categories
        .get(CATALOGUE, "/admin/categories", categories::list)
        .post(CATALOGUE, "/admin/categories", categories::add)
        .post(CATALOGUE, "/admin/categories/{category}", categories::update)
        .post(CATALOGUE, "/admin/categories/{category}/remove", categories::remove)
        // --- stock
        .get(STOCK, "/admin/stock", stock::list)
        .get(STOCK, "/admin/stock/{sku}", stock::of_sku)
        .post(STOCK, "/admin/stock/{sku}", stock::adjust)
        .get(BULK, "/admin/bulk", stock::bulk)
        .upload(BULK, "/admin/bulk", stock::FORM_BYTES, stock::save)
        .get(STOCK, "/admin/stock-requests", stock_requests::list)
        // --- import and export
        .get(IMPORTS, "/admin/imports", imports::list)
        .upload(IMPORTS, "/admin/imports", imports::FORM_BYTES, imports::start)
        .get(IMPORTS, "/admin/imports/{import}", imports::show)
        .get(IMPORTS, "/admin/imports/{import}/rejected.csv", imports::rejected)
        .get(IMPORTS, "/admin/export/products.csv", imports::export)
}

/// What was sold.
#[rustfmt::skip] // one route a line
fn orders(routes: Routes) -> Routes {
    routes
        // --- orders
        .get(ORDERS, "/admin/orders", orders::list::show)
        .post(ORDERS, "/admin/orders/confirm", orders::list::confirm)
        .get(ORDERS, "/admin/orders/to-pack", orders::papers::to_pack)
        .get(ORDERS, "/admin/orders/to-hand-over", orders::papers::to_hand_over)
        .get(ORDERS, "/admin/orders/{number}", orders::detail::show)
        .post(ORDERS, "/admin/orders/{number}/moves/{step}", orders::moves::step)
        .post(MONEY, "/admin/orders/{number}/payout", orders::moves::remit)
        .post(MONEY, "/admin/orders/{number}/refund", orders::moves::refund)
        .post(ORDERS, "/admin/orders/{number}/notes", orders::moves::note)
        .get(ORDERS, "/admin/orders/{number}/packing-slip", orders::papers::packing_slip)
        .get(ORDERS, "/admin/orders/{number}/invoice", orders::papers::invoice)
}

/// What makes people buy.
#[rustfmt::skip] // one route a line
fn promotions(routes: Routes) -> Routes {
    routes
        // --- coupons
        .get(PROMOTIONS, "/admin/coupons", coupons::list)
        .get(PROMOTIONS, "/admin/new-coupon", coupons::new)
        .post(PROMOTIONS, "/admin/new-coupon", coupons::create)
        .get(PROMOTIONS, "/admin/coupons/{code}", coupons::show)
        .post(PROMOTIONS, "/admin/coupons/{code}", coupons::update)
        .post(PROMOTIONS, "/admin/coupons/{code}/end", coupons::end)
        // --- flash sales
        .get(PROMOTIONS, "/admin/flash-sales", flash_sales::list)
        .get(PROMOTIONS, "/admin/new-flash-sale", flash_sales::new)
        .post(PROMOTIONS, "/admin/new-flash-sale", flash_sales::create)
        .get(PROMOTIONS, "/admin/flash-sales/{sale}", flash_sales::show)
        .post(PROMOTIONS, "/admin/flash-sales/{sale}", flash_sales::update)
        .post(PROMOTIONS, "/admin/flash-sales/{sale}/end", flash_sales::end)
}

/// Who buys here, and what they say.
#[rustfmt::skip] // one route a line
fn people(routes: Routes) -> Routes {
    routes
        // --- reviews
        .get(REVIEWS, "/admin/reviews", reviews::list)
        .get(REVIEWS, "/admin/reviews/{review}", reviews::show)
        .post(REVIEWS, "/admin/reviews/{review}/publish", reviews::publish)
        .post(REVIEWS, "/admin/reviews/{review}/reject", reviews::reject)
        // --- customers
        .get(CUSTOMERS, "/admin/customers", customers::list)
        .get(CUSTOMERS, "/admin/customers/{customer}", customers::show)
        .post(CUSTOMERS, "/admin/customers/{customer}/disable", customers::disable)
        .post(CUSTOMERS, "/admin/customers/{customer}/enable", customers::enable)
}

/// Who works here, what they did, and with what settings.
#[rustfmt::skip] // one route a line
fn office(routes: Routes) -> Routes {
    use Who::{Admin, Staff};
    routes
        // --- blocks
        .get(BLOCKS, "/admin/blocks", blocks::list)
        .post(BLOCKS, "/admin/blocks/{block}/lift", blocks::lift)
        // --- one's own second factor
        .get(Staff, "/admin/security", security::show)
        .post(Staff, "/admin/security/begin", security::begin)
        .post(Staff, "/admin/security/confirm", security::confirm)
        .post(Staff, "/admin/security/change", security::change)
        // --- staff
        .get(Admin, "/admin/staff", staff::list)
        .post(Admin, "/admin/staff", staff::add)
        .post(Admin, "/admin/staff/{user}/role", staff::change::change_role)
        .post(Admin, "/admin/staff/{user}/named-role", staff::change::name_role)
        .post(Admin, "/admin/staff/{user}/disable", staff::change::disable)
        .post(Admin, "/admin/staff/{user}/enable", staff::change::enable)
        .post(Admin, "/admin/staff/{user}/second-factor", staff::change::reset_second_factor)
        // --- named roles
        .get(Admin, "/admin/roles", roles::list)
        .post(Admin, "/admin/roles", roles::add)
        .post(Admin, "/admin/roles/{role}", roles::update)
        .post(Admin, "/admin/roles/{role}/remove", roles::remove)
        // --- audit log
        .get(AUDIT, "/admin/audit", audit::list)
        // --- settings
        .get(SETTINGS, "/admin/settings", settings::list)
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
        who => handler.route_layer(middleware::from_fn_with_state((office, who), keep)),
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

/// Lets those through whom the route is for.
async fn keep(
    State((office, who)): State<(Office, Who)>,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let (mut parts, body) = request.into_parts();
    let Staff(identity) = Staff::from_request_parts(&mut parts, &office).await?;
    if let Who::May(needed) = who {
        for permission in needed {
            check_permission(&identity, *permission)?;
        }
    }
    if !who.includes(&identity) {
        return Err(Problem::forbidden());
    }
    Ok(next.run(Request::from_parts(parts, body)).await)
}
