//! A line in both of its states is all there, whatever became of it.

use edition::changed::{Pair, Piece, Span, Spans};
use edition::sample::Sample;
use edition::set::{Inline, Line, Node};
use manual::difference::Is;

fn said(content: &[Inline]) -> String {
    let of = |inline: &Inline| match inline {
        Inline::Text { text, .. } | Inline::Unknown(text) => text.clone(),
        Inline::Break => "/".to_owned(),
        Inline::PageBreak => "//".to_owned(),
        Inline::Reference { text, .. } => format!("@{text}"),
        Inline::Note { number, .. } => format!("*{number}"),
    };
    content.iter().map(of).collect()
}

/// The same without what came, or without what went.
fn shown(spans: &[Span<'_>], but: Is) -> String {
    let of = |piece: &Piece<'_>| match piece {
        Piece::Text { text, .. } | Piece::Unknown(text) => (*text).to_owned(),
        Piece::Break => "/".to_owned(),
        Piece::PageBreak => "//".to_owned(),
        Piece::Reference { text, .. } => format!("@{text}"),
        Piece::Note { number, .. } => format!("*{number}"),
    };
    spans.iter().filter(|span| span.is != but).flat_map(|span| &span.pieces).map(of).collect()
}

#[test]
fn every_line_beside_every_other_is_whole() {
    let book = Sample::small(4, 2).freeze(1, None).book();
    let nodes = book.chapters.iter().flat_map(|chapter| &chapter.nodes);
    let lines = nodes.filter_map(|node| match node {
        Node::Text(text) => Some(&text.line),
        Node::Heading(heading) => Some(&heading.line),
        Node::List(_) | Node::Table(_) | Node::Figure(_) | Node::Boxed(_) => None,
    });
    let lines: Vec<&Line> = lines.take(80).collect();
    let has = |of: fn(&Inline) -> bool| lines.iter().any(|line| line.content.iter().any(of));
    assert!(has(|it| matches!(it, Inline::Note { .. })) && has(|it| matches!(it, Inline::Reference { .. })));
    let mut spans = Spans::new(&book, &book);
    for was in &lines {
        for now in &lines {
            let told = spans.line(Pair { was: Some(was), now: Some(now) });
            assert_eq!(shown(&told, Is::Added), said(&was.content));
            assert_eq!(shown(&told, Is::Removed), said(&now.content));
        }
        let told = spans.line(Pair { was: None, now: Some(was) });
        assert!(told.iter().all(|span| span.is == Is::Added));
    }
}
