//! The key that signs tokens. The one before it goes on verifying in this process for as long as
//! tokens that it signed may hold, whether or not it is given as `DHAKACART_JWT_SECRET_PREVIOUS`;
//! after a restart only what is given there verifies.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context as _;
use config::{Config, Secret};
use shop::Shop;

use super::Take;

/// The longest that a token of ours holds: one that opens an order.
const KEPT: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// Keys that were retired by this process and still verify, at most; the oldest goes first.
const RETIRED: usize = 8;

/// What signs, what verifies because the settings say so, and what because it did before.
struct Keys {
    signing: Option<Secret>,
    before: Vec<Secret>,
    retired: Vec<Secret>,
}

/// Changes the shop's keys over.
pub(super) fn rotation(started: &Config, shop: Shop) -> Take {
    let keys = Keys {
        signing: started.jwt_secret.clone(),
        before: started.jwt_secrets_before.clone(),
        retired: Vec::new(),
    };
    let keys = Arc::new(Mutex::new(keys));
    Box::new(move |fresh| {
        let (keys, shop) = (keys.clone(), shop.clone());
        Box::pin(async move {
            let retired = change(&keys, &shop, &fresh)?;
            if let Some(retired) = retired {
                tokio::spawn(forget(keys, shop, retired));
            }
            Ok(())
        })
    })
}

/// Signs with the new key, and answers the one that is retired by it.
fn change(keys: &Mutex<Keys>, shop: &Shop, fresh: &Config) -> anyhow::Result<Option<Secret>> {
    let signing = fresh.jwt_secret.clone();
    let signing = signing.context("a secret that is generated takes a restart")?;
    let mut keys = keys.lock().unwrap_or_else(PoisonError::into_inner);
    let present = keys.signing.take();
    let present = present.context("in place of a generated secret one takes a restart")?;
    let retires = present.expose() != signing.expose();
    if retires {
        keys.retired.push(present.clone());
        if keys.retired.len() > RETIRED {
            keys.retired.remove(0);
        }
    }
    keys.signing = Some(signing);
    keys.before = fresh.jwt_secrets_before.clone();
    hand_over(&keys, shop);
    Ok(retires.then_some(present))
}

/// Lets go of a retired key when nothing that it signed holds any more.
async fn forget(keys: Arc<Mutex<Keys>>, shop: Shop, retired: Secret) {
    tokio::time::sleep(KEPT).await;
    let mut keys = keys.lock().unwrap_or_else(PoisonError::into_inner);
    keys.retired.retain(|key| key.expose() != retired.expose());
    hand_over(&keys, &shop);
}

fn hand_over(keys: &Keys, shop: &Shop) {
    let bytes = |secret: &Secret| secret.expose().as_bytes().to_vec();
    let before: Vec<Vec<u8>> = keys.before.iter().chain(&keys.retired).map(bytes).collect();
    if let Some(signing) = &keys.signing {
        shop.rotate_keys(&bytes(signing), &before);
    }
}
