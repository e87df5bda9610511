//! The coupon that a cart remembers: what it takes off now, or why it doesn't count.
//!
//! One judgement for the cart, the quote and the order ([`price_with_coupon`]), so that they agree.
//! A cart keeps a coupon that doesn't count yet: it may count once there is more in it.

use domain::{
    CartId, Coupon, CouponCode, CouponRefusal, CouponUses, DeliveryCharges, District, FieldError,
    MoneyError, Paisa, PricedLine, PricedOrder, Reduction, price_order,
};
use serde::Serialize;
use time::OffsetDateTime;

use super::{Cart, CartError, may_use};
use crate::{Caller, Shop};

/// The coupon of a cart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CartCoupon {
    /// Its code.
    pub code: CouponCode,
    /// What it takes off.
    pub reduction: Reduction,
    /// What that is now. Zero for free delivery as long as it isn't known where to.
    pub discount: Paisa,
    /// Why it doesn't count; `None` when it does.
    pub refusal: Option<CouponRefusal>,
}

impl CartCoupon {
    /// Judged for goods of `subtotal`, before it is known where they go.
    pub(super) fn of_goods(
        (coupon, uses): &(Coupon, CouponUses),
        subtotal: Paisa,
        now: OffsetDateTime,
    ) -> Self {
        let judged = coupon.judge(subtotal, *uses, now);
        Self {
            code: coupon.code.clone(),
            reduction: coupon.reduction,
            discount: judged.map_or(Paisa::ZERO, |reduction| reduction.off_goods(subtotal)),
            refusal: judged.err(),
        }
    }
}

/// What `lines` cost delivered to `district` at `now`, with what the coupon takes off if it counts.
pub(crate) fn price_with_coupon(
    lines: &[PricedLine],
    district: &District,
    charges: &DeliveryCharges,
    coupon: Option<&(Coupon, CouponUses)>,
    now: OffsetDateTime,
) -> Result<(PricedOrder, Option<CartCoupon>), MoneyError> {
    let plain = price_order(lines, district, charges, now.date(), None)?;
    let Some((coupon, uses)) = coupon else {
        return Ok((plain, None));
    };
    let mut judged = CartCoupon {
        code: coupon.code.clone(),
        reduction: coupon.reduction,
        discount: Paisa::ZERO,
        refusal: None,
    };
    let priced = match coupon.judge(plain.quote.subtotal, *uses, now) {
        Ok(reduction) => price_order(lines, district, charges, now.date(), Some(reduction))?,
        Err(refusal) => {
            judged.refusal = Some(refusal);
            return Ok((plain, Some(judged)));
        }
    };
    judged.discount = priced.quote.discount;
    if judged.discount == Paisa::ZERO {
        judged.refusal = Some(CouponRefusal::NothingToTakeOff);
    }
    Ok((priced, Some(judged)))
}

impl Shop {
    /// Makes a cart remember a coupon, whether it counts now or not; the cart says which.
    pub async fn set_coupon(
        &self,
        caller: &Caller,
        id: CartId,
        code: &str,
    ) -> Result<Cart, CartError> {
        let invalid = |error: FieldError| CartError::Invalid(vec![error]);
        let code = CouponCode::parse(code).map_err(invalid)?;
        let found = self.store().find_coupon(code.as_str()).await?;
        let found = found.ok_or_else(|| {
            let message = format!("There is no coupon with the code {code}");
            invalid(FieldError::new("code", FieldError::UNKNOWN, message))
        })?;
        self.remember_coupon(caller, id, Some(found.coupon.id))
            .await
    }

    /// Makes a cart forget its coupon; nothing happens when it has none.
    pub async fn remove_coupon(&self, caller: &Caller, id: CartId) -> Result<Cart, CartError> {
        self.remember_coupon(caller, id, None).await
    }

    async fn remember_coupon(
        &self,
        caller: &Caller,
        id: CartId,
        coupon: Option<domain::CouponId>,
    ) -> Result<Cart, CartError> {
        let now = self.ambient().now();
        let mut tx = self.store().begin().await?;
        let row = tx
            .find_cart_for_update(id, now)
            .await?
            .filter(|row| may_use(row, caller))
            .ok_or(CartError::NotFound)?;
        if row.ordered.is_some() {
            return Err(CartError::Ordered);
        }
        tx.update_cart_coupon(id, coupon).await?;
        let row = tx.find_cart(id).await?.ok_or(CartError::NotFound)?;
        let lines = tx.list_cart_lines(id, now).await?;
        tx.commit().await?;
        Ok(Cart::new(row, lines, now))
    }
}
