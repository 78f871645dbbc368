//! An edition as a folder that needs no service: pages, style sheet, and the frozen bytes that the pages are made of, so
//! that whoever holds the folder can check it.

use super::{Links, STYLE, chapter_page, contents_page};
use crate::{Unreadable, read_manifest};

/// The names and contents of all files of the folder, from the frozen bytes of the manifest and of its chapters in
/// their order.
///
/// # Errors
/// When the bytes are not those of one edition.
pub fn folder(manifest: &[u8], chapters: &[Vec<u8>]) -> Result<Vec<(String, Vec<u8>)>, Unreadable> {
    let read = read_manifest(manifest)?;
    if read.chapters.len() != chapters.len() {
        return Err(Unreadable::OtherBytes);
    }
    let mut files = vec![
        ("index.html".to_owned(), contents_page(&read, &Links::Folder).into_bytes()),
        ("style.css".to_owned(), STYLE.as_bytes().to_vec()),
        ("edition.json".to_owned(), manifest.to_vec()),
    ];
    for (index, bytes) in chapters.iter().enumerate() {
        let chapter = read.open(index, bytes)?;
        let page = chapter_page(&read, index, &chapter, &Links::Folder);
        files.push((Links::Folder.chapter(index + 1), page.into_bytes()));
        files.push((format!("chapter-{:02}.json", index + 1), bytes.clone()));
    }
    Ok(files)
}
