//! A small world: one room on a disk that can lose power, capitals on links that break, and clocks that only the
//! world moves. Everything is decided by the seed. A test tells it what happens (`happenings`); it keeps the story.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use bytes::Bytes;
use collab::room::{Fact, LinkId};
use manual::rights::Right;
use manual::rights::table::ChapterState;

use crate::chance::Chance;
use crate::disk::Disk;
use crate::manners::Manners;
use crate::promise::{self, Edition, Saved};
use crate::seat::Seat;
use crate::shell::Shell;
use crate::wires::Link;

/// How slow things are, in milliseconds; each delay is drawn up to the bound.
#[derive(Clone, Copy)]
pub(crate) struct Weather {
    pub(crate) link_ms: u64,
    pub(crate) disk_ms: u64,
    /// Some of the links made from now on repeat frames, and let updates overtake each other.
    pub(crate) wild: bool,
}

pub(crate) struct World {
    pub(crate) chance: Chance,
    pub(crate) weather: Weather,
    pub(crate) now_ms: u64,
    /// What the room's clock is ahead of the world's.
    pub(crate) clock_ms: u64,
    pub(crate) disk: Disk,
    pub(crate) manners: Manners,
    pub(crate) shell: Option<Shell>,
    pub(crate) seats: Vec<Seat>,
    pub(crate) links: BTreeMap<LinkId, Link>,
    pub(crate) events: BinaryHeap<Reverse<Event>>,
    /// The room asked to be told the time then.
    pub(crate) wake_ms: Option<u64>,
    pub(crate) happened: u64,
    pub(crate) state: ChapterState,
    pub(crate) paused: bool,
    pub(crate) writers: u32,
    /// Seats whose links left while something of theirs waited: it is dealt with by the right they had (U9).
    pub(crate) lingering: Vec<usize>,
    /// This seat's page crashes in the middle of what it does next.
    pub(crate) crashes: Option<usize>,
    /// Editions that were asked for and are not shown yet, with what had been saved by then.
    pub(crate) asked: BTreeMap<u64, Saved>,
    pub(crate) editions: Vec<Edition>,
    story: Vec<String>,
    /// The first promise that was broken.
    broken: Option<String>,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Event {
    pub(crate) at_ms: u64,
    pub(crate) number: u64,
    pub(crate) what: What,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum What {
    ToRoom { link: LinkId, frame: Bytes },
    ToSeat { link: LinkId, frame: Bytes },
    Closed { link: LinkId, reason: &'static str },
    Left { link: LinkId },
    Connects { seat: usize },
    Proposes { seat: usize },
    Synced { seq: u64 },
}

impl World {
    pub(crate) fn seeded(seed: u64) -> Self {
        let disk = Disk::default();
        Self {
            chance: Chance::new(seed),
            weather: Weather { link_ms: 20, disk_ms: 5, wild: false },
            now_ms: 0,
            clock_ms: 0,
            shell: Some(Shell::open(Manners::Honest, &disk)),
            disk,
            manners: Manners::Honest,
            seats: Vec::new(),
            links: BTreeMap::new(),
            events: BinaryHeap::new(),
            wake_ms: None,
            happened: 0,
            state: ChapterState::Open,
            paused: false,
            writers: 100,
            lingering: Vec::new(),
            crashes: None,
            asked: BTreeMap::new(),
            editions: Vec::new(),
            story: vec![format!("seed {seed}")],
            broken: None,
        }
    }

    /// The same with a shell that has worse manners.
    pub(crate) fn with_manners(mut self, manners: Manners) -> Self {
        self.manners = manners;
        self.shell = Some(Shell::open(manners, &self.disk));
        self
    }

    /// Adds capitals and connects them.
    pub(crate) fn seats<const N: usize>(mut self, names: [&str; N]) -> Self {
        for name in names {
            let number = self.seats.len();
            self.seats.push(Seat::new(name, number as u8 + 1));
            self.connect(number);
        }
        self.settle();
        self
    }

    // What a person does.

    pub(crate) fn types(&mut self, name: &str, at: usize, words: &str) {
        let seat = self.seat(name);
        self.tell(format!("{name} types {words:?} at {at}"));
        let effects = self.seats[seat].types(at, words);
        self.seat_wishes(seat, effects);
    }

    pub(crate) fn deletes(&mut self, name: &str, at: usize, len: usize) {
        let seat = self.seat(name);
        self.tell(format!("{name} deletes {len} at {at}"));
        let effects = self.seats[seat].deletes(at, len);
        self.seat_wishes(seat, effects);
    }

    pub(crate) fn makes_strong(&mut self, name: &str, at: usize, len: usize, strong: bool) {
        let seat = self.seat(name);
        self.tell(format!("{name} makes {len} at {at} strong: {strong}"));
        let effects = self.seats[seat].makes_strong(at, len, strong);
        self.seat_wishes(seat, effects);
    }

    pub(crate) fn presses_enter(&mut self, name: &str, at: usize) {
        let seat = self.seat(name);
        self.tell(format!("{name} presses Enter at {at}"));
        let effects = self.seats[seat].presses_enter(at);
        self.seat_wishes(seat, effects);
    }

    // Time.

    /// Lets so much time pass.
    pub(crate) fn passes_ms(&mut self, ms: u64) {
        let until_ms = self.now_ms + ms;
        while self.next_ms().is_some_and(|at_ms| at_ms <= until_ms) {
            self.one_thing();
        }
        self.now_ms = until_ms;
    }

    /// Lets everything that is on its way arrive.
    pub(crate) fn settle(&mut self) {
        const THINGS_MAX: usize = 200_000;
        const SOON_MS: u64 = 1_000; // a room with links asks for the time again and again, but not so soon
        for _ in 0..THINGS_MAX {
            let soon_ms = self.now_ms + SOON_MS;
            if self.events.is_empty() && self.wake_ms.is_none_or(|at_ms| at_ms > soon_ms) {
                return;
            }
            self.one_thing();
        }
        self.break_if(Err("it never comes to rest".to_owned()));
    }

    fn next_ms(&self) -> Option<u64> {
        let event = self.events.peek().map(|Reverse(event)| event.at_ms);
        event.into_iter().chain(self.wake_ms).min()
    }

    fn one_thing(&mut self) {
        let next_ms = self.next_ms();
        if let Some(at_ms) = self.wake_ms.take_if(|wake_ms| Some(*wake_ms) == next_ms) {
            self.now_ms = self.now_ms.max(at_ms);
            return self.room(Fact::Tick);
        }
        let Some(Reverse(event)) = self.events.pop() else { return };
        self.now_ms = self.now_ms.max(event.at_ms);
        match event.what {
            What::ToRoom { link, frame } => self.reaches_the_room(link, frame),
            What::ToSeat { link, frame } => {
                if let Some(seat) = self.holder(link) {
                    let effects = self.seats[seat].hears(frame);
                    self.seat_wishes(seat, effects);
                }
            }
            What::Closed { link, reason } => {
                if let Some(seat) = self.holder(link) {
                    let name = self.seats[seat].name.clone();
                    self.tell(format!("the link of {name} is closed: {reason}"));
                    self.cut(&name);
                    self.comes_back(seat, 500);
                }
            }
            What::Left { link } => self.leaves(link),
            What::Connects { seat } if self.seats[seat].link.is_none() => self.connect(seat),
            What::Connects { .. } => {}
            What::Proposes { seat } => self.proposes(seat),
            What::Synced { seq } => {
                let now_ms = self.room_ms();
                let Some(shell) = &mut self.shell else { return };
                let wishes = shell.synced(now_ms, seq, &mut self.disk);
                self.room_wishes(wishes);
            }
        }
    }

    // What can be asked.

    /// Mends everything, waits for rest, lets somebody new look in and asks for what is promised at the end.
    pub(crate) fn ends_well(&mut self) -> Result<(), String> {
        self.disk.full = false;
        self.crashes = None;
        self.all_may_write_again();
        for seat in 0..self.seats.len() {
            let name = self.seats[seat].name.clone();
            self.mend(&name);
        }
        self.settle();
        self.seats.push(Seat::new("Reader", self.seats.len() as u8 + 1));
        self.connect(self.seats.len() - 1);
        self.settle();
        let kept = promise::at_the_end(&self.seats, &self.disk.fold());
        self.break_if(kept.and_then(|()| promise::of_editions(&self.editions, &self.disk)));
        self.broken.clone().map_or(Ok(()), Err)
    }

    /// The first promise that was broken.
    pub(crate) fn broken(&self) -> Option<String> {
        self.broken.clone()
    }

    pub(crate) fn is_broken(&self) -> bool {
        self.broken.is_some()
    }

    pub(crate) fn story(&self) -> String {
        self.story.join("\n")
    }

    // How it works inside.

    pub(crate) fn seat(&self, name: &str) -> usize {
        self.seats.iter().position(|seat| seat.name == name).expect("a capital of this world")
    }

    pub(crate) fn holder(&self, link: LinkId) -> Option<usize> {
        self.links.get(&link).filter(|it| it.held).map(|it| it.seat)
    }

    pub(crate) fn tell(&mut self, line: String) {
        self.story.push(format!("{:>7} ms  {line}", self.now_ms));
    }

    pub(crate) fn break_if(&mut self, kept: Result<(), String>) {
        if let Err(what) = kept
            && self.broken.is_none()
        {
            self.tell(format!("BROKEN: {what}"));
            self.broken = Some(what);
        }
    }

    pub(crate) fn later(&mut self, at_ms: u64, what: What) {
        self.happened += 2; // between two there is room for one that overtakes
        self.events.push(Reverse(Event { at_ms, number: self.happened, what }));
    }

    /// The time as the room is told it.
    pub(crate) fn room_ms(&self) -> u64 {
        self.now_ms + self.clock_ms
    }

    pub(crate) fn may_write(&self, seat: usize) -> bool {
        self.state == ChapterState::Open && self.seats[seat].right == Right::Edit
    }
}
