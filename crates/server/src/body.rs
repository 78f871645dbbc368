//! A request's JSON body, refused as a problem when it is not what the route takes.

use axum::Json;
use axum::extract::{FromRequest, Request};
use serde::de::DeserializeOwned;

use crate::app::Shared;
use crate::pause;
use crate::problem::Problem;

pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<Shared> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &Shared) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let route = Request::from_parts(parts.clone(), axum::body::Body::empty());
        match Json::<T>::from_request(Request::from_parts(parts, body), app).await {
            // It may have been long on its way.
            Ok(Json(body)) => Ok(pause::check(app, &route).map(|()| Self(body))?),
            // Names the field and the place; the sender knows the rest.
            Err(refused) => Err(Problem::of_framework(refused.status()).with_detail(refused.body_text())),
        }
    }
}
