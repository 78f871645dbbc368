//! A document of Word, as its chapters.

use roxmltree::Node;

use super::{Kind, Piece, attribute, bare, is, parsed, within};

/// The pieces of each chapter and of the glossary, each with its notes behind.
pub(crate) fn chapters(document: &str, footnotes: &str) -> Vec<Vec<Piece>> {
    let (document, notes) = (parsed(document), parsed(footnotes));
    let body = within(document.root_element(), "body").remove(0);
    let note = |id: &str| {
        let found =
            within(notes.root_element(), "footnote").into_iter().find(|it| attribute(*it, "id") == Some(id));
        (Kind::Note, text(found.unwrap_or_else(|| panic!("no note {id}"))))
    };
    let mut chapters: Vec<Vec<Piece>> = Vec::new();
    let mut said: Vec<Piece> = Vec::new();
    for node in body.children().filter(Node::is_element) {
        if is(node, "p") && style(node) == Some("Heading1") {
            if let Some(chapter) = chapters.last_mut() {
                chapter.append(&mut said);
            }
            chapters.push(Vec::new());
        }
        let Some(chapter) = chapters.last_mut() else { continue };
        piece(node, chapter);
        said.extend(
            within(node, "footnoteReference").into_iter().filter_map(|it| attribute(it, "id")).map(note),
        );
    }
    if let Some(chapter) = chapters.last_mut() {
        chapter.append(&mut said);
    }
    chapters
}

fn style<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    within(node, "pStyle").first().and_then(|it| attribute(*it, "val"))
}

pub(crate) fn text(node: Node<'_, '_>) -> String {
    bare(&within(node, "t").into_iter().filter_map(|it| it.text()).collect::<String>())
}

fn piece(node: Node<'_, '_>, out: &mut Vec<Piece>) {
    if is(node, "tbl") {
        for cell in within(node, "tc") {
            let is_covered = within(cell, "vMerge").iter().any(|it| attribute(*it, "val").is_none());
            if is_covered {
                assert_eq!(text(cell), "", "text in a place that another cell covers");
            } else {
                let kind = if style(cell) == Some("TableHead") { Kind::Head } else { Kind::Cell };
                out.push((kind, text(cell)));
            }
        }
        return;
    }
    let is_section = is(node, "sectPr") || (is(node, "p") && !within(node, "sectPr").is_empty());
    if is_section {
        assert_eq!(text(node), "");
        return;
    }
    assert!(is(node, "p"), "{:?}", node.tag_name());
    let kind = match style(node).unwrap_or_default() {
        "Heading1" => Kind::Title,
        "Heading2" => Kind::Heading(2),
        "Heading3" => Kind::Heading(3),
        "Heading4" => Kind::Heading(4),
        "BodyText" | "ListParagraph" | "Quote" | "Definition" => Kind::Text,
        "Caption" => Kind::Caption,
        "Credit" => Kind::Credit,
        "BoxTitle" => Kind::BoxTitle,
        "BoxAbout" => Kind::About,
        "AfterTable" => return assert_eq!(text(node), ""),
        "Figure" => match within(node, "docPr").first() {
            Some(picture) => {
                assert_eq!(text(node), "");
                return out.push((Kind::Alt, bare(attribute(*picture, "descr").expect("described"))));
            }
            None => Kind::Text,
        },
        other => panic!("a paragraph of a style that nobody knows: {other}"),
    };
    out.push((kind, text(node)));
}
