//! A room restored from an older copy: five seats bring back the day that it lacks, and nobody brings another's.
//! Rules V1 to V5 of docs/protocol.md.

use std::collections::BTreeSet;

use super::*;
use crate::binding::{Owner, ReceiptKey};
use crate::healing::{self, Offer};

const SEATS: u8 = 5;

/// Chance with a seed, and no quality beyond that.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(self.0 >> 33).unwrap() % end.max(1)
    }
}

fn document() -> DocumentId {
    DocumentId::from_bytes([3; 16])
}

fn key() -> ReceiptKey {
    ReceiptKey::of(&[8; 32])
}

/// What one seat's device holds: its copy, and the client ids under which it wrote.
struct Device {
    copy: Document,
    ids: Vec<u64>,
}

/// Before it was lost: who wrote what, how the room had it, and what of that the backup has.
pub(super) struct Day {
    devices: Vec<Device>,
    pub(super) journal: Vec<RoomRecord>,
    backup: usize,
    text: String,
}

fn text_of(copy: &Document) -> String {
    copy.read(|txn| txn.get_text("body").map_or_else(String::new, |body| body.get_string(txn)))
}

/// Five seats write into each other's sentences; now and then one opens the page anew.
pub(super) fn day(seed: u64) -> Day {
    let mut dice = Dice(seed);
    let mut table = Table::new();
    let mut devices: Vec<Device> = Vec::new();
    for n in 0..SEATS {
        table.join(n.into(), n, Right::Edit);
        table.send(n.into(), Message::Step1(&[0]));
        devices.push(Device { copy: Document::new(u64::from(n) + 1), ids: vec![u64::from(n) + 1] });
    }
    let mut backup = 0;
    for turn in 0..160u32 {
        if turn == 50 {
            backup = table.journal.len();
        }
        let n = u8::try_from(dice.below(SEATS.into())).unwrap();
        let device = &mut devices[usize::from(n)];
        if dice.below(20) == 0 {
            let id = u64::from(1000 + turn);
            let mut anew = Document::new(id);
            anew.apply(&device.copy.state()).unwrap();
            (device.copy, _) = (anew, device.ids.push(id));
        }
        let (at, what) = (dice.below(10_000), dice.below(4));
        let (_, update) = device.copy.edit(|txn| {
            let body = txn.get_or_insert_text("body");
            let (length, words) = (body.len(txn), format!("{n}.{turn} "));
            let at = at % (length + 1);
            match what {
                0 if at + 3 < length => body.remove_range(txn, at, 3),
                _ => body.insert(txn, at, &words),
            }
        });
        table.send(n.into(), Message::Update(&update.unwrap()));
        for (link, device) in devices.iter_mut().enumerate() {
            for frame in table.received(link as u64) {
                if let Ok(Message::Update(update)) = message::read(&frame, &Limits::default()) {
                    device.copy.apply(update).unwrap();
                }
            }
        }
    }
    let text = text_of(&devices[0].copy);
    assert!(devices.iter().all(|device| text_of(&device.copy) == text));
    Day { devices, journal: table.journal, backup, text }
}

/// The room as the backup has it.
fn restored(day: &Day) -> Table {
    let mut opening = Opening { seq: day.backup as u64, ..Opening::default() };
    for (n, record) in day.journal[..day.backup].iter().enumerate() {
        match record {
            RoomRecord::Bind { client, owner, .. } => {
                let (client, owner) = (*client, *owner);
                opening.bindings.push(Binding { client, owner, seq: n as u64 + 1 });
            }
            RoomRecord::Update { update, .. } => opening.updates.push(update.clone()),
        }
    }
    Table::opened(config(), opening)
}

/// What seat `n` offers, showing receipts as the service would have given them.
fn offer(table: &mut Table, n: u8, shown: &[(u64, [u8; 32])], update: &[u8]) -> Result<u64, Code> {
    offer_of(table, guest(n, Right::Edit, Dialect::Chancery), shown, update)
}

fn offer_of(table: &mut Table, guest: Guest, shown: &[(u64, [u8; 32])], update: &[u8]) -> Result<u64, Code> {
    let owner = Owner::Seat(guest.seat);
    let holds =
        |it: &&(u64, [u8; 32])| key().holds(&it.1, document(), it.0, owner, table.room.config.mode.mode);
    let vouched: BTreeSet<u64> = shown.iter().filter(holds).map(|it| it.0).collect();
    let offer = Box::new(Offer { guest, vouched, update: Bytes::copy_from_slice(update) });
    table.tell(Fact::Heal { ask: 7, offer });
    let told = table.other.drain(..).find_map(|effect| match effect {
        Effect::Done { ask: 7, .. } => Some(Ok(())),
        Effect::Failed { ask: 7, code } => Some(Err(code)),
        _ => None,
    });
    told.expect("an answer").map(|()| healing::missing(&table.room.document.state(), update).unwrap())
}

fn receipts(n: u8, ids: &[u64]) -> Vec<(u64, [u8; 32])> {
    let mode = ModeNow::default().mode;
    let receipt = |id: &u64| (*id, key().receipt(document(), *id, Owner::Seat(seat(n)), mode));
    ids.iter().map(receipt).collect()
}

/// Whose each client id is.
fn owners(journal: &[RoomRecord]) -> BTreeMap<u64, Owner> {
    let bind = |record: &RoomRecord| match record {
        RoomRecord::Bind { client, owner, .. } => Some((*client, *owner)),
        RoomRecord::Update { .. } => None,
    };
    journal.iter().filter_map(bind).collect()
}

#[test]
fn v1_v2_what_any_device_holds_comes_back_under_the_name_of_who_wrote_it() {
    for seed in 0..50 {
        let day = day(seed);
        let mut table = restored(&day);
        assert_ne!(text_of(&table.room.document), day.text, "the backup lacks something");
        let first = (seed % u64::from(SEATS)) as u8;
        let mut missing = u64::MAX;
        for n in (0..SEATS).map(|n| (n + first) % SEATS) {
            let device = &day.devices[usize::from(n)];
            let shown = receipts(n, &device.ids);
            missing = offer(&mut table, n, &shown, &device.copy.state()).unwrap();
        }
        assert_eq!(missing, 0, "seed {seed}");
        assert_eq!(text_of(&table.room.document), day.text, "seed {seed}");
        let mut owned = owners(&day.journal[..day.backup]);
        owned.extend(owners(&table.journal));
        assert_eq!(owned, owners(&day.journal), "seed {seed}: everything is whose it was");
    }
}

#[test]
fn v2_v3_nobody_brings_what_another_wrote_and_nobody_is_bound_to_it() {
    for seed in 0..50 {
        let day = day(seed);
        let mut table = restored(&day);
        let before = text_of(&table.room.document);
        let whole = day.devices[0].copy.state();
        let all: Vec<u64> = day.devices.iter().flat_map(|device| device.ids.clone()).collect();
        // Without receipts, with those of others, with forged ones.
        let of_others: Vec<_> =
            (0..SEATS).flat_map(|n| receipts(n, &day.devices[usize::from(n)].ids)).collect();
        let forged: Vec<_> = all.iter().map(|id| (*id, [7; 32])).collect();
        let elsewhere = Owner::Seat(seat(9));
        let other_chapter = DocumentId::from_bytes([4; 16]);
        let mode = ModeNow::default().mode;
        let of_another_chapter: Vec<_> =
            all.iter().map(|id| (*id, key().receipt(other_chapter, *id, elsewhere, mode))).collect();
        for shown in [&[][..], &of_others, &forged, &of_another_chapter] {
            let missing = offer(&mut table, 9, shown, &whole).unwrap();
            assert!(missing > 0, "seed {seed}");
        }
        assert!(text_of(&table.room.document).len() <= before.len(), "seed {seed}: nothing was written");
        assert!(owners(&table.journal).is_empty(), "seed {seed}: nothing is bound to who wrote none of it");
        // One seat alone brings its own, and nobody else's.
        let own = &day.devices[1];
        offer(&mut table, 1, &receipts(1, &own.ids), &own.copy.state()).unwrap();
        let bound = owners(&table.journal);
        assert!(bound.values().all(|owner| *owner == Owner::Seat(seat(1))), "seed {seed}");
        assert!(bound.keys().all(|id| own.ids.contains(id)), "seed {seed}");
    }
}

#[test]
fn v4_what_a_device_knows_to_be_deleted_does_not_come_back() {
    let mut one = Document::new(1);
    let type_in = |document: &mut Document, words: &str| {
        document.edit(|txn| {
            let body = txn.get_or_insert_text("body");
            let end = body.len(txn);
            body.insert(txn, end, words);
        })
    };
    type_in(&mut one, "kept, withdrawn");
    one.edit(|txn| txn.get_or_insert_text("body").remove_range(txn, 4, 11));
    let mut table = Table::new();
    assert_eq!(offer(&mut table, 1, &receipts(1, &[1]), &one.state()), Ok(0));
    assert_eq!(text_of(&table.room.document), "kept");
    // Known to the backup, and deleted after it.
    one.edit(|txn| txn.get_or_insert_text("body").remove_range(txn, 0, 2));
    assert_eq!(offer(&mut table, 1, &receipts(1, &[1]), &one.state()), Ok(0));
    assert_eq!(text_of(&table.room.document), "pt");
    let writers = table.journal.iter().filter_map(|record| match record {
        RoomRecord::Update { writer, .. } => Some(*writer),
        RoomRecord::Bind { .. } => None,
    });
    assert!(writers.eq([0, 0]), "nobody is said to have deleted it; what came at once is one record");
}

#[test]
fn v5_who_may_not_write_brings_nothing_back_and_harm_to_one_is_none_to_others() {
    let day = day(3);
    let mut table = restored(&day);
    let before = table.room.document.state();
    let device = &day.devices[2];
    let reader = guest(2, Right::Read, Dialect::Chancery);
    let shown = receipts(2, &device.ids);
    assert_eq!(offer_of(&mut table, reader, &shown, &device.copy.state()), Err(Code::ReadOnly));
    assert_eq!(offer(&mut table, 2, &shown, &[1, 2, 3]), Err(Code::Malformed));
    // A root that no chapter has, under an id of one's own.
    let mut strange = Document::new(77);
    strange.edit(|txn| {
        let elsewhere = txn.get_or_insert_text("elsewhere");
        elsewhere.insert(txn, 0, "x");
    });
    assert_eq!(offer(&mut table, 9, &receipts(9, &[77]), &strange.state()), Err(Code::ForbiddenContent));
    assert_eq!(table.room.document.state(), before);
    for n in 0..SEATS {
        let device = &day.devices[usize::from(n)];
        offer(&mut table, n, &receipts(n, &device.ids), &device.copy.state()).unwrap();
    }
    assert_eq!(text_of(&table.room.document), day.text);
}
