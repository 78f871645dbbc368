//! Figures of several sides (or of one, at several times) as a table in Markdown, put between two marks of a page of the documentation.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::chart;
use super::side::Side;

pub struct Table {
    pub name: String,
    /// What each column is of: a side, or a time.
    pub columns: Vec<&'static str>,
    pub rows: Vec<Row>,
    /// How it was measured, in a sentence.
    pub note: String,
    /// The machine's load at the beginning of each round.
    pub loads: Vec<String>,
}

pub struct Row {
    pub what: String,
    /// Behind the point.
    pub digits: usize,
    /// One for each column.
    pub cells: Vec<f64>,
}

impl Table {
    pub fn new(name: &str, sides: &[Side]) -> Self {
        Self::of(name, sides.iter().map(|side| side.name()).collect())
    }

    pub fn of(name: &str, columns: Vec<&'static str>) -> Self {
        Self { name: name.to_owned(), columns, rows: Vec::new(), note: String::new(), loads: Vec::new() }
    }

    /// The table with what has to be known of it. `where_and_when` says the machine, the day and the commit.
    pub fn markdown(&self, where_and_when: &str) -> String {
        let mut text = format!(
            "{} {where_and_when} Load average at the beginning of each round: {}.\n\n| {} | {} |\n|---|{}\n",
            self.note,
            self.loads.join(", "),
            self.name,
            self.columns.join(" | "),
            "---:|".repeat(self.columns.len()),
        );
        for row in &self.rows {
            let cells: Vec<String> = row
                .cells
                .iter()
                .map(|cell| if cell.is_nan() { "-".to_owned() } else { format!("{cell:.*}", row.digits) })
                .collect();
            text.push_str(&format!("| {} | {} |\n", row.what, cells.join(" | ")));
        }
        text
    }

    /// The name of its picture's file.
    fn picture(&self) -> String {
        format!("bench-{}.svg", self.name.replace(' ', "-"))
    }

    /// Puts the table into a page, in place of the one that was there, and its first row as a picture beside the page.
    ///
    /// # Errors
    /// When the page cannot be read or written, or has no place for this table.
    pub fn put_into(&self, page: &Path, where_and_when: &str) -> Result<()> {
        let text = fs::read_to_string(page).with_context(|| page.display().to_string())?;
        let text = placed(&text, &self.name, &self.markdown(where_and_when))
            .with_context(|| format!("{} has no place for {}", page.display(), self.name))?;
        fs::write(page, text)?;
        if let (Some(picture), Some(docs)) = (chart::svg(self), page.parent()) {
            let folder = docs.join("figures");
            fs::create_dir_all(&folder)?;
            fs::write(folder.join(self.picture()), picture)?;
        }
        Ok(())
    }
}

/// The middle of some figures.
pub fn median(mut figures: Vec<f64>) -> f64 {
    if figures.is_empty() {
        return f64::NAN;
    }
    figures.sort_by(f64::total_cmp);
    let half = figures.len() / 2;
    if figures.len() % 2 == 1 { figures[half] } else { f64::midpoint(figures[half - 1], figures[half]) }
}

/// The page with something else between the marks of this name.
fn placed(page: &str, name: &str, what: &str) -> Option<String> {
    let (begin, end) = (format!("<!-- bench {name} -->\n"), format!("<!-- end of bench {name} -->"));
    let (before, rest) = page.split_once(&begin)?;
    let (_, after) = rest.split_once(&end)?;
    Some(format!("{before}{begin}{what}{end}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_takes_the_place_of_the_one_before() {
        let page = "Words.\n<!-- bench x -->\nold\n<!-- end of bench x -->\nMore.\n";
        let new = placed(page, "x", "new\n").unwrap();
        assert_eq!(new, page.replace("old", "new"));
        assert_eq!(placed(page, "y", "new"), None);
    }

    #[test]
    fn the_median_is_the_middle() {
        assert_eq!(median(vec![3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]), 2.5);
        assert!(median(Vec::new()).is_nan());
    }
}
