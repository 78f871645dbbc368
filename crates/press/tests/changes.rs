//! Two editions as one PDF: the same bytes each time, with what came and what went told in words, in tags and in lines; and whatever
//! can be frozen twice can be printed.

#![expect(clippy::unwrap_used, reason = "what is not as expected fails the test, helpers included")]

mod common;

use common::{Manual, fonts, text_of};
use edition::sample::Sample;
use lopdf::{Document, Object};
use press::{Changes, Edition, Printed, changes};
use serde_json::{Value, json};

fn opened(manual: &Manual) -> Edition {
    Edition::open(&manual.bundle()).unwrap()
}

fn printed(before: &Edition, after: &Edition, draft: Option<&str>) -> Printed {
    let asked = Changes { before, after, notes: &[], draft: draft.map(str::to_owned) };
    changes(&asked, fonts()).unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// Two editions in all five languages, with tables, figures, notes and boxes.
fn pair() -> (Edition, Edition) {
    let sample = Sample::small(21, 8);
    let first = sample.freeze(1, None);
    let second = sample.touched(22, 20).freeze(2, Some(first.fingerprint()));
    (opened(&Manual::of(&first)), opened(&Manual::of(&second)))
}

#[test]
fn it_is_always_the_same_and_keeps_its_standards() {
    let (before, after) = pair();
    let one = printed(&before, &after, None);
    assert!(one.pdf == printed(&before, &after, None).pdf, "two runs, two files");
    let pdf = Document::load_mem(&one.pdf).unwrap();
    let catalog = pdf.catalog().unwrap();
    let metadata = pdf.dereference(catalog.get(b"Metadata").unwrap()).unwrap().1.as_stream().unwrap();
    let metadata = String::from_utf8_lossy(&metadata.content).into_owned();
    for claim in ["<pdfaid:part>3<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"] {
        assert!(metadata.contains(claim), "{claim} in {metadata}");
    }
    let text = text_of(&one.pdf);
    for heard in ["[added: ", "[removed: ", "[acrescentado: "] {
        assert!(bare(&text).contains(&bare(heard)), "{heard} is heard");
    }
    let lines = decorations(&pdf);
    assert!(
        lines.contains(&"Underline".to_owned()) && lines.contains(&"LineThrough".to_owned()),
        "{lines:?}"
    );
    let draft = printed(&before, &after, Some("Draft, not an edition"));
    assert!(text_of(&draft.pdf).contains("Draft, not an edition"));
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// How the tags say that words are decorated.
fn decorations(pdf: &Document) -> Vec<String> {
    let mut found = Vec::new();
    for object in pdf.objects.values() {
        walk(object, &mut found);
    }
    found
}

fn walk(object: &Object, found: &mut Vec<String>) {
    match object {
        Object::Array(all) => all.iter().for_each(|it| walk(it, found)),
        Object::Dictionary(it) => {
            if let Ok(name) = it.get(b"TextDecorationType").and_then(Object::as_name) {
                found.push(String::from_utf8_lossy(name).into_owned());
            }
            it.iter().for_each(|(_, inner)| walk(inner, found));
        }
        _ => {}
    }
}

fn block(id: &str, kind: &str, text: &str) -> Value {
    json!({ "id": id, "kind": kind, "content": [{ "text": text }] })
}

/// One chapter of these blocks, before and after.
fn of(was: Value, now: Value) -> String {
    let one = |blocks: Value| opened(Manual::new("One").chapter("One", blocks));
    text_of(&printed(&one(was), &one(now), None).pdf)
}

#[test]
fn whatever_is_gone_no_level_of_headings_is_skipped_and_what_moved_is_said_to_have_moved() {
    let deep = json!([
        block("a", "h2", "Upper"),
        block("b", "h3", "Middle"),
        block("c", "h4", "Lower"),
        block("d", "p", "Below.")
    ]);
    let text = of(deep.clone(), json!([block("c", "h4", "Lower"), block("d", "p", "Below that.")]));
    assert!(text.contains("Upper") && text.contains("Middle"), "{text}");
    let moved = json!([
        block("d", "p", "Below."),
        block("a", "h2", "Upper"),
        block("b", "h3", "Middle"),
        block("c", "h4", "Lower")
    ]);
    assert!(bare(&of(deep.clone(), moved)).contains("Movedwithinthechapter"));
    // What is gone stands behind a block that stands above its heading now.
    let was = json!([block("a", "h2", "Upper"), block("d", "p", "Below."), block("b", "h3", "Middle")]);
    assert!(of(was, json!([block("d", "p", "Below."), block("a", "h2", "Upper")])).contains("Middle"));
    assert!(of(deep.clone(), deep).contains("Nothing changed"));
}

#[test]
fn the_chapters_of_a_broken_program_are_printed_beside_each_other() {
    const VECTORS: &str = include_str!("../../edition/vectors/format-3.json");
    let vectors: Vec<Value> = serde_json::from_str(VECTORS).unwrap();
    let canonical: Vec<&str> = vectors.iter().map(|vector| vector["canonical"].as_str().unwrap()).collect();
    let book = |turned: usize| {
        let mut manual = Manual::new("Corners");
        let count = canonical.len();
        for at in 0..count {
            manual.vector(canonical[(at + turned) % count]);
        }
        opened(&manual)
    };
    assert!(printed(&book(0), &book(1), Some("Draft")).pages > 1);
}
