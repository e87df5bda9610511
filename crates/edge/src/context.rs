//! What the stack found out about a request before anybody else sees it.

use std::net::IpAddr;

use crate::RequestId;

/// Rides in the request's extensions; [`RequestId`] and [`ClientAddress`](crate::ClientAddress)
/// are its two halves as extractors. One value, because every extension costs an allocation.
#[derive(Debug, Clone)]
pub(crate) struct RequestContext {
    pub(crate) id: RequestId,
    pub(crate) client: IpAddr,
}
