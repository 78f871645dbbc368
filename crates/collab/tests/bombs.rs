//! The known ways to bring yrs down with a small message, each by name, against a whole room: refused with a code, the
//! neighbour undisturbed, memory as before. Sizes are those at which yrs 0.28.1 was seen to fail.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use ::bytes::Bytes;
use collab::bouncer::DocumentKind;
use collab::code::Code;
use collab::limits::Limits;
use collab::message::{self, Message};
use collab::room::{Dialect, Effect, Fact, Guest, LinkId, Opening, Room, RoomConfig};
use manual::document::Document;
use manual::id::{Epoch, SeatId};
use manual::rights::Right;
use yrs::{Text, WriteTxn};

use self::bytes::{far_apart, number, text};

#[path = "common/bytes.rs"]
mod bytes;

const HOSTILE: LinkId = 1;
const NEIGHBOUR: LinkId = 2;

/// A room with somebody hostile and a neighbour who only wants to write.
struct Table {
    room: Room,
    seq: u64,
    neighbour: Document,
    /// What the hostile link was refused or closed with.
    codes: Vec<Code>,
    /// Updates that the neighbour was sent.
    heard: Vec<Bytes>,
    peak_kib: u64,
}

impl Table {
    fn laid() -> Self {
        let config = RoomConfig {
            kind: DocumentKind::Chapter,
            epoch: Epoch::from_random([1; 16]),
            limits: Limits { gather_ms_max: 0, ..Limits::default() },
            mode: collab::room::ModeNow::default(),
        };
        let room = Room::open(config, Opening::default()).unwrap();
        let neighbour = Document::new(2_000);
        let mut table =
            Self { room, seq: 0, neighbour, codes: Vec::new(), heard: Vec::new(), peak_kib: peak_kib() };
        for (link, byte) in [(HOSTILE, 1), (NEIGHBOUR, 2)] {
            let seat = SeatId::from_random([byte; 16]);
            let guest = Guest {
                seat,
                name: "x".to_owned(),
                appears: manual::seat::Appears::AsSeat,
                may: Right::Edit.into(),
                dialect: Dialect::Stock,
                writer: 1,
                tagger: collab::binding::TagKey::of("secret")
                    .within(manual::id::DocumentId::from_bytes([3; 16])),
            };
            table.handle(Fact::Joined { link, guest });
        }
        let listens = message::write(Message::Step1(&[0]));
        table.handle(Fact::Received { link: NEIGHBOUR, frame: listens });
        table.the_neighbour_writes();
        table
    }

    /// The hostile link sends a message; the codes it was answered with.
    fn sends(&mut self, message: Message<'_>) -> Vec<Code> {
        self.codes.clear();
        self.handle(Fact::Received { link: HOSTILE, frame: message::write(message) });
        std::mem::take(&mut self.codes)
    }

    fn handle(&mut self, fact: Fact) {
        let mut effects = Vec::new();
        self.room.handle(self.seq, fact, &mut effects);
        while let Some(effect) = (!effects.is_empty()).then(|| effects.remove(0)) {
            match effect {
                Effect::Persist { .. } => {
                    self.seq += 1;
                    self.room.handle(self.seq, Fact::Persisted { seq: self.seq }, &mut effects);
                }
                Effect::Close { link, code } | Effect::Refused { link, code } => {
                    assert_eq!(link, HOSTILE, "the neighbour was disturbed: {code:?}");
                    self.codes.push(code);
                }
                Effect::Send { links, frame } if links.contains(&NEIGHBOUR) => {
                    if let Ok(Message::Update(update)) = message::read(&frame, &Limits::default()) {
                        self.heard.push(frame.slice_ref(update));
                    }
                }
                Effect::Reload => panic!("the room had to drop its document"),
                _ => {}
            }
        }
    }

    fn the_neighbour_writes(&mut self) {
        let (_, update) = self.neighbour.edit(|txn| {
            let body = txn.get_or_insert_text("body");
            body.insert(txn, 0, "early warning ");
        });
        let frame = message::write(Message::Update(&update.unwrap()));
        let before = self.seq;
        self.handle(Fact::Received { link: NEIGHBOUR, frame });
        assert_eq!(self.seq, before + 1, "what the neighbour wrote is durable");
    }

    fn stands_as_before(mut self) {
        self.the_neighbour_writes();
        let mut read = Vec::new();
        self.room.handle(self.seq, Fact::Read { ask: 1 }, &mut read);
        let state = read.iter().find_map(|effect| match effect {
            Effect::State { state, .. } => Some(state.clone()),
            _ => None,
        });
        assert_eq!(state, Some(self.neighbour.state()), "the document is what the neighbour wrote");
        let grown = peak_kib().saturating_sub(self.peak_kib);
        assert!(grown < 64 << 10, "memory grew by {grown} KiB");
    }
}

/// The most memory this process ever had. The kernel sums it up from counts per processor that come in late: what is
/// read second can be a little less.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().strip_suffix(" kB")).and_then(|kib| kib.parse().ok()).unwrap_or(0)
}

/// An update of client 7 with these structs.
fn update(structs: &[Vec<u8>]) -> Vec<u8> {
    bytes::update(7, structs)
}

/// A value under a key of the root `notes`.
fn value(bytes: &[u8]) -> Vec<u8> {
    update(&[[vec![0x28, 1], text("notes"), text("n"), vec![1], bytes.to_vec()].concat()])
}

fn refused_as_update_and_answer(bytes: &[u8], code: Code) {
    for message in [Message::Update(bytes), Message::Step2(bytes)] {
        let mut table = Table::laid();
        assert_eq!(table.sends(message), [code]);
        table.stands_as_before();
    }
}

#[test]
fn arrays_ten_thousand_deep() {
    refused_as_update_and_answer(
        &value(&[[117, 1].repeat(10_000), vec![126]].concat()),
        Code::ForbiddenContent,
    );
}

#[test]
fn objects_ten_thousand_deep() {
    let bytes = value(&[[118, 1, 1, b'k'].repeat(10_000), vec![126]].concat());
    refused_as_update_and_answer(&bytes, Code::ForbiddenContent);
}

#[test]
fn json_ten_thousand_deep() {
    let json = ["[".repeat(10_000), "]".repeat(10_000)].concat();
    let embed = [vec![5, 1], text("body"), text(&json)].concat();
    refused_as_update_and_answer(&update(&[embed]), Code::ForbiddenContent);
}

#[test]
fn xml_elements_ten_thousand_deep() {
    let root = [vec![7, 1], text("body"), vec![3], text("p")].concat();
    let child = |depth: u64| [vec![7, 0], number(7), number(depth - 1), vec![3], text("p")].concat();
    let structs: Vec<_> = std::iter::once(root).chain((1..10_000).map(child)).collect();
    refused_as_update_and_answer(&update(&structs), Code::ForbiddenContent);
}

#[test]
fn maps_ten_thousand_deep() {
    let root = [vec![0x27, 1], text("notes"), text("n"), vec![1]].concat();
    let child = |depth: u64| [vec![0x27, 0], number(7), number(depth - 1), text("n"), vec![1]].concat();
    let structs: Vec<_> = std::iter::once(root).chain((1..10_000).map(child)).collect();
    refused_as_update_and_answer(&update(&structs), Code::ForbiddenContent);
}

#[test]
fn maps_made_deeper_by_many_updates() {
    let mut table = Table::laid();
    let deepest = Limits::default().type_depth_max as u64;
    for depth in 0..deepest + 3 {
        let made = match depth {
            0 => [vec![0x27, 1], text("notes"), text("n"), vec![1]].concat(),
            _ => [vec![0x27, 0], number(7), number(depth - 1), text("n"), vec![1]].concat(),
        };
        let bytes = [vec![1, 1, 7], number(depth), made, vec![0]].concat();
        let codes = table.sends(Message::Update(&bytes));
        match depth.cmp(&deepest) {
            std::cmp::Ordering::Less => assert_eq!(codes, [], "depth {depth}"),
            std::cmp::Ordering::Equal => assert_eq!(codes, [Code::ForbiddenContent]),
            std::cmp::Ordering::Greater => {}
        }
    }
}

#[test]
fn an_update_that_claims_two_hundred_million_clients() {
    refused_as_update_and_answer(&number(200_000_000), Code::Malformed);
}

#[test]
fn an_update_that_claims_two_hundred_million_structs() {
    refused_as_update_and_answer(&[vec![1], number(200_000_000), vec![7, 0]].concat(), Code::Malformed);
}

#[test]
fn a_state_vector_that_claims_two_hundred_million_clients() {
    let mut table = Table::laid();
    assert_eq!(table.sends(Message::Step1(&number(200_000_000))), [Code::Malformed]);
    table.stands_as_before();
}

#[test]
fn an_object_that_claims_two_hundred_million_entries() {
    refused_as_update_and_answer(&value(&[vec![118], number(200_000_000)].concat()), Code::Malformed);
}

#[test]
fn awareness_that_claims_two_hundred_million_clients() {
    let mut table = Table::laid();
    assert_eq!(table.sends(Message::Awareness(&number(200_000_000))), [Code::Malformed]);
    table.stands_as_before();
}

/// Sixty-four kilobytes: yrs walks sixteen million steps for them, which takes seconds.
#[test]
fn four_thousand_letters_whose_neighbours_are_far_apart() {
    refused_as_update_and_answer(&far_apart(7, 4_000), Code::TooLarge);
}

/// Each waits for clock 0 of its client. yrs keeps all of them and goes through all at each; the room drops them, and
/// tells the sender once that so many will not heal.
#[test]
fn twenty_thousand_updates_that_wait_for_another() {
    let mut table = Table::laid();
    let words = "x".repeat(1000);
    let mut refused = Vec::new();
    for n in 0..20_000 {
        let late = [vec![4, 1], text("body"), text(&words)].concat();
        let bytes = [vec![1, 1], number(10_000 + n), number(5), late, vec![0]].concat();
        refused.extend(table.sends(Message::Update(&bytes)));
    }
    assert_eq!(refused, [Code::Gap]);
    table.stands_as_before();
}

#[test]
fn a_deletion_of_two_to_the_thirty_one_past_the_clock() {
    let mut table = Table::laid();
    let empty = [0, 0];
    assert_eq!(table.sends(Message::Step2(&empty)), [], "in step");
    let bytes = [vec![0, 1], number(2_000), vec![1, 14], number((1 << 31) - 20)].concat();
    assert_eq!(table.sends(Message::Update(&bytes)), [Code::DeleteAhead]);
    table.stands_as_before();
}

#[test]
fn a_deleted_struct_of_two_to_the_thirty_one() {
    let deleted = [vec![1, 1], text("body"), number(1 << 31)].concat();
    refused_as_update_and_answer(&update(&[deleted]), Code::Malformed);
}

/// Yjs throws when a struct it has long had claims to stand beside one that does not exist.
#[test]
fn a_repeated_struct_that_lies_about_its_place() {
    let mut table = Table::laid();
    let lie = [vec![0xc4], number(2_000), vec![0], number(2_000), number((1 << 31) - 3), text("e")].concat();
    let repeated = [vec![1], number(2_000), vec![1], lie].concat();
    let own = [vec![1, 7, 0, 4, 1], text("body"), text("!")].concat();
    let bytes = [vec![2], repeated.clone(), own.clone(), vec![0]].concat();
    assert_eq!(table.sends(Message::Update(&bytes)), []);
    assert_eq!(table.heard, [[vec![1], own, vec![0]].concat()], "only the news go on");
    let bytes = [vec![1], repeated, vec![0]].concat();
    assert_eq!(table.sends(Message::Update(&bytes)), []);
    assert_eq!(table.heard.len(), 1, "nothing new");
}

/// The same bytes from the disk: the room that opens does not go down with them either.
#[test]
fn a_bomb_in_the_stored_state() {
    let bomb = value(&[[117, 1].repeat(10_000), vec![126]].concat());
    let opening = |updates| Opening { updates, ..Opening::default() };
    let config = RoomConfig {
        kind: DocumentKind::Chapter,
        epoch: Epoch::from_random([1; 16]),
        limits: Limits::default(),
        mode: collab::room::ModeNow::default(),
    };
    let refused = Room::open(config.clone(), opening(vec![Bytes::from(bomb.clone())]));
    assert!(refused.is_err(), "not even the first update can be read");
    let mut writer = Document::new(3);
    let (_, good) = writer.edit(|txn| {
        let body = txn.get_or_insert_text("body");
        body.insert(txn, 0, "good");
    });
    let mut room = Room::open(config, opening(vec![Bytes::from(good.unwrap()), Bytes::from(bomb)])).unwrap();
    let mut effects = Vec::new();
    room.handle(0, Fact::Read { ask: 1 }, &mut effects);
    assert!(matches!(effects.as_slice(), [Effect::State { state, .. }] if *state == writer.state()));
}
