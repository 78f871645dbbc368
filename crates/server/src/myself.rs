//! A person who is here by themselves: signed in with a cookie, in a session that is theirs. What only they may do to their
//! own ways in takes a [`Myself`]; neither a program of theirs nor a session of the seat alone has one.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use collab::code::Code;
use manual::id::PersonId;

use crate::app::Shared;
use crate::commands::Adding;
use crate::problem::Problem;
use crate::signed_in::SignedIn;

pub(crate) struct Myself {
    pub(crate) by: SignedIn,
    pub(crate) person: PersonId,
    /// Nobody outside this module can make one.
    _checked: (),
}

impl Myself {
    pub(crate) fn adding(&self) -> Adding {
        Adding { session: self.by.session, person: self.person }
    }
}

impl FromRequestParts<Shared> for Myself {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Problem> {
        let by = SignedIn::from_request_parts(parts, app).await?;
        let program = app
            .journal
            .read(|registry| registry.sessions.get(&by.session).is_none_or(|session| session.program));
        match by.person {
            Some(person) if !program => Ok(Self { by, person, _checked: () }),
            _ => Err(Code::NotAllowed.into()),
        }
    }
}
