//! A room with replicas around a table: frames are passed by hand, the journal is a list, and the disk is as slow as a
//! test wants it. Tests carry the numbers of docs/protocol.md.

use manual::id::{Epoch, SeatId};
use yrs::{GetString, ReadTxn, Text, WriteTxn};

use super::*;
use crate::replica::{Replica, ReplicaEffect, ReplicaFact};

const NOW: u64 = 1_000;

fn seat(n: u8) -> SeatId {
    SeatId::from_random([n; 16])
}

fn config() -> RoomConfig {
    RoomConfig {
        kind: DocumentKind::Chapter,
        epoch: Epoch::from_random([9; 16]),
        limits: Limits { gather_ms_max: 0, ..Limits::default() },
    }
}

fn guest(n: u8, right: Right, dialect: Dialect) -> Guest {
    Guest { seat: seat(n), name: format!("Seat {n}"), right, dialect, writer: u32::from(n) }
}

/// A room, the journal it asked for, and what each link was sent.
struct Table {
    room: Room,
    journal: Vec<RoomRecord>,
    /// A persist that the test has not let through yet.
    on_its_way: Option<Vec<RoomRecord>>,
    slow_disk: bool,
    inbox: BTreeMap<LinkId, VecDeque<Bytes>>,
    closed: BTreeMap<LinkId, Code>,
    refused: Vec<(LinkId, Code)>,
    other: Vec<Effect>,
    now_ms: u64,
}

impl Table {
    fn new() -> Self {
        Self::opened(config(), Opening::default())
    }

    fn opened(config: RoomConfig, opening: Opening) -> Self {
        Self {
            room: Room::open(config, opening).unwrap(),
            journal: Vec::new(),
            on_its_way: None,
            slow_disk: false,
            inbox: BTreeMap::new(),
            closed: BTreeMap::new(),
            refused: Vec::new(),
            other: Vec::new(),
            now_ms: NOW,
        }
    }

    fn tell(&mut self, fact: Fact) {
        let mut effects = Vec::new();
        self.room.handle(self.now_ms, fact, &mut effects);
        for effect in effects {
            match effect {
                Effect::Send { links, frame } => {
                    for link in links {
                        self.inbox.entry(link).or_default().push_back(frame.clone());
                    }
                }
                Effect::Persist { records, .. } => {
                    assert!(self.on_its_way.is_none(), "one batch at a time");
                    self.on_its_way = Some(records);
                }
                Effect::Close { link, code } => {
                    self.closed.insert(link, code);
                }
                Effect::Refused { link, code } => self.refused.push((link, code)),
                other => self.other.push(other),
            }
        }
        if !self.slow_disk {
            self.disk_done();
        }
    }

    fn disk_done(&mut self) {
        if let Some(records) = self.on_its_way.take() {
            self.journal.extend(records);
            let seq = self.journal.len() as u64;
            self.tell(Fact::Persisted { seq });
        }
    }

    fn join(&mut self, link: LinkId, n: u8, right: Right) {
        self.tell(Fact::Joined { link, guest: guest(n, right, Dialect::Chancery) });
    }

    fn send(&mut self, link: LinkId, message: Message<'_>) {
        self.tell(Fact::Received { link, frame: message::write(message) });
    }

    fn received(&mut self, link: LinkId) -> Vec<Bytes> {
        self.inbox.remove(&link).unwrap_or_default().into()
    }

    fn kinds(&mut self, link: LinkId) -> Vec<&'static str> {
        let frames = self.received(link);
        frames.iter().map(|frame| kind(frame)).filter(|kind| *kind != "awareness").collect()
    }

    fn text(&self) -> String {
        text_of(&self.room.document)
    }

    fn updates(&self) -> usize {
        self.journal.iter().filter(|it| matches!(it, RoomRecord::Update { .. })).count()
    }

    /// Reopens from the journal alone.
    fn reopened(&self) -> Self {
        let mut opening = Opening { seq: self.journal.len() as u64, ..Opening::default() };
        for record in &self.journal {
            match record {
                RoomRecord::Bind { client, seat } => opening.bindings.push((*client, *seat)),
                RoomRecord::Update { update, .. } => opening.updates.push(update.clone()),
            }
        }
        Self::opened(config(), opening)
    }
}

fn kind(frame: &[u8]) -> &'static str {
    match message::read(frame, &Limits::default()).unwrap() {
        Message::Step1(_) => "step 1",
        Message::Step2(_) => "step 2",
        Message::Update(_) => "update",
        Message::Awareness(_) => "awareness",
        Message::Acknowledge(_) => "acknowledge",
        Message::Denied(_) => "denied",
        Message::Hello(_) => "hello",
        Message::Policy(_) => "policy",
        Message::Refused(_) => "refused",
        Message::QueryAwareness => "query",
    }
}

fn text_of(document: &Document) -> String {
    document.read(|txn| txn.get_text("body").map(|text| text.get_string(txn)).unwrap_or_default())
}

/// A writer outside any room: makes updates one by one.
struct Pen(Document);

impl Pen {
    fn new(client: u64) -> Self {
        Self(Document::new(client))
    }

    fn types(&mut self, at: u32, words: &str) -> Vec<u8> {
        self.0.edit(|txn| txn.get_or_insert_text("body").insert(txn, at, words)).1.unwrap()
    }

    fn deletes(&mut self, at: u32, length: u32) -> Vec<u8> {
        self.0.edit(|txn| txn.get_or_insert_text("body").remove_range(txn, at, length)).1.unwrap()
    }
}

/// Runs a replica against the table until neither has anything to say.
fn talk(table: &mut Table, link: LinkId, replica: &mut Replica, mut effects: Vec<ReplicaEffect>) {
    loop {
        for effect in effects.drain(..) {
            if let ReplicaEffect::Send { frame } = effect {
                table.tell(Fact::Received { link, frame });
            }
        }
        let frames = table.received(link);
        if frames.is_empty() {
            return;
        }
        for frame in frames {
            replica.handle(ReplicaFact::Received { frame }, &mut effects);
        }
    }
}

fn connect(table: &mut Table, link: LinkId, n: u8, replica: &mut Replica) {
    table.join(link, n, Right::Edit);
    let mut effects = Vec::new();
    replica.handle(ReplicaFact::Connected, &mut effects);
    talk(table, link, replica, effects);
}

fn replica(client: u64) -> Replica {
    Replica::new(Document::new(client), Limits::default())
}

fn types(table: &mut Table, link: LinkId, replica: &mut Replica, at: u32, words: &str) {
    let mut effects = Vec::new();
    replica.edit(&mut effects, |txn| txn.get_or_insert_text("body").insert(txn, at, words));
    talk(table, link, replica, effects);
}

/// Two seats in step: links 1 and 2.
fn two() -> (Table, Replica, Replica) {
    let (mut table, mut ghana, mut denmark) = (Table::new(), replica(11), replica(22));
    connect(&mut table, 1, 1, &mut ghana);
    connect(&mut table, 2, 2, &mut denmark);
    (table, ghana, denmark)
}

#[test]
fn s3_what_one_types_the_other_sees_and_both_are_saved() {
    let (mut table, mut ghana, mut denmark) = two();
    types(&mut table, 1, &mut ghana, 0, "early ");
    talk(&mut table, 2, &mut denmark, Vec::new());
    types(&mut table, 2, &mut denmark, 6, "warning");
    talk(&mut table, 1, &mut ghana, Vec::new());
    assert_eq!(text_of(ghana.document()), "early warning");
    assert_eq!(text_of(denmark.document()), "early warning");
    assert_eq!((ghana.edits(), denmark.edits()), ((1, 1), (1, 1)));
    assert_eq!(table.reopened().text(), "early warning");
}

#[test]
fn s3_offline_edits_of_both_join() {
    let (mut table, mut ghana, mut denmark) = two();
    for (link, replica) in [(1, &mut ghana), (2, &mut denmark)] {
        table.tell(Fact::Left { link });
        replica.handle(ReplicaFact::Disconnected, &mut Vec::new());
    }
    types(&mut table, 1, &mut ghana, 0, "Accra ");
    types(&mut table, 2, &mut denmark, 0, "Copenhagen ");
    assert_eq!(ghana.edits(), (1, 0));
    connect(&mut table, 3, 1, &mut ghana);
    connect(&mut table, 4, 2, &mut denmark);
    talk(&mut table, 3, &mut ghana, Vec::new());
    assert_eq!(text_of(ghana.document()), text_of(denmark.document()));
    assert_eq!(text_of(ghana.document()).len(), "Accra Copenhagen ".len());
    assert_eq!((ghana.edits(), denmark.edits()), ((1, 1), (1, 1)));
}

#[test]
fn d1_nothing_leaves_before_it_is_durable() {
    let (mut table, ..) = two();
    table.slow_disk = true;
    table.received(1);
    table.received(2);
    let update = Pen::new(33).types(0, "secret until synced");
    table.send(1, Message::Update(&update));
    table.send(1, Message::Acknowledge(&[1]));
    table.send(2, Message::Step1(&[0]));
    table.tell(Fact::Read { ask: 5 });
    assert_eq!((table.kinds(1), table.kinds(2)), (vec![], vec![]));
    assert!(table.other.is_empty());
    table.disk_done();
    assert_eq!(table.kinds(1), ["acknowledge"]);
    assert_eq!(table.kinds(2), ["update", "step 2"]);
    assert!(matches!(table.other[..], [Effect::State { ask: 5, .. }]));
}

#[test]
fn d2_with_nothing_on_its_way_the_echo_is_immediate_and_unchanged() {
    let (mut table, ..) = two();
    table.received(1);
    table.slow_disk = true;
    table.send(1, Message::Acknowledge(b"any body"));
    let frames = table.received(1);
    assert_eq!(frames, [message::write(Message::Acknowledge(b"any body"))]);
    assert_eq!(table.updates(), 0);
}

#[test]
fn d3_edits_behind_a_slow_disk_form_one_batch_and_the_probe_is_answered() {
    let (mut table, ..) = two();
    table.slow_disk = true;
    let mut pen = Pen::new(33);
    for (n, letter) in ["a", "b", "c", "d"].into_iter().enumerate() {
        let update = pen.types(n as u32, letter);
        table.send(1, Message::Update(&update));
    }
    table.received(1);
    table.send(1, Message::QueryAwareness);
    assert_eq!(table.received(1).len(), 1);
    table.disk_done();
    table.received(2);
    table.disk_done();
    assert_eq!(table.kinds(2), ["update"], "d4: three letters, one frame");
    assert_eq!(table.reopened().text(), "abcd");
    assert_eq!(table.updates(), 2);
}

#[test]
fn d4_the_sole_author_does_not_hear_herself() {
    let (mut table, ..) = two();
    table.received(1);
    let update = Pen::new(33).types(0, "x");
    table.send(1, Message::Update(&update));
    assert_eq!(table.kinds(1), [""; 0]);
}

#[test]
fn d5_a_write_that_fails_leaves_no_trace() {
    let (mut table, ..) = two();
    let mut pen = Pen::new(33);
    let kept = pen.types(0, "kept ");
    table.send(1, Message::Update(&kept));
    let durable = Opening {
        updates: vec![Bytes::from(kept)],
        bindings: vec![(33, seat(1))],
        seq: 2,
        tail_updates: 1,
        ..Opening::default()
    };
    table.slow_disk = true;
    table.received(2);
    let lost = pen.types(5, "lost");
    table.send(1, Message::Update(&lost));
    table.send(1, Message::Acknowledge(&[2]));
    table.on_its_way = None;
    table.tell(Fact::NotPersisted { durable });
    assert_eq!(table.closed, BTreeMap::from([(1, Code::NotPersisted), (2, Code::NotPersisted)]));
    assert_eq!((table.text(), table.kinds(2)), ("kept ".to_owned(), vec![]));
    assert_eq!(table.kinds(1).iter().filter(|kind| **kind == "acknowledge").count(), 0);
    // The writer comes back with all she has.
    table.slow_disk = false;
    table.join(3, 1, Right::Edit);
    let all = pen.0.state();
    table.send(3, Message::Step2(&all));
    assert_eq!(table.text(), "kept lost");
}

#[test]
fn d6_nothing_new_is_never_written_or_sent() {
    let (mut table, ..) = two();
    let mut pen = Pen::new(33);
    let (first, second) = (pen.types(0, "once"), pen.deletes(0, 1));
    table.send(1, Message::Update(&first));
    table.send(1, Message::Update(&second));
    table.received(1);
    table.received(2);
    let (state, records) = (pen.0.state(), table.journal.len());
    for update in [&first, &second, &state] {
        table.send(2, Message::Update(update));
        table.send(2, Message::Step2(update));
    }
    table.send(2, Message::Acknowledge(&[9]));
    assert_eq!(table.journal.len(), records);
    assert_eq!((table.kinds(1), table.kinds(2)), (vec![], vec!["acknowledge"]));
}

#[test]
fn s4_a_gap_is_healed_by_asking_once() {
    let (mut table, ..) = two();
    let mut pen = Pen::new(33);
    let (_lost, second, third) = (pen.types(0, "a"), pen.types(1, "b"), pen.types(2, "c"));
    table.received(1);
    table.send(1, Message::Update(&second));
    table.send(1, Message::Acknowledge(&[1]));
    table.send(1, Message::Update(&third));
    assert_eq!(table.kinds(1), ["step 1"], "no echo while the gap is open");
    assert_eq!(table.updates(), 0);
    let all = pen.0.state();
    table.send(1, Message::Step2(&all));
    assert_eq!((table.text(), table.kinds(1)), ("abc".to_owned(), vec!["acknowledge"]));
    assert!(table.refused.is_empty());
}

#[test]
fn s5_an_unhealed_gap_is_told_and_never_acknowledged() {
    let (mut table, ..) = two();
    let mut pen = Pen::new(33);
    let (_lost, second) = (pen.types(0, "a"), pen.types(1, "b"));
    table.send(1, Message::Update(&second));
    table.send(1, Message::Step2(&second));
    table.send(1, Message::Acknowledge(&[1]));
    assert_eq!(table.refused, [(1, Code::Gap)]);
    assert!(!table.kinds(1).contains(&"acknowledge"));
}

#[test]
fn s6_deleting_ahead_is_refused_but_waits_for_a_first_exchange() {
    let mut pen = Pen::new(33);
    let (first, delete) = (pen.types(0, "ab"), pen.deletes(0, 1));
    let mut table = Table::new();
    table.join(1, 1, Right::Edit);
    table.received(1);
    table.send(1, Message::Update(&delete));
    assert_eq!((table.kinds(1), table.refused.len()), (vec!["step 1"], 0));
    table.send(1, Message::Step2(&pen.0.state()));
    assert_eq!(table.text(), "b");

    let (mut table, ..) = two();
    table.send(1, Message::Update(&delete));
    assert_eq!(table.refused, [(1, Code::DeleteAhead)]);
    table.send(2, Message::Update(&first));
    assert_eq!(table.text(), "ab", "the neighbour writes on");
}

#[test]
fn u2_u3_a_reader_changes_nothing_and_is_told() {
    let (mut table, ..) = two();
    table.join(3, 3, Right::Suggest);
    table.tell(Fact::Joined { link: 4, guest: guest(4, Right::Read, Dialect::Stock) });
    for link in [3, 4] {
        table.received(link);
        let update = Pen::new(40 + link).types(0, "no");
        table.send(link, Message::Update(&update));
        table.send(link, Message::Acknowledge(&[1]));
    }
    assert_eq!((table.kinds(3), table.kinds(4)), (vec!["refused"], vec!["denied"]));
    assert_eq!((table.updates(), table.text()), (0, String::new()));
    table.tell(Fact::RightChanged { link: 1, right: Right::Read });
    let update = Pen::new(50).types(0, "no longer");
    table.send(1, Message::Update(&update));
    assert_eq!(table.refused.last(), Some(&(1, Code::ReadOnly)));
}

#[test]
fn u4_tidying_by_a_reader_passes_in_silence() {
    let (mut table, ..) = two();
    let mut pen = Pen::new(33);
    let typed = pen.types(0, "one two");
    table.send(1, Message::Update(&typed));
    let bold = yrs::types::Attrs::from([("strong".into(), true.into())]);
    let formatted = pen.0.edit(|txn| txn.get_or_insert_text("body").format(txn, 0, 3, bold)).1.unwrap();
    table.send(1, Message::Update(&formatted));
    let records = table.journal.len();
    table.join(3, 3, Right::Read);
    table.received(3);
    // Client 33's clocks 7 and 8 are the two marks around "one".
    let tidying = [0, 1, 33, 1, 7, 2];
    table.send(3, Message::Update(&tidying));
    table.send(3, Message::Acknowledge(&[1]));
    assert_eq!((table.kinds(3), table.journal.len()), (vec!["acknowledge"], records));
    let deleting_text = [0, 1, 33, 1, 0, 1];
    table.send(3, Message::Update(&deleting_text));
    assert_eq!((table.refused.last(), table.text()), (Some(&(3, Code::ReadOnly)), "one two".to_owned()));
}

#[test]
fn u5_u6_a_client_id_belongs_to_its_seat_also_after_a_restart() {
    let (mut table, ..) = two();
    let mut pen = Pen::new(33);
    let first = pen.types(0, "mine");
    table.send(1, Message::Update(&first));
    let mut table = table.reopened();
    table.join(1, 1, Right::Edit);
    table.join(2, 2, Right::Edit);
    // Seat 2 forges an edit of seat 1's client and adds one of its own.
    let mut forger = Pen::new(44);
    forger.0.apply(&first).unwrap();
    let forged = pen.types(4, " forged");
    let own = forger.types(0, "own ");
    let both = yrs::merge_updates_v1([forged.as_slice(), own.as_slice()]).unwrap();
    table.send(2, Message::Update(&both));
    assert_eq!((table.text(), table.refused.as_slice()), ("own mine".to_owned(), &[(2, Code::Foreign)][..]));
    assert!(!table.closed.contains_key(&2), "the link stays");
    // Another link of seat 1 may send it.
    table.join(3, 1, Right::Edit);
    table.send(3, Message::Step2(&forged));
    assert_eq!(table.text(), "own mine forged");
}

#[test]
fn u7_a_document_has_a_size() {
    let limits = Limits { document_bytes_max: 1_000, gather_ms_max: 0, ..Limits::default() };
    let mut table = Table::opened(RoomConfig { limits, ..config() }, Opening::default());
    table.join(1, 1, Right::Edit);
    let mut pen = Pen::new(33);
    let small = pen.types(0, &"x".repeat(800));
    let more = pen.types(0, &"y".repeat(400));
    table.send(1, Message::Update(&small));
    table.send(1, Message::Update(&more));
    assert_eq!((table.text().len(), table.refused.as_slice()), (800, &[(1, Code::TooLarge)][..]));
}

#[test]
fn u8_a_damaged_document_is_read_only() {
    let (mut source, ..) = two();
    let first = Pen::new(33).types(0, "good");
    source.send(1, Message::Update(&first));
    let opening = Opening { updates: vec![first.into(), vec![255; 9].into()], seq: 3, ..Opening::default() };
    let mut table = Table::opened(config(), opening);
    table.join(1, 1, Right::Keep);
    assert_eq!(table.kinds(1), ["hello", "policy", "step 1"]);
    let update = Pen::new(34).types(0, "more");
    table.send(1, Message::Update(&update));
    assert_eq!((table.text(), table.refused.as_slice()), ("good".to_owned(), &[(1, Code::Damaged)][..]));
}

#[test]
fn u9_what_was_sent_before_leaving_counts() {
    let (mut table, ..) = two();
    table.slow_disk = true;
    let mut pen = Pen::new(33);
    let (first, second) = (pen.types(0, "a"), pen.types(1, "b"));
    table.send(1, Message::Update(&first));
    table.send(1, Message::Update(&second));
    table.tell(Fact::Left { link: 1 });
    table.slow_disk = false;
    table.disk_done();
    assert_eq!(table.reopened().text(), "ab");
    assert_eq!(table.room.links(), 1);
}

#[test]
fn p7_no_link_is_left_without_a_message() {
    let (mut table, ..) = two();
    table.received(1);
    let due_ms = NOW + config().limits.keepalive_ms;
    assert!(table.other.iter().any(|effect| matches!(effect, Effect::WakeAt { at_ms } if *at_ms == due_ms)));
    table.now_ms = due_ms;
    table.tell(Fact::Tick);
    assert_eq!(table.received(1), [message::write(Message::Awareness(&[0]))]);
    table.tell(Fact::Tick);
    assert!(table.received(1).is_empty());
}

#[test]
fn w1_w2_other_frames_close_the_link() {
    for frame in [&[][..], &[9, 9], &[0, 2, 1], &[120, 2, b'{', b'}'], &[0, 2, 3, 1, 1, 1]] {
        let (mut table, ..) = two();
        table.tell(Fact::Received { link: 1, frame: Bytes::copy_from_slice(frame) });
        assert_eq!(table.closed, BTreeMap::from([(1, Code::Malformed)]), "{frame:?}");
    }
}

#[test]
fn a_long_tail_is_folded_and_opens_the_same() {
    let limits = Limits { tail_updates_max: 5, gather_ms_max: 0, ..Limits::default() };
    let mut table = Table::opened(RoomConfig { limits, ..config() }, Opening::default());
    table.join(1, 1, Right::Edit);
    let mut pen = Pen::new(33);
    for n in 0..5 {
        let update = pen.types(n, "z");
        table.send(1, Message::Update(&update));
    }
    let folded = table.other.iter().find_map(|effect| match effect {
        Effect::Snapshot { state, .. } => Some(state.clone()),
        _ => None,
    });
    let opening = Opening { updates: vec![folded.unwrap().into()], ..Opening::default() };
    assert_eq!(Table::opened(config(), opening).text(), "zzzzz");
}

#[test]
fn a_command_of_the_service_is_written_with_the_batch_and_told() {
    let mut table = Table::new();
    let update = Pen::new(77).types(0, "made");
    table.tell(Fact::Command { ask: 8, update });
    assert!(matches!(table.other[..], [Effect::Done { ask: 8, seq: 1 }]));
    assert!(matches!(table.journal[..], [RoomRecord::Update { writer: 0, .. }]));
}
