//! Categories: the whole tree on one page; each can be renamed, moved and, when empty, removed.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::{FieldError, digits};
use edge::{Form, Path, Problem, Staff};
use pages::{Visit, respond};
use serde::Deserialize;
use shop::{CategoryError, CategoryInput, CategoryView, Identity};

use crate::Office;
use crate::forms::Confirm;
use crate::frame::Frame;
use crate::goods::{Listed, category_options};
use crate::strings::{CategoryTexts, Common};

/// A category as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CategoryForm {
    name: String,
    name_bn: String,
    slug: String,
    parent: String,
    position: String,
}

#[derive(Template)]
#[template(path = "categories/list.html")]
struct CategoriesPage {
    frame: Frame,
    t: &'static CategoryTexts,
    nodes: Vec<Node>,
    add: Fields,
}

/// A category on the page.
struct Node {
    name: String,
    slug: String,
    depth: usize,
    products: i64,
    /// Its products in the list.
    href: String,
    fields: Fields,
    /// `None` while something stands in it.
    remove: Option<Confirm>,
}

/// The boxes of one category's form.
struct Fields {
    /// What the boxes' ids begin with.
    id: String,
    legend: String,
    action: String,
    form: CategoryForm,
    parents: Vec<Listed>,
    /// What is wrong, if this form was sent.
    error: Option<&'static str>,
    open: bool,
}

/// What a form that was refused is shown again with.
struct Refused<'a> {
    /// Which category; empty for a new one.
    slug: &'a str,
    form: &'a CategoryForm,
    error: &'static str,
}

/// `GET /admin/categories`
pub(crate) async fn list(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
) -> Result<Response, Problem> {
    respond::personal(&page(&office, &visit, &who, None).await?)
}

/// `POST /admin/categories`
pub(crate) async fn add(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Form(form): Form<CategoryForm>,
) -> Result<Response, Problem> {
    let made = office
        .shop
        .create_category(&who, Some(&form.slug), form.input())
        .await;
    match made {
        Ok(_) => Ok(visit.see_other("/admin/categories?done=added")),
        Err(error) => refused(&office, &visit, &who, "", &form, error).await,
    }
}

/// `POST /admin/categories/{slug}`
pub(crate) async fn update(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Path(slug): Path<String>,
    Form(form): Form<CategoryForm>,
) -> Result<Response, Problem> {
    match office.shop.update_category(&who, &slug, form.input()).await {
        Ok(_) => Ok(visit.see_other("/admin/categories?done=saved")),
        Err(error) => refused(&office, &visit, &who, &slug, &form, error).await,
    }
}

/// `POST /admin/categories/{slug}/remove`
pub(crate) async fn remove(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Path(slug): Path<String>,
) -> Result<Response, Problem> {
    match office.shop.remove_category(&who, &slug).await {
        Ok(()) => Ok(visit.see_other("/admin/categories?done=removed")),
        Err(error) => {
            let views = office.shop.staff_categories().await?;
            let known = views.iter().find(|v| v.category.slug.as_str() == slug);
            let form = known.map(CategoryForm::of).unwrap_or_default();
            refused(&office, &visit, &who, &slug, &form, error).await
        }
    }
}

async fn refused(
    office: &Office,
    visit: &Visit,
    who: &Identity,
    slug: &str,
    form: &CategoryForm,
    error: CategoryError,
) -> Result<Response, Problem> {
    let t = CategoryTexts::of(visit.lang);
    let (status, error) = match error {
        CategoryError::Invalid(errors) => (StatusCode::BAD_REQUEST, invalid(t, &errors)),
        CategoryError::SlugTaken => (StatusCode::CONFLICT, t.slug_taken),
        CategoryError::Circle => (StatusCode::CONFLICT, t.circle),
        CategoryError::NotEmpty { .. } => (StatusCode::CONFLICT, t.not_empty),
        CategoryError::NotFound => return Err(Problem::not_found()),
        CategoryError::Store(error) => return Err(error.into()),
    };
    let refused = Refused { slug, form, error };
    let page = page(office, visit, who, Some(refused)).await?;
    respond::personal_with(status, &page)
}

fn invalid(t: &'static CategoryTexts, errors: &[FieldError]) -> &'static str {
    let Some(error) = errors.first() else {
        return Common::of(t.lang).field_invalid;
    };
    match (error.field.as_ref(), error.code) {
        ("slug", FieldError::REQUIRED) => t.slug_needed,
        ("parent", FieldError::RANGE) => t.too_deep,
        (_, code) => Common::of(t.lang).field_code(code),
    }
}

async fn page(
    office: &Office,
    visit: &Visit,
    who: &Identity,
    refused: Option<Refused<'_>>,
) -> Result<CategoriesPage, Problem> {
    let t = CategoryTexts::of(visit.lang);
    let views = office.shop.staff_categories().await?;
    let of = |slug: &str| refused.as_ref().filter(|refused| refused.slug == slug);
    let nodes = views
        .iter()
        .map(|view| node(view, &views, of(view.category.slug.as_str()), visit))
        .collect();
    let new = of("");
    let form = new.map(|refused| refused.form.clone()).unwrap_or_default();
    Ok(CategoriesPage {
        frame: Frame::new(visit, who, t.title)
            .placed_at("/admin/categories")
            .says(&[
                ("added", t.done_added),
                ("saved", t.done_saved),
                ("removed", t.done_removed),
            ]),
        t,
        nodes,
        add: Fields {
            id: "new".to_owned(),
            legend: t.add_title.to_owned(),
            action: visit.link("/admin/categories"),
            parents: category_options(&views, &form.parent, visit.lang),
            form,
            error: new.map(|refused| refused.error),
            open: true,
        },
    })
}

fn node(
    view: &CategoryView,
    views: &[CategoryView],
    refused: Option<&Refused<'_>>,
    visit: &Visit,
) -> Node {
    let t = CategoryTexts::of(visit.lang);
    let slug = view.category.slug.to_string();
    let name = view.category.name.get(visit.lang).to_owned();
    let form = refused.map_or_else(|| CategoryForm::of(view), |r| r.form.clone());
    let action = visit.link(&format!("/admin/categories/{slug}"));
    let empty = view.products == 0 && !view.has_below;
    Node {
        depth: view.depth,
        products: view.products,
        href: visit.link(&format!("/admin/products?category={slug}")),
        remove: empty.then(|| Confirm {
            summary: t.remove,
            question: t.remove_question(&name),
            action: format!("{action}/remove"),
            button: t.remove_confirm,
        }),
        fields: Fields {
            id: slug.clone(),
            legend: t.edit_one(&name),
            action,
            parents: category_options(views, &form.parent, visit.lang),
            form,
            error: refused.map(|refused| refused.error),
            open: refused.is_some(),
        },
        name,
        slug,
    }
}

impl CategoryForm {
    fn of(view: &CategoryView) -> Self {
        let category = &view.category;
        Self {
            name: category.name.en.clone(),
            name_bn: category.name.bn.clone().unwrap_or_default(),
            slug: category.slug.to_string(),
            parent: view
                .parent
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            position: category.position.to_string(),
        }
    }

    fn input(&self) -> CategoryInput {
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let position = digits::to_ascii(self.position.trim());
        CategoryInput {
            name: self.name.clone(),
            name_bn: given(&self.name_bn),
            parent: given(&self.parent),
            position: match position.is_empty() {
                true => 0,
                // Out of range, which the use case explains.
                false => position.parse().unwrap_or(-1),
            },
        }
    }
}
