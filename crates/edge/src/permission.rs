//! What a call needs, as a type: a handler that takes [`May<Orders>`](May) can't be reached by staff
//! whose role says nothing of orders. The permission is read with the session, for every request.

use std::marker::PhantomData;

use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use domain::Permission;
use shop::{Identity, Shop};

use crate::auth::signed_in;
use crate::{Problem, SessionSource};

/// Names a permission in a type.
pub trait Needs: Send + Sync + 'static {
    /// Which.
    const PERMISSION: Permission;
}

macro_rules! needs {
    ($($name:ident)*) => { $(
        #[doc = concat!("[`Permission::", stringify!($name), "`]")]
        #[derive(Debug, Clone, Copy)]
        pub struct $name;

        impl super::Needs for $name {
            const PERMISSION: domain::Permission = domain::Permission::$name;
        }
    )* };
}

/// The permissions as types.
pub mod needs {
    needs! { Catalogue Stock Promotions Orders Money Reviews Imports Reports Customers Blocks Audit Settings }
}

/// Somebody of the staff who may do that; 401 if not signed in, 403 `forbidden` if not allowed, with
/// the `permission` that is missing if they are of the staff.
pub struct May<P>(pub Identity, pub PhantomData<P>);

impl<S, P> FromRequestParts<S> for May<P>
where
    S: SessionSource + Send + Sync,
    Shop: FromRef<S>,
    P: Needs,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let identity = signed_in(parts, state).await?;
        check_permission(&identity, P::PERMISSION)?;
        Ok(Self(identity, PhantomData))
    }
}

/// Refuses who may not do that, where it isn't the whole call that needs the permission, or where a
/// table says which one it is.
///
/// # Errors
/// 403 `forbidden`, with the `permission` that is missing if it is one of the staff.
pub fn check_permission(identity: &Identity, permission: Permission) -> Result<(), Problem> {
    if identity.may(permission) {
        Ok(())
    } else if identity.role.is_staff() {
        Err(Problem::lacks(permission).asked_by_user(identity.user))
    } else {
        Err(Problem::forbidden().asked_by_user(identity.user))
    }
}
