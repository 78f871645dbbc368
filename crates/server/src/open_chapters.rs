//! Every open document, chapter or outline, and the only place that opens one: a document cannot be opened twice.
//! Holds mailboxes, not rooms. An open document ends by asking here, under the same lock that hands out mailboxes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, Weak};
use std::time::Duration;

use collab::bouncer::DocumentKind;
use collab::code::Code;
use collab::healing::Offer;
use collab::presence::Here;
use collab::room::{Author, ModeNow, RoomConfig};
use manual::attribution::Mode;
use manual::id::{ChapterId, DocumentId, Epoch};
use store::record::Entry;
use tokio::sync::{mpsc, oneshot};

use crate::clock::Clock;
use crate::journal::Journal;
use crate::limits::Limits;
use crate::open_chapter::{Letter, OpenChapter, mode_now};

/// Letters are boxed: an empty mailbox has room for thirty-two, and most chapters are quiet.
pub(crate) type Mailbox = mpsc::UnboundedSender<Box<Letter>>;
pub(crate) type Mail = mpsc::UnboundedReceiver<Box<Letter>>;

pub(crate) struct OpenChapters {
    /// For the tasks, which must not keep all this alive.
    this: Weak<OpenChapters>,
    pub(crate) journal: Journal,
    pub(crate) limits: Arc<Limits>,
    pub(crate) clock: Clock,
    epoch: Epoch,
    inside: Mutex<Inside>,
}

#[derive(Default)]
struct Inside {
    mailboxes: HashMap<DocumentId, Mailbox>,
    /// Who is in an open document; nothing where there is nobody.
    here: HashMap<DocumentId, Arc<[Here]>>,
    /// Once stopping, nothing is opened any more; each open task holds a clone of the sender until it has ended.
    stopping: bool,
    alive: Option<mpsc::Sender<()>>,
    ended: Option<mpsc::Receiver<()>>,
}

impl Inside {
    fn forget(&mut self, document: DocumentId) {
        self.mailboxes.remove(&document);
        self.here.remove(&document);
    }
}

impl OpenChapters {
    pub(crate) fn new(journal: Journal, limits: Limits, clock: Clock, epoch: Epoch) -> Arc<Self> {
        let (alive, ended) = mpsc::channel(1);
        let inside = Inside { alive: Some(alive), ended: Some(ended), ..Inside::default() };
        Arc::new_cyclic(|this| Self {
            this: this.clone(),
            journal,
            limits: Arc::new(limits),
            clock,
            epoch,
            inside: Mutex::new(inside),
        })
    }

    /// The mailbox of a document, which is opened if it is not. It stays open while a clone of the mailbox lives.
    ///
    /// # Errors
    /// `Stopping` when the service is.
    pub(crate) fn visit(&self, document: DocumentId, kind: DocumentKind) -> Result<Mailbox, Code> {
        let mut inside = self.inside();
        if inside.stopping {
            return Err(Code::Stopping);
        }
        if let Some(mailbox) = inside.mailboxes.get(&document)
            && !mailbox.is_closed()
        {
            return Ok(mailbox.clone());
        }
        let (mailbox, mail) = mpsc::unbounded_channel();
        inside.mailboxes.insert(document, mailbox.clone());
        let mode = self.mode(document, kind);
        let config = RoomConfig { kind, epoch: self.epoch, limits: self.limits.room(), mode };
        let alive = inside.alive.clone();
        let chapter = OpenChapter::new(self.this.clone(), document, config, self.journal.clone());
        let (limits, clock) = (Arc::clone(&self.limits), self.clock);
        tokio::spawn(async move {
            chapter.run(mail, &limits, clock).await;
            drop(alive);
        });
        Ok(mailbox)
    }

    /// Puts a letter into the mailbox of a document that is open. One that is not has nobody to tell.
    pub(crate) fn post(&self, document: DocumentId, letter: Letter) {
        if let Some(mailbox) = self.inside().mailboxes.get(&document) {
            // A task that has just ended has closed its links.
            let _ = mailbox.send(letter.into());
        }
    }

    /// A task that has nobody left asks whether it may end. `true` means that it is out of the table and nobody can
    /// have its mailbox; it says nothing more and the next visit opens anew.
    pub(crate) fn leave(&self, document: DocumentId, mail: &Mail) -> bool {
        let mut inside = self.inside();
        // Only the table's own clone is left, and clones are made under this lock alone.
        let alone = inside.mailboxes.get(&document).is_none_or(|mailbox| mailbox.strong_count() == 1);
        let may_end = alone && mail.is_empty();
        if may_end {
            inside.forget(document);
        }
        may_end
    }

    /// A task that cannot go on closes its mail under the lock, so that the next visit opens anew.
    pub(crate) fn abandon(&self, document: DocumentId, mail: &mut Mail) {
        let mut inside = self.inside();
        mail.close();
        inside.forget(document);
    }

    /// Puts up who is in a document now.
    pub(crate) fn show(&self, document: DocumentId, people: Vec<Here>) {
        let here = &mut self.inside().here;
        match people.is_empty() {
            true => here.remove(&document),
            false => here.insert(document, people.into()),
        };
    }

    /// Who is in each of these documents now.
    pub(crate) fn here(&self, documents: &[DocumentId]) -> Vec<Option<Arc<[Here]>>> {
        let inside = self.inside();
        documents.iter().map(|document| inside.here.get(document).cloned()).collect()
    }

    /// The data folder's identity, as every room tells it.
    pub(crate) fn epoch(&self) -> Epoch {
        self.epoch
    }

    /// The durable state of a document as one update.
    pub(crate) async fn state(&self, document: DocumentId, kind: DocumentKind) -> Result<Vec<u8>, Code> {
        let (answer, answered) = oneshot::channel();
        self.visit(document, kind)?.send(Letter::Read { answer }.into()).map_err(|_| Code::Internal)?;
        answered.await.unwrap_or(Err(Code::NotPersisted))
    }

    /// Lets no link write into a document any more, and waits until nothing of it is on its way to the disk.
    pub(crate) async fn settle_sealed(
        &self,
        document: DocumentId,
        kind: DocumentKind,
    ) -> Result<Mailbox, Code> {
        let mailbox = self.visit(document, kind)?;
        let (answer, answered) = oneshot::channel();
        mailbox.send(Letter::Sealed { sealed: true }.into()).map_err(|_| Code::Internal)?;
        mailbox.send(Letter::Read { answer }.into()).map_err(|_| Code::Internal)?;
        answered.await.unwrap_or(Err(Code::NotPersisted)).map(|_| mailbox)
    }

    /// Has the service itself, or an author, change a document, with `entries` in the same commit.
    pub(crate) async fn command(
        &self,
        document: DocumentId,
        kind: DocumentKind,
        update: Vec<u8>,
        author: Option<Author>,
        entries: Vec<Entry>,
    ) -> Result<u64, Code> {
        let (answer, answered) = oneshot::channel();
        let letter = Letter::Command { update, author, entries, answer };
        self.visit(document, kind)?.send(letter.into()).map_err(|_| Code::Internal)?;
        answered.await.unwrap_or(Err(Code::NotPersisted))
    }

    /// After a restore, has a document take what a device offers, as far as that can be taken by now.
    pub(crate) async fn heal(
        &self,
        document: DocumentId,
        kind: DocumentKind,
        offer: Box<Offer>,
    ) -> Result<u64, Code> {
        let (answer, answered) = oneshot::channel();
        self.visit(document, kind)?
            .send(Letter::Heal { offer, answer }.into())
            .map_err(|_| Code::Internal)?;
        answered.await.unwrap_or(Err(Code::NotPersisted))
    }

    /// What is told of who writes in a document, as it is durable. Of a chapter its room alone changes it.
    pub(crate) fn mode(&self, document: DocumentId, kind: DocumentKind) -> ModeNow {
        self.journal.read(|registry| mode_now(registry, document, kind))
    }

    /// Has the room of a chapter change its mode, with `entries`, which say so, at that very place of the journal.
    pub(crate) async fn change_mode(
        &self,
        chapter: ChapterId,
        mode: Mode,
        entries: Vec<Entry>,
    ) -> Result<u64, Code> {
        let (answer, answered) = oneshot::channel();
        let letter = Letter::Mode { mode, entries, answer };
        let visited = self.visit(chapter.into(), DocumentKind::Chapter)?;
        visited.send(letter.into()).map_err(|_| Code::Internal)?;
        answered.await.unwrap_or(Err(Code::NotPersisted))
    }

    /// Tells every room that the service stops, and waits until all have finished, or for `within`.
    pub(crate) async fn stop(&self, within: Duration) {
        let ended = {
            let mut inside = self.inside();
            inside.stopping = true;
            inside.alive = None;
            for mailbox in inside.mailboxes.values() {
                // A task that has just ended needs no telling.
                let _ = mailbox.send(Letter::Stopping.into());
            }
            inside.ended.take()
        };
        if let Some(mut ended) = ended
            && tokio::time::timeout(within, ended.recv()).await.is_err()
        {
            tracing::warn!(
                open = self.count(),
                "some documents were still busy when the time to stop was over"
            );
        }
    }

    /// Documents now open.
    pub(crate) fn count(&self) -> usize {
        self.inside().mailboxes.len()
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().expect("nobody panics while holding the table")
    }
}
