//! The right to do something to something, as a value that only the check here can make. A handler that takes an
//! [`Authorized`] cannot be reached without; one that needs another right says so in its type.
//! What is not there and what is not yours answer alike.

use std::collections::HashMap;
use std::marker::PhantomData;

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use collab::bouncer::DocumentKind;
use collab::code::Code;
use manual::id::{ChapterId, DocumentId, ManualId, ProposalId, SessionId};
use manual::rights::Right;
use store::registry::Registry;

use crate::app::{App, Shared};
use crate::problem::Problem;
use crate::signed_in::SignedIn;

/// A caller who may do `R` to a `S`.
pub(crate) struct Authorized<S, R> {
    subject: S,
    pub(crate) by: SignedIn,
    right: PhantomData<R>,
}

impl<S: Copy, R> Authorized<S, R> {
    pub(crate) fn subject(&self) -> S {
        self.subject
    }
}

/// A right that a route needs.
pub(crate) trait Need: Send + 'static {
    const RIGHT: Right;
}

pub(crate) struct Reads;
pub(crate) struct Suggests;
pub(crate) struct Edits;
pub(crate) struct Keeps;

impl Need for Reads {
    const RIGHT: Right = Right::Read;
}

impl Need for Suggests {
    const RIGHT: Right = Right::Suggest;
}

impl Need for Edits {
    const RIGHT: Right = Right::Edit;
}

impl Need for Keeps {
    const RIGHT: Right = Right::Keep;
}

/// Something a route is about, named by its address.
pub(crate) trait Subject: Copy + Send + 'static {
    /// The name of its id in the address; none for the service as a whole.
    const PARAMETER: Option<&'static str>;

    /// Finds it, if it is there.
    fn find(registry: &Registry, id: &str) -> Option<Self>;

    /// Who may know that it is there. To anybody else it is not.
    fn shown_to(self) -> Right {
        Right::Read
    }

    /// Whether it is there for this session, where that does not hang on its right alone.
    fn is_there_for(self, _: &Registry, _: SessionId) -> bool {
        true
    }
}

/// The service as a whole.
#[derive(Clone, Copy)]
pub(crate) struct Service;

impl Subject for Service {
    const PARAMETER: Option<&'static str> = None;

    fn find(_: &Registry, _: &str) -> Option<Self> {
        Some(Self)
    }
}

impl Subject for ManualId {
    const PARAMETER: Option<&'static str> = Some("manual");

    fn find(registry: &Registry, id: &str) -> Option<Self> {
        Self::parse(id).filter(|id| registry.manuals.contains_key(id))
    }
}

/// A chapter, deleted or not.
impl Subject for ChapterId {
    const PARAMETER: Option<&'static str> = Some("chapter");

    fn find(registry: &Registry, id: &str) -> Option<Self> {
        Self::parse(id).filter(|id| registry.chapters.contains_key(id))
    }
}

/// A template, deleted or not.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Template(pub(crate) ChapterId);

impl Subject for Template {
    const PARAMETER: Option<&'static str> = Some("template");

    fn find(registry: &Registry, id: &str) -> Option<Self> {
        ChapterId::parse(id).filter(|id| registry.templates.contains_key(id)).map(Self)
    }

    fn shown_to(self) -> Right {
        Right::Keep
    }
}

/// A proposal or a draft: there for its seat, and once it was offered for whoever keeps the manual.
impl Subject for ProposalId {
    const PARAMETER: Option<&'static str> = Some("proposal");

    fn find(registry: &Registry, id: &str) -> Option<Self> {
        Self::parse(id).filter(|id| registry.proposals.contains_key(id))
    }

    fn is_there_for(self, registry: &Registry, session: SessionId) -> bool {
        registry.right_in_proposal(session, self).is_some()
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

    fn find(registry: &Registry, id: &str) -> Option<Self> {
        let document = DocumentId::parse(id)?;
        let kinds =
            [DocumentKind::Chapter, DocumentKind::Template, DocumentKind::Outline, DocumentKind::Proposal];
        kinds.map(|kind| Self { document, kind }).into_iter().find(|synced| synced.is_there(registry))
    }

    fn shown_to(self) -> Right {
        match self.kind {
            DocumentKind::Template => Right::Keep,
            DocumentKind::Chapter | DocumentKind::Outline | DocumentKind::Proposal => Right::Read,
        }
    }

    fn is_there_for(self, registry: &Registry, session: SessionId) -> bool {
        self.is_open_to(registry, session)
    }
}

impl Synced {
    /// Whether this session may still hold a link to it.
    pub(crate) fn is_open_to(self, registry: &Registry, session: SessionId) -> bool {
        self.is_there(registry) && self.right_of(registry, session) >= Some(self.shown_to())
    }

    /// What this session may do in it now. `None`: it is not there for it.
    pub(crate) fn right_of(self, registry: &Registry, session: SessionId) -> Option<Right> {
        match self.kind {
            DocumentKind::Chapter | DocumentKind::Template | DocumentKind::Outline => {
                registry.right_of(session)
            }
            DocumentKind::Proposal => {
                registry.right_in_proposal(session, ProposalId::from_bytes(self.document.bytes()))
            }
        }
    }

    /// Whether it can be synchronised now.
    pub(crate) fn is_there(self, registry: &Registry) -> bool {
        let id = ChapterId::from_bytes(self.document.bytes());
        match self.kind {
            DocumentKind::Chapter => registry.chapters.get(&id).is_some_and(|chapter| !chapter.deleted),
            DocumentKind::Template => registry.templates.get(&id).is_some_and(|template| !template.deleted),
            DocumentKind::Outline => registry.manuals.values().any(|manual| manual.outline == self.document),
            DocumentKind::Proposal => {
                registry.proposals.contains_key(&ProposalId::from_bytes(self.document.bytes()))
            }
        }
    }
}

impl<S: Subject, R: Need> Authorized<S, R> {
    /// # Errors
    /// `NotFound` when it is not there, `NotAllowed` when it is and the caller may not.
    fn check(app: &App, by: SignedIn, id: &str) -> Result<Self, Code> {
        let subject = app.journal.read(|registry| {
            S::find(registry, id).filter(|subject| subject.is_there_for(registry, by.session))
        });
        let subject = subject.ok_or(Code::NotFound)?;
        if by.right < subject.shown_to() {
            return Err(Code::NotFound);
        }
        if by.right < R::RIGHT {
            return Err(Code::NotAllowed);
        }
        Ok(Self { subject, by, right: PhantomData })
    }
}

impl<S: Subject, R: Need> FromRequestParts<Shared> for Authorized<S, R> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Problem> {
        let by = SignedIn::from_request_parts(parts, app).await?;
        let path = Path::<HashMap<String, String>>::from_request_parts(parts, app).await;
        let parameters = path.map_err(|_| Problem::new(Code::NotFound))?;
        let id = S::PARAMETER.and_then(|name| parameters.get(name)).map_or("", String::as_str);
        Ok(Self::check(app, by, id)?)
    }
}
