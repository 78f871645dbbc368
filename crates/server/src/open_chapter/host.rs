//! What one open document's task keeps beside its room, and how it carries out what the room wants: outboxes, orders to
//! the journal, answers, the next time to wake. The loop that feeds it is `open_chapter`'s.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;
use collab::binding::Owner;
use collab::code::Code;
use collab::room::{AskId, Author, Effect, Fact, LinkId, Room, RoomRecord};
use manual::id::{ChapterId, DocumentId};
use store::record::attribution::AttributionRecord;
use store::record::{Entry, Record};
use store::registry::Registry;
use tokio::sync::{OwnedSemaphorePermit, oneshot};

use super::{Letter, Lost, OpenChapter};
use crate::audit_key;
use crate::clock::{Clock, now_ms};
use crate::journal::{NotCommitted, Report};
use crate::metrics::Over;
use crate::outbox::Outbox;

/// The room and everything the shell keeps beside it.
pub(super) struct Host<'a> {
    task: &'a OpenChapter,
    pub(super) clock: Clock,
    /// Away only while a heavy fact is being handled.
    room: Option<Box<Room>>,
    links: HashMap<LinkId, Arc<Outbox>>,
    /// Links with something new in their outboxes, to be hurried when all of it is in.
    told: Vec<LinkId>,
    asks: HashMap<AskId, Ask>,
    last_ask: AskId,
    pub(super) persisting: Option<Report>,
    shares: Shares,
    pub(super) wake: Option<u64>,
    pub(super) stopping: bool,
}

/// The budgets of frames that wait inside the room for the disk. Given back when they no longer do, so that a slow
/// disk slows the writers down and not the memory up.
#[derive(Default)]
struct Shares {
    waiting: Vec<OwnedSemaphorePermit>,
    flying: Vec<OwnedSemaphorePermit>,
}

impl<'a> Host<'a> {
    pub(super) fn new(task: &'a OpenChapter, room: Box<Room>, clock: Clock) -> Self {
        Self {
            task,
            clock,
            room: Some(room),
            links: HashMap::new(),
            told: Vec::new(),
            asks: HashMap::new(),
            last_ask: 0,
            persisting: None,
            shares: Shares::default(),
            wake: None,
            stopping: false,
        }
    }

    pub(super) fn is_idle(&self) -> bool {
        self.links.is_empty() && self.asks.is_empty() && !self.room().is_busy()
    }

    fn room(&self) -> &Room {
        self.room.as_deref().expect("the room is back before anything else happens")
    }

    pub(super) async fn open_letter(&mut self, letter: Letter) -> Result<(), Lost> {
        match letter {
            Letter::Joined { link, guest, outbox } => {
                self.links.insert(link, outbox);
                self.tell(Fact::Joined { link, guest: *guest }).await
            }
            Letter::Received { link, frame, share } => self.received(link, frame, share).await,
            Letter::Left { link } => match self.links.remove(&link) {
                Some(_) => self.tell(Fact::Left { link }).await,
                None => Ok(()),
            },
            Letter::RightChanged { link, may } => self.tell(Fact::RightChanged { link, may }).await,
            Letter::Appears { link, appears } => self.tell(Fact::Appears { link, appears }).await,
            Letter::Read { answer } => {
                let ask = self.ask(Ask::Read(answer));
                self.tell(Fact::Read { ask }).await
            }
            Letter::Command { update, author, entries, answer } => {
                let ask = self.ask(Ask::Command { entries, author: author.clone(), answer });
                self.tell(Fact::Command { ask, update, author }).await
            }
            Letter::Heal { offer, answer } => {
                let ask = self.ask(Ask::Command { entries: Vec::new(), author: None, answer });
                self.tell(Fact::Heal { ask, offer }).await
            }
            Letter::Sealed { sealed } => self.tell(Fact::Sealed { sealed }).await,
            Letter::Mode { mode, entries, answer } => {
                let ask = self.ask(Ask::Command { entries, author: None, answer });
                self.tell(Fact::Mode { ask, mode }).await
            }
            Letter::Stopping => {
                self.stopping = true;
                self.tell(Fact::Stopping).await
            }
        }
    }

    async fn received(
        &mut self,
        link: LinkId,
        frame: Bytes,
        share: OwnedSemaphorePermit,
    ) -> Result<(), Lost> {
        if !self.links.contains_key(&link) {
            return Ok(());
        }
        // Presence and probes are answered at once; the rest may wait in the room for the disk.
        let immediate = matches!(frame.first(), Some(1 | 3));
        self.tell(Fact::Received { link, frame }).await?;
        if !immediate && self.room().is_busy() {
            self.shares.waiting.push(share);
        }
        Ok(())
    }

    fn ask(&mut self, ask: Ask) -> AskId {
        self.last_ask += 1;
        self.asks.insert(self.last_ask, ask);
        self.last_ask
    }

    /// Tells the room a fact and carries out what follows, and what follows from that.
    pub(super) async fn tell(&mut self, fact: Fact) -> Result<(), Lost> {
        let mut facts = vec![fact];
        while let Some(fact) = facts.pop() {
            for effect in self.handle(fact).await? {
                self.carry_out(effect, &mut facts).await?;
            }
        }
        self.hurry();
        if !self.room().is_busy() {
            self.shares = Shares::default();
        }
        Ok(())
    }

    /// Has the room handle a fact: here if that is soon done, else on a thread of its own, so that other documents go on.
    async fn handle(&mut self, fact: Fact) -> Result<Vec<Effect>, Lost> {
        let now_ms = self.clock.ms();
        let mut room = self.room.take().expect("facts are handled one by one");
        let mut effects = Vec::new();
        if room.is_heavy(now_ms, &fact) {
            let handling = tokio::task::spawn_blocking(move || {
                room.handle(now_ms, fact, &mut effects);
                (room, effects)
            });
            (room, effects) = handling.await.map_err(|error| {
                tracing::error!(document = %self.task.document, %error, "a room fell over");
                Lost(Code::Internal)
            })?;
        } else {
            room.handle(now_ms, fact, &mut effects);
        }
        self.room = Some(room);
        Ok(effects)
    }

    async fn carry_out(&mut self, effect: Effect, facts: &mut Vec<Fact>) -> Result<(), Lost> {
        match effect {
            Effect::Send { links, frame } => {
                for link in links {
                    self.send(link, frame.clone(), facts);
                }
            }
            Effect::Persist { records, commands } => {
                self.shares.flying.append(&mut self.shares.waiting);
                let entries = self.entries(records, &commands);
                self.persisting = Some(self.task.journal.order(entries).await);
            }
            Effect::Close { link, code } => {
                if let Some(outbox) = self.links.remove(&link) {
                    outbox.close(code);
                }
            }
            Effect::State { ask, state } => {
                if let Some(Ask::Read(answer)) = self.asks.remove(&ask) {
                    let _ = answer.send(Ok(state));
                }
            }
            Effect::Done { ask, seq } => {
                if let Some(Ask::Command { answer, .. }) = self.asks.remove(&ask) {
                    let _ = answer.send(Ok(seq));
                }
            }
            Effect::Failed { ask, code } => self.fail(ask, code),
            Effect::Reload => facts.push(Fact::NotPersisted { durable: self.task.load().await? }),
            Effect::Unusable => return Err(Lost(Code::Damaged)),
            Effect::Snapshot { seq, state } => self.task.journal.snapshot(self.task.document, seq, state),
            Effect::Here { people } => self.task.show(people),
            Effect::Refused { link, code } => {
                self.task.journal.metrics.refused(Over::Link, code);
                tracing::info!(document = %self.task.document, link, code = code.word(), "refused");
            }
            Effect::Differs { link } => {
                self.task.journal.metrics.diverged();
                tracing::error!(document = %self.task.document, link, "a page or program held something else than the service");
            }
            Effect::Forged { writer } => {
                let record =
                    Record::Attribution(AttributionRecord::ForgedRefused { document: self.task.document });
                // Nobody waits for it: should it not be written, the refusal still holds.
                drop(self.task.journal.order(vec![Entry { time_ms: now_ms(), writer, record }]).await);
            }
            Effect::WakeAt { at_ms } => self.wake = Some(self.wake.map_or(at_ms, |wake| wake.min(at_ms))),
        }
        Ok(())
    }

    /// One write for each link, whatever was put in for it.
    fn hurry(&mut self) {
        self.told.sort_unstable();
        self.told.dedup();
        for link in self.told.drain(..) {
            if let Some(outbox) = self.links.get(&link) {
                outbox.hurry();
            }
        }
    }

    fn send(&mut self, link: LinkId, frame: Bytes, facts: &mut Vec<Fact>) {
        let Some(outbox) = self.links.get(&link) else { return };
        if outbox.put(frame) {
            self.told.push(link);
        } else {
            tracing::info!(document = %self.task.document, link, "a link is too slow or gone");
            self.links.remove(&link);
            facts.push(Fact::Left { link });
        }
    }

    /// A command's own entries stand before the update that shows them.
    fn entries(&mut self, records: Vec<RoomRecord>, commands: &[AskId]) -> Vec<Entry> {
        let time_ms = now_ms();
        let (mut entries, mut authors) = (Vec::new(), Vec::new());
        for ask in commands {
            if let Some(Ask::Command { entries: own, author, .. }) = self.asks.get_mut(ask) {
                entries.append(own);
                authors.extend(author.take());
            }
        }
        let document = self.task.document;
        entries.extend(records.into_iter().map(|record| match record {
            RoomRecord::Bind { client, owner, writer } => {
                let sealed = authors.iter().find_map(|author| author.sealed(client));
                self.task.journal.read(|registry| bound(registry, document, client, owner, writer, sealed))
            }
            RoomRecord::Update { writer, update } => {
                Entry { time_ms, writer, record: Record::Update { document, update } }
            }
        }));
        entries
    }

    pub(super) async fn reported(&mut self, report: Result<u64, NotCommitted>) -> Result<(), Lost> {
        self.persisting = None;
        self.shares.flying.clear();
        match report {
            Ok(seq) => self.tell(Fact::Persisted { seq }).await,
            Err(NotCommitted::NotWritten) => {
                let durable = self.task.load().await?;
                self.tell(Fact::NotPersisted { durable }).await
            }
            Err(NotCommitted::Stopped) => Err(Lost(Code::Stopping)),
        }
    }

    /// Ends everything that hangs on this room.
    pub(super) fn give_up(&mut self, code: Code) {
        for (_, outbox) in self.links.drain() {
            outbox.close(code);
        }
        let asks: Vec<_> = self.asks.keys().copied().collect();
        asks.into_iter().for_each(|ask| self.fail(ask, code));
    }

    fn fail(&mut self, ask: AskId, code: Code) {
        // Whoever asked may have gone.
        match self.asks.remove(&ask) {
            Some(Ask::Read(answer)) => drop(answer.send(Err(code))),
            Some(Ask::Command { answer, .. }) => drop(answer.send(Err(code))),
            None => {}
        }
    }

    /// The last thing an idle document does: leave its folded state behind, so that the next opening is quick.
    pub(super) fn fold(&mut self) {
        let room = self.room.as_deref_mut().expect("the room is back before anything else happens");
        if let Some((seq, state)) = room.unfolded() {
            self.task.journal.snapshot(self.task.document, seq, state);
        }
    }
}

/// What a room is asked and has not answered.
enum Ask {
    Read(oneshot::Sender<Result<Vec<u8>, Code>>),
    Command {
        entries: Vec<Entry>,
        /// Whose update it is, where it is an author's.
        author: Option<Author>,
        answer: oneshot::Sender<Result<u64, Code>>,
    },
}

/// The record that a client id is bound. Of whom nobody is to know, the number goes under seal or nowhere; of a proposal
/// without an author, it was `sealed` when that was made.
pub(crate) fn bound(
    registry: &Registry,
    document: DocumentId,
    client: u64,
    owner: Owner,
    writer: u32,
    sealed: Option<Bytes>,
) -> Entry {
    let (writer, record) = match owner {
        Owner::Seat(seat) => (writer, Record::Bound { document, client, seat }),
        Owner::Tag(tag) => {
            let sealed = sealed.unwrap_or_else(|| {
                let key = registry.attribution.now(ChapterId::from_bytes(document.bytes())).audit_key;
                key.map(|key| audit_key::seal(&key, writer, document, client)).unwrap_or_default().into()
            });
            let tagged = AttributionRecord::Tagged { document, client, tag, sealed };
            (0, Record::Attribution(tagged))
        }
    };
    Entry { time_ms: now_ms(), writer, record }
}
