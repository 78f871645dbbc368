//! A document as it stood: whatever was written, folded or lost since, and whoever asks before or after a restart.

use manual::document::Document;
use manual::id::ManualId;
use yrs::GetString;

use super::world::{World, chapter, document, entry, flip, id, text};
use crate::check::check;
use crate::index::LoadFailed;
use crate::record::Record;
use crate::record::publishing::PublishingRecord;
use crate::store::Store;

fn words(document: &Document) -> String {
    let body = document.doc().get_or_insert_text("body");
    document.read(|txn| body.get_string(txn))
}

fn stood(store: &Store, number: u8, seq: u64) -> (String, bool) {
    let stood = store.index().as_of(document(number), seq).unwrap();
    (words(&stood.document), stood.damaged)
}

fn frozen(edition: u32) -> Record {
    let (manual, chapters) = (ManualId::from_random(id(50)), vec![chapter(1), chapter(2)]);
    Record::Frozen { manual, edition, title: "June".into(), public: false, revision: None, chapters }
}

#[test]
fn a_document_is_told_as_it_stood_whatever_came_later() {
    let world = World::new();
    let (mut store, mut ghana, mut denmark) = world.furnished();
    let made = store.seq();
    let mut expected = Vec::new();
    let mut written = String::new();
    for n in 0..40 {
        written += &format!("{n} ");
        let seq = store.commit(&[ghana.entry(&format!("{n} ")), denmark.entry("other ")]).unwrap() - 1;
        expected.push((seq, written.clone()));
        if n == 20 {
            assert!(store.put_snapshot(document(1), seq, &ghana.state()));
        }
    }
    for index in ["kept", "deleted"] {
        for (seq, words) in &expected {
            assert_eq!(stood(&store, 1, *seq), (words.clone(), false), "{index}: at {seq}");
            assert_eq!(stood(&store, 1, seq + 1), (words.clone(), false), "{index}: behind {seq}");
        }
        assert_eq!(stood(&store, 1, made), (String::new(), false));
        assert!(matches!(store.index().as_of(document(1), 1), Err(LoadFailed::Unknown)), "not made yet");
        assert!(matches!(store.index().as_of(document(9), made), Err(LoadFailed::Unknown)));
        store.close();
        std::fs::remove_dir_all(world.path().join("index")).unwrap();
        store = world.open();
    }
}

#[test]
fn damage_counts_from_where_it_is() {
    let world = World::new();
    let (mut store, mut ghana, _) = world.furnished();
    let seqs: Vec<u64> =
        ["one ", "two ", "three "].iter().map(|word| store.commit(&[ghana.entry(word)]).unwrap()).collect();
    store.close();
    // The last but one payload of the file: an update of one word, with its sums behind it.
    let bytes = std::fs::read(world.segment(1)).unwrap();
    let at = bytes.windows(4).position(|it| it == b"two ").unwrap();
    flip(&world.segment(1), at, 3);
    let store = world.open();
    assert_eq!(stood(&store, 1, seqs[0]), ("one ".into(), false), "before it nothing is wrong");
    for seq in &seqs[1..] {
        assert_eq!(stood(&store, 1, *seq), ("one ".into(), true));
    }
}

#[test]
fn no_snapshot_passes_a_freeze_that_is_not_through() {
    for end in ["published", "dropped"] {
        let world = World::new();
        let (mut store, mut ghana, _) = world.furnished();
        store.commit(&[ghana.entry("before ")]).unwrap();
        let (before, state) = (store.seq(), ghana.state());
        let position = store.commit(&[entry(frozen(1))]).unwrap();
        let after = store.commit(&[ghana.entry("after ")]).unwrap();
        assert!(!store.put_snapshot(document(1), after, &ghana.state()), "{end}: held");
        assert!(store.put_snapshot(document(1), before, &state), "{end}: what is before may be folded");
        assert_eq!(stood(&store, 1, position).0, "before ", "{end}");
        store.close();
        let mut store = world.open();
        assert!(!store.put_snapshot(document(1), after, &ghana.state()), "{end}: held after a restart too");
        let manual = ManualId::from_random(id(50));
        store
            .commit(&[entry(match end {
                "published" => Record::Published { manual, edition: 1, manifest: [1; 32] },
                _ => Record::FreezeDropped { manual },
            })])
            .unwrap();
        assert!(store.put_snapshot(document(1), after, &ghana.state()), "{end}: free again");
        assert_eq!(stood(&store, 1, position).0, "before ", "{end}: out of the journal");
        assert_eq!(text(&store.index().load(document(1), 0).unwrap()), "before after ", "{end}");
    }
}

#[test]
fn a_rebuild_in_the_middle_of_a_freeze_keeps_what_it_needs() {
    let world = World::new();
    let (mut store, mut ghana, _) = world.furnished();
    let position = store.commit(&[ghana.entry("before "), entry(frozen(1))]).unwrap();
    for n in 0..600 {
        store.commit(&[ghana.entry(&format!("{n} "))]).unwrap();
    }
    store.close();
    std::fs::remove_dir_all(world.path().join("index")).unwrap();
    let store = world.open();
    let held = store.index().load(document(1), 0).unwrap();
    assert!(held.tail_updates > 600, "a long tail is not folded past the freeze");
    assert_eq!(stood(&store, 1, position).0, "before ");
}

/// An edition whose first record cannot be read is still there, for members; one whose second cannot is never frozen
/// again under its number.
#[test]
fn a_damaged_record_of_an_edition_gives_nobody_anything() {
    for (which, needle) in [("frozen", &b"\"title\":\"June\""[..]), ("published", b"\"manifest\":")] {
        let world = World::new();
        let (mut store, ..) = world.furnished();
        let manual = ManualId::from_random(id(50));
        let published = Record::Published { manual, edition: 1, manifest: [1; 32] };
        store.commit(&[entry(frozen(1))]).unwrap();
        store.commit(&[entry(published)]).unwrap();
        store.close();
        let bytes = std::fs::read(world.segment(1)).unwrap();
        let at = bytes.windows(needle.len()).position(|it| it == needle).unwrap();
        flip(&world.segment(1), at + 3, 1);
        let (store, opened) = world.try_open().unwrap();
        assert!(opened.damaged.is_empty() && opened.notes.len() == 1, "{which}: {:?}", opened.notes);
        let edition = &store.registry().editions[&(manual, 1)];
        assert_eq!((edition.public, edition.manifest().is_some()), (false, which == "frozen"), "{which}");
        assert!(store.registry().freezing().is_none(), "{which}");
        assert_eq!(store.registry().next_edition(manual), 2, "{which}");
    }
}

#[test]
fn check_counts_editions_and_names_what_is_missing() {
    let world = World::new();
    let (mut store, ..) = world.furnished();
    let manual = ManualId::from_random(id(50));
    store.commit(&[entry(frozen(1))]).unwrap();
    store.commit(&[entry(Record::Published { manual, edition: 1, manifest: [0xab; 32] })]).unwrap();
    store.close();
    let report = check(world.path());
    assert_eq!((report.editions, report.problems.len()), (1, 1), "{:?}", report.problems);
    assert!(report.problems[0].place.contains(&"ab".repeat(32)), "{:?}", report.problems);
}

#[test]
fn check_says_when_a_signature_does_not_hold() {
    let facts = edition::EditionFacts {
        manual: ManualId::from_random(id(50)),
        slug: "manual".into(),
        manual_title: "Manual".into(),
        edition: 1,
        title: "June".into(),
        position: 1,
        frozen_at: edition::Moment::from_ms(0),
        previous: None,
        revision: None,
    };
    let bytes = edition::manifest(&facts, &[], &[]).bytes;
    let by = edition::sign::Key::from_seed(&[7; 32]);
    let (manual, key) = (facts.manual, *by.public().bytes());
    for (over, problems) in [(bytes.as_slice(), 0), (b"another", 1)] {
        let world = World::new();
        let (mut store, ..) = world.furnished();
        let editions = store.index().editions();
        editions.prepare().unwrap();
        let (manifest, _) = editions.put(&bytes, |_| {}).unwrap();
        let signature = by.sign(over);
        let signed = PublishingRecord::EditionSigned { manual, edition: 1, key, signature };
        let published = Record::Published { manual, edition: 1, manifest };
        store.commit(&[entry(frozen(1))]).unwrap();
        store.commit(&[entry(published), entry(Record::Publishing(signed))]).unwrap();
        store.close();
        let report = check(world.path());
        assert_eq!((report.editions, report.problems.len()), (1, problems), "{:?}", report.problems);
        assert!(report.problems.iter().all(|problem| problem.what.contains("signature")));
    }
}
