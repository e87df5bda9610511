//! The editor's form: what is typed, row by row, and the product that it asks for.
//!
//! Fields are named as the use case names them in its errors (`variants[2].price`), so an error
//! finds its box. Rows that were left empty are dropped before anything else looks at them: the
//! numbers in an error are the numbers on the page.

mod rows;

use domain::{
    FieldError, MAX_ATTRIBUTES, MAX_IMAGES, MAX_OPTIONS, MAX_VARIANTS, ProductStatus, SerialRule,
};
use shop::{ProductInput, ProductView};

use rows::given;
pub(crate) use rows::{AttributeRow, ImageRow, VariantRow};

/// Everything that was typed.
#[derive(Debug, Clone, Default)]
pub(crate) struct ProductForm {
    /// The revision that the editor was opened at; 0 for a new product.
    pub(crate) revision: i64,
    pub(crate) slug: String,
    pub(crate) title: String,
    pub(crate) title_bn: String,
    pub(crate) brand: String,
    pub(crate) category: String,
    pub(crate) model: String,
    pub(crate) description: String,
    pub(crate) description_bn: String,
    pub(crate) status: String,
    /// Which number is asked for when a unit is packed.
    pub(crate) serials: String,
    pub(crate) tags: String,
    pub(crate) options: [String; MAX_OPTIONS],
    pub(crate) attributes: Vec<AttributeRow>,
    pub(crate) images: Vec<ImageRow>,
    pub(crate) variants: Vec<VariantRow>,
}

/// What the button that was pressed asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Press {
    /// Save everything.
    Save,
    /// Another row for a variant.
    AddVariant,
    /// Another line of technical data.
    AddAttribute,
    /// Take in the chosen pictures and show the form again.
    Upload,
}

impl Press {
    /// Reads the button's value; Enter in a field presses the first, which saves.
    pub(crate) fn of(fields: &[(String, String)]) -> Self {
        let named = fields.iter().find(|(name, _)| name == "do");
        match named.map(|(_, value)| value.as_str()) {
            Some("variant") => Self::AddVariant,
            Some("attribute") => Self::AddAttribute,
            Some("upload") => Self::Upload,
            _ => Self::Save,
        }
    }
}

impl ProductForm {
    /// An empty editor with room for one variant.
    pub(crate) fn new() -> Self {
        Self {
            status: ProductStatus::Draft.as_str().to_owned(),
            serials: SerialRule::None.as_str().to_owned(),
            variants: vec![VariantRow::empty()],
            ..Self::default()
        }
    }

    /// The editor of a product as it is.
    pub(crate) fn of(view: &ProductView, category: &str) -> Self {
        let product = &view.product;
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let mut options: [String; MAX_OPTIONS] = Default::default();
        options
            .iter_mut()
            .zip(&product.options)
            .for_each(|(slot, name)| slot.clone_from(name));
        Self {
            revision: product.revision,
            slug: product.slug.to_string(),
            title: product.title.en.clone(),
            title_bn: text(&product.title.bn),
            brand: product.brand.clone(),
            category: category.to_owned(),
            model: text(&product.model),
            description: product.description.en.clone(),
            description_bn: text(&product.description.bn),
            status: product.status.as_str().to_owned(),
            serials: product.serials.as_str().to_owned(),
            tags: product.tags.join(", "),
            options,
            attributes: product.attributes.iter().map(AttributeRow::of).collect(),
            images: (1..)
                .zip(&product.images)
                .map(|(place, image)| ImageRow::of(place, image))
                .collect(),
            variants: product
                .variants
                .iter()
                .zip(&view.stock)
                .map(|(variant, stock)| VariantRow::of(variant, stock.on_hand))
                .collect(),
        }
    }

    /// Reads what was sent. Empty rows and rows to be removed are gone, pictures are in order.
    pub(crate) fn read(fields: &[(String, String)]) -> Self {
        let mut form = Self::default();
        for (name, value) in fields {
            form.take(name, value);
        }
        form.attributes.retain(|row| !row.remove && !row.is_empty());
        form.images.retain(|row| !row.remove && !row.src.is_empty());
        form.variants.retain(|row| !row.remove && !row.is_empty());
        form.images.sort_by_key(ImageRow::order);
        form.number_images();
        form
    }

    fn take(&mut self, name: &str, value: &str) {
        if let Some((list, index, field)) = indexed(name) {
            return match list {
                "options" => {
                    if let Some(slot) = self.options.get_mut(index) {
                        value.clone_into(slot);
                    }
                }
                "attributes" => {
                    if let Some(row) = row(&mut self.attributes, index, MAX_ATTRIBUTES) {
                        row.take(field, value);
                    }
                }
                "images" => {
                    if let Some(row) = row(&mut self.images, index, MAX_IMAGES) {
                        row.take(field, value);
                    }
                }
                "variants" => {
                    if let Some(row) = row(&mut self.variants, index, MAX_VARIANTS) {
                        row.take(field, value);
                    }
                }
                _ => {}
            };
        }
        let slot = match name {
            "slug" => &mut self.slug,
            "title.en" => &mut self.title,
            "title.bn" => &mut self.title_bn,
            "brand" => &mut self.brand,
            "category" => &mut self.category,
            "model" => &mut self.model,
            "description.en" => &mut self.description,
            "description.bn" => &mut self.description_bn,
            "status" => &mut self.status,
            "serials" => &mut self.serials,
            "tags" => &mut self.tags,
            "revision" => {
                self.revision = value.parse().unwrap_or(0);
                return;
            }
            _ => return,
        };
        value.clone_into(slot);
    }

    /// A variant's boxes for what variants differ in: number, name, value. Those without a name
    /// are shown only if something was typed there.
    pub(crate) fn options_of<'a>(&'a self, row: &'a VariantRow) -> Vec<(usize, &'a str, &'a str)> {
        let boxes = self.options.iter().zip(&row.options).enumerate();
        boxes
            .map(|(at, (name, value))| (at, name.as_str(), value.as_str()))
            .filter(|(_, name, value)| !name.is_empty() || !value.is_empty())
            .collect()
    }

    /// One more empty row for a variant.
    pub(crate) fn add_variant(&mut self) {
        if self.variants.len() < MAX_VARIANTS {
            self.variants.push(VariantRow::empty());
        }
    }

    /// One more empty line of technical data.
    pub(crate) fn add_attribute(&mut self) {
        if self.attributes.len() < MAX_ATTRIBUTES {
            self.attributes.push(AttributeRow::default());
        }
    }

    /// Puts an uploaded picture behind the others, if there is room.
    pub(crate) fn add_picture(&mut self, src: String) {
        let known = self.images.iter().any(|image| image.src == src);
        if !known && self.images.len() < MAX_IMAGES {
            self.images.push(ImageRow {
                src,
                ..ImageRow::default()
            });
            self.number_images();
        }
    }

    fn number_images(&mut self) {
        for (place, image) in (1..).zip(&mut self.images) {
            let place: i32 = place;
            image.place = place.to_string();
        }
    }

    /// The product that the form asks for, or what can't be read of it.
    pub(crate) fn input(&self) -> Result<ProductInput, Vec<FieldError>> {
        let mut errors = Vec::new();
        let status = self.status.parse().unwrap_or_else(|_| {
            errors.push(FieldError::new("status", FieldError::UNKNOWN, "no status"));
            ProductStatus::Draft
        });
        // A form that does not ask leaves the rule as it is.
        let serials = given(&self.serials).and_then(|rule| {
            let rule = rule.parse::<SerialRule>();
            rule.map_err(|_| {
                errors.push(FieldError::new("serials", FieldError::UNKNOWN, "no rule"))
            })
            .ok()
        });
        let options: Vec<String> = self
            .options
            .iter()
            .map(|name| name.trim().to_owned())
            .filter(|name| !name.is_empty())
            .collect();
        let used: Vec<usize> = (0..MAX_OPTIONS)
            .filter(|at| !self.options[*at].trim().is_empty())
            .collect();
        let variants = self
            .variants
            .iter()
            .enumerate()
            .map(|(index, row)| row.input(index, &used, &mut errors))
            .collect();
        let tags = self.tags.split(',').map(str::trim);
        let input = ProductInput {
            slug: given(&self.slug),
            title: self.title.clone(),
            title_bn: given(&self.title_bn),
            brand: self.brand.clone(),
            category: given(&self.category),
            model: given(&self.model),
            description: self.description.clone(),
            description_bn: given(&self.description_bn),
            status,
            options,
            attributes: self.attributes.iter().map(AttributeRow::value).collect(),
            images: self.images.iter().map(ImageRow::image).collect(),
            tags: tags
                .filter(|tag| !tag.is_empty())
                .map(str::to_owned)
                .collect(),
            serials,
            variants,
        };
        if errors.is_empty() {
            Ok(input)
        } else {
            Err(errors)
        }
    }
}

/// `variants[2].price` as (`variants`, 2, `price`); `options[1]` as (`options`, 1, ``).
fn indexed(name: &str) -> Option<(&str, usize, &str)> {
    let (list, rest) = name.split_once('[')?;
    let (index, field) = rest.split_once(']')?;
    Some((list, index.parse().ok()?, field.trim_start_matches('.')))
}

/// The row of that number, made if it isn't there yet; `None` beyond what a product may have.
fn row<T: Default + Clone>(rows: &mut Vec<T>, index: usize, most: usize) -> Option<&mut T> {
    // One more than is taken, so that too many are an error and not silently fewer.
    if index > most {
        return None;
    }
    if rows.len() <= index {
        rows.resize(index + 1, T::default());
    }
    rows.get_mut(index)
}

#[cfg(test)]
mod tests {
    use domain::AttributeValue;

    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        pairs.iter().map(own).collect()
    }

    #[test]
    fn rows_are_read_by_number_and_empty_ones_dropped() {
        let form = ProductForm::read(&fields(&[
            ("title.en", "Kettle"),
            ("status", "active"),
            ("options[0]", "Colour"),
            ("variants[0].taxable", "yes"),
            ("variants[2].sku", "K-2"),
            ("variants[2].price", "১,২৫০.৫০"),
            ("variants[2].options[0]", "Red"),
            ("variants[1].sku", "K-1"),
            ("variants[1].remove", "yes"),
            ("variants[999999].sku", "far"),
            ("variants[x].sku", "no"),
            ("attributes[0].key", "weight"),
            ("attributes[0].kind", "number"),
            ("attributes[0].value", "১.৫"),
            ("attributes[0].unit", "kg"),
            ("unknown", "x"),
        ]));
        assert_eq!(form.variants.len(), 1);
        let input = form.input().unwrap();
        assert_eq!(input.variants[0].sku, "K-2");
        assert_eq!(input.variants[0].price_paisa, Some(125_050));
        assert_eq!(input.variants[0].options, ["Red"]);
        assert_eq!(input.options, ["Colour"]);
        let AttributeValue::Number { amount, unit } = &input.attributes[0].value else {
            panic!("a number");
        };
        assert_eq!((amount.as_str(), unit.as_deref()), ("1.5", Some("kg")));
    }

    #[test]
    fn pictures_go_where_their_number_says() {
        let mut form = ProductForm::read(&fields(&[
            ("images[0].src", "/a.jpg"),
            ("images[0].place", "3"),
            ("images[1].src", "/b.jpg"),
            ("images[1].place", "1"),
            ("images[2].src", "/c.jpg"),
            ("images[2].place", "NaN"),
            ("images[3].src", "/d.jpg"),
            ("images[3].remove", "yes"),
        ]));
        form.add_picture("/e.jpg".into());
        form.add_picture("/b.jpg".into());
        let order: Vec<&str> = form.images.iter().map(|row| &*row.src).collect();
        assert_eq!(order, ["/b.jpg", "/a.jpg", "/c.jpg", "/e.jpg"]);
        assert_eq!(form.images[3].place, "4");
    }

    #[test]
    fn what_is_no_number_is_named() {
        let form = ProductForm::read(&fields(&[
            ("status", "sold"),
            ("serials", "barcode"),
            ("variants[0].sku", "K"),
            ("variants[0].price", "cheap"),
            ("variants[0].grams", "1.5"),
        ]));
        let errors = form.input().unwrap_err();
        let fields: Vec<&str> = errors.iter().map(|e| &*e.field).collect();
        assert_eq!(
            fields,
            [
                "status",
                "serials",
                "variants[0].price",
                "variants[0].grams"
            ]
        );
    }
}
