//! A small world: one room on a disk that can lose power, capitals on links that break, and a clock that only the
//! world moves. Everything is decided by the seed. A test tells it what happens; it keeps the story.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use bytes::Bytes;
use collab::replica::{ReplicaEffect, ReplicaFact};
use collab::room::{Dialect, Fact, Guest, LinkId};
use manual::rights::Right;

use super::disk::Disk;
use super::promise;
use super::seat::Seat;
use super::shell::{Manners, Shell, Wish};
use tests::chance::Chance;

/// How slow things are, in milliseconds; each delay is drawn up to the bound.
#[derive(Clone, Copy)]
pub(crate) struct Weather {
    pub(crate) link_ms: u64,
    pub(crate) disk_ms: u64,
}

pub(crate) struct World {
    pub(crate) chance: Chance,
    pub(crate) weather: Weather,
    now_ms: u64,
    disk: Disk,
    manners: Manners,
    shell: Option<Shell>,
    pub(crate) seats: Vec<Seat>,
    links: BTreeMap<LinkId, Link>,
    events: BinaryHeap<Reverse<Event>>,
    /// The room asked to be told the time then.
    wake_ms: Option<u64>,
    happened: u64,
    story: Vec<String>,
    /// The first promise that was broken.
    broken: Option<String>,
}

/// A connection. Frames keep their order on it.
struct Link {
    seat: usize,
    /// The seat still holds its end.
    held: bool,
    /// What the seat sent reaches the room until then.
    reaches_until_ms: u64,
    up_free_ms: u64,
    down_free_ms: u64,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Event {
    at_ms: u64,
    number: u64,
    what: What,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum What {
    ToRoom { link: LinkId, frame: Bytes },
    ToSeat { link: LinkId, frame: Bytes },
    Closed { link: LinkId, reason: &'static str },
    Left { link: LinkId },
    Connects { seat: usize },
    Synced { seq: u64 },
}

impl World {
    pub(crate) fn seeded(seed: u64) -> Self {
        let disk = Disk::default();
        Self {
            chance: Chance::new(seed),
            weather: Weather { link_ms: 20, disk_ms: 5 },
            now_ms: 0,
            shell: Some(Shell::open(Manners::Honest, &disk)),
            disk,
            manners: Manners::Honest,
            seats: Vec::new(),
            links: BTreeMap::new(),
            events: BinaryHeap::new(),
            wake_ms: None,
            happened: 0,
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

    /// The page is loaded again; what is on the device stays.
    pub(crate) fn reloads(&mut self, name: &str) {
        self.cut(name);
        let seat = self.seat(name);
        self.tell(format!("{name} loads the page again"));
        self.seats[seat].reload();
    }

    // What happens to links, disk and power.

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

    fn starts_again(&mut self) {
        let kept = promise::at_a_cut(&self.seats, &self.disk.fold());
        self.break_if(kept);
        self.shell = None;
        self.events.clear();
        self.wake_ms = None;
        self.links.clear();
        for seat in 0..self.seats.len() {
            if self.seats[seat].link.take().is_some() {
                self.seats[seat].told(ReplicaFact::Disconnected);
                self.comes_back(seat);
            }
        }
        self.shell = Some(Shell::open(self.manners, &self.disk));
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
            What::ToRoom { link, frame } => {
                if self.links.get(&link).is_some_and(|it| self.now_ms <= it.reaches_until_ms) {
                    self.room(Fact::Received { link, frame });
                }
            }
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
                    self.comes_back(seat);
                }
            }
            What::Left { link } => {
                if self.links.remove(&link).is_some() {
                    self.room(Fact::Left { link });
                }
            }
            What::Connects { seat } if self.seats[seat].link.is_none() => self.connect(seat),
            What::Connects { .. } => {}
            What::Synced { seq } => {
                let Some(shell) = &mut self.shell else { return };
                let wishes = shell.synced(self.now_ms, seq, &mut self.disk);
                self.room_wishes(wishes);
            }
        }
    }

    // What can be asked.

    pub(crate) fn all_show(&self, expected: &str) {
        for seat in &self.seats {
            assert_eq!(seat.shows(), expected, "{}\n{}", seat.name, self.story());
        }
    }

    pub(crate) fn shows(&self, name: &str) -> String {
        self.seats[self.seat(name)].shows()
    }

    /// Whether everything this capital did was said to be saved.
    pub(crate) fn all_saved(&self, name: &str) -> bool {
        self.seats[self.seat(name)].edits.iter().all(|edit| edit.saved)
    }

    /// The body as the disk has it.
    pub(crate) fn on_disk(&self) -> String {
        super::seat::units_of(&self.disk.fold()).into_iter().flatten().collect()
    }

    /// Mends everything, waits for rest, lets somebody new look in and asks for what is promised at the end.
    pub(crate) fn ends_well(&mut self) -> Result<(), String> {
        self.disk.full = false;
        for seat in 0..self.seats.len() {
            let name = self.seats[seat].name.clone();
            self.mend(&name);
        }
        self.settle();
        self.seats.push(Seat::new("Reader", self.seats.len() as u8 + 1));
        self.connect(self.seats.len() - 1);
        self.settle();
        let kept = promise::at_the_end(&self.seats, &self.disk.fold());
        self.break_if(kept);
        self.broken.clone().map_or(Ok(()), Err)
    }

    pub(crate) fn is_broken(&self) -> bool {
        self.broken.is_some()
    }

    pub(crate) fn story(&self) -> String {
        self.story.join("\n")
    }

    // How it works inside.

    fn seat(&self, name: &str) -> usize {
        self.seats.iter().position(|seat| seat.name == name).expect("a capital of this world")
    }

    fn holder(&self, link: LinkId) -> Option<usize> {
        self.links.get(&link).filter(|it| it.held).map(|it| it.seat)
    }

    fn tell(&mut self, line: String) {
        self.story.push(format!("{:>7} ms  {line}", self.now_ms));
    }

    fn break_if(&mut self, kept: Result<(), String>) {
        if let Err(what) = kept
            && self.broken.is_none()
        {
            self.tell(format!("BROKEN: {what}"));
            self.broken = Some(what);
        }
    }

    fn connect(&mut self, seat: usize) {
        self.happened += 1;
        let link = self.happened;
        let now_ms = self.now_ms;
        self.links.insert(
            link,
            Link { seat, held: true, reaches_until_ms: u64::MAX, up_free_ms: now_ms, down_free_ms: now_ms },
        );
        self.seats[seat].link = Some(link);
        let guest = Guest {
            seat: self.seats[seat].id,
            name: self.seats[seat].name.clone(),
            appears: manual::seat::Appears::AsSeat,
            may: Right::Edit.into(),
            dialect: if seat.is_multiple_of(2) { Dialect::Chancery } else { Dialect::Stock },
            writer: seat as u32 + 1,
            tagger: collab::binding::TagKey::of("secret").within(manual::id::DocumentId::from_bytes([3; 16])),
        };
        self.room(Fact::Joined { link, guest });
        let effects = self.seats[seat].told(ReplicaFact::Connected);
        self.seat_wishes(seat, effects);
    }

    fn comes_back(&mut self, seat: usize) {
        let wait_ms = 1 + self.chance.below(500);
        self.later(self.now_ms + wait_ms, What::Connects { seat });
    }

    fn lose(&mut self, link: LinkId) {
        let reaches_until_ms = self.now_ms + self.chance.below(2 * self.weather.link_ms + 1);
        let noticed_ms = reaches_until_ms + self.chance.below(2_000);
        if let Some(it) = self.links.get_mut(&link) {
            it.held = false;
            it.reaches_until_ms = reaches_until_ms;
        }
        self.later(noticed_ms, What::Left { link });
    }

    fn room(&mut self, fact: Fact) {
        let Some(shell) = &mut self.shell else { return };
        let wishes = shell.handle(self.now_ms, fact, &mut self.disk);
        self.room_wishes(wishes);
    }

    fn room_wishes(&mut self, wishes: Vec<Wish>) {
        for wish in wishes {
            match wish {
                Wish::Deliver { link, frame } => self.down(link, What::ToSeat { link, frame }),
                Wish::Close { link, code } => self.down(link, What::Closed { link, reason: code.word() }),
                Wish::Sync { seq } => {
                    let ms = 1 + self.chance.below(self.weather.disk_ms);
                    self.later(self.now_ms + ms, What::Synced { seq });
                }
                Wish::Wake { at_ms } => {
                    self.wake_ms = Some(self.wake_ms.map_or(at_ms, |earlier| earlier.min(at_ms)));
                }
                Wish::Astonished(what) => self.break_if(Err(what)),
            }
        }
    }

    fn seat_wishes(&mut self, seat: usize, effects: Vec<ReplicaEffect>) {
        for effect in effects {
            match effect {
                ReplicaEffect::Send { frame } => self.up(seat, frame),
                ReplicaEffect::Refused { code } => {
                    let name = self.seats[seat].name.clone();
                    self.break_if(Err(format!("{name} was told: {}", code.word())));
                }
                ReplicaEffect::Close => {
                    let name = self.seats[seat].name.clone();
                    self.cut(&name);
                    self.comes_back(seat);
                }
                ReplicaEffect::Saved { .. } | ReplicaEffect::Changed => {}
            }
        }
    }

    fn up(&mut self, seat: usize, frame: Bytes) {
        let Some(link) = self.seats[seat].link else { return };
        let ms = self.chance.below(self.weather.link_ms + 1);
        let Some(it) = self.links.get_mut(&link) else { return };
        it.up_free_ms = it.up_free_ms.max(self.now_ms + ms);
        let at_ms = it.up_free_ms;
        self.later(at_ms, What::ToRoom { link, frame });
    }

    fn down(&mut self, link: LinkId, what: What) {
        let ms = self.chance.below(self.weather.link_ms + 1);
        let Some(it) = self.links.get_mut(&link) else { return };
        it.down_free_ms = it.down_free_ms.max(self.now_ms + ms);
        let at_ms = it.down_free_ms;
        self.later(at_ms, what);
    }

    fn later(&mut self, at_ms: u64, what: What) {
        self.happened += 1;
        self.events.push(Reverse(Event { at_ms, number: self.happened, what }));
    }
}
