//! From the queue to the journal and back: one batch at a time, one merged frame to each receiver when it is durable.

use bytes::Bytes;
use manual::attribution::Mode;

use super::merge::merge;
use super::mode::{Changing, ModeNow};
use super::{AskId, Code, Effect, LinkId, Message, Room, RoomRecord, Waiting, message};
use crate::bouncer::scan;
use crate::ledger::Judgement;

/// One more update may wait for the next snapshot for each so many bytes of the document.
const STATE_BYTES_AN_UPDATE: usize = 64;

/// What is on its way to the journal, and what is owed to whom once it is there.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) records: Vec<RoomRecord>,
    /// Who wrote each update; `None` for the service.
    authors: Vec<Option<LinkId>>,
    acknowledgements: Vec<(LinkId, Bytes)>,
    pub(super) commands: Vec<AskId>,
    /// The mode changes with this batch, which then holds nothing else.
    mode: Option<Mode>,
    bytes: usize,
    /// An update could not be integrated whole: the document holds what nobody may see.
    pub(super) broken: bool,
}

impl Batch {
    pub(super) fn add(&mut self, author: Option<LinkId>, writer: u32, update: Bytes) {
        self.bytes += update.len();
        self.authors.push(author);
        self.records.push(RoomRecord::Update { writer, update });
    }

    pub(super) fn updates(&self) -> usize {
        self.authors.len()
    }

    pub(super) fn acknowledge(&mut self, link: LinkId, body: Bytes) {
        self.acknowledgements.push((link, body));
    }

    fn wants_journal(&self) -> bool {
        !self.records.is_empty() || !self.commands.is_empty()
    }

    /// Neighbouring updates of one writer become one record.
    fn fold_neighbours(&mut self) {
        let mut folded: Vec<RoomRecord> = Vec::with_capacity(self.records.len());
        let mut run: Vec<Bytes> = Vec::new();
        let mut run_writer = 0;
        for record in std::mem::take(&mut self.records) {
            match record {
                RoomRecord::Update { writer, update } => {
                    if writer != run_writer {
                        close_run(&mut folded, run_writer, &mut run);
                        run_writer = writer;
                    }
                    run.push(update);
                }
                // Bindings go first: they hold for every update after them and depend on none.
                bind @ RoomRecord::Bind { .. } => folded.insert(0, bind),
            }
        }
        close_run(&mut folded, run_writer, &mut run);
        self.records = folded;
    }

    fn merged(&self) -> Vec<Bytes> {
        let updates = self.records.iter().filter_map(|record| match record {
            RoomRecord::Update { update, .. } => Some(update.clone()),
            RoomRecord::Bind { .. } => None,
        });
        merge(updates.collect())
    }

    /// The one link that wrote everything, if it was one: it need not hear its own words.
    fn sole_author(&self) -> Option<LinkId> {
        let (first, rest) = self.authors.split_first()?;
        first.filter(|_| rest.iter().all(|author| author == first))
    }
}

fn close_run(folded: &mut Vec<RoomRecord>, writer: u32, run: &mut Vec<Bytes>) {
    for update in merge(std::mem::take(run)) {
        folded.push(RoomRecord::Update { writer, update });
    }
}

impl Room {
    /// Takes updates, acknowledgements and commands off the queue, up to one batch, and sends the batch on its way.
    pub(super) fn write(&mut self, now_ms: u64, effects: &mut Vec<Effect>) {
        let mut batch = Batch::default();
        while batch.bytes < self.config.limits.batch_bytes_max {
            match self.queue.pop_front() {
                Some(Waiting::Update { link, update, answers_step_1 }) => {
                    self.admit(link, update, answers_step_1, &mut batch, now_ms, effects);
                }
                Some(Waiting::Acknowledge { link, body }) => {
                    self.owe(link, body, &mut batch, now_ms, effects);
                }
                Some(Waiting::Command { ask, update, author: None }) => {
                    self.command(ask, update, &mut batch, effects);
                }
                Some(Waiting::Command { ask, update, author: Some(author) }) => {
                    self.command_of(ask, update, author, &mut batch, now_ms, effects);
                }
                Some(Waiting::Heal { ask, offer }) => self.heal(ask, &offer, &mut batch, now_ms, effects),
                // Alone in its batch: what stands before it was written under the old mode, what follows under the new.
                Some(Waiting::Mode(changing)) if batch.wants_journal() => {
                    self.queue.push_front(Waiting::Mode(changing));
                    break;
                }
                Some(Waiting::Mode(Changing { ask, mode })) => {
                    batch.commands.push(ask);
                    batch.mode = Some(mode);
                    break;
                }
                // A greeting that an update asked for: the document may be ahead now, so it waits for the next turn.
                Some(read) => {
                    self.queue.push_front(read);
                    break;
                }
                None => break,
            }
            if batch.broken || self.document.has_gap() {
                return self.give_up(batch, effects);
            }
        }
        if batch.wants_journal() {
            self.gather.begins(now_ms, batch.updates());
            batch.fold_neighbours();
            effects
                .push(Effect::Persist { records: batch.records.clone(), commands: batch.commands.clone() });
            self.flight = Some(batch);
        } else {
            self.acknowledge(batch.acknowledgements, now_ms, effects);
        }
    }

    /// An update passed every check and still left the document waiting for something. The document is dropped.
    fn give_up(&mut self, batch: Batch, effects: &mut Vec<Effect>) {
        self.flight = Some(Batch { commands: batch.commands, ..Batch::default() });
        effects.push(Effect::Reload);
    }

    /// An acknowledgement is due when everything its link sent before it is durable or was nothing new.
    fn owe(&mut self, link: LinkId, body: Bytes, batch: &mut Batch, now_ms: u64, effects: &mut Vec<Effect>) {
        let Some(found) = self.links.get_mut(&link) else { return };
        match &mut found.gap {
            _ if found.refused => {}
            Some(gap) if gap.is_full() => self.close(link, Code::TooSlow, now_ms, effects),
            Some(gap) => gap.acknowledgements.push(body),
            None => batch.acknowledge(link, body),
        }
    }

    fn command(&mut self, ask: AskId, update: Vec<u8>, batch: &mut Batch, effects: &mut Vec<Effect>) {
        match self.carry_out(&update) {
            Ok(()) => {
                batch.commands.push(ask);
                batch.add(None, 0, Bytes::from(update));
            }
            Err(code) => effects.push(Effect::Failed { ask, code }),
        }
    }

    fn carry_out(&mut self, update: &[u8]) -> Result<(), Code> {
        if self.damaged {
            return Err(Code::Damaged);
        }
        let scanned = scan(update, &self.config.limits)?;
        if self.ledger.judge(&scanned, &self.config.limits)? == Judgement::Gap {
            return Err(Code::Conflict);
        }
        self.effort.forget();
        self.changes();
        let deleted = self.document.apply(update).map_err(|_| Code::Internal)?;
        self.ledger.record(&scanned, &deleted);
        self.effort.grew(&scanned);
        Ok(())
    }

    /// The batch is durable: now, and only now, everybody hears of it.
    pub(super) fn persisted(&mut self, seq: u64, now_ms: u64, effects: &mut Vec<Effect>) {
        let Some(batch) = self.flight.take() else { return };
        if batch.mode.is_none() {
            self.seq = self.seq.max(seq);
        }
        let sole_author = batch.sole_author();
        let receivers: Vec<LinkId> = self
            .links
            .iter()
            .filter(|(id, link)| link.open && link.receives && Some(**id) != sole_author)
            .map(|(id, _)| *id)
            .collect();
        for update in batch.merged() {
            self.send(&receivers, message::write(Message::Update(&update)), now_ms, effects);
        }
        self.gather.ends(now_ms);
        self.count_tail(&batch, effects);
        effects.extend(batch.commands.iter().map(|ask| Effect::Done { ask: *ask, seq }));
        self.acknowledge(batch.acknowledgements, now_ms, effects);
        self.presence_sent_ms = None;
        if let Some(mode) = batch.mode {
            self.enter_mode(ModeNow { mode, since: seq }, now_ms, effects);
        }
    }

    fn acknowledge(&mut self, due: Vec<(LinkId, Bytes)>, now_ms: u64, effects: &mut Vec<Effect>) {
        for (link, body) in due {
            self.send(&[link], message::write(Message::Acknowledge(&body)), now_ms, effects);
        }
    }

    /// Folding costs what the document is large: of a long one more may wait, and is still little beside it.
    pub(super) fn tail_updates_max(&self) -> usize {
        self.config.limits.tail_updates_max.max(self.state_bytes_bound / STATE_BYTES_AN_UPDATE)
    }

    fn count_tail(&mut self, batch: &Batch, effects: &mut Vec<Effect>) {
        self.tail_updates +=
            batch.records.iter().filter(|it| matches!(it, RoomRecord::Update { .. })).count();
        self.tail_bytes += batch.bytes;
        if self.tail_updates >= self.tail_updates_max()
            || self.tail_bytes >= self.config.limits.tail_bytes_max
        {
            let state = self.document.state();
            self.effort.forget();
            (self.tail_updates, self.tail_bytes) = (0, 0);
            self.state_bytes_bound = state.len();
            effects.push(Effect::Snapshot { seq: self.seq, state });
        }
    }
}
