//! What lies between a room and its seats: links with their delays and their accidents, and what either side wishes for.

use std::cmp::Reverse;

use bytes::Bytes;
use collab::binding::TagKey;
use collab::code::Code;
use collab::replica::{ReplicaEffect, ReplicaFact};
use collab::room::{Fact, Guest, LinkId};
use manual::id::DocumentId;
use manual::seat::Appears;

use crate::manners::Manners;
use crate::promise::Edition;
use crate::shell::{Shell, Wish};
use crate::world::{Event, What, World};

/// How frames of these kinds begin.
const STEP_2: [u8; 2] = [0, 1];
const UPDATE: [u8; 2] = [0, 2];

/// A connection. Frames keep their order on it, unless it is wild.
pub(crate) struct Link {
    pub(crate) seat: usize,
    /// The seat still holds its end.
    pub(crate) held: bool,
    /// What the seat sent reaches the room until then; then half a frame may come, and nothing more.
    reaches_until_ms: u64,
    torn: bool,
    wild: bool,
    /// Something on it was refused, so that nothing after it fits.
    refused: bool,
    up: Way,
    down: Way,
}

/// One direction of a link.
#[derive(Default)]
struct Way {
    free_ms: u64,
    /// When the frame before arrives, and under which number, if another may overtake it.
    before: Option<(u64, u64)>,
}

impl World {
    pub(crate) fn connect(&mut self, seat: usize) {
        self.heeds_mode(seat);
        self.happened += 2;
        let link = self.happened;
        let way = || Way { free_ms: self.now_ms, before: None };
        let (up, down) = (way(), way());
        let wild = self.weather.wild && self.chance.one_in(3);
        self.links.insert(
            link,
            Link {
                seat,
                held: true,
                reaches_until_ms: u64::MAX,
                torn: false,
                wild,
                refused: false,
                up,
                down,
            },
        );
        self.seats[seat].link = Some(link);
        let guest = Guest {
            seat: self.seats[seat].id,
            name: self.seats[seat].name.clone(),
            appears: Appears::AsSeat,
            may: self.may(seat),
            dialect: self.seats[seat].dialect,
            writer: self.seats[seat].writer,
            tagger: TagKey::of("secret").within(DocumentId::from_bytes([3; 16])),
        };
        self.room(Fact::Joined { link, guest });
        let effects = self.seats[seat].told(ReplicaFact::Connected);
        self.seat_wishes(seat, effects);
    }

    pub(crate) fn comes_back(&mut self, seat: usize, within_ms: u64) {
        let wait_ms = 1 + self.chance.below(within_ms);
        self.later(self.now_ms + wait_ms, What::Connects { seat });
    }

    pub(crate) fn lose(&mut self, link: LinkId) {
        let reaches_until_ms = self.now_ms + self.chance.below(2 * self.weather.link_ms + 1);
        let noticed_ms = reaches_until_ms + self.chance.below(2_000);
        if let Some(it) = self.links.get_mut(&link) {
            it.held = false;
            it.reaches_until_ms = reaches_until_ms;
        }
        self.later(noticed_ms, What::Left { link });
    }

    /// The room learns that a link is gone.
    pub(crate) fn leaves(&mut self, link: LinkId) {
        if let Some(left) = self.links.remove(&link) {
            self.lingering.push(left.seat);
            self.room(Fact::Left { link });
        }
    }

    /// A frame arrives; of the first one that a cut caught on its way, perhaps a part.
    pub(crate) fn reaches_the_room(&mut self, link: LinkId, frame: Bytes) {
        let Some(it) = self.links.get_mut(&link) else { return };
        if self.now_ms <= it.reaches_until_ms {
            self.room(Fact::Received { link, frame });
        } else if !std::mem::replace(&mut it.torn, true) {
            let part = frame.slice(..self.chance.index(frame.len()));
            if !part.is_empty() {
                self.room(Fact::Received { link, frame: part });
            }
        }
    }

    pub(crate) fn room(&mut self, fact: Fact) {
        let now_ms = self.room_ms();
        let Some(shell) = &mut self.shell else { return };
        let wishes = shell.handle(now_ms, fact, &mut self.disk);
        self.room_wishes(wishes);
        self.nothing_lingers();
    }

    pub(crate) fn nothing_lingers(&mut self) {
        if !self.shell.as_ref().is_some_and(Shell::is_busy) {
            self.lingering.clear();
        }
    }

    pub(crate) fn room_wishes(&mut self, wishes: Vec<Wish>) {
        for wish in wishes {
            match wish {
                Wish::Deliver { link, frame } => self.down(link, What::ToSeat { link, frame }),
                Wish::Close { link, code } => self.down(link, What::Closed { link, reason: code.word() }),
                Wish::Sync { seq } => {
                    let ms = 1 + self.chance.below(self.weather.disk_ms);
                    self.later(self.now_ms + ms, What::Synced { seq });
                }
                Wish::Wake { at_ms } => {
                    let at_ms = at_ms.saturating_sub(self.clock_ms).max(self.now_ms);
                    self.wake_ms = Some(self.wake_ms.map_or(at_ms, |earlier| earlier.min(at_ms)));
                }
                Wish::Wrote { writers } => self.may_have_written(&writers),
                Wish::Refused { link, code } => self.may_be_refused(link, code),
                Wish::Done { ask } => self.seats.iter_mut().for_each(|seat| seat.merged(ask)),
                Wish::Failed { ask, code } => self.failed(ask, code),
                Wish::Published { edition, position } => {
                    if let Some(asked) = self.asked.remove(&edition) {
                        let document = self.disk.stood(position);
                        self.editions.push(Edition { number: edition, position, document, asked });
                    }
                }
                Wish::Differs { link } => {
                    self.break_if(Err(format!("link {link} held something else than the room")));
                }
                Wish::Astonished(what) => self.break_if(Err(what)),
            }
        }
    }

    /// Nobody writes who may not: rights hold from the moment at which the room is told of them.
    fn may_have_written(&mut self, writers: &[u32]) {
        for seat in 0..self.seats.len() {
            let may = self.may_write(seat) && !self.paused || self.lingering.contains(&seat);
            if writers.contains(&self.seats[seat].writer) && !may {
                let name = self.seats[seat].name.clone();
                self.break_if(Err(format!("{name} wrote without the right to")));
            }
        }
    }

    /// Honest pages are refused for their right, and for gaps that a wild link made.
    fn may_be_refused(&mut self, link: LinkId, code: Code) {
        let wild = self.is_wild(link);
        let Some(it) = self.links.get_mut(&link) else { return };
        let (seat, again) = (it.seat, std::mem::replace(&mut it.refused, true));
        let expected = match code {
            Code::Locked | Code::Closed | Code::ReadOnly => !self.may_write(seat),
            Code::Gap | Code::DeleteAhead => wild || again,
            _ => false,
        };
        if !expected {
            self.break_if(Err(format!("link {link} was refused: {}", code.word())));
        }
    }

    fn is_wild(&self, link: LinkId) -> bool {
        self.manners == Manners::LosesFrames || self.links.get(&link).is_some_and(|link| link.wild)
    }

    fn failed(&mut self, ask: u64, code: Code) {
        for seat in 0..self.seats.len() {
            if let Some(proposal) = self.seats[seat].proposals.iter_mut().find(|it| it.ask == Some(ask)) {
                proposal.ask = None;
                if code != Code::NotPersisted {
                    self.break_if(Err(format!("a proposal was refused: {}", code.word())));
                }
                self.proposes_soon(seat);
            }
        }
    }

    /// What a replica wants done; where its page crashes, only the first steps of it are.
    pub(crate) fn seat_wishes(&mut self, seat: usize, mut effects: Vec<ReplicaEffect>) {
        let crashes = self.crashes.take_if(|crashes| *crashes == seat).is_some();
        if crashes {
            effects.truncate(self.chance.index(effects.len() + 1));
        }
        for effect in effects {
            match effect {
                ReplicaEffect::Send { frame } => self.up(seat, frame),
                ReplicaEffect::Refused { code } => self.is_refused(seat, code),
                ReplicaEffect::Close | ReplicaEffect::NotOurs => {
                    let name = self.seats[seat].name.clone();
                    self.cut(&name);
                    self.comes_back(seat, 500);
                }
                // A difference is told to the room too, which is astonished.
                ReplicaEffect::Saved { .. }
                | ReplicaEffect::Changed
                | ReplicaEffect::Differs
                | ReplicaEffect::Record { .. } => {}
            }
        }
        if crashes {
            self.crash(seat);
        }
    }

    /// What was refused is kept; the page tries again on another link, some time later.
    fn is_refused(&mut self, seat: usize, code: Code) {
        let wild = self.seats[seat].link.is_some_and(|link| self.is_wild(link) || self.links[&link].refused);
        let name = self.seats[seat].name.clone();
        let within_ms = match code {
            Code::Locked | Code::Closed | Code::ReadOnly => 3_000,
            Code::Gap | Code::DeleteAhead | Code::Malformed if wild => 500,
            _ => return self.break_if(Err(format!("{name} was told: {}", code.word()))),
        };
        self.tell(format!("{name} is told: {}", code.word()));
        self.cut(&name);
        self.comes_back(seat, within_ms);
    }

    /// Towards the room: an update may overtake the update before it. (An acknowledgement that was asked for may not: it
    /// speaks of everything before it.)
    fn up(&mut self, seat: usize, frame: Bytes) {
        let Some(link) = self.seats[seat].link else { return };
        if self.manners == Manners::LosesFrames && self.chance.one_in(30) {
            return;
        }
        let may_overtake = frame.starts_with(&UPDATE);
        let Some(mut way) = self.links.get_mut(&link).map(|it| std::mem::take(&mut it.up)) else { return };
        self.send(link, &mut way, What::ToRoom { link, frame }, may_overtake);
        if let Some(it) = self.links.get_mut(&link) {
            it.up = way;
        }
    }

    fn down(&mut self, link: LinkId, what: What) {
        let may_overtake = matches!(&what, What::ToSeat { frame, .. } if !is_telling(frame));
        let Some(mut way) = self.links.get_mut(&link).map(|it| std::mem::take(&mut it.down)) else { return };
        self.send(link, &mut way, what, may_overtake);
        if let Some(it) = self.links.get_mut(&link) {
            it.down = way;
        }
    }

    /// Puts a frame on its way. On a wild link it may go before the one before it, or come twice.
    fn send(&mut self, link: LinkId, way: &mut Way, what: What, may_overtake: bool) {
        let wild = self.links.get(&link).is_some_and(|link| link.wild);
        way.free_ms = way.free_ms.max(self.now_ms + self.chance.below(self.weather.link_ms + 1));
        if wild && self.chance.one_in(15) {
            let twice = match &what {
                // The answer to a step 1 says that everything before it was said: it comes once (docs/protocol.md, S4).
                What::ToRoom { frame, .. } if frame.starts_with(&STEP_2) => None,
                What::ToRoom { frame, .. } => Some(What::ToRoom { link, frame: frame.clone() }),
                What::ToSeat { frame, .. } if is_telling(frame) => None,
                What::ToSeat { frame, .. } => Some(What::ToSeat { link, frame: frame.clone() }),
                _ => None,
            };
            let at_ms = way.free_ms + self.chance.below(300);
            twice.into_iter().for_each(|twice| self.later(at_ms, twice));
        }
        let before = way.before.take().filter(|(at_ms, _)| may_overtake && *at_ms > self.now_ms);
        match before {
            Some((at_ms, number)) if wild && self.chance.one_in(5) => {
                self.events.push(Reverse(Event { at_ms, number: number - 1, what }));
            }
            _ => {
                self.later(way.free_ms, what);
                way.before = may_overtake.then_some((way.free_ms, self.happened));
            }
        }
    }
}

/// Whether it tells what the room holds. That speaks of everything before it, so it comes once and in its place (C1).
fn is_telling(frame: &[u8]) -> bool {
    const CONTENT: &[u8] = b"\"content\"";
    frame.first() == Some(&121) && frame.windows(CONTENT.len()).any(|it| it == CONTENT)
}
