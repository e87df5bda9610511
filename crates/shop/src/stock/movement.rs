//! A line for the ledger: what a reason does to the level is the domain's rule.

use domain::{Ambient, MovementId, MovementReason, VariantId};
use store::NewMovement;

/// A movement of `units` for `reason`, now. See [`MovementReason::change`] for its signs.
pub(crate) fn movement(
    ambient: &Ambient,
    variant: VariantId,
    reason: MovementReason,
    units: i64,
    actor: &str,
) -> NewMovement {
    let change = reason.change(units);
    NewMovement {
        id: MovementId::mint(ambient),
        variant,
        on_hand_delta: change.on_hand,
        reserved_delta: change.reserved,
        reason,
        reference: None,
        actor: actor.to_owned(),
        note: None,
        at: ambient.now(),
    }
}
