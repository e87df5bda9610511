//! The editor: `GET` and `POST` of `/admin/new-product` and `/admin/products/{slug}`.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::{FieldError, ProductStatus, SerialRule};
use edge::{Multipart, Path, Problem, Staff};
use pages::fields::FieldProblem;
use pages::{Visit, respond};
use shop::{BadPicture, Identity, PictureError, ProductError, ProductView, Shop};

use super::conflict::flat;
use super::fields::{Errors, TAKEN};
use super::form::{Press, ProductForm};
use crate::Office;
use crate::conflict::Conflict;
use crate::frame::Frame;
use crate::goods::{Listed, category_options};
use crate::strings::ProductTexts;

#[derive(Template)]
#[template(path = "products/edit.html")]
struct EditPage<'a> {
    frame: Frame,
    t: &'static ProductTexts,
    heading: String,
    action: String,
    /// `None` for a new product.
    slug: Option<String>,
    published: bool,
    form: &'a ProductForm,
    errors: Errors<'a>,
    problems: Vec<FieldProblem>,
    statuses: Vec<Listed>,
    serial_rules: Vec<Listed>,
    kinds: [(&'static str, &'static str); 3],
    categories: Vec<Listed>,
    brands: Vec<String>,
    /// What happened to the form, which saved nothing.
    notices: Vec<String>,
    conflict: Option<Conflict>,
}

/// A form that was sent, with what became of its pictures.
struct Sent {
    form: ProductForm,
    press: Press,
    notices: Vec<String>,
    /// Whether all pictures were taken.
    whole: bool,
}

/// Everything that a page of the editor is made of.
struct Editing<'a> {
    office: &'a Office,
    visit: &'a Visit,
    who: &'a Identity,
}

/// `GET /admin/new-product`
pub(crate) async fn new(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
) -> Result<Response, Problem> {
    let editing = Editing {
        office: &office,
        visit: &visit,
        who: &who,
    };
    let form = ProductForm::new();
    editing
        .page(StatusCode::OK, None, &form, &[], Vec::new(), None)
        .await
}

/// `GET /admin/products/{slug}`
pub(crate) async fn show(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Path(slug): Path<String>,
) -> Result<Response, Problem> {
    let editing = Editing {
        office: &office,
        visit: &visit,
        who: &who,
    };
    let view = office.shop.staff_product(&slug).await?;
    let form = editing.form_of(&view).await?;
    editing
        .page(StatusCode::OK, Some(&view), &form, &[], Vec::new(), None)
        .await
}

/// `POST /admin/new-product`
pub(crate) async fn create(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    form: Multipart,
) -> Result<Response, Problem> {
    let editing = Editing {
        office: &office,
        visit: &visit,
        who: &who,
    };
    let sent = editing.receive(&form).await?;
    if sent.press != Press::Save || !sent.whole {
        return editing.again(None, sent).await;
    }
    let made = match sent.form.input() {
        Ok(input) => office.shop.create_product(&who, input).await,
        Err(errors) => Err(ProductError::Invalid(errors)),
    };
    match made {
        Ok(view) => {
            let slug = &view.product.slug;
            Ok(visit.see_other(&format!("/admin/products/{slug}?done=created")))
        }
        Err(error) => {
            let errors = refusals(error, &sent.form)?;
            let status = StatusCode::BAD_REQUEST;
            editing
                .page(status, None, &sent.form, &errors, sent.notices, None)
                .await
        }
    }
}

/// `POST /admin/products/{slug}`
pub(crate) async fn update(
    State(office): State<Office>,
    visit: Visit,
    Staff(who): Staff,
    Path(slug): Path<String>,
    form: Multipart,
) -> Result<Response, Problem> {
    let editing = Editing {
        office: &office,
        visit: &visit,
        who: &who,
    };
    let mut sent = editing.receive(&form).await?;
    let view = office.shop.staff_product(&slug).await?;
    if sent.press != Press::Save || !sent.whole {
        return editing.again(Some(&view), sent).await;
    }
    let saved = match sent.form.input() {
        Ok(input) => {
            let revision = sent.form.revision;
            office
                .shop
                .update_product(&who, &slug, revision, input)
                .await
        }
        Err(errors) => Err(ProductError::Invalid(errors)),
    };
    match saved {
        Ok(_) => Ok(visit.see_other(&format!("/admin/products/{slug}?done=saved"))),
        Err(ProductError::Stale { current_revision }) => {
            let theirs = office.shop.staff_product(&slug).await?;
            let saved = editing.form_of(&theirs).await?;
            let change = office.shop.last_change_of_product(&slug).await?;
            let (t, mine) = (editing.t(), &sent.form);
            let conflict = Conflict::between(&flat(t, &saved), &flat(t, mine), change, &visit);
            // Saving once more is then knowing what it replaces.
            sent.form.revision = current_revision;
            let status = StatusCode::CONFLICT;
            let conflict = Some(conflict);
            editing
                .page(
                    status,
                    Some(&theirs),
                    &sent.form,
                    &[],
                    sent.notices,
                    conflict,
                )
                .await
        }
        Err(error) => {
            let errors = refusals(error, &sent.form)?;
            let status = StatusCode::BAD_REQUEST;
            editing
                .page(status, Some(&view), &sent.form, &errors, sent.notices, None)
                .await
        }
    }
}

/// What the form can say; the rest is a problem.
fn refusals(error: ProductError, form: &ProductForm) -> Result<Vec<FieldError>, Problem> {
    match error {
        // Without a title there is no address to be made from it.
        ProductError::Invalid(errors) if form.title.trim().is_empty() => {
            let others = errors.into_iter().filter(|error| error.field != "slug");
            let missing = FieldError::new("title.en", FieldError::REQUIRED, "no title");
            Ok([missing].into_iter().chain(others).collect())
        }
        ProductError::Invalid(errors) => Ok(errors),
        ProductError::SlugTaken => Ok(vec![FieldError::new("slug", TAKEN, "taken")]),
        ProductError::SkuTaken(sku) => {
            let at = form.variants.iter().position(|row| row.sku.trim() == sku);
            let field = format!("variants[{}].sku", at.unwrap_or(0));
            Ok(vec![FieldError::new(field, TAKEN, "taken")])
        }
        other => Err(other.into()),
    }
}

impl Editing<'_> {
    fn t(&self) -> &'static ProductTexts {
        ProductTexts::of(self.visit.lang)
    }

    async fn form_of(&self, view: &ProductView) -> Result<ProductForm, Problem> {
        let categories = self.office.shop.staff_categories().await?;
        let own = view.product.category;
        let named = categories.iter().find(|c| Some(c.category.id) == own);
        let slug = named.map(|view| view.category.slug.as_str());
        Ok(ProductForm::of(view, slug.unwrap_or_default()))
    }

    /// Reads a form and takes in its pictures.
    async fn receive(&self, sent: &Multipart) -> Result<Sent, Problem> {
        let fields = sent.texts()?;
        let mut received = Sent {
            form: ProductForm::read(&fields),
            press: Press::of(&fields),
            notices: Vec::new(),
            whole: true,
        };
        let mut added = 0;
        for file in sent.files("pictures") {
            let name = file.file_name.as_deref().unwrap_or_default();
            match take_in(&self.office.shop, self.who, file.bytes.clone()).await? {
                Ok(src) => {
                    received.form.add_picture(src);
                    added += 1;
                }
                Err(why) => {
                    received.whole = false;
                    let why = picture_words(self.t(), &why);
                    received.notices.push(format!("{} {why}", shown_name(name)));
                }
            }
        }
        if added > 0 {
            received.notices.push(self.t().pictures_added(added));
        }
        Ok(received)
    }

    /// The form once more, with the row or the pictures that were asked for.
    async fn again(&self, view: Option<&ProductView>, sent: Sent) -> Result<Response, Problem> {
        let Sent {
            mut form,
            press,
            mut notices,
            whole,
        } = sent;
        match press {
            Press::AddVariant => form.add_variant(),
            Press::AddAttribute => form.add_attribute(),
            Press::Save | Press::Upload => {}
        }
        notices.push(self.t().not_saved.to_owned());
        let status = if whole {
            StatusCode::OK
        } else {
            StatusCode::BAD_REQUEST
        };
        self.page(status, view, &form, &[], notices, None).await
    }

    async fn page(
        &self,
        status: StatusCode,
        view: Option<&ProductView>,
        form: &ProductForm,
        errors: &[FieldError],
        notices: Vec<String>,
        conflict: Option<Conflict>,
    ) -> Result<Response, Problem> {
        let t = self.t();
        let title = view.map(|view| view.product.title.get(self.visit.lang));
        let heading = title.map_or_else(|| t.new_title.to_owned(), |title| t.edit_title(title));
        let slug = view.map(|view| view.product.slug.to_string());
        let place = match &slug {
            Some(slug) => format!("/admin/products/{slug}"),
            None => "/admin/new-product".to_owned(),
        };
        let categories = self.office.shop.staff_categories().await?;
        let errors = Errors::new(t, errors);
        let page = EditPage {
            frame: Frame::new(self.visit, self.who, &heading)
                .placed_at(&place)
                .says(&[("created", t.done_created), ("saved", t.done_saved)]),
            t,
            heading,
            action: self.visit.link(&place),
            slug,
            published: view.is_some_and(|view| view.product.is_published()),
            problems: errors.summary(),
            serial_rules: [
                (SerialRule::None, t.serials_none),
                (SerialRule::Imei, t.serials_imei),
                (SerialRule::Serial, t.serials_serial),
            ]
            .map(|(rule, name)| Listed::new(rule.as_str(), name, &form.serials))
            .into(),
            statuses: [
                ProductStatus::Draft,
                ProductStatus::Active,
                ProductStatus::Archived,
            ]
            .map(|status| Listed::new(status.as_str(), t.status_name(status), &form.status))
            .into(),
            kinds: [
                ("text", t.kind_text),
                ("number", t.kind_number),
                ("flag", t.kind_flag),
            ],
            categories: category_options(&categories, &form.category, self.visit.lang),
            brands: self.office.shop.brands().await?,
            form,
            errors,
            notices,
            conflict,
        };
        respond::personal_with(status, &page)
    }
}

/// A picture's address, or why it isn't one; what is our fault is a problem.
async fn take_in(
    shop: &Shop,
    who: &Identity,
    bytes: bytes::Bytes,
) -> Result<Result<String, PictureError>, Problem> {
    match shop.upload_picture(who, bytes).await {
        Ok(picture) => Ok(Ok(picture.src())),
        Err(error @ (PictureError::Bad(_) | PictureError::Busy)) => Ok(Err(error)),
        Err(error) => Err(Problem::internal(error)),
    }
}

fn picture_words(t: &'static ProductTexts, error: &PictureError) -> &'static str {
    match error {
        PictureError::Bad(BadPicture::UnknownFormat) => t.picture_unknown_format,
        PictureError::Bad(BadPicture::TooLarge) => t.picture_too_large,
        PictureError::Bad(BadPicture::TooManyPixels) => t.picture_too_many_pixels,
        PictureError::Bad(BadPicture::Damaged) => t.picture_damaged,
        _ => t.picture_busy,
    }
}

/// A file's name as people know it: no folders, not too long.
fn shown_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain = last.chars().filter(|c| !c.is_control());
    plain.take(60).collect()
}
