//! What stands around every request: an id, a time limit, one shape for all problems, headers, one line in the log.
//! The log names the route, never the address: addresses can hold secrets.

use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use collab::code::Code;
use futures_util::FutureExt;

use crate::app::Shared;
use crate::chance;
use crate::metrics::{Metrics, Over};
use crate::problem::Problem;
use crate::rest::Rest;
use crate::security::harden;

pub(crate) async fn around(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id = chance::request_id();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let is_api = request.uri().path().starts_with("/api/");

    let limits = &app.config.limits;
    let limit = match route.as_deref() {
        // A picture over a thin line takes its time.
        Some(route) if route.ends_with("/images") => limits.image_upload_ms_max,
        _ => limits.request_ms_max,
    };
    let limit = Duration::from_millis(limit);
    let (request, rest) = Rest::of(request);
    let answered = tokio::time::timeout(limit, AssertUnwindSafe(next.run(request)).catch_unwind()).await;
    rest.throw_away(&app.config.limits).await;
    let response = answered.map_or_else(|_| gave_up(), |answer| answer.unwrap_or_else(|_| fell_over()));
    let mut response = told(response, &id, is_api, &app.metrics);

    finish(&mut response, &id, is_api, app.public.is_https());
    let route = route.as_deref().unwrap_or("-");
    let status = response.status().as_u16();
    app.metrics.answered(status);
    let ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    // Two or more for each word that somebody writes over such a link; a socket's frames are not told either.
    if route.contains("/poll/") && status < 400 {
        tracing::debug!(request = id, %method, route, status, ms, "answered");
    } else {
        tracing::info!(request = id, %method, route, status, ms, "answered");
    }
    response
}

fn gave_up() -> Response {
    tracing::error!("a request took too long");
    Problem::new(Code::Internal).with_status(StatusCode::SERVICE_UNAVAILABLE).into_response()
}

fn fell_over() -> Response {
    tracing::error!("a handler panicked");
    Problem::new(Code::Internal).into_response()
}

/// Marks a refusal that is a page of ours, and no problem to be told.
#[derive(Clone, Copy)]
pub(crate) struct AsItIs;

/// Writes out a problem, and gives the framework's own refusals the same shape.
fn told(mut response: Response, id: &str, is_api: bool, metrics: &Metrics) -> Response {
    let status = response.status();
    let problem = match response.extensions_mut().remove::<Problem>() {
        Some(problem) => problem,
        None if response.extensions().get::<AsItIs>().is_some() => return response,
        None if status.is_client_error() || status.is_server_error() => Problem::of_framework(status),
        None => return response,
    };
    metrics.refused(Over::Http, problem.code);
    if problem.code == Code::Internal && is_api {
        tracing::error!(request = id, "answered with an error of our own");
    }
    let mut told = problem.response(id);
    if let Some(allow) = response.headers().get(header::ALLOW) {
        told.headers_mut().insert(header::ALLOW, allow.clone());
    }
    told
}

fn finish(response: &mut Response, id: &str, is_api: bool, https: bool) {
    let refused = response.status().as_u16() >= 400;
    let headers = response.headers_mut();
    harden(headers, https);
    let no_store = HeaderValue::from_static("no-store");
    if refused {
        headers.insert(header::CACHE_CONTROL, no_store);
    } else if is_api {
        headers.entry(header::CACHE_CONTROL).or_insert(no_store);
    }
    let id = HeaderValue::from_str(id).expect("an id is hexadecimal");
    headers.insert(HeaderName::from_static("x-request-id"), id);
}
