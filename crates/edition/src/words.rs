//! How many words a frozen text has. By a rule short enough to be written twice, not by the tables of one library: a
//! count in a manifest has to come out the same everywhere and for ever.

use manual::inset::{BoxKind, Heading};

use crate::tree::{Block, Boxed, Chapter, Head, Inset, Piece, text_of};

/// The words of a chapter: of its blocks and captions, of cells, notes, headings of boxes and credits of figures. Its title
/// is not counted, nor is what a picture shows.
pub(crate) fn of_chapter(chapter: &Chapter) -> u64 {
    let contents: u64 = chapter.contents().into_iter().map(|content| of_text(&text_of(content))).sum();
    let beside: u64 = chapter.pieces().into_iter().map(beside).sum();
    contents + beside
}

/// What stands in a piece beside its content.
fn beside(piece: Piece<'_>) -> u64 {
    match piece {
        Piece::Block(Block { inset: Some(Inset::Figure(figure)), .. }) => of_text(&figure.credit),
        Piece::Box(Boxed { head: Head::First(Heading { title, kind }), .. }) => {
            let about = match kind {
                BoxKind::Case { region, period, visibility: _ } => of_text(region) + of_text(period),
                BoxKind::Key | BoxKind::Checklist => 0,
            };
            of_text(title) + about
        }
        Piece::Block(_) | Piece::Box(_) | Piece::Cell(_) => 0,
    }
}

fn of_text(text: &str) -> u64 {
    let mut words = 0;
    let mut inside = false;
    for c in text.chars() {
        if stands_alone(c) {
            words += 1;
            inside = false;
        } else if c.is_whitespace() {
            inside = false;
        } else if !inside {
            words += 1;
            inside = true;
        }
    }
    words
}

/// Characters of scripts that put no spaces between words: each counts as one.
fn stands_alone(c: char) -> bool {
    matches!(c,
        '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use manual::id::PayloadId;
    use manual::inline::Style;

    use super::*;
    use crate::tree::Inline;

    #[track_caller]
    fn check(content: &[&str], words: u64) {
        let inline = |text: &&str| match *text {
            "\n" => Inline::Break,
            "?" => Inline::Unknown("{}".to_owned()),
            "→" => Inline::Xref { target: "a".to_owned(), chapter: None },
            "¹" => Inline::Note { id: PayloadId::parse("n00000000000").unwrap(), content: None },
            text => Inline::Text { text: text.to_owned(), style: Style::default() },
        };
        let content: Vec<Inline> = content.iter().map(inline).collect();
        assert_eq!(of_text(&text_of(&content)), words, "{content:?}");
    }

    #[test]
    fn words_are_runs_without_space() {
        check(&[], 0);
        check(&["  one two\u{a0}three\u{3000}four "], 4);
        check(&["half", "way ", "there"], 2);
        check(&["before", "\n", "after", "?", "the end"], 4);
        check(&["l\u{2019}homme d\u{2019}État"], 2);
        check(&["الإنذار المبكر"], 2);
        check(&["预警 early"], 3);
    }

    #[test]
    fn a_note_parts_no_word_and_a_reference_does() {
        check(&["State", "¹", ", said"], 2);
        check(&["see", "→", "there"], 2);
    }
}
