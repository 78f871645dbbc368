//! What devices bring back after a restore: under each client id only what its owner vouches for, and of that only what
//! rests on nothing that is missing. Rules V1 to V5 of docs/protocol.md. What is kept meanwhile: `crate::healing`.

use bytes::Bytes;
use manual::document::ApplyRefused;

use super::batch::Batch;
use super::{AskId, Code, Effect, Room, scan};
use crate::healing::{Healing, Offer};
use crate::ledger::Judgement;

impl Room {
    pub(super) fn heal(
        &mut self,
        ask: AskId,
        offer: &Offer,
        batch: &mut Batch,
        now_ms: u64,
        effects: &mut Vec<Effect>,
    ) {
        let before = self.healing.clone();
        match self.take_offer(offer, batch, now_ms) {
            Ok(()) => batch.commands.push(ask),
            Err(code) => {
                // Whoever offers what cannot be taken keeps nobody else from being healed.
                self.healing = before;
                effects.push(Effect::Failed { ask, code });
            }
        }
    }

    fn take_offer(&mut self, offer: &Offer, batch: &mut Batch, now_ms: u64) -> Result<(), Code> {
        let guest = &offer.guest;
        if let Some(code) = self.writing_refused(guest.may) {
            return Err(code);
        }
        let scanned = scan(&offer.update, &self.config.limits)?;
        self.healing.forget_known(|client| self.ledger.clock(client));
        for client in scanned.clients() {
            let owner = self.owner_of(guest, client);
            if self.bindings.vouches(client, owner, offer.vouched.contains(&client)) {
                self.healing.keep(&scanned, client, owner, guest.writer);
            }
        }
        self.healing.keep_deletions(&scanned);
        if self.healing.bytes() > self.config.limits.document_bytes_max.saturating_mul(2) {
            return Err(Code::TooLarge);
        }
        let known = |client| self.ledger.clock(client);
        if let Some(update) = self.healing.fitting(&self.document.state_vector(), known)? {
            self.take_back(Bytes::from(update), offer, batch, now_ms)?;
        }
        for deletions in self.healing.deletions() {
            self.delete_again(&deletions, offer, batch, now_ms)?;
        }
        Ok(())
    }

    fn take_back(
        &mut self,
        update: Bytes,
        offer: &Offer,
        batch: &mut Batch,
        now_ms: u64,
    ) -> Result<(), Code> {
        let scanned = scan(&update, &self.config.limits)?;
        let clients = match self.ledger.judge(&scanned, &self.config.limits)? {
            Judgement::Brings { clients } => clients,
            Judgement::NothingNew => return Ok(()),
            Judgement::Tidying | Judgement::Gap | Judgement::DeleteAhead => return Err(Code::Gap),
        };
        self.apply_healed(&update, offer, batch, now_ms)?;
        let Healing { kept, .. } = self.healing.clone();
        for client in clients {
            if let Some(kept) = kept.get(&client) {
                self.bind(client, kept.owner, kept.writer, batch);
            }
        }
        batch.add(None, 0, update);
        Ok(())
    }

    /// Of deletions those of what is here by now.
    fn delete_again(
        &mut self,
        deletions: &Bytes,
        offer: &Offer,
        batch: &mut Batch,
        now_ms: u64,
    ) -> Result<(), Code> {
        let all = scan(deletions, &self.config.limits)?;
        let Some(update) = all.deletes_below(|client| self.ledger.clock(client)).map(Bytes::from) else {
            return Ok(());
        };
        let judgement = self.ledger.judge(&scan(&update, &self.config.limits)?, &self.config.limits)?;
        if judgement == Judgement::NothingNew {
            return Ok(());
        }
        self.apply_healed(&update, offer, batch, now_ms)?;
        batch.add(None, 0, update);
        Ok(())
    }

    fn apply_healed(
        &mut self,
        update: &Bytes,
        offer: &Offer,
        batch: &mut Batch,
        now_ms: u64,
    ) -> Result<(), Code> {
        let scanned = scan(update, &self.config.limits)?;
        if self.too_large(update.len()) || !self.may_walk(offer.guest.seat, &scanned, now_ms) {
            return Err(Code::TooLarge);
        }
        self.changes();
        let deleted = self.document.apply(update).map_err(|refused| {
            self.effort.forget();
            batch.broken = refused == ApplyRefused::NotIntegrated;
            Code::Malformed
        })?;
        self.took(&scanned, &deleted, update.len());
        Ok(())
    }
}
