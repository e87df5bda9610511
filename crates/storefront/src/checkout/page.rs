//! What the checkout shows; the data of `checkout.html`.

use askama::Template;
use domain::{
    Area, CartId, DeliveryCharges, District, Division, FieldError, Lang, Paisa, Quote, Zone,
};
use shop::{Caller, Cart, CartQuote};

use super::{CheckoutForm, Findings, SavedChoice, Visitor};
use crate::cart::Line;
use crate::coupon::CouponView;
use crate::dates;
use crate::fields::{self, Field, FieldProblem};
use crate::frame::Frame;
use crate::log_in::place;
use crate::strings::Strings;

#[derive(Template)]
#[template(path = "checkout.html")]
pub(super) struct CheckoutPage {
    frame: Frame,
    /// What the shopper must know first.
    notice: Option<String>,
    problems: Vec<FieldProblem>,
    name: Field,
    phone: Field,
    email: Field,
    area: Field,
    line: Field,
    divisions: Vec<DivisionGroup>,
    district_error: Option<&'static str>,
    /// Suggestions for the area.
    areas: Vec<&'static str>,
    lines: Vec<Line>,
    subtotal: Paisa,
    /// The coupon, as the quote judged it or else the cart.
    coupon: CouponView,
    quote: Option<Quote>,
    new_total: bool,
    /// How long delivery to the chosen district takes.
    delivery_time: Option<&'static str>,
    /// Where a guest logs in, coming back here.
    log_in: Option<String>,
    charges: DeliveryCharges,
    /// Until when the products are kept: for people.
    kept_until: Option<String>,
    cart: CartId,
    key: String,
    saved: Vec<SavedChoice>,
}

/// A division and its districts.
pub(crate) struct DivisionGroup {
    pub(crate) name: &'static str,
    pub(crate) districts: Vec<DistrictOption>,
}

pub(crate) struct DistrictOption {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) chosen: bool,
}

impl CheckoutPage {
    pub(super) fn new(
        visitor: &Visitor<'_>,
        cart: &Cart,
        form: &CheckoutForm,
        quote: Option<CartQuote>,
        findings: Findings,
    ) -> Self {
        let (t, lang) = (visitor.t(), visitor.visit.lang);
        let (site, shop) = (&visitor.state.site, &visitor.state.shop);
        let snapshot = shop.catalogue().snapshot();
        let now = shop.ambient().now();
        let chosen = District::find(&form.district);
        let coupon = match &quote {
            Some(quote) => quote.coupon.as_ref(),
            None => cart.coupon.as_ref(),
        };
        let errors = &findings.errors;
        let fresh_key = || shop.ambient().secret_hex::<16>();
        CheckoutPage {
            frame: Frame::new(site, visitor.visit, &snapshot, t.checkout).placed_at("/checkout"),
            notice: findings.notice,
            problems: fields::problems(t, errors),
            name: Field::new("name", t.name, "name").filled(t, &form.name, errors),
            phone: phone(t, &form.phone, errors),
            email: email(t, &form.email, errors),
            area: area(t, &form.area, errors),
            line: line(t, &form.line, errors),
            divisions: divisions(lang, chosen),
            district_error: fields::message(t, "district", errors),
            areas: areas(chosen).iter().map(|area| area.name(lang)).collect(),
            lines: cart
                .lines
                .iter()
                .map(|line| Line::new(line, visitor.visit))
                .collect(),
            subtotal: cart.subtotal,
            coupon: CouponView::new(coupon, visitor.visit),
            quote: quote.as_ref().map(|quote| quote.quote),
            new_total: findings.new_total,
            delivery_time: chosen.map(|district| t.delivery_within(Zone::of(district))),
            log_in: (*visitor.caller == Caller::Anonymous).then(|| {
                visitor
                    .visit
                    .link(&place("/login", &visitor.visit.link("/checkout")))
            }),
            charges: shop.options().delivery,
            kept_until: cart
                .held_until
                .filter(|until| *until > now)
                .map(|until| t.kept_until(dates::time_of_day(until, lang))),
            cart: cart.id,
            saved: findings.saved,
            key: if findings.same_key {
                form.key.clone()
            } else {
                fresh_key()
            },
        }
    }
}

pub(crate) fn phone(t: &'static Strings, value: &str, errors: &[FieldError]) -> Field {
    let field = Field::new("phone", t.phone, "tel").filled(t, value, errors);
    Field {
        kind: "tel",
        inputmode: "tel",
        hint: t.phone_hint,
        max: 40,
        ..field
    }
}

fn email(t: &'static Strings, value: &str, errors: &[FieldError]) -> Field {
    let field = Field::new("email", t.email, "email").filled(t, value, errors);
    Field {
        kind: "email",
        inputmode: "email",
        required: false,
        max: 254,
        ..field
    }
}

pub(crate) fn area(t: &'static Strings, value: &str, errors: &[FieldError]) -> Field {
    let field = Field::new("area", t.area, "address-level3").filled(t, value, errors);
    Field {
        list: "areas",
        max: 80,
        ..field
    }
}

pub(crate) fn line(t: &'static Strings, value: &str, errors: &[FieldError]) -> Field {
    let field = Field::new("line", t.address_line, "street-address").filled(t, value, errors);
    Field {
        hint: t.address_hint,
        ..field
    }
}

/// All districts by division, Dhaka's first, each in the language's alphabet.
pub(crate) fn divisions(lang: Lang, chosen: Option<&District>) -> Vec<DivisionGroup> {
    let mut divisions = Division::ALL.to_vec();
    divisions.sort_by_key(|division| (*division != Division::Dhaka, division.name(lang)));
    divisions
        .into_iter()
        .map(|division| {
            let mut districts: Vec<DistrictOption> = division
                .districts()
                .map(|district| DistrictOption {
                    code: district.code,
                    name: district.name(lang),
                    chosen: Some(district) == chosen,
                })
                .collect();
            districts.sort_by_key(|district| district.name);
            DivisionGroup {
                name: division.name(lang),
                districts,
            }
        })
        .collect()
}

/// The chosen district's areas; before one is chosen, those of the one most people choose.
pub(crate) fn areas(chosen: Option<&District>) -> &'static [Area] {
    domain::areas(chosen.map_or("dhaka", |district| district.code))
}
