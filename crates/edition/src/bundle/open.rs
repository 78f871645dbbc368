//! A bundle, opened: every file of the edition is in it and is what the manifest names.

use std::collections::BTreeMap;

use super::{NotOpened, Zip, names};
use crate::{Chapter, ImageEntry, Manifest, read_manifest, sha256};

/// An edition that came as a zip. Whether it is signed, and by whom, [`verify`](super::verify()) says.
#[derive(Debug)]
pub struct Bundle {
    pub manifest: Manifest,
    /// In the order of the manifest.
    pub chapters: Vec<Chapter>,
    files: BTreeMap<String, Vec<u8>>,
}

impl Bundle {
    /// The bytes of a file, by its name in the bundle.
    pub fn file(&self, name: &str) -> Option<&[u8]> {
        self.files.get(name).map(Vec::as_slice)
    }

    /// All files, in the order of their names.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }

    /// A picture that the manifest names.
    pub fn image(&self, entry: &ImageEntry) -> Option<&[u8]> {
        self.file(&format!("{}{}", names::IMAGES, entry.name()))
    }
}

/// Opens a bundle: at least the manifest, its chapters and its pictures are there, and they are what the manifest names.
///
/// # Errors
/// Any of [`NotOpened`].
pub fn open(zip: &[u8]) -> Result<Bundle, NotOpened> {
    let zip = Zip::read(zip)?;
    let manifest = read_manifest(&zip.get(names::MANIFEST)?).map_err(NotOpened::Manifest)?;
    let mut files = BTreeMap::new();
    for name in zip.names() {
        files.insert(name.to_owned(), zip.get(name)?);
    }
    let file = |name: String| match files.get(&name) {
        Some(bytes) => Ok((bytes, name)),
        None => Err(NotOpened::Missing(name)),
    };
    let mut chapters = Vec::new();
    for index in 0..manifest.chapters.len() {
        let (bytes, name) = file(names::chapter(index))?;
        chapters.push(manifest.open(index, bytes).map_err(|_| NotOpened::Changed(name))?);
    }
    for entry in &manifest.images {
        let (bytes, name) = file(format!("{}{}", names::IMAGES, entry.name()))?;
        if sha256(bytes) != entry.sha256 {
            return Err(NotOpened::Changed(name));
        }
    }
    Ok(Bundle { manifest, chapters, files })
}
