//! All that Typst can reach: the template, the data, the pictures and the signed files of one edition, the fonts. Whatever else it
//! asks for is refused; there are no packages, there is no clock.

use std::collections::HashMap;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

use crate::Fonts;

/// The template. `main.typ` is where it begins.
const TEMPLATE: [(&str, &str); 6] = [
    ("/main.typ", include_str!("template/main.typ")),
    ("/look.typ", include_str!("template/look.typ")),
    ("/blocks.typ", include_str!("template/blocks.typ")),
    ("/insets.typ", include_str!("template/insets.typ")),
    ("/changes.typ", include_str!("template/changes.typ")),
    ("/around.typ", include_str!("template/around.typ")),
];

pub(crate) struct Sealed {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    faces: Vec<Font>,
    sources: HashMap<FileId, Source>,
    files: HashMap<FileId, Bytes>,
    main: FileId,
}

impl Sealed {
    /// `files` are what the template may read, by their paths.
    pub(crate) fn new(fonts: Fonts, files: impl IntoIterator<Item = (String, Bytes)>) -> Option<Self> {
        let mut sources = HashMap::new();
        for (path, text) in TEMPLATE {
            let id = id(path)?;
            sources.insert(id, Source::new(id, text.to_owned()));
        }
        let files: Option<HashMap<FileId, Bytes>> =
            files.into_iter().map(|(path, bytes)| Some((id(&path)?, bytes))).collect();
        Some(Self {
            library: LazyHash::new(
                Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build(),
            ),
            book: LazyHash::new(FontBook::from_fonts(&fonts.faces)),
            faces: fonts.faces,
            sources,
            files: files?,
            main: id("/main.typ")?,
        })
    }
}

fn id(path: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).ok()?).intern())
}

impl World for Sealed {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.faces.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
