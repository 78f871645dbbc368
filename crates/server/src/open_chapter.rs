//! One open document: the task that owns its `collab::Room`. Letters in, effects out; no lock, nothing shared.
//! Decides nothing about editing: that is the room's. Executes effects: outboxes, the journal, the clock.
//! Loaded when first needed, dropped some time after the last link left. Start at [`OpenChapter::run`]; then `host`.

mod host;

pub(crate) use host::bound;

use std::sync::{Arc, Weak};
use std::time::Duration;

use bytes::Bytes;
use collab::bouncer::DocumentKind;
use collab::code::Code;
use collab::healing::Offer;
use collab::presence::Here;
use collab::room::{Author, Fact, Guest, LinkId, May, ModeNow, Opening, Room, RoomConfig};
use manual::attribution::Mode;
use manual::id::{ChapterId, DocumentId, ProposalId};
use manual::seat::Appears;
use store::index::{Index, LoadFailed, Stored};
use store::record::Entry;
use store::registry::Registry;
use tokio::sync::{OwnedSemaphorePermit, oneshot};
use tokio::time::{Instant, sleep_until};

use crate::clock::Clock;
use crate::journal::{Journal, NotCommitted, Report};
use crate::limits::Limits;
use crate::open_chapters::{Mail, OpenChapters};
use crate::outbox::Outbox;
use host::Host;

/// A document that is still visited when it wants to end asks again after this long.
const ASK_AGAIN: Duration = Duration::from_secs(1);

/// What comes by mail. Unbounded, because whoever writes holds a permit or waits for the answer.
pub(crate) enum Letter {
    Joined {
        link: LinkId,
        guest: Box<Guest>,
        outbox: Arc<Outbox>,
    },
    /// One whole message, and its share of the link's budget, given back once the room has handled it.
    Received {
        link: LinkId,
        frame: Bytes,
        share: OwnedSemaphorePermit,
    },
    Left {
        link: LinkId,
    },
    /// What a link may do from now on.
    RightChanged {
        link: LinkId,
        may: May,
    },
    /// What others are told of a link from now on.
    Appears {
        link: LinkId,
        appears: Appears,
    },
    Read {
        answer: oneshot::Sender<Result<Vec<u8>, Code>>,
    },
    Command {
        update: Vec<u8>,
        /// Whose update it is; `None` for the service's own.
        author: Option<Author>,
        entries: Vec<Entry>,
        answer: oneshot::Sender<Result<u64, Code>>,
    },
    /// After a restore, a device offers what it holds.
    Heal {
        offer: Box<Offer>,
        answer: oneshot::Sender<Result<u64, Code>>,
    },
    /// No link may write any more, or each may again what it may.
    Sealed {
        sealed: bool,
    },
    /// What is told of who writes is to change; `entries` say so.
    Mode {
        mode: Mode,
        entries: Vec<Entry>,
        answer: oneshot::Sender<Result<u64, Code>>,
    },
    Stopping,
}

pub(crate) struct OpenChapter {
    table: Weak<OpenChapters>,
    document: DocumentId,
    config: RoomConfig,
    journal: Journal,
}

/// Why the task cannot go on with its room.
struct Lost(Code);

impl OpenChapter {
    pub(crate) fn new(
        table: Weak<OpenChapters>,
        document: DocumentId,
        config: RoomConfig,
        journal: Journal,
    ) -> Self {
        Self { table, document, config, journal }
    }

    pub(crate) async fn run(&self, mut mail: Mail, limits: &Limits, clock: Clock) {
        let outcome = match self.open().await {
            Ok(room) => self.serve(room, &mut mail, limits, clock).await,
            Err(lost) => Err(lost),
        };
        if let Err(Lost(code)) = outcome {
            self.refuse_all(&mut mail, code);
        }
    }

    /// The room over the durable state, at rest: whoever comes to read is answered before a document is made.
    async fn open(&self) -> Result<Box<Room>, Lost> {
        let config = self.config.clone();
        let opened = self.loaded(|opening| Room::resting(config, opening).map(Box::new)).await?;
        opened.map_err(|error| self.lost(Code::Damaged, &error))
    }

    /// The durable state, complete up to now.
    async fn load(&self) -> Result<Opening, Lost> {
        self.loaded(|opening| opening).await
    }

    /// What is made of the durable state, complete up to now. Reading it and looking through it both take their time, so
    /// neither is done on the threads that serve everybody.
    async fn loaded<T: Send + 'static>(
        &self,
        then: impl FnOnce(Opening) -> T + Send + 'static,
    ) -> Result<T, Lost> {
        let (index, document, at_least) = (self.journal.index(), self.document, self.journal.seq());
        let branch_of = self.branch_of();
        let loading = tokio::task::spawn_blocking(move || {
            let stored = load(&index, document, branch_of, at_least)?;
            Ok((stored.damaged, then(opening(stored))))
        });
        let (damaged, made) = match loading.await.map_err(|error| self.lost(Code::Internal, &error))? {
            Ok(loaded) => loaded,
            Err(LoadFailed::Unknown) => return Err(Lost(Code::NotFound)),
            Err(error) => return Err(self.lost(Code::Internal, &error)),
        };
        if damaged {
            self.journal.note_damaged(document);
        }
        Ok(made)
    }

    /// The chapter, where this is the branch of one.
    fn branch_of(&self) -> Option<ChapterId> {
        let id = ProposalId::from_bytes(self.document.bytes());
        self.journal.read(|registry| registry.proposals.get(&id).map(|proposal| proposal.chapter))
    }

    fn lost(&self, code: Code, error: &dyn std::fmt::Display) -> Lost {
        tracing::error!(document = %self.document, code = code.word(), %error, "a document cannot be opened");
        Lost(code)
    }

    async fn serve(
        &self,
        room: Box<Room>,
        mail: &mut Mail,
        limits: &Limits,
        clock: Clock,
    ) -> Result<(), Lost> {
        let mut host = Host::new(self, room, clock);
        let served = self.pump(&mut host, mail, limits).await;
        if let Err(Lost(code)) = served {
            host.give_up(code);
        }
        served
    }

    /// Waits for what comes next, for as long as anybody needs the document.
    async fn pump(&self, host: &mut Host<'_>, mail: &mut Mail, limits: &Limits) -> Result<(), Lost> {
        let idle = Duration::from_millis(limits.idle_document_ms);
        let mut idle_at = Instant::now() + idle;
        loop {
            tokio::select! {
                letter = mail.recv() => {
                    // The table holds a mailbox too: mail ends only after `leave` or with the service.
                    let Some(letter) = letter else { return Ok(()) };
                    host.open_letter(*letter).await?;
                    idle_at = Instant::now() + idle;
                }
                report = reported(&mut host.persisting) => {
                    host.reported(report).await?;
                    idle_at = Instant::now() + idle;
                }
                () = sleep_until(host.clock.at(host.wake.unwrap_or(0))), if host.wake.is_some() => {
                    host.wake = None;
                    host.tell(Fact::Tick).await?;
                }
                () = sleep_until(idle_at), if host.is_idle() => {
                    host.fold();
                    if self.may_end(mail) {
                        return Ok(());
                    }
                    idle_at = Instant::now() + idle.min(ASK_AGAIN);
                }
            }
            if host.stopping && host.is_idle() {
                host.fold();
                return Ok(());
            }
        }
    }

    /// Puts up who is here now, for those who only look at the manual.
    fn show(&self, people: Vec<Here>) {
        if let Some(table) = self.table.upgrade() {
            table.show(self.document, people);
        }
    }

    fn may_end(&self, mail: &Mail) -> bool {
        self.table.upgrade().is_none_or(|table| table.leave(self.document, mail))
    }

    /// Nobody is left waiting for a document that cannot be had.
    fn refuse_all(&self, mail: &mut Mail, code: Code) {
        match self.table.upgrade() {
            Some(table) => table.abandon(self.document, mail),
            None => mail.close(),
        }
        while let Ok(letter) = mail.try_recv() {
            match *letter {
                Letter::Joined { outbox, .. } => outbox.close(code),
                // Nobody may be waiting any more.
                Letter::Read { answer } => drop(answer.send(Err(code))),
                Letter::Command { answer, .. }
                | Letter::Heal { answer, .. }
                | Letter::Mode { answer, .. } => {
                    let _ = answer.send(Err(code));
                }
                Letter::Received { .. }
                | Letter::Left { .. }
                | Letter::RightChanged { .. }
                | Letter::Appears { .. }
                | Letter::Sealed { .. }
                | Letter::Stopping => {}
            }
        }
    }
}

/// Waits for the journal's report; for ever when none is due.
async fn reported(persisting: &mut Option<Report>) -> Result<u64, NotCommitted> {
    match persisting {
        Some(report) => report.await.unwrap_or(Err(NotCommitted::Stopped)),
        None => std::future::pending().await,
    }
}

fn load(
    index: &Index,
    document: DocumentId,
    branch_of: Option<ChapterId>,
    at_least: u64,
) -> Result<Stored, LoadFailed> {
    let stored = index.load(document, at_least)?;
    let Some(chapter) = branch_of else { return Ok(stored) };
    // What is whose in the chapter is whose in its branches.
    let mut bindings = index.load(chapter.into(), at_least)?.bindings;
    bindings.extend(stored.bindings);
    Ok(Stored { bindings, ..stored })
}

/// What is told of who writes in a document, as it is durable.
pub(crate) fn mode_now(registry: &Registry, document: DocumentId, kind: DocumentKind) -> ModeNow {
    if kind != DocumentKind::Chapter {
        return ModeNow::default();
    }
    let decided = registry.attribution.now(ChapterId::from_bytes(document.bytes()));
    ModeNow { mode: decided.mode, since: decided.seq }
}

/// A stored document as a room takes it.
pub(crate) fn opening(stored: Stored) -> Opening {
    Opening {
        updates: stored.updates,
        bindings: stored.bindings,
        seq: stored.seq,
        tail_updates: stored.tail_updates,
        tail_bytes: stored.tail_bytes,
        damaged: stored.damaged,
    }
}

#[cfg(test)]
mod tests;
