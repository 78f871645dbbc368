//! One chapter by itself: what points out of it stays as words.

use super::{Inline, Node};

/// Takes the way out of every reference that leads to another chapter than this.
pub(super) fn within(nodes: &mut [Node], chapter: usize) {
    for node in nodes {
        match node {
            Node::Heading(heading) => inlines(&mut heading.line.content, chapter),
            Node::Text(text) => inlines(&mut text.line.content, chapter),
            Node::Figure(figure) => inlines(&mut figure.caption.content, chapter),
            Node::List(list) => list.items.iter_mut().for_each(|item| within(&mut item.nodes, chapter)),
            Node::Boxed(boxed) => within(&mut boxed.nodes, chapter),
            Node::Table(table) => {
                inlines(&mut table.caption.content, chapter);
                let cells = table.rows.iter_mut().flatten();
                cells.for_each(|cell| inlines(&mut cell.line.content, chapter));
            }
        }
    }
}

fn inlines(content: &mut [Inline], chapter: usize) {
    for inline in content {
        match inline {
            Inline::Reference { to, text: _ } => {
                if to.as_ref().is_some_and(|to| to.chapter != chapter) {
                    *to = None;
                }
            }
            Inline::Note { id: _, number: _, said } => {
                said.iter_mut().for_each(|said| inlines(&mut said.content, chapter))
            }
            Inline::Text { .. } | Inline::Break | Inline::PageBreak | Inline::Unknown(_) => {}
        }
    }
}
