//! The steps that act on payloads. Each does what an editor does: payloads are made first and by themselves (P3), words go
//! into lines that are seen or into one's own (P2), and what an edit takes out of sight loses its words (P4).

use manual::assemble::{chapter, place};
use manual::block::{Boxed, Kind, Node};
use manual::edit::payload::{self as edit_payload, Axis};
use manual::edit::{self, BlockChange};
use manual::flat::{self, Attributes, Unit};
use manual::flatten::in_order;
use manual::id::PayloadId;
use manual::inline::Inline;
use manual::inset::{Inset, Table};
use manual::leftover::{Of, leftover};
use manual::payload::lines::{self, BoxLine, FigureLine, LineAt};
use manual::payload::{BoxParts, CellKey, FigureParts, Line, Payloads, SpanParts, TableParts};
use manual::shown;
use proptest::sample::Index;
use serde_json::json;

use crate::step::PayloadStep;
use crate::world::World;

impl World {
    pub(crate) fn act_on_payloads(&mut self, who: usize, step: &PayloadStep) {
        match step {
            PayloadStep::Note { at, words, in_cell } => self.note(who, at, *words, *in_cell),
            PayloadStep::Inset { block, kind, rows, cols } => self.inset(who, block, *kind, *rows, *cols),
            PayloadStep::Again { at, which } => self.again(who, at, which),
            PayloadStep::Box { block, count, which } => self.boxes(who, block, *count, which.as_ref()),
            PayloadStep::BoxKind { which, kind } => {
                let ids: Vec<PayloadId> = self.boxed(who).iter().map(|boxed| boxed.id).collect();
                let Some(id) = pick(&ids, which) else { return };
                self.edit(who, |txn, _| edit_payload::boxed(txn, id, kind, None)).expect("made with its box");
            }
            PayloadStep::Type { which, at, count, own } => self.type_in(who, which, at, *count, *own),
            PayloadStep::Delete { which, from, count } => self.delete_in(who, which, from, *count),
            PayloadStep::Place { table, axis, moves, before } => {
                let Some((id, table)) = pick(&self.tables(who), table) else { return };
                let moved = moves.as_ref().and_then(|moves| pick(&ids(&table, *axis), moves));
                let placed = moved.unwrap_or_else(|| self.draw());
                self.edit(who, |txn, _| edit_payload::place(txn, id, *axis, placed, *before))
                    .expect("a table");
            }
            PayloadStep::Remove { table, axis, which } => {
                let Some((id, table)) = pick(&self.tables(who), table) else { return };
                let Some(gone) = pick(&ids(&table, *axis), which) else { return };
                self.edit(who, |txn, _| edit_payload::remove_from(txn, id, *axis, gone)).expect("a table");
            }
            PayloadStep::Span { table, from, size } => self.span(who, table, from, *size),
            PayloadStep::Part { table } => {
                let Some((id, _)) = pick(&self.tables(who), table) else { return };
                let spans = self.payloads(who).tables.remove(&id).unwrap_or_default().spans;
                for span in spans.keys() {
                    self.edit(who, |txn, _| edit_payload::span(txn, id, *span, None)).expect("a table");
                }
            }
            PayloadStep::Settle { which, keep } => self.settles(who, which, *keep),
        }
    }

    fn draw(&mut self) -> PayloadId {
        self.drawn += 1;
        PayloadId::parse(&format!("x{:011}", self.drawn)).expect("twelve characters")
    }

    /// Makes payloads, in an edit of their own.
    fn make(&mut self, who: usize, payloads: &Payloads) {
        self.edit(who, |txn, _| payloads.write(txn));
    }

    fn note(&mut self, who: usize, at: &Index, words: usize, in_cell: bool) {
        let id = self.draw();
        self.make(who, &Payloads { notes: [(id, Line::new())].into(), ..Payloads::default() });
        let cells: Vec<LineAt> =
            self.shown(who).into_iter().filter(|line| matches!(line, LineAt::Cell(..))).collect();
        let cell = in_cell.then(|| pick(&cells, at)).flatten();
        let value = json!({ "note": id.as_str() });
        self.edit(who, |txn, body| {
            let within = cell.and_then(|cell| lines::text(txn, &cell));
            let within = within.as_ref().unwrap_or(body);
            let at = at.index(flat::length(txn, within) as usize + 1) as u32;
            edit::embed(txn, within, at, &value)
        })
        .expect("in range");
        let run = self.asked.run(words);
        self.put(who, &LineAt::Note(id), 0, &run);
    }

    fn inset(&mut self, who: usize, block: &Index, kind: Kind, rows: usize, cols: usize) {
        let Some(at) = pick(&self.marks(who), block) else { return };
        let id = self.draw();
        let mut payloads = Payloads::default();
        if kind == Kind::Table {
            let (rows, cols) =
                ((0..rows).map(|_| self.draw()).collect(), (0..cols).map(|_| self.draw()).collect());
            payloads.tables.insert(id, TableParts { rows, cols, ..TableParts::default() });
        } else {
            let alt = vec![Unit::Text { text: self.asked.run(2), attributes: Attributes::new() }];
            payloads.figures.insert(id, FigureParts { alt, ..FigureParts::default() });
        }
        self.make(who, &payloads);
        let change = BlockChange { kind: Some(kind), payload: Some(Some(id)), ..BlockChange::default() };
        self.changes(who, at, &change);
    }

    fn again(&mut self, who: usize, at: &Index, which: &Index) {
        let tree = chapter(&self.people[who]);
        let mut notes = Vec::new();
        let mut insets = Vec::new();
        for (block, ..) in in_order(&tree) {
            insets.extend(block.payload.map(|payload| (block.kind, payload)));
            notes.extend(block.content.iter().filter_map(|inline| match inline {
                Inline::Note { id, .. } => Some(*id),
                _ => None,
            }));
        }
        if let Some((kind, payload)) = pick(&insets, which)
            && let Some(at) = pick(&self.marks(who), at)
        {
            let change =
                BlockChange { kind: Some(kind), payload: Some(Some(payload)), ..BlockChange::default() };
            self.changes(who, at, &change);
        } else if let Some(note) = pick(&notes, which) {
            let value = json!({ "note": note.as_str() });
            self.edit(who, |txn, body| {
                let at = at.index(flat::length(txn, body) as usize + 1) as u32;
                edit::embed(txn, body, at, &value)
            })
            .expect("in range");
        }
    }

    fn boxes(&mut self, who: usize, block: &Index, count: usize, which: Option<&Index>) {
        let there: Vec<PayloadId> = self.boxed(who).iter().map(|boxed| boxed.id).collect();
        let chosen = match which {
            // Of those that are there, and none.
            Some(which) => {
                pick(&[there.into_iter().map(Some).collect(), vec![None]].concat(), which).flatten()
            }
            None => Some(self.draw()),
        };
        if let (Some(id), None) = (chosen, which) {
            let title = vec![Unit::Text { text: self.asked.run(2), attributes: Attributes::new() }];
            let parts = BoxParts { kind: Some("case".to_owned()), title, ..BoxParts::default() };
            self.make(who, &Payloads { boxes: [(id, parts)].into(), ..Payloads::default() });
        }
        let marks = self.marks(who);
        let Some(first) = pick(&marks, block) else { return };
        let first = marks.iter().position(|at| *at == first).expect("picked from it");
        for at in marks.into_iter().skip(first).take(count) {
            self.changes(who, at, &BlockChange { in_box: Some(chosen), ..BlockChange::default() });
        }
    }

    fn type_in(&mut self, who: usize, which: &Index, at: &Index, count: usize, own: bool) {
        let line = if own { self.own_cell(who, which, at) } else { None };
        let Some(line) = line.or_else(|| pick(&self.shown(who), which)) else { return };
        let there = self.people[who].read(|txn| lines::text(txn, &line).map(|text| flat::length(txn, &text)));
        let run = self.asked.run(count);
        self.put(who, &line, at.index(there.unwrap_or(0) as usize + 1) as u32, &run);
    }

    /// A line of one's own in some cell.
    fn own_cell(&mut self, who: usize, which: &Index, at: &Index) -> Option<LineAt> {
        let (id, table) = pick(&self.tables(who), which)?;
        let (row, col) = (pick(&ids(&table, Axis::Rows), at)?, pick(&ids(&table, Axis::Cols), which)?);
        Some(LineAt::Cell(id, CellKey { row, col, slot: self.draw() }))
    }

    fn put(&mut self, who: usize, line: &LineAt, at: u32, words: &str) {
        self.edit(who, |txn, _| {
            let text = edit_payload::line(txn, line)?;
            edit::insert(txn, &text, at, words, &Attributes::new())
        })
        .expect("a line that is seen");
    }

    fn delete_in(&mut self, who: usize, which: &Index, from: &Index, count: u32) {
        let such = |line: &LineAt| self.people[who].read(|txn| lines::text(txn, line).is_some());
        let there: Vec<LineAt> = self.shown(who).into_iter().filter(such).collect();
        let Some(line) = pick(&there, which) else { return };
        let units = self.people[who]
            .read(|txn| lines::text(txn, &line).map(|text| flat::read(txn, &text)).unwrap_or_default());
        let len: u32 = units.iter().map(Unit::len).sum();
        let from = from.index(len as usize + 1) as u32;
        let to = (from + count).min(len);
        let (from, to) = self
            .edit(who, |txn, _| {
                let text = edit_payload::line(txn, &line)?;
                edit::delete(txn, &text, from, to)
            })
            .expect("in range");
        self.asked.deleted(&units, from, to);
    }

    fn span(&mut self, who: usize, table: &Index, from: &(Index, Index), size: (usize, usize)) {
        let Some((id, table)) = pick(&self.tables(who), table) else { return };
        let some = |axis: Axis, from: &Index, count: usize| {
            let ids = ids(&table, axis);
            let first = if ids.is_empty() { 0 } else { from.index(ids.len()) };
            ids.into_iter().skip(first).take(count).collect::<Vec<_>>()
        };
        let parts =
            SpanParts { rows: some(Axis::Rows, &from.0, size.0), cols: some(Axis::Cols, &from.1, size.1) };
        let span = self.draw();
        self.edit(who, |txn, _| edit_payload::span(txn, id, span, Some(&parts))).expect("a table");
    }

    /// Puts back what is left over, or leaves it out: deletes the words that were offered.
    fn settles(&mut self, who: usize, which: &Index, keep: bool) {
        let (tree, payloads) = (chapter(&self.people[who]), self.payloads(who));
        let Some(left) = pick(&leftover(&tree, &payloads), which) else { return };
        if !keep {
            let seen = shown::lines(&tree, &payloads);
            for line in lines_of(&left.of, &payloads).into_iter().filter(|line| !seen.contains(line)) {
                let units = self.people[who].read(|txn| {
                    lines::text(txn, &line).map(|text| flat::read(txn, &text)).unwrap_or_default()
                });
                let len: u32 = units.iter().map(Unit::len).sum();
                let deleted = self.edit(who, |txn, _| {
                    let text = edit_payload::line(txn, &line)?;
                    edit::delete(txn, &text, 0, len)
                });
                if deleted.is_ok() {
                    self.asked.deleted(&units, 0, len);
                }
            }
            return;
        }
        let end: u32 = self.units(who).iter().map(Unit::len).sum();
        match left.of {
            Of::Note(id) => {
                let value = json!({ "note": id.as_str() });
                self.edit(who, |txn, body| edit::embed(txn, body, end, &value)).expect("in range");
            }
            Of::Table(id) | Of::Figure(id) | Of::Box(id) => {
                let mark = format!("m{who}x{}", self.asked.marks.len());
                let (at, keys) =
                    self.edit(who, |txn, body| edit::split(txn, body, end, &mark)).expect("in range");
                self.asked.mark(&keys);
                let change = match left.of {
                    Of::Table(_) => BlockChange {
                        kind: Some(Kind::Table),
                        payload: Some(Some(id)),
                        ..BlockChange::default()
                    },
                    Of::Figure(_) => BlockChange {
                        kind: Some(Kind::Figure),
                        payload: Some(Some(id)),
                        ..BlockChange::default()
                    },
                    _ => BlockChange { in_box: Some(Some(id)), ..BlockChange::default() },
                };
                self.changes(who, at, &change);
            }
            Of::Row { table, row } => {
                self.edit(who, |txn, _| edit_payload::place(txn, table, Axis::Rows, row, usize::MAX))
                    .expect("a table");
            }
            Of::Column { table, col } => {
                self.edit(who, |txn, _| edit_payload::place(txn, table, Axis::Cols, col, usize::MAX))
                    .expect("a table");
            }
        }
    }

    fn payloads(&self, who: usize) -> Payloads {
        Payloads::read(&self.people[who])
    }

    /// The lines that a person sees.
    fn shown(&self, who: usize) -> Vec<LineAt> {
        let payloads = self.payloads(who);
        let such = |line: &LineAt| self.people[who].read(|txn| lines::text(txn, line).is_some());
        shown::lines(&chapter(&self.people[who]), &payloads).into_iter().filter(such).collect()
    }

    fn marks(&self, who: usize) -> Vec<u32> {
        place(&self.units(who)).into_iter().filter_map(|placed| placed.mark_at).collect()
    }

    fn tables(&self, who: usize) -> Vec<(PayloadId, Table)> {
        let tree = chapter(&self.people[who]);
        let table = |block: &manual::block::Block| match block.inset.as_deref()? {
            Inset::Table(table) => Some((block.payload?, table.clone())),
            Inset::Figure(_) => None,
        };
        let there = self.payloads(who);
        let tables = in_order(&tree).into_iter().filter_map(|(block, ..)| table(block));
        tables.filter(|(id, _)| there.tables.contains_key(id)).collect()
    }

    fn boxed(&self, who: usize) -> Vec<Boxed> {
        let boxed = |node| match node {
            Node::Boxed(boxed) => Some(boxed),
            _ => None,
        };
        let there = self.payloads(who);
        let boxes = chapter(&self.people[who]).into_iter().filter_map(boxed);
        boxes.filter(|boxed| there.boxes.contains_key(&boxed.id)).collect()
    }
}

fn ids(table: &Table, axis: Axis) -> Vec<PayloadId> {
    match axis {
        Axis::Rows => table.rows.iter().map(|row| row.id).collect(),
        Axis::Cols => table.cols.iter().map(|col| col.id).collect(),
    }
}

/// The lines of what is left over.
fn lines_of(of: &Of, payloads: &Payloads) -> Vec<LineAt> {
    let cells = |table: &PayloadId, such: &dyn Fn(&CellKey) -> bool| {
        let keys = payloads.tables.get(table).into_iter().flat_map(|parts| parts.cells.keys());
        keys.filter(|key| such(key)).map(|key| LineAt::Cell(*table, *key)).collect()
    };
    match of {
        Of::Note(id) => vec![LineAt::Note(*id)],
        Of::Figure(id) => FigureLine::ALL.map(|line| LineAt::Figure(*id, line)).to_vec(),
        Of::Box(id) => BoxLine::ALL.map(|line| LineAt::Box(*id, line)).to_vec(),
        Of::Table(id) => cells(id, &|_| true),
        Of::Row { table, row } => cells(table, &|key| key.row == *row),
        Of::Column { table, col } => cells(table, &|key| key.col == *col),
    }
}

fn pick<T: Clone>(all: &[T], index: &Index) -> Option<T> {
    (!all.is_empty()).then(|| all[index.index(all.len())].clone())
}
