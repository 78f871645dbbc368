//! The rest of a request's body, which nobody wanted: read and thrown away within bounds before the answer goes out.
//! A connection that is closed over unread bytes is reset, and the reset may overtake the answer that says why.
//! Looks at no byte.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::header;
use futures_util::StreamExt;
use hyper::body::{Frame, SizeHint};
use tokio::time::timeout;

use crate::limits::Limits;

/// What is left of a request's body once its handler has taken what it wanted.
pub(crate) struct Rest {
    lent: Lent,
    /// The sender waits to be asked for the body; one that nobody asked for need not be read.
    waits: bool,
}

/// A body that its request lends to a handler.
#[derive(Clone)]
struct Lent {
    body: Arc<Mutex<Body>>,
    touched: Arc<AtomicBool>,
}

impl Rest {
    /// Lends a request's body to whoever handles the request.
    pub(crate) fn of(request: Request) -> (Request, Self) {
        let waits = request.headers().contains_key(header::EXPECT);
        let (parts, body) = request.into_parts();
        let lent = Lent { body: Arc::new(Mutex::new(body)), touched: Arc::default() };
        (Request::from_parts(parts, Body::new(lent.clone())), Self { lent, waits })
    }

    /// Reads what is left, as much as the bounds allow.
    pub(crate) async fn throw_away(self, limits: &Limits) {
        let body = std::mem::take(&mut *self.lent.body());
        if body.is_end_stream() || (self.waits && !self.lent.touched.load(Ordering::Relaxed)) {
            return;
        }
        let mut left = limits.body_rest_bytes_max;
        let mut pieces = body.into_data_stream();
        let reading = async {
            while let Some(Ok(piece)) = pieces.next().await {
                match left.checked_sub(piece.len()) {
                    Some(less) => left = less,
                    None => return,
                }
            }
        };
        // A sender who is too slow for his answer does without.
        let _ = timeout(Duration::from_millis(limits.body_rest_ms_max), reading).await;
    }
}

impl Lent {
    fn body(&self) -> MutexGuard<'_, Body> {
        self.body.lock().expect("nobody panics while reading a piece of a body")
    }
}

impl HttpBody for Lent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        self.touched.store(true, Ordering::Relaxed);
        Pin::new(&mut *self.body()).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body().is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body().size_hint()
    }
}
