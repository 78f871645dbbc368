//! Reads what an edition was written as, with readers that know nothing of this crate, into one shape: piece by piece, each with its
//! text. Panics at whatever it does not know, so that nothing is overlooked.

pub(crate) mod docx;
pub(crate) mod html;
pub(crate) mod markdown;
pub(crate) mod model;

use std::io::{Cursor, Read};

use roxmltree::{Document, Node, ParsingOptions};

/// What is shown, and how.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Kind {
    Title,
    Heading(u8),
    Text,
    Caption,
    Head,
    Cell,
    Alt,
    Credit,
    BoxTitle,
    About,
    Note,
}

/// A piece with its text, without spaces, and whether it runs from right to left, where the format says so.
pub(crate) type Piece = (Kind, String);

/// A text without what stands for nothing but room.
pub(crate) fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The files of a package, in their order.
pub(crate) fn unzip(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let count = zip.len();
    let file = |number: usize| {
        let mut file = zip.by_index(number).expect("an entry");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("whole");
        (file.name().expect("a name").into_owned(), bytes)
    };
    (0..count).map(file).collect()
}

pub(crate) fn parsed(xml: &str) -> Document<'_> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(xml, options).unwrap_or_else(|why| panic!("no XML: {why}"))
}

/// An attribute, of whatever namespace.
pub(crate) fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|it| it.name() == name).map(|it| it.value())
}

pub(crate) fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

pub(crate) fn within<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Vec<Node<'a, 'i>> {
    node.descendants().filter(|it| is(*it, name)).collect()
}
