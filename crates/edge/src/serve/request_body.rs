//! A request's body on its way to its handler: whether the handler has to wait for it is worth
//! knowing, when room has to be made.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::HttpBody;
use http_body::{Frame, SizeHint};
use pin_project_lite::pin_project;

use super::activity::Activity;

pin_project! {
    /// A body that tells its connection when it keeps a handler waiting.
    pub(super) struct Uploading<B> {
        #[pin]
        body: B,
        // Most requests have no body to wait for.
        activity: Option<Arc<Activity>>,
    }
}

impl<B: HttpBody> Uploading<B> {
    pub(super) fn new(body: B, activity: &Arc<Activity>) -> Self {
        let activity = (!body.is_end_stream()).then(|| activity.clone());
        Uploading { body, activity }
    }
}

impl<B: HttpBody> HttpBody for Uploading<B> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<B::Data>, B::Error>>> {
        let this = self.project();
        let frame = this.body.poll_frame(cx);
        if let Some(activity) = this.activity {
            activity.body_polled(frame.is_pending());
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
