//! `GET /admin/products`: found, filtered, sorted, a page at a time.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::{Paisa, ProductStatus};
use edge::{Problem, Query, Staff};
use pages::{Pagination, Visit, dates, respond};
use serde::Deserialize;
use shop::{CategoryView, PageRequest, ProductFilter, ProductOrder, ProductSummary};

use super::LOW;
use crate::Office;
use crate::address::Address;
use crate::frame::Frame;
use crate::goods::{Listed, category_options, page_number, pages_of};
use crate::sorting::{Column, Head, Sorting};
use crate::strings::ProductTexts;

/// Products a page.
const PER_PAGE: u32 = 30;

/// What the address asks for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Which {
    q: String,
    status: String,
    category: String,
    brand: String,
    stock: String,
    sort: String,
    page: String,
}

#[derive(Template)]
#[template(path = "products/list.html")]
struct ListPage {
    frame: Frame,
    t: &'static ProductTexts,
    q: String,
    statuses: Vec<Listed>,
    stocks: Vec<Listed>,
    categories: Vec<Listed>,
    brands: Vec<Listed>,
    heads: Vec<Head>,
    rows: Vec<Row>,
    total: i64,
    pagination: Pagination,
}

struct Row {
    href: String,
    title: String,
    brand: String,
    category: String,
    status: &'static str,
    pill: &'static str,
    price: Option<Paisa>,
    variants: i64,
    available: i64,
    low: bool,
    changed: String,
    machine: String,
}

/// The list.
pub(crate) async fn list(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Query(which): Query<Which>,
) -> Result<Response, Problem> {
    let t = ProductTexts::of(visit.lang);
    let columns = columns(t);
    let sorting = Sorting::of(&which.sort, &columns);
    let page = PageRequest {
        page: page_number(&which.page),
        per_page: PER_PAGE,
    };
    let products = office
        .shop
        .staff_products(filter(&which, sorting), page)
        .await?;
    let categories = office.shop.staff_categories().await?;
    let brands = office.shop.brands().await?;
    let address = Address::of(&visit);
    let rows = products
        .items
        .iter()
        .map(|product| row(product, &categories, &visit))
        .collect();
    respond::personal(&ListPage {
        frame: Frame::new(&visit, &who, t.title).says(&[("created", t.done_created)]),
        t,
        statuses: statuses(t, &which.status),
        stocks: stocks(t, &which.stock),
        categories: category_options(&categories, &which.category, visit.lang),
        brands: brands
            .iter()
            .map(|brand| Listed::new(brand, brand, &which.brand))
            .collect(),
        q: which.q,
        heads: sorting.heads(&columns, &address),
        rows,
        total: products.total,
        pagination: pages_of(products.total, page, &address),
    })
}

fn columns(t: &'static ProductTexts) -> [Column; 5] {
    let number = |key, label| Column {
        numeric: true,
        ..Column::sorted(key, label)
    };
    [
        Column::sorted("changed", t.changed),
        Column::sorted("title", t.name),
        Column::plain(t.status),
        number("price", t.price),
        number("stock", t.stock),
    ]
}

fn filter(which: &Which, sorting: Sorting) -> ProductFilter {
    let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let (at_least, at_most) = match which.stock.as_str() {
        "in" => (Some(1), None),
        "low" => (Some(1), Some(LOW)),
        "none" => (None, Some(0)),
        _ => (None, None),
    };
    ProductFilter {
        q: given(&which.q),
        status: which.status.parse().ok(),
        category: given(&which.category),
        brand: given(&which.brand),
        at_least,
        at_most,
        order: match (sorting.key, sorting.descending) {
            ("title", _) => ProductOrder::Title,
            ("price", false) => ProductOrder::Price,
            ("price", true) => ProductOrder::PriceDown,
            ("stock", _) => ProductOrder::Stock,
            _ => ProductOrder::Changed,
        },
    }
}

fn statuses(t: &'static ProductTexts, chosen: &str) -> Vec<Listed> {
    let all = [
        ProductStatus::Active,
        ProductStatus::Draft,
        ProductStatus::Archived,
    ];
    all.map(|status| Listed::new(status.as_str(), t.status_name(status), chosen))
        .into()
}

fn stocks(t: &'static ProductTexts, chosen: &str) -> Vec<Listed> {
    let all = [
        ("in", t.stock_in),
        ("low", t.stock_low),
        ("none", t.stock_none),
    ];
    all.map(|(value, label)| Listed::new(value, label, chosen))
        .into()
}

fn row(product: &ProductSummary, categories: &[CategoryView], visit: &Visit) -> Row {
    let category = product.category.and_then(|id| {
        let named = categories.iter().find(|view| view.category.id == id);
        named.map(|view| view.category.name.get(visit.lang).to_owned())
    });
    let available = product.on_hand - product.reserved;
    Row {
        href: visit.link(&format!("/admin/products/{}", product.slug)),
        title: product.title.get(visit.lang).to_owned(),
        brand: product.brand.clone(),
        category: category.unwrap_or_default(),
        status: ProductTexts::of(visit.lang).status_name(product.status),
        pill: match product.status {
            ProductStatus::Active => "pill-good",
            ProductStatus::Draft => "pill-info",
            ProductStatus::Archived => "",
        },
        price: product.price,
        variants: product.variants,
        available,
        low: available <= LOW,
        changed: dates::date_time(product.updated_at, visit.lang),
        machine: dates::machine(product.updated_at),
    }
}
