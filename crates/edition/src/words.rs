//! How many words a frozen text has. By a rule short enough to be written twice, not by the tables of one library: a
//! count in a manifest has to come out the same everywhere and for ever.

use crate::tree::{Block, Chapter};

/// The words of a chapter, its title not counted.
pub(crate) fn of_chapter(chapter: &Chapter) -> u64 {
    chapter.blocks().into_iter().map(of_block).sum()
}

fn of_block(block: &Block) -> u64 {
    let mut words = 0;
    let mut inside = false;
    for c in block.text().chars() {
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
    use manual::block::{Kind, Style};

    use super::*;
    use crate::tree::Inline;

    #[track_caller]
    fn check(content: &[&str], words: u64) {
        let inline = |text: &&str| match *text {
            "\n" => Inline::Break,
            "?" => Inline::Unknown("{}".to_owned()),
            text => Inline::Text { text: text.to_owned(), style: Style::default() },
        };
        let content = content.iter().map(inline).collect();
        let block = Block { kind: Kind::Paragraph, id: "a".to_owned(), dir: None, lang: None, content };
        assert_eq!(of_block(&block), words, "{block:?}");
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
}
