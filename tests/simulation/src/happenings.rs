//! What happens to a world beside typing: links break, power goes, somebody locks the chapter, a seat changes hands, an
//! edition is frozen, a clock jumps, a page crashes. Each tells its line of the story; the promise is checked where
//! something could be lost.

use collab::replica::{ReplicaEffect, ReplicaFact};
use collab::room::{Author, Fact, LinkId, May, Service};
use manual::attribution::Mode;
use manual::rights::Right;
use manual::rights::table::ChapterState;

use crate::manners::Manners;
use crate::promise::{self, DEPARTED, Saved};
use crate::shell::Shell;
use crate::world::{What, World};

const YEAR_MS: u64 = 365 * 24 * 3_600_000;
/// Whoever merges proposals has another number in the journal than their author.
const MERGED_BY: u32 = 1_000_000;

impl World {
    /// The page is loaded again; what is on the device stays.
    pub(crate) fn reloads(&mut self, name: &str) {
        self.cut(name);
        let seat = self.seat(name);
        self.tell(format!("{name} loads the page again"));
        self.seats[seat].reload();
    }

    /// What the page has is kept on the device.
    pub(crate) fn keeps(&mut self, name: &str) {
        let seat = self.seat(name);
        self.seats[seat].keep();
    }

    /// The page will be gone in the middle of what it does next, at any of its steps.
    pub(crate) fn will_crash(&mut self, name: &str) {
        self.crashes = Some(self.seat(name));
    }

    /// The page is gone, with what the device had not kept yet.
    pub(crate) fn crash(&mut self, seat: usize) {
        let name = self.seats[seat].name.clone();
        self.cut(&name);
        self.tell(format!("the page of {name} crashes"));
        let client = self.seats[seat].client + u64::from(self.manners != Manners::UsesClientIdsAgain);
        self.seats[seat].crash(client);
        self.comes_back(seat, 500);
    }

    /// The seat changes hands. Whoever had it is signed out, does not know it yet, and types on.
    pub(crate) fn hands_over(&mut self, name: &str) {
        let seat = self.seat(name);
        self.tell(format!("{name} is handed over"));
        let ended = self.seats[seat].link.take();
        if self.manners == Manners::LeavesLinksOpen {
            ended.and_then(|link| self.links.get_mut(&link)).into_iter().for_each(|link| link.held = false);
        } else {
            let of_seat = |link: &LinkId| self.links[link].seat == seat;
            for link in self.links.keys().copied().filter(of_seat).collect::<Vec<_>>() {
                self.leaves(link);
            }
        }
        let effects = self.seats[seat].types(0, &DEPARTED.to_string());
        for effect in effects {
            if let (ReplicaEffect::Send { frame }, Some(link)) = (effect, ended) {
                self.later(self.now_ms + 1, What::ToRoom { link, frame });
            }
        }
        self.writers += 1;
        self.seats[seat].hand_over(self.writers);
        self.comes_back(seat, 500);
    }

    // Links and power.

    /// The link breaks: the seat knows at once, the room later, and part of what was on its way is lost.
    pub(crate) fn cut(&mut self, name: &str) {
        let seat = self.seat(name);
        let Some(link) = self.seats[seat].link.take() else { return };
        self.tell(format!("the link of {name} breaks"));
        self.lose(link);
        self.seats[seat].told(ReplicaFact::Disconnected);
    }

    /// The link is there again.
    pub(crate) fn mend(&mut self, name: &str) {
        let seat = self.seat(name);
        if self.seats[seat].link.is_none() {
            self.tell(format!("{name} is back"));
            self.connect(seat);
        }
    }

    /// The machine loses power and starts again. Here the promise is checked.
    pub(crate) fn loses_power(&mut self) {
        let lucky = self.chance.index(self.disk.unsynced() + 1);
        self.tell(format!("power is lost, {lucky} of {} unsynced records kept", self.disk.unsynced()));
        self.disk.lose_power(lucky);
        self.starts_again();
    }

    /// The process is killed and starts again; the machine keeps what was written.
    pub(crate) fn is_killed(&mut self) {
        self.tell("the process is killed".to_owned());
        self.disk.process_ended();
        self.starts_again();
    }

    /// From now on nothing can be written, or again it can.
    pub(crate) fn disk_is_full(&mut self, full: bool) {
        self.tell(format!("the disk is full: {full}"));
        self.disk.full = full;
    }

    /// The room's clock is suddenly years ahead; in one control it may be years behind as well.
    pub(crate) fn clock_jumps(&mut self) {
        let ms = self.chance.below(10 * YEAR_MS);
        let back = self.manners == Manners::ClockGoesBack;
        self.clock_ms = if back { ms } else { self.clock_ms + ms };
        self.tell(format!("the clock says {} days", self.room_ms() / (24 * 3_600_000)));
    }

    fn starts_again(&mut self) {
        let kept = promise::at_a_cut(&self.seats, &self.disk.fold());
        self.break_if(kept.and_then(|()| promise::of_editions(&self.editions, &self.disk)));
        self.shell = None;
        self.events.clear();
        self.wake_ms = None;
        self.links.clear();
        self.asked.clear();
        self.lingering.clear();
        for seat in 0..self.seats.len() {
            if self.seats[seat].link.take().is_some() {
                self.seats[seat].told(ReplicaFact::Disconnected);
            }
            self.comes_back(seat, 500);
            self.seats[seat].proposals.iter_mut().for_each(|proposal| proposal.ask = None);
            self.proposes_soon(seat);
        }
        self.shell = Some(Shell::open(self.manners, &self.disk));
    }

    // Rights and editions.

    /// The chapter is locked, closed, or open again.
    pub(crate) fn is(&mut self, state: ChapterState) {
        if self.state != state {
            self.tell(format!("the chapter is {}", state.word()));
            self.state = state;
            self.rights_changed();
        }
    }

    /// The whole service is paused, or goes on.
    pub(crate) fn pauses(&mut self, paused: bool) {
        if self.paused != paused {
            self.tell(format!("the service is paused: {paused}"));
            self.paused = paused;
            self.rights_changed();
        }
    }

    /// What a seat may do changes.
    pub(crate) fn has_right(&mut self, name: &str, right: Right) {
        let seat = self.seat(name);
        if self.seats[seat].right != right {
            self.tell(format!("{name} may {}", right.word()));
            self.seats[seat].right = right;
            self.rights_changed();
        }
    }

    pub(crate) fn all_may_write_again(&mut self) {
        self.seats.iter_mut().for_each(|seat| seat.right = Right::Edit);
        (self.state, self.paused) = (ChapterState::Open, false);
        self.rights_changed();
    }

    pub(crate) fn may(&self, seat: usize) -> May {
        let service = if self.paused { Service::Paused } else { Service::Takes };
        May { service, ..May::here(self.seats[seat].right, self.state) }
    }

    fn rights_changed(&mut self) {
        if self.manners == Manners::AsksRightsOnce {
            return;
        }
        for link in self.links.keys().copied().collect::<Vec<_>>() {
            let may = self.may(self.links[&link].seat);
            self.room(Fact::RightChanged { link, may });
        }
    }

    /// An edition is asked for.
    pub(crate) fn freezes(&mut self) {
        let Some(shell) = self.shell.as_mut().filter(|_| !self.manners.is_early()) else { return };
        self.happened += 2;
        let edition = self.happened;
        self.asked.insert(edition, Saved::of(&self.seats));
        let wishes = shell.freezes(edition, &mut self.disk);
        self.tell(format!("edition {edition} is frozen"));
        self.room_wishes(wishes);
    }

    /// What is told of who writes here changes; every client id is over then.
    pub(crate) fn changes_mode(&mut self) {
        let mode = if self.disk.mode().mode == Mode::Named { Mode::Seat } else { Mode::Named };
        self.happened += 2;
        let (ask, now_ms) = (self.happened, self.room_ms());
        let Some(shell) = self.shell.as_mut().filter(|_| !self.manners.is_early()) else { return };
        let wishes = shell.changes_mode(now_ms, ask, mode, &mut self.disk);
        self.tell(format!("the mode is to be {}", mode.word()));
        self.room_wishes(wishes);
    }

    /// A page learns that the mode is another one: what waits becomes a proposal, and it opens under a new client id.
    pub(crate) fn heeds_mode(&mut self, seat: usize) {
        let since = self.disk.mode().since;
        if self.seats[seat].since != since && self.manners != Manners::KeepsClientIds {
            let durable = self.disk.fold();
            self.seats[seat].since = since;
            self.seats[seat].set_aside(&durable);
            self.proposes_soon(seat);
        }
    }

    pub(crate) fn proposes_soon(&mut self, seat: usize) {
        if self.seats[seat].proposals.iter().any(|proposal| proposal.ask.is_none()) {
            let wait_ms = 1 + self.chance.below(300);
            self.later(self.now_ms + wait_ms, What::Proposes { seat });
        }
    }

    /// The secretariat merges what waits, if the chapter is open.
    pub(crate) fn proposes(&mut self, seat: usize) {
        if self.state != ChapterState::Open || self.paused {
            return self.proposes_soon(seat);
        }
        let author = Author::Seat { seat: self.seats[seat].id, writer: MERGED_BY };
        for n in 0..self.seats[seat].proposals.len() {
            self.happened += 2;
            let ask = self.happened;
            let Some(proposal) = self.seats[seat].proposals.get_mut(n).filter(|it| it.ask.is_none()) else {
                continue;
            };
            proposal.ask = Some(ask);
            let update = proposal.update.clone();
            self.room(Fact::Command { ask, update, author: Some(author.clone()) });
        }
    }
}
