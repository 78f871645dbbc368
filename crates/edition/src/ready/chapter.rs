//! One chapter, looked at in the order of reading.

use std::collections::{BTreeSet, HashMap};

use manual::assemble::place;
use manual::block::Kind;
use manual::flat::{Attributes, Unit};
use manual::id::{ChapterId, PayloadId};
use manual::inset::{BoxKind, Figure, Heading, Visibility};
use manual::numbers::has_words;

use super::coverage::Coverage;
use super::reserved::{left, left_in};
use super::{ChapterInput, Code, Finding, Severity};
use crate::site::places::Places;
use crate::tree::{Block, Boxed, Chapter, Head, Inline, Inset, Node, Table, notes, text_of};
use crate::{clean, words};

/// Longest detail, in characters.
const DETAIL_CHARS_MAX: usize = 80;
/// Most findings of one kind in a chapter: enough to know that there is much to mend.
pub(super) const OF_A_KIND_MAX: usize = 100;

pub(super) struct Look<'c> {
    input: &'c ChapterInput,
    tree: &'c Chapter,
    places: &'c HashMap<ChapterId, Places>,
    coverage: &'c Coverage,
    /// What is left of suggestions and brackets in the text of each block.
    left: HashMap<String, Vec<(Code, String)>>,
    /// The level of the heading before; the chapter's title is the first.
    level: u8,
    public: bool,
    findings: Vec<Finding>,
}

impl<'c> Look<'c> {
    pub(super) fn at(
        input: &'c ChapterInput,
        tree: &'c Chapter,
        places: &'c HashMap<ChapterId, Places>,
        coverage: &'c Coverage,
    ) -> Self {
        let left = left_in_blocks(&clean::units(input.units.clone()));
        Self { input, tree, places, coverage, left, level: 1, public: false, findings: Vec::new() }
    }

    /// `is_parent`: other chapters stand under it, so that it may be a title alone.
    pub(super) fn all(mut self, is_parent: bool, public: bool) -> Vec<Finding> {
        self.public = public;
        let tree = self.tree;
        if !has_words(&tree.title) {
            self.say(None, Code::NoTitle, Severity::Error, "");
        }
        self.glyphs(None, &tree.title);
        if words::of_chapter(tree) == 0 && tree.images().is_empty() {
            let severity = if is_parent { Severity::Warning } else { Severity::Error };
            self.say(None, Code::EmptyChapter, severity, &tree.title);
        }
        self.nodes(&tree.nodes);
        self.findings
    }

    fn nodes(&mut self, nodes: &'c [Node]) {
        for node in nodes {
            match node {
                Node::Block(block) => self.block(block),
                Node::Boxed(boxed) => self.boxed(boxed),
                Node::List(list) => {
                    for item in &list.items {
                        self.block(&item.first);
                        self.nodes(&item.more);
                    }
                }
            }
        }
    }

    fn boxed(&mut self, Boxed { id, head, nodes }: &'c Boxed) {
        let Head::First(heading) = head else { return self.nodes(nodes) };
        let block = nodes.first().and_then(first);
        let before = self.level;
        self.level = (self.level + 1).min(4);
        self.box_heading(block, *id, heading);
        self.nodes(nodes);
        self.level = before;
    }

    fn box_heading(&mut self, block: Option<&str>, id: PayloadId, Heading { title, kind }: &Heading) {
        if !has_words(title) {
            self.say(block, Code::NoTitle, Severity::Warning, "");
        }
        self.glyphs(block, title);
        if let BoxKind::Case { region, period, visibility } = kind {
            self.glyphs(block, region);
            self.glyphs(block, period);
            if *visibility == Visibility::Network {
                let severity = if self.public { Severity::Error } else { Severity::Warning };
                self.say(block, Code::UnreleasedCase, severity, title);
            }
        }
        let Some(parts) = self.input.payloads.boxes.get(&id) else { return };
        for line in [&parts.title, &parts.region, &parts.period] {
            self.reserved(block, left_in(Some(line)));
        }
    }

    fn block(&mut self, block: &'c Block) {
        let id = Some(block.id.as_str());
        if let Some(left) = self.left.remove(&block.id) {
            self.reserved(id, left);
        }
        let text = block.text();
        let level = match block.kind {
            Kind::Heading2 => Some(2),
            Kind::Heading3 => Some(3),
            Kind::Heading4 => Some(4),
            Kind::Paragraph | Kind::Quote | Kind::Definition | Kind::Table | Kind::Figure => None,
        };
        if let Some(level) = level.filter(|_| has_words(&text)) {
            if level > self.level + 1 {
                self.say(id, Code::SkippedLevel, Severity::Error, &text);
            }
            self.level = level;
        }
        match (&block.inset, block.payload) {
            (Some(Inset::Figure(figure)), Some(payload)) => self.figure(block, payload, figure),
            (Some(Inset::Table(table)), Some(payload)) => self.table(block, payload, table),
            (Some(_), None) | (None, _) => {}
        }
        self.content(id, &block.content);
    }

    fn figure(&mut self, block: &'c Block, payload: PayloadId, figure: &Figure) {
        let (id, caption) = (Some(block.id.as_str()), block.text());
        if figure.image.is_none() {
            self.say(id, Code::NoPicture, Severity::Error, &caption);
        }
        if !figure.decorative && !has_words(&figure.alt) {
            self.say(id, Code::NoAlt, Severity::Error, &caption);
        }
        self.glyphs(id, &figure.credit);
        let Some(parts) = self.input.payloads.figures.get(&payload) else { return };
        for line in [&parts.alt, &parts.credit] {
            self.reserved(id, left_in(Some(line)));
        }
    }

    fn table(&mut self, block: &'c Block, payload: PayloadId, table: &'c Table) {
        let id = Some(block.id.as_str());
        if !table.head_row && !table.rows.is_empty() {
            self.say(id, Code::NoHeadRow, Severity::Warning, &block.text());
        }
        let rows: BTreeSet<PayloadId> = table.rows.iter().map(|row| row.id).collect();
        let cols: BTreeSet<PayloadId> = table.cols.iter().map(|col| col.id).collect();
        if let Some(parts) = self.input.payloads.tables.get(&payload) {
            let shown =
                parts.cells.iter().filter(|(key, _)| rows.contains(&key.row) && cols.contains(&key.col));
            shown.for_each(|(_, line)| self.reserved(id, left_in(Some(line))));
        }
        for cell in table.rows.iter().flat_map(|row| &row.cells) {
            self.content(id, &cell.content);
        }
    }

    fn content(&mut self, block: Option<&str>, content: &'c [Inline]) {
        self.glyphs(block, &text_of(content));
        for inline in content {
            if let Inline::Xref { target, chapter } = inline {
                let places = self.places.get(&chapter.unwrap_or(self.input.id));
                if places.and_then(|places| places.find(target)).is_none() {
                    self.say(block, Code::BrokenReference, Severity::Error, target);
                }
            }
        }
        for (note, said) in notes(content) {
            self.reserved(block, left_in(self.input.payloads.notes.get(&note)));
            self.content(block, said);
        }
    }

    /// Says once for each block which characters have no form.
    fn glyphs(&mut self, block: Option<&str>, text: &str) {
        let missing: BTreeSet<char> = text.chars().filter(|c| !self.coverage.has(*c)).collect();
        if missing.is_empty() {
            return;
        }
        let named = missing.iter().map(|c| format!("{c} U+{:04X}", u32::from(*c)));
        let detail = named.collect::<Vec<_>>().join(", ");
        self.say(block, Code::NoGlyph, Severity::Error, &detail);
    }

    fn reserved(&mut self, block: Option<&str>, left: Vec<(Code, String)>) {
        for (code, words) in left {
            self.say(block, code, Severity::Error, &words);
        }
    }

    /// The same of the same block is said once.
    fn say(&mut self, block: Option<&str>, code: Code, severity: Severity, detail: &str) {
        let detail = shortened(detail);
        let block = block.map(str::to_owned);
        let finding = Finding { chapter: self.input.id, block, code, severity, detail };
        let alike: Vec<&Finding> = self.findings.iter().filter(|it| it.code == code).collect();
        if alike.len() < OF_A_KIND_MAX && !alike.contains(&&finding) {
            self.findings.push(finding);
        }
    }
}

/// The first block of a node.
fn first(node: &Node) -> Option<&str> {
    match node {
        Node::Block(block) => Some(&block.id),
        Node::List(list) => list.items.first().map(|item| item.first.id.as_str()),
        Node::Boxed(boxed) => boxed.nodes.first().and_then(first),
    }
}

/// What is left of suggestions and brackets in the text of each block, and in its mark.
fn left_in_blocks(units: &[Unit]) -> HashMap<String, Vec<(Code, String)>> {
    let mut found = HashMap::new();
    let mut rest = units;
    for block in place(units) {
        let leaked: Option<&Attributes> = match rest.first() {
            Some(Unit::Mark { attributes, .. }) => Some(attributes),
            Some(Unit::Text { .. } | Unit::Embed { .. }) | None => None,
        };
        let own = usize::from(leaked.is_some());
        let next = rest[own..].iter().position(|unit| matches!(unit, Unit::Mark { .. }));
        let (mine, others) = rest.split_at(next.map_or(rest.len(), |next| next + own));
        found.insert(block.block.id, left(mine, leaked));
        rest = others;
    }
    found
}

fn shortened(text: &str) -> String {
    let text = text.replace('\n', " ");
    let text = text.trim();
    match text.char_indices().nth(DETAIL_CHARS_MAX) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
    }
}
