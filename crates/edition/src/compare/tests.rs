//! What is told about two editions is enough to make the later one of the earlier, and no more than happened.

use manual::block::Kind;
use manual::difference::Is;
use manual::id::ManualId;
use manual::inline::Style;
use proptest::prelude::*;

use super::*;
use crate::tree::{Block, Inline, Node};
use crate::{ChapterEntry, EditionFacts, Format, Moment};

fn block((id, text): &(String, String)) -> Node {
    let style = Style::default();
    let content = if text.is_empty() { vec![] } else { vec![Inline::Text { text: text.clone(), style }] };
    let kind = Kind::Paragraph;
    Node::Block(Block { kind, id: id.clone(), dir: None, lang: None, content, payload: None, inset: None })
}

type Blocks = Vec<(String, String)>;

/// An edition of chapters, each with its own number as its id, which is not that of its place.
fn edition(chapters: &[(u8, Blocks)]) -> (Manifest, Vec<Chapter>) {
    let id = |n: u8| ChapterId::from_random([n; 16]);
    let facts = EditionFacts {
        manual: ManualId::from_random([1; 16]),
        slug: "manual".to_owned(),
        manual_title: "Manual".to_owned(),
        edition: 1,
        title: String::new(),
        position: 1,
        frozen_at: Moment::from_ms(0),
        previous: None,
        revision: None,
    };
    let entry = |(n, _): &(u8, Blocks)| ChapterEntry {
        id: id(*n),
        title: format!("Chapter {n}"),
        parent: None,
        sha256: [0; 32],
        bytes: 0,
        words: 0,
        terms: 0,
    };
    let chapter = |(n, blocks): &(u8, Blocks)| Chapter {
        format: Format::NOW,
        id: id(*n),
        title: format!("Chapter {n}"),
        nodes: blocks.iter().map(block).collect(),
    };
    let manifest = Manifest {
        format: Format::NOW,
        facts,
        chapters: chapters.iter().map(entry).collect(),
        images: vec![],
        sha256: [0; 32],
    };
    (manifest, chapters.iter().map(chapter).collect())
}

fn compared(before: &[(u8, Blocks)], after: &[(u8, Blocks)]) -> Vec<ChapterChange> {
    let ((old, old_chapters), (new, new_chapters)) = (edition(before), edition(after));
    let before = Edition { manifest: &old, chapters: &old_chapters };
    compare(before, Edition { manifest: &new, chapters: &new_chapters })
}

fn text(change: &Change, but: Is) -> String {
    change.parts.iter().filter(|part| part.is != but).map(|part| part.text.as_str()).collect()
}

/// Makes the later edition of the earlier one and of what is told about both, and of nothing else.
fn applied(before: &[(u8, Blocks)], told: &[ChapterChange]) -> Vec<(ChapterId, Blocks)> {
    let mut after = Vec::new();
    for chapter in told {
        let was = chapter.was.map(|at| before[at].1.clone()).unwrap_or_default();
        let mut old: HashMap<String, String> = was.into_iter().collect();
        let mut blocks = Vec::new();
        for change in &chapter.changes {
            if change.what == What::Added {
                blocks.push((change.block.clone(), text(change, Is::Removed)));
                continue;
            }
            let was = old.remove(&change.block).expect("it was there, once");
            assert_eq!(text(change, Is::Added), was, "what it says was there is what was there");
            if change.what != What::Removed {
                blocks.push((change.block.clone(), text(change, Is::Removed)));
            }
        }
        assert!(old.is_empty(), "nothing of the earlier one is passed over: {old:?}");
        if chapter.now.is_some() {
            after.push((chapter.id, blocks));
        }
    }
    after
}

fn chapters() -> impl Strategy<Value = Vec<(u8, Blocks)>> {
    let blocks = proptest::sample::subsequence((0..9_u8).collect::<Vec<_>>(), 0..9).prop_shuffle();
    let text = "[ab]{0,2}( [abc]{1,3}){0,6}";
    let blocks = blocks.prop_flat_map(move |ids| {
        let texts = proptest::collection::vec(text, ids.len());
        texts.prop_map(move |texts| {
            ids.iter()
                .map(|id| format!("b{id}"))
                .zip(texts.iter().map(|text| text.trim().to_owned()))
                .collect()
        })
    });
    let ids = proptest::sample::subsequence((1..6_u8).collect::<Vec<_>>(), 0..6).prop_shuffle();
    ids.prop_flat_map(move |ids| {
        let all = proptest::collection::vec(blocks.clone(), ids.len());
        all.prop_map(move |all: Vec<Blocks>| ids.iter().copied().zip(all).collect())
    })
}

proptest! {
    #[test]
    fn what_is_told_makes_the_later_of_the_earlier(before in chapters(), after in chapters()) {
        let told = compared(&before, &after);
        let expected: Vec<(ChapterId, Blocks)> =
            after.iter().map(|(n, blocks)| (ChapterId::from_random([*n; 16]), blocks.clone())).collect();
        prop_assert_eq!(applied(&before, &told), expected);
        let told_of: HashSet<usize> = told.iter().filter_map(|chapter| chapter.was).collect();
        prop_assert_eq!(told_of.len(), before.len(), "every earlier chapter is told of");
    }

    #[test]
    fn an_edition_is_no_change_of_itself(chapters in chapters()) {
        prop_assert!(compared(&chapters, &chapters).iter().all(|chapter| chapter.what == What::Same));
    }
}

fn three() -> Vec<(u8, Blocks)> {
    let text = |n: u8| {
        vec![(format!("a{n}"), "Early warning.".to_owned()), (format!("b{n}"), "And action.".to_owned())]
    };
    (1..=3).map(|n| (n, text(n))).collect()
}

#[test]
fn a_chapter_that_moved_is_one_move() {
    let before = three();
    let mut after = three();
    after.rotate_left(1);
    let told = compared(&before, &after);
    assert_eq!(told.iter().filter(|chapter| chapter.moved).count(), 1);
    assert_eq!(told.iter().filter(|chapter| chapter.what != What::Same).count(), 1);
    assert!(told.iter().all(|chapter| chapter.tally == Tally::default()), "no word comes or goes");
}

#[test]
fn new_numbers_are_no_change() {
    let mut after = three();
    after.insert(0, (9, vec![("z".to_owned(), "Before all.".to_owned())]));
    let told = compared(&three(), &after);
    assert_eq!(
        told.iter().map(|it| it.what).collect::<Vec<_>>(),
        [What::Added, What::Same, What::Same, What::Same]
    );
}

#[test]
fn what_moved_to_another_chapter_neither_comes_nor_goes() {
    let mut after = three();
    let moved = after[0].1.remove(1);
    after[2].1.push(moved);
    let told = compared(&three(), &after);
    assert_eq!(told[0].went.get("b1"), Some(&told[2].id));
    assert_eq!(told[2].came.get("b1"), Some(&told[0].id));
    assert!(told.iter().all(|chapter| chapter.tally == Tally::default()), "{told:?}");
}
