//! Tells people, once each, that what they wait for can be bought again.
//!
//! The shop hands out each message once (see `shop/src/stock/requests.rs`): what happens here
//! between the claim and the carrier's answer is never done a second time.

use domain::Lang;
use shop::{Message, Messages, Shop, StockMessage, StoreError};

/// Messages of one run; those who wait longest come first, the others are next.
const AT_ONCE: i64 = 100;

/// Answers how many messages were taken.
pub(crate) async fn tell_who_waits(
    shop: &Shop,
    messages: &dyn Messages,
) -> Result<usize, StoreError> {
    let (mut told, mut recorded) = (0, Ok(()));
    for message in shop.claim_stock_messages(AT_ONCE).await? {
        let sent = messages
            .send(Message {
                to: message.phone.clone(),
                text: text(&message),
                reference: message.id.to_string(),
            })
            .await;
        if let Err(error) = &sent {
            tracing::warn!(request = %message.id, %error, "a back-in-stock message was not taken");
        }
        let result = if sent.is_ok() { "sent" } else { "refused" };
        metrics::counter!("dhakacart_back_in_stock_messages_total", "result" => result)
            .increment(1);
        // All of them are claimed: a database that is away now keeps nobody from being told.
        let finished = shop.finish_stock_message(&message, sent.is_ok()).await;
        recorded = recorded.and(finished);
        told += usize::from(sent.is_ok());
    }
    recorded.map(|()| told)
}

fn text(message: &StockMessage) -> String {
    let title = message.title.get(message.lang);
    let name = match message.variant.as_str() {
        "" => title.to_owned(),
        variant => format!("{title} ({variant})"),
    };
    match message.lang {
        Lang::En => format!("DhakaCart: {name} is back in stock. You asked us to tell you."),
        Lang::Bn => format!("ঢাকাকার্ট: {name} আবার স্টকে এসেছে। আপনি জানাতে বলেছিলেন।"),
    }
}
