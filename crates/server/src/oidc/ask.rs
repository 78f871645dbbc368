//! Asks a provider something over HTTP. Goes nowhere but by https (or, for a provider on this machine, http to this machine),
//! follows no redirect, reads no answer past its bound and waits no longer than it may. Understands no answer.

use std::pin::Pin;
use std::time::Duration;

use axum::http::Uri;
use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use openidconnect::url::Url;
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};

use super::settings::is_here;
use crate::limits::Limits;

type Http = Client<HttpsConnector<HttpConnector>, Full<Bytes>>;

/// There was no answer, or none that may be read.
#[derive(Debug, thiserror::Error)]
#[error("the provider did not answer as it should")]
pub(super) struct NoAnswer;

pub(super) struct Asker {
    /// None where this machine knows no authority for certificates: then nobody is asked.
    http: Option<Http>,
    /// The provider is on this machine and may be asked without https.
    here: bool,
    bytes_max: usize,
    limit: Duration,
}

impl Asker {
    pub(super) fn new(here: bool, limits: &Limits) -> Self {
        let http = match HttpsConnectorBuilder::new().with_native_roots() {
            Ok(builder) => {
                let connector = builder.https_or_http().enable_http1().build();
                let mut client = Client::builder(TokioExecutor::new());
                // Whoever signs in once in a while needs no connection kept for them.
                client.pool_max_idle_per_host(0).http1_max_buf_size(64 << 10);
                Some(client.build(connector))
            }
            Err(error) => {
                tracing::error!(%error, "no certificates to trust were found: nobody can sign in with the provider");
                None
            }
        };
        let limit = Duration::from_millis(limits.provider_ms_max);
        Self { http, here, bytes_max: limits.provider_bytes_max, limit }
    }

    /// Whether it may be asked there, or a person be sent there.
    pub(super) fn may(&self, address: &Url) -> bool {
        match address.scheme() {
            "https" => true,
            "http" => self.here && is_here(address),
            _ => false,
        }
    }

    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, NoAnswer> {
        let address = Url::parse(&request.uri().to_string()).map_err(|_| NoAnswer)?;
        let http = self.http.as_ref().filter(|_| self.may(&address)).ok_or(NoAnswer)?;
        let (mut parts, body) = request.into_parts();
        parts.uri = address.as_str().parse::<Uri>().map_err(|_| NoAnswer)?;
        let request = hyper::Request::from_parts(parts, Full::new(Bytes::from(body)));
        let answered = async {
            let (parts, body) = http.request(request).await.map_err(|_| NoAnswer)?.into_parts();
            let body = Limited::new(body, self.bytes_max).collect().await.map_err(|_| NoAnswer)?;
            Ok(HttpResponse::from_parts(parts, body.to_bytes().to_vec()))
        };
        tokio::time::timeout(self.limit, answered).await.map_err(|_| NoAnswer)?
    }
}

impl<'c> AsyncHttpClient<'c> for Asker {
    type Error = NoAnswer;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, NoAnswer>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.ask(request))
    }
}
