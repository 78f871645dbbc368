//! From the frozen bytes of an edition to what is read. Knows no format that anything is written in.

use std::collections::HashMap;

use manual::block::{Direction, Kind};
use manual::id::{ChapterId, PayloadId};
use manual::inset::{self, BoxKind};

use super::{
    Book, BoxHeading, Boxed, Cell, Chapter, Entry, Figure, Heading, Inline, Item, Line, List, Look, Node,
    Scope, Table, Target, Text, TextKind,
};
use crate::glossary::{definitions, term_of};
use crate::site::places::{Label, Place, Places};
use crate::site::words::Words;
use crate::site::{direction, language};
use crate::tree::{self, text_of};
use crate::{Manifest, Unreadable};

/// A whole edition, from its manifest and the chapters that it opened, in their order.
///
/// # Errors
/// `OtherBytes` when there are not as many chapters as the manifest names.
pub fn book(manifest: Manifest, chapters: &[tree::Chapter]) -> Result<Book, Unreadable> {
    if manifest.chapters.len() != chapters.len() {
        return Err(Unreadable::OtherBytes);
    }
    let words = Words::of(&language::of_all(chapters));
    let numbers = manifest.numbers();
    let places: Vec<Places> =
        chapters.iter().zip(&numbers).map(|(chapter, number)| Places::of(chapter, number)).collect();
    let index: HashMap<ChapterId, usize> =
        chapters.iter().enumerate().map(|(index, chapter)| (chapter.id, index)).collect();
    let whole = Whole { places, index };
    let mut set = Vec::new();
    let mut glossary = Vec::new();
    for (at, (chapter, number)) in chapters.iter().zip(numbers).enumerate() {
        set.push(Setter::new(&whole, at, chapter).chapter(number));
        glossary.extend(Setter::new(&whole, at, chapter).terms());
    }
    glossary.sort_by_cached_key(|entry: &Entry| (entry.term.to_lowercase(), entry.term.clone()));
    Ok(Book { manifest, lang: words.lang, dir: words.dir(), words, chapters: set, glossary, draft: None })
}

/// What a chapter has to know of the others.
struct Whole {
    places: Vec<Places>,
    index: HashMap<ChapterId, usize>,
}

struct Setter<'c> {
    whole: &'c Whole,
    at: usize,
    chapter: &'c tree::Chapter,
    places: &'c Places,
    words: &'static Words,
    lang: String,
    dir: Direction,
    /// The level of the heading before; the chapter's title is the first.
    level: u8,
    notes: HashMap<PayloadId, u32>,
    looks: HashMap<PayloadId, Look>,
}

impl<'c> Setter<'c> {
    fn new(whole: &'c Whole, at: usize, chapter: &'c tree::Chapter) -> Self {
        let lang = language::of_chapter(chapter);
        Self {
            whole,
            at,
            chapter,
            places: &whole.places[at],
            words: Words::of(&lang),
            lang,
            dir: direction::of_chapter(chapter),
            level: 1,
            notes: HashMap::new(),
            looks: HashMap::new(),
        }
    }

    fn chapter(mut self, number: String) -> Chapter {
        let (id, title) = (self.chapter.id, self.chapter.title.trim());
        let title = if title.is_empty() { self.words.around.untitled } else { title }.to_owned();
        let title_dir = direction::of_text(&title).unwrap_or(self.dir);
        let nodes = self.nodes(&self.chapter.nodes);
        let Self { at: index, lang, dir, words, .. } = self;
        Chapter { index, id, number, title, title_dir, lang, dir, words, nodes }
    }

    fn terms(mut self) -> Vec<Entry> {
        let chapter = self.chapter;
        let entry = |(block, term): (&'c tree::Block, manual::glossary::Term)| {
            let mut skipped = 0;
            let meaning =
                block.content.iter().filter_map(|inline| without(inline, term.meaning_at, &mut skipped));
            let meaning: Vec<tree::Inline> = meaning.collect();
            Entry {
                term: term.term,
                lang: block.lang.clone().unwrap_or_else(|| self.lang.clone()),
                dir: direction::of_block(block).unwrap_or(self.dir),
                meaning: self.inlines(&meaning, None),
                from: Target { chapter: self.at, anchor: self.anchor(block) },
            }
        };
        definitions(chapter).into_iter().map(entry).collect()
    }

    fn nodes(&mut self, nodes: &[tree::Node]) -> Vec<Node> {
        nodes.iter().map(|node| self.node(node)).collect()
    }

    fn node(&mut self, node: &tree::Node) -> Node {
        match node {
            tree::Node::Block(block) => self.block(block),
            tree::Node::Boxed(boxed) => Node::Boxed(self.boxed(boxed)),
            tree::Node::List(list) => Node::List(List {
                style: list.style,
                dir: direction::of_node(node).unwrap_or(self.dir),
                items: list.items.iter().map(|item| self.item(item)).collect(),
            }),
        }
    }

    fn item(&mut self, tree::Item { first, more }: &tree::Item) -> Item {
        let mut nodes = vec![self.block(first)];
        nodes.extend(self.nodes(more));
        Item { nodes }
    }

    fn block(&mut self, block: &tree::Block) -> Node {
        match (block.kind, &block.inset) {
            (_, Some(tree::Inset::Table(table))) => Node::Table(self.table(block, table)),
            (_, Some(tree::Inset::Figure(figure))) => Node::Figure(self.figure(block, figure)),
            (Kind::Table | Kind::Figure, None) => self.again(block),
            (Kind::Paragraph, None) => self.text(TextKind::Paragraph, block),
            (Kind::Quote, None) => self.text(TextKind::Quote, block),
            (Kind::Definition, None) => self.text(TextKind::Definition, block),
            (Kind::Heading2, None) => self.heading(2, block),
            (Kind::Heading3, None) => self.heading(3, block),
            (Kind::Heading4, None) => self.heading(4, block),
        }
    }

    fn anchor(&self, block: &tree::Block) -> String {
        self.places.of_block(block).map(|place| place.anchor.clone()).unwrap_or_default()
    }

    fn text(&mut self, kind: TextKind, block: &tree::Block) -> Node {
        Node::Text(Text { id: block.id.clone(), anchor: self.anchor(block), kind, line: self.line_of(block) })
    }

    /// One without words is none.
    fn heading(&mut self, level: u8, block: &tree::Block) -> Node {
        match self.places.of_block(block) {
            Some(Place { anchor, label: Label::Heading(number), .. }) => {
                self.level = level.min(self.level + 1);
                let (anchor, number) = (anchor.clone(), number.clone());
                let id = block.id.clone();
                Node::Heading(Heading { id, anchor, level: self.level, number, line: self.line_of(block) })
            }
            _ => self.text(TextKind::Paragraph, block),
        }
    }

    /// What refers to a table or figure that is shown elsewhere.
    fn again(&mut self, block: &tree::Block) -> Node {
        let mut line = self.line_of(block);
        if let Some(place) = self.places.shown(block) {
            let to = Some(Target { chapter: self.at, anchor: place.anchor.clone() });
            let space = Inline::Text { text: " ".to_owned(), style: Default::default(), is_term: false };
            line.content.splice(0..0, [Inline::Reference { to, text: self.label(place) }, space]);
        }
        let id = block.id.clone();
        Node::Text(Text { id, anchor: self.anchor(block), kind: TextKind::Paragraph, line })
    }

    fn table(&mut self, block: &tree::Block, table: &tree::Table) -> Table {
        let head_rows = head_rows(table);
        let caption = self.line_of(block);
        let mut rows = Vec::new();
        // How many rows the cell above still takes of the first column: a cell of that column heads its row.
        let mut taken = 0;
        for (number, row) in table.rows.iter().enumerate() {
            let mut cells = Vec::new();
            for (place, cell) in row.cells.iter().enumerate() {
                let is_first = place == 0 && taken == 0;
                if is_first {
                    taken = cell.down;
                }
                let head = match (number < head_rows, is_first && table.head_col) {
                    (true, _) => Some(Scope::Column),
                    (false, true) => Some(Scope::Row),
                    (false, false) => None,
                };
                let line = self.line(&cell.content, direction::of_text(&text_of(&cell.content)), None, None);
                cells.push(Cell { line, across: cell.across, down: cell.down, head });
            }
            taken = taken.saturating_sub(1);
            rows.push(cells);
        }
        Table {
            id: block.id.clone(),
            anchor: self.anchor(block),
            label: self.label_of(block),
            caption,
            cols: table.cols.iter().map(|col| col.width).collect(),
            col_ids: table.cols.iter().map(|col| col.id).collect(),
            head_rows,
            rows,
            row_ids: table.rows.iter().map(|row| row.id).collect(),
        }
    }

    fn figure(&mut self, block: &tree::Block, figure: &inset::Figure) -> Figure {
        let inset::Figure { image, alt, credit, decorative } = figure;
        Figure {
            id: block.id.clone(),
            anchor: self.anchor(block),
            label: self.label_of(block),
            caption: self.line_of(block),
            image: image.clone(),
            alt: if *decorative { String::new() } else { alt.trim().to_owned() },
            credit: credit.trim().to_owned(),
        }
    }

    fn boxed(&mut self, boxed: &tree::Boxed) -> Boxed {
        let place = self.places.of_box(boxed.id);
        let label = place.map(|place| self.label(place)).unwrap_or_default();
        let before = self.level;
        let heading = match &boxed.head {
            tree::Head::First(heading) => {
                self.looks.insert(boxed.id, look(&heading.kind));
                self.level = (self.level + 1).min(4);
                Some(self.box_heading(heading))
            }
            tree::Head::Part(_) => None,
        };
        let nodes = self.nodes(&boxed.nodes);
        if heading.is_some() {
            self.level = before;
        }
        Boxed {
            id: boxed.id,
            anchor: place.filter(|_| heading.is_some()).map(|place| place.anchor.clone()),
            label,
            look: self.looks.get(&boxed.id).copied().unwrap_or(Look::Key),
            heading,
            nodes,
        }
    }

    fn box_heading(&self, heading: &inset::Heading) -> BoxHeading {
        let about = match &heading.kind {
            BoxKind::Case { region, period, visibility: _ } => vec![region, period],
            BoxKind::Key | BoxKind::Checklist => Vec::new(),
        };
        let about = about.into_iter().map(|it| it.trim().to_owned()).filter(|it| !it.is_empty());
        BoxHeading {
            level: self.level,
            kind: self.words.kind(&heading.kind),
            title: heading.title.trim().to_owned(),
            about: about.collect(),
        }
    }

    fn line_of(&mut self, block: &tree::Block) -> Line {
        let term = term_of(block).map(|term| (term.from, term.to));
        self.line(&block.content, direction::of_block(block), block.lang.clone(), term)
    }

    fn line(
        &mut self,
        content: &[tree::Inline],
        dir: Option<Direction>,
        lang: Option<String>,
        term: Option<(usize, usize)>,
    ) -> Line {
        Line {
            dir: dir.unwrap_or(self.dir),
            lang: lang.filter(|lang| *lang != self.lang),
            content: self.inlines(content, term),
        }
    }

    /// `term` is where the term stands that is defined here, in bytes of the texts.
    fn inlines(&mut self, content: &[tree::Inline], term: Option<(usize, usize)>) -> Vec<Inline> {
        let mut set = Vec::new();
        let mut at = 0;
        for inline in content {
            match inline {
                tree::Inline::Break => set.push(Inline::Break),
                tree::Inline::PageBreak => set.push(Inline::PageBreak),
                tree::Inline::Unknown(json) => set.push(Inline::Unknown(json.clone())),
                tree::Inline::Note { id, content } => set.extend(self.note(*id, content.as_deref())),
                tree::Inline::Xref { target, chapter } => set.push(self.reference(target, *chapter)),
                tree::Inline::Text { text, style } => {
                    for (from, to, is_term) in cut(at, at + text.len(), term) {
                        let text = text[from - at..to - at].to_owned();
                        set.push(Inline::Text { text, style: style.clone(), is_term });
                    }
                    at += text.len();
                }
            }
        }
        set
    }

    /// Nothing, where what it says is shown nowhere.
    fn note(&mut self, id: PayloadId, said: Option<&[tree::Inline]>) -> Option<Inline> {
        let said = said.map(|said| {
            let next = u32::try_from(self.notes.len()).unwrap_or(u32::MAX).saturating_add(1);
            self.notes.insert(id, next);
            self.line(said, direction::of_text(&text_of(said)), None, None)
        });
        let number = *self.notes.get(&id)?;
        Some(Inline::Note { id, number, said })
    }

    fn reference(&self, target: &str, chapter: Option<ChapterId>) -> Inline {
        let index = chapter.map_or(Some(self.at), |chapter| self.whole.index.get(&chapter).copied());
        let found = index.and_then(|index| Some((index, self.whole.places[index].find(target)?)));
        match found {
            None => Inline::Reference { to: None, text: self.words.inside.missing.to_owned() },
            Some((chapter, place)) => {
                let to = Some(Target { chapter, anchor: place.anchor.clone() });
                Inline::Reference { to, text: self.titled(place) }
            }
        }
    }

    /// `Table 3.1: Rivers`.
    fn titled(&self, place: &Place) -> String {
        let label = self.label(place);
        let title = place.title.as_str();
        match (label.is_empty(), title.is_empty()) {
            (true, true) => self.words.inside.there.to_owned(),
            (true, false) => title.to_owned(),
            (false, true) => label,
            (false, false) => {
                let between =
                    if matches!(place.label, Label::Heading(_)) { " " } else { self.words.inside.colon };
                [label.as_str(), title].join(between)
            }
        }
    }

    fn label_of(&self, block: &tree::Block) -> String {
        self.places.of_block(block).map(|place| self.label(place)).unwrap_or_default()
    }

    /// `Table 3.1`, or a number alone.
    fn label(&self, place: &Place) -> String {
        let named = |name: &str, number: &str| format!("{name}\u{a0}{number}");
        let inside = &self.words.inside;
        match &place.label {
            Label::Heading(number) => number.clone().unwrap_or_default(),
            Label::Table(number) => named(inside.table, number),
            Label::Figure(number) => named(inside.figure, number),
            Label::Box(number) => named(inside.boxed, number),
            Label::Text => String::new(),
        }
    }
}

fn look(kind: &BoxKind) -> Look {
    match kind {
        BoxKind::Case { .. } => Look::Case,
        BoxKind::Key => Look::Key,
        BoxKind::Checklist => Look::Checklist,
    }
}

/// What is left of an inline if so many bytes of the texts before it, and all notes, are left out.
fn without(inline: &tree::Inline, bytes: usize, at: &mut usize) -> Option<tree::Inline> {
    match inline {
        tree::Inline::Note { .. } => None,
        tree::Inline::Text { text, style } => {
            let skip = bytes.saturating_sub(*at).min(text.len());
            *at += text.len();
            let text = text.get(skip..).unwrap_or_default().to_owned();
            (!text.is_empty()).then(|| tree::Inline::Text { text, style: style.clone() })
        }
        tree::Inline::Break
        | tree::Inline::PageBreak
        | tree::Inline::Xref { .. }
        | tree::Inline::Unknown(_) => (*at >= bytes).then(|| inline.clone()),
    }
}

/// A run from one byte to another, cut where the term begins and ends: where, where to, whether it is the term.
fn cut(from: usize, to: usize, term: Option<(usize, usize)>) -> Vec<(usize, usize, bool)> {
    let (begin, end) = term.unwrap_or((usize::MAX, usize::MAX));
    let borders = [from, begin.clamp(from, to), end.clamp(from, to), to];
    let pieces = borders.windows(2).map(|two| (two[0], two[1], two[0] >= begin && two[1] <= end));
    pieces.filter(|(from, to, _)| from < to).collect()
}

/// How many rows are the head: the first, and those into which a cell of the head reaches.
fn head_rows(table: &tree::Table) -> usize {
    let mut end = usize::from(table.head_row && !table.rows.is_empty());
    let mut row = 0;
    while row < end {
        let deepest = table.rows[row].cells.iter().map(|cell| usize::from(cell.down)).max().unwrap_or(1);
        end = end.max(row + deepest);
        row += 1;
    }
    end
}
