//! The outline as its users meet it: chapters made, named, moved and deleted, by one person and by several at once.

use manual::document::Document;
use manual::id::ChapterId;
use manual::outline::{self, OutlineRefused, TITLE_CHARS_MAX, order, read, templates};
use proptest::prelude::*;
use proptest::sample::Index;

fn id(number: u8) -> ChapterId {
    ChapterId::from_random([number; 16])
}

/// An outline with chapters 1 to `count` at the top, in order.
fn outline(count: u8) -> Document {
    let mut outline = Document::new(1);
    for number in 1..=count {
        outline::create(&mut outline, id(number), &format!("Chapter {number}"), None).expect("room");
    }
    outline
}

fn copy(of: &Document, client: u64) -> Document {
    outline::open(client, &of.state()).expect("a state of ours")
}

fn exchange(one: &mut Document, other: &mut Document) {
    let (from_one, from_other) = (one.state(), other.state());
    one.apply(&from_other).expect("a state of ours");
    other.apply(&from_one).expect("a state of ours");
}

/// The outline as indented lines of numbers; deleted ones in brackets.
fn drawn(outline: &Document) -> String {
    let chapters = read(outline);
    let mut lines = Vec::new();
    for chapter in &chapters {
        let mut depth = 0;
        let mut above = chapter.parent;
        while let Some(parent) = above {
            depth += 1;
            above = chapters.iter().find(|chapter| chapter.id == parent).and_then(|chapter| chapter.parent);
        }
        let number = (1..=255).find(|number| id(*number) == chapter.id).unwrap_or(0);
        let name = if chapter.deleted { format!("[{number}]") } else { number.to_string() };
        lines.push(format!("{}{name}", "-".repeat(depth)));
    }
    lines.join(" ")
}

#[test]
fn templates_stand_apart_from_the_chapters_in_the_order_in_which_they_are_made() {
    let mut outline = outline(2);
    for number in [9, 8, 7] {
        outline::create_template(&mut outline, id(number), &format!("Template {number}")).unwrap();
    }
    outline::create_from(&mut outline, id(3), "From nine", None, id(9)).unwrap();
    let told = |outline: &Document| -> Vec<_> {
        let all = templates(outline).into_iter();
        all.map(|template| (template.id, template.title, template.deleted)).collect()
    };
    let named = |number: u8| (id(number), format!("Template {number}"), false);
    assert_eq!(told(&outline), [named(9), named(8), named(7)]);
    assert_eq!(drawn(&outline), "1 2 3");
    assert_eq!(read(&outline)[2].from, Some(id(9)));

    // No id is both; nothing stands under a template or beside it, and it is not moved.
    for number in [1, 9] {
        let again = outline::create_template(&mut outline, id(number), "Again");
        assert_eq!(again, Err(OutlineRefused::KnownChapter));
    }
    assert_eq!(outline::create(&mut outline, id(9), "Again", None), Err(OutlineRefused::KnownChapter));
    let under = outline::create(&mut outline, id(4), "Under it", Some(id(9)));
    assert_eq!(under, Err(OutlineRefused::UnknownChapter));
    assert_eq!(outline::place(&mut outline, id(9), None, None), Err(OutlineRefused::UnknownChapter));
    assert_eq!(outline::place(&mut outline, id(1), None, Some(id(9))), Err(OutlineRefused::NotBeside));

    // Named and deleted like a chapter.
    outline::set_title(&mut outline, id(8), "Case study").unwrap();
    outline::set_deleted(&mut outline, id(7), true).unwrap();
    let mut copy = copy(&outline, 5);
    exchange(&mut outline, &mut copy);
    assert_eq!(
        told(&copy),
        [named(9), (id(8), "Case study".to_owned(), false), (id(7), "Template 7".to_owned(), true)]
    );
}

#[test]
fn chapters_are_made_in_order_and_under_others() {
    let mut outline = outline(3);
    outline::create(&mut outline, id(4), "Under two", Some(id(2))).unwrap();
    assert_eq!(drawn(&outline), "1 2 -4 3");
    let titles: Vec<_> = read(&outline).into_iter().map(|chapter| chapter.title).collect();
    assert_eq!(titles, ["Chapter 1", "Chapter 2", "Under two", "Chapter 3"]);
    let again = outline::create(&mut outline, id(4), "Again", None);
    assert_eq!(again, Err(OutlineRefused::KnownChapter));
    let nowhere = outline::create(&mut outline, id(5), "Nowhere", Some(id(9)));
    assert_eq!(nowhere, Err(OutlineRefused::UnknownChapter));
}

#[test]
fn a_new_outline_is_empty_and_its_update_is_one() {
    let outline = outline::open(2, &outline::new_outline(1)).unwrap();
    assert_eq!(read(&outline), []);
}

#[test]
fn the_updates_alone_make_the_same_outline() {
    let mut author = Document::new(1);
    let mut reader = Document::new(2);
    reader.apply(&outline::create(&mut author, id(1), "One", None).unwrap()).unwrap();
    reader.apply(&outline::create(&mut author, id(2), "Two", None).unwrap()).unwrap();
    reader.apply(&outline::place(&mut author, id(2), None, None).unwrap().unwrap()).unwrap();
    reader.apply(&outline::set_title(&mut author, id(2), "Zwei").unwrap().unwrap()).unwrap();
    reader.apply(&outline::set_deleted(&mut author, id(1), true).unwrap().unwrap()).unwrap();
    assert_eq!(read(&reader), read(&author));
    assert_eq!(drawn(&reader), "2 [1]");
}

#[test]
fn a_move_goes_where_it_is_sent() {
    let mut outline = outline(4);
    outline::place(&mut outline, id(1), None, Some(id(3))).unwrap();
    assert_eq!(drawn(&outline), "2 3 1 4");
    outline::place(&mut outline, id(4), None, None).unwrap();
    assert_eq!(drawn(&outline), "4 2 3 1");
    outline::place(&mut outline, id(2), Some(id(1)), None).unwrap();
    outline::place(&mut outline, id(3), Some(id(1)), None).unwrap();
    assert_eq!(drawn(&outline), "4 1 -3 -2");
    assert_eq!(outline::place(&mut outline, id(2), Some(id(1)), Some(id(3))), Ok(None));
}

#[test]
fn a_move_that_cannot_be_is_refused() {
    let mut outline = outline(3);
    outline::place(&mut outline, id(2), Some(id(1)), None).unwrap();
    let under = |outline: &mut Document, parent| outline::place(outline, id(1), Some(id(parent)), None);
    assert_eq!(under(&mut outline, 1), Err(OutlineRefused::UnderItself));
    assert_eq!(under(&mut outline, 2), Err(OutlineRefused::UnderItself));
    assert_eq!(under(&mut outline, 9), Err(OutlineRefused::UnknownChapter));
    assert_eq!(outline::place(&mut outline, id(3), None, Some(id(2))), Err(OutlineRefused::NotBeside));
    assert_eq!(outline::place(&mut outline, id(9), None, None), Err(OutlineRefused::UnknownChapter));
    outline::set_deleted(&mut outline, id(1), true).unwrap();
    assert_eq!(under(&mut outline, 2), Err(OutlineRefused::UnderItself));
}

#[test]
fn titles_are_checked_and_changed_where_they_differ() {
    let mut outline = outline(1);
    assert_eq!(outline::set_title(&mut outline, id(1), " "), Err(OutlineRefused::TitleBlank));
    assert_eq!(outline::set_title(&mut outline, id(1), "a\nb"), Err(OutlineRefused::TitleBlank));
    let long = "é".repeat(TITLE_CHARS_MAX + 1);
    assert_eq!(outline::set_title(&mut outline, id(1), &long), Err(OutlineRefused::TitleTooLong));
    assert_eq!(outline::set_title(&mut outline, id(1), "Chapter 1"), Ok(None));
    assert_eq!(outline::set_title(&mut outline, id(9), "x"), Err(OutlineRefused::UnknownChapter));
    for title in ["Chapter 😀1", "Chapter 😀", "😀😁", "😁", "aa", "aaa", "a"] {
        outline::set_title(&mut outline, id(1), title).unwrap();
        assert_eq!(read(&outline)[0].title, title);
    }
}

#[test]
fn two_people_edit_one_title() {
    let mut one = outline(1);
    let mut other = copy(&one, 2);
    outline::set_title(&mut one, id(1), "The Chapter 1").unwrap();
    outline::set_title(&mut other, id(1), "Chapter 1, revised").unwrap();
    exchange(&mut one, &mut other);
    assert_eq!(read(&one)[0].title, "The Chapter 1, revised");
}

#[test]
fn moves_that_meet_in_a_cycle_leave_the_smallest_id_at_the_top() {
    for (first, second) in [(1, 2), (2, 1)] {
        let mut one = outline(3);
        let mut other = copy(&one, 2);
        outline::place(&mut one, id(first), Some(id(second)), None).unwrap();
        outline::place(&mut other, id(second), Some(id(first)), None).unwrap();
        exchange(&mut one, &mut other);
        assert_eq!(drawn(&one), "1 -2 3");
        assert_eq!(read(&one), read(&other));
    }
}

#[test]
fn one_chapter_moved_to_two_places_is_in_one_of_them() {
    let mut one = outline(3);
    let mut other = copy(&one, 2);
    outline::place(&mut one, id(3), Some(id(1)), None).unwrap();
    outline::place(&mut other, id(3), Some(id(2)), None).unwrap();
    exchange(&mut one, &mut other);
    assert_eq!(drawn(&one), drawn(&other));
    assert!(["1 -3 2", "1 2 -3"].contains(&drawn(&one).as_str()));
}

#[test]
fn children_of_a_deleted_chapter_are_shown_above_it() {
    let mut outline = outline(2);
    outline::create(&mut outline, id(3), "Child", Some(id(1))).unwrap();
    outline::set_deleted(&mut outline, id(1), true).unwrap();
    assert!(read(&outline).iter().all(|chapter| chapter.parent.is_none()));
    assert_eq!(outline::set_deleted(&mut outline, id(1), true), Ok(None));
    outline::set_deleted(&mut outline, id(1), false).unwrap();
    assert_eq!(drawn(&outline), "1 -3 2");
}

#[test]
fn a_gap_without_room_gives_all_siblings_new_keys() {
    let mut outline = outline(2);
    outline::place(&mut outline, id(2), None, None).unwrap();
    for number in 3..=5 {
        outline::create(&mut outline, id(number), "x", None).unwrap();
    }
    for turn in 0..2_000_u32 {
        let (moved, before) = if turn % 2 == 0 { (3, 4) } else { (4, 3) };
        outline::place(&mut outline, id(before), None, Some(id(2))).unwrap();
        outline::place(&mut outline, id(moved), None, Some(id(2))).unwrap();
    }
    assert_eq!(drawn(&outline), "2 4 3 1 5");
    assert!(read(&outline).iter().all(|chapter| order::is_order(&chapter.order)));
}

#[test]
fn a_chapter_created_by_two_at_one_spot_with_equal_keys_can_still_be_parted() {
    let mut one = outline(1);
    let mut other = copy(&one, 2);
    outline::create(&mut one, id(2), "Two", None).unwrap();
    outline::create(&mut other, id(3), "Three", None).unwrap();
    exchange(&mut one, &mut other);
    assert_eq!(drawn(&one), "1 2 3");
    outline::place(&mut one, id(1), None, Some(id(2))).unwrap();
    assert_eq!(drawn(&one), "2 1 3");
}

#[test]
fn new_keys_leave_every_sibling_under_its_own_parent() {
    let mut one = outline(1);
    outline::create(&mut one, id(9), "Nine", Some(id(1))).unwrap();
    outline::set_deleted(&mut one, id(1), true).unwrap();
    let mut other = copy(&one, 2);
    outline::create(&mut one, id(2), "Two", None).unwrap();
    outline::create(&mut other, id(3), "Three", None).unwrap();
    exchange(&mut one, &mut other);
    outline::create(&mut one, id(4), "Four", None).unwrap();
    outline::place(&mut one, id(4), None, Some(id(2))).unwrap(); // between equal keys: all at the top get new ones
    outline::set_deleted(&mut one, id(1), false).unwrap();
    assert_eq!(drawn(&one), "1 -9 2 4 3");
}

#[derive(Clone, Debug)]
enum Step {
    Create(u8, Index),
    Place(Index, Index, Index),
    Delete(Index, bool),
    Rename(Index, String),
    Sync(usize, usize),
}

fn step() -> impl Strategy<Value = (usize, Step)> {
    let step = prop_oneof![
        2 => (any::<u8>(), any::<Index>()).prop_map(|(n, p)| Step::Create(n, p)),
        6 => any::<(Index, Index, Index)>().prop_map(|(c, p, a)| Step::Place(c, p, a)),
        1 => any::<(Index, bool)>().prop_map(|(c, d)| Step::Delete(c, d)),
        1 => (any::<Index>(), "[a-z ]{1,8}").prop_map(|(c, t)| Step::Rename(c, t)),
        3 => (0..3_usize, 0..3_usize).prop_map(|(one, other)| Step::Sync(one, other)),
    ];
    (0..3_usize, step)
}

/// Any chapter of an outline, or none.
fn pick(outline: &Document, index: Index) -> Option<ChapterId> {
    let chapters = read(outline);
    chapters.get(index.index(chapters.len() + 1)).map(|chapter| chapter.id)
}

fn act(outlines: &mut [Document], who: usize, step: &Step, made: &mut Vec<ChapterId>) {
    let outline = &mut outlines[who];
    match step {
        Step::Create(number, parent) => {
            let new = ChapterId::from_random([*number, who as u8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
            let parent = pick(outline, *parent);
            if outline::create(outline, new, "x", parent).is_ok() {
                made.push(new);
            }
        }
        Step::Place(chapter, parent, after) => {
            let Some(chapter) = pick(outline, *chapter) else { return };
            let (parent, after) = (pick(outline, *parent), pick(outline, *after));
            let _refused = outline::place(outline, chapter, parent, after);
        }
        Step::Delete(chapter, deleted) => {
            let Some(chapter) = pick(outline, *chapter) else { return };
            outline::set_deleted(outline, chapter, *deleted).expect("it is known");
        }
        Step::Rename(chapter, title) => {
            let Some(chapter) = pick(outline, *chapter) else { return };
            let _blank = outline::set_title(outline, chapter, title);
        }
        Step::Sync(from, to) => {
            let state = outlines[*from].state();
            outlines[*to].apply(&state).expect("a state of ours");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if std::env::var_os("CHANCERY_PROVE").is_some() { 5_000 } else { 150 }))]
    #[test]
    fn no_chapter_is_ever_lost_doubled_or_below_itself(steps in prop::collection::vec(step(), 1..60)) {
        let start = outline(3);
        let mut outlines = [copy(&start, 11), copy(&start, 12), copy(&start, 13)];
        let mut made = vec![id(1), id(2), id(3)];
        for (who, step) in &steps {
            act(&mut outlines, *who, step, &mut made);
        }
        for _ in 0..2 {
            for (from, to) in [(0, 1), (1, 2), (2, 0), (0, 1)] {
                act(&mut outlines, 0, &Step::Sync(from, to), &mut made);
            }
        }
        let chapters = read(&outlines[0]);
        prop_assert_eq!(&chapters, &read(&outlines[1]));
        prop_assert_eq!(&chapters, &read(&outlines[2]));
        let mut ids: Vec<_> = chapters.iter().map(|chapter| chapter.id).collect();
        for (index, chapter) in chapters.iter().enumerate() {
            if let Some(parent) = chapter.parent {
                let above = chapters[..index].iter().find(|above| above.id == parent);
                prop_assert!(above.is_some_and(|above| !above.deleted));
            }
        }
        ids.sort();
        made.sort();
        prop_assert_eq!(ids, made);
    }
}
