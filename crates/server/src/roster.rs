//! The roster: seats and their people as a table that spreadsheets read and write (CSV). Reads bytes of anybody within
//! bounds, and names what is wrong by its line; writes cells that no spreadsheet takes for a formula. Knows no seat.

use csv::{ReaderBuilder, StringRecord, Trim, WriterBuilder};

/// The columns, in the order in which they are written.
pub(crate) const COLUMNS: [&str; 8] = ["seat", "kind", "name", "email", "role", "admin", "from", "until"];

/// Longest cell, in characters: more than any of them may have.
const CELL_CHARS_MAX: usize = 300;
/// What a spreadsheet takes for the beginning of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// One line as it was written, cells without spaces at their ends.
#[derive(Clone, PartialEq, Eq, Default)]
pub(crate) struct Line {
    /// Where it stands in the file, from 1.
    pub(crate) number: u64,
    cells: [String; COLUMNS.len()],
}

impl Line {
    pub(crate) fn of(cells: [String; COLUMNS.len()]) -> Self {
        Self { number: 0, cells }
    }

    /// A line of which nothing could be read.
    pub(crate) fn unread(number: u64) -> Self {
        Self { number, ..Self::default() }
    }

    /// A cell by the name of its column; nothing where it is empty.
    pub(crate) fn get(&self, column: &str) -> Option<&str> {
        let place = COLUMNS.iter().position(|name| *name == column)?;
        Some(self.cells[place].as_str()).filter(|cell| !cell.is_empty())
    }
}

/// Why a whole file was not read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum Unread {
    #[error("the file is no text in UTF-8; save it as \"CSV UTF-8\"")]
    NotText,
    #[error(
        "the file has no line of headings with at least the column \"seat\"; known are: seat, kind, name, email, role, admin, from, until"
    )]
    NoHeadings,
    #[error(
        "the file has a column twice, or one that is not known; known are: seat, kind, name, email, role, admin, from, until"
    )]
    Headings,
    #[error("the file has too many lines")]
    TooManyLines,
}

/// What is wrong with one line before anybody has looked at what it says.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum Misshapen {
    #[error("the line has more cells than there are columns")]
    TooManyCells,
    #[error("a cell is too long")]
    TooLong,
}

/// A line, or where it stands and what is wrong with its shape.
pub(crate) type Read = Result<Line, (u64, Misshapen)>;

/// Reads a file: its lines, each with what is wrong with its shape. Lines without anything are passed over.
///
/// # Errors
/// [`Unread`] when it is no table of ours at all.
pub(crate) fn read(bytes: &[u8], lines_max: usize) -> Result<Vec<Read>, Unread> {
    let text = std::str::from_utf8(bytes).map_err(|_| Unread::NotText)?;
    // One sign for the end of a line, so that lines are counted as people count them.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n").replace('\r', "\n");
    let head = text.lines().next().unwrap_or_default();
    let semicolons = head.matches(';').count() > head.matches(',').count();
    let delimiter = if semicolons { b';' } else { b',' };
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).flexible(true).trim(Trim::All).from_reader(text.as_bytes());
    let columns = columns(reader.headers().map_err(|_| Unread::NoHeadings)?)?;
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| Unread::NotText)?;
        if record.iter().all(str::is_empty) {
            continue;
        }
        if lines.len() >= lines_max {
            return Err(Unread::TooManyLines);
        }
        let number = record.position().map_or(0, csv::Position::line);
        lines.push(line(&record, &columns, number).map_err(|wrong| (number, wrong)));
    }
    Ok(lines)
}

/// Which column stands at which place.
fn columns(headings: &StringRecord) -> Result<Vec<usize>, Unread> {
    let known = |heading: &str| COLUMNS.iter().position(|name| heading.eq_ignore_ascii_case(name));
    // An empty heading at the end is what an empty column of a spreadsheet leaves.
    let named: Vec<&str> = headings.iter().collect();
    let end = named.iter().rposition(|heading| !heading.is_empty()).map_or(0, |last| last + 1);
    if !named.iter().any(|heading| known(heading) == Some(0)) {
        return Err(Unread::NoHeadings);
    }
    let places: Option<Vec<usize>> = named[..end].iter().map(|heading| known(heading)).collect();
    let places = places.ok_or(Unread::Headings)?;
    let twice = places.iter().enumerate().any(|(n, place)| places[..n].contains(place));
    if twice { Err(Unread::Headings) } else { Ok(places) }
}

fn line(record: &StringRecord, columns: &[usize], number: u64) -> Result<Line, Misshapen> {
    if record.iter().skip(columns.len()).any(|cell| !cell.is_empty()) {
        return Err(Misshapen::TooManyCells);
    }
    let mut line = Line { number, ..Line::default() };
    for (cell, place) in record.iter().zip(columns) {
        if cell.chars().count() > CELL_CHARS_MAX {
            return Err(Misshapen::TooLong);
        }
        line.cells[*place] = bare(cell).to_owned();
    }
    Ok(line)
}

/// Writes lines with their headings.
pub(crate) fn write(lines: &[Line]) -> Vec<u8> {
    let mut writer = WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let cells = lines.iter().map(|line| line.cells.each_ref().map(|cell| defused(cell)));
    // Nothing is written but to memory, and every line has as many cells as there are columns.
    let written = writer
        .write_record(COLUMNS)
        .and_then(|()| cells.into_iter().try_for_each(|cells| writer.write_record(cells)));
    written.ok().and_then(|()| writer.into_inner().ok()).unwrap_or_default()
}

/// A cell that no spreadsheet takes for a formula.
fn defused(cell: &str) -> String {
    if cell.starts_with(FORMULA) { format!("'{cell}") } else { cell.to_owned() }
}

/// The same, read back.
fn bare(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA)).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<Read> {
        read(text.as_bytes(), 100).unwrap_or_else(|unread| panic!("{unread}"))
    }

    fn one(text: &str) -> Line {
        match lines(text).into_iter().next() {
            Some(Ok(line)) => line,
            _ => panic!("no line in {text:?}"),
        }
    }

    #[test]
    fn tables_of_spreadsheets_are_read() {
        let plain = one("seat,kind,name\nGhana,state,Ama Owusu\n");
        assert_eq!(
            (plain.get("seat"), plain.get("name"), plain.get("email")),
            (Some("Ghana"), Some("Ama Owusu"), None)
        );
        let excel = one("\u{feff}Seat;Name;EMAIL;;\r\n\"Côte d’Ivoire\"; Ama ;ama@mfa.example;;\r\n");
        assert_eq!((excel.get("seat"), excel.get("email")), (Some("Côte d’Ivoire"), Some("ama@mfa.example")));
        assert_eq!(excel.number, 2);
        let quoted = one("seat,name\n\"Ghana\",\"Owusu, Ama\"\n");
        assert_eq!(quoted.get("name"), Some("Owusu, Ama"));
        assert!(lines("seat,name\n,\n\n").is_empty(), "nothing is no line");
    }

    #[test]
    fn what_is_no_table_of_ours_is_refused_in_words() {
        let unread = |bytes: &[u8]| read(bytes, 2).err();
        assert_eq!(unread(b""), Some(Unread::NoHeadings));
        assert_eq!(unread(b"name,email\nAma,a@b.c\n"), Some(Unread::NoHeadings));
        assert_eq!(unread(b"seat,seat\n"), Some(Unread::Headings));
        assert_eq!(unread(b"seat,password\n"), Some(Unread::Headings));
        assert_eq!(unread(b"seat\n\xff\xfe\n"), Some(Unread::NotText));
        assert_eq!(unread(b"seat\na\nb\nc\n"), Some(Unread::TooManyLines));
    }

    #[test]
    fn lines_that_are_misshapen_are_named() {
        let long = "x".repeat(301);
        let read = lines(&format!("seat,name\nGhana,Ama,more\nGhana,{long}\nGhana\n"));
        assert_eq!(read[0].as_ref().err(), Some(&(2, Misshapen::TooManyCells)));
        assert_eq!(read[1].as_ref().err(), Some(&(3, Misshapen::TooLong)));
        assert!(read[2].is_ok(), "cells may be left out at the end");
    }

    #[test]
    fn no_cell_that_is_written_is_a_formula_and_all_read_back() {
        let mut cells: [String; 8] = std::array::from_fn(|_| String::new());
        for start in ["=HYPERLINK(\"x\")", "+1", "-1", "@SUM(A1)", "'quoted", "Ama \"A\" Owusu, Dr"] {
            cells[0] = start.to_owned();
            let written = write(&[Line::of(cells.clone())]);
            let text = String::from_utf8(written).expect("text");
            let cell = text.lines().nth(1).expect("a line").trim_start_matches('"');
            assert!(!cell.starts_with(FORMULA), "{text}");
            assert_eq!(one(&text).get("seat"), Some(start));
        }
    }

    #[test]
    fn hostile_bytes_neither_panic_nor_grow() {
        for seed in 0..500u32 {
            let bytes: Vec<u8> = (0..200u32)
                .map(|n| {
                    b"seat,\"\n;'=\r\0x"
                        [(seed.wrapping_mul(2_654_435_761).wrapping_add(n * n * seed) >> 3) as usize % 13]
                })
                .collect();
            let text = [b"seat,name\n", bytes.as_slice()].concat();
            if let Ok(lines) = read(&text, 50) {
                assert!(lines.len() <= 50);
            }
        }
    }
}
