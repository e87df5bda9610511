//! `POST /api/admin/imports`

use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use domain::Permission;
use edge::needs::Imports;
use edge::{Json, May, Problem, Query, RawBody, check_permission, code};
use serde::{Deserialize, Serialize};
use shop::{ImportOptions, ImportReport, Rejected, Shop};
use utoipa::{IntoParams, ToSchema};

/// The largest file, in bytes.
pub(crate) const MAX_BYTES: usize = 20 * 1024 * 1024;

/// How to read the file.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ImportParams {
    /// `true`: the file's quantities become the stock of products that exist already. Else they
    /// count for new variants alone.
    #[param(default = false)]
    set_stock: Option<bool>,
}

/// What came of a product file.
#[derive(Serialize, ToSchema)]
#[schema(as = ImportReport)]
pub(crate) struct ImportReportBody {
    /// Products in the file.
    products: usize,
    variants: usize,
    /// Products that shoppers see.
    published: usize,
    /// Products without a price.
    drafts: usize,
    /// Products that existed and changed.
    updated: usize,
    /// Rows that were left out.
    rejected: Vec<RejectedRow>,
}

/// A row that was left out.
#[derive(Serialize, ToSchema)]
pub(crate) struct RejectedRow {
    /// Its line in the file, from 1.
    line: u64,
    reason: String,
}

impl From<ImportReport> for ImportReportBody {
    fn from(report: ImportReport) -> Self {
        let row = |Rejected { line, reason }| RejectedRow { line, reason };
        ImportReportBody {
            products: report.products,
            variants: report.variants,
            published: report.published,
            drafts: report.drafts,
            updated: report.updated,
            rejected: report.rejected.into_iter().map(row).collect(),
        }
    }
}

/// Read in a product file
///
/// Takes Shopify's product CSV, up to 20 MiB. The same file twice changes nothing.
#[utoipa::path(post, path = "/api/admin/imports", tag = "Back office: products", operation_id = "import_products",
    params(ImportParams),
    request_body(content = String, content_type = "text/csv", description = "The file"),
    responses((status = 200, description = "What came of it.", body = ImportReportBody)))]
pub(crate) async fn import_products(
    State(shop): State<Shop>,
    May(staff, ..): May<Imports>,
    Query(params): Query<ImportParams>,
    headers: HeaderMap,
    RawBody(file): RawBody,
) -> Result<Json<ImportReportBody>, Problem> {
    if !is_csv(&headers) {
        let detail = "The body must be a file of the type text/csv";
        return Err(Problem::new(code::UNSUPPORTED_MEDIA_TYPE, detail));
    }
    let options = ImportOptions {
        set_stock: params.set_stock.unwrap_or(false),
    };
    if options.set_stock {
        check_permission(&staff, Permission::Stock)?;
    }
    let report = shop.import_products(&file, options, &mut |_, _| {}).await?;
    shop.audit_import(&staff, &report).await?;
    Ok(Json(report.into()))
}

/// `text/csv` with any parameters, or no type at all.
fn is_csv(headers: &HeaderMap) -> bool {
    let Some(given) = headers.get(CONTENT_TYPE) else {
        return true;
    };
    let essence = given
        .to_str()
        .unwrap_or_default()
        .split(';')
        .next()
        .unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("text/csv")
}
