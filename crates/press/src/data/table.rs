//! A table, with the widths of its columns decided: as they were given, and else by what stands in them.

use edition::set::{Cell, Inline, Scope, Table};
use serde_json::{Value, json};

use super::{Writer, object};

/// Narrowest and widest that a column becomes by what stands in it, in characters.
const NARROWEST: usize = 4;
const WIDEST: usize = 60;
/// A word of so many characters is not broken, and so many characters stay in one line.
const LONGEST: usize = 20;
const UNBROKEN: usize = 13;

impl Writer<'_> {
    pub(super) fn table(&mut self, table: &Table) -> Value {
        let name = self.name(&table.anchor);
        let caption = self.line(&table.caption);
        let needs: Vec<Vec<Need>> = table.rows.iter().map(|row| row.iter().map(Need::of).collect()).collect();
        let rows: Vec<Value> =
            table.rows.iter().map(|row| row.iter().map(|cell| self.cell(cell)).collect()).collect();
        object(json!({
            "t": "t",
            "name": name,
            "label": table.label,
            "caption": caption,
            "cols": widths(&table.cols, &needs),
            "head": table.head_rows,
            "rows": rows,
        }))
    }

    fn cell(&mut self, cell: &Cell) -> Value {
        let line = self.line(&cell.line);
        cell_of(line, (cell.across, cell.down), cell.head)
    }
}

/// A line that is a cell, of so many places across and down.
pub(super) fn cell_of(mut line: Value, (across, down): (u16, u16), head: Option<Scope>) -> Value {
    line["across"] = across.into();
    line["down"] = down.into();
    line["head"] = match head {
        Some(Scope::Column) => "column".into(),
        Some(Scope::Row) => "row".into(),
        None => Value::Null,
    };
    object(line)
}

/// What a cell takes, and how much room its text asks for.
pub(super) struct Need {
    pub(super) across: u16,
    pub(super) down: u16,
    /// Letters, and those of its longest word.
    pub(super) text: (usize, usize),
}

impl Need {
    fn of(cell: &Cell) -> Self {
        Self { across: cell.across, down: cell.down, text: measure(&cell.line.content) }
    }
}

/// Shares of the width, of which all columns together have as many as there are.
pub(super) fn widths(cols: &[Option<u8>], rows: &[Vec<Need>]) -> Vec<f64> {
    let needs = needs(cols.len(), rows);
    let given: Vec<Option<f64>> =
        cols.iter().map(|col| col.map(|width| f64::from(width.clamp(1, 100)))).collect();
    let taken: f64 = given.iter().flatten().sum();
    let open: f64 = given.iter().zip(&needs).filter(|(given, _)| given.is_none()).map(|(_, need)| need).sum();
    // What is left for those to which nobody gave a width is not less than a tenth for each.
    let missing = given.iter().filter(|given| given.is_none()).count() as f64;
    let left = (100.0 - taken).max(10.0 * missing);
    let width = |(given, need): (&Option<f64>, &f64)| given.unwrap_or(left * need / open.max(1.0));
    given.iter().zip(&needs).map(width).collect()
}

/// How much room the text of each column asks for.
fn needs(cols: usize, rows: &[Vec<Need>]) -> Vec<f64> {
    let mut longest = vec![NARROWEST; cols];
    let mut whole = vec![(0_usize, 0_usize); cols];
    let mut taken = vec![0_u16; cols];
    for row in rows {
        let mut col = 0;
        for cell in row {
            while taken.get(col).is_some_and(|taken| *taken > 0) {
                col += 1;
            }
            let end = (col + usize::from(cell.across)).min(cols);
            if col >= end {
                break;
            }
            if cell.across == 1 {
                let (letters, word) = cell.text;
                longest[col] = longest[col].max(word.min(LONGEST)).max(letters.min(UNBROKEN));
                whole[col] = (whole[col].0 + letters, whole[col].1 + 1);
            }
            taken[col..end].fill(cell.down);
            col = end;
        }
        taken.iter_mut().for_each(|taken| *taken = taken.saturating_sub(1));
    }
    let need = |(longest, (letters, cells)): (usize, (usize, usize))| {
        longest.max((letters / cells.max(1)).min(WIDEST)) as f64
    };
    longest.into_iter().zip(whole).map(need).collect()
}

/// How many letters there are, and in the longest word.
pub(super) fn measure(content: &[Inline]) -> (usize, usize) {
    let (mut letters, mut longest) = (0, 0);
    for inline in content {
        match inline {
            Inline::Text { text, .. } | Inline::Reference { text, .. } => {
                letters += text.chars().count();
                let words = text.split_whitespace().map(|word| word.chars().count());
                longest = longest.max(words.max().unwrap_or_default());
            }
            Inline::Break | Inline::PageBreak | Inline::Note { .. } | Inline::Unknown(_) => {}
        }
    }
    (letters, longest)
}
