//! What changed from one edition to another, as a document in which Word tracks it: words, emphasis, paragraphs, rows of tables and
//! pictures that came and went, and what moved, gone where it was and new where it is. Taking all of it back gives what the old edition
//! says, in its order, accepting it what the new one does; a chapter stands where it does now.
//!
//! A text for people to go through: without numbers and references, notes behind the blocks that they belong to. Whoever changed
//! something is nobody: the author of all of it is the manual. Next: `changes::leaves`, then `changes::line`.

use manual::difference::Effort;
use manual::id::PayloadId;
use manual::inset::{BoxKind, Image};

mod figure;
mod leaves;
mod line;
mod table;

use super::body::{Body, section};
use super::drawing::Drawings;
use super::parts::{NAMESPACES, Relation};
use super::runs::Around;
use super::{Picture, packed};
use crate::changed::order::steps;
use crate::compare::ChapterChange;
use crate::formats::xml::Xml;
use crate::set::Book;
use crate::tree::{Chapter, Inline};
use leaves::{Key, Leaf, Shown, leaves, notes};
use line::{Para, style_of};

/// One of the two editions.
#[derive(Clone, Copy)]
pub struct Side<'e> {
    pub book: &'e Book,
    /// Those that the book was set from.
    pub chapters: &'e [Chapter],
}

/// The document of what changed, from two editions and what [`compare`](crate::compare::compare) says of their chapters. `picture` gives
/// what a figure shows, in either of them.
pub fn changes(
    before: Side<'_>,
    after: Side<'_>,
    compared: &[ChapterChange],
    mut picture: impl FnMut(&Image) -> Option<Picture>,
) -> Vec<u8> {
    let book = after.book;
    let mut writer = Writer {
        xml: Xml::file(),
        author: book.title().to_owned(),
        date: book.manifest.facts.frozen_at.to_string(),
        marks: 0,
        around: Around { dir: book.dir, lang: book.lang },
        effort: Effort::default(),
        picture: &mut picture,
        drawings: Drawings::default(),
        relations: Vec::new(),
    };
    writer.xml.raw("<w:document").raw(NAMESPACES).raw("><w:body>");
    for (style, text) in
        [("Title", book.title()), ("Subtitle", &[before.book.said(), book.said()].join(" – "))]
    {
        writer.texts(style, Some(text), Some(text));
    }
    for chapter in compared {
        let was = chapter.was.and_then(|at| before.chapters.get(at));
        let now = chapter.now.and_then(|at| after.chapters.get(at));
        let set = match chapter.now {
            Some(at) => book.chapters.iter().find(|it| it.index == at),
            None => before.book.chapters.iter().find(|it| Some(it.index) == chapter.was),
        };
        writer.around = set.map_or(writer.around, |set| Around { dir: set.dir, lang: &set.lang });
        writer.chapter(was, now);
    }
    section(&mut writer.xml, book.dir);
    writer.xml.raw("</w:body></w:document>");
    let Writer { xml, drawings, relations, .. } = writer;
    let body = Body {
        document: xml.finish(),
        footnotes: no_footnotes(),
        relations,
        note_relations: Vec::new(),
        lists: Vec::new(),
        pictures: drawings.pictures,
    };
    packed(book, body)
}

/// The lines over footnotes, which every document has to have.
fn no_footnotes() -> Vec<u8> {
    let mut footnotes = Xml::file();
    footnotes.raw("<w:footnotes").raw(NAMESPACES).raw(
        "><w:footnote w:type=\"separator\" w:id=\"-1\"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>",
    );
    footnotes.raw("<w:footnote w:type=\"continuationSeparator\" w:id=\"0\"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote></w:footnotes>");
    footnotes.finish()
}

/// What becomes of a whole paragraph, row or picture.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Stays,
    Comes,
    Goes,
}

impl Fate {
    fn of<T>(was: Option<T>, now: Option<T>) -> Self {
        match (was, now) {
            (Some(_), None) => Self::Goes,
            (None, Some(_)) => Self::Comes,
            (Some(_), Some(_)) | (None, None) => Self::Stays,
        }
    }
}

struct Writer<'b> {
    xml: Xml,
    author: String,
    date: String,
    /// How many changes were marked: each has a number.
    marks: u32,
    around: Around<'b>,
    /// What may still be spent on comparing the words of this chapter.
    effort: Effort,
    picture: &'b mut dyn FnMut(&Image) -> Option<Picture>,
    drawings: Drawings,
    relations: Vec<Relation>,
}

impl<'b> Writer<'b> {
    fn chapter(&mut self, was: Option<&Chapter>, now: Option<&Chapter>) {
        self.effort = Effort::default();
        let title = |chapter: &Chapter| chapter.title.clone();
        let (title_was, title_now) = (was.map(title), now.map(title));
        self.texts("Heading1", title_was.as_deref(), title_now.as_deref());
        let before = was.map(|chapter| leaves(&chapter.nodes)).unwrap_or_default();
        let after = now.map(|chapter| leaves(&chapter.nodes)).unwrap_or_default();
        let alike = |was: usize, now: usize| before[was].shown.is_alike(&after[now].shown);
        for step in steps(&keys(&before), &keys(&after), alike) {
            let (was, now) = step.both(&before, &after);
            self.leaf(was, now);
        }
    }
    /// One leaf, with its notes behind it.
    fn leaf(&mut self, was: Option<&Leaf<'_>>, now: Option<&Leaf<'_>>) {
        let Some(kind) = now.or(was).map(|leaf| leaf.shown) else { return };
        let (before, after) = (was.map(|leaf| leaf.shown), now.map(|leaf| leaf.shown));
        match kind {
            Shown::Text(_) => {
                self.paragraph(was.and_then(text).as_ref(), now.and_then(text).as_ref());
            }
            Shown::Table(..) => self.table(before.and_then(Shown::table), after.and_then(Shown::table)),
            Shown::Figure(..) => self.figure(before.and_then(Shown::figure), after.and_then(Shown::figure)),
            Shown::Box(_) => {
                let (before, after) = (lines(before), lines(after));
                for (at, style) in ["BoxTitle", "BoxAbout", "BoxAbout"].into_iter().enumerate() {
                    self.texts(style, before.map(|lines| lines[at]), after.map(|lines| lines[at]));
                }
            }
        }
        let (before, after) = (notes(was), notes(now));
        let ids = |notes: &[(PayloadId, _)]| notes.iter().map(|(id, _)| *id).collect::<Vec<_>>();
        for step in steps(&ids(&before), &ids(&after), |_, _| true) {
            let (was, now) = step.both(&before, &after);
            self.paragraph(was.map(note).as_ref(), now.map(note).as_ref());
        }
    }
}

fn keys<'c>(leaves: &[Leaf<'c>]) -> Vec<Key<'c>> {
    leaves.iter().map(|leaf| leaf.key).collect()
}

/// The paragraph of a text.
fn text<'c>(leaf: &Leaf<'c>) -> Option<Para<'c>> {
    match leaf.shown {
        Shown::Text(block) => Some(Para::of_block(style_of(block.kind, leaf.depth), block, leaf.depth)),
        Shown::Table(..) | Shown::Figure(..) | Shown::Box(_) => None,
    }
}

fn note<'c>((_, said): &(PayloadId, &'c [Inline])) -> Para<'c> {
    Para::of("FootnoteText", said)
}

/// The title of a box; region and period of a case study.
fn lines(shown: Option<Shown<'_>>) -> Option<[&str; 3]> {
    let Shown::Box(heading) = shown? else { return None };
    Some(match &heading.kind {
        BoxKind::Case { region, period, visibility: _ } => [&heading.title, region, period],
        BoxKind::Key | BoxKind::Checklist => [&heading.title, "", ""],
    })
}
