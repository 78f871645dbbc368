//! Search in an edition: an index made of its frozen bytes, one script that reads it, and a field that is there only where the
//! script runs. The index is a script file, because a page in a folder may load no other; it is loaded when somebody first
//! looks for something. Folding is the script's: the index holds the words as they stand.

use std::borrow::Borrow;

use serde_json::{Value, json};

use super::Links;
use super::html::Html;
use super::page::titled;
use super::places::{Known, Places};
use super::words::Words;
use crate::tree::{Boxed, Head, Inline, Inset, Piece, notes, text_of};
use crate::{Chapter, Manifest};

/// The one script.
pub const SEARCH_SCRIPT: &str = include_str!("search/search.js");
/// Where a service answers with it.
pub const SEARCH_SCRIPT_ADDRESS: &str = "/editions/search.js";
/// The file of the index, beside the pages of an edition.
pub const SEARCH_INDEX: &str = "search-index.js";

/// The words of one language.
struct Said {
    lang: &'static str,
    label: &'static str,
    none: &'static str,
}

const SAID: [Said; 5] = [
    Said { lang: "en", label: "Search in this edition", none: "Nothing was found." },
    Said { lang: "fr", label: "Chercher dans cette édition", none: "Rien n’a été trouvé." },
    Said { lang: "es", label: "Buscar en esta edición", none: "No se encontró nada." },
    Said { lang: "pt", label: "Procurar nesta edição", none: "Nada foi encontrado." },
    Said { lang: "ar", label: "ابحث في هذه الطبعة", none: "لم يُعثر على شيء." },
];

/// The index: chapter by chapter its title, its page, and each passage with its address.
///
/// # Errors
/// Whatever `open` says.
pub fn search_index<C: Borrow<Chapter>, E>(
    manifest: &Manifest,
    links: &Links,
    lang: &str,
    open: impl FnMut(usize) -> Result<C, E>,
) -> Result<String, E> {
    index(&mut Known::default(), manifest, links, lang, open)
}

/// The same, where something of the chapters is known.
pub(super) fn index<C: Borrow<Chapter>, E>(
    known: &mut Known,
    manifest: &Manifest,
    links: &Links,
    lang: &str,
    mut open: impl FnMut(usize) -> Result<C, E>,
) -> Result<String, E> {
    let words = Words::of(lang);
    let mut chapters = Vec::new();
    for (index, number) in manifest.numbers().into_iter().enumerate() {
        let chapter = open(index)?;
        let chapter = chapter.borrow();
        let places = known.places(index, &number, |_| Ok::<_, E>(chapter))?;
        let title = format!("{number} {}", titled(words, &chapter.title));
        chapters.push(json!([title, links.chapter(index + 1), passages(chapter, &places)]));
    }
    // In a script no text may end it, nor begin a comment.
    let index = Value::Array(chapters).to_string().replace('<', "\\u003c");
    Ok(format!("chanceryIndex = {};\n", index.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")))
}

/// The address and the words of every block, what stands in it included.
fn passages(chapter: &Chapter, places: &Places) -> Vec<[String; 2]> {
    let mut passages: Vec<[String; 2]> = vec![[String::new(), chapter.title.clone()]];
    for piece in chapter.pieces() {
        let content = match piece {
            Piece::Box(Boxed { id, head: Head::First(heading), .. }) => {
                let anchor = places.of_box(*id).map(|place| place.anchor.clone()).unwrap_or_default();
                passages.push([anchor, heading.title.clone()]);
                continue;
            }
            Piece::Box(_) => continue,
            Piece::Block(block) => {
                let anchor = places.of_block(block).map(|place| place.anchor.clone()).unwrap_or_default();
                let alt = match &block.inset {
                    Some(Inset::Figure(figure)) => figure.alt.as_str(),
                    Some(Inset::Table(_)) | None => "",
                };
                passages.push([anchor, alt.to_owned()]);
                &block.content
            }
            Piece::Cell(cell) => &cell.content,
        };
        if let Some([_, text]) = passages.last_mut() {
            add(text, content);
        }
    }
    passages.retain(|[_, text]| !text.trim().is_empty());
    passages
}

fn add(text: &mut String, content: &[Inline]) {
    for content in std::iter::once(content).chain(notes(content).map(|(_, said)| said)) {
        let more = text_of(content).replace('\n', " ");
        if !text.is_empty() && !more.is_empty() {
            text.push(' ');
        }
        text.push_str(more.trim());
    }
}

/// The field: hidden until the script shows it.
pub(super) fn field(html: &mut Html, words: &Words, links: &Links) {
    let said = SAID.iter().find(|said| said.lang == words.lang).unwrap_or(&SAID[0]);
    html.raw("<div id=\"search\" role=\"search\" hidden=\"\"").attribute("data-index", &links.search_index());
    html.attribute("data-none", said.none).raw(">\n<label for=\"sought\">").text(said.label);
    html.raw("</label>\n<input id=\"sought\" type=\"search\" autocomplete=\"off\">\n");
    html.raw("<p id=\"found-none\" role=\"status\"></p>\n<ol id=\"found\"></ol>\n</div>\n<script");
    html.attribute("src", links.search_script()).raw("></script>\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_is_small_and_asks_for_nothing_but_the_index() {
        assert!(SEARCH_SCRIPT.len() <= 4_000, "{}", SEARCH_SCRIPT.len());
        for word in ["fetch(", "innerHTML", "eval", "://", "localStorage"] {
            assert!(!SEARCH_SCRIPT.contains(word), "{word}");
        }
        assert!(SAID.iter().skip(1).all(|said| said.label != SAID[0].label && said.none != SAID[0].none));
    }
}
