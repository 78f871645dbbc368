//! Pages to read an edition by, made of its frozen bytes and of nothing else: the same bytes give the same pages, on
//! every machine and for ever. No script, no inline style, nothing from elsewhere: `default-src 'none'; style-src
//! 'self'; img-src 'self'` is enough for them, and they work from a folder on a memory stick.
//!
//! Read `html` first (the only way text gets into a page), then `page` (what all pages share), `blocks` (the text of a
//! chapter), `words` (what is said around it, in five languages), then each page.

pub(crate) mod direction;
pub(crate) mod html;
mod page;

pub(crate) mod count;
pub(crate) mod language;
pub(crate) mod places;
pub(crate) mod words;

mod standing;

mod blocks;
mod inline;
mod insets;

mod chapter;
mod compare;
mod contents;
mod feed;
mod folder;
mod glossary;
mod list;
mod missing;
mod search;
mod verify;

pub(crate) use chapter::article;
pub use chapter::chapter_page;
pub use compare::{CHANGES, CHANGES_PDF, Comparison, Pdf, Said, View, change_note, compare_page};
pub use contents::contents_page;
pub use feed::{feed, sitemap};
pub use folder::folder;
pub use glossary::glossary_page;
pub(crate) use glossary::terms;
pub use language::{language, of_all as language_of};
pub use list::{Listed, list_page};
pub use missing::missing_page;
pub(crate) use page::edition_in_words;
pub(crate) use places::Known;
pub use places::References;
pub use search::{SEARCH_INDEX, SEARCH_SCRIPT, SEARCH_SCRIPT_ADDRESS, search_index};
pub use standing::{ChangeNote, Download, Erratum, Output, Standing, Withdrawn};
pub use verify::{At, VERIFY_SCRIPT, VERIFY_SCRIPT_ADDRESS, asked_language, verify_page};

/// The one style sheet of all pages, for screen and paper.
pub const STYLE: &str = concat!(
    include_str!("site/style.css"),
    "\n",
    include_str!("site/structure.css"),
    "\n",
    include_str!("site/compare.css"),
    "\n",
    include_str!("site/print.css")
);
/// Where a service answers with [`STYLE`].
pub const STYLE_ADDRESS: &str = "/editions/style.css";

/// Where a reader checks a copy of an edition.
pub const VERIFY_ADDRESS: &str = "/verify";

/// Where the pages lie, and so how they name each other.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Links {
    /// At a service, below the manual's name.
    Served { slug: String, n: u32 },
    /// In a folder: `index.html`, `chapter-01.html`, `style.css`.
    Folder,
    /// In an EPUB: `chapter-01.xhtml`.
    Epub,
}

impl Links {
    fn style(&self) -> &str {
        match self {
            Self::Served { .. } => STYLE_ADDRESS,
            Self::Folder | Self::Epub => "style.css",
        }
    }

    fn contents(&self) -> String {
        match self {
            Self::Served { slug, n } => format!("/{slug}/editions/{n}"),
            Self::Folder => "index.html".to_owned(),
            Self::Epub => "title.xhtml".to_owned(),
        }
    }

    /// The page of the k-th chapter, counted from 1.
    fn chapter(&self, k: usize) -> String {
        match self {
            Self::Served { slug, n } => format!("/{slug}/editions/{n}/{k}"),
            Self::Folder => format!("chapter-{k:02}.html"),
            Self::Epub => format!("chapter-{k:02}.xhtml"),
        }
    }

    /// The page of what the edition defines.
    fn glossary(&self) -> String {
        match self {
            Self::Served { slug, n } => format!("/{slug}/editions/{n}/glossary"),
            Self::Folder => "glossary.html".to_owned(),
            Self::Epub => "glossary.xhtml".to_owned(),
        }
    }

    /// A picture, by the name of its file.
    fn image(&self, name: &str) -> String {
        match self {
            Self::Served { slug, n } => format!("/{slug}/editions/{n}/images/{name}"),
            Self::Folder | Self::Epub => format!("images/{name}"),
        }
    }

    /// The contents of another edition of the manual.
    fn other(&self, n: u32) -> Option<String> {
        match self {
            Self::Served { slug, .. } => Some(format!("/{slug}/editions/{n}")),
            Self::Folder | Self::Epub => None,
        }
    }

    /// The same as the address that is to be cited.
    fn permanent(&self) -> Option<String> {
        match self {
            Self::Served { .. } => Some(self.contents()),
            Self::Folder | Self::Epub => None,
        }
    }

    /// What is different from an edition before.
    fn compare(&self, before: u32) -> Option<String> {
        match self {
            Self::Served { slug, n } => Some(format!("/{slug}/editions/{before}..{n}")),
            Self::Folder | Self::Epub => None,
        }
    }

    /// A file to load.
    fn download(&self, name: &str) -> String {
        match self {
            Self::Served { slug, n } => format!("/{slug}/editions/{n}/download/{name}"),
            Self::Folder | Self::Epub => name.to_owned(),
        }
    }

    /// The index of all words.
    fn search_index(&self) -> String {
        match self {
            Self::Served { slug, n } => format!("/{slug}/editions/{n}/{SEARCH_INDEX}"),
            Self::Folder | Self::Epub => SEARCH_INDEX.to_owned(),
        }
    }

    /// What looks into it.
    fn search_script(&self) -> &'static str {
        match self {
            Self::Served { .. } => SEARCH_SCRIPT_ADDRESS,
            Self::Folder | Self::Epub => "search.js",
        }
    }

    /// Where a reader checks a copy.
    fn verify(&self) -> Option<&'static str> {
        match self {
            Self::Served { .. } => Some(VERIFY_ADDRESS),
            Self::Folder => Some("verify.html"),
            Self::Epub => None,
        }
    }

    /// The list of the manual's editions; a folder holds only one.
    fn editions(&self) -> Option<String> {
        match self {
            Self::Served { slug, .. } => Some(format!("/{slug}/editions")),
            Self::Folder | Self::Epub => None,
        }
    }
}
