//! `GET /admin/products/{slug}/preview`: a product that shoppers don't see yet, read by staff.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::{AttributeValue, Paisa};
use edge::{Path, Problem, Staff};
use pages::{Visit, respond};

use super::form::ImageRow;
use crate::Office;
use crate::frame::Frame;
use crate::strings::ProductTexts;

#[derive(Template)]
#[template(path = "products/preview.html")]
struct PreviewPage {
    frame: Frame,
    t: &'static ProductTexts,
    title: String,
    brand: String,
    back: String,
    pictures: Vec<Shown>,
    variants: Vec<(String, Option<Paisa>, i64)>,
    data: Vec<(String, String)>,
    /// Sanitised HTML.
    description: String,
}

struct Shown {
    src: String,
    alt: String,
}

/// The preview.
pub(crate) async fn preview(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Path(slug): Path<String>,
) -> Result<Response, Problem> {
    let t = ProductTexts::of(visit.lang);
    let view = office.shop.staff_product(&slug).await?;
    let product = &view.product;
    let title = product.title.get(visit.lang).to_owned();
    let value = |value: &AttributeValue| match value {
        AttributeValue::Text(text) => text.get(visit.lang).to_owned(),
        AttributeValue::Number { amount, unit } => {
            format!("{amount} {}", unit.as_deref().unwrap_or_default())
        }
        AttributeValue::Flag(flag) => if *flag { "✓" } else { "✗" }.to_owned(),
    };
    respond::personal(&PreviewPage {
        frame: Frame::new(&visit, &who, &title),
        t,
        brand: product.brand.clone(),
        back: visit.link(&format!("/admin/products/{slug}")),
        pictures: product
            .images
            .iter()
            .map(|image| Shown {
                src: ImageRow::small(&image.src),
                alt: image.alt.clone(),
            })
            .collect(),
        variants: product
            .variants
            .iter()
            .zip(&view.stock)
            .map(|(variant, stock)| {
                let name = variant.options.join(" / ");
                let name = if name.is_empty() {
                    variant.sku.to_string()
                } else {
                    name
                };
                (name, variant.price, stock.on_hand - stock.reserved)
            })
            .collect(),
        data: product
            .attributes
            .iter()
            .map(|attribute| (attribute.key.replace('_', " "), value(&attribute.value)))
            .collect(),
        description: product.description.get(visit.lang).to_owned(),
        title,
    })
}
