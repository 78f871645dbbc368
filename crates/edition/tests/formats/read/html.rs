//! A page of the reading site or of a book, as the chapter that it shows.

use roxmltree::Node;

use super::{Kind, Piece, attribute, bare, is, parsed, within};

/// The pieces of a chapter, its notes behind.
pub(crate) fn chapter(page: &str) -> Vec<Piece> {
    let page = parsed(page);
    let article = page.descendants().find(|it| is(*it, "article")).expect("a chapter");
    let mut pieces = Vec::new();
    inside(article, &mut pieces);
    pieces
}

/// A page of HTML, made such that a reader of XML takes it.
pub(crate) fn closed(page: &str) -> String {
    let (from, to) =
        (page.find("<article").expect("a chapter"), page.rfind("</article>").expect("a chapter"));
    let page = page[from..to].replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}") + "</article>";
    let mut out = String::new();
    for piece in page.split_inclusive('>') {
        let tag = piece.rsplit_once('<').map_or("", |(_, tag)| tag);
        let is_void = ["br", "wbr", "col", "img", "meta", "link", "input"]
            .contains(&tag.trim_end_matches('>').split(' ').next().unwrap_or_default());
        match piece.strip_suffix('>') {
            Some(open) if is_void => out.push_str(&format!("{open}/>")),
            _ => out.push_str(piece),
        }
    }
    out
}

fn class<'a>(node: Node<'a, '_>) -> &'a str {
    attribute(node, "class").unwrap_or_default()
}

/// All text but that of what has this class.
fn text(node: Node<'_, '_>, but: &str) -> String {
    let texts = node.descendants().filter(Node::is_text);
    let own = texts.filter(|text| but.is_empty() || !text.ancestors().any(|it| class(it) == but));
    bare(&own.filter_map(|it| it.text()).collect::<String>())
}

fn inside(node: Node<'_, '_>, out: &mut Vec<Piece>) {
    for child in node.children() {
        if child.is_text() {
            assert_eq!(bare(child.text().unwrap_or_default()), "", "text that stands in nothing");
        } else if child.is_element() {
            piece(child, out);
        }
    }
}

fn piece(node: Node<'_, '_>, out: &mut Vec<Piece>) {
    let name = node.tag_name().name();
    match (name, class(node)) {
        ("header", "opening") => {
            out.push((Kind::Title, text(within(node, "h1")[0], "")));
        }
        ("section", "notes") => {
            out.extend(within(node, "li").into_iter().map(|it| (Kind::Note, text(it, "back"))));
        }
        ("h2" | "h3" | "h4", "title") => out.push((Kind::BoxTitle, text(node, ""))),
        ("h2", _) => out.push((Kind::Heading(2), text(node, ""))),
        ("h3", _) => out.push((Kind::Heading(3), text(node, ""))),
        ("h4", _) => out.push((Kind::Heading(4), text(node, ""))),
        ("p", "kind") => out.push((Kind::BoxTitle, text(node, ""))),
        ("p", "where") => out.push((Kind::About, text(node, ""))),
        ("p", _) => out.push((Kind::Text, text(node, ""))),
        ("ul" | "ol" | "li" | "aside" | "blockquote" | "thead" | "tbody" | "tr" | "table" | "figure", _)
        | ("div", "wide") => inside(node, out),
        ("caption", _) => out.push((Kind::Caption, text(node, ""))),
        ("th", _) => out.push((Kind::Head, text(node, ""))),
        ("td", _) => out.push((Kind::Cell, text(node, ""))),
        ("img", _) => out.push((Kind::Alt, bare(attribute(node, "alt").expect("described")))),
        ("figcaption", _) => {
            out.push((Kind::Caption, text(node, "credit")));
            let credit = node.descendants().find(|it| is(*it, "span") && class(*it) == "credit");
            out.extend(credit.map(|it| (Kind::Credit, text(it, ""))));
        }
        ("colgroup", _) => {}
        other => panic!("an element that nobody knows: {other:?}"),
    }
}
