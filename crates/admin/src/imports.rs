//! Import and export: hand over a file, watch it, read what wasn't taken; the catalogue as a file.
//!
//! A worker does the import, so its page may be left and opened again. While it runs the page loads
//! itself anew: by a header of `noscript` where there are no scripts, by `imports.js` else.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::ImportId;
use edge::{Multipart, Path, Problem, Query, Staff};
use pages::{Pagination, Visit, dates, respond};
use serde::Deserialize;
use shop::{
    Identity, ImportOptions, ImportReport, ImportStatus, ImportView, MAX_IMPORT_BYTES, PageRequest,
    QueueImportError, QueuedImport, Rejected,
};

use crate::Office;
use crate::address::Address;
use crate::frame::Frame;
use crate::goods::{page_number, pages_of};
use crate::strings::ImportTexts;

/// Imports a page.
const PER_PAGE: u32 = 20;
/// Rejected rows on the page; the file has all of them.
const ROWS: usize = 100;
/// Bytes of the form at most: the file and what surrounds it.
pub(crate) const FORM_BYTES: usize = MAX_IMPORT_BYTES + 64 * 1024;

#[derive(Template)]
#[template(path = "imports/list.html")]
struct ListPage {
    frame: Frame,
    t: &'static ImportTexts,
    error: Option<&'static str>,
    rows: Vec<Row>,
    pagination: Pagination,
}

struct Row {
    href: String,
    file: String,
    at: String,
    machine: String,
    actor: String,
    status: &'static str,
    bad: bool,
    good: bool,
}

#[derive(Template)]
#[template(path = "imports/show.html")]
struct ShowPage {
    frame: Frame,
    t: &'static ImportTexts,
    heading: String,
    here: String,
    script: String,
    status: &'static str,
    open: bool,
    done: i64,
    total: i64,
    so_far: String,
    /// In English, as the file's format is.
    error: Option<String>,
    report: Option<Report>,
}

struct Report {
    figures: Vec<(&'static str, usize)>,
    rows: Vec<Rejected>,
    more: bool,
    csv: String,
}

/// Which page of earlier imports.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Which {
    page: String,
}

/// `GET /admin/imports`
pub(crate) async fn list(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Query(which): Query<Which>,
) -> Result<Response, Problem> {
    let page = page_number(&which.page);
    respond::personal(&list_page(&office, &visit, &who, page, None).await?)
}

/// `POST /admin/imports`
pub(crate) async fn start(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    form: Multipart,
) -> Result<Response, Problem> {
    let t = ImportTexts::of(visit.lang);
    let texts = form.texts()?;
    let file = form.files("file").next();
    let import = QueuedImport {
        file_name: file.and_then(|f| f.file_name.clone()).unwrap_or_default(),
        file: file.map(|f| f.bytes.to_vec()).unwrap_or_default(),
        options: ImportOptions {
            set_stock: texts.iter().any(|(name, _)| name == "set_stock"),
        },
    };
    let (status, error) = match office.shop.queue_import(&who, import).await {
        Ok(id) => return Ok(visit.see_other(&format!("/admin/imports/{id}"))),
        Err(QueueImportError::Invalid(_)) => (StatusCode::BAD_REQUEST, t.file_needed),
        Err(QueueImportError::Busy) => (StatusCode::CONFLICT, t.busy),
        Err(QueueImportError::Store(error)) => return Err(error.into()),
    };
    let page = list_page(&office, &visit, &who, 1, Some(error)).await?;
    respond::personal_with(status, &page)
}

/// `GET /admin/imports/{id}`
pub(crate) async fn show(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Path(id): Path<ImportId>,
) -> Result<Response, Problem> {
    let import = office.shop.import(id).await?;
    let import = import.ok_or_else(Problem::not_found)?;
    let t = ImportTexts::of(visit.lang);
    let heading = t.of_file(&import.file_name);
    let here = visit.link(&format!("/admin/imports/{id}"));
    let frame = Frame::new(&visit, &who, &heading);
    respond::personal(&ShowPage {
        script: frame.asset("imports.js"),
        frame,
        t,
        heading,
        status: t.status_name(import.status),
        open: is_open(&import),
        done: import.done,
        total: import.total,
        so_far: t.so_far(import.done, import.total),
        error: import.error.clone(),
        report: import
            .report
            .as_ref()
            .map(|report| Report::new(t, report, &here)),
        here,
    })
}

/// `GET /admin/imports/{id}/rejected.csv`
pub(crate) async fn rejected(
    State(office): State<Office>,
    Staff(_): Staff,
    Path(id): Path<ImportId>,
) -> Result<Response, Problem> {
    let import = office.shop.import(id).await?;
    let report = import.and_then(|import| import.report);
    let report = report.ok_or_else(Problem::not_found)?;
    Ok(csv("rejected.csv", report.rejected_csv()))
}

/// `GET /admin/export/products.csv`
pub(crate) async fn export(
    State(office): State<Office>,
    Staff(_): Staff,
) -> Result<Response, Problem> {
    let mut file = Vec::new();
    office.shop.export_products(&mut file).await?;
    Ok(csv("products.csv", file))
}

/// A file to keep, not to look at.
fn csv(name: &'static str, file: Vec<u8>) -> Response {
    let disposition = match name {
        "rejected.csv" => "attachment; filename=\"rejected.csv\"",
        _ => "attachment; filename=\"products.csv\"",
    };
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, disposition),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    let headers = headers.map(|(name, value)| (name, HeaderValue::from_static(value)));
    (headers, file).into_response()
}

fn is_open(import: &ImportView) -> bool {
    matches!(import.status, ImportStatus::Waiting | ImportStatus::Running)
}

impl Report {
    fn new(t: &'static ImportTexts, report: &ImportReport, here: &str) -> Self {
        Self {
            figures: vec![
                (t.products, report.products),
                (t.variants, report.variants),
                (t.published, report.published),
                (t.drafts, report.drafts),
                (t.updated, report.updated),
                (t.rejected, report.rejected.len()),
            ],
            rows: report.rejected.iter().take(ROWS).cloned().collect(),
            more: report.rejected.len() > ROWS,
            csv: format!("{here}/rejected.csv"),
        }
    }
}

async fn list_page(
    office: &Office,
    visit: &Visit,
    who: &Identity,
    page: u32,
    error: Option<&'static str>,
) -> Result<ListPage, Problem> {
    let t = ImportTexts::of(visit.lang);
    let asked = PageRequest {
        page,
        per_page: PER_PAGE,
    };
    let imports = office.shop.imports(asked).await?;
    let row = |import: &ImportView| Row {
        href: visit.link(&format!("/admin/imports/{}", import.id)),
        file: import.file_name.clone(),
        at: dates::date_time(import.created_at, visit.lang),
        machine: dates::machine(import.created_at),
        actor: import.actor.clone(),
        status: t.status_name(import.status),
        bad: import.status == ImportStatus::Failed,
        good: import.status == ImportStatus::Done,
    };
    Ok(ListPage {
        frame: Frame::new(visit, who, t.title).placed_at("/admin/imports"),
        t,
        error,
        rows: imports.items.iter().map(row).collect(),
        pagination: pages_of(imports.total, asked, &Address::of(visit)),
    })
}
