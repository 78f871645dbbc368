//! `check` names every place that is not as it was written, and changes nothing.

use super::world::{World, document};
use crate::check::{IndexChecked, Report, check};
use crate::frame::HEADER_BYTES;
use crate::segment::Frames;

fn places(report: &Report) -> Vec<String> {
    report.problems.iter().map(|problem| format!("{}: {}", problem.place, problem.what)).collect()
}

fn written() -> (World, Vec<usize>) {
    let world = World::new();
    let (mut store, mut ghana, mut denmark) = world.furnished();
    let seq = store.commit(&[ghana.bound(), ghana.entry("one "), ghana.entry("two ")]).unwrap();
    assert!(store.put_snapshot(document(1), seq, &ghana.state()));
    store.commit(&[denmark.entry("calm"), denmark.entry("er")]).unwrap();
    store.close();
    let bytes = std::fs::read(world.segment(1)).unwrap();
    let frames = Frames::new(&bytes).unwrap().1.map(|frame| frame.unwrap().at).collect();
    (world, frames)
}

#[test]
fn a_whole_folder_has_no_problems() {
    let (world, frames) = written();
    let report = check(world.path());
    assert!(report.is_whole(), "{:?}", report.problems);
    let counted = (report.segments, report.records, report.documents, report.seq, report.unfinished_bytes);
    assert_eq!(counted, (1, frames.len() as u64, 3, frames.len() as u64, 0));
    assert_eq!(report.index, IndexChecked::Checked);

    let _store = world.open();
    let report = check(world.path());
    assert!(report.is_whole());
    assert_eq!(report.index, IndexChecked::InUse);
    assert!(check(tempfile::tempdir().unwrap().path()).is_whole());
}

#[test]
fn every_damaged_place_is_named_at_once() {
    let (world, frames) = written();
    let mut bytes = std::fs::read(world.segment(1)).unwrap();
    bytes[frames[1] + HEADER_BYTES] ^= 1; // the seat
    bytes[frames[3] + 20] ^= 1; // a header
    bytes[frames[11] + HEADER_BYTES + 3] ^= 1; // an update of chapter 1
    bytes.truncate(bytes.len() - 3);
    std::fs::write(world.segment(1), &bytes).unwrap();
    let report = check(world.path());
    let found = places(&report);
    let begins =
        |index: usize, at: usize| found[index].starts_with(&format!("segment 00000001.seg, byte {at}:"));
    assert!(begins(0, frames[1]) && begins(1, frames[3]) && begins(2, frames[11]), "{found:#?}");
    assert!(found[3].contains("the journal ends before"), "{found:#?}");
    assert_eq!(found.len(), 4);
    assert!(report.unfinished_bytes > 0);
    assert_eq!(std::fs::read(world.segment(1)).unwrap(), bytes);
}

#[test]
fn an_index_that_differs_is_named() {
    let (world, _) = written();
    {
        let tree = crate::tree::Tree::open(&world.path().join("index")).unwrap();
        let mut changes = crate::tree::Changes::default();
        tree.keys(&crate::keys::tail_prefix(document(2)))
            .unwrap()
            .into_iter()
            .for_each(|key| changes.remove(key));
        tree.apply(changes).unwrap();
        tree.sync().unwrap();
    }
    let found = places(&check(world.path()));
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with(&format!("index, document {}", document(2))), "{found:?}");
}
