//! The one error shape that leaves the server: `application/problem+json`, with a code of `collab::code::Code`.
//! Says what happened in general words and an id that ties it to the log. Never a cause, a path, a text or a name.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use collab::code::Code;
use serde::Serialize;
use utoipa::ToSchema;

use crate::commands::CommandRefused;

/// Why a request was refused. The middleware that knows the request's id writes it out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) code: Code,
    /// Where the framework's own status says more than the code's.
    status: Option<StatusCode>,
    detail: Option<String>,
    retry_after_s: Option<u64>,
}

/// A problem as JSON.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct ProblemView {
    /// The HTTP status.
    #[schema(example = 404)]
    status: u16,
    /// One word of the table of codes; the same as for sockets.
    #[schema(example = "not-found")]
    code: &'static str,
    /// The code in words.
    #[schema(example = "There is nothing here, or it is not yours to see.")]
    title: &'static str,
    /// What was wrong this time, where that helps.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    /// Ties the answer to the service's log.
    request_id: String,
}

impl Problem {
    pub(crate) fn new(code: Code) -> Self {
        Self { code, status: None, detail: None, retry_after_s: None }
    }

    /// The request is not well formed; says which part.
    pub(crate) fn invalid(detail: impl Into<String>) -> Self {
        Self::new(Code::Invalid).with_detail(detail)
    }

    /// What an answer of the framework itself (no route, wrong method, body refused) means in our words.
    pub(crate) fn of_framework(status: StatusCode) -> Self {
        let code = match status {
            StatusCode::NOT_FOUND => Code::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Code::WrongMethod,
            StatusCode::PAYLOAD_TOO_LARGE => Code::TooLarge,
            status if status.is_client_error() => Code::Invalid,
            _ => Code::Internal,
        };
        // To a caller it is one and the same that JSON does not parse and that it lacks a field.
        let status =
            if status == StatusCode::UNPROCESSABLE_ENTITY { StatusCode::BAD_REQUEST } else { status };
        Self::new(code).with_status(status)
    }

    pub(crate) fn too_many(retry_after_s: u64) -> Self {
        Self { retry_after_s: Some(retry_after_s), ..Self::new(Code::TooMany) }
    }

    /// Not now, and perhaps in a little while.
    pub(crate) fn too_soon(code: Code) -> Self {
        Self { retry_after_s: Some(5), ..Self::new(code).with_status(StatusCode::SERVICE_UNAVAILABLE) }
    }

    pub(crate) fn with_status(self, status: StatusCode) -> Self {
        Self { status: Some(status), ..self }
    }

    pub(crate) fn with_detail(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..self }
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.status.unwrap_or_else(|| status(self.code))
    }

    /// The same problem, told with its request's id.
    pub(crate) fn response(self, request_id: &str) -> Response {
        let status = self.status();
        let view = ProblemView {
            status: status.as_u16(),
            code: self.code.word(),
            title: title(self.code),
            detail: self.detail,
            request_id: request_id.to_owned(),
        };
        let body = serde_json::to_vec(&view).expect("a problem has nothing that JSON cannot say");
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if self.code == Code::SignedOut {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = self.retry_after_s {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// Carries the problem to the middleware, which writes it.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<Code> for Problem {
    fn from(code: Code) -> Self {
        match code {
            Code::TooMany | Code::TooManyPages | Code::Stopping | Code::Paused | Code::NotPersisted => {
                Self { retry_after_s: Some(5), ..Self::new(code) }
            }
            _ => Self::new(code),
        }
    }
}

impl From<CommandRefused> for Problem {
    fn from(refused: CommandRefused) -> Self {
        let code = refused.code();
        match code {
            Code::Invalid | Code::Conflict | Code::NotFreezable | Code::MembersOnly | Code::NotReady => {
                Self::new(code).with_detail(refused.to_string())
            }
            _ => Self::from(code),
        }
    }
}

/// The HTTP status of a code.
pub(crate) fn status(code: Code) -> StatusCode {
    match code {
        Code::Malformed | Code::Invalid => StatusCode::BAD_REQUEST,
        Code::SignedOut => StatusCode::UNAUTHORIZED,
        Code::NotAllowed
        | Code::ForeignOrigin
        | Code::ReadOnly
        | Code::InvitationRefused
        | Code::SignInRefused
        | Code::TouchNeeded => StatusCode::FORBIDDEN,
        Code::NotFound => StatusCode::NOT_FOUND,
        Code::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
        Code::Conflict
        | Code::Foreign
        | Code::Gap
        | Code::DeleteAhead
        | Code::Damaged
        | Code::Unattributed
        | Code::Locked
        | Code::Closed
        | Code::NotFreezable
        | Code::MembersOnly
        | Code::NotReady => StatusCode::CONFLICT,
        Code::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Code::ForbiddenContent => StatusCode::UNPROCESSABLE_ENTITY,
        Code::TooMany | Code::TooManyPages => StatusCode::TOO_MANY_REQUESTS,
        Code::NotPersisted
        | Code::TooSlow
        | Code::Stopping
        | Code::Paused
        | Code::ModeChanged
        | Code::NoPress => StatusCode::SERVICE_UNAVAILABLE,
        Code::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// The code in words, for whoever reads an answer without the page that translates codes.
pub(crate) fn title(code: Code) -> &'static str {
    match code {
        Code::Malformed => "The bytes are not what the protocol allows.",
        Code::TooLarge => "This is larger than the service takes.",
        Code::ForbiddenContent => "The document may not hold this kind of content.",
        Code::DeleteAhead => "This deletes text that nobody has written yet.",
        Code::Foreign => "These edits are under a client id that is another's, or that does not go on here.",
        Code::Gap => "Something before this edit is missing.",
        Code::ReadOnly => "This seat may read here, but not write.",
        Code::Locked => "The chapter is locked: nobody writes into it until it is unlocked.",
        Code::Closed => "The chapter is closed: it can be read, and nothing else.",
        Code::Unattributed => "In this chapter nobody is named, and this would name somebody.",
        Code::Damaged => "The document is damaged on disk and shown at its last good state.",
        Code::SignedOut => "Nobody is signed in.",
        Code::NotAllowed => "This seat may not do this.",
        Code::NotFound => "There is nothing here, or it is not yours to see.",
        Code::ForeignOrigin => "The request came from a page of another site.",
        Code::InvitationRefused => {
            "The link or the code is wrong, already used, or over. Ask for a new invitation."
        }
        Code::SignInRefused => "This did not sign anybody in. Try again, or ask for a new invitation.",
        Code::TouchNeeded => "This has to be confirmed: touch your passkey, and do the same again.",
        Code::TooMany => "Too many at once. Come back a little later.",
        Code::TooManyPages => "This session has too many pages open. Close one and come back.",
        Code::Invalid => "The request is not well formed.",
        Code::WrongMethod => "This address does not take this method.",
        Code::Conflict => "This contradicts what is there now.",
        Code::NotFreezable => "Something in the manual cannot be frozen as it stands.",
        Code::MembersOnly => "Something in the manual is for members alone and cannot be made public.",
        Code::NotReady => "Something is left to do before a final edition; the list of the manual says what.",
        Code::NoPress => {
            "PDFs are not made here at the moment: the program that does is not there, or did not manage."
        }
        Code::NotPersisted => "The change could not be written. Nothing of it was kept; try again.",
        Code::TooSlow => "This reader is too slow; come back and catch up.",
        Code::ModeChanged => "What is told of who writes here changed. Come back under a new client id.",
        Code::Stopping => "The service is stopping. Come back in a moment.",
        Code::Paused => {
            "The Secretariat has paused the service. Everything can be read, and nothing can be changed for now."
        }
        Code::Internal => "Something went wrong here; the log knows what.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_status_of_refusal_and_words() {
        for code in Code::ALL {
            assert!(status(code).as_u16() >= 400);
            assert!(title(code).ends_with('.'));
        }
    }

    #[test]
    fn the_framework_s_own_refusals_have_our_codes() {
        let unsupported = Problem::of_framework(StatusCode::UNSUPPORTED_MEDIA_TYPE);
        assert_eq!((unsupported.code, unsupported.status().as_u16()), (Code::Invalid, 415));
        assert_eq!(Problem::of_framework(StatusCode::PAYLOAD_TOO_LARGE).code, Code::TooLarge);
    }
}
