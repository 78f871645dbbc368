//! An edition as a folder that needs no service: pages, style sheet, and the frozen bytes that the pages are made of, so
//! that whoever holds the folder can check it.

use super::places::Known;
use super::{
    At, Links, References, SEARCH_INDEX, SEARCH_SCRIPT, STYLE, Standing, VERIFY_SCRIPT, chapter_page,
    contents_page, glossary, language_of, search, verify_page,
};
use crate::{ImageEntry, Unreadable, read_manifest, sha256};

/// The names and contents of all files of the folder, from the frozen bytes of the manifest, of its chapters in their
/// order, and of its pictures, each of which is asked for.
///
/// # Errors
/// When the bytes are not those of one edition.
pub fn folder(
    manifest: &[u8],
    chapters: &[Vec<u8>],
    standing: &Standing,
    mut image: impl FnMut(&ImageEntry) -> Option<Vec<u8>>,
) -> Result<Vec<(String, Vec<u8>)>, Unreadable> {
    let read = read_manifest(manifest)?;
    let opened = read.open_all(chapters)?;
    let open = |index: usize| opened.get(index).ok_or(Unreadable::OtherBytes);
    let mut known = Known::default();
    let lang = language_of(&opened);
    let mut files = vec![
        ("index.html".to_owned(), contents_page(&read, &Links::Folder, &lang, standing).into_bytes()),
        ("style.css".to_owned(), STYLE.as_bytes().to_vec()),
        ("edition.json".to_owned(), manifest.to_vec()),
        ("verify.html".to_owned(), verify_page(&lang, At::Folder).into_bytes()),
        ("verify.js".to_owned(), VERIFY_SCRIPT.as_bytes().to_vec()),
    ];
    if !read.chapters.is_empty() {
        let index = search::index(&mut known, &read, &Links::Folder, &lang, open)?;
        files.push((SEARCH_INDEX.to_owned(), index.into_bytes()));
        files.push(("search.js".to_owned(), SEARCH_SCRIPT.as_bytes().to_vec()));
    }
    for (index, bytes) in chapters.iter().enumerate() {
        let chapter = &opened[index];
        let references = References::with(&mut known, &read, chapter, open)?;
        let page = chapter_page(&read, index, chapter, &references, &Links::Folder, standing);
        files.push((Links::Folder.chapter(index + 1), page.into_bytes()));
        files.push((format!("chapter-{:02}.json", index + 1), bytes.clone()));
    }
    if read.terms() > 0 {
        let page = glossary::page(&mut known, &read, &Links::Folder, &lang, open)?;
        files.push((Links::Folder.glossary(), page.into_bytes()));
    }
    for entry in &read.images {
        let bytes = image(entry).filter(|bytes| sha256(bytes) == entry.sha256);
        files.push((Links::Folder.image(&entry.name()), bytes.ok_or(Unreadable::OtherBytes)?));
    }
    Ok(files)
}
