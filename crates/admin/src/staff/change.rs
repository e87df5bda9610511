//! What is changed of a colleague who is there: their role, whether they may come in, and a second
//! factor that is gone.

use axum::extract::State;
use axum::response::Response;
use domain::{FieldError, StaffRoleId, UserId};
use edge::{Admin, Form, Path, Problem};
use pages::Visit;
use serde::Deserialize;
use shop::{Identity, UserChange};

use crate::Office;

/// What they may do from now on.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct NewRole {
    role: String,
}

/// Their named role from now on; empty for none.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct NewName {
    staff_role: String,
}

/// `POST /admin/staff/{user}/role`
pub(crate) async fn change_role(
    State(office): State<Office>,
    visit: Visit,
    Admin(who): Admin,
    Path(user): Path<UserId>,
    Form(form): Form<NewRole>,
) -> Result<Response, Problem> {
    let role = form.role.parse().map_err(|_| {
        Problem::invalid_field("role", FieldError::UNKNOWN, "customer, staff or admin")
    })?;
    let change = UserChange {
        role: Some(role),
        ..UserChange::default()
    };
    office.shop.change_user(&who, user, change).await?;
    Ok(visit.see_other("/admin/staff?done=role"))
}

/// `POST /admin/staff/{user}/named-role`
pub(crate) async fn name_role(
    State(office): State<Office>,
    visit: Visit,
    Admin(who): Admin,
    Path(user): Path<UserId>,
    Form(form): Form<NewName>,
) -> Result<Response, Problem> {
    let role = named(&form.staff_role);
    if role.is_none() && !form.staff_role.is_empty() {
        let message = "a role of the list, or none";
        return Err(Problem::invalid_field(
            "staff_role",
            FieldError::UNKNOWN,
            message,
        ));
    }
    give(&office, &who, user, role).await?;
    Ok(visit.see_other("/admin/staff?done=role"))
}

pub(super) fn named(id: &str) -> Option<StaffRoleId> {
    id.parse().ok()
}

pub(super) async fn give(
    office: &Office,
    who: &Identity,
    user: UserId,
    role: Option<StaffRoleId>,
) -> Result<(), Problem> {
    let change = UserChange {
        staff_role: Some(role),
        ..UserChange::default()
    };
    office.shop.change_user(who, user, change).await?;
    Ok(())
}

/// `POST /admin/staff/{user}/disable`
pub(crate) async fn disable(
    State(office): State<Office>,
    visit: Visit,
    Admin(who): Admin,
    Path(user): Path<UserId>,
) -> Result<Response, Problem> {
    set_disabled(&office, &who, user, true).await?;
    Ok(visit.see_other("/admin/staff?done=disabled"))
}

/// `POST /admin/staff/{user}/enable`
pub(crate) async fn enable(
    State(office): State<Office>,
    visit: Visit,
    Admin(who): Admin,
    Path(user): Path<UserId>,
) -> Result<Response, Problem> {
    set_disabled(&office, &who, user, false).await?;
    Ok(visit.see_other("/admin/staff?done=enabled"))
}

/// `POST /admin/staff/{user}/second-factor`: takes it away, for a colleague whose phone is gone.
pub(crate) async fn reset_second_factor(
    State(office): State<Office>,
    visit: Visit,
    Admin(who): Admin,
    Path(user): Path<UserId>,
) -> Result<Response, Problem> {
    office.shop.reset_second_factor(&who, user).await?;
    Ok(visit.see_other("/admin/staff?done=reset"))
}

async fn set_disabled(
    office: &Office,
    who: &Identity,
    user: UserId,
    disabled: bool,
) -> Result<(), Problem> {
    let change = UserChange {
        disabled: Some(disabled),
        ..UserChange::default()
    };
    office.shop.change_user(who, user, change).await?;
    Ok(())
}
