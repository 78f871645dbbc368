//! Whether two updates say different things of the same place. An id is written under once; whoever writes other characters
//! under ids that are taken would see them vanish, for whoever has the first passes over the second.
//! Compares characters, and of all else what sort of content it is: how a value is spelled depends on who encoded it.

use super::reader::Reader;
use super::{Kind, Scan, Section, Struct};

/// What stands at some clocks of a client: one character, or a stretch.
#[derive(Clone, Copy)]
struct Piece {
    start: u32,
    end: u32,
    unit: Unit,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    /// Deleted, collected, not here, or a half of a character that was cut in two.
    Unknown,
    Character(u16),
    Other(Kind),
}

/// What stands for half a character once yrs has cut it in two.
const CUT: u16 = 0xfffd;

impl Scan<'_> {
    /// Whether some clock of some client holds one thing here and another in `other`.
    pub fn contradicts(&self, other: &Scan<'_>) -> bool {
        self.sections.iter().any(|section| {
            let theirs = other.section_of(section.client).map(|index| &other.sections[index]);
            theirs.is_some_and(|theirs| differ(self.pieces(section), other.pieces(theirs)))
        })
    }

    fn pieces(&self, section: &Section) -> impl Iterator<Item = Piece> {
        self.structs[section.structs.clone()].iter().flat_map(|it| self.pieces_of(it))
    }

    fn pieces_of(&self, it: &Struct<'_>) -> Box<dyn Iterator<Item = Piece> + '_> {
        let whole = |unit| Piece { start: it.clock, end: it.end(), unit };
        match it.kind {
            Kind::Gone | Kind::Skip | Kind::Deleted => Box::new(std::iter::once(whole(Unit::Unknown))),
            Kind::Text => match self.text_of(it) {
                Some(text) => Box::new((it.clock..).zip(text.encode_utf16()).map(|(start, unit)| {
                    let unit = if unit == CUT { Unit::Unknown } else { Unit::Character(unit) };
                    Piece { start, end: start + 1, unit }
                })),
                None => Box::new(std::iter::once(whole(Unit::Other(it.kind)))),
            },
            kind => Box::new(std::iter::once(whole(Unit::Other(kind)))),
        }
    }

    /// The characters of a struct; `None` when it holds an embedded value.
    fn text_of(&self, it: &Struct<'_>) -> Option<&str> {
        let at = it.text_at?;
        Reader::new(self.bytes.get(at as usize..)?).text().ok()
    }
}

/// Goes through both in step.
fn differ(ours: impl Iterator<Item = Piece>, theirs: impl Iterator<Item = Piece>) -> bool {
    let (mut ours, mut theirs) = (ours.peekable(), theirs.peekable());
    while let (Some(our), Some(their)) = (ours.peek().copied(), theirs.peek().copied()) {
        let meet = our.start < their.end && their.start < our.end;
        let known = our.unit != Unit::Unknown && their.unit != Unit::Unknown;
        if meet && known && our.unit != their.unit {
            return true;
        }
        if our.end <= their.end {
            ours.next();
        } else {
            theirs.next();
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use manual::document::Document;
    use yrs::{Text, WriteTxn};

    use crate::bouncer::scan;
    use crate::limits::Limits;

    fn typed(client: u64, words: &[&str]) -> Document {
        let mut document = Document::new(client);
        for words in words {
            document.edit(|txn| {
                let body = txn.get_or_insert_text("body");
                let end = body.len(txn);
                body.insert(txn, end, words);
            });
        }
        document
    }

    fn contradict(one: &Document, other: &Document) -> bool {
        let (one, other, limits) = (one.state(), other.state(), Limits::default());
        let (one, other) = (scan(&one, &limits).unwrap(), scan(&other, &limits).unwrap());
        assert_eq!(one.contradicts(&other), other.contradicts(&one));
        one.contradicts(&other)
    }

    #[test]
    fn one_id_holds_one_character() {
        let first = typed(7, &["early warning"]);
        for (words, differ) in [
            (&["early ", "warning"][..], false),
            (&["early"], false),
            (&["early warning and late"], false),
            (&["early warming"], true),
            (&["late"], true),
        ] {
            assert_eq!(contradict(&first, &typed(7, words)), differ, "{words:?}");
            assert!(!contradict(&first, &typed(8, words)), "another client's");
        }
    }

    #[test]
    fn what_was_deleted_says_nothing_and_a_mark_is_no_character() {
        let mut deleted = typed(7, &["early warning"]);
        deleted.edit(|txn| txn.get_or_insert_text("body").remove_range(txn, 6, 4));
        assert!(!contradict(&deleted, &typed(7, &["early WARNing"])));
        assert!(contradict(&deleted, &typed(7, &["Early warning"])));
        let mut marked = Document::new(7);
        marked.edit(|txn| txn.get_or_insert_text("body").insert_embed(txn, 0, yrs::MapPrelim::default()));
        assert!(contradict(&marked, &typed(7, &["x"])));
        let wide = typed(7, &["a😀b"]);
        let mut cut = typed(7, &["a😀b"]);
        cut.edit(|txn| txn.get_or_insert_text("body").remove_range(txn, 1, 1));
        assert!(!contradict(&wide, &cut));
    }
}
