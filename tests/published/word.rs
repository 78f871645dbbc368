//! What stands in a document of Word, whoever wrote it: headings by their levels, footnotes, tables, pictures, paragraphs that run from
//! right to left, and every letter. Styles are followed to their names and to what they are based on.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use roxmltree::{Document, Node};

const NOTES: &str = "word/footnotes.xml";

type Styles = BTreeMap<String, Style>;

struct Style {
    name: String,
    based_on: Option<String>,
    bidi: Option<bool>,
}

/// Each list in the order of the document; texts without spaces.
#[derive(PartialEq, Eq, Debug, Default)]
pub(crate) struct Census {
    kinds: BTreeMap<&'static str, Vec<String>>,
}

impl Census {
    /// # Panics
    /// When it is no document of Word.
    pub(crate) fn of(docx: &[u8]) -> Self {
        let (document, notes, styles) =
            (part(docx, "word/document.xml"), part(docx, NOTES), part(docx, "word/styles.xml"));
        let (document, notes, styles) = (parsed(&document), parsed(&notes), styles_of(&parsed(&styles)));
        let mut census = Self::default();
        let body = document.root_element();
        for node in body.descendants().filter(Node::is_element) {
            census.count(node, &styles);
        }
        census.say("letters", &text(body));
        // In the order in which they are pointed at: their numbers are the writer's own affair.
        for reference in within(body, "footnoteReference") {
            let id = attribute(reference, "id").expect("it points at a note");
            let note =
                within(notes.root_element(), "footnote").find(|note| attribute(*note, "id") == Some(id));
            census.say("footnotes", &text(note.unwrap_or_else(|| panic!("no footnote {id}"))));
        }
        census
    }

    fn count(&mut self, node: Node<'_, '_>, styles: &Styles) {
        match node.tag_name().name() {
            "p" => {
                let style =
                    child(node, "pPr").and_then(|it| child(it, "pStyle")).and_then(|it| attribute(it, "val"));
                let level = match style.and_then(|id| styles.get(id)).map(|style| style.name.as_str()) {
                    Some("heading 1") => Some("headings 1"),
                    Some("heading 2") => Some("headings 2"),
                    Some("heading 3") => Some("headings 3"),
                    Some("heading 4") => Some("headings 4"),
                    _ => None,
                };
                if let Some(level) = level {
                    self.say(level, &text(node));
                }
                let own = child(node, "pPr").and_then(|it| child(it, "bidi")).map(is_on);
                // An empty paragraph runs nowhere.
                if !text(node).is_empty() && own.unwrap_or_else(|| inherited(styles, style)) {
                    self.say("paragraphs from right to left", &text(node));
                }
            }
            "tbl" => {
                let rows = within(node, "tr").count();
                let heads = within(node, "tblHeader").filter(|it| is_on(*it)).count();
                self.say("tables", &format!("{rows} rows, {heads} heads, {}", text(node)));
            }
            "tc" => self.say("cells", &text(node)),
            "docPr" => self.say("pictures", &bare(attribute(node, "descr").unwrap_or_default())),
            _ => {}
        }
    }

    fn say(&mut self, kind: &'static str, text: &str) {
        self.kinds.entry(kind).or_default().push(text.to_owned());
    }

    /// `12 of 12 tables, …`.
    pub(crate) fn kept_of(&self, before: &Self) -> String {
        let one = |(kind, was): (&&str, &Vec<String>)| {
            let size = |said: &[String]| match *kind {
                "letters" => said.concat().chars().count(),
                _ => said.len(),
            };
            let now = self.kinds.get(kind).map_or(0, |said| size(said));
            format!("{now} of {} {kind}", size(was))
        };
        before.kinds.iter().map(one).collect::<Vec<_>>().join(", ")
    }

    /// What is not as it was: of each kind the first.
    pub(crate) fn lost(&self, after: &Self) -> Vec<String> {
        let nothing = Vec::new();
        let mut lost = Vec::new();
        for (kind, was) in &self.kinds {
            let now = after.kinds.get(kind).unwrap_or(&nothing);
            if was != now {
                let at =
                    was.iter().zip(now).position(|(was, now)| was != now).unwrap_or(was.len().min(now.len()));
                let piece = |said: &[String]| {
                    said.get(at).map_or("nothing".to_owned(), |said| near(said, was, now, at))
                };
                lost.push(format!(
                    "{kind}: {} before, {} after; first \"{}\", now \"{}\"",
                    was.len(),
                    now.len(),
                    piece(was),
                    piece(now)
                ));
            }
        }
        lost
    }
}

/// The part of a long text where it differs.
fn near(said: &str, was: &[String], now: &[String], at: usize) -> String {
    let pair = was.get(at).zip(now.get(at));
    let same =
        pair.map_or(0, |(was, now)| was.chars().zip(now.chars()).take_while(|(was, now)| was == now).count());
    said.chars().skip(same.saturating_sub(30)).take(90).collect()
}

fn part(docx: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(docx)).expect("a package");
    let mut text = String::new();
    match zip.by_name(name) {
        Ok(mut part) => drop(part.read_to_string(&mut text).expect("text")),
        // Whoever has no footnotes need not keep the part of them.
        Err(_) if name == NOTES => text.push_str("<footnotes/>"),
        Err(why) => panic!("{name}: {why}"),
    }
    text
}

fn parsed(xml: &str) -> Document<'_> {
    Document::parse(xml).unwrap_or_else(|why| panic!("no XML: {why}"))
}

fn styles_of(styles: &Document<'_>) -> Styles {
    let style = |node: Node<'_, '_>| {
        let of = |name: &str| child(node, name).and_then(|it| attribute(it, "val")).map(str::to_owned);
        let bidi = child(node, "pPr").and_then(|it| child(it, "bidi")).map(is_on);
        let name = of("name").unwrap_or_default().to_lowercase();
        Some((attribute(node, "styleId")?.to_owned(), Style { name, based_on: of("basedOn"), bidi }))
    };
    within(styles.root_element(), "style").filter_map(style).collect()
}

/// Whether a style, or one that it is based on, runs from right to left.
fn inherited(styles: &Styles, id: Option<&str>) -> bool {
    let mut id = id.map(str::to_owned);
    for _ in 0..20 {
        let Some(style) = id.as_ref().and_then(|id| styles.get(id)) else { return false };
        if let Some(bidi) = style.bidi {
            return bidi;
        }
        id.clone_from(&style.based_on);
    }
    false
}

fn is_on(node: Node<'_, '_>) -> bool {
    !matches!(attribute(node, "val"), Some("0" | "false" | "off"))
}

fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|it| it.tag_name().name() == name)
}

fn within<'a, 'i>(node: Node<'a, 'i>, name: &str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.descendants().filter(move |it| it.tag_name().name() == name)
}

fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|it| it.name() == name).map(|it| it.value())
}

fn text(node: Node<'_, '_>) -> String {
    bare(&within(node, "t").filter_map(|it| it.text()).collect::<String>())
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
