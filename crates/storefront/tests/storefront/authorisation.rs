//! Every page as everybody: who gets in is what the authorisation table says, and who doesn't
//! changes nothing.

use axum::http::StatusCode;
use domain::{Permission, Permissions, Role};
use shop::{AddressInput, StaffRoleInput, UserChange};
use store::testing::Engine;
use storefront::authorisation::{Rule, TABLE, Who};

use crate::safety::buy_as;
use crate::site::Site;
use crate::visitor::{Page, Visitor};

const PASSWORD: &str = "a long password";
const PRODUCT: &str = "dhoni-buds";
const CATEGORY: &str = "audio";

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Caller {
    Nobody,
    OtherGuest,
    OtherCustomer,
    StaffWithNothing,
    StaffWithAllElse,
    StaffWithOrders,
    Staff,
    Admin,
    Owner,
}

impl Caller {
    /// The owner last: a cancelled order stays cancelled.
    const ALL: [Caller; 9] = [
        Caller::Nobody,
        Caller::OtherGuest,
        Caller::OtherCustomer,
        Caller::StaffWithNothing,
        Caller::StaffWithAllElse,
        Caller::StaffWithOrders,
        Caller::Staff,
        Caller::Admin,
        Caller::Owner,
    ];

    fn handles_orders(self) -> bool {
        matches!(
            self,
            Caller::StaffWithOrders | Caller::Staff | Caller::Admin
        )
    }

    fn signed_in(self) -> bool {
        !matches!(self, Caller::Nobody | Caller::OtherGuest)
    }
}

async fn log_in(site: &Site, username: &str) -> Visitor {
    let mut visitor = site.visitor();
    let form = [("username", username), ("password", PASSWORD)];
    let page = visitor.post("/login", &form).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{username}");
    visitor
}

/// Somebody of the staff; with a named role, if that is said.
async fn hire(site: &Site, username: &str, role: Role, named: Option<Permissions>) {
    let hired = site.shop.add_staff(username, Some(PASSWORD), role).await;
    let (account, _) = hired.unwrap();
    let Some(permissions) = named else {
        return;
    };
    let boss = site.shop.log_in("boss", PASSWORD).await.unwrap();
    let boss = site.shop.authenticate(&boss.token).await.unwrap();
    let input = StaffRoleInput {
        name: username.to_owned(),
        permissions: permissions.iter().map(|one| one.to_string()).collect(),
    };
    let role = site.shop.create_staff_role(&boss, &input).await.unwrap();
    let change = UserChange {
        staff_role: Some(Some(role.id)),
        ..UserChange::default()
    };
    let given = site.shop.change_user(&boss, account.id, change).await;
    given.unwrap();
}

async fn everybody(site: &Site) -> Vec<(Caller, Visitor)> {
    let orders = Permission::Orders;
    let all_else = Permissions::ALL
        .iter()
        .filter(|one| *one != orders)
        .collect();
    hire(site, "boss", Role::Admin, None).await;
    hire(site, "clerk", Role::Staff, None).await;
    hire(site, "nothing", Role::Staff, Some(Permissions::NONE)).await;
    hire(
        site,
        "orders",
        Role::Staff,
        Some(Permissions::of(&[orders])),
    )
    .await;
    hire(site, "all_else", Role::Staff, Some(all_else)).await;
    for name in ["owner", "other"] {
        let form = [("username", name), ("password", PASSWORD)];
        site.visitor().post("/register", &form).await;
    }
    let mut guest = site.visitor();
    buy_as(&mut guest).await;
    let mut found = Vec::new();
    for caller in Caller::ALL {
        let visitor = match caller {
            Caller::Nobody => site.visitor(),
            Caller::OtherGuest => guest.twin(),
            Caller::OtherCustomer => log_in(site, "other").await,
            Caller::StaffWithNothing => log_in(site, "nothing").await,
            Caller::StaffWithAllElse => log_in(site, "all_else").await,
            Caller::StaffWithOrders => log_in(site, "orders").await,
            Caller::Staff => log_in(site, "clerk").await,
            Caller::Admin => log_in(site, "boss").await,
            Caller::Owner => log_in(site, "owner").await,
        };
        found.push((caller, visitor));
    }
    found
}

/// The address of a rule's page, about something of the owner's.
async fn address(site: &Site, owner: &mut Visitor, rule: &Rule) -> String {
    let slug = match rule.path {
        "/categories/{slug}" => CATEGORY,
        _ => PRODUCT,
    };
    let mut path = rule.path.replace("{slug}", slug).replace("{sku}", "BUDS-1");
    if path.contains("{number}") {
        let there = buy_as(owner).await;
        path = path.replace("{number}", there.rsplit('/').next().unwrap());
    }
    if path.contains("{id}") {
        let signed_in = site.shop.log_in("owner", PASSWORD).await.unwrap();
        let identity = site.shop.authenticate(&signed_in.token).await.unwrap();
        let input = AddressInput {
            name: "Rahima".into(),
            phone: "01712345678".into(),
            line: "House 1".into(),
            area: "Gulshan".into(),
            district: "dhaka".into(),
            default: false,
        };
        let kept = site.shop.add_address(&identity, &input).await.unwrap();
        path = path.replace("{id}", &kept.id.to_string());
    }
    match (rule.method, rule.path) {
        ("GET", "/back-in-stock") => format!("{path}?sku=KX55-BLU-128"),
        _ => path,
    }
}

/// What is sent where an empty form names nothing that is there.
fn form(rule: &Rule) -> &'static [(&'static str, &'static str)] {
    match rule.path {
        "/account/wishlist" => &[("slug", PRODUCT)],
        "/account/addresses/{id}" => &[
            ("name", "Mallory"),
            ("phone", "01812345678"),
            ("line", "House 9"),
            ("area", "Gulshan"),
            ("district", "dhaka"),
        ],
        "/back-in-stock" => &[("sku", "KX55-BLU-128")],
        _ => &[],
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Gate {
    ToLogIn,
    Missing,
    Open,
}

fn gate(page: &Page) -> Gate {
    match page.status {
        StatusCode::SEE_OTHER if page.location().contains("/login") => Gate::ToLogIn,
        StatusCode::NOT_FOUND => Gate::Missing,
        _ => Gate::Open,
    }
}

fn expected(who: Who, caller: Caller) -> Gate {
    match who {
        Who::Everyone => Gate::Open,
        // A session is not the answer of the first page: that is held in a cookie of its own.
        Who::HalfSignedIn => Gate::ToLogIn,
        Who::SignedIn | Who::ItsOwner if !caller.signed_in() => Gate::ToLogIn,
        Who::SignedIn => Gate::Open,
        Who::ItsOwner if caller == Caller::Owner => Gate::Open,
        Who::ItsBuyer if caller == Caller::Owner || caller.handles_orders() => Gate::Open,
        Who::ItsOwner | Who::ItsBuyer => Gate::Missing,
    }
}

#[tokio::test]
async fn every_page_is_open_to_those_in_the_table_and_nobody_else() {
    for engine in Engine::ALL {
        let site = Site::open(engine).await;
        let mut callers = everybody(&site).await;
        // Whoever is logged out stays so.
        let mut rules: Vec<&Rule> = TABLE.iter().collect();
        rules.sort_by_key(|rule| rule.path == "/logout");
        for rule in rules {
            let owner = &mut callers.last_mut().unwrap().1;
            let path = address(&site, owner, rule).await;
            for (caller, visitor) in &mut callers {
                let owned = matches!(rule.who, Who::ItsOwner | Who::ItsBuyer);
                let before = match owned {
                    true => site.db.dump_rows(&[]).await,
                    false => Vec::new(),
                };
                let prefix = if *caller == Caller::OtherCustomer {
                    "/bn"
                } else {
                    ""
                };
                let at = match path.as_str() {
                    "/" if !prefix.is_empty() => prefix.to_owned(),
                    path => format!("{prefix}{path}"),
                };
                let page = match rule.method {
                    "GET" => visitor.get(&at).await,
                    _ => visitor.post(&at, form(rule)).await,
                };
                let place = format!("{} {at} as {caller:?}: {}", rule.method, page.status);
                let wanted = expected(rule.who, *caller);
                assert_eq!(gate(&page), wanted, "{place}");
                assert!(!page.status.is_server_error(), "{place}");
                assert_ne!(page.status, StatusCode::FORBIDDEN, "{place}");
                if owned && wanted != Gate::Open {
                    assert!(
                        site.db.dump_rows(&[]).await == before,
                        "{place} changed something"
                    );
                }
            }
        }
    }
}
