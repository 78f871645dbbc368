//! The same chapters later, whatever can happen to each thing that stands in them: texts, emphasis, kinds, rows, cells, pictures, notes,
//! headings of boxes; and blocks that go, come and move. By chance; the same seed does the same.

use edition::Chapter;
use edition::sample::Chance;
use edition::tree::{Block, Head, Inline, Inset, Node, Row, Table};
use manual::block::Kind;
use manual::id::PayloadId;
use manual::inset::Figure;

/// One of so many things is touched.
const TOUCHED: usize = 5;

pub(crate) fn later(chapters: &[Chapter], chance: &mut Chance) -> Vec<Chapter> {
    let mut later = chapters.to_vec();
    for chapter in &mut later {
        if chance.one_in(TOUCHED) {
            chapter.title.push_str(" and more");
        }
        nodes(&mut chapter.nodes, chance);
    }
    later
}

fn nodes(nodes: &mut Vec<Node>, chance: &mut Chance) {
    for node in nodes.iter_mut() {
        match node {
            Node::Block(block) => self::block(block, chance),
            Node::List(list) => {
                for item in &mut list.items {
                    block(&mut item.first, chance);
                    self::nodes(&mut item.more, chance);
                }
                shuffled(&mut list.items, chance);
            }
            Node::Boxed(boxed) => {
                if let (Head::First(heading), true) = (&mut boxed.head, chance.one_in(TOUCHED)) {
                    heading.title = words(&heading.title, chance);
                }
                self::nodes(&mut boxed.nodes, chance);
            }
        }
    }
    shuffled(nodes, chance);
    if chance.one_in(2) {
        let at = chance.below(nodes.len() + 1);
        let new = nodes.iter().find_map(|node| match node {
            Node::Block(block) if block.inset.is_none() && !has_notes(&block.content) => Some(block.clone()),
            Node::Block(_) | Node::List(_) | Node::Boxed(_) => None,
        });
        nodes.splice(at..at, new.map(|block| Node::Block(Block { id: chance.id(), ..block })));
    }
}

/// Some go, and some change places, but never the last that there is.
fn shuffled<T>(things: &mut Vec<T>, chance: &mut Chance) {
    for _ in 0..things.len() / TOUCHED {
        let at = chance.below(things.len());
        let to = chance.below(things.len());
        match chance.below(3) {
            0 if things.len() > 1 => drop(things.remove(at)),
            1 => things.swap(at, to),
            _ => {
                let thing = things.remove(at);
                things.insert(to, thing);
            }
        }
    }
}

fn block(block: &mut Block, chance: &mut Chance) {
    if chance.one_in(TOUCHED) {
        content(&mut block.content, chance);
    }
    if block.inset.is_none() && block.payload.is_none() && chance.one_in(3 * TOUCHED) {
        block.kind = *chance.pick(&[Kind::Paragraph, Kind::Quote, Kind::Heading2, Kind::Heading4]);
    }
    match &mut block.inset {
        Some(Inset::Table(table)) => self::table(table, chance),
        Some(Inset::Figure(figure)) => self::figure(figure, chance),
        None => {}
    }
}

fn content(content: &mut Vec<Inline>, chance: &mut Chance) {
    for inline in content.iter_mut() {
        match inline {
            Inline::Text { text, style } => match chance.below(4) {
                0 => style.strong = !style.strong,
                1 => style.em = !style.em,
                _ => *text = words(text, chance),
            },
            Inline::Note { content: Some(said), .. } => self::content(said, chance),
            Inline::Note { content: None, .. }
            | Inline::Break
            | Inline::PageBreak
            | Inline::Xref { .. }
            | Inline::Unknown(_) => {}
        }
    }
    if content.len() > 1 && chance.one_in(3) {
        content.remove(chance.below(content.len()));
    }
    // A part of a text becomes emphasis.
    if let (Some(Inline::Text { text, style }), true) = (content.first().cloned(), chance.one_in(3)) {
        let middle = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
        let (before, after) = text.split_at(middle);
        let mut other = style.clone();
        other.em = !other.em;
        let text = |text: &str, style| Inline::Text { text: text.to_owned(), style };
        content.splice(0..1, [text(before, style), text(after, other)]);
    }
}

fn table(table: &mut Table, chance: &mut Chance) {
    for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
        if chance.one_in(TOUCHED) {
            content(&mut cell.content, chance);
        }
    }
    // Behind the last that a cell reaches into.
    let deep = |row: &Row| row.cells.iter().map(|cell| usize::from(cell.down)).max().unwrap_or(1);
    let reach =
        table.rows.iter().enumerate().filter(|(_, row)| deep(row) > 1).map(|(at, row)| at + deep(row));
    let mut free = table.rows.split_off(reach.max().unwrap_or(1).min(table.rows.len()));
    match chance.below(5) {
        _ if free.is_empty() => {}
        0 => shuffled(&mut free, chance),
        1 => {
            let mut row = free[0].clone();
            row.id = fresh(chance);
            row.cells
                .iter_mut()
                .for_each(|cell| cell.content.retain(|it| !matches!(it, Inline::Note { .. })));
            free.insert(chance.below(free.len() + 1), row);
        }
        2 => free.rotate_left(1),
        3 => table.cols[0].id = fresh(chance),
        _ => {}
    }
    table.rows.append(&mut free);
}

fn figure(figure: &mut Figure, chance: &mut Chance) {
    match chance.below(5) {
        0 => figure.alt.push_str(" described again"),
        1 => figure.credit = words(&figure.credit, chance),
        2 => figure.image = None,
        3 => {
            if let Some(image) = &mut figure.image {
                image.sha256 = "0".repeat(64);
            }
        }
        _ => {}
    }
}

fn fresh(chance: &mut Chance) -> PayloadId {
    PayloadId::parse(&chance.id()).expect("twelve letters and digits")
}

fn has_notes(content: &[Inline]) -> bool {
    content.iter().any(|inline| matches!(inline, Inline::Note { .. }))
}

/// A word comes, goes or becomes another.
fn words(text: &str, chance: &mut Chance) -> String {
    let mut words: Vec<&str> = text.split(' ').collect();
    let at = chance.below(words.len());
    match chance.below(3) {
        0 => words.insert(at, "newly"),
        1 if words.len() > 1 => drop(words.remove(at)),
        _ => words[at] = "otherwise",
    }
    words.join(" ")
}
