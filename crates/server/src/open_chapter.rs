//! One open document: the task that owns its `collab::Room`. Letters in, effects out; no lock, nothing shared.
//! Decides nothing about editing: that is the room's. Executes effects: outboxes, the journal, the clock.
//! Loaded when first needed, dropped some time after the last link left. Start at [`OpenChapter::run`].

use std::collections::HashMap;
use std::sync::{Arc, Weak};
use std::time::Duration;

use bytes::Bytes;
use collab::code::Code;
use collab::room::{AskId, Effect, Fact, Guest, LinkId, Opening, Room, RoomConfig, RoomRecord};
use manual::id::DocumentId;
use store::index::{LoadFailed, Stored};
use store::record::{Entry, Record};
use tokio::sync::{OwnedSemaphorePermit, oneshot};
use tokio::time::{Instant, sleep_until};

use crate::clock::{Clock, now_ms};
use crate::journal::{Journal, NotCommitted, Report};
use crate::limits::Limits;
use crate::open_chapters::{Mail, OpenChapters};
use crate::outbox::Outbox;

/// A document that is still visited when it wants to end asks again after this long.
const ASK_AGAIN: Duration = Duration::from_secs(1);

/// What comes by mail. Unbounded, because whoever writes holds a permit or waits for the answer.
pub(crate) enum Letter {
    Joined {
        link: LinkId,
        guest: Guest,
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
    Read {
        answer: oneshot::Sender<Result<Vec<u8>, Code>>,
    },
    Command {
        update: Vec<u8>,
        entries: Vec<Entry>,
        answer: oneshot::Sender<Result<u64, Code>>,
    },
    Stopping,
}

/// What a room is asked and has not answered.
enum Ask {
    Read(oneshot::Sender<Result<Vec<u8>, Code>>),
    Command { entries: Vec<Entry>, answer: oneshot::Sender<Result<u64, Code>> },
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

    pub(crate) async fn run(self, mut mail: Mail, limits: &Limits, clock: Clock) {
        let outcome = match self.open().await {
            Ok(room) => self.serve(room, &mut mail, limits, clock).await,
            Err(lost) => Err(lost),
        };
        if let Err(Lost(code)) = outcome {
            self.refuse_all(&mut mail, code);
        }
    }

    /// The room over the durable state. Reading and folding both take their time, so neither is done on the threads
    /// that serve everybody.
    async fn open(&self) -> Result<Room, Lost> {
        let opening = self.load().await?;
        let config = self.config.clone();
        let opened = tokio::task::spawn_blocking(move || Room::open(config, opening)).await;
        opened
            .map_err(|error| self.lost(Code::Internal, &error))?
            .map_err(|error| self.lost(Code::Damaged, &error))
    }

    /// The durable state, complete up to now.
    async fn load(&self) -> Result<Opening, Lost> {
        let (index, document, at_least) = (self.journal.index(), self.document, self.journal.seq());
        let loaded = tokio::task::spawn_blocking(move || index.load(document, at_least)).await;
        let stored = match loaded.map_err(|error| self.lost(Code::Internal, &error))? {
            Ok(stored) => stored,
            Err(LoadFailed::Unknown) => return Err(Lost(Code::NotFound)),
            Err(error) => return Err(self.lost(Code::Internal, &error)),
        };
        if stored.damaged {
            self.journal.note_damaged(document);
        }
        Ok(opening(stored))
    }

    fn lost(&self, code: Code, error: &dyn std::fmt::Display) -> Lost {
        tracing::error!(document = %self.document, code = code.word(), %error, "a document cannot be opened");
        Lost(code)
    }

    async fn serve(&self, room: Room, mail: &mut Mail, limits: &Limits, clock: Clock) -> Result<(), Lost> {
        let mut desk = Desk::new(self, room, clock);
        let served = self.pump(&mut desk, mail, limits).await;
        if let Err(Lost(code)) = served {
            desk.give_up(code);
        }
        served
    }

    /// Waits for what comes next, for as long as anybody needs the document.
    async fn pump(&self, desk: &mut Desk<'_>, mail: &mut Mail, limits: &Limits) -> Result<(), Lost> {
        let idle = Duration::from_millis(limits.idle_document_ms);
        let mut idle_at = Instant::now() + idle;
        loop {
            tokio::select! {
                letter = mail.recv() => {
                    // The table holds a mailbox too: mail ends only after `leave` or with the service.
                    let Some(letter) = letter else { return Ok(()) };
                    desk.open_letter(letter).await?;
                    idle_at = Instant::now() + idle;
                }
                report = reported(&mut desk.persisting) => {
                    desk.reported(report).await?;
                    idle_at = Instant::now() + idle;
                }
                () = sleep_until(desk.clock.at(desk.wake.unwrap_or(0))), if desk.wake.is_some() => {
                    desk.wake = None;
                    desk.tell(Fact::Tick).await?;
                }
                () = sleep_until(idle_at), if desk.is_idle() => {
                    desk.fold();
                    if self.may_end(mail) {
                        return Ok(());
                    }
                    idle_at = Instant::now() + idle.min(ASK_AGAIN);
                }
            }
            if desk.stopping && desk.is_idle() {
                desk.fold();
                return Ok(());
            }
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
            match letter {
                Letter::Joined { outbox, .. } => outbox.close(code),
                // Nobody may be waiting any more.
                Letter::Read { answer } => drop(answer.send(Err(code))),
                Letter::Command { answer, .. } => drop(answer.send(Err(code))),
                Letter::Received { .. } | Letter::Left { .. } | Letter::Stopping => {}
            }
        }
    }
}

/// The room and everything the shell keeps beside it.
struct Desk<'a> {
    task: &'a OpenChapter,
    clock: Clock,
    room: Room,
    links: HashMap<LinkId, Arc<Outbox>>,
    asks: HashMap<AskId, Ask>,
    last_ask: AskId,
    persisting: Option<Report>,
    shares: Shares,
    wake: Option<u64>,
    stopping: bool,
}

/// The budgets of frames that wait inside the room for the disk. Given back when they no longer do, so that a slow
/// disk slows the writers down and not the memory up.
#[derive(Default)]
struct Shares {
    waiting: Vec<OwnedSemaphorePermit>,
    flying: Vec<OwnedSemaphorePermit>,
}

impl<'a> Desk<'a> {
    fn new(task: &'a OpenChapter, room: Room, clock: Clock) -> Self {
        Self {
            task,
            clock,
            room,
            links: HashMap::new(),
            asks: HashMap::new(),
            last_ask: 0,
            persisting: None,
            shares: Shares::default(),
            wake: None,
            stopping: false,
        }
    }

    fn is_idle(&self) -> bool {
        self.links.is_empty() && self.asks.is_empty() && !self.room.is_busy()
    }

    async fn open_letter(&mut self, letter: Letter) -> Result<(), Lost> {
        match letter {
            Letter::Joined { link, guest, outbox } => {
                self.links.insert(link, outbox);
                self.tell(Fact::Joined { link, guest }).await
            }
            Letter::Received { link, frame, share } => self.received(link, frame, share).await,
            Letter::Left { link } => match self.links.remove(&link) {
                Some(_) => self.tell(Fact::Left { link }).await,
                None => Ok(()),
            },
            Letter::Read { answer } => {
                let ask = self.ask(Ask::Read(answer));
                self.tell(Fact::Read { ask }).await
            }
            Letter::Command { update, entries, answer } => {
                let ask = self.ask(Ask::Command { entries, answer });
                self.tell(Fact::Command { ask, update }).await
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
        if !immediate && self.room.is_busy() {
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
    async fn tell(&mut self, fact: Fact) -> Result<(), Lost> {
        let mut facts = vec![fact];
        while let Some(fact) = facts.pop() {
            let mut effects = Vec::new();
            self.room.handle(self.clock.ms(), fact, &mut effects);
            for effect in effects {
                self.carry_out(effect, &mut facts).await?;
            }
        }
        if !self.room.is_busy() {
            self.shares = Shares::default();
        }
        Ok(())
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
            Effect::Refused { link, code } => {
                tracing::info!(document = %self.task.document, link, code = code.word(), "refused");
            }
            Effect::WakeAt { at_ms } => self.wake = Some(self.wake.map_or(at_ms, |wake| wake.min(at_ms))),
        }
        Ok(())
    }

    fn send(&mut self, link: LinkId, frame: Bytes, facts: &mut Vec<Fact>) {
        let Some(outbox) = self.links.get(&link) else { return };
        if !outbox.put(frame) {
            tracing::info!(document = %self.task.document, link, "a link is too slow or gone");
            self.links.remove(&link);
            facts.push(Fact::Left { link });
        }
    }

    /// A command's own entries stand before the update that shows them.
    fn entries(&mut self, records: Vec<RoomRecord>, commands: &[AskId]) -> Vec<Entry> {
        let time_ms = now_ms();
        let mut entries = Vec::new();
        for ask in commands {
            if let Some(Ask::Command { entries: own, .. }) = self.asks.get_mut(ask) {
                entries.append(own);
            }
        }
        let document = self.task.document;
        entries.extend(records.into_iter().map(|record| match record {
            RoomRecord::Bind { client, seat } => {
                Entry { time_ms, writer: 0, record: Record::Bound { document, client, seat } }
            }
            RoomRecord::Update { writer, update } => {
                Entry { time_ms, writer, record: Record::Update { document, update } }
            }
        }));
        entries
    }

    async fn reported(&mut self, report: Result<u64, NotCommitted>) -> Result<(), Lost> {
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
    fn give_up(&mut self, code: Code) {
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
    fn fold(&self) {
        if let Some((seq, state)) = self.room.unfolded() {
            self.task.journal.snapshot(self.task.document, seq, state);
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
