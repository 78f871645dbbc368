//! A table: its widths, its cells and what they span, the rows that come again on each page.

use manual::block::Direction;

use super::{Stand, TEXT_WIDTH, Writer};
use crate::set::{Cell, Scope, Table};

#[derive(Clone, Copy)]
enum Merge {
    No,
    From,
    On,
}

impl<'b> Writer<'b> {
    pub(super) fn table(&mut self, table: &'b Table) {
        self.caption(&table.label, &table.caption, &table.anchor, true);
        if table.rows.is_empty() || table.cols.is_empty() {
            return;
        }
        let widths = widths(&table.cols);
        self.xml.raw("<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/>");
        if table.caption.dir == Direction::RightToLeft || self.around.dir == Direction::RightToLeft {
            self.xml.raw("<w:bidiVisual/>");
        }
        self.xml.raw("<w:tblW w:w=\"5000\" w:type=\"pct\"/><w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"04A0\"/></w:tblPr><w:tblGrid>");
        for width in &widths {
            self.xml.raw("<w:gridCol").attribute("w:w", &width.to_string()).raw("/>");
        }
        self.xml.raw("</w:tblGrid>");
        let mut open = vec![(0_u16, 1_u16); table.cols.len()];
        for (number, row) in table.rows.iter().enumerate() {
            self.xml.raw("<w:tr><w:trPr><w:cantSplit/>");
            if number < table.head_rows {
                self.xml.raw("<w:tblHeader/>");
            }
            self.xml.raw("</w:trPr>");
            self.row(row, &mut open, &widths);
            self.xml.raw("</w:tr>");
        }
        self.xml.raw("</w:tbl>");
        // Two tables one behind the other would be one.
        self.xml.raw("<w:p><w:pPr><w:pStyle w:val=\"AfterTable\"/></w:pPr></w:p>");
    }

    /// `open` says of each column how many rows more the cell above takes, and how wide it is.
    fn row(&mut self, row: &'b [Cell], open: &mut [(u16, u16)], widths: &[u32]) {
        let mut cells = row.iter();
        let mut col = 0;
        while col < open.len() {
            let (left, across) = open[col];
            if left > 0 {
                open[col].0 -= 1;
                self.cell(&widths[col..(col + usize::from(across)).min(widths.len())], Merge::On, None);
                col += usize::from(across);
                continue;
            }
            let Some(cell) = cells.next() else { break };
            let end = (col + usize::from(cell.across)).min(open.len());
            let across = u16::try_from(end - col).unwrap_or(1);
            open[col] = (cell.down.saturating_sub(1), across);
            let merge = if cell.down > 1 { Merge::From } else { Merge::No };
            self.cell(&widths[col..end], merge, Some(cell));
            col = end;
        }
    }

    fn cell(&mut self, widths: &[u32], merge: Merge, cell: Option<&'b Cell>) {
        let width: u32 = widths.iter().sum();
        self.xml.raw("<w:tc><w:tcPr><w:tcW").attribute("w:w", &width.to_string()).raw(" w:type=\"dxa\"/>");
        if widths.len() > 1 {
            self.xml.raw("<w:gridSpan").attribute("w:val", &widths.len().to_string()).raw("/>");
        }
        match merge {
            Merge::No => {}
            Merge::From => drop(self.xml.raw("<w:vMerge w:val=\"restart\"/>")),
            Merge::On => drop(self.xml.raw("<w:vMerge/>")),
        }
        let head = cell.and_then(|cell| cell.head);
        if head == Some(Scope::Column) {
            self.xml.raw("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"E9E6DD\"/>");
        }
        self.xml.raw("</w:tcPr>");
        let style = if head.is_some() { "TableHead" } else { "TableText" };
        let dir = cell.map_or(self.around.dir, |cell| cell.line.dir);
        self.paragraph(Stand { style, ..Stand::default() }, dir);
        if let Some(cell) = cell {
            self.line(&cell.line);
        }
        self.xml.raw("</w:p></w:tc>");
    }
}

/// The widths of columns, of which some were given.
pub(in crate::formats::docx) fn widths(cols: &[Option<u8>]) -> Vec<u32> {
    let given: u32 = cols.iter().flatten().map(|width| u32::from(*width)).sum();
    let free = u32::try_from(cols.iter().filter(|col| col.is_none()).count()).unwrap_or(u32::MAX);
    let each = 100_u32.saturating_sub(given).checked_div(free).unwrap_or(0).max(5);
    let parts: Vec<u32> = cols.iter().map(|col| col.map_or(each, u32::from).max(1)).collect();
    let whole: u32 = parts.iter().sum();
    parts.iter().map(|part| TEXT_WIDTH * part / whole).collect()
}
