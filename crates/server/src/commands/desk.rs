//! Where commands are carried out: on a data folder held by this process alone, or in the running service.
//! One turn at a time, so that what a command has looked at still holds when its records are written.

use std::sync::Arc;

use collab::bouncer::DocumentKind;
use collab::code::Code;
use collab::room::Author;
use manual::attribution::Mode;
use manual::id::{ChapterId, DocumentId, ProposalId};
use store::index::Index;
use store::record::{Entry, Record};
use store::registry::Registry;
use store::store::Store;
use store::vault::Vault;
use tokio::sync::MutexGuard;

use super::CommandRefused;
use super::folder;
use crate::app::App;
use crate::clock::now_ms;
use crate::config::{Config, PublicUrl};
use crate::limits::Limits;
use crate::open_chapter::Letter;
use crate::open_chapters::Mailbox;
use crate::rights;
use crate::sweep;

/// A turn at changing things.
pub enum Desk<'a> {
    /// The folder is ours; nothing ever waits.
    Folder(FolderDesk<'a>),
    /// The service does it.
    Service(ServiceDesk<'a>),
}

/// A data folder that this process holds.
pub struct FolderDesk<'a> {
    pub(super) store: &'a mut Store,
    pub(super) limits: Box<Limits>,
    public: PublicUrl,
    damaged: Vec<DocumentId>,
}

/// A turn in the running service.
pub struct ServiceDesk<'a> {
    app: &'a App,
    /// The journal's number of who acts here; 0 for the service itself.
    writer: u32,
    _turn: MutexGuard<'a, ()>,
}

impl<'a> Desk<'a> {
    /// Works on a folder that this process holds. Links in invitations need `public_url` to be configured; without it
    /// they point to `http://127.0.0.1:8080`.
    pub fn folder(store: &'a mut Store, config: &Config) -> Self {
        let (limits, public) = (Box::new(config.limits.clone()), config.public_url(None));
        Self::Folder(FolderDesk { store, limits, public, damaged: Vec::new() })
    }

    /// The same, knowing what opening the folder has found.
    pub(super) fn folder_with_damage(
        store: &'a mut Store,
        config: &Config,
        damaged: Vec<DocumentId>,
    ) -> Self {
        match Self::folder(store, config) {
            Self::Folder(desk) => Self::Folder(FolderDesk { damaged, ..desk }),
            service @ Self::Service(_) => service,
        }
    }

    /// Waits for its turn in the running service. Only from work that nobody can interrupt ([`App::uninterrupted`]):
    /// a turn that ends before its commit is known would let the next look at what no longer stands.
    pub(crate) async fn service(app: &'a App) -> Self {
        Self::Service(ServiceDesk { app, writer: 0, _turn: app.turns.lock().await })
    }

    /// The same turn, taken by somebody: what is written in it bears their number in the journal.
    #[must_use]
    pub(crate) fn by(self, writer: u32) -> Self {
        match self {
            Self::Service(desk) => Self::Service(ServiceDesk { writer, ..desk }),
            folder @ Self::Folder(_) => folder,
        }
    }

    fn writer(&self) -> u32 {
        match self {
            Self::Folder(_) => 0,
            Self::Service(desk) => desk.writer,
        }
    }

    /// Looks at what is durable.
    pub(crate) fn read<R>(&self, look: impl FnOnce(&Registry) -> R) -> R {
        match self {
            Self::Folder(desk) => look(desk.store.registry()),
            Self::Service(desk) => desk.app.journal.read(look),
        }
    }

    pub(crate) fn limits(&self) -> &Limits {
        match self {
            Self::Folder(desk) => &desk.limits,
            Self::Service(desk) => &desk.app.config.limits,
        }
    }

    pub(super) fn public(&self) -> &PublicUrl {
        match self {
            Self::Folder(desk) => &desk.public,
            Self::Service(desk) => &desk.app.public,
        }
    }

    /// Where documents and frozen files are looked up.
    pub(crate) fn index(&self) -> Index {
        match self {
            Self::Folder(desk) => desk.store.index(),
            Self::Service(desk) => desk.app.journal.index(),
        }
    }

    pub(super) fn seq(&self) -> u64 {
        match self {
            Self::Folder(desk) => desk.store.seq(),
            Self::Service(desk) => desk.app.journal.seq(),
        }
    }

    pub(super) fn damaged(&self) -> Vec<DocumentId> {
        match self {
            Self::Folder(desk) => desk.damaged.clone(),
            Self::Service(desk) => desk.app.journal.damaged().into_iter().collect(),
        }
    }

    pub(super) fn is_served(&self) -> bool {
        matches!(self, Self::Service(_))
    }

    /// Makes records durable, as one, under the number of who acts.
    pub(super) async fn commit(&mut self, records: Vec<Record>) -> Result<u64, CommandRefused> {
        let entries = entries(records, self.writer());
        match self {
            Self::Folder(desk) => desk.store.commit(&entries).map_err(|_| CommandRefused::NotWritten),
            Self::Service(desk) => {
                desk.app.journal.commit(entries).await.map_err(|_| CommandRefused::NotWritten)
            }
        }
    }

    /// The durable state of an outline.
    pub(super) async fn outline(&mut self, outline: DocumentId) -> Result<Vec<u8>, CommandRefused> {
        let state = match self {
            Self::Folder(desk) => folder::state(desk, outline, DocumentKind::Outline),
            Self::Service(desk) => desk.app.chapters.state(outline, DocumentKind::Outline).await,
        };
        state.map_err(CommandRefused::Outline)
    }

    /// The durable state of a template.
    pub(super) async fn template(&mut self, template: DocumentId) -> Result<Vec<u8>, CommandRefused> {
        let state = match self {
            Self::Folder(desk) => folder::state(desk, template, DocumentKind::Template),
            Self::Service(desk) => desk.app.chapters.state(template, DocumentKind::Template).await,
        };
        state.map_err(CommandRefused::Template)
    }

    /// Changes an outline, with `records` in the same commit.
    pub(super) async fn change_outline(
        &mut self,
        outline: DocumentId,
        update: Vec<u8>,
        records: Vec<Record>,
    ) -> Result<u64, CommandRefused> {
        let entries = entries(records, self.writer());
        let done = match self {
            Self::Folder(desk) => {
                folder::command(desk, (outline, DocumentKind::Outline), update, None, entries)
            }
            Self::Service(desk) => {
                desk.app.chapters.command(outline, DocumentKind::Outline, update, None, entries).await
            }
        };
        done.map_err(|code| match code {
            Code::NotPersisted => CommandRefused::NotWritten,
            code => CommandRefused::Outline(code),
        })
    }

    /// Has a chapter's mode changed by `record`: by its room, where there is one, so that nothing is written meanwhile.
    pub(super) async fn change_mode(
        &mut self,
        chapter: ChapterId,
        mode: Mode,
        record: Record,
    ) -> Result<u64, CommandRefused> {
        match self {
            Self::Folder(_) => self.commit(vec![record]).await,
            Self::Service(desk) => {
                let entries = entries(vec![record], desk.writer);
                let changed = desk.app.chapters.change_mode(chapter, mode, entries).await;
                changed.map_err(|_| CommandRefused::NotWritten)
            }
        }
    }

    /// Lets nobody write into a branch any more and waits until nothing of it is on its way to the disk. It stays so, and
    /// open, at least while the answer is held.
    pub(super) async fn settle_sealed(
        &mut self,
        branch: ProposalId,
    ) -> Result<Option<Mailbox>, CommandRefused> {
        match self {
            Self::Folder(_) => Ok(None),
            Self::Service(desk) => {
                let sealed = desk.app.chapters.settle_sealed(branch.into(), DocumentKind::Proposal).await;
                sealed.map(Some).map_err(CommandRefused::Proposal)
            }
        }
    }

    /// Writes an author's update into a chapter, with `records` in the same commit.
    pub(super) async fn write_for(
        &mut self,
        author: Author,
        chapter: ChapterId,
        update: Vec<u8>,
        records: Vec<Record>,
    ) -> Result<(), CommandRefused> {
        let (document, kind) = (DocumentId::from(chapter), DocumentKind::Chapter);
        let entries = entries(records, self.writer());
        let done = match self {
            Self::Folder(desk) => folder::command(desk, (document, kind), update, Some(author), entries),
            Self::Service(desk) => {
                desk.app.chapters.command(document, kind, update, Some(author), entries).await
            }
        };
        done.map(drop).map_err(|code| match code {
            Code::NotPersisted => CommandRefused::NotWritten,
            code => CommandRefused::Proposal(code),
        })
    }

    /// Lets the live links of a branch, where there can be any, write no more, or again.
    pub(super) fn seal(&self, branch: ProposalId, sealed: bool) {
        if let Self::Service(desk) = self {
            desk.app.chapters.post(branch.into(), Letter::Sealed { sealed });
        }
    }

    /// Ends the live links of a document, where there can be any.
    pub(super) fn end_links(&self, document: DocumentId) {
        if let Self::Service(desk) = self {
            desk.app.live.end_document(document);
        }
    }

    /// Tells the live links, where there can be any, what they may do now.
    pub(super) fn tell_rights(&self) {
        if let Self::Service(desk) = self {
            rights::tell(desk.app);
        }
    }

    /// Tells the live links of a session, where there can be any, how its person is shown now.
    pub(super) fn tell_appearance(&self, session: manual::id::SessionId) {
        if let Self::Service(desk) = self {
            rights::tell_appearance(desk.app, session);
        }
    }

    /// The keys that open what is sealed.
    pub(crate) fn vault(&self) -> Arc<Vault> {
        match self {
            Self::Folder(desk) => desk.store.vault(),
            Self::Service(desk) => desk.app.journal.vault(),
        }
    }

    /// Ends every live link, where there can be any, whose session is not alive any more.
    pub(super) fn end_dead_links(&self) {
        if let Self::Service(desk) = self {
            sweep::end_dead_links(desk.app);
        }
    }

    /// Ends the live links of a session, where there can be any.
    pub(super) fn end_session_links(&self, session: manual::id::SessionId) {
        if let Self::Service(desk) = self {
            desk.app.live.end_session(session);
        }
    }
}

fn entries(records: Vec<Record>, writer: u32) -> Vec<Entry> {
    let time_ms = now_ms();
    records.into_iter().map(|record| Entry { time_ms, writer, record }).collect()
}
