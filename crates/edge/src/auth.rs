//! Who asks, as types: a handler that takes [`Staff`] can't be reached by a customer.
//!
//! The type is the rule, so that no handler can forget it. Anonymous routes take nothing,
//! [`MaybeUser`] takes anybody, [`Customer`], [`Staff`] and [`Admin`] refuse those below. Where the
//! shop asks its staff for a second factor, all of them refuse staff without one: 403
//! `second_factor_missing`. Only [`Session`] takes them, for setting one up and for logging out.

use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use domain::Role;
use shop::{AuthenticateError, Caller, Identity, Shop};

use crate::session::bearer;
use crate::{Problem, SessionSource};

/// The token of `Authorization: Bearer`, unchecked: also an order's access token comes so.
#[derive(Debug, Clone)]
pub struct BearerToken(pub Option<String>);

/// Anybody. No token, or one that proves nothing, is [`Caller::Anonymous`]; a database that can't
/// be asked is 503.
#[derive(Debug, Clone)]
pub struct MaybeUser(pub Caller);

/// Somebody signed in; else 401 `unauthorized`.
#[derive(Debug, Clone)]
pub struct Customer(pub Identity);

/// Somebody of the staff; 401 if not signed in, 403 `forbidden` if a customer.
#[derive(Debug, Clone)]
pub struct Staff(pub Identity);

/// An admin; 401 if not signed in, 403 `forbidden` if not one.
#[derive(Debug, Clone)]
pub struct Admin(pub Identity);

/// Somebody signed in, even if they have yet to set up a second factor; else 401 `unauthorized`.
#[derive(Debug, Clone)]
pub struct Session(pub Identity);

/// Who it is, once found out: the session is looked up once per request.
#[derive(Clone)]
struct Known(Identity);

impl<S: Sync> FromRequestParts<S> for BearerToken {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        Ok(Self(bearer(&parts.headers).map(str::to_owned)))
    }
}

impl<S> FromRequestParts<S> for MaybeUser
where
    S: SessionSource + Send + Sync,
    Shop: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match identify(parts, state).await {
            None | Some(Err(AuthenticateError::Invalid)) => Ok(Self(Caller::Anonymous)),
            Some(Ok(identity)) => Ok(Self(Caller::User(identity))),
            Some(Err(error)) => Err(error.into()),
        }
    }
}

impl<S> FromRequestParts<S> for Customer
where
    S: SessionSource + Send + Sync,
    Shop: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        signed_in(parts, state).await.map(Self)
    }
}

impl<S> FromRequestParts<S> for Session
where
    S: SessionSource + Send + Sync,
    Shop: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let token = state.session_in().token(&parts.headers);
        let token = token.ok_or_else(Problem::unauthorized)?;
        let found = Shop::from_ref(state).authenticate_setting_up(token).await;
        found.map(Self).map_err(Problem::from)
    }
}

impl<S> FromRequestParts<S> for Staff
where
    S: SessionSource + Send + Sync,
    Shop: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let identity = signed_in(parts, state).await?;
        if identity.role.is_staff() {
            Ok(Self(identity))
        } else {
            Err(Problem::forbidden().asked_by_user(identity.user))
        }
    }
}

impl<S> FromRequestParts<S> for Admin
where
    S: SessionSource + Send + Sync,
    Shop: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let identity = signed_in(parts, state).await?;
        if identity.role == Role::Admin {
            Ok(Self(identity))
        } else {
            Err(Problem::forbidden().asked_by_user(identity.user))
        }
    }
}

pub(crate) async fn signed_in<S>(parts: &mut Parts, state: &S) -> Result<Identity, Problem>
where
    S: SessionSource + Send + Sync,
    Shop: FromRef<S>,
{
    match identify(parts, state).await {
        None => Err(Problem::unauthorized()),
        Some(found) => found.map_err(Problem::from),
    }
}

/// Whom the request's token stands for; `None` without a token.
async fn identify<S>(parts: &mut Parts, state: &S) -> Option<Result<Identity, AuthenticateError>>
where
    S: SessionSource + Send + Sync,
    Shop: FromRef<S>,
{
    if let Some(Known(identity)) = parts.extensions.get() {
        return Some(Ok(identity.clone()));
    }
    let token = state.session_in().token(&parts.headers)?;
    let found = Shop::from_ref(state).authenticate(token).await;
    if let Ok(identity) = &found {
        parts.extensions.insert(Known(identity.clone()));
    }
    Some(found)
}
