//! A product: pictures, variants with price and stock, data, description, what is like it.
//!
//! The page is the same for everyone, so it is rendered once per language, compressed once, and
//! sent as it lies ready until the catalogue or the product's stock changes. Whatever else it
//! shows must therefore not move on its own: related products are shown without their stock.

use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use catalogue::{Listing, Rendered, Snapshot};
use domain::{DeliveryCharges, Lang, Paisa, Product, Slug, Zone};
use edge::{Path, Problem};

use crate::back_in_stock::BackInStock;
use crate::cards::{Card, PLENTY};
use crate::category::{Crumb, crumbs};
use crate::frame::Frame;
use crate::pictures::{self, Picture};
use crate::reviews::Reviews;
use crate::sale::Terms;
use crate::strings::Strings;
use crate::visit::{self, Texts as _, Visit};
use crate::{Site, Storefront, compare, links, respond, share, structured};

/// Pictures at most; a maker's fiftieth photo sells nothing.
const PICTURES: usize = 12;
/// Related products.
const RELATED: usize = 4;

#[derive(Template)]
#[template(path = "product.html")]
struct ProductPage<'a> {
    frame: Frame,
    crumbs: Vec<Crumb>,
    title: &'a str,
    brand: &'a str,
    /// Everything of the maker.
    brand_href: String,
    pictures: Vec<Picture>,
    choices: Vec<Choice<'a>>,
    /// What the choices differ in: `Colour, Storage`.
    choice_names: String,
    /// Until when sale prices hold, and for how many units.
    sales: Vec<Terms>,
    /// Delivery: zone, how long it takes, what it costs.
    delivery: [(&'static str, &'static str, Paisa); 3],
    free_from: Option<Paisa>,
    /// Technical data: name, value.
    data: Vec<(String, String)>,
    /// Sanitised HTML.
    description: &'a str,
    /// The language the description is written in, if not the page's.
    description_lang: Option<Lang>,
    related: Vec<Card>,
    /// The comparison with what is like it.
    compare_href: String,
    /// Where it can be shared; empty while we don't know our address.
    share: Vec<ShareLink>,
    /// What buyers say.
    reviews: Reviews,
    /// The form to be told, if something is sold out.
    back_in_stock: Option<BackInStock>,
    slug: &'a str,
}

/// A way to tell others.
struct ShareLink {
    name: &'static str,
    href: String,
}

/// A variant to choose.
struct Choice<'a> {
    sku: &'a str,
    /// Empty for the only one.
    title: String,
    price: Paisa,
    before: Option<Paisa>,
    stock: i64,
    /// Chosen until the shopper chooses.
    chosen: bool,
}

impl Choice<'_> {
    fn few(&self) -> Option<i64> {
        (1..PLENTY).contains(&self.stock).then_some(self.stock)
    }

    fn saving(&self) -> Option<Paisa> {
        self.before
            .and_then(|before| before.checked_sub(self.price))
    }
}

impl ProductPage<'_> {
    fn sold_out(&self) -> bool {
        self.choices.iter().all(|choice| choice.stock == 0)
    }

    /// The chosen variant, whose price stands at the top.
    fn chosen(&self) -> Option<&Choice<'_>> {
        self.choices.iter().find(|choice| choice.chosen)
    }

    /// Whether variants differ in price.
    fn prices_differ(&self) -> bool {
        let first = self.choices.first().map(|choice| choice.price);
        self.choices
            .iter()
            .any(|choice| Some(choice.price) != first)
    }

    fn lowest(&self) -> Paisa {
        self.choices
            .iter()
            .map(|choice| choice.price)
            .min()
            .unwrap_or_default()
    }
}

/// `GET /products/{slug}`. The request is looked at where it is: this is the busiest page, and
/// costs little more than sending its bytes.
pub(crate) async fn show(
    State(state): State<Storefront>,
    Path(slug): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let (lang, _) = visit::split(request.uri().path());
    let snapshot = state.shop.catalogue().snapshot();
    let slug = Slug::parse(&slug).map_err(|_| Problem::not_found())?;
    let listing = snapshot
        .product(slug.as_str())
        .ok_or_else(Problem::not_found)?;
    let face = match lang {
        Lang::En => 0,
        Lang::Bn => 1,
    };
    let rendered = state.pages.get_or_render(face, &snapshot, listing, || {
        render(
            &state.site,
            &state.shop.options().delivery,
            &snapshot,
            listing,
            lang,
        )
    })?;
    let kind = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        ),
        (header::CACHE_CONTROL, respond::SHARED),
    ];
    let Rendered { body, br, etag } = &*rendered;
    Ok((
        kind,
        respond::send_ready(body, br.as_ref(), etag, request.headers()),
    )
        .into_response())
}

fn render(
    site: &Site,
    delivery: &DeliveryCharges,
    snapshot: &Snapshot,
    listing: &Listing,
    lang: Lang,
) -> Result<Rendered, Problem> {
    let page = page(site, delivery, snapshot, listing, lang);
    let body = Bytes::from(page.render().map_err(Problem::internal)?);
    Ok(Rendered {
        br: edge::brotli(&body),
        etag: edge::entity_tag(&body),
        body,
    })
}

fn page<'a>(
    site: &Site,
    delivery: &DeliveryCharges,
    snapshot: &Snapshot,
    listing: &'a Listing,
    lang: Lang,
) -> ProductPage<'a> {
    let product = &listing.product;
    let title = product.title.get(lang);
    let path = links::product(product.slug.as_str());
    // The kept page is everyone's: its place is the product's, whatever query a visitor came with.
    let visit = Visit {
        lang,
        path: path.clone(),
        query: None,
    };
    let t = visit.t();
    let above = product
        .category
        .map(|id| snapshot.category_path(id))
        .unwrap_or_default();
    let mut pictures = pictures::of_product(product, snapshot);
    pictures.truncate(PICTURES);
    let related = snapshot.related(listing, RELATED);
    let brand_query = [("brand", product.brand.as_str())];
    let like: Vec<&str> = std::iter::once(listing)
        .chain(related.iter().map(|other| &**other))
        .map(|listing| listing.product.slug.as_str())
        .take(3)
        .collect();
    let crumbs = crumbs(&above, &visit);
    let frame = Frame::new(site, &visit, snapshot, title);
    let frame = described(frame, listing, &visit, &crumbs, pictures.first());
    ProductPage {
        compare_href: compare::address(&visit, &like),
        share: share_links(&frame, title),
        frame,
        crumbs,
        title,
        brand: &product.brand,
        brand_href: visit.link(&links::with_query("/search", brand_query)),
        pictures,
        choices: choices(listing, t),
        choice_names: choice_names(product, t),
        sales: Terms::of(listing, t),
        delivery: delivery_by_zone(delivery, listing.price, t),
        free_from: delivery.free_from,
        data: data(product, t),
        description: product.description.get(lang),
        description_lang: written_in_english(product, lang),
        reviews: Reviews::of(listing, &visit),
        back_in_stock: BackInStock::of(listing, t),
        slug: product.slug.as_str(),
        related: related
            .iter()
            .map(|other| Card::without_stock(other, snapshot, lang))
            .collect(),
    }
}

/// The frame with what search engines and other sites are told about the product.
fn described(
    frame: Frame,
    listing: &Listing,
    visit: &Visit,
    crumbs: &[Crumb],
    picture: Option<&Picture>,
) -> Frame {
    let product = &listing.product;
    let title = product.title.get(visit.lang);
    let about = visit.t().product_description(title, listing.price);
    let way = crumbs
        .iter()
        .map(|crumb| (crumb.name.clone(), crumb.href.clone()))
        .chain([(title.to_owned(), visit.link(&visit.path))]);
    let mut frame = frame
        .indexed(visit.path.clone(), about.clone())
        .with_way(way);
    frame.card.kind = "product";
    if let Some(picture) = picture {
        frame.card.image = share::picture(picture);
    }
    product.slug.as_str().clone_into(&mut frame.product);
    let (url, image) = (frame.canonical_url(), frame.card_image());
    frame.add_data(&structured::product(
        listing, visit.lang, &about, &url, &image,
    ));
    frame
}

/// Where people in Bangladesh tell each other.
fn share_links(frame: &Frame, title: &str) -> Vec<ShareLink> {
    if !frame.has_address() {
        return Vec::new();
    }
    let url = frame.canonical_url();
    let text = format!("{title} {url}");
    let facebook = links::with_query(
        "https://www.facebook.com/sharer/sharer.php",
        [("u", url.as_str())],
    );
    vec![
        ShareLink {
            name: frame.t.share_facebook,
            href: facebook,
        },
        ShareLink {
            name: frame.t.share_whatsapp,
            href: links::with_query("https://wa.me/", [("text", text.as_str())]),
        },
    ]
}

/// English under a Bangla page must be announced as such, for screen readers and hyphenation.
fn written_in_english(product: &Product, lang: Lang) -> Option<Lang> {
    let bangla = product
        .description
        .bn
        .as_deref()
        .is_some_and(|bn| !bn.trim().is_empty());
    (lang == Lang::Bn && !bangla).then_some(Lang::En)
}

/// The priced variants; the first that is in stock is chosen.
fn choices<'a>(listing: &'a Listing, t: &Strings) -> Vec<Choice<'a>> {
    let product = &listing.product;
    let single = product.variants.len() == 1;
    let mut choices: Vec<Choice<'a>> = product
        .variants
        .iter()
        .enumerate()
        .filter_map(|(at, variant)| {
            let price = variant.price?;
            let title = t.variant_title(&variant.options.join(" / "));
            Some(Choice {
                sku: variant.sku.as_str(),
                title: if single { String::new() } else { title },
                price,
                before: variant.compare_at.filter(|before| *before > price),
                stock: listing.variant_stock(at),
                chosen: false,
            })
        })
        .collect();
    let chosen = choices
        .iter()
        .position(|choice| choice.stock > 0)
        .unwrap_or(0);
    if let Some(choice) = choices.get_mut(chosen) {
        choice.chosen = true;
    }
    choices
}

fn choice_names(product: &Product, t: &Strings) -> String {
    let names: Vec<&str> = product
        .options
        .iter()
        .map(|name| t.option_name(name))
        .collect();
    names.join(", ")
}

/// What delivery of one product at `price` costs, by zone.
fn delivery_by_zone(
    charges: &DeliveryCharges,
    price: Paisa,
    t: &'static Strings,
) -> [(&'static str, &'static str, Paisa); 3] {
    [
        (t.zone_dhaka, Zone::Dhaka),
        (t.zone_suburbs, Zone::Suburbs),
        (t.zone_outside, Zone::Outside),
    ]
    .map(|(name, zone)| (name, t.delivery_within(zone), charges.charge(zone, price)))
}

/// Brand, model, attributes.
pub(crate) fn data(product: &Product, t: &Strings) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    if !product.brand.is_empty() {
        rows.push((t.brand.to_owned(), product.brand.clone()));
    }
    if let Some(model) = &product.model {
        rows.push((t.model.to_owned(), model.clone()));
    }
    rows.extend(product.attributes.iter().map(|attribute| {
        (
            t.attribute_label(&attribute.key),
            t.attribute_value(attribute),
        )
    }));
    rows
}
