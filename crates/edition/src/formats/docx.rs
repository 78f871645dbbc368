//! Word: real styles, headings, footnotes, tables with heads that repeat, cross-references that are followed, each language and
//! direction said where it holds. Made for people who go on working with it, and for those who only read.
//!
//! Word has other properties for scripts that run from right to left (`bCs` beside `b`, `rtl` beside `lang`), and needs all of
//! them. Source: ECMA-376, 5th edition, part 1. Next: `docx::body`, then `docx::parts`.

mod body;
mod changes;
mod drawing;
mod names;
mod parts;
mod runs;
mod styles;

use manual::inset::Image;

pub use changes::{Side, changes};

use super::package::{File, package};
use crate::set::Book;

/// A picture as it goes into a package.
pub struct Picture {
    pub bytes: Vec<u8>,
    /// `png` or `jpg`: all readers know these two.
    pub extension: &'static str,
}

/// The whole edition as a document of Word. `picture` gives what a figure shows; where it gives nothing, the figure has only its
/// words.
pub fn docx(book: &Book, mut picture: impl FnMut(&Image) -> Option<Picture>) -> Vec<u8> {
    packed(book, body::body(book, &mut picture))
}

/// The text of a document with all that Word needs around it.
fn packed(book: &Book, body: body::Body) -> Vec<u8> {
    let mut files = vec![
        File::new("[Content_Types].xml", parts::content_types()),
        File::new("_rels/.rels", parts::package_relations()),
        File::new("docProps/core.xml", parts::core(book)),
        File::new("docProps/app.xml", parts::app()),
        File::new("word/document.xml", body.document),
        File::new("word/_rels/document.xml.rels", parts::document_relations(&body.relations)),
        File::new("word/footnotes.xml", body.footnotes),
        File::new("word/_rels/footnotes.xml.rels", parts::notes_relations(&body.note_relations)),
        File::new("word/styles.xml", styles::styles(book)),
        File::new("word/numbering.xml", parts::numbering(&body.lists)),
        File::new("word/settings.xml", parts::settings()),
        File::new("word/fontTable.xml", parts::fonts()),
        File::new("word/theme/theme1.xml", parts::theme()),
        File::new("word/header1.xml", parts::header(book)),
        File::new("word/footer1.xml", parts::footer(book)),
    ];
    for (name, bytes) in body.pictures {
        files.push(File::stored(format!("word/media/{name}"), bytes));
    }
    package(&files, book.manifest.facts.frozen_at)
}
