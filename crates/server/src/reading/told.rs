//! How it is told what changed: as a page, or as a document in which Word tracks it. Of what was never frozen both say so.

use collab::code::Code;
use edition::compare::{Edition, compare};
use edition::formats::{Side, changes};
use edition::set::{Book, Draft, book};
use edition::site::{Comparison, Pdf, View, compare_page};
use store::editions::Editions;

use super::Page;
use crate::previews::{marked_as, picture};

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Compared {
    /// With the way to a PDF, where one would be made.
    Page(View, Pdf),
    /// A document with tracked changes.
    Word,
}

impl Compared {
    /// `later` is the number of the later edition; none where it is the text as it stands now.
    ///
    /// # Errors
    /// `Internal`, where an edition has not the chapters that it names: whoever opened it has looked.
    pub(super) fn page(
        self,
        images: &Editions,
        (before, after): (Edition<'_>, Edition<'_>),
        later: Option<u32>,
        lang: &str,
    ) -> Result<Page, Code> {
        match self {
            Self::Page(view, pdf) => {
                let slug = &after.manifest.facts.slug;
                Ok(Page::new(compare_page(&Comparison { before, after, slug, later, view, pdf, lang })))
            }
            Self::Word => {
                let now = match later {
                    Some(_) => set(after)?,
                    None => set(after)?.drafted(draft(after, lang)),
                };
                let was = set(before)?;
                let old = Side { book: &was, chapters: before.chapters };
                let new = Side { book: &now, chapters: after.chapters };
                let compared = compare(before, after);
                Ok(Page::new(changes(old, new, &compared, |image| picture(images, image))))
            }
        }
    }
}

fn set(edition: Edition<'_>) -> Result<Book, Code> {
    book(edition.manifest.clone(), edition.chapters).map_err(|_| Code::Internal)
}

fn draft(now: Edition<'_>, lang: &str) -> Draft {
    let facts = &now.manifest.facts;
    Draft { said: marked_as(lang, facts.frozen_at.to_string(), facts.position) }
}
