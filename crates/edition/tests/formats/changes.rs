//! The document of what changed: taking all of it back gives the words of the old edition, accepting it those of the new.

use std::collections::BTreeMap;

use edition::compare::{Edition, compare};
use edition::formats::changes;
use edition::sample::{Sample, SampleEdition};
use edition::tree::{Inline, Piece};

use crate::census::text;
use crate::read::{attribute, bare, is, parsed, unzip, within};

fn document(first: &SampleEdition, second: &SampleEdition) -> Vec<(String, Vec<u8>)> {
    let (was, now) = (first.manifest(), second.manifest());
    let (before, after) = (first.chapters(), second.chapters());
    let compared =
        compare(Edition { manifest: &was, chapters: &before }, Edition { manifest: &now, chapters: &after });
    unzip(&changes(&first.book(), &second.book(), &compared))
}

/// The paragraphs of a document when everything is decided one way, without those of the front.
fn decided(document: &str, accept: bool) -> Vec<String> {
    let (kept, mark) = if accept { ("t", "del") } else { ("delText", "ins") };
    let document = parsed(document);
    let mut paragraphs = Vec::new();
    for paragraph in within(document.root_element(), "p").into_iter().skip(2) {
        let ends = within(paragraph, "rPr")
            .into_iter()
            .next()
            .filter(|it| it.parent().is_some_and(|it| is(it, "pPr")));
        if ends.is_some_and(|ends| ends.children().any(|it| is(it, mark))) {
            let left = within(paragraph, "t").iter().any(|it| !it.ancestors().any(|it| is(it, mark)));
            assert!(!left, "words that stay in a paragraph that goes");
            continue;
        }
        let texts = paragraph.descendants().filter(|it| {
            let is_changed = it.ancestors().any(|it| is(it, "ins") || is(it, "del"));
            if is_changed { is(*it, kept) } else { is(*it, "t") }
        });
        paragraphs.push(bare(&texts.filter_map(|it| it.text()).collect::<String>()));
    }
    paragraphs
}

/// The texts of the blocks of each chapter, in their order.
fn blocks(edition: &SampleEdition) -> Vec<Vec<String>> {
    let of = |chapter: edition::Chapter| {
        let mut texts = vec![bare(&chapter.title)];
        for piece in chapter.pieces() {
            if let Piece::Block(block) = piece {
                let runs = block.content.iter().filter_map(|it| match it {
                    Inline::Text { text, .. } => Some(text.as_str()),
                    _ => None,
                });
                texts.push(bare(&runs.collect::<String>()));
            }
        }
        texts.retain(|text| !text.is_empty());
        texts
    };
    edition.chapters().into_iter().map(of).collect()
}

fn count(texts: &[String]) -> BTreeMap<&str, usize> {
    let mut counted = BTreeMap::new();
    texts.iter().for_each(|text| *counted.entry(text.as_str()).or_default() += 1);
    counted
}

#[test]
fn taken_back_it_is_the_old_edition_and_accepted_the_new() {
    for seed in 0..12 {
        let sample = Sample::small(seed, 3);
        let first = sample.freeze(1, None);
        let second = sample.touched(seed + 100, 20).freeze(2, Some(first.fingerprint()));
        let files = document(&first, &second);
        let document = text(&files, "word/document.xml");
        for (edition, accept) in [(&first, false), (&second, true)] {
            let (found, expected) = (decided(document, accept), blocks(edition));
            let whole = expected.concat();
            let (counted, wanted) = (count(&found), count(&whole));
            for (text, times) in &wanted {
                let there = counted.get(text).copied().unwrap_or_default();
                // A cell or a note may say as much as a short block.
                let is_right = if text.len() > 60 { there == *times } else { there >= *times };
                assert!(is_right, "seed {seed}: {there} instead of {times}: {text}");
            }
            // Chapters stand where they do now; in each, block by block, with cells, notes and lines of boxes between them.
            for chapter in expected {
                let mut rest = found.iter();
                for text in &chapter {
                    assert!(rest.any(|it| it == text), "seed {seed}: not in its place: {text}");
                }
            }
        }
    }
}

#[test]
fn the_same_edition_twice_has_no_change_and_nobody_is_its_author() {
    let sample = Sample::small(3, 3);
    let first = sample.freeze(1, None);
    let files = document(&first, &first);
    assert!(!text(&files, "word/document.xml").contains("<w:ins"));
    let second = sample.touched(4, 20).freeze(2, Some(first.fingerprint()));
    let files = document(&first, &second);
    let document = parsed(text(&files, "word/document.xml"));
    let marks: Vec<_> = document.descendants().filter(|it| is(*it, "ins") || is(*it, "del")).collect();
    assert!(marks.len() > 50);
    let date = second.manifest().facts.frozen_at.to_string();
    for mark in marks {
        assert_eq!(attribute(mark, "author"), Some(sample.title.as_str()));
        assert_eq!(attribute(mark, "date"), Some(date.as_str()));
    }
}
