//! What accounts look like to an admin.

use domain::UserId;
use serde::{Deserialize, Serialize};
use shop::{Account, Paged};
use utoipa::{IntoParams, ToSchema};

use crate::auth::body::AccountBody;

/// One page of accounts.
#[derive(Serialize, ToSchema)]
pub(crate) struct UserPage {
    users: Vec<AccountBody>,
    page: u32,
    per_page: u32,
    /// Accounts on all pages.
    total: i64,
}

/// Names an account.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct UserPath {
    /// The account's id.
    #[param(value_type = Uuid)]
    pub(super) id: UserId,
}

impl From<Paged<Account>> for UserPage {
    fn from(page: Paged<Account>) -> Self {
        UserPage {
            users: page.items.into_iter().map(AccountBody::from).collect(),
            page: page.page,
            per_page: page.per_page,
            total: page.total,
        }
    }
}
