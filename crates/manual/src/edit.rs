//! Changing a body by the rules of docs/document-model.md, "Editing rules"; the letters in comments are theirs.
//!
//! Each edit reads the units first, so that it can round positions to whole characters, see what surrounds it and
//! write only what changes. Positions are UTF-16 code units in the body as it is now. Ids come in as arguments.

pub mod payload;

use serde_json::Value;
use yrs::branch::{Branch, BranchPtr};
use yrs::{Array, ArrayRef, Map, MapPrelim, MapRef, Out, Text, TextRef, TransactionMut};

use crate::assemble::{Placed, place};
use crate::block::{Block, Direction, Kind, LIST_DEPTH_MAX, Place, START, is_part};
use crate::flat::{Attributes, Unit, any_of, attrs, fill, read};
use crate::flatten::keys;
use crate::id::PayloadId;
use crate::inline::{Inline, Style, is_language};

/// Why an edit was not made. Nothing was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum EditRefused {
    #[error("the position lies outside the text")]
    OutOfRange,
    #[error("the text holds content whose length cannot be told")]
    Unreadable,
    #[error("no paragraph mark stands there")]
    NoMark,
    #[error("the first block has nothing above it to be joined with")]
    FirstBlock,
    #[error("an attribute or value that is not shown is not written")]
    NotShown,
    #[error("there is no such payload, or no such part of one")]
    NoPayload,
    #[error("the id of a new block must be 1 to 64 characters, and not `start`")]
    BadId,
}

/// What shall become of a block. `None` leaves a key as it is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct BlockChange {
    pub kind: Option<Kind>,
    pub place: Option<Place>,
    pub dir: Option<Option<Direction>>,
    pub lang: Option<Option<String>>,
    pub in_box: Option<Option<PayloadId>>,
    /// Of a table or figure.
    pub payload: Option<Option<PayloadId>>,
    /// Of a heading.
    pub part: Option<Option<String>>,
}

/// Inserts characters with exactly these attributes and returns where (rounded down to a border of characters).
/// With several new attributes at once the order of their format items is not fixed; nothing visible depends on it.
///
/// # Errors
/// `OutOfRange`; `NotShown` for attributes that assembly would hide.
pub fn insert(
    txn: &mut TransactionMut<'_>,
    body: &TextRef,
    at: u32,
    text: &str,
    style: &Attributes,
) -> Result<u32, EditRefused> {
    if style.iter().any(|(name, value)| !Style::default().show(name, value)) {
        return Err(EditRefused::NotShown);
    }
    let mut now = Now::read(txn, body)?;
    let at = now.border_before(at)?;
    for (name, value) in style {
        if clear_leak(txn, body, &now, now.block_at(at), name, value) {
            now = Now::read(txn, body)?;
        }
    }
    // W4: always explicit; yrs writes no format items where the left neighbour has the same attributes.
    body.insert_with_attributes(
        txn,
        at,
        text,
        attrs(style.iter().map(|(name, value)| (name.as_str(), value))),
    );
    Ok(at)
}

/// Embeds an inline value in a body or a line and returns where (rounded down to a border of characters).
///
/// # Errors
/// `OutOfRange`; `NotShown` for a value that assembly would show as a placeholder.
pub fn embed(
    txn: &mut TransactionMut<'_>,
    body: &TextRef,
    at: u32,
    value: &Value,
) -> Result<u32, EditRefused> {
    if matches!(crate::line::embed(value), Inline::Unknown(_)) {
        return Err(EditRefused::NotShown);
    }
    let now = Now::read(txn, body)?;
    let at = now.border_before(at)?;
    body.insert_embed_with_attributes(txn, at, any_of(value), attrs([]));
    Ok(at)
}

/// Deletes a range, marks in it included, and returns it as rounded outwards to whole characters.
///
/// # Errors
/// `OutOfRange`, also when the range runs backwards.
pub fn delete(
    txn: &mut TransactionMut<'_>,
    body: &TextRef,
    from: u32,
    to: u32,
) -> Result<(u32, u32), EditRefused> {
    let now = Now::read(txn, body)?;
    let (from, to) = now.whole_characters(from, to)?;
    remove(txn, body, from, to);
    Ok((from, to))
}

/// Splits a block and returns where the new mark went and what it says. The new block looks like the one it came
/// from, but for what there is once: a payload and a part; what is split off a caption is a paragraph. Directly behind a
/// mark, the new mark goes before it (M3), so that the old one stays with its text.
///
/// # Errors
/// `OutOfRange`; `BadId`.
pub fn split(
    txn: &mut TransactionMut<'_>,
    body: &TextRef,
    at: u32,
    id: &str,
) -> Result<(u32, Attributes), EditRefused> {
    if id.is_empty() || id == START || id.chars().count() > 64 {
        return Err(EditRefused::BadId);
    }
    let now = Now::read(txn, body)?;
    let at = now.border_before(at)?;
    let open = now.block_at(at);
    let like = Block {
        kind: if open.block.kind.is_inset() { Kind::Paragraph } else { open.block.kind },
        dir: open.block.dir,
        lang: open.block.lang.clone(),
        ..Block::paragraph(id)
    };
    let new = keys(&like, open.place, open.in_box);
    let at = if open.mark_at.is_some_and(|mark| mark + 1 == at) { at - 1 } else { at };
    let mark: MapRef = body.insert_embed_with_attributes(txn, at, MapPrelim::default(), attrs([])); // F1
    fill(txn, &mark, &new);
    Ok((at, new))
}

/// Joins the block whose mark stands at `mark_at` to the one above: deletes the mark.
///
/// # Errors
/// `NoMark`; `FirstBlock` when nothing stands before the mark.
pub fn join(txn: &mut TransactionMut<'_>, body: &TextRef, mark_at: u32) -> Result<(), EditRefused> {
    let now = Now::read(txn, body)?;
    now.block_of_mark(mark_at)?;
    if mark_at == 0 {
        return Err(EditRefused::FirstBlock);
    }
    remove(txn, body, mark_at, mark_at + 1);
    Ok(())
}

/// Changes what the mark at `mark_at` says and returns the keys that were written, null for a removed one. Only what
/// differs from what the block *shows* is written (W2, W3).
///
/// # Errors
/// `NoMark`; `NotShown` for a depth, language or part that assembly would not show.
pub fn change(
    txn: &mut TransactionMut<'_>,
    body: &TextRef,
    mark_at: u32,
    change: &BlockChange,
) -> Result<Attributes, EditRefused> {
    let now = Now::read(txn, body)?;
    let placed = now.block_of_mark(mark_at)?;
    let deepest = change.place.and_then(Place::depth).unwrap_or(0);
    let lang = change.lang.clone().unwrap_or_else(|| placed.block.lang.clone());
    let part = change.part.clone().unwrap_or_else(|| placed.block.part.clone());
    let hidden_part = part.as_deref().is_some_and(|part| !is_part(part));
    if deepest > LIST_DEPTH_MAX || hidden_part || lang.as_deref().is_some_and(|lang| !is_language(lang)) {
        return Err(EditRefused::NotShown);
    }
    let wanted = Block {
        kind: change.kind.unwrap_or(placed.block.kind),
        dir: change.dir.unwrap_or(placed.block.dir),
        lang,
        part,
        payload: change.payload.unwrap_or(placed.block.payload),
        ..Block::paragraph(placed.block.id.as_str())
    };
    let before = keys(&placed.block, placed.place, placed.in_box);
    let place = change.place.unwrap_or(placed.place);
    let after = keys(&wanted, place, change.in_box.unwrap_or(placed.in_box));
    let changed = difference(&before, &after);
    write_keys(txn, body, mark_at, &changed)?;
    Ok(changed)
}

fn difference(before: &Attributes, after: &Attributes) -> Attributes {
    let gone = before.keys().filter(|key| !after.contains_key(*key)).map(|key| (key.clone(), Value::Null));
    let new = after.iter().filter(|(key, value)| before.get(*key) != Some(value));
    gone.chain(new.map(|(key, value)| (key.clone(), value.clone()))).collect()
}

fn write_keys(
    txn: &mut TransactionMut<'_>,
    body: &TextRef,
    mark_at: u32,
    changed: &Attributes,
) -> Result<(), EditRefused> {
    let Some(Out::YMap(mark)) = sequence(body).get(txn, mark_at) else { return Err(EditRefused::NoMark) };
    for (key, value) in changed {
        if value.is_null() {
            mark.remove(txn, key);
        } else {
            mark.insert(txn, key.as_str(), any_of(value));
        }
    }
    Ok(())
}

/// Gives the text in a range an inline attribute, or takes it away (`null`). Block by block: marks are never covered
/// (F1), leaks are cleared first (F3), and what already has the value is left alone. Returns the ranges written.
///
/// # Errors
/// `OutOfRange`; `NotShown` for an attribute or value that assembly would hide.
pub fn format(
    txn: &mut TransactionMut<'_>,
    body: &TextRef,
    from: u32,
    to: u32,
    (name, value): (&str, &Value),
) -> Result<Vec<(u32, u32)>, EditRefused> {
    let known = value.is_null() && Style::names().contains(&name);
    if !known && !Style::default().show(name, value) {
        return Err(EditRefused::NotShown);
    }
    let mut now = Now::read(txn, body)?;
    let (from, to) = now.whole_characters(from, to)?;
    let touched = |placed: &&Placed| placed.from.max(from) < placed.to.min(to);
    let mut leaked = false;
    for placed in now.blocks.iter().filter(touched) {
        leaked |= clear_leak(txn, body, &now, placed, name, value);
    }
    if leaked {
        now = Now::read(txn, body)?;
    }
    let mut written = Vec::new();
    for placed in now.blocks.iter().filter(touched) {
        let differs = |unit: &Unit| unit.attributes().get(name).unwrap_or(&Value::Null) != value;
        written.extend(now.ranges(placed.from.max(from), placed.to.min(to), differs));
    }
    for (from, to) in &written {
        body.format(txn, *from, to - from, attrs([(name, value)]));
    }
    Ok(written)
}

/// F3: if the block's mark carries this attribute with this value, takes it off the mark and off the text in which it
/// was hidden; what the block shows stays the same. Whether there was such a leak.
///
/// For `null` (taking an attribute away) there is nothing to clear: hidden text and plain text look the same.
fn clear_leak(
    txn: &mut TransactionMut<'_>,
    body: &TextRef,
    now: &Now,
    placed: &Placed,
    name: &str,
    value: &Value,
) -> bool {
    let Some(mark_at) = placed.mark_at else { return false };
    let carries = |unit: &Unit| unit.attributes().get(name) == Some(value);
    if !now.unit_at(mark_at).is_some_and(carries) {
        return false;
    }
    for (from, to) in now.ranges(mark_at, placed.to, carries) {
        body.format(txn, from, to - from, attrs([(name, &Value::Null)]));
    }
    true
}

/// Deletes units and nothing else. Not `Text::remove_range`: that also tidies format items, and yrs 0.28.1 looks for
/// them beyond a following mark, which can make the mark bold and so hide the boldness of its block.
pub(crate) fn remove(txn: &mut TransactionMut<'_>, body: &TextRef, from: u32, to: u32) {
    if from < to {
        sequence(body).remove_range(txn, from, to - from);
    }
}

fn sequence(body: &TextRef) -> ArrayRef {
    let branch: &Branch = body.as_ref();
    ArrayRef::from(BranchPtr::from(branch))
}

/// The body as it is before an edit.
struct Now {
    units: Vec<Unit>,
    /// Where each unit begins.
    starts: Vec<u32>,
    blocks: Vec<Placed>,
    len: u32,
}

impl Now {
    fn read(txn: &TransactionMut<'_>, body: &TextRef) -> Result<Self, EditRefused> {
        let units = read(txn, body);
        let mut len = 0;
        let mut starts = Vec::with_capacity(units.len());
        for unit in &units {
            starts.push(len);
            len += unit.len();
        }
        if len != body.len(txn) {
            return Err(EditRefused::Unreadable);
        }
        let blocks = place(&units);
        Ok(Self { units, starts, blocks, len })
    }

    /// The unit that covers a position, and where it begins.
    fn covering(&self, at: u32) -> Option<(&Unit, u32)> {
        let index = self.starts.partition_point(|start| *start <= at).checked_sub(1)?;
        (at < self.len).then(|| (&self.units[index], self.starts[index]))
    }

    fn unit_at(&self, at: u32) -> Option<&Unit> {
        self.covering(at).map(|(unit, _)| unit)
    }

    /// The block whose text a position is in; a position before a mark belongs to the block above.
    fn block_at(&self, at: u32) -> &Placed {
        let behind = self.blocks.partition_point(|placed| placed.from <= at);
        &self.blocks[behind.saturating_sub(1)]
    }

    fn block_of_mark(&self, mark_at: u32) -> Result<&Placed, EditRefused> {
        let index = self.blocks.binary_search_by_key(&Some(mark_at), |placed| placed.mark_at);
        index.map(|index| &self.blocks[index]).map_err(|_| EditRefused::NoMark)
    }

    /// W5: the nearest border of characters at or before a position.
    fn border_before(&self, at: u32) -> Result<u32, EditRefused> {
        if at > self.len {
            return Err(EditRefused::OutOfRange);
        }
        Ok(if self.is_inside_a_pair(at) { at - 1 } else { at })
    }

    fn whole_characters(&self, from: u32, to: u32) -> Result<(u32, u32), EditRefused> {
        if from > to || to > self.len {
            return Err(EditRefused::OutOfRange);
        }
        let begin = self.border_before(from)?;
        let end = match (from == to, self.is_inside_a_pair(to)) {
            (true, _) => begin,
            (false, inside) => to + u32::from(inside),
        };
        Ok((begin, end))
    }

    fn is_inside_a_pair(&self, at: u32) -> bool {
        let Some((Unit::Text { text, .. }, start)) = self.covering(at) else { return false };
        let mut border = start;
        for c in text.chars() {
            if border >= at {
                break;
            }
            border += c.len_utf16() as u32;
        }
        border > at
    }

    /// The parts of a range (borders of characters) whose units are such, adjacent ones together.
    fn ranges(&self, from: u32, to: u32, such: impl Fn(&Unit) -> bool) -> Vec<(u32, u32)> {
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        let first = self.starts.partition_point(|start| *start <= from).saturating_sub(1);
        for (unit, start) in self.units.iter().zip(&self.starts).skip(first) {
            let (begin, end) = ((*start).max(from), (start + unit.len()).min(to));
            if *start >= to {
                break;
            }
            if begin >= end || !such(unit) {
                continue;
            }
            match ranges.last_mut() {
                Some(last) if last.1 == begin => last.1 = end,
                _ => ranges.push((begin, end)),
            }
        }
        ranges
    }
}
