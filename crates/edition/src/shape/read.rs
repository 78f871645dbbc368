//! From bytes to a frozen chapter. `None` everywhere means: not in the shape that the format gives. A member that the
//! format does not name is found at the end, because writing what was read does not give it again.

use std::collections::HashSet;

use manual::block::{Direction, Kind, ListStyle};
use manual::id::{ChapterId, PayloadId};
use manual::inline::{Style, is_control, is_language};
use manual::inset::{BoxKind, Figure, Heading, Image, Visibility};
use manual::line::is_target;
use serde_json::Value;

use super::{Unreadable, table, whole};
use crate::tree::{Block, Boxed, Chapter, Head, Inline, Inset, Item, LISTS_MAX, List, Node};
use crate::{CHAPTER_BYTES_MAX, Format, clean};

/// Reads a chapter's frozen bytes.
///
/// # Errors
/// Any of [`Unreadable`] but `OtherBytes`.
pub fn read_chapter(bytes: &[u8]) -> Result<Chapter, Unreadable> {
    let (format, value) = read_json(bytes, CHAPTER_BYTES_MAX)?;
    let read = || {
        Some(Chapter {
            format,
            id: ChapterId::parse(value.get("id")?.as_str()?)?,
            title: read_line(value.get("title")?)?,
            nodes: Reader { format }.nodes(value.get("blocks")?.as_array()?, Around::Top)?,
        })
    };
    let read = read().ok_or(Unreadable::Misshapen)?;
    let mut ids = HashSet::new();
    if !read.blocks().into_iter().all(|block| ids.insert(&block.id)) || !whole::is_whole(&read) {
        return Err(Unreadable::Misshapen);
    }
    if super::chapter(&read) == bytes { Ok(read) } else { Err(Unreadable::NotCanonical) }
}

/// JSON of a format of ours, not longer than a bound. Its depth is bounded by the parser.
pub(crate) fn read_json(bytes: &[u8], bytes_max: usize) -> Result<(Format, Value), Unreadable> {
    if bytes.len() > bytes_max {
        return Err(Unreadable::TooLong);
    }
    let value: Value = serde_json::from_slice(bytes).map_err(|_| Unreadable::NotJson)?;
    match value.get("format").and_then(Value::as_u64) {
        Some(number) => Ok((Format::of(number).ok_or(Unreadable::OtherFormat)?, value)),
        None => Err(Unreadable::Misshapen),
    }
}

/// A text in one line, such as a title.
pub(crate) fn read_line(value: &Value) -> Option<String> {
    let text = read_text(value)?;
    (!text.contains(is_control)).then_some(text)
}

fn read_text(value: &Value) -> Option<String> {
    let text = value.as_str()?;
    (!text.contains(clean::turns)).then(|| text.to_owned())
}

/// What nodes stand in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Around {
    Top,
    Box,
    /// So many lists.
    Lists(usize),
}

/// What content stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Inside {
    Block,
    Cell,
    /// No note stands in a note.
    Note,
}

pub(super) struct Reader {
    format: Format,
}

impl Reader {
    fn nodes(&self, values: &[Value], around: Around) -> Option<Vec<Node>> {
        values.iter().map(|value| self.node(value, around)).collect()
    }

    fn node(&self, value: &Value, around: Around) -> Option<Node> {
        if let Some(id) = value.get("box") {
            let may_stand = around == Around::Top && self.format >= Format::Two;
            return may_stand.then(|| self.boxed(id, value))?.map(Node::Boxed);
        }
        let Some(style) = value.get("list") else {
            let block = self.block(value)?;
            let may_stand = !block.kind.is_inset() || !matches!(around, Around::Lists(_));
            return may_stand.then_some(Node::Block(block));
        };
        let lists = match around {
            Around::Top | Around::Box => 0,
            Around::Lists(lists) => lists,
        };
        if lists == LISTS_MAX {
            return None;
        }
        let style = match style.as_str()? {
            "bullet" => ListStyle::Bullet,
            "number" => ListStyle::Number,
            _ => return None,
        };
        let items = value.get("items")?.as_array()?;
        let items: Option<Vec<Item>> = items.iter().map(|item| self.item(item, lists + 1)).collect();
        items.filter(|items| !items.is_empty()).map(|items| Node::List(List { style, items }))
    }

    fn boxed(&self, id: &Value, value: &Value) -> Option<Boxed> {
        let head = match (value.get("heading"), value.get("part")) {
            (Some(heading), None) => Head::First(read_heading(heading)?),
            (None, Some(number)) => Head::Part(number.as_u64()?.try_into().ok()?),
            (Some(_), Some(_)) | (None, None) => return None,
        };
        let nodes = self.nodes(value.get("blocks")?.as_array()?, Around::Box)?;
        (!nodes.is_empty()).then_some(Boxed { id: PayloadId::parse(id.as_str()?)?, head, nodes })
    }

    fn item(&self, value: &Value, lists: usize) -> Option<Item> {
        let (first, more) = value.get("blocks")?.as_array()?.split_first()?;
        let first = self.block(first).filter(|block| !block.kind.is_inset())?;
        Some(Item { first, more: self.nodes(more, Around::Lists(lists))? })
    }

    fn block(&self, value: &Value) -> Option<Block> {
        let word = |name: &str| value.get(name).map(|value| value.as_str().ok_or(())).transpose().ok();
        let kind = Kind::parse(word("kind")??).filter(|kind| self.has(*kind))?;
        let payload = match word("payload")? {
            None => None,
            Some(id) => Some(PayloadId::parse(id).filter(|_| kind.is_inset())?),
        };
        Some(Block {
            kind,
            id: read_text(value.get("id")?).filter(|id| !id.is_empty())?,
            dir: match word("dir")? {
                None => None,
                Some(dir) => Some(Direction::parse(dir)?),
            },
            lang: match word("lang")? {
                None => None,
                Some(lang) => Some(lang.to_owned()).filter(|lang| is_language(lang)).map(Some)?,
            },
            content: self.content(value.get("content")?, Inside::Block)?,
            payload,
            inset: match (value.get("table"), value.get("figure")) {
                (Some(table), None) if kind == Kind::Table => Some(Inset::Table(table::read(self, table)?)),
                (None, Some(figure)) if kind == Kind::Figure => Some(Inset::Figure(read_figure(figure)?)),
                (None, None) => None,
                (Some(_), _) | (_, Some(_)) => return None,
            },
        })
    }

    /// Whether a format has blocks of a kind.
    fn has(&self, kind: Kind) -> bool {
        match kind {
            Kind::Paragraph | Kind::Heading2 | Kind::Heading3 | Kind::Heading4 | Kind::Quote => true,
            Kind::Definition | Kind::Table | Kind::Figure => self.format >= Format::Two,
        }
    }

    /// A content, if texts that look the same are one.
    pub(super) fn content(&self, value: &Value, inside: Inside) -> Option<Vec<Inline>> {
        let values = value.as_array()?.iter();
        let content: Vec<Inline> = values.map(|value| self.inline(value, inside)).collect::<Option<_>>()?;
        let is_parted = content.windows(2).any(|two| match two {
            [Inline::Text { style: one, .. }, Inline::Text { style: other, .. }] => one == other,
            _ => false,
        });
        (!is_parted).then_some(content)
    }

    fn inline(&self, value: &Value, inside: Inside) -> Option<Inline> {
        let is_two = self.format >= Format::Two;
        if let Some(of) = value.get("break") {
            // Any other value is found not to be what is written again.
            return Some(if is_two && of == "page" { Inline::PageBreak } else { Inline::Break });
        }
        if let Some(unknown) = value.get("unknown") {
            return read_text(unknown).map(Inline::Unknown);
        }
        if let Some(id) = value.get("note").filter(|_| is_two && inside != Inside::Note) {
            let content = value.get("content").map(|said| self.content(said, Inside::Note));
            let content = content.map(|said| said.ok_or(())).transpose().ok()?;
            return Some(Inline::Note { id: PayloadId::parse(id.as_str()?)?, content });
        }
        if let Some(target) = value.get("xref").filter(|_| is_two) {
            let chapter = value.get("chapter").map(|id| id.as_str().and_then(ChapterId::parse).ok_or(()));
            let target = read_text(target).filter(|target| is_target(target))?;
            return Some(Inline::Xref { target, chapter: chapter.transpose().ok()? });
        }
        let text = read_line(value.get("text")?).filter(|text| !text.is_empty())?;
        Some(Inline::Text { text, style: read_marks(value.get("marks"))? })
    }
}

fn read_marks(marks: Option<&Value>) -> Option<Style> {
    let mut style = Style::default();
    for (name, value) in marks.and_then(Value::as_object).into_iter().flatten() {
        let is_clean = !value.as_str().is_some_and(|text| text.contains(clean::turns));
        if !is_clean || !style.show(name, value) {
            return None;
        }
    }
    Some(style)
}

fn read_heading(value: &Value) -> Option<Heading> {
    let line = |name: &str| read_line(value.get(name)?);
    let kind = match value.get("kind")?.as_str()? {
        "case" => BoxKind::Case {
            region: line("region")?,
            period: line("period")?,
            visibility: Visibility::parse(value.get("visibility")?.as_str()?)?,
        },
        "key" => BoxKind::Key,
        "checklist" => BoxKind::Checklist,
        _ => return None,
    };
    Some(Heading { title: line("title")?, kind })
}

fn read_figure(value: &Value) -> Option<Figure> {
    Some(Figure {
        image: match value.get("image") {
            None => None,
            Some(image) => Some(Image::read(image)?),
        },
        alt: read_line(value.get("alt")?)?,
        credit: read_line(value.get("credit")?)?,
        decorative: value.get("decorative").is_some(),
    })
}
