//! Takes a page apart as a browser would, and fails at the first thing that is not ours.

const TAGS: [&str; 55] = [
    "cite",
    "script",
    "label",
    "input",
    "!doctype",
    "html",
    "head",
    "meta",
    "title",
    "link",
    "body",
    "a",
    "header",
    "main",
    "article",
    "nav",
    "footer",
    "section",
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "blockquote",
    "br",
    "wbr",
    "span",
    "bdi",
    "time",
    "code",
    "strong",
    "em",
    "sub",
    "sup",
    "aside",
    "dfn",
    "div",
    "dl",
    "dt",
    "dd",
    "table",
    "caption",
    "colgroup",
    "col",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "figure",
    "figcaption",
    "img",
];
const VOID: [&str; 8] = ["input", "!doctype", "meta", "link", "br", "wbr", "col", "img"];
const ATTRIBUTES: [&str; 33] = [
    "aria-hidden",
    "download",
    "data-index",
    "data-none",
    "hidden",
    "for",
    "type",
    "autocomplete",
    "lang",
    "dir",
    "id",
    "class",
    "href",
    "rel",
    "charset",
    "name",
    "content",
    "datetime",
    "aria-label",
    "aria-labelledby",
    "data-term",
    "html",
    "role",
    "tabindex",
    "scope",
    "colspan",
    "rowspan",
    "src",
    "alt",
    "width",
    "height",
    "loading",
    "decoding",
];

pub(crate) struct Parts {
    pub(crate) text: String,
    /// Of the article alone.
    pub(crate) article: String,
    pub(crate) links: Vec<String>,
    pub(crate) headings: Vec<u8>,
    pub(crate) ids: Vec<String>,
    pub(crate) images: Vec<String>,
}

/// Takes a page apart as a browser would, and fails at the first thing that is not ours.
pub(crate) fn take_apart(page: &str) -> Parts {
    let mut parts = Parts {
        text: String::new(),
        article: String::new(),
        links: vec![],
        headings: vec![],
        ids: vec![],
        images: vec![],
    };
    let mut open: Vec<String> = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        text(&rest[..at], &open, &mut parts);
        let end = rest.find('>').expect("a tag ends");
        let tag = &rest[at + 1..end];
        let name = tag.split(' ').next().expect("a split has a first part");
        if let Some(name) = name.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "closed in order");
        } else {
            assert!(TAGS.contains(&name), "<{tag}>");
            attributes(&tag[name.len()..], &mut parts);
            if let Some(level) = name.strip_prefix('h').and_then(|level| level.parse().ok()) {
                parts.headings.push(level);
            }
            if !VOID.contains(&name) {
                open.push(name.to_owned());
            }
        }
        rest = &rest[end + 1..];
    }
    assert!(open.is_empty(), "{open:?}");
    parts
}

fn text(text: &str, open: &[String], parts: &mut Parts) {
    assert!(!text.contains(['>', '"', '\'']), "{text}");
    let text = unescape(text);
    parts.text.push_str(&text);
    if open.iter().any(|tag| tag == "article") && !open.iter().skip(2).any(|tag| tag == "header") {
        parts.article.push_str(&text);
    }
}

fn attributes(attributes: &str, parts: &mut Parts) {
    let mut rest = attributes.trim_start();
    while !rest.is_empty() {
        let Some((name, after)) = rest.split_once("=\"") else {
            assert_eq!(rest, "html", "only the doctype has a bare word");
            return;
        };
        assert!(ATTRIBUTES.contains(&name), "{name}");
        let (value, after) = after.split_once('"').expect("a value ends");
        assert!(!value.contains(['<', '\'']), "{value}");
        match name {
            "href" => parts.links.push(unescape(value)),
            "id" => parts.ids.push(unescape(value)),
            "src" if value.ends_with(".js") => parts.links.push(unescape(value)),
            "src" => parts.images.push(unescape(value)),
            _ => {}
        }
        rest = after.trim_start();
    }
}

fn unescape(html: &str) -> String {
    let names = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    names.iter().fold(html.to_owned(), |html, (name, c)| html.replace(name, c))
}
