//! What becomes of one update: taken in, passed over, healed, or refused. Every way of an edit into the document leads
//! through here; rights are looked at for each message. Rules U1 to U9 of docs/protocol.md.

use bytes::Bytes;
use manual::document::{ApplyRefused, Span};

use super::batch::Batch;
use super::{AskId, Author, Code, Dialect, Effect, LinkId, Room, RoomRecord, Service, Waiting, scan};
use crate::binding::Owner;
use crate::bouncer::Scan;
use crate::ledger::Judgement;
use crate::limits::Limits;

/// Most clients whose dropped updates are remembered while a gap heals; no honest page writes under so many.
const GAP_CLIENTS_MAX: usize = 1024;

/// An update on its way in.
struct Arrival {
    link: LinkId,
    update: Bytes,
    answers_step_1: bool,
}

impl Room {
    pub(super) fn admit(
        &mut self,
        link: LinkId,
        update: Bytes,
        answers_step_1: bool,
        batch: &mut Batch,
        now_ms: u64,
        effects: &mut Vec<Effect>,
    ) {
        if !self.links.contains_key(&link) {
            return;
        }
        let bytes = update.clone();
        let arrival = Arrival { link, update, answers_step_1 };
        let judged = scan(&bytes, &self.config.limits)
            .and_then(|scanned| Ok((self.ledger.judge(&scanned, &self.config.limits)?, scanned)));
        match judged {
            Err(Code::Malformed) => self.close(link, Code::Malformed, now_ms, effects),
            Ok((judgement, _)) if self.passes(link, &judgement) => {
                self.in_step(&arrival, batch, now_ms, effects);
            }
            _ if self.is_paused(link) => self.withhold(link),
            Err(code) => self.refuse(link, code, now_ms, effects),
            Ok((Judgement::Gap, scanned)) => self.gap(&arrival, &scanned, now_ms, effects),
            Ok((Judgement::DeleteAhead, scanned)) => self.delete_ahead(&arrival, &scanned, now_ms, effects),
            Ok((_, scanned)) if self.ledger.repeats(&scanned) => {
                self.admit_news(&arrival, batch, now_ms, effects);
            }
            Ok((judgement, scanned)) => {
                self.bring(&arrival, &scanned, judgement.clients(), batch, now_ms, effects);
            }
        }
    }

    /// Whether an update passes without a word: there is nothing new in it, or only what a stock reader's page tidied.
    fn passes(&self, link: LinkId, judgement: &Judgement) -> bool {
        *judgement == Judgement::NothingNew || (*judgement == Judgement::Tidying && self.tidies_unasked(link))
    }

    /// A stock client tidies on a reader's page too. Ours never does: what it sends a person did, so it is refused in
    /// words (or waits for the end of a pause), and its page does not take it for saved.
    fn tidies_unasked(&self, link: LinkId) -> bool {
        let Some(link) = self.links.get(&link) else { return false };
        let refused = self.writing_refused(link.guest.may);
        link.guest.dialect == Dialect::Stock && refused.is_some_and(|code| code != Code::Paused)
    }

    fn is_paused(&self, link: LinkId) -> bool {
        self.links.get(&link).is_some_and(|link| link.guest.may.service == Service::Paused)
    }

    /// The service is paused: the update is dropped without a word, as if it had never arrived. Nothing more is
    /// acknowledged until the link is asked for everything, when the service goes on.
    fn withhold(&mut self, link: LinkId) {
        if let Some(found) = self.links.get_mut(&link).filter(|found| !found.refused) {
            found.gap.get_or_insert_default();
        }
    }

    /// Something before this update is missing. The sender is asked for everything, once; what it sends meanwhile
    /// is dropped, and its acknowledgements wait until the answer is in.
    fn gap(&mut self, arrival: &Arrival, scanned: &Scan<'_>, now_ms: u64, effects: &mut Vec<Effect>) {
        let Some(link) = self.links.get_mut(&arrival.link) else { return };
        if link.refused {
            return;
        }
        if link.gap.is_none() {
            self.queue.push_back(Waiting::Greet { link: arrival.link });
        }
        let gap = link.gap.get_or_insert_default();
        for span in scanned.runs().iter().chain(scanned.deletes()) {
            let end = gap.dropped.entry(span.client).or_default();
            *end = span.end.max(*end);
        }
        if arrival.answers_step_1 || gap.dropped.len() > GAP_CLIENTS_MAX {
            self.refuse(arrival.link, Code::Gap, now_ms, effects);
        }
    }

    /// Before the first exchange, or while a gap heals, deletions of text that is still to come are nothing strange.
    fn delete_ahead(
        &mut self,
        arrival: &Arrival,
        scanned: &Scan<'_>,
        now_ms: u64,
        effects: &mut Vec<Effect>,
    ) {
        let Some(link) = self.links.get(&arrival.link) else { return };
        if !arrival.answers_step_1 && (!link.in_step || link.gap.is_some()) {
            self.gap(arrival, scanned, now_ms, effects);
        } else {
            self.refuse(arrival.link, Code::DeleteAhead, now_ms, effects);
        }
    }

    /// The update is dealt with. If it answered a step 1, the link is in step, and a gap is healed if all that was
    /// dropped for it is here now.
    fn in_step(&mut self, arrival: &Arrival, batch: &mut Batch, now_ms: u64, effects: &mut Vec<Effect>) {
        if !arrival.answers_step_1 {
            return;
        }
        let Some(link) = self.links.get_mut(&arrival.link) else { return };
        link.in_step = true;
        let Some(gap) = link.gap.take() else { return };
        if gap.dropped.iter().any(|(client, end)| self.ledger.clock(*client) < *end) {
            return self.refuse(arrival.link, Code::Gap, now_ms, effects);
        }
        for body in gap.acknowledgements {
            batch.acknowledge(arrival.link, body);
        }
    }

    /// Of an update that also repeats what is known, only the news are taken. Nothing holds what is repeated to what
    /// it was, and Yjs looks at it even so: a lie there would break every page that hears of it.
    fn admit_news(&mut self, arrival: &Arrival, batch: &mut Batch, now_ms: u64, effects: &mut Vec<Effect>) {
        let known = self.document.state_vector();
        let news = yrs::diff_updates_v1(&arrival.update, &known).map(Bytes::from);
        match news {
            Ok(news)
                if scan(&news, &self.config.limits).is_ok_and(|scanned| !self.ledger.repeats(&scanned)) =>
            {
                self.admit(arrival.link, news, arrival.answers_step_1, batch, now_ms, effects);
            }
            _ => self.close(arrival.link, Code::Malformed, now_ms, effects),
        }
    }

    /// The update brings something: may it, and under whose name?
    fn bring(
        &mut self,
        arrival: &Arrival,
        scanned: &Scan<'_>,
        clients: &[u64],
        batch: &mut Batch,
        now_ms: u64,
        effects: &mut Vec<Effect>,
    ) {
        let Some(link) = self.links.get(&arrival.link) else { return };
        let (seat, writer) = (link.guest.seat, link.guest.writer);
        let told_writer = self.told_writer(&link.guest);
        if let Some(code) = self.writing_refused(link.guest.may) {
            return self.refuse(arrival.link, code, now_ms, effects);
        }
        if !clients.iter().all(|client| self.may_use(arrival.link, *client)) {
            return self.bring_own(arrival, scanned, clients, batch, now_ms, effects);
        }
        if self.too_large(arrival.update.len()) {
            return self.refuse(arrival.link, Code::TooLarge, now_ms, effects);
        }
        if !self.may_walk(seat, scanned, now_ms) {
            return self.refuse(arrival.link, Code::TooLarge, now_ms, effects);
        }
        self.changes();
        let deleted = match self.document.apply(&arrival.update) {
            Ok(deleted) => deleted,
            Err(refused) => {
                self.effort.forget();
                batch.broken = refused == ApplyRefused::NotIntegrated;
                return self.close(arrival.link, Code::Malformed, now_ms, effects);
            }
        };
        self.took(scanned, &deleted, arrival.update.len());
        for client in clients.iter().copied() {
            let Some(link) = self.links.get(&arrival.link) else { return };
            let owner = self.owner_of(&link.guest, client);
            self.bind(client, owner, writer, batch);
        }
        batch.add(Some(arrival.link), told_writer, arrival.update.clone());
        self.in_step(arrival, batch, now_ms, effects);
    }

    /// Some of it is written under another seat's client ids: those runs are refused, the sender's own are taken.
    fn bring_own(
        &mut self,
        arrival: &Arrival,
        scanned: &Scan<'_>,
        clients: &[u64],
        batch: &mut Batch,
        now_ms: u64,
        effects: &mut Vec<Effect>,
    ) {
        self.note_forged(arrival.link, clients, now_ms, effects);
        self.refuse(arrival.link, Code::Foreign, now_ms, effects);
        if !self.links.contains_key(&arrival.link) {
            return;
        }
        let own = |client: u64| !clients.contains(&client) || self.may_use(arrival.link, client);
        let Some(rest) = scanned.only(own, |client| self.ledger.clock(client)) else { return };
        self.admit(arrival.link, Bytes::from(rest), arrival.answers_step_1, batch, now_ms, effects);
    }

    /// Takes an update in for an author who has no link here: a proposal that is merged, or one that goes on. All of it or
    /// nothing, by the rules for links, but that the right was looked at by whoever commands.
    pub(super) fn command_of(
        &mut self,
        ask: AskId,
        update: Vec<u8>,
        author: Author,
        batch: &mut Batch,
        now_ms: u64,
        effects: &mut Vec<Effect>,
    ) {
        match self.take_of(Bytes::from(update), &author, batch, now_ms) {
            Ok(()) => batch.commands.push(ask),
            Err(code) => effects.push(Effect::Failed { ask, code }),
        }
    }

    fn take_of(
        &mut self,
        update: Bytes,
        author: &Author,
        batch: &mut Batch,
        now_ms: u64,
    ) -> Result<(), Code> {
        if self.damaged {
            return Err(Code::Damaged);
        }
        let scanned = scan(&update, &self.config.limits)?;
        let judgement = self.ledger.judge(&scanned, &self.config.limits)?;
        let repeats = self.ledger.repeats(&scanned);
        if repeats && self.contradicts(&scanned) {
            return Err(Code::Conflict);
        }
        let clients = match judgement {
            Judgement::NothingNew => return Ok(()),
            Judgement::Gap => return Err(Code::Gap),
            Judgement::DeleteAhead => return Err(Code::DeleteAhead),
            Judgement::Tidying => Vec::new(),
            Judgement::Brings { clients } => clients,
        };
        if repeats {
            let news = yrs::diff_updates_v1(&update, &self.document.state_vector());
            let news = Bytes::from(news.map_err(|_| Code::Malformed)?);
            let shrunk = scan(&news, &self.config.limits).is_ok_and(|news| !self.ledger.repeats(&news));
            return if shrunk { self.take_of(news, author, batch, now_ms) } else { Err(Code::Malformed) };
        }
        if !self.names() && matches!(author, Author::Seat { .. }) {
            return Err(Code::Unattributed);
        }
        let owner = |client: &u64| author.owner_of(*client).map(|owner| (*client, owner));
        let owners: Vec<(u64, Owner)> = clients.iter().filter_map(owner).collect();
        if owners.len() < clients.len() || !owners.iter().all(|it| self.bindings.admits_late(it.0, it.1)) {
            return Err(Code::Foreign);
        }
        if self.too_large(update.len()) || !self.may_walk(author.walks_as(), &scanned, now_ms) {
            return Err(Code::TooLarge);
        }
        self.changes();
        let deleted = self.document.apply(&update).map_err(|refused| {
            self.effort.forget();
            batch.broken = refused == ApplyRefused::NotIntegrated;
            Code::Malformed
        })?;
        self.took(&scanned, &deleted, update.len());
        let writer = author.told_writer();
        owners.iter().for_each(|(client, owner)| self.bind(*client, *owner, writer, batch));
        batch.add(None, writer, update);
        Ok(())
    }

    /// Whether the update has other characters under ids that are taken: they would be passed over without a word.
    fn contradicts(&self, scanned: &Scan<'_>) -> bool {
        let bounds = Limits { items_max: usize::MAX, depth_max: usize::MAX, ..Limits::default() };
        scan(&self.document.state(), &bounds).is_ok_and(|known| scanned.contradicts(&known))
    }

    /// Notes what the document has taken in.
    pub(super) fn took(&mut self, scanned: &Scan<'_>, deleted: &[Span], bytes: usize) {
        self.ledger.record(scanned, deleted);
        self.effort.grew(scanned);
        self.state_bytes_bound += bytes;
    }

    pub(super) fn bind(&mut self, client: u64, owner: Owner, writer: u32, batch: &mut Batch) {
        if self.bindings.bind(client, owner) {
            batch.records.push(RoomRecord::Bind { client, owner, writer });
        }
    }

    /// Whether the document would pass its bound. Measured only when the cheap bound is passed.
    pub(super) fn too_large(&mut self, more: usize) -> bool {
        let most = self.config.limits.document_bytes_max;
        if self.state_bytes_bound + more <= most {
            return false;
        }
        self.state_bytes_bound = self.document.state().len();
        self.state_bytes_bound + more > most
    }
}
