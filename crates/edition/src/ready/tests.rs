//! Each kind of finding: where it is said, and where it is not.

use manual::flat::write_all;
use manual::id::PayloadId;
use manual::inset::{Image, ImageKind};
use manual::json;
use manual::payload::{BoxParts, CellKey, FigureParts, Line, TableParts};
use serde_json::{Value, json};

use super::*;

const PAYLOAD: &str = "Payload00001";

fn payload() -> PayloadId {
    PayloadId::parse(PAYLOAD).unwrap()
}

fn line(units: Value) -> Line {
    json::read_units(&units).unwrap()
}

fn id(number: u8) -> ChapterId {
    ChapterId::from_random([number; 16])
}

fn written(number: u8, title: &str, units: Value, payloads: &Payloads) -> ChapterInput {
    let mut document = Document::new(7);
    document.edit(|txn| payloads.write(txn));
    write_all(&mut document, &line(units));
    ChapterInput::of(id(number), title, None, &document)
}

/// What is said of one chapter, each with the block and the detail.
fn said(units: Value, payloads: &Payloads) -> Vec<(&'static str, &'static str, String, String)> {
    told(&ready(&[written(1, "Early warning", units, payloads)], false))
}

fn told(findings: &[Finding]) -> Vec<(&'static str, &'static str, String, String)> {
    let one = |it: &Finding| {
        let block = it.block.clone().unwrap_or_else(|| "-".to_owned());
        (it.code.as_str(), it.severity.as_str(), block, it.detail.clone())
    };
    findings.iter().map(one).collect()
}

#[track_caller]
fn check(units: Value, payloads: &Payloads, expected: &[(&str, &str, &str, &str)]) {
    let said = said(units, payloads);
    let said: Vec<_> = said.iter().map(|(a, b, c, d)| (*a, *b, c.as_str(), d.as_str())).collect();
    assert_eq!(said, expected);
}

fn mark(id: &str, kind: &str) -> Value {
    json!({ "mark": { "id": id, "kind": kind } })
}

fn inset(id: &str, kind: &str) -> Value {
    json!({ "mark": { "id": id, "kind": kind, "payload": PAYLOAD } })
}

fn text(words: &str) -> Value {
    json!({ "text": words })
}

#[test]
fn a_chapter_with_nothing_to_mend_says_nothing() {
    let units = json!([
        mark("a", "h2"), text("Signs"), mark("b", "p"), text("One"), mark("c", "h3"), text("More"),
        mark("d", "h4"), text("Deep"), mark("e", "h2"), text("Again"),
        mark("f", "p"), { "embed": { "xref": "a" } }, { "embed": { "break": "page" } }
    ]);
    check(units, &Payloads::default(), &[]);
}

#[test]
fn titles_and_words_are_missed() {
    let empty = written(1, " ", json!([mark("a", "p"), text(" ")]), &Payloads::default());
    let of_it = [("no-title", "error", "-", ""), ("empty-chapter", "error", "-", "")];
    let findings = told(&ready(std::slice::from_ref(&empty), false));
    assert_eq!(
        findings.iter().map(|(a, b, c, d)| (*a, *b, c.as_str(), d.as_str())).collect::<Vec<_>>(),
        of_it
    );
    let mut under = written(2, "Under it", json!([mark("a", "p"), text("Words")]), &Payloads::default());
    under.parent = Some(empty.id);
    let findings = ready(&[empty, under], false);
    let severities: Vec<Severity> = findings.iter().map(|finding| finding.severity).collect();
    assert_eq!(
        severities,
        [Severity::Error, Severity::Warning],
        "a chapter over others may be a title alone"
    );
}

#[test]
fn a_level_that_is_skipped_is_said_where_it_is() {
    let units = json!([
        mark("a", "h3"),
        text("Too deep"),
        mark("b", "h4"),
        text("No deeper than one"),
        mark("c", "h2"),
        mark("d", "h2"),
        text("Whole"),
        mark("e", "h4"),
        text("Again")
    ]);
    let skipped = [("skipped-level", "error", "a", "Too deep"), ("skipped-level", "error", "e", "Again")];
    check(units, &Payloads::default(), &skipped);
}

#[test]
fn a_box_has_a_level_of_its_own_and_gives_it_back() {
    let mut payloads = Payloads::default();
    let parts = BoxParts { title: line(json!([text("Key")])), ..BoxParts::default() };
    payloads.boxes.insert(payload(), parts);
    let boxed = |id: &str, kind: &str| json!({ "mark": { "id": id, "kind": kind, "box": PAYLOAD } });
    let units =
        json!([boxed("a", "h3"), text("One below the box"), mark("b", "h3"), text("Two below the chapter")]);
    check(units, &payloads, &[("skipped-level", "error", "b", "Two below the chapter")]);
}

fn figure(image: bool, alt: &str, decorative: bool) -> Payloads {
    let image = image.then(|| Image { sha256: "0".repeat(64), width: 8, height: 8, kind: ImageKind::Png });
    let alt = if alt.is_empty() { Line::new() } else { line(json!([text(alt)])) };
    let mut payloads = Payloads::default();
    payloads.figures.insert(payload(), FigureParts { image, alt, credit: Line::new(), decorative });
    payloads
}

#[test]
fn pictures_are_there_and_described() {
    let units = json!([mark("p", "p"), text("Words"), inset("f", "figure"), text("A river")]);
    check(units.clone(), &figure(true, "A river", false), &[]);
    check(units.clone(), &figure(true, "", true), &[]);
    check(units.clone(), &figure(true, " ", false), &[("no-alt", "error", "f", "A river")]);
    check(units, &figure(false, "A river", false), &[("no-picture", "error", "f", "A river")]);
}

fn table(head_row: bool, cell: Value) -> Payloads {
    let mut table =
        TableParts { rows: vec![payload()], cols: vec![payload()], head_row, ..TableParts::default() };
    let key = CellKey { row: payload(), col: payload(), slot: payload() };
    table.cells.insert(key, line(cell));
    let mut payloads = Payloads::default();
    payloads.tables.insert(payload(), table);
    payloads
}

#[test]
fn a_table_has_a_head() {
    let units = json!([mark("p", "p"), text("Words"), inset("t", "table"), text("Rivers")]);
    check(units.clone(), &table(true, json!([text("Volta")])), &[]);
    check(units, &table(false, json!([text("Volta")])), &[("no-head-row", "warning", "t", "Rivers")]);
}

#[test]
fn references_lead_somewhere_in_every_line_and_to_other_chapters() {
    let other = json!({ "embed": { "xref": "there", "chapter": id(2).to_string() } });
    let nowhere = json!({ "embed": { "xref": "there", "chapter": id(3).to_string() } });
    let units = json!([
        mark("a", "p"), text("See "), { "embed": { "xref": "gone" } }, other, nowhere,
        inset("t", "table"), text("Rivers"), { "embed": { "note": "Payload00002" } }
    ]);
    let mut payloads = table(true, json!([{ "embed": { "xref": "in-a-cell" } }]));
    let note = PayloadId::parse("Payload00002").unwrap();
    payloads.notes.insert(note, line(json!([{ "embed": { "xref": "in-a-note" } }])));
    let there = json!([mark("there", "p"), text("Here")]);
    let chapters = [written(1, "One", units, &payloads), written(2, "Two", there, &Payloads::default())];
    let findings = told(&ready(&chapters, true));
    let broken: Vec<_> =
        findings.iter().map(|(code, _, block, detail)| (*code, block.as_str(), detail.as_str())).collect();
    let code = "broken-reference";
    assert_eq!(
        broken,
        [(code, "a", "gone"), (code, "a", "there"), (code, "t", "in-a-cell"), (code, "t", "in-a-note")]
    );
}

#[test]
fn what_is_kept_for_suggestions_and_brackets_is_seen_as_it_is_in_the_document() {
    let attribute =
        |name: &str, value: Value| json!([mark("a", "p"), { "text": "that the", "marks": { name: value } }]);
    for name in ["suggestion", "suggest_ins--Ab12Cd34", "suggest_del", "ins:Ab12", "del"] {
        check(
            attribute(name, json!({ "id": 1 })),
            &Payloads::default(),
            &[("suggestion-left", "error", "a", "that the")],
        );
    }
    for name in ["bracket", "alternatives", "alt:k"] {
        check(
            attribute(name, json!("o2")),
            &Payloads::default(),
            &[("bracket-left", "error", "a", "that the")],
        );
    }
    for name in ["altitude", "inside", "delta", "comment", "strong"] {
        check(attribute(name, json!(true)), &Payloads::default(), &[]);
    }
    check(attribute("suggestion", json!(false)), &Payloads::default(), &[]);
    let embeds = json!([
        mark("a", "p"), text("Words"), { "embed": { "bracket": PAYLOAD } },
        mark("b", "p"), { "embed": { "suggestion": PAYLOAD } }, { "embed": { "suggestion": PAYLOAD } },
        { "mark": { "id": "c", "kind": "p", "suggestion": PAYLOAD } }
    ]);
    let of_each = [
        ("bracket-left", "error", "a", ""),
        ("suggestion-left", "error", "b", ""),
        ("suggestion-left", "error", "c", ""),
    ];
    check(embeds, &Payloads::default(), &of_each);
}

#[test]
fn what_leaked_from_the_block_before_is_no_suggestion() {
    let leaked = json!([
        { "mark": { "id": "a", "kind": "p" }, "marks": { "suggestion": "x" } },
        { "text": "plain", "marks": { "suggestion": "x" } }
    ]);
    check(leaked, &Payloads::default(), &[]);
}

#[test]
fn suggestions_are_seen_in_every_line_that_is_shown() {
    let left = json!([{ "text": "more", "marks": { "suggestion": "x" } }]);
    let units = json!([mark("p", "p"), text("Words"), inset("i", "table"), text("Caption")]);
    let of_it = [("suggestion-left", "error", "i", "more")];
    check(units.clone(), &table(true, left.clone()), &of_it);
    let mut hidden = table(true, json!([text("Volta")]));
    let gone = PayloadId::parse("Payload00009").unwrap();
    let parts = hidden.tables.get_mut(&payload()).unwrap();
    parts.cells.insert(CellKey { row: gone, col: payload(), slot: payload() }, line(left.clone()));
    check(units, &hidden, &[]);
    let mut figures = figure(true, "A river", false);
    figures.figures.get_mut(&payload()).unwrap().credit = line(left.clone());
    let units = json!([mark("p", "p"), text("Words"), inset("i", "figure"), text("Caption")]);
    check(units, &figures, &of_it);
    let mut notes = Payloads::default();
    notes.notes.insert(payload(), line(left.clone()));
    check(json!([mark("i", "p"), text("Words"), { "embed": { "note": PAYLOAD } }]), &notes, &of_it);
    let mut boxes = Payloads::default();
    let title = line(json!([{ "text": "more", "marks": { "suggestion": "x" } }]));
    boxes.boxes.insert(payload(), BoxParts { title, ..BoxParts::default() });
    check(json!([{ "mark": { "id": "i", "kind": "p", "box": PAYLOAD } }, text("Words")]), &boxes, &of_it);
}

#[test]
fn case_studies_of_the_network_stop_a_public_edition_alone() {
    let mut payloads = Payloads::default();
    let case = |visibility: &str| BoxParts {
        kind: Some("case".to_owned()),
        title: line(json!([text("A river")])),
        visibility: Some(visibility.to_owned()),
        ..BoxParts::default()
    };
    payloads.boxes.insert(payload(), case("network"));
    let units = json!([{ "mark": { "id": "a", "kind": "p", "box": PAYLOAD } }, text("Words")]);
    let chapter = written(1, "One", units.clone(), &payloads);
    for (public, severity) in [(false, Severity::Warning), (true, Severity::Error)] {
        let findings = ready(std::slice::from_ref(&chapter), public);
        assert_eq!(findings.len(), 1);
        assert_eq!((findings[0].code, findings[0].severity), (Code::UnreleasedCase, severity));
        assert_eq!((findings[0].block.as_deref(), findings[0].detail.as_str()), (Some("a"), "A river"));
    }
    payloads.boxes.insert(payload(), case("publishable"));
    assert_eq!(ready(&[written(1, "One", units.clone(), &payloads)], true), []);
    payloads.boxes.insert(payload(), BoxParts::default());
    check(units, &payloads, &[("no-title", "warning", "a", "")]);
}

#[test]
fn characters_without_a_form_are_named() {
    let chapter = written(
        1,
        "One",
        json!([mark("a", "p"), text("fire \u{1f525} and \u{1f525}\u{2764}")]),
        &Payloads::default(),
    );
    let trees = [tree(
        &ChapterFacts { id: chapter.id, title: &chapter.title },
        chapter.units.clone(),
        Payloads::default(),
    )];
    let coverage = Coverage::read("20-7E").unwrap();
    let places = HashMap::new();
    let look = chapter::Look::at(&chapter, &trees[0], &places, &coverage).all(false, false).pop().unwrap();
    assert_eq!((look.code, look.block.as_deref()), (Code::NoGlyph, Some("a")));
    assert_eq!(look.detail, "\u{2764} U+2764, \u{1f525} U+1F525");
}

#[test]
fn much_to_mend_is_said_a_hundred_times_and_hides_nothing_else() {
    let mut units = vec![mark("a", "p"), text("Words")];
    units.extend((0..5000).map(|number| json!({ "embed": { "xref": format!("gone{number}") } })));
    units.extend([mark("b", "h4"), text("Too deep")]);
    let findings = said(Value::Array(units), &Payloads::default());
    let of = |code: &str| findings.iter().filter(|finding| finding.0 == code).count();
    assert_eq!((of("broken-reference"), of("skipped-level")), (chapter::OF_A_KIND_MAX, 1));
}

#[test]
fn a_detail_is_short() {
    let units = json!([mark("a", "h4"), text(&"long ".repeat(100))]);
    let findings = said(units, &Payloads::default());
    assert!(findings[0].3.chars().count() <= 81 && findings[0].3.ends_with("long…"), "{findings:?}");
}

#[test]
fn each_code_has_a_word_of_its_own() {
    let words: HashSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(words.len(), Code::ALL.len());
    assert!(words.iter().all(|word| word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')));
}
