//! A light markup for texts that are written by hand before the service runs: the demo manual, tests, generated
//! histories. Reads it into blocks and payloads; there is no way back, and nobody types it in the editor.
//!
//! ```text
//! dir: rtl lang: ar        optional first line: direction and language of every block
//! ## Heading {#signs}      `##` to `####`; a block that ends with a name in `{#…}` is found under it
//! - bullet                 `1. ` for numbers; two spaces in front for each level
//!   > also in an item      a line two spaces deeper than its item, without bullet, goes on with that item
//! > quote
//! : Term: what it means    a definition
//! Table: caption           a table, with a row on each line that follows and begins with `|`; behind a first row, a
//! | River | Height |       line of `|---|---|` makes that row a head, and `|===|---|` the first column too
//! |---|---|
//! Figure: caption          a figure; the line that follows has the name of its picture, what it shows in words, and whose
//! | map.png | A map | us | it is. A picture that is not among the `Names` is not there, and its figure asks for one
//! ::: case Title | region | period | publishable     a box, up to a line of `:::`; or `key`, `checklist`
//! A paragraph is one line. **strong**, *em*, [words](https://example.org), [^a note], {@signs} for a cross-reference,
//! {@chapter#signs} for one into another chapter, {page} for a page break. A backslash takes the next character as it is.
//! ```
//! Empty lines part nothing but the eye. What is not recognised is text.

mod inline;

use std::collections::HashSet;
use std::iter::Peekable;

use crate::assemble::assembled;
use crate::block::{Block, Direction, Kind, LIST_DEPTH_MAX, ListStyle, Node, Place};
use crate::flat::Unit;
use crate::flatten;
use crate::id::{ChapterId, PayloadId};
use crate::inline::{is_control, is_language};
use crate::inset::{Image, Visibility};
use crate::payload::{BoxParts, CellKey, FigureParts, Line, Payloads, TableParts};

/// What a text needs of the world around it.
pub struct Names<'n> {
    /// Asked for the id of each block and payload, in order.
    pub id: &'n mut dyn FnMut() -> String,
    /// The chapters that cross-references may name.
    pub chapters: &'n [(&'n str, ChapterId)],
    /// The pictures that figures may name.
    pub pictures: &'n [(&'n str, Image)],
}

/// The blocks of a marked-up text without payloads; `id` is asked for the id of each, in order.
pub fn read(markup: &str, mut id: impl FnMut() -> String) -> Vec<Node> {
    chapter(markup, Names { id: &mut id, chapters: &[], pictures: &[] }).0
}

/// The tree of a marked-up text, and what it refers to.
pub fn chapter(markup: &str, names: Names<'_>) -> (Vec<Node>, Payloads) {
    let markup: String = markup.chars().map(|c| if is_control(c) && c != '\n' { ' ' } else { c }).collect();
    let mut lines = markup.lines().map(str::trim_end).filter(|line| !line.is_empty()).peekable();
    let script = lines.peek().and_then(|line| script(line));
    if script.is_some() {
        lines.next();
    }
    let (dir, lang) = script.unwrap_or_default();
    let mut reader = Reader {
        names,
        dir,
        lang,
        payloads: Payloads::default(),
        blocks: Vec::new(),
        above: Place::Plain,
        in_box: None,
        given: HashSet::new(),
    };
    while let Some(line) = lines.next() {
        reader.line(line, &mut lines);
    }
    let tree = assembled(reader.blocks.into_iter(), &reader.payloads);
    (tree, reader.payloads)
}

/// The address of a named block, in whatever chapter it is.
pub fn named(name: &str) -> String {
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).take(12).collect();
    format!("{name:0>12}")
}

struct Reader<'n> {
    names: Names<'n>,
    dir: Option<Direction>,
    lang: Option<String>,
    payloads: Payloads,
    blocks: Vec<(Block, Place, Option<PayloadId>)>,
    above: Place,
    in_box: Option<PayloadId>,
    /// Addresses that names were given.
    given: HashSet<String>,
}

impl Reader<'_> {
    fn line<'l>(&mut self, line: &'l str, rest: &mut Peekable<impl Iterator<Item = &'l str>>) {
        if let Some(head) = line.strip_prefix(":::") {
            self.border(head.trim());
        } else if let Some(caption) = line.strip_prefix("Table: ") {
            let id = self.table(rest);
            self.block(Place::Plain, Kind::Table, caption, Some(id));
        } else if let Some(caption) = line.strip_prefix("Figure: ") {
            let id = self.figure(rest.next_if(|line| line.starts_with('|')).unwrap_or_default());
            self.block(Place::Plain, Kind::Figure, caption, Some(id));
        } else {
            let (place, kind, text) = opening(line, self.above);
            self.block(place, kind, text, None);
        }
    }

    fn block(&mut self, place: Place, kind: Kind, text: &str, payload: Option<PayloadId>) {
        let (text, name) = label(text);
        let id = self.own(name).unwrap_or_else(|| (self.names.id)());
        let content = self.content(text);
        let block =
            Block { kind, dir: self.dir, lang: self.lang.clone(), content, payload, ..Block::paragraph(id) };
        self.blocks.push((block, place, self.in_box));
        self.above = place;
    }

    /// Where a box begins or ends.
    fn border(&mut self, head: &str) {
        self.above = Place::Plain;
        self.in_box = None;
        let (head, name) = label(head);
        let (kind, title) = head.split_once(' ').unwrap_or((head, ""));
        if kind.is_empty() {
            return;
        }
        let mut parts = title.split('|').map(str::trim);
        let mut next = || line(parts.next().unwrap_or_default());
        let (title, region, period) = (next(), next(), next());
        let visibility =
            parts.next().and_then(Visibility::parse).map(|visibility| visibility.word().to_owned());
        let parts = BoxParts { kind: Some(kind.to_owned()), title, region, period, visibility };
        let id = match self.own(name).as_deref().and_then(PayloadId::parse) {
            Some(id) => id,
            None => self.payload_id(),
        };
        self.payloads.boxes.insert(id, parts);
        self.in_box = Some(id);
    }

    fn table<'l>(&mut self, lines: &mut Peekable<impl Iterator<Item = &'l str>>) -> PayloadId {
        let id = self.payload_id();
        let mut table = TableParts::default();
        while let Some(row) = lines.next_if(|line| line.starts_with('|')) {
            let cells = cells(row);
            let is_rule =
                cells.iter().all(|cell| !cell.is_empty() && cell.bytes().all(|c| matches!(c, b'-' | b'=')));
            if is_rule && table.rows.len() == 1 {
                table.head_row = true;
                table.head_col = cells.first().is_some_and(|cell| cell.starts_with('='));
                continue;
            }
            let row = self.payload_id();
            table.rows.push(row);
            for (number, cell) in cells.iter().enumerate() {
                if number == table.cols.len() {
                    table.cols.push(self.payload_id());
                }
                let key = CellKey { row, col: table.cols[number], slot: self.payload_id() };
                let line = self.line_of(cell);
                if !line.is_empty() {
                    table.cells.insert(key, line);
                }
            }
        }
        self.payloads.tables.insert(id, table);
        id
    }

    fn figure(&mut self, row: &str) -> PayloadId {
        let id = self.payload_id();
        let mut cells = cells(row).into_iter();
        let name = cells.next().unwrap_or_default();
        let (alt, credit) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
        let picture = self.names.pictures.iter().find(|(known, _)| *known == name);
        let image = picture.map(|(_, image)| image.clone());
        let parts = FigureParts { image, alt: line(&alt), credit: line(&credit), decorative: false };
        self.payloads.figures.insert(id, parts);
        id
    }

    /// A marked-up line of a payload.
    fn line_of(&mut self, text: &str) -> Line {
        let content = self.content(text);
        let mut units = Vec::new();
        for inline in &content {
            flatten::append(&mut units, inline);
        }
        units
    }

    /// The address of what is named so. What takes a name that was given before is found under none: it is the first that
    /// references mean, and two under one address would be one.
    fn own(&mut self, name: Option<&str>) -> Option<String> {
        name.map(named).filter(|address| self.given.insert(address.clone()))
    }

    fn payload_id(&mut self) -> PayloadId {
        let id = named(&(self.names.id)());
        PayloadId::parse(&id).expect("twelve letters and digits")
    }
}

/// A plain line of a payload.
fn line(text: &str) -> Line {
    let text = Some(text).filter(|text| !text.is_empty()).map(str::to_owned);
    text.map(|text| Unit::Text { text, attributes: serde_json::Map::new() }).into_iter().collect()
}

/// A text and the name at its end.
fn label(text: &str) -> (&str, Option<&str>) {
    let found = || {
        let (before, name) = text.strip_suffix('}')?.rsplit_once("{#")?;
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        is_name.then(|| (before.trim_end(), Some(name)))
    };
    found().unwrap_or((text, None))
}

/// The cells of a row; a backslash keeps a bar in its cell.
fn cells(row: &str) -> Vec<String> {
    let inside = row.trim_start_matches('|');
    let inside = inside.strip_suffix('|').filter(|inside| !inside.ends_with('\\')).unwrap_or(inside);
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in inside.chars() {
        let cell = cells.last_mut().expect("there is one");
        match c {
            '|' if escaped => cell.extend(['\\', '|']),
            '|' => cells.push(String::new()),
            '\\' if !escaped => {}
            c if escaped => cell.extend(['\\', c]),
            c => cell.push(c),
        }
        escaped = c == '\\' && !escaped;
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

/// The first line's direction and language, if it says nothing else.
fn script(line: &str) -> Option<(Option<Direction>, Option<String>)> {
    let mut words = line.split_whitespace();
    let mut script = (None, None);
    while let Some(key) = words.next() {
        match (key, words.next()?) {
            ("dir:", dir) => script.0 = Some(Direction::parse(dir)?),
            ("lang:", lang) => script.1 = Some(lang.to_owned()).filter(|lang| is_language(lang)),
            _ => return None,
        }
    }
    Some(script)
}

/// Where a line's block stands, what kind it is, and its text.
fn opening(line: &str, above: Place) -> (Place, Kind, &str) {
    let text = line.trim_start_matches(' ');
    let level = u8::try_from((line.len() - text.len()) / 2).unwrap_or(LIST_DEPTH_MAX);
    let deepest_item = above.depth().map_or(0, |above| above + 1).min(LIST_DEPTH_MAX);
    if let Some((style, text)) = item(text) {
        return (Place::Item(style, level.min(deepest_item)), Kind::Paragraph, text);
    }
    let place = match (level.checked_sub(1), above.depth()) {
        (Some(depth), Some(above)) => Place::Further(depth.min(above)),
        _ => Place::Plain,
    };
    let (kind, text) = kind(text);
    (place, kind, text)
}

fn item(text: &str) -> Option<(ListStyle, &str)> {
    if let Some(text) = text.strip_prefix("- ") {
        return Some((ListStyle::Bullet, text));
    }
    let (number, text) = text.split_once(". ")?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then_some((ListStyle::Number, text))
}

fn kind(text: &str) -> (Kind, &str) {
    let openings = [
        ("## ", Kind::Heading2),
        ("### ", Kind::Heading3),
        ("#### ", Kind::Heading4),
        ("> ", Kind::Quote),
        (": ", Kind::Definition),
    ];
    for (opening, kind) in openings {
        if let Some(text) = text.strip_prefix(opening) {
            return (kind, text);
        }
    }
    (Kind::Paragraph, text)
}

#[cfg(test)]
mod tests;
