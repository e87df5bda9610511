//! Staff and their roles: who they are, adding one; `staff/change.rs` changes what they may do and locks out.
//!
//! Nobody changes their own account (the use case refuses), so there is always an admin left.

pub(crate) mod change;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::{FieldError, Lang, Role, StaffRoleId};
use edge::{Admin, Form, Problem, Query};
use pages::Visit;
use pages::fields::{Field, FieldProblem, message, problems};
use serde::Deserialize;
use shop::{Account, Identity, RegisterError, StaffRole};

use self::change::{give, named};
use crate::address::Address;
use crate::forms::{Choice, Confirm};
use crate::frame::Frame;
use crate::sorting::{Column, Head, Sorting};
use crate::strings::{Common, StaffTexts, TAKEN};
use crate::{Office, dates, respond};

#[derive(Template)]
#[template(path = "staff/list.html")]
struct StaffPage {
    frame: Frame,
    t: &'static StaffTexts,
    heads: Vec<Head>,
    people: Vec<Person>,
    problems: Vec<FieldProblem>,
    username: Field,
    roles: Vec<Choice>,
    role_error: Option<&'static str>,
    /// The roles that somebody new can be given.
    named: Vec<Named>,
}

/// A named role to choose.
struct Named {
    id: String,
    name: String,
    chosen: bool,
}

struct Person {
    username: String,
    role: &'static str,
    /// Their named role.
    named: Option<String>,
    /// The roles they can be given.
    choices: Vec<Named>,
    admin: bool,
    since: String,
    machine: String,
    disabled: bool,
    /// Whether they have a second factor.
    second_factor: bool,
    /// What can be done with the account; nothing with one's own.
    actions: Option<Actions>,
}

struct Actions {
    role: String,
    /// Where a named role is given; `None` for those who can't have one.
    named: Option<String>,
    /// The id of its box.
    named_id: String,
    enable: String,
    confirm: Confirm,
    /// Taking their second factor away, if they have one.
    reset: Option<Confirm>,
}

/// The page that a new colleague's password is shown on, once.
#[derive(Template)]
#[template(path = "staff/added.html")]
struct AddedPage {
    frame: Frame,
    t: &'static StaffTexts,
    heading: String,
    username: String,
    password: String,
}

/// How the list is sorted.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Which {
    sort: String,
}

/// A new colleague.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct NewStaff {
    username: String,
    role: String,
    staff_role: String,
}

/// `GET /admin/staff`
pub(crate) async fn list(
    State(office): State<Office>,
    visit: Visit,
    Admin(who): Admin,
    Query(which): Query<Which>,
) -> Result<Response, Problem> {
    let page = page(
        &office,
        &visit,
        &who,
        &which.sort,
        &NewStaff::default(),
        &[],
    )
    .await?;
    respond::personal(&page)
}

/// `POST /admin/staff`
pub(crate) async fn add(
    State(office): State<Office>,
    visit: Visit,
    Admin(who): Admin,
    Form(form): Form<NewStaff>,
) -> Result<Response, Problem> {
    let (role, mut errors) = match form.role.parse::<Role>() {
        Ok(role) if role.is_staff() => (role, Vec::new()),
        _ => {
            let error = FieldError::new("role", FieldError::UNKNOWN, "staff or admin");
            (Role::Staff, vec![error])
        }
    };
    if form.username.trim().is_empty() {
        errors.push(FieldError::new("username", FieldError::REQUIRED, "missing"));
    }
    let named = match named(&form.staff_role) {
        Some(_) if role != Role::Staff => {
            errors.push(FieldError::new(
                "staff_role",
                FieldError::RANGE,
                "for staff",
            ));
            None
        }
        named => named,
    };
    if errors.is_empty() {
        match office.shop.hire(&who, &form.username, role).await {
            Ok((account, password)) => {
                // Before anybody has seen the password: nobody gets in with more than that.
                if named.is_some() {
                    give(&office, &who, account.id, named).await?;
                }
                return added(&visit, &who, &account, password);
            }
            Err(RegisterError::Invalid(found)) => errors = found,
            Err(RegisterError::UsernameTaken) => {
                errors.push(FieldError::new("username", TAKEN, "taken"));
            }
            Err(error) => return Err(error.into()),
        }
    }
    let mut page = page(&office, &visit, &who, "", &form, &errors).await?;
    page.frame = page.frame.placed_at("/admin/staff");
    respond::personal_with(StatusCode::BAD_REQUEST, &page)
}

fn added(
    visit: &Visit,
    who: &Identity,
    account: &Account,
    password: String,
) -> Result<Response, Problem> {
    let t = StaffTexts::of(visit.lang);
    let heading = t.added(&account.username);
    respond::personal_with(
        StatusCode::CREATED,
        &AddedPage {
            frame: Frame::new(visit, who, &heading).placed_at("/admin/staff"),
            t,
            heading,
            username: account.username.clone(),
            password,
        },
    )
}

async fn page(
    office: &Office,
    visit: &Visit,
    who: &Identity,
    sort: &str,
    form: &NewStaff,
    errors: &[FieldError],
) -> Result<StaffPage, Problem> {
    let t = StaffTexts::of(visit.lang);
    let common = Common::of(visit.lang);
    let columns = [
        Column::sorted("name", t.username),
        Column::sorted("role", t.role),
        Column::sorted("since", t.since),
        Column::sorted("access", t.access),
        Column::plain(t.second_factor),
        Column::plain(t.actions),
    ];
    let sorting = Sorting::of(sort, &columns);
    let mut people = office.shop.list_staff().await?;
    let roles = office.shop.staff_roles().await?;
    sort_people(&mut people, sorting);
    let owners = office.shop.second_factor_owners().await?;
    let role = |role: Role| Choice {
        name: "role",
        value: role.as_str(),
        label: common.role(role),
        chosen: form.role == role.as_str() || (form.role.is_empty() && role == Role::Staff),
    };
    let username = Field::new("username", t.username, "off").filled(t, &form.username, errors);
    Ok(StaffPage {
        frame: Frame::new(visit, who, t.title).says(&[
            ("role", t.done_role),
            ("disabled", t.done_disabled),
            ("enabled", t.done_enabled),
            ("reset", t.done_reset),
        ]),
        t,
        heads: sorting.heads(&columns, &Address::of(visit)),
        people: people
            .iter()
            .map(|account| {
                let second_factor = owners.contains(&account.id);
                person(account, &roles, second_factor, who, visit.lang)
            })
            .collect(),
        problems: problems(t, errors),
        username: Field {
            hint: t.username_hint,
            max: 20,
            ..username
        },
        roles: [Role::Staff, Role::Admin].map(role).into(),
        role_error: message(t, "role", errors).or(message(t, "staff_role", errors)),
        named: choices(&roles, named(&form.staff_role)),
    })
}

fn sort_people(people: &mut [Account], sorting: Sorting) {
    match sorting.key {
        "role" => people.sort_by_key(|account| account.role != Role::Admin),
        "since" => people.sort_by_key(|account| account.created_at),
        "access" => people.sort_by_key(|account| account.disabled),
        _ => people.sort_by_key(|account| account.username.to_lowercase()),
    }
    if sorting.descending {
        people.reverse();
    }
}

/// The named roles, one of them chosen.
fn choices(roles: &[StaffRole], chosen: Option<StaffRoleId>) -> Vec<Named> {
    let named = |role: &StaffRole| Named {
        id: role.id.to_string(),
        name: role.name.clone(),
        chosen: Some(role.id) == chosen,
    };
    roles.iter().map(named).collect()
}

fn person(
    account: &Account,
    roles: &[StaffRole],
    second_factor: bool,
    who: &Identity,
    lang: Lang,
) -> Person {
    let t = StaffTexts::of(lang);
    let at = |action: &str| {
        let path = format!("/admin/staff/{}/{action}", account.id);
        pages::visit::link(lang, &path)
    };
    let actions = || Actions {
        role: at("role"),
        named: (account.role == Role::Staff && !roles.is_empty()).then(|| at("named-role")),
        named_id: format!("named-{}", account.id),
        enable: at("enable"),
        confirm: Confirm {
            summary: t.disable,
            question: t.disable_question(&account.username),
            action: at("disable"),
            button: t.disable_confirm,
        },
        reset: second_factor.then(|| Confirm {
            summary: t.reset_second_factor,
            question: t.reset_question(&account.username),
            action: at("second-factor"),
            button: t.reset_confirm,
        }),
    };
    Person {
        username: account.username.clone(),
        role: Common::of(lang).role(account.role),
        named: roles
            .iter()
            .find(|role| Some(role.id) == account.staff_role)
            .map(|role| role.name.clone()),
        choices: choices(roles, account.staff_role),
        admin: account.role == Role::Admin,
        since: dates::date(account.created_at, lang),
        machine: dates::machine(account.created_at),
        disabled: account.disabled,
        second_factor,
        actions: (account.id != who.user).then(actions),
    }
}
