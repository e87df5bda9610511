//! Named roles of the staff: all of them on one page, each with what it allows; for admins alone.
//!
//! A change names the revision it was made from; what somebody else saved meanwhile is shown and
//! nothing is overwritten.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::{FieldError, Lang, Permission, Permissions, StaffRoleId};
use edge::{Admin, Form, Path, Problem};
use pages::{Visit, respond};
use serde::Deserialize;
use shop::{Identity, StaffRole, StaffRoleError, StaffRoleInput};

use crate::Office;
use crate::forms::Confirm;
use crate::frame::Frame;
use crate::strings::{PermissionTexts, RoleTexts};

/// A role as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RoleForm {
    revision: String,
    name: String,
    permissions: Vec<String>,
}

#[derive(Template)]
#[template(path = "roles/list.html")]
struct RolesPage {
    frame: Frame,
    t: &'static RoleTexts,
    roles: Vec<Item>,
    add: Fields,
}

/// A role on the page.
struct Item {
    name: String,
    members: String,
    /// What it allows, in words.
    allows: String,
    legend: String,
    fields: Fields,
    /// `None` while somebody has it.
    remove: Option<Confirm>,
}

/// The boxes of one role's form.
struct Fields {
    /// What the boxes' ids begin with.
    id: String,
    action: String,
    revision: String,
    name: String,
    ticks: Vec<Tick>,
    /// What is wrong, if this form was sent.
    error: Option<&'static str>,
    /// What is saved now, if somebody changed it meanwhile.
    saved: Option<String>,
}

struct Tick {
    value: &'static str,
    label: &'static str,
    more: &'static str,
    chosen: bool,
}

/// What a form that was refused is shown again with.
struct Refused<'a> {
    /// Which role; `None` for a new one.
    role: Option<StaffRoleId>,
    form: &'a RoleForm,
    error: &'static str,
    stale: bool,
}

/// `GET /admin/roles`
pub(crate) async fn list(
    State(office): State<Office>,
    visit: Visit,
    Admin(who): Admin,
) -> Result<Response, Problem> {
    respond::personal(&page(&office, &visit, &who, None).await?)
}

/// `POST /admin/roles`
pub(crate) async fn add(
    State(office): State<Office>,
    visit: Visit,
    Admin(who): Admin,
    Form(form): Form<RoleForm>,
) -> Result<Response, Problem> {
    match office.shop.create_staff_role(&who, &form.input()).await {
        Ok(_) => Ok(visit.see_other("/admin/roles?done=added")),
        Err(error) => refused(&office, &visit, &who, None, &form, error).await,
    }
}

/// `POST /admin/roles/{role}`
pub(crate) async fn update(
    State(office): State<Office>,
    visit: Visit,
    Admin(who): Admin,
    Path(role): Path<StaffRoleId>,
    Form(form): Form<RoleForm>,
) -> Result<Response, Problem> {
    let revision = form.revision.parse().unwrap_or_default();
    let input = form.input();
    let saved = office.shop.update_staff_role(&who, role, revision, &input);
    match saved.await {
        Ok(_) => Ok(visit.see_other("/admin/roles?done=saved")),
        Err(error) => refused(&office, &visit, &who, Some(role), &form, error).await,
    }
}

/// `POST /admin/roles/{role}/remove`
pub(crate) async fn remove(
    State(office): State<Office>,
    visit: Visit,
    Admin(who): Admin,
    Path(role): Path<StaffRoleId>,
) -> Result<Response, Problem> {
    match office.shop.remove_staff_role(&who, role).await {
        Ok(()) => Ok(visit.see_other("/admin/roles?done=removed")),
        Err(error) => {
            let known = office.shop.staff_role(role).await?;
            let form = known.as_ref().map(RoleForm::of).unwrap_or_default();
            refused(&office, &visit, &who, Some(role), &form, error).await
        }
    }
}

async fn refused(
    office: &Office,
    visit: &Visit,
    who: &Identity,
    role: Option<StaffRoleId>,
    form: &RoleForm,
    error: StaffRoleError,
) -> Result<Response, Problem> {
    let t = RoleTexts::of(visit.lang);
    let stale = matches!(error, StaffRoleError::Stale { .. });
    let (status, error) = match error {
        StaffRoleError::Invalid(errors) => (StatusCode::BAD_REQUEST, invalid(t, &errors)),
        StaffRoleError::NameTaken => (StatusCode::CONFLICT, t.name_taken),
        StaffRoleError::InUse => (StatusCode::CONFLICT, t.in_use),
        StaffRoleError::Full => (StatusCode::CONFLICT, t.full),
        StaffRoleError::Stale { .. } => (StatusCode::CONFLICT, t.stale),
        other => return Err(other.into()),
    };
    let refused = Refused {
        role,
        form,
        error,
        stale,
    };
    let page = page(office, visit, who, Some(refused)).await?;
    respond::personal_with(status, &page)
}

fn invalid(t: &'static RoleTexts, errors: &[FieldError]) -> &'static str {
    match errors.first().map(|error| error.field.as_str()) {
        Some("permissions") => t.unknown,
        _ => t.name_needed,
    }
}

async fn page(
    office: &Office,
    visit: &Visit,
    who: &Identity,
    refused: Option<Refused<'_>>,
) -> Result<RolesPage, Problem> {
    let t = RoleTexts::of(visit.lang);
    let roles = office.shop.staff_roles().await?;
    let of = |role: Option<StaffRoleId>| refused.as_ref().filter(|refused| refused.role == role);
    let items = roles
        .iter()
        .map(|role| item(role, of(Some(role.id)), visit))
        .collect();
    let new = of(None);
    let form = new.map(|refused| refused.form.clone()).unwrap_or_default();
    Ok(RolesPage {
        frame: Frame::new(visit, who, t.title)
            .placed_at("/admin/roles")
            .says(&[
                ("added", t.done_added),
                ("saved", t.done_saved),
                ("removed", t.done_removed),
            ]),
        t,
        roles: items,
        add: Fields {
            id: "new".to_owned(),
            action: visit.link("/admin/roles"),
            revision: String::new(),
            ticks: ticks(&form, visit.lang),
            name: form.name,
            error: new.map(|refused| refused.error),
            saved: None,
        },
    })
}

fn item(role: &StaffRole, refused: Option<&Refused<'_>>, visit: &Visit) -> Item {
    let t = RoleTexts::of(visit.lang);
    let action = visit.link(&format!("/admin/roles/{}", role.id));
    let form = refused.map_or_else(|| RoleForm::of(role), |refused| refused.form.clone());
    let allows = in_words(role.permissions, visit.lang);
    let stale = refused.is_some_and(|refused| refused.stale);
    Item {
        name: role.name.clone(),
        members: t.members(role.members),
        legend: t.edit_one(&role.name),
        remove: (role.members == 0).then(|| Confirm {
            summary: t.remove,
            question: t.remove_question(&role.name),
            action: format!("{action}/remove"),
            button: t.remove_confirm,
        }),
        fields: Fields {
            id: role.id.to_string(),
            action,
            // Saving once more is then knowing what it replaces.
            revision: role.revision.to_string(),
            ticks: ticks(&form, visit.lang),
            name: form.name,
            error: refused.map(|refused| refused.error),
            saved: stale.then(|| t.saved_now(&role.name, &allows)),
        },
        allows,
    }
}

fn in_words(permissions: Permissions, lang: Lang) -> String {
    let t = PermissionTexts::of(lang);
    let names: Vec<&str> = permissions.iter().map(|one| t.name(one)).collect();
    match names.is_empty() {
        true => RoleTexts::of(lang).may_nothing.to_owned(),
        false => names.join(", "),
    }
}

fn ticks(form: &RoleForm, lang: Lang) -> Vec<Tick> {
    let t = PermissionTexts::of(lang);
    let tick = |permission: Permission| Tick {
        value: permission.as_str(),
        label: t.name(permission),
        more: t.more(permission),
        chosen: form
            .permissions
            .iter()
            .any(|word| word == permission.as_str()),
    };
    Permission::ALL.map(tick).into()
}

impl RoleForm {
    fn of(role: &StaffRole) -> Self {
        Self {
            revision: role.revision.to_string(),
            name: role.name.clone(),
            permissions: role.permissions.iter().map(|one| one.to_string()).collect(),
        }
    }

    fn input(&self) -> StaffRoleInput {
        StaffRoleInput {
            name: self.name.clone(),
            permissions: self.permissions.clone(),
        }
    }
}
