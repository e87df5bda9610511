//! Placing the order that the form describes.

use std::time::Duration;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use domain::{Address, CartId, Contact, Lang, Paisa, PaymentMethod};
use edge::Problem;
use shop::{IdempotencyKey, PlaceOrder, PlaceOrderError, Placed};

use super::{CheckoutForm, Findings, SALE_LIMIT, SHORTAGE, Visitor};
use crate::{cookies, coupon, links, respond};

/// How often a form that was sent twice at once looks for the order of its twin.
const LOOKS: u32 = 20;
/// How long it waits between two looks.
const BETWEEN_LOOKS: Duration = Duration::from_millis(250);
/// What a browser is told to wait, in seconds, while orders can't be placed.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("5");

impl Visitor<'_> {
    /// Orders, once for each form that was shown.
    pub(super) async fn place(&self, id: CartId, form: &CheckoutForm) -> Result<Response, Problem> {
        let (contact, address) = match form.check() {
            Ok(valid) => valid,
            Err(errors) => {
                let findings = Findings {
                    errors,
                    ..Findings::default()
                };
                return self
                    .again(id, form, StatusCode::BAD_REQUEST, findings)
                    .await;
            }
        };
        // Without a total that was shown there is nothing to agree to: show it.
        let (Ok(key), Ok(expected)) = (
            IdempotencyKey::parse(&form.key),
            form.expected_total.parse().map(Paisa::new),
        ) else {
            return self.update(id, form).await;
        };
        let order = order(id, expected, contact, address, self.visit.lang);
        match self.place_patiently(&key, order).await {
            Ok(placed) => Ok(self.placed(&placed)),
            Err(error) => self.not_placed(id, form, error).await,
        }
    }

    /// A browser shows the answer to the last of two clicks, so that one waits for the first's.
    async fn place_patiently(
        &self,
        key: &IdempotencyKey,
        order: PlaceOrder,
    ) -> Result<Placed, PlaceOrderError> {
        for _ in 0..LOOKS {
            match self
                .state
                .shop
                .place_order(self.caller, key.clone(), order.clone())
                .await
            {
                Err(PlaceOrderError::InProgress) => tokio::time::sleep(BETWEEN_LOOKS).await,
                answer => return answer,
            }
        }
        Err(PlaceOrderError::InProgress)
    }

    fn placed(&self, placed: &Placed) -> Response {
        let site = &self.state.site;
        let number = &placed.order.number;
        let cookies =
            cookies::drop_cart(site).chain(cookies::keep_order(site, number, &placed.access_token));
        respond::with_cookies(self.visit.see_other(&links::order(number)), cookies)
    }

    /// Why there is no order: to the cart, or the form again.
    async fn not_placed(
        &self,
        id: CartId,
        form: &CheckoutForm,
        error: PlaceOrderError,
    ) -> Result<Response, Problem> {
        let t = self.t();
        let say = |notice: &str| Findings {
            notice: Some(notice.to_owned()),
            ..Findings::default()
        };
        let (status, findings) = match error {
            PlaceOrderError::OutOfStock { .. } => return Ok(self.visit.see_other(SHORTAGE)),
            PlaceOrderError::SaleLimit { .. } => return Ok(self.visit.see_other(SALE_LIMIT)),
            PlaceOrderError::CartNotFound | PlaceOrderError::CartEmpty => {
                return Ok(self.visit.see_other("/cart"));
            }
            PlaceOrderError::CartOrdered => return self.ordered_before(id).await,
            PlaceOrderError::PriceChanged {
                total,
                coupon: lost,
                ..
            } => {
                let changed = t.total_changed(total);
                let notice = match lost {
                    Some(lost) => {
                        let why = coupon::lost(&lost.code, lost.refusal, self.visit);
                        format!("{why} {changed}")
                    }
                    None => changed,
                };
                let findings = Findings {
                    new_total: true,
                    ..say(&notice)
                };
                (StatusCode::CONFLICT, findings)
            }
            PlaceOrderError::KeyReused => (StatusCode::CONFLICT, say(t.form_used)),
            PlaceOrderError::InProgress => (
                StatusCode::CONFLICT,
                Findings {
                    same_key: true,
                    ..say(t.order_in_progress)
                },
            ),
            PlaceOrderError::Busy => {
                let findings = Findings {
                    same_key: true,
                    ..say(t.shop_busy)
                };
                (StatusCode::SERVICE_UNAVAILABLE, findings)
            }
            PlaceOrderError::Store(error) => {
                tracing::error!(%error, "an order's outcome is not known; its form is shown again with the same key");
                let findings = Findings {
                    same_key: true,
                    ..say(t.order_unknown)
                };
                (StatusCode::SERVICE_UNAVAILABLE, findings)
            }
        };
        let mut response = self.again(id, form, status, findings).await?;
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, RETRY_AFTER);
        }
        Ok(response)
    }

    /// The cart became an order by another form: that order is what the shopper wants to see.
    async fn ordered_before(&self, id: CartId) -> Result<Response, Problem> {
        let cart = self.state.shop.cart(self.caller, id).await?;
        Ok(match cart.ordered {
            Some(number) => self.visit.see_other(&links::order(&number)),
            None => self.visit.see_other("/cart"),
        })
    }
}

fn order(
    cart: CartId,
    expected_total: Paisa,
    contact: Contact,
    address: Address,
    lang: Lang,
) -> PlaceOrder {
    // What makes two forms the same order; the parsed values, so that a space more or less doesn't.
    let canonical = serde_json::json!([
        cart,
        expected_total,
        contact.name,
        contact.phone,
        contact.email,
        address.line,
        address.area,
        address.district.code,
    ]);
    PlaceOrder {
        cart,
        expected_total,
        contact,
        address,
        payment_method: PaymentMethod::Cod,
        lang,
        fingerprint: shop::fingerprint(canonical.to_string().as_bytes()),
    }
}
