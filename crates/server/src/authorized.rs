//! The right to do something to something, as a value that only the check here can make. A handler that takes an
//! [`Authorized`] cannot be reached without; one that needs another right says so in its type. What it asks is the right
//! of the caller *in that manual or chapter*, and the one table (`manual::rights::table`) answers.
//! What is not there and what is not yours answer alike, on one way through the code.

use std::collections::HashMap;
use std::marker::PhantomData;

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use collab::bouncer::DocumentKind;
use collab::code::Code;
use collab::room::{May, Service as Serving};
use manual::id::{ChapterId, DocumentId, ManualId, ProposalId, SessionId};
use manual::rights::Right;
use manual::rights::table::{Action, ChapterState, Standing, may};
use store::record::rights::ServiceState;
use store::registry::Registry;

use crate::app::{App, Shared};
use crate::problem::Problem;
use crate::signed_in::SignedIn;

/// A caller who may do `N` to a `S`.
pub(crate) struct Authorized<S, N> {
    subject: S,
    pub(crate) by: SignedIn,
    /// What the caller may do there.
    pub(crate) right: Right,
    /// How it stands.
    pub(crate) standing: Standing,
    need: PhantomData<N>,
}

impl<S: Copy, N> Authorized<S, N> {
    pub(crate) fn subject(&self) -> S {
        self.subject
    }
}

/// What a route does, as the table names it.
pub(crate) trait Need: Send + 'static {
    const ACTION: Action;
}

macro_rules! needs {
    ($($name:ident: $action:ident,)*) => {$(
        pub(crate) struct $name;

        impl Need for $name {
            const ACTION: Action = Action::$action;
        }
    )*};
}

needs! {
    Sees: See,
    Reads: Read,
    Proposes: Propose,
    Settles: Settle,
    Merges: Merge,
    Decides: Decide,
    Deletes: Delete,
    Keeps: Keep,
}

/// What a caller has found: the right there, and how it stands.
pub(crate) type Found<S> = (S, Right, Standing);

/// Something a route is about, named by its address.
pub(crate) trait Subject: Copy + Send + 'static {
    /// The name of its id in the address; none for the service as a whole.
    const PARAMETER: Option<&'static str>;

    /// Finds it, if it is there for this session.
    fn find(registry: &Registry, session: SessionId, id: &str) -> Option<Found<Self>>;
}

/// The service as a whole.
#[derive(Clone, Copy)]
pub(crate) struct Service;

impl Subject for Service {
    const PARAMETER: Option<&'static str> = None;

    fn find(registry: &Registry, session: SessionId, _: &str) -> Option<Found<Self>> {
        Some((Self, registry.right_of(session)?, Standing::OPEN))
    }
}

impl Subject for ManualId {
    const PARAMETER: Option<&'static str> = Some("manual");

    fn find(registry: &Registry, session: SessionId, id: &str) -> Option<Found<Self>> {
        let id = Self::parse(id)?;
        Some((id, registry.right_in_manual(session, id)?, Standing::OPEN))
    }
}

/// The pictures of a manual: for them the right in that chapter counts in which it is greatest.
#[derive(Clone, Copy)]
pub(crate) struct PicturesOf;

impl Subject for PicturesOf {
    const PARAMETER: Option<&'static str> = Some("manual");

    fn find(registry: &Registry, session: SessionId, id: &str) -> Option<Found<Self>> {
        let id = ManualId::parse(id)?;
        let in_manual = registry.right_in_manual(session, id)?;
        let chapters =
            registry.chapters.iter().filter(|(_, chapter)| chapter.manual == id && !chapter.deleted);
        let rights = chapters.filter_map(|(chapter, _)| registry.right_in_chapter(session, *chapter));
        Some((Self, rights.fold(in_manual, Right::max), Standing::OPEN))
    }
}

/// A chapter, deleted or not.
impl Subject for ChapterId {
    const PARAMETER: Option<&'static str> = Some("chapter");

    fn find(registry: &Registry, session: SessionId, id: &str) -> Option<Found<Self>> {
        let id = Self::parse(id)?;
        Some((id, registry.right_in_chapter(session, id)?, registry.standing_of(id)?))
    }
}

/// A template, deleted or not.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Template(pub(crate) ChapterId);

impl Subject for Template {
    const PARAMETER: Option<&'static str> = Some("template");

    fn find(registry: &Registry, session: SessionId, id: &str) -> Option<Found<Self>> {
        let id = ChapterId::parse(id)?;
        Some((Self(id), registry.right_in_template(session, id)?, Standing::OPEN))
    }
}

/// A proposal or a draft: there for its seat, and once it was offered for whoever keeps its chapter. It stands as its chapter
/// does, but for one that was deleted: what was proposed for it is still there.
impl Subject for ProposalId {
    const PARAMETER: Option<&'static str> = Some("proposal");

    fn find(registry: &Registry, session: SessionId, id: &str) -> Option<Found<Self>> {
        let id = Self::parse(id)?;
        registry.right_in_proposal(session, id)?;
        let chapter = registry.proposals.get(&id)?.chapter;
        let standing = Standing::Is(registry.state_of(chapter));
        Some((id, registry.right_in_chapter(session, chapter)?, standing))
    }
}

/// What can be synchronised: an outline, a chapter or template that is not deleted, or the branch of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Synced {
    pub(crate) document: DocumentId,
    pub(crate) kind: DocumentKind,
}

impl Subject for Synced {
    const PARAMETER: Option<&'static str> = Some("document");

    fn find(registry: &Registry, session: SessionId, id: &str) -> Option<Found<Self>> {
        let synced = Self::of(registry, DocumentId::parse(id)?)?;
        let (right, standing) = synced.found(registry, session)?;
        Some((synced, right, standing))
    }
}

impl Synced {
    /// The document of this id, deleted or not.
    pub(crate) fn of(registry: &Registry, document: DocumentId) -> Option<Self> {
        let id = ChapterId::from_bytes(document.bytes());
        let kind = match () {
            () if registry.chapters.contains_key(&id) => DocumentKind::Chapter,
            () if registry.templates.contains_key(&id) => DocumentKind::Template,
            () if registry.manual_by_outline(document).is_some() => DocumentKind::Outline,
            () if registry.proposals.contains_key(&ProposalId::from_bytes(document.bytes())) => {
                DocumentKind::Proposal
            }
            () => return None,
        };
        Some(Self { document, kind })
    }

    fn found(self, registry: &Registry, session: SessionId) -> Option<(Right, Standing)> {
        let id = ChapterId::from_bytes(self.document.bytes());
        match self.kind {
            DocumentKind::Chapter => {
                Some((registry.right_in_chapter(session, id)?, registry.standing_of(id)?))
            }
            DocumentKind::Template => {
                let deleted = registry.templates.get(&id)?.deleted;
                let standing = if deleted { Standing::Deleted } else { Standing::OPEN };
                Some((registry.right_in_template(session, id)?, standing))
            }
            DocumentKind::Proposal => {
                let id = ProposalId::from_bytes(self.document.bytes());
                let right = registry.right_in_proposal(session, id)?;
                let chapter = registry.proposals.get(&id)?.chapter;
                Some((right, Standing::Is(registry.state_of(chapter))))
            }
            DocumentKind::Outline => {
                Some((registry.right_in_outline(session, self.document)?, Standing::OPEN))
            }
        }
    }

    /// What a link of this session may do here now; `None`: it may hold none.
    pub(crate) fn may(self, registry: &Registry, session: SessionId) -> Option<May> {
        let (right, standing) = self.found(registry, session)?;
        may(Some(right), standing, Action::Read).ok()?;
        let state = match standing {
            Standing::Is(state) => state,
            Standing::Deleted => ChapterState::Closed,
        };
        let service = match registry.rights.service {
            ServiceState::Open => Serving::Takes,
            ServiceState::ReadOnly => Serving::Paused,
        };
        Some(May { service, ..May::here(right, state) })
    }
}

impl<S: Subject, N: Need> Authorized<S, N> {
    /// # Errors
    /// `NotFound` when it is not there for the caller; what the table says when it is and the caller may not.
    fn check(app: &App, by: SignedIn, id: &str) -> Result<Self, Code> {
        let found = app.journal.read(|registry| S::find(registry, by.session, id));
        let (subject, right, standing) = found.ok_or(Code::NotFound)?;
        may(Some(right), standing, N::ACTION).map_err(Code::of)?;
        Ok(Self { subject, by, right, standing, need: PhantomData })
    }
}

impl<S: Subject, N: Need> FromRequestParts<Shared> for Authorized<S, N> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Problem> {
        let by = SignedIn::from_request_parts(parts, app).await?;
        let id = parameter(parts, app, S::PARAMETER).await?;
        Ok(Self::check(app, by, &id)?)
    }
}

/// What stands in the address under this name; empty where there is none.
///
/// # Errors
/// `NotFound` for an address that cannot be read.
pub(crate) async fn parameter(
    parts: &mut Parts,
    app: &Shared,
    name: Option<&str>,
) -> Result<String, Problem> {
    let path = Path::<HashMap<String, String>>::from_request_parts(parts, app).await;
    let mut parameters = path.map_err(|_| Problem::new(Code::NotFound))?.0;
    Ok(name.and_then(|name| parameters.remove(name)).unwrap_or_default())
}
