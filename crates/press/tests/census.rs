//! What a screen reader finds in the PDF is what the book holds: every heading, note, table, figure and link, and no word less.

#![expect(clippy::unwrap_used, reason = "what is not as expected fails the test, helpers included")]

mod common;
mod demo;

use std::collections::BTreeMap;

use common::{Manual, fonts};
use edition::sample::Sample;
use edition::set::{Book, Inline, Node, Scope};
use lopdf::{Dictionary, Document, Object};
use press::{Edition, Order, print};

/// How often each kind of element is there.
type Census = BTreeMap<String, usize>;

fn count(census: &mut Census, kind: &str, n: usize) {
    *census.entry(kind.to_owned()).or_default() += n;
}

fn of_book(book: &Book) -> Census {
    let mut census = Census::new();
    // Contents, glossary and the last page, in which there is one more heading.
    count(&mut census, "H1", book.chapters.len() + 2 + usize::from(!book.glossary.is_empty()));
    count(&mut census, "H2", 1);
    for chapter in &book.chapters {
        of_nodes(&mut census, &chapter.nodes);
    }
    census
}

fn of_nodes(census: &mut Census, nodes: &[Node]) {
    for node in nodes {
        match node {
            Node::Heading(heading) => {
                count(census, &format!("H{}", heading.level), 1);
                of_line(census, &heading.line.content);
            }
            Node::Text(text) => of_line(census, &text.line.content),
            Node::List(list) => {
                count(census, "L", 1);
                count(census, "LI", list.items.len());
                list.items.iter().for_each(|item| of_nodes(census, &item.nodes));
            }
            Node::Figure(figure) => {
                of_line(census, &figure.caption.content);
                count(census, "Figure", usize::from(figure.image.is_some() && !figure.alt.is_empty()));
            }
            Node::Boxed(boxed) => {
                if let Some(heading) = boxed.heading.as_ref().filter(|heading| !heading.title.is_empty()) {
                    count(census, &format!("H{}", heading.level), 1);
                }
                of_nodes(census, &boxed.nodes);
            }
            Node::Table(table) => {
                count(census, "Table", 1);
                count(census, "TR", table.rows.len());
                of_line(census, &table.caption.content);
                for cell in table.rows.iter().flatten() {
                    let kind = match cell.head {
                        Some(Scope::Column | Scope::Row) => "TH",
                        None => "TD",
                    };
                    count(census, kind, 1);
                    of_line(census, &cell.line.content);
                }
            }
        }
    }
}

fn of_line(census: &mut Census, content: &[Inline]) {
    for inline in content {
        if let Inline::Note { said: Some(said), .. } = inline {
            count(census, "Note", 1);
            of_line(census, &said.content);
        }
    }
}

/// The same of the structure tree of a PDF, with the words that stand for its figures.
fn of_pdf(pdf: &Document) -> (Census, Vec<String>) {
    let (mut census, mut alts) = (Census::new(), Vec::new());
    let root = pdf.catalog().unwrap().get(b"StructTreeRoot").unwrap();
    walk(pdf, root, &mut census, &mut alts);
    (census, alts)
}

fn walk(pdf: &Document, object: &Object, census: &mut Census, alts: &mut Vec<String>) {
    match pdf.dereference(object).map(|(_, object)| object) {
        Ok(Object::Array(kids)) => kids.iter().for_each(|kid| walk(pdf, kid, census, alts)),
        Ok(Object::Dictionary(element)) => {
            if let Some(kind) = kind(element) {
                count(census, &kind, 1);
                let alt = element.get(b"Alt").and_then(lopdf::decode_text_string);
                alts.extend(alt.ok().filter(|_| kind == "Figure"));
            }
            if let Ok(kids) = element.get(b"K") {
                walk(pdf, kids, census, alts);
            }
        }
        _ => {}
    }
}

fn kind(element: &Dictionary) -> Option<String> {
    Some(String::from_utf8_lossy(element.get(b"S").ok()?.as_name().ok()?).into_owned())
}

fn printed(manual: &Manual, order: &Order) -> (Edition, Document) {
    let edition = Edition::open(&manual.bundle()).unwrap();
    let printed = print(&edition, fonts(), order).unwrap_or_else(|problems| panic!("{problems:?}"));
    let pdf = Document::load_mem(&printed.pdf).unwrap();
    assert_eq!(pdf.get_pages().len(), printed.pages);
    (edition, pdf)
}

/// How many chapters of the plan: enough for English, Arabic, French, Spanish, tables, figures and boxes.
const CHAPTERS: usize = 6;

#[test]
fn the_structure_is_that_of_the_book() {
    holds(&Manual::of(&Sample::small(11, CHAPTERS).freeze(3, None)));
}

#[test]
fn the_structure_of_the_demo_manual_is_that_of_the_book() {
    holds(&demo::manual());
}

#[track_caller]
fn holds(manual: &Manual) {
    let (edition, pdf) = printed(manual, &Order::default());
    let expected = of_book(&edition.book);
    let (found, alts) = of_pdf(&pdf);
    for (kind, n) in &expected {
        // Lists in the glossary are lists too.
        let found = found.get(kind).copied().unwrap_or_default();
        match kind.as_str() {
            "L" | "LI" => assert!(found >= *n, "{kind}: {found}, the book has {n}"),
            _ => assert_eq!(found, *n, "{kind}"),
        }
    }
    for kind in ["H1", "H2", "H3", "Note", "Table", "TH", "TD", "Figure", "LI"] {
        assert!(expected.get(kind).is_some_and(|n| *n > 0), "the sample has no {kind}");
    }
    assert_eq!(alts.len(), found["Figure"]);
    assert!(alts.iter().all(|alt| !alt.trim().is_empty()));
}

#[test]
fn it_claims_its_standards_and_its_language_and_carries_what_was_signed() {
    let manual = Manual::of(&Sample::small(12, 2).freeze(3, None));
    let (edition, pdf) = printed(&manual, &Order::default());
    let catalog = pdf.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), edition.book.lang.as_bytes());
    let metadata = pdf.dereference(catalog.get(b"Metadata").unwrap()).unwrap().1.as_stream().unwrap();
    let metadata = String::from_utf8_lossy(&metadata.content).into_owned();
    for claim in ["<pdfaid:part>3<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<", "2026-11-23T21:13:20"] {
        assert!(metadata.contains(claim), "{claim} in {metadata}");
    }
    let attached = attached(&pdf);
    let bundle = edition::bundle::open(&manual.bundle()).unwrap();
    for name in ["edition.json", "edition.json.sig", "edition.json.minisig", "key.pem", "chapter-01.json"] {
        let found = attached.iter().find(|(found, _)| found == name);
        assert_eq!(found.map(|(_, bytes)| bytes.as_slice()), bundle.file(name), "{name}");
    }
}

/// The files inside, by name.
fn attached(pdf: &Document) -> Vec<(String, Vec<u8>)> {
    let specs = pdf.objects.values().filter_map(|object| object.as_dict().ok());
    let specs = specs.filter(|dict| dict.get(b"EF").is_ok());
    let file = |spec: &Dictionary| {
        let name = lopdf::decode_text_string(spec.get(b"UF").ok()?).ok()?;
        let stream = spec.get(b"EF").ok()?.as_dict().ok()?.get(b"F").ok()?;
        let stream = pdf.dereference(stream).ok()?.1.as_stream().ok()?;
        Some((name, stream.decompressed_content().unwrap_or_else(|_| stream.content.clone())))
    };
    specs.filter_map(file).collect()
}

#[test]
fn a_draft_says_so_on_every_page_and_carries_nothing() {
    let manual = Manual::of(&Sample::small(13, 2).freeze(3, None));
    let order = Order { draft: Some("Draft, not an edition".to_owned()), chapter: None };
    let (_, pdf) = printed(&manual, &order);
    assert!(attached(&pdf).is_empty());
    for page in pdf.get_pages().keys() {
        let text = pdf.extract_text(&[*page]).unwrap();
        assert!(text.contains("Draft, not an edition"), "page {page} does not say so: {text}");
    }
    let whole = pdf.get_pages().len();
    let (_, pdf) = printed(&manual, &Order { chapter: Some(1), ..order });
    assert!(pdf.get_pages().len() < whole);
}
