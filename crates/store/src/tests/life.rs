//! A folder's ordinary life: written, closed, killed, opened again, folded, rebuilt.

use std::os::unix::fs::PermissionsExt;

use manual::id::{ChapterId, Epoch, SessionId};
use manual::rights::Right;
use manual::seat::{Appears, SeatKind};

use super::world::{World, document, entry, id, reads, text};
use crate::index::Reach;
use crate::record::Record;
use crate::store::{OpenRefused, Store};

#[test]
fn what_was_committed_is_there_after_a_close_and_after_a_kill() {
    let world = World::new();
    let (mut store, mut ghana, mut denmark) = world.furnished();
    store.commit(&[ghana.bound(), ghana.entry("early "), denmark.entry("late ")]).unwrap();
    let seq = store.commit(&[ghana.entry("warning")]).unwrap();
    assert_eq!(reads(&store, document(1)), "early warning");

    let killed = world.copy().open();
    assert_eq!((killed.seq(), reads(&killed, document(1)).as_str()), (seq, "early warning"));
    assert_eq!(killed.digest().unwrap(), store.digest().unwrap());

    let digest = store.digest().unwrap();
    store.close();
    let (store, opened) = world.try_open().unwrap();
    assert_eq!((opened.replayed, opened.rebuilt, opened.cut_bytes), (0, false, 0));
    assert_eq!(store.digest().unwrap(), digest);
    let stored = store.index().load(document(1), seq).unwrap();
    assert_eq!((stored.seq, stored.bindings.len(), stored.tail_updates), (seq, 1, 3));
    assert_eq!(text(&stored), "early warning");
}

#[test]
fn whoever_holds_the_folder_holds_it_alone() {
    let world = World::new();
    let store = world.open();
    assert!(matches!(world.try_open(), Err(OpenRefused::Locked)));
    store.close();
    world.open().close();
}

#[test]
fn a_new_folder_is_for_its_owner_alone() {
    let parent = tempfile::tempdir().unwrap();
    let data = parent.path().join("some/where");
    Store::open(&data, Epoch::from_random(id(70)), 0).unwrap().0.close();
    assert_eq!(std::fs::metadata(&data).unwrap().permissions().mode() & 0o777, 0o700);
}

#[test]
fn how_far_a_document_has_come_is_known_before_and_after_a_restart() {
    let world = World::new();
    let (mut store, mut ghana, denmark) = world.furnished();
    let unwritten = store.index().reaches(&[document(1), document(99)]);
    assert_eq!((unwritten[0].unwrap().changed_ms, unwritten[1]), (None, None));
    let mut late = ghana.entry("early ");
    late.time_ms = 7_000;
    store.commit(&[ghana.bound(), late]).unwrap();
    let seq = store.commit(&[ghana.bound()]).unwrap();
    let reach = Some(Reach { seq, changed_ms: Some(7_000) });
    assert_eq!(store.index().reaches(&[document(1)]), [reach], "a binding changes no content");
    store.commit(&[denmark.bound()]).unwrap();
    store.close();
    assert_eq!(world.open().index().reaches(&[document(1)]), [reach]);
}

#[test]
fn a_cap_on_a_seat_holds_until_it_is_lifted_also_after_a_restart() {
    let world = World::new();
    let (mut store, ..) = world.furnished();
    let (&seat, _) = store.registry().seats.iter().find(|(_, it)| it.kind == SeatKind::State).unwrap();
    let cap = |right| entry(Record::SeatRight { seat, right });
    store.commit(&[cap(Some(Right::Comment)), cap(Some(Right::Read))]).unwrap();
    store.close();
    let mut store = world.open();
    assert_eq!(store.registry().seats[&seat].right(), Right::Read);
    store.commit(&[cap(Some(Right::Keep))]).unwrap();
    assert_eq!(store.registry().seats[&seat].right(), Right::Edit, "a cap gives nothing");
    store.commit(&[cap(None)]).unwrap();
    store.close();
    assert_eq!(world.open().registry().seats[&seat].right(), Right::Edit);
}

#[test]
fn whoever_appears_as_a_member_does_so_after_a_restart() {
    let world = World::new();
    let (mut store, ..) = world.furnished();
    let session = SessionId::from_random(id(60));
    let appears = |appears| entry(Record::SessionAppears { session, appears });
    assert_eq!(store.registry().appearance_of(session), Appears::AsSeat);
    store.commit(&[appears(Appears::AsMember)]).unwrap();
    store.close();
    let mut store = world.open();
    assert_eq!(store.registry().appearance_of(session), Appears::AsMember);
    store.commit(&[appears(Appears::AsSeat)]).unwrap();
    store.close();
    assert_eq!(world.open().registry().appearance_of(session), Appears::AsSeat);
}

#[test]
fn the_registry_is_as_it_was() {
    let world = World::new();
    let (mut store, ..) = world.furnished();
    let (session, chapter) = (SessionId::from_random(id(60)), ChapterId::from_random(id(1)));
    store
        .commit(&[entry(Record::SessionEnded { session }), entry(Record::ChapterDeleted { chapter })])
        .unwrap();
    let before = store.registry().clone();
    store.close();

    let store = world.open();
    let registry = store.registry();
    assert_eq!(*registry, before);
    assert!(registry.session_by_token(&[3; 32]).unwrap().1.ended);
    assert!(registry.chapters[&chapter].deleted);
    let (_, invitation) = registry.invitation_by_link(&[1; 32]).unwrap();
    assert_eq!((invitation.used, invitation.tries), (true, 1));
    let (manual, found) = registry.manual_by_slug("trade").unwrap();
    assert_eq!(registry.manual_by_outline(found.outline).unwrap().0, manual);
    assert_eq!(registry.next_writer(), 2);
}

#[test]
fn without_its_index_a_folder_is_as_before() {
    let world = World::new();
    let (mut store, mut ghana, mut denmark) = world.furnished();
    for word in 0..700 {
        store.commit(&[ghana.entry(&format!("{word} "))]).unwrap();
    }
    store.commit(&[denmark.bound(), denmark.entry("calm")]).unwrap();
    let digest = store.digest().unwrap();
    store.close();
    std::fs::remove_dir_all(world.path().join("index")).unwrap();

    let (store, opened) = world.try_open().unwrap();
    assert!(opened.rebuilt);
    assert_eq!(store.digest().unwrap(), digest);
    // The long tail was folded, the short one left.
    assert_eq!(store.index().load(document(1), 0).unwrap().updates.len(), 1);
    assert_eq!(store.index().load(document(2), 0).unwrap().tail_updates, 2);
    store.close();
    assert!(!world.try_open().unwrap().1.rebuilt);
}

#[test]
fn a_snapshot_replaces_what_it_holds_and_nothing_else() {
    let world = World::new();
    let (mut store, mut ghana, _) = world.furnished();
    let seq = store.commit(&[ghana.bound(), ghana.entry("early "), ghana.entry("warning ")]).unwrap();
    let state = ghana.state();
    store.commit(&[ghana.entry("systems")]).unwrap();
    let digest = store.digest().unwrap();

    assert!(store.put_snapshot(document(1), seq, &state));
    let stored = store.index().load(document(1), 0).unwrap();
    assert_eq!((stored.updates.len(), stored.tail_updates), (2, 1));
    assert_eq!((text(&stored).as_str(), stored.bindings.len()), ("early warning systems", 1));
    assert_eq!(store.digest().unwrap(), digest);
    assert_eq!(world.copy().open().digest().unwrap(), digest);
}

#[test]
fn ten_rounds_of_snapshot_and_reopening_change_nothing() {
    let world = World::new();
    let (mut store, mut ghana, _) = world.furnished();
    let mut expected = String::new();
    for round in 0..10 {
        for word in 0..20 {
            let words = format!("{round}.{word} ");
            store.commit(&[ghana.entry(&words)]).unwrap();
            expected += &words;
        }
        let update = ghana.deletes(3);
        expected.drain(..3);
        let seq = store.commit(&[entry(Record::Update { document: document(1), update })]).unwrap();
        assert!(store.put_snapshot(document(1), seq, &ghana.state()));
        let digest = store.digest().unwrap();
        if round % 2 == 0 {
            store.close();
        } else {
            drop(store);
        }
        store = world.open();
        assert_eq!(store.digest().unwrap(), digest, "round {round}");
        assert_eq!(reads(&store, document(1)), expected);
    }
}
