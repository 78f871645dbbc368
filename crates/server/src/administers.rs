//! Who may decide about the people of a seat: the secretariat (who keeps the service at large), and whoever administers
//! the seat. The one place that says so; handlers take an [`Administers`], which only the check here can make.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use collab::code::Code;
use manual::id::{PersonId, SeatId};
use manual::rights::Right;
use store::registry::Registry;

use crate::app::{App, Shared};
use crate::authorized::parameter;
use crate::problem::Problem;
use crate::signed_in::SignedIn;

/// Whether somebody may decide about a seat's people, sessions and tokens.
pub(crate) fn may(by: &SignedIn, seat: SeatId) -> bool {
    by.right >= Right::Keep || (by.admin && by.seat == seat)
}

/// A caller who may decide about the seat that a `S` belongs to.
pub(crate) struct Administers<S> {
    subject: S,
    pub(crate) seat: SeatId,
    pub(crate) by: SignedIn,
}

impl<S: Copy> Administers<S> {
    pub(crate) fn subject(&self) -> S {
        self.subject
    }
}

/// Something that belongs to a seat, named by its address.
pub(crate) trait OfSeat: Copy + Send + 'static {
    /// The name of its id in the address.
    const PARAMETER: &'static str;
    /// Whether every seat knows that it is there.
    const KNOWN_TO_ALL: bool;

    /// Finds it and its seat, if it is there.
    fn find(registry: &Registry, id: &str) -> Option<(Self, SeatId)>;
}

impl OfSeat for SeatId {
    const PARAMETER: &'static str = "seat";
    const KNOWN_TO_ALL: bool = true;

    fn find(registry: &Registry, id: &str) -> Option<(Self, SeatId)> {
        Self::parse(id).filter(|id| registry.seats.contains_key(id)).map(|id| (id, id))
    }
}

impl OfSeat for PersonId {
    const PARAMETER: &'static str = "person";
    const KNOWN_TO_ALL: bool = false;

    fn find(registry: &Registry, id: &str) -> Option<(Self, SeatId)> {
        let id = Self::parse(id)?;
        Some((id, registry.people.get(&id)?.seat))
    }
}

impl<S: OfSeat> Administers<S> {
    /// # Errors
    /// `NotFound` when it is not there, or of a seat that is none of the caller's; `NotAllowed` when the caller knows that
    /// it is there and may not.
    fn check(app: &App, by: SignedIn, id: &str) -> Result<Self, Code> {
        let (subject, seat) = app.journal.read(|registry| S::find(registry, id)).ok_or(Code::NotFound)?;
        if may(&by, seat) {
            return Ok(Self { subject, seat, by });
        }
        Err(if S::KNOWN_TO_ALL || by.seat == seat { Code::NotAllowed } else { Code::NotFound })
    }
}

impl<S: OfSeat> FromRequestParts<Shared> for Administers<S> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Problem> {
        let by = SignedIn::from_request_parts(parts, app).await?;
        let id = parameter(parts, app, Some(S::PARAMETER)).await?;
        Ok(Self::check(app, by, &id)?)
    }
}
