//! Templates on the disk: documents like chapters, and never among them.

use manual::id::ManualId;

use super::world::{Pen, World, chapter, document, entry, flip, id, reads};
use crate::frame::HEADER_BYTES;
use crate::record::Record;
use crate::segment::Frames;
use crate::store::Store;

/// Template 7, and chapter 8 made from it.
fn made(world: &World) -> Store {
    let (mut store, _, _) = world.furnished();
    let manual = ManualId::from_random(id(50));
    let seed = |number: u8| Pen::new(document(number), u64::from(number)).writes("given").clone();
    let (template, new) = (chapter(7), chapter(8));
    store
        .commit(&[
            entry(Record::TemplateCreated { manual, template, seed: seed(7) }),
            entry(Record::ChapterCreated { manual, chapter: new, seed: seed(8) }),
            entry(Record::ChapterFrom { chapter: new, template }),
        ])
        .unwrap();
    store
}

#[test]
fn a_template_is_a_document_and_no_chapter() {
    let world = World::new();
    let mut store = made(&world);
    store.commit(&[entry(Record::ChapterDeleted { chapter: chapter(7) })]).unwrap();
    store.close();
    let store = world.open();
    let registry = store.registry();
    assert!(registry.templates[&chapter(7)].deleted);
    assert_eq!(registry.chapters.keys().copied().collect::<Vec<_>>(), [1, 2, 8].map(chapter));
    assert_eq!(registry.chapters[&chapter(8)].from, Some(chapter(7)));
    assert_eq!(registry.chapters[&chapter(1)].from, None);
    assert_eq!(reads(&store, document(7)), "given");
}

#[test]
fn a_damaged_template_stays_one_and_a_chapter_that_lost_its_template_stands_alone() {
    let world = World::new();
    made(&world).close();
    let bytes = std::fs::read(world.segment(1)).unwrap();
    let frames: Vec<usize> = Frames::new(&bytes).unwrap().1.map(|frame| frame.unwrap().at).collect();
    let [template, _, from] = frames[frames.len() - 3..] else { panic!("three frames") };
    flip(&world.segment(1), template + HEADER_BYTES + 20, 1);
    flip(&world.segment(1), from + HEADER_BYTES + 2, 1);
    let (store, opened) = world.try_open().unwrap();
    assert_eq!((opened.damaged, opened.notes.len()), (vec![document(7)], 2));
    assert!(store.registry().templates.contains_key(&chapter(7)));
    assert!(!store.registry().chapters.contains_key(&chapter(7)));
    assert_eq!(store.registry().chapters[&chapter(8)].from, None);
}
