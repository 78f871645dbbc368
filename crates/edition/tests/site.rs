//! What the pages show of a small edition, word for word: numbers, tables, figures, boxes, notes, definitions and ways from
//! one to the other. That nothing can become markup is `pages`.

use edition::site::{
    Links, References, Standing, chapter_page, contents_page, folder, glossary_page, language,
};
use edition::{ChapterEntry, ChapterFacts, EditionFacts, ImageEntry, Manifest, Moment, read_manifest};
use expect_test::{Expect, expect};
use manual::document::Document;
use manual::flat::{Attributes, Unit, write_all};
use manual::id::{ChapterId, ManualId, PayloadId};
use manual::inset::{Image, ImageKind};
use manual::json;
use manual::payload::{BoxParts, CellKey, FigureParts, Line, Payloads, SpanParts, TableParts};
use serde_json::{Value, json};

const PICTURE: &[u8] = b"a picture";

fn id(name: &str) -> PayloadId {
    PayloadId::parse(&format!("{name:0<12}")).expect("twelve characters")
}

fn line(text: &str) -> Line {
    vec![Unit::Text { text: text.to_owned(), attributes: Attributes::new() }]
}

fn chapter_id(n: u8) -> ChapterId {
    ChapterId::from_random([n; 16])
}

fn document(flat: &Value, payloads: &Payloads) -> Document {
    let mut document = Document::new(7);
    document.edit(|txn| payloads.write(txn));
    write_all(&mut document, &json::read_units(flat).expect("units"));
    document
}

/// A mark.
fn m(id: &str, kind: &str) -> Value {
    json!({"mark": {"id": id, "kind": kind}})
}

fn with(kind: &str, id: &str, key: &str, value: PayloadId) -> Value {
    json!({"mark": {"id": id, "kind": kind, (key): value.as_str()}})
}

fn t(text: &str) -> Value {
    json!({ "text": text })
}

fn xref(target: &str, chapter: Option<ChapterId>) -> Value {
    match chapter {
        None => json!({"embed": {"xref": target}}),
        Some(chapter) => json!({"embed": {"xref": target, "chapter": chapter.to_string()}}),
    }
}

fn note(name: &str) -> Value {
    json!({"embed": {"note": id(name).as_str()}})
}

fn cells(table: &mut TableParts, all: &[(&str, &str, &str)]) {
    for (row, col, said) in all {
        table.cells.insert(CellKey { row: id(row), col: id(col), slot: id("s") }, line(said));
    }
}

fn first() -> Document {
    let mut payloads = Payloads::default();
    payloads.notes.insert(id("n1"), line("Said in Accra."));
    payloads.notes.insert(id("n2"), line("حاشية"));
    let mut table = TableParts {
        rows: vec![id("r1"), id("r2"), id("r3")],
        cols: vec![id("c1"), id("c2"), id("c3")],
        head_row: true,
        head_col: true,
        ..TableParts::default()
    };
    cells(
        &mut table,
        &[
            ("r1", "c1", "River"),
            ("r1", "c2", "Height"),
            ("r2", "c1", "Volta"),
            ("r2", "c2", "2 m"),
            ("r3", "c2", "3 m"),
            ("r3", "c3", "نهر"),
        ],
    );
    table.spans.insert(id("x"), SpanParts { rows: vec![id("r1")], cols: vec![id("c2"), id("c3")] });
    table.spans.insert(id("y"), SpanParts { rows: vec![id("r2"), id("r3")], cols: vec![id("c1")] });
    table.widths.insert(id("c1"), 33);
    payloads.tables.insert(id("T"), table);
    let image = Image {
        sha256: edition::hex(&edition::sha256(PICTURE)),
        width: 640,
        height: 480,
        kind: ImageKind::Webp,
    };
    let figure = FigureParts {
        image: Some(image),
        alt: line("Water to the \"roofs\""),
        credit: line("Ministry"),
        decorative: false,
    };
    payloads.figures.insert(id("F"), figure);
    let case = BoxParts {
        kind: Some("case".to_owned()),
        title: line("Accra"),
        region: line("West Africa"),
        period: line("2019"),
        ..BoxParts::default()
    };
    payloads.boxes.insert(id("B"), case);
    let check = BoxParts { kind: Some("checklist".to_owned()), ..BoxParts::default() };
    payloads.boxes.insert(id("C"), check);
    let flat = json!([
        m("h", "h2"),
        t("Signs"),
        note("n1"),
        m("p", "p"),
        t("See "),
        xref("T1", None),
        t(", "),
        xref(id("B").as_str(), None),
        t(", "),
        xref("gone", None),
        t(", "),
        xref("s2", Some(chapter_id(2))),
        t(", "),
        xref("s2", Some(chapter_id(9))),
        t(", "),
        xref("p", None),
        t("."),
        note("n2"),
        note("n1"),
        m("h3", "h3"),
        t("Rivers"),
        with("table", "T1", "payload", id("T")),
        t("Heights"),
        with("figure", "F1", "payload", id("F")),
        t("The river"),
        with("p", "b1", "box", id("B")),
        t("It rose."),
        with("p", "c1", "box", id("C")),
        with("p", "b2", "box", id("B")),
        t("It fell."),
        m("d", "def"),
        json!({"text": "Hazard", "marks": {"term": "hazard"}}),
        t(" may do harm."),
        m("e", "def"),
        t("Flood: water where none should be, see "),
        xref("h3", None),
        t("."),
        with("table", "T2", "payload", id("T")),
        t("again"),
        m("z", "p"),
        t("End"),
        json!({"embed": {"break": "page"}}),
        t("after"),
    ]);
    document(&flat, &payloads)
}

fn second() -> Document {
    let flat = json!([
        json!({"mark": {"id": "s1", "kind": "h2", "lang": "fr"}}),
        t("Alerte"),
        json!({"mark": {"id": "s2", "kind": "h3", "lang": "fr"}}),
        t("Précoce"),
        json!({"mark": {"id": "s3", "kind": "def", "lang": "fr"}}),
        t("Aléa : ce qui peut nuire, voir "),
        xref("T1", Some(chapter_id(1))),
        json!({"mark": {"id": "s4", "kind": "table", "lang": "fr", "payload": id("T").as_str()}}),
        t("Vide"),
    ]);
    document(&flat, &Payloads::default())
}

fn edition() -> (Manifest, Vec<Vec<u8>>) {
    let (mut entries, mut bytes) = (Vec::new(), Vec::new());
    for (n, (title, document)) in
        [("Early warning", first()), ("Alerte précoce", second())].iter().enumerate()
    {
        let facts = ChapterFacts { id: chapter_id(n as u8 + 1), title };
        let frozen = edition::chapter(&facts, document).expect("whole");
        entries.push(ChapterEntry::new(&facts, None, &frozen));
        bytes.push(frozen.bytes);
    }
    let facts = EditionFacts {
        manual: ManualId::from_random([7; 16]),
        slug: "manual".to_owned(),
        manual_title: "Manual".to_owned(),
        edition: 1,
        title: "Accra".to_owned(),
        position: 12,
        frozen_at: Moment::from_ms(0),
        previous: None,
        revision: None,
    };
    let images = [ImageEntry::new(PICTURE, ImageKind::Webp)];
    (read_manifest(&edition::manifest(&facts, &entries, &images).bytes).expect("our own"), bytes)
}

/// The text of a chapter's page, from its title on.
#[track_caller]
fn check(index: usize, links: &Links, expected: &Expect) {
    let (manifest, bytes) = edition();
    let open = |index: usize| manifest.open(index, &bytes[index]);
    let chapter = open(index).expect("its own bytes");
    let references = References::of(&manifest, &chapter, open).expect("its own bytes");
    let page = chapter_page(&manifest, index, &chapter, &references, links, &Standing::default());
    let from = page.find("</header>\n<h2").map(|at| at + 10).expect("a text begins");
    let to = page.find("</article>").expect("it ends");
    expected.assert_eq(&page[from..to]);
}

#[test]
fn a_chapter_in_a_folder() {
    check(
        0,
        &Links::Folder,
        &expect![[r##"
            <h2 id="h"><span class="number">1.1</span> Signs<sup class="note"><a id="ref-1" href="#note-1" role="doc-noteref">1</a></sup></h2>
            <p id="p">See <a href="#T1"><span class="number" lang="en">Table 1.1</span>: <bdi>Heights</bdi></a>, <a href="#B00000000000"><span class="number" lang="en">Box 1.1</span>: <bdi>Accra</bdi></a>, <span class="broken" lang="en">(this points at something that is not in this edition)</span>, <a href="chapter-02.html#s2">2.1.1 <bdi>Précoce</bdi></a>, <span class="broken" lang="en">(this points at something that is not in this edition)</span>, <a href="#p"><bdi>See  ,  ,  ,  ,  ,  .</bdi></a>.<sup class="note"><a id="ref-2" href="#note-2" role="doc-noteref">2</a></sup><sup class="note"><a href="#note-1" role="doc-noteref">1</a></sup><a class="at" href="#p" aria-hidden="true" tabindex="-1"></a></p>
            <h3 id="h3"><a class="here" href="#h3"><span class="number">1.1.1</span> Rivers</a></h3>
            <div class="wide" id="T1" role="region" tabindex="0" aria-labelledby="caption-1"><table>
            <caption id="caption-1"><span class="number" lang="en">Table 1.1</span> Heights</caption>
            <colgroup><col class="w35"><col><col></colgroup>
            <thead>
            <tr><th scope="col">River</th><th scope="colgroup" colspan="2">Height</th></tr>
            </thead>
            <tbody>
            <tr><th scope="rowgroup" rowspan="2">Volta</th><td>2 m</td><td></td></tr>
            <tr><td>3 m</td><td dir="rtl">نهر</td></tr>
            </tbody>
            </table></div>
            <figure id="F1"><img src="images/92b2fa58028958317e408bd84ecfa70f5ee35b121991dbc232c49d166353708b.webp" alt="Water to the &quot;roofs&quot;" width="640" height="480" loading="lazy" decoding="async">
            <figcaption><span class="number" lang="en">Figure 1.1</span> The river <span class="credit"><bdi>Ministry</bdi></span></figcaption></figure>
            <aside class="box case" id="B00000000000" aria-labelledby="B00000000000-title">
            <h4 id="B00000000000-title" class="title"><span class="number" lang="en">Box 1.1</span> <span class="kind" lang="en">Case study</span> <span class="name"><bdi>Accra</bdi></span></h4>
            <p class="where"><bdi>West Africa</bdi> · <bdi>2019</bdi></p>
            <p id="b1">It rose.<a class="at" href="#b1" aria-hidden="true" tabindex="-1"></a></p>
            </aside>
            <aside class="box checklist" id="C00000000000" aria-labelledby="C00000000000-title">
            <h4 id="C00000000000-title" class="title"><span class="number" lang="en">Box 1.2</span> <span class="kind" lang="en">Checklist</span></h4>
            <p id="c1"></p>
            </aside>
            <aside class="box case">
            <p class="kind"><a href="#B00000000000"><span class="number" lang="en">Box 1.1</span></a> <span lang="en">(continued)</span></p>
            <p id="b2">It fell.<a class="at" href="#b2" aria-hidden="true" tabindex="-1"></a></p>
            </aside>
            <p class="definition" id="d"><dfn>Hazard</dfn> may do harm.<a class="at" href="#d" aria-hidden="true" tabindex="-1"></a></p>
            <p class="definition" id="e"><dfn>Flood</dfn>: water where none should be, see <a href="#h3">1.1.1 <bdi>Rivers</bdi></a>.<a class="at" href="#e" aria-hidden="true" tabindex="-1"></a></p>
            <p class="again" id="T2"><a href="#T1"><span class="number" lang="en">Table 1.1</span></a> again</p>
            <p id="z">End<span class="page"> </span>after<a class="at" href="#z" aria-hidden="true" tabindex="-1"></a></p>
            <section class="notes" role="doc-endnotes" aria-labelledby="the-notes">
            <h2 id="the-notes" lang="en">Notes</h2>
            <ol>
            <li id="note-1"><p>Said in Accra. <a class="back" href="#ref-1" role="doc-backlink" aria-label="Back to the text, note 1" lang="en">↑</a></p></li>
            <li id="note-2" dir="rtl"><p>حاشية <a class="back" href="#ref-2" role="doc-backlink" aria-label="Back to the text, note 2" lang="en">↑</a></p></li>
            </ol>
            </section>
        "##]],
    );
}

#[test]
fn a_chapter_in_french_at_a_service() {
    check(
        1,
        &Links::Served { slug: "manual".to_owned(), n: 1 },
        &expect![[r##"
            <h2 id="s1"><a class="here" href="#s1"><span class="number">2.1</span> Alerte</a></h2>
            <h3 id="s2"><a class="here" href="#s2"><span class="number">2.1.1</span> Précoce</a></h3>
            <p class="definition" id="s3"><dfn>Aléa</dfn> : ce qui peut nuire, voir <a href="/manual/editions/1/1#T1"><span class="number">Tableau 1.1</span> : <bdi>Heights</bdi></a><a class="at" href="#s3" aria-hidden="true" tabindex="-1"></a></p>
            <div class="wide" id="s4" role="region" tabindex="0" aria-labelledby="caption-1"><table>
            <caption id="caption-1"><span class="number">Tableau 2.1</span> Vide</caption>
            </table></div>
        "##]],
    );
}

#[test]
fn the_glossary_gathers_from_all_chapters() {
    let (manifest, bytes) = edition();
    let open = |index: usize| manifest.open(index, &bytes[index]);
    let page = glossary_page(&manifest, &Links::Folder, "en", open).expect("its own bytes");
    let from = page.find("<dl").expect("a list");
    let to = page.find("</dl>").expect("it ends");
    expect![[r#"
        <dl class="terms">
        <dt lang="fr" dir="ltr"><dfn>Aléa</dfn></dt>
        <dd lang="fr" dir="ltr">ce qui peut nuire, voir <a href="chapter-01.html#T1"><span class="number">Tableau 1.1</span> : <bdi>Heights</bdi></a> <a class="from" href="chapter-02.html#s3"><bdi>Alerte précoce</bdi></a></dd>
        <dt lang="" dir="ltr"><dfn>Flood</dfn></dt>
        <dd lang="" dir="ltr">water where none should be, see <a href="chapter-01.html#h3">1.1.1 <bdi>Rivers</bdi></a>. <a class="from" href="chapter-01.html#e"><bdi>Early warning</bdi></a></dd>
        <dt lang="" dir="ltr"><dfn>Hazard</dfn></dt>
        <dd lang="" dir="ltr"><span class="term" data-term="hazard">Hazard</span> may do harm. <a class="from" href="chapter-01.html#d"><bdi>Early warning</bdi></a></dd>
    "#]].assert_eq(&page[from..to]);
    let contents = contents_page(&manifest, &Links::Folder, "en", &Standing::default());
    assert!(contents.contains(r#"<a href="glossary.html">Glossary</a>"#));
}

#[test]
fn a_folder_has_the_pictures_and_only_those_that_are_what_they_were() {
    let (manifest, bytes) = edition();
    let written = edition::manifest(&manifest.facts, &manifest.chapters, &manifest.images).bytes;
    let files =
        folder(&written, &bytes, &Standing::default(), |_| Some(PICTURE.to_vec())).expect("one edition");
    let name = format!("images/{}", manifest.images[0].name());
    assert!(name.ends_with(".webp"));
    let picture = files.iter().find(|(file, _)| *file == name).map(|(_, bytes)| bytes.as_slice());
    assert_eq!(picture, Some(PICTURE));
    assert!(files.iter().any(|(file, _)| file == "glossary.html"));
    let page = files.iter().find(|(file, _)| file == "chapter-01.html").expect("the first");
    assert!(String::from_utf8_lossy(&page.1).contains(&format!(r#"src="{name}""#)));
    for other in [None, Some(b"another picture".to_vec())] {
        assert!(folder(&written, &bytes, &Standing::default(), |_| other.clone()).is_err());
    }
}

#[test]
fn what_stands_around_the_text_is_in_the_language_of_the_text() {
    let (manifest, bytes) = edition();
    let open = |index: usize| manifest.open(index, &bytes[index]);
    let page = |index: usize| {
        let chapter = open(index).expect("its own bytes");
        let references = References::of(&manifest, &chapter, open).expect("its own bytes");
        chapter_page(&manifest, index, &chapter, &references, &Links::Folder, &Standing::default())
    };
    assert!(page(0).contains(r#"<html lang="en" dir="ltr">"#));
    let french = page(1);
    for said in
        [r#"<html lang="fr" dir="ltr">"#, "Aller au texte", "Chapitre 2", "Table des matières", "Précédent"]
    {
        assert!(french.contains(said), "{said}");
    }
    assert_eq!(language(&manifest, open).expect("its own bytes"), "");
    let contents = contents_page(&manifest, &Links::Folder, "ar", &Standing::default());
    for said in [r#"<html lang="ar" dir="rtl">"#, "المحتويات", "الطبعة 1", "كيفية الاستشهاد"]
    {
        assert!(contents.contains(said), "{said}");
    }
}
