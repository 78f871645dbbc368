//! The large manual is as large as it says, and the same each time.

use std::collections::BTreeSet;

use edition::compare::{Edition, compare};
use edition::ready::{ChapterInput, ready};
use edition::sample::{Sample, m150};
use edition::set::{Book, Inline, Line, Node, TextKind};

/// What a book holds, counted.
#[derive(Default, Debug)]
struct Count {
    characters: usize,
    notes: usize,
    tables: usize,
    merged: usize,
    figures: usize,
    references: usize,
    boxes: usize,
    definitions: usize,
    depth: usize,
}

impl Count {
    fn of(book: &Book) -> Self {
        let mut count = Self::default();
        book.chapters.iter().for_each(|chapter| count.nodes(&chapter.nodes, 0));
        count
    }

    fn nodes(&mut self, nodes: &[Node], depth: usize) {
        self.depth = self.depth.max(depth);
        for node in nodes {
            match node {
                Node::Heading(heading) => self.line(&heading.line),
                Node::Text(text) => {
                    self.definitions += usize::from(text.kind == TextKind::Definition);
                    self.line(&text.line);
                }
                Node::List(list) => list.items.iter().for_each(|item| self.nodes(&item.nodes, depth + 1)),
                Node::Table(table) => {
                    self.tables += 1;
                    for cell in table.rows.iter().flatten() {
                        self.merged += usize::from(cell.across > 1 || cell.down > 1);
                        self.line(&cell.line);
                    }
                }
                Node::Figure(_) => self.figures += 1,
                Node::Boxed(boxed) => {
                    self.boxes += 1;
                    self.nodes(&boxed.nodes, depth);
                }
            }
        }
    }

    fn line(&mut self, line: &Line) {
        for inline in &line.content {
            match inline {
                Inline::Text { text, .. } => self.characters += text.chars().count(),
                Inline::Note { said, .. } => {
                    self.notes += 1;
                    said.iter().for_each(|said| self.line(said));
                }
                Inline::Reference { to, .. } => {
                    assert!(to.is_some(), "a reference leads nowhere");
                    self.references += 1;
                }
                Inline::Break | Inline::PageBreak | Inline::Unknown(_) => {}
            }
        }
    }
}

#[test]
fn the_large_manual_is_large() {
    let sample = m150();
    let book = sample.freeze(1, None).book();
    let count = Count::of(&book);
    println!("{count:?}, {} pictures", sample.images.len());
    assert!(count.characters > 480_000 && count.notes >= 200 && count.references >= 100, "{count:?}");
    assert!(
        count.tables >= 20 && count.figures >= 20 && count.boxes >= 36 && count.merged >= 40,
        "{count:?}"
    );
    assert!(count.definitions >= 24 && count.depth == edition::tree::LISTS_MAX, "{count:?}");
    let languages: BTreeSet<&str> = book.chapters.iter().map(|chapter| chapter.lang.as_str()).collect();
    assert_eq!(languages.into_iter().collect::<Vec<_>>(), ["ar", "en", "es", "fr", "pt"]);
    assert!(book.chapters.len() >= 12 && !book.glossary.is_empty());
    assert_eq!(book.chapters.iter().filter(|chapter| chapter.number.contains('.')).count(), 4);
}

#[test]
fn it_is_ready_to_be_published_and_the_same_each_time() {
    let sample = m150();
    let input: Vec<ChapterInput> = sample
        .chapters
        .iter()
        .map(|it| ChapterInput::of(it.id, &it.title, it.parent, &it.document(1)))
        .collect();
    assert_eq!(ready(&input, true), []);
    assert_eq!(sample.freeze(1, None), m150().freeze(1, None));
    assert_ne!(Sample::small(1, 2), Sample::small(2, 2));
}

#[test]
fn a_year_later_about_as_much_is_touched_as_was_asked() {
    let sample = m150();
    let first = sample.freeze(1, None);
    let later = sample.touched(7, 15);
    let second = later.freeze(2, Some(first.fingerprint()));
    let (before, after) = (first.chapters(), second.chapters());
    let (was, now) = (first.manifest(), second.manifest());
    let changes =
        compare(Edition { manifest: &was, chapters: &before }, Edition { manifest: &now, chapters: &after });
    assert_eq!(changes.iter().filter(|chapter| chapter.moved).count(), 1);
    let touched: usize = changes
        .iter()
        .flat_map(|chapter| &chapter.changes)
        .filter(|change| change.what != manual::difference::What::Same)
        .count();
    let blocks: usize = before.iter().map(|chapter| chapter.blocks().len()).sum();
    assert!((blocks / 12..blocks / 4).contains(&touched), "{touched} of {blocks}");
    assert!(changes.iter().flat_map(|chapter| &chapter.changes).any(|change| change.moved));
}
