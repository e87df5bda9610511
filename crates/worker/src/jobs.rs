//! The jobs, one file each.

mod back_in_stock;
mod order_message;
mod refund_message;

pub(crate) use back_in_stock::tell_who_waits;

use shop::{ClaimedJob, Job, JobFailure, Messages, Shop};

/// Does one job.
pub(crate) async fn run(
    shop: &Shop,
    messages: &dyn Messages,
    claimed: &ClaimedJob,
) -> Result<(), JobFailure> {
    match &claimed.job {
        Ok(Job::OrderMessage { number, status }) => {
            order_message::run(shop, messages, claimed.id, number, *status).await
        }
        Ok(Job::RefundMessage { number }) => {
            refund_message::run(shop, messages, claimed.id, number).await
        }
        Err(unknown) => Err(JobFailure(format!(
            "this version does not know the job {unknown}"
        ))),
    }
}
