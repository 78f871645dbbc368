//! One row of a table as a picture: a bar for each column, the shortest label beside it, and nothing that moves or shines.

use std::fmt::Write;

use super::table::{Row, Table};

const WIDTH: f64 = 720.0;
const LEFT: f64 = 170.0;
const RIGHT: f64 = 90.0;
const TOP: f64 = 44.0;
const BAR: f64 = 22.0;
const GAP: f64 = 12.0;
const OURS: &str = "#1f4e79";
const OTHERS: &str = "#9aa4ad";
const INK: &str = "#22272b";

/// The table's first row.
pub fn svg(table: &Table) -> Option<String> {
    let row = table.rows.first()?;
    let most = row.cells.iter().copied().filter(|cell| cell.is_finite()).fold(0.0, f64::max);
    if most <= 0.0 {
        return None;
    }
    let height = TOP + table.columns.len() as f64 * (BAR + GAP) + GAP;
    let mut picture = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" role="img" font-family="system-ui, sans-serif" font-size="14">
<title>{title}</title>
<rect width="100%" height="100%" fill="white"/>
<text x="{GAP}" y="26" fill="{INK}" font-weight="600">{title}</text>
"#,
        title = escaped(&title(table, row)),
    );
    for (n, (column, cell)) in table.columns.iter().zip(&row.cells).enumerate() {
        let y = TOP + n as f64 * (BAR + GAP);
        let length = if cell.is_finite() { (WIDTH - LEFT - RIGHT) * cell / most } else { 0.0 };
        let colour = if n == 0 { OURS } else { OTHERS };
        let middle = y + BAR / 2.0 + 5.0;
        let figure = if cell.is_finite() { format!("{cell:.*}", row.digits) } else { "-".to_owned() };
        let _ = writeln!(
            picture,
            r#"<text x="{}" y="{middle}" fill="{INK}" text-anchor="end">{}</text><rect x="{LEFT}" y="{y}" width="{length:.1}" height="{BAR}" fill="{colour}"/><text x="{:.1}" y="{middle}" fill="{INK}">{figure}</text>"#,
            LEFT - 10.0,
            escaped(column),
            LEFT + length + 8.0,
        );
    }
    picture.push_str("</svg>\n");
    Some(picture)
}

fn title(table: &Table, row: &Row) -> String {
    format!("{}: {}", table.name, row.what)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::side::Side;

    #[test]
    fn every_side_has_a_bar_as_long_as_its_figure() {
        let mut table = Table::new("a < b", &[Side::Chancery, Side::Relay]);
        table.rows.push(Row { what: "us".to_owned(), digits: 1, cells: vec![1.0, 2.0] });
        let picture = svg(&table).unwrap();
        assert_eq!(picture.matches("<rect x").count(), 2);
        assert!(picture.contains(r#"width="460.0""#) && picture.contains(r#"width="230.0""#), "{picture}");
        assert!(picture.contains("a &lt; b") && !picture.contains("a < b"));
    }
}
