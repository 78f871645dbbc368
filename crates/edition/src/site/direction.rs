//! Which way a text runs when nobody wrote it down: the way of its first letter.

use manual::block::Direction;

use crate::tree::{Block, Chapter, Node};

/// The direction of the first letter, if there is one.
pub(crate) fn of_text(text: &str) -> Option<Direction> {
    let letter = text.chars().find(|c| c.is_alphabetic())?;
    Some(if is_right_to_left(letter) { Direction::RightToLeft } else { Direction::LeftToRight })
}

/// The direction a block was given, else that of its first letter.
pub(crate) fn of_block(block: &Block) -> Option<Direction> {
    block.dir.or_else(|| of_text(&block.text()))
}

/// The direction of the first block of a node.
pub(crate) fn of_node(node: &Node) -> Option<Direction> {
    match node {
        Node::Block(block) => of_block(block),
        Node::List(list) => list.items.first().and_then(|item| of_block(&item.first)),
        Node::Boxed(boxed) => boxed.nodes.first().and_then(of_node),
    }
}

/// The direction of the first block that has one, else of the title.
pub(crate) fn of_chapter(chapter: &Chapter) -> Direction {
    let blocks = chapter.blocks().into_iter().find_map(of_block);
    blocks.or_else(|| of_text(&chapter.title)).unwrap_or(Direction::LeftToRight)
}

/// Whether a letter belongs to a script that runs from right to left: Hebrew to Arabic Extended, their presentation
/// forms, and the ancient and recent ones of the higher planes.
fn is_right_to_left(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_letter_decides() {
        use Direction::{LeftToRight, RightToLeft};
        for (text, expected) in [
            ("", None),
            ("12 – 3", None),
            ("12 الإنذار early", Some(RightToLeft)),
            ("(early) الإنذار", Some(LeftToRight)),
            ("עברית", Some(RightToLeft)),
            ("预警", Some(LeftToRight)),
            ("\u{200f}a", Some(LeftToRight)),
        ] {
            assert_eq!(of_text(text), expected, "{text}");
        }
    }
}
