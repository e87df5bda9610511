//! What handlers share. One allocation, so that a request costs one reference count.

use std::sync::Arc;

use axum::extract::FromRef;
use edge::{Drain, LoginLimit, SessionIn, SessionSource};
use shop::Shop;
use time::OffsetDateTime;

use crate::ApiOptions;
use crate::products::ProductCache;

/// The API's state.
#[derive(Clone)]
pub(crate) struct Api(Arc<Parts>);

struct Parts {
    shop: Shop,
    environment: String,
    version: String,
    drain: Drain,
    login_limit: LoginLimit,
    products: ProductCache,
    started: OffsetDateTime,
}

impl Api {
    pub(crate) fn new(shop: Shop, options: &ApiOptions) -> Self {
        Api(Arc::new(Parts {
            environment: options.environment.clone(),
            version: options.version.clone(),
            drain: options.drain.clone(),
            login_limit: LoginLimit::new(options.login_limit, shop.ambient().clone()),
            products: ProductCache::default(),
            started: shop.ambient().now(),
            shop,
        }))
    }

    pub(crate) fn shop(&self) -> &Shop {
        &self.0.shop
    }

    pub(crate) fn environment(&self) -> &str {
        &self.0.environment
    }

    pub(crate) fn version(&self) -> &str {
        &self.0.version
    }

    pub(crate) fn drain(&self) -> &Drain {
        &self.0.drain
    }

    pub(crate) fn login_limit(&self) -> &LoginLimit {
        &self.0.login_limit
    }

    pub(crate) fn products(&self) -> &ProductCache {
        &self.0.products
    }

    /// When this process began to serve.
    pub(crate) fn started(&self) -> OffsetDateTime {
        self.0.started
    }
}

impl FromRef<Api> for Shop {
    fn from_ref(api: &Api) -> Shop {
        api.shop().clone()
    }
}

impl SessionSource for Api {
    fn session_in(&self) -> SessionIn {
        SessionIn::Header
    }
}
