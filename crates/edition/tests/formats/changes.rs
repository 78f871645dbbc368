//! The document of what changed: taking all of it back gives what the old edition says, accepting it what the new one does, in its
//! order, words, rows, pictures and emphasis. Decided by a reader that knows only what Word means by its marks.

use edition::compare::{ChapterChange, Edition, compare};
use edition::formats::{Picture, Side, changes};
use edition::sample::{Chance, Sample, SampleEdition};
use edition::set::book;
use edition::tree::{Block, Head, Inline, Inset, Node};
use edition::{Chapter, Manifest};
use manual::block::Kind;
use manual::inline::Style;
use manual::inset::BoxKind;
use roxmltree::Node as Xml;

use crate::census::text;
use crate::later::later;
use crate::nasty;
use crate::read::{attribute, bare, is, parsed, unzip, within};

/// A paragraph as it stands: its style, and its letters, each look before those that have it. A picture is what it shows and its file.
type Said = (String, String);

/// The document, and in which order chapters stand in it.
fn document(
    (was, before): (&Manifest, &[Chapter]),
    (now, after): (&Manifest, &[Chapter]),
    images: &SampleEdition,
) -> (Vec<(String, Vec<u8>)>, Vec<ChapterChange>) {
    let compared =
        compare(Edition { manifest: was, chapters: before }, Edition { manifest: now, chapters: after });
    let (old, new) = (book(was.clone(), before).expect("whole"), book(now.clone(), after).expect("whole"));
    let picture = |image: &manual::inset::Image| {
        Some(Picture { bytes: images.image(&image.sha256).unwrap_or(b"none").to_vec(), extension: "png" })
    };
    let (old, new) = (Side { book: &old, chapters: before }, Side { book: &new, chapters: after });
    (unzip(&changes(old, new, &compared, picture)), compared)
}

/// The paragraphs of a document when everything is decided one way, without those of the front.
fn decided(document: &str, accept: bool) -> Vec<Said> {
    let document = parsed(document);
    let mut said = Vec::new();
    for paragraph in within(document.root_element(), "p").into_iter().skip(2) {
        let dropped = if accept { "del" } else { "ins" };
        let row = paragraph.ancestors().find(|it| is(*it, "tr")).and_then(|row| child(row, "trPr"));
        let own = child(paragraph, "pPr").and_then(|it| child(it, "rPr"));
        let is_dropped = [row, own].into_iter().flatten().any(|it| child(it, dropped).is_some());
        let said_here = one(paragraph, accept);
        if is_dropped {
            assert_eq!(said_here.1, "", "what stays in a paragraph that goes");
        } else if !said_here.1.is_empty() {
            said.push(said_here);
        }
    }
    said
}

fn one(paragraph: Xml<'_, '_>, accept: bool) -> Said {
    let properties = child(paragraph, "pPr").expect("each has its own");
    let before = child(properties, "pPrChange").and_then(|it| child(it, "pPr")).filter(|_| !accept);
    let style = child(before.unwrap_or(properties), "pStyle").and_then(|it| attribute(it, "val"));
    let mut letters = Letters::default();
    for run in within(paragraph, "r") {
        let inside = |name| run.ancestors().any(|it| is(it, name));
        let (comes, goes) = (inside("ins"), inside("del"));
        assert!(!(comes && goes), "one or the other");
        if (accept && goes) || (!accept && comes) {
            continue;
        }
        let look = child(run, "rPr").map(|now| {
            let before = child(now, "rPrChange").and_then(|it| child(it, "rPr")).filter(|_| !accept);
            let now = before.unwrap_or(now);
            let turned = child(now, "vertAlign").and_then(|it| attribute(it, "val")).unwrap_or_default();
            let is_code = child(now, "rStyle").and_then(|it| attribute(it, "val")) == Some("Code");
            look(child(now, "b").is_some(), child(now, "i").is_some(), turned, is_code)
        });
        for piece in run.descendants() {
            match piece.tag_name().name() {
                "t" => assert!(!goes, "words that go are marked as such"),
                "delText" => assert!(goes, "only words that go are"),
                // What a picture shows is said of it as it is, and below it what changed of that.
                "docPr" if accept => letters.say("", attribute(piece, "descr").expect("a description")),
                "blip" => letters.say("", attribute(piece, "embed").expect("a file")),
                _ => continue,
            }
            letters.say(look.as_deref().unwrap_or_default(), piece.text().unwrap_or_default());
        }
    }
    (style.expect("a style").to_owned(), letters.said)
}

fn child<'a, 'i>(node: Xml<'a, 'i>, name: &str) -> Option<Xml<'a, 'i>> {
    node.children().find(|it| is(*it, name))
}

fn look(strong: bool, em: bool, turned: &str, code: bool) -> String {
    let names =
        [(strong, "b"), (em, "i"), (turned == "subscript", "_"), (turned == "superscript", "^"), (code, "c")];
    names.iter().filter(|(is, _)| *is).map(|(_, name)| *name).collect()
}

#[derive(Default)]
struct Letters {
    said: String,
    look: String,
}

impl Letters {
    fn say(&mut self, look: &str, text: &str) {
        let text = bare(text);
        if !text.is_empty() && self.look != look {
            self.look = look.to_owned();
            self.said.push_str(&format!("<{look}>"));
        }
        self.said.push_str(&text);
    }
}

/// What an edition says, by its own chapters.
struct Model {
    accept: bool,
    said: Vec<Said>,
}

impl Model {
    fn say(&mut self, style: &str, text: &str) {
        let mut letters = Letters::default();
        letters.say("", text);
        self.push(style, letters);
    }

    fn push(&mut self, style: &str, letters: Letters) {
        if !letters.said.is_empty() {
            self.said.push((style.to_owned(), letters.said));
        }
    }

    fn line(&mut self, style: &str, content: &[Inline]) {
        let mut letters = Letters::default();
        for inline in content {
            match inline {
                Inline::Text { text, style: Style { strong, em, sub, sup, code, .. } } => {
                    let turned = if *sub {
                        "subscript"
                    } else if *sup {
                        "superscript"
                    } else {
                        ""
                    };
                    letters.say(&look(*strong, *em, turned, *code), text);
                }
                Inline::Unknown(json) => letters.say("c", json),
                Inline::Break | Inline::PageBreak | Inline::Note { .. } | Inline::Xref { .. } => {}
            }
        }
        self.push(style, letters);
    }

    fn chapter(&mut self, chapter: &Chapter) {
        self.say("Heading1", &chapter.title);
        self.nodes(&chapter.nodes, 0);
    }

    fn nodes(&mut self, nodes: &[Node], depth: usize) {
        for node in nodes {
            match node {
                Node::Block(block) => self.block(block, depth),
                Node::List(list) => {
                    for item in &list.items {
                        self.block(&item.first, depth + 1);
                        self.nodes(&item.more, depth + 1);
                    }
                }
                Node::Boxed(boxed) => {
                    if let Head::First(heading) = &boxed.head {
                        self.say("BoxTitle", &heading.title);
                        if let BoxKind::Case { region, period, .. } = &heading.kind {
                            self.say("BoxAbout", region);
                            self.say("BoxAbout", period);
                        }
                    }
                    self.nodes(&boxed.nodes, depth);
                }
            }
        }
    }

    fn block(&mut self, block: &Block, depth: usize) {
        let mut contents = vec![block.content.as_slice()];
        let style = match block.kind {
            Kind::Heading2 => "Heading2",
            Kind::Heading3 => "Heading3",
            Kind::Heading4 => "Heading4",
            Kind::Quote => "Quote",
            Kind::Definition => "Definition",
            Kind::Table | Kind::Figure => "Caption",
            Kind::Paragraph => {
                if depth > 0 {
                    "ListParagraph"
                } else {
                    "BodyText"
                }
            }
        };
        if let Some(Inset::Figure(figure)) = &block.inset
            && let Some(image) = &figure.image
        {
            let alt = if self.accept { figure.alt.as_str() } else { "" };
            self.say("Figure", &format!("{alt}rPicture{}", image.sha256));
        }
        self.line(style, &block.content);
        match &block.inset {
            Some(Inset::Table(table)) => {
                for cell in table.rows.iter().flat_map(|row| &row.cells) {
                    self.line("TableText", &cell.content);
                    contents.push(&cell.content);
                }
            }
            Some(Inset::Figure(figure)) => {
                self.say("Credit", &figure.alt);
                self.say("Credit", &figure.credit);
            }
            None => {}
        }
        for inline in contents.into_iter().flatten() {
            if let Inline::Note { content: Some(said), .. } = inline {
                self.line("FootnoteText", said);
            }
        }
    }
}

#[track_caller]
fn both_ways(
    seed: u64,
    (was, before): (&Manifest, &[Chapter]),
    (now, after): (&Manifest, &[Chapter]),
    images: &SampleEdition,
) {
    let (files, compared) = document((was, before), (now, after), images);
    let document = text(&files, "word/document.xml");
    for accept in [false, true] {
        let mut model = Model { accept, said: Vec::new() };
        for chapter in &compared {
            let there =
                if accept { chapter.now.map(|at| &after[at]) } else { chapter.was.map(|at| &before[at]) };
            there.into_iter().for_each(|chapter| model.chapter(chapter));
        }
        let found = decided(document, accept);
        let which = if accept { "accepted" } else { "taken back" };
        for (found, expected) in found.iter().zip(&model.said) {
            assert_eq!(found, expected, "seed {seed}, {which}");
        }
        assert_eq!(found.len(), model.said.len(), "seed {seed}, {which}");
    }
}

#[test]
fn taken_back_it_is_the_old_edition_and_accepted_the_new() {
    let pairs = if std::env::var_os("CHANCERY_PROVE").is_some() { 400 } else { 60 };
    let samples: Vec<SampleEdition> = (0..4).map(|seed| Sample::small(seed, 2).freeze(1, None)).collect();
    for seed in 0..pairs {
        let first = &samples[seed as usize % samples.len()];
        let (manifest, before) = (first.manifest(), first.chapters());
        let after = later(&before, &mut Chance::new(seed + 1));
        both_ways(seed, (&manifest, &before), (&manifest, &after), first);
    }
    println!(
        "figure: {pairs} pairs of editions, with tracked changes decided both ways: each is what it was made of"
    );
}

#[test]
fn chapters_that_stand_elsewhere_come_out_too() {
    for seed in 0..6 {
        let sample = Sample::small(seed, 3);
        let first = sample.freeze(1, None);
        let second = sample.touched(seed + 100, 20).freeze(2, Some(first.fingerprint()));
        let (before, after) = (first.chapters(), second.chapters());
        both_ways(seed, (&first.manifest(), &before), (&second.manifest(), &after), &first);
    }
}

#[test]
fn the_chapters_of_a_broken_program_make_a_document_too() {
    for seed in 0..40 {
        let id = manual::id::ChapterId::from_random([7; 16]);
        let frozen = |seed| {
            let facts = edition::ChapterFacts { id, title: "Nasty" };
            let frozen = edition::chapter(&facts, &nasty::document(seed, 60)).ok()?;
            edition::read_chapter(&frozen.bytes).ok()
        };
        let (Some(before), Some(after)) = (frozen(seed), frozen(seed + 1)) else { continue };
        let sample = Sample::small(1, 1).freeze(1, None);
        let manifest = sample.manifest();
        let (files, _) = document((&manifest, &[before]), (&manifest, &[after]), &sample);
        parsed(text(&files, "word/document.xml"));
    }
}

/// What one change is marked as: rows, pictures, looks.
fn marks(before: &[Chapter], after: &[Chapter], first: &SampleEdition) -> [usize; 3] {
    let manifest = first.manifest();
    let (files, _) = document((&manifest, before), (&manifest, after), first);
    let document = parsed(text(&files, "word/document.xml"));
    let marked =
        |it: Option<Xml<'_, '_>>| it.is_some_and(|it| child(it, "ins").or(child(it, "del")).is_some());
    let rows = within(document.root_element(), "tr").into_iter().filter(|row| marked(child(*row, "trPr")));
    let is_marked = |it: &Xml<'_, '_>| it.ancestors().any(|it| is(it, "ins") || is(it, "del"));
    let pictures = within(document.root_element(), "drawing").into_iter().filter(is_marked);
    [rows.count(), pictures.count(), within(document.root_element(), "rPrChange").len()]
}

fn insets<'c>(chapters: &'c mut [Chapter], of: &mut dyn FnMut(&'c mut Block)) {
    for node in chapters.iter_mut().flat_map(|chapter| &mut chapter.nodes) {
        if let Node::Block(block) = node {
            of(block);
        }
    }
}

#[test]
fn a_row_a_picture_and_a_look_are_one_mark_each() {
    let first = Sample::small(3, 1).freeze(1, None);
    let before = first.chapters();
    assert_eq!(marks(&before, &before, &first), [0, 0, 0]);

    let mut after = before.clone();
    let mut done = false;
    insets(&mut after, &mut |block| {
        if let (Some(Inset::Table(table)), false) = (&mut block.inset, done) {
            // No cell reaches into it.
            table.rows.pop();
            done = true;
        }
    });
    assert!(done);
    assert_eq!(marks(&before, &after, &first), [1, 0, 0]);

    let (mut after, mut done) = (before.clone(), false);
    let other = first.images.keys().next_back().expect("pictures").clone();
    insets(&mut after, &mut |block| {
        if let (Some(Inset::Figure(figure)), false) = (&mut block.inset, done)
            && let Some(image) = &mut figure.image
        {
            assert_ne!(image.sha256, other);
            image.sha256.clone_from(&other);
            done = true;
        }
    });
    assert!(done);
    assert_eq!(marks(&before, &after, &first), [0, 2, 0], "one goes and one comes");

    let (mut after, mut done) = (before.clone(), false);
    insets(&mut after, &mut |block| {
        if let ([Inline::Text { style, .. }], Kind::Paragraph, false) =
            (&mut block.content[..], block.kind, done)
        {
            style.strong = !style.strong;
            done = true;
        }
    });
    assert!(done);
    assert_eq!(marks(&before, &after, &first)[..2], [0, 0]);
    assert!(marks(&before, &after, &first)[2] >= 1);
}

#[test]
fn the_same_edition_twice_has_no_change_and_nobody_is_its_author() {
    let sample = Sample::small(3, 3);
    let first = sample.freeze(1, None);
    let (was, before) = (first.manifest(), first.chapters());
    let (files, _) = document((&was, &before), (&was, &before), &first);
    for mark in ["<w:ins", "<w:del", "PrChange"] {
        assert!(!text(&files, "word/document.xml").contains(mark));
    }
    let second = sample.touched(4, 20).freeze(2, Some(first.fingerprint()));
    let (now, after) = (second.manifest(), second.chapters());
    let (files, _) = document((&was, &before), (&now, &after), &first);
    let document = parsed(text(&files, "word/document.xml"));
    let is_mark =
        |it: &Xml<'_, '_>| ["ins", "del", "rPrChange", "pPrChange"].iter().any(|name| is(*it, name));
    let marks: Vec<_> = document.descendants().filter(is_mark).collect();
    assert!(marks.len() > 50);
    let date = now.facts.frozen_at.to_string();
    for mark in marks {
        assert_eq!(attribute(mark, "author"), Some(sample.title.as_str()));
        assert_eq!(attribute(mark, "date"), Some(date.as_str()));
    }
}
