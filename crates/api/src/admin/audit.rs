//! `GET /api/admin/audit`

use axum::extract::State;
use edge::needs::Audit;
use edge::{Json, May, Problem, Query};
use serde::Serialize;
use serde_json::Value;
use shop::{AuditEntry, Paged, Shop};
use time::OffsetDateTime;
use utoipa::ToSchema;

use crate::paging::PageParams;

/// One page of the audit log, newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct AuditPage {
    entries: Vec<AuditEntryBody>,
    page: u32,
    per_page: u32,
    /// Entries on all pages.
    total: i64,
}

/// One change by staff.
#[derive(Serialize, ToSchema)]
#[schema(as = AuditEntry)]
pub(crate) struct AuditEntryBody {
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
    /// Who: `staff:` and a name.
    actor: String,
    /// What was done, such as `product.update`.
    action: String,
    /// To what, such as `product:rupsha-a17`.
    subject: String,
    /// What it was before.
    #[schema(value_type = Value)]
    before: Option<Value>,
    /// What it is after.
    #[schema(value_type = Value)]
    after: Option<Value>,
}

impl From<AuditEntry> for AuditEntryBody {
    fn from(entry: AuditEntry) -> Self {
        AuditEntryBody {
            at: entry.at,
            actor: entry.actor,
            action: entry.action,
            subject: entry.subject,
            before: entry.before,
            after: entry.after,
        }
    }
}

impl From<Paged<AuditEntry>> for AuditPage {
    fn from(page: Paged<AuditEntry>) -> Self {
        AuditPage {
            entries: page.items.into_iter().map(AuditEntryBody::from).collect(),
            page: page.page,
            per_page: page.per_page,
            total: page.total,
        }
    }
}

/// Read the audit log
#[utoipa::path(get, path = "/api/admin/audit", tag = "Back office: audit", operation_id = "list_audit",
    params(PageParams),
    responses((status = 200, description = "Changes by staff, newest first.", body = AuditPage)))]
pub(crate) async fn list_audit(
    State(shop): State<Shop>,
    _: May<Audit>,
    Query(page): Query<PageParams>,
) -> Result<Json<AuditPage>, Problem> {
    Ok(Json(shop.audit_log(page.request()?).await?.into()))
}
