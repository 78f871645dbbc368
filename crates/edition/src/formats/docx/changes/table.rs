//! A table: rows that came and went, and words in the cells of those that stayed. Rows that a cell reaches through come and go together.
//! Where the columns are others, a table goes and one comes.

use manual::block::Direction;
use manual::id::PayloadId;

use super::line::Para;
use super::{Fate, Writer};
use crate::changed::order::steps;
use crate::formats::docx::body::table::widths;
use crate::tree::{Block, Cell, Row, Table};

/// How many rows more the cell above takes, and how many columns.
type Open = Vec<(u16, u16)>;

impl Writer<'_> {
    pub(super) fn table(&mut self, was: Option<(&Block, &Table)>, now: Option<(&Block, &Table)>) {
        self.paragraph(was.map(caption).as_ref(), now.map(caption).as_ref());
        let (was, now) = (was.map(|(_, table)| table), now.map(|(_, table)| table));
        match (was, now) {
            (Some(was), Some(now)) if !is_one(was, now) => {
                self.rows(Some(was), None);
                self.rows(None, Some(now));
            }
            (was, now) => self.rows(was, now),
        }
    }

    /// One table. If there are two, their columns are the same.
    fn rows(&mut self, was: Option<&Table>, now: Option<&Table>) {
        let before = was.map(|table| table.rows.as_slice()).unwrap_or_default();
        let after = now.map(|table| table.rows.as_slice()).unwrap_or_default();
        let Some(shown) = now.or(was).filter(|it| !it.cols.is_empty()) else { return };
        if before.is_empty() && after.is_empty() {
            return;
        }
        let widths = widths(&shown.cols.iter().map(|col| col.width).collect::<Vec<_>>());
        self.xml.raw("<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/>");
        if self.around.dir == Direction::RightToLeft {
            self.xml.raw("<w:bidiVisual/>");
        }
        self.xml.raw("<w:tblW w:w=\"5000\" w:type=\"pct\"/><w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"04A0\"/></w:tblPr><w:tblGrid>");
        for width in &widths {
            self.xml.raw("<w:gridCol").attribute("w:w", &width.to_string()).raw("/>");
        }
        self.xml.raw("</w:tblGrid>");
        let (before, after) = (groups(before), groups(after));
        let alike = |was: usize, now: usize| shape(before[was]) == shape(after[now]);
        for step in steps(&ids(&before), &ids(&after), alike) {
            let (was, now) = step.both(&before, &after);
            let mut open: Open = vec![(0, 1); widths.len()];
            for at in 0..was.or(now).map_or(0, |rows| rows.len()) {
                let (was, now) = (was.and_then(|rows| rows.get(at)), now.and_then(|rows| rows.get(at)));
                self.row(was, now, &mut open, &widths);
            }
        }
        self.xml.raw("</w:tbl>");
        // Two tables one behind the other would be one.
        let (end, fate) = (Para::plain("AfterTable", ""), Fate::of(was, now));
        self.held((fate != Fate::Comes).then_some(&end), (fate != Fate::Goes).then_some(&end));
    }

    fn row(&mut self, was: Option<&Row>, now: Option<&Row>, open: &mut Open, widths: &[u32]) {
        self.xml.raw("<w:tr><w:trPr><w:cantSplit/>");
        self.ends("<w:ins", "<w:del", "/>", Fate::of(was, now));
        self.xml.raw("</w:trPr>");
        let before = was.map(|row| row.cells.as_slice()).unwrap_or_default();
        let after = now.map(|row| row.cells.as_slice()).unwrap_or_default();
        let mut place = 0;
        let mut col = 0;
        while col < open.len() {
            let (left, across) = open[col];
            if left > 0 {
                open[col].0 -= 1;
                let end = (col + usize::from(across)).min(widths.len());
                self.cell(&widths[col..end], "<w:vMerge/>", (was.map(|_| None), now.map(|_| None)));
                col += usize::from(across).max(1);
                continue;
            }
            let (old, new) = (before.get(place), after.get(place));
            let Some(shown) = new.or(old) else { break };
            let end = (col + usize::from(shown.across).max(1)).min(open.len());
            open[col] = (shown.down.saturating_sub(1), u16::try_from(end - col).unwrap_or(1));
            let merge = if shown.down > 1 { "<w:vMerge w:val=\"restart\"/>" } else { "" };
            self.cell(&widths[col..end], merge, (was.map(|_| old), now.map(|_| new)));
            (place, col) = (place + 1, end);
        }
        self.xml.raw("</w:tr>");
    }

    /// Of either row that is there, the cell that begins here, if one does.
    fn cell(
        &mut self,
        widths: &[u32],
        merge: &'static str,
        (was, now): (Option<Option<&Cell>>, Option<Option<&Cell>>),
    ) {
        let width: u32 = widths.iter().sum();
        self.xml.raw("<w:tc><w:tcPr><w:tcW").attribute("w:w", &width.to_string()).raw(" w:type=\"dxa\"/>");
        if widths.len() > 1 {
            self.xml.raw("<w:gridSpan").attribute("w:val", &widths.len().to_string()).raw("/>");
        }
        self.xml.raw(merge).raw("</w:tcPr>");
        self.held(was.map(para).as_ref(), now.map(para).as_ref());
        self.xml.raw("</w:tc>");
    }
}

fn caption<'c>((block, _): (&'c Block, &Table)) -> Para<'c> {
    Para::of_block("Caption", block, 0)
}

fn para(cell: Option<&Cell>) -> Para<'_> {
    Para::of("TableText", cell.map(|cell| cell.content.as_slice()).unwrap_or_default())
}

/// The rows, in as many parts as no cell reaches out of.
fn groups(rows: &[Row]) -> Vec<&[Row]> {
    let mut groups = Vec::new();
    let (mut from, mut reach) = (0, 0);
    for (at, row) in rows.iter().enumerate() {
        let deepest = row.cells.iter().map(|cell| usize::from(cell.down)).max().unwrap_or(1);
        reach = reach.max(at + deepest.max(1));
        if reach == at + 1 || at + 1 == rows.len() {
            groups.push(&rows[from..=at]);
            from = at + 1;
        }
    }
    groups
}

fn ids(groups: &[&[Row]]) -> Vec<Vec<PayloadId>> {
    groups.iter().map(|rows| rows.iter().map(|row| row.id).collect()).collect()
}

/// What of rows has to be the same for them to stay.
fn shape(rows: &[Row]) -> Vec<Vec<(u16, u16)>> {
    rows.iter().map(|row| row.cells.iter().map(|cell| (cell.across, cell.down)).collect()).collect()
}

/// Both can stand in one.
fn is_one(was: &Table, now: &Table) -> bool {
    let ids = |table: &Table| table.cols.iter().map(|col| col.id).collect::<Vec<_>>();
    ids(was) == ids(now)
}
