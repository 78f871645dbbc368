//! Two tables as one: rows and columns that came and went, and the cells of those that stayed, as they were and as they are. Rows that a
//! cell reaches through come and go together. Where cells are merged and the columns are others, a table goes and one comes.

use manual::id::PayloadId;

use super::Pair;
use super::order::{Step, steps};
use crate::set::{self, Scope};

/// A table, or two in one.
pub struct Table<'b> {
    /// Their widths in hundredths, where somebody gave them.
    pub cols: Vec<Option<u8>>,
    /// So many rows are its head.
    pub head_rows: usize,
    pub rows: Vec<Vec<Cell<'b>>>,
}

pub struct Cell<'b> {
    pub set: Pair<&'b set::Cell>,
    pub across: u16,
    pub down: u16,
    pub head: Option<Scope>,
}

/// One table, or first the one that goes and then the one that comes.
pub fn tables(pair: Pair<&set::Table>) -> Vec<Table<'_>> {
    match (pair.was, pair.now) {
        (Some(was), Some(now)) if was.col_ids == now.col_ids => vec![rows(pair, &same_columns(now))],
        (Some(was), Some(now)) if is_plain(was) && is_plain(now) => {
            vec![rows(pair, &steps(&was.col_ids, &now.col_ids, |_, _| true))]
        }
        (Some(was), Some(now)) => {
            let (gone, come) = (Pair { was: Some(was), now: None }, Pair { was: None, now: Some(now) });
            vec![rows(gone, &same_columns(was)), rows(come, &same_columns(now))]
        }
        (was, now) => was.or(now).into_iter().map(|it| rows(pair, &same_columns(it))).collect(),
    }
}

fn same_columns(table: &set::Table) -> Vec<Step> {
    (0..table.cols.len()).map(|at| Step::Stays(at, at)).collect()
}

/// No cell takes more than its place, and each place has one.
fn is_plain(table: &set::Table) -> bool {
    let is_one = |cell: &set::Cell| (cell.across, cell.down) == (1, 1);
    table.rows.iter().all(|row| row.len() == table.cols.len() && row.iter().all(is_one))
}

fn rows<'b>(pair: Pair<&'b set::Table>, cols: &[Step]) -> Table<'b> {
    let width =
        |table: Option<&set::Table>, at: usize| table.and_then(|table| table.cols.get(at).copied().flatten());
    let column = |step: &Step| match *step {
        Step::Stays(was, now) => width(pair.now, now).or(width(pair.was, was)),
        Step::Goes(was) => width(pair.was, was),
        Step::Comes(now) => width(pair.now, now),
    };
    let (before, after) = (groups(pair.was), groups(pair.now));
    let ids = |groups: &[Group<'_>]| groups.iter().map(|group| group.ids.to_vec()).collect::<Vec<_>>();
    let is_new_grid = cols.iter().any(|step| !matches!(step, Step::Stays(..)));
    let alike = |was: usize, now: usize| is_new_grid || shape(&before[was]) == shape(&after[now]);
    let mut written = Vec::new();
    let mut head_rows = 0;
    for step in steps(&ids(&before), &ids(&after), alike) {
        let (was, now) = step.both(&before, &after);
        let is_head =
            was.or(now).is_some_and(|group| group.is_head) || now.is_some_and(|group| group.is_head);
        for at in 0..was.or(now).map_or(0, |group| group.rows.len()) {
            let row =
                Pair { was: was.and_then(|it| it.rows.get(at)), now: now.and_then(|it| it.rows.get(at)) };
            written.push(cells(row.map(Vec::as_slice), cols, is_new_grid));
        }
        if is_head && head_rows + was.or(now).map_or(0, |group| group.rows.len()) == written.len() {
            head_rows = written.len();
        }
    }
    Table { cols: cols.iter().map(column).collect(), head_rows, rows: written }
}

/// Of rows whose cells stand in their order, each by its place; where the columns are others too, each by its column.
fn cells<'b>(row: Pair<&'b [set::Cell]>, cols: &[Step], is_new_grid: bool) -> Vec<Cell<'b>> {
    let cell = |set: Pair<&'b set::Cell>| Cell {
        set,
        across: set.shown().map_or(1, |cell| cell.across),
        down: set.shown().map_or(1, |cell| cell.down),
        head: set.shown().and_then(|cell| cell.head),
    };
    if is_new_grid {
        let places = cols.iter().map(|step| match *step {
            Step::Stays(was, now) => (Some(was), Some(now)),
            Step::Goes(was) => (Some(was), None),
            Step::Comes(now) => (None, Some(now)),
        });
        let find = |cells: Option<&'b [set::Cell]>, at: Option<usize>| cells.and_then(|cells| cells.get(at?));
        return places
            .map(|(was, now)| cell(Pair { was: find(row.was, was), now: find(row.now, now) }))
            .collect();
    }
    let length = row.map(<[_]>::len).shown().unwrap_or_default();
    (0..length).map(|at| cell(row.and_then(|cells| cells.get(at)))).collect()
}

/// Rows that no cell reaches out of.
struct Group<'b> {
    ids: &'b [PayloadId],
    rows: &'b [Vec<set::Cell>],
    is_head: bool,
}

fn groups(table: Option<&set::Table>) -> Vec<Group<'_>> {
    let Some(table) = table else { return Vec::new() };
    let mut groups = Vec::new();
    let (mut from, mut reach) = (0, 0);
    for (at, row) in table.rows.iter().enumerate() {
        let deepest = row.iter().map(|cell| usize::from(cell.down)).max().unwrap_or(1);
        reach = reach.max(at + deepest.max(1));
        if reach == at + 1 || at + 1 == table.rows.len() {
            let (ids, rows) = (&table.row_ids[from..=at], &table.rows[from..=at]);
            groups.push(Group { ids, rows, is_head: at < table.head_rows });
            from = at + 1;
        }
    }
    groups
}

/// What of rows has to be the same for them to stay.
fn shape(group: &Group<'_>) -> Vec<Vec<(u16, u16)>> {
    group.rows.iter().map(|row| row.iter().map(|cell| (cell.across, cell.down)).collect()).collect()
}
