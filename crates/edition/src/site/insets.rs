//! Tables, figures and boxes in the text of a chapter.

use manual::inset::{BoxKind, Figure, Heading, Image};
use manual::payload::WIDTH_MAX;

use super::blocks::{Around, Writer, heading_tags};
use super::direction;
use super::places::{Label, Place};
use crate::tree::{Block, Boxed, Cell, Head, Inset, Row, Table, text_of};

/// Widths are shown in steps of this many hundredths: the sheet has a rule for each.
const WIDTH_STEP: u8 = 5;
const WIDTHS: [&str; (WIDTH_MAX / WIDTH_STEP) as usize] = [
    "w5", "w10", "w15", "w20", "w25", "w30", "w35", "w40", "w45", "w50", "w55", "w60", "w65", "w70", "w75",
    "w80", "w85", "w90", "w95", "w100",
];

impl<'c> Writer<'c> {
    /// A table or figure, or a block that refers to one.
    pub(super) fn inset(&mut self, block: &'c Block, around: Around<'_>) {
        match &block.inset {
            Some(Inset::Table(table)) => self.table(block, table, around),
            Some(Inset::Figure(figure)) => self.figure(block, figure, around),
            None => {
                self.html.raw("<p class=\"again\"");
                self.addressed(block, around);
                self.html.raw(">");
                if let Some(place) = self.places.shown(block).cloned() {
                    self.html.raw("<a").attribute("href", &format!("#{}", place.anchor)).raw(">");
                    self.caption_number(&place);
                    self.html.raw("</a> ");
                }
                self.inlines(&block.content);
                self.html.raw("</p>");
            }
        }
    }

    fn caption_number(&mut self, place: &Place) {
        match &place.label {
            Label::Table(number) => self.numbered(Some(self.words.inside.table), number),
            Label::Figure(number) => self.numbered(Some(self.words.inside.figure), number),
            Label::Heading(_) | Label::Box(_) | Label::Text => {}
        }
    }

    fn caption(&mut self, block: &'c Block) {
        if let Some(place) = self.places.of_block(block).cloned() {
            self.caption_number(&place);
        }
        self.html.text(" ");
        self.inlines(&block.content);
    }

    /// What is wider than the page is moved by itself, with the keyboard too.
    fn table(&mut self, block: &'c Block, table: &'c Table, around: Around<'_>) {
        self.tables += 1;
        let caption = format!("caption-{}", self.tables);
        self.html.raw("<div class=\"wide\"");
        let dir = self.addressed(block, around);
        self.html.raw(" role=\"region\" tabindex=\"0\"").attribute("aria-labelledby", &caption);
        self.html.raw("><table>\n<caption").attribute("id", &caption).raw(">");
        self.caption(block);
        self.html.raw("</caption>\n");
        self.columns(table);
        let around = Around { dir, lang: block.lang.as_deref().unwrap_or(around.lang) };
        let head = head_rows(table);
        for (rows, open, close) in [
            (&table.rows[..head], "<thead>\n", "</thead>\n"),
            (&table.rows[head..], "<tbody>\n", "</tbody>\n"),
        ] {
            if !rows.is_empty() {
                self.html.raw(open);
                self.rows(table, rows, open.starts_with("<th"), around);
                self.html.raw(close);
            }
        }
        self.html.raw("</table></div>");
    }

    fn columns(&mut self, table: &Table) {
        if table.cols.iter().all(|col| col.width.is_none()) {
            return;
        }
        self.html.raw("<colgroup>");
        for col in &table.cols {
            self.html.raw("<col");
            if let Some(width) = col.width {
                let step = usize::from(width.div_ceil(WIDTH_STEP)).clamp(1, WIDTHS.len());
                self.html.attribute("class", WIDTHS[step - 1]);
            }
            self.html.raw(">");
        }
        self.html.raw("</colgroup>\n");
    }

    fn rows(&mut self, table: &'c Table, rows: &'c [Row], is_head: bool, around: Around<'_>) {
        // How many rows the cell above still takes of the first column: a cell of that column heads its row.
        let mut taken = 0;
        for row in rows {
            self.html.raw("<tr>");
            for (number, cell) in row.cells.iter().enumerate() {
                let is_first = number == 0 && taken == 0;
                if is_first {
                    taken = cell.down;
                }
                let scope = match (is_head, is_first && table.head_col) {
                    (true, _) if cell.across > 1 => Some("colgroup"),
                    (true, _) => Some("col"),
                    (false, true) if cell.down > 1 => Some("rowgroup"),
                    (false, true) => Some("row"),
                    (false, false) => None,
                };
                self.cell(cell, scope, around);
            }
            taken = taken.saturating_sub(1);
            self.html.raw("</tr>\n");
        }
    }

    fn cell(&mut self, cell: &'c Cell, scope: Option<&'static str>, around: Around<'_>) {
        let (open, close) = if scope.is_some() { ("<th", "</th>") } else { ("<td", "</td>") };
        self.html.raw(open);
        if let Some(scope) = scope {
            self.html.attribute("scope", scope);
        }
        for (name, size) in [("colspan", cell.across), ("rowspan", cell.down)] {
            if size > 1 {
                self.html.attribute(name, &size.to_string());
            }
        }
        self.direction(direction::of_text(&text_of(&cell.content)), around);
        self.html.raw(">");
        self.inlines(&cell.content);
        self.html.raw(close);
    }

    fn figure(&mut self, block: &'c Block, figure: &'c Figure, around: Around<'_>) {
        self.html.raw("<figure");
        self.addressed(block, around);
        self.html.raw(">");
        let Figure { image, alt, credit, decorative } = figure;
        match image {
            Some(image) => self.picture(image, if *decorative { "" } else { alt }),
            None if !alt.trim().is_empty() => {
                self.html.raw("<p class=\"no-picture\">").text(alt).raw("</p>");
            }
            None => {}
        }
        self.html.raw("\n<figcaption>");
        self.caption(block);
        if !credit.trim().is_empty() {
            self.html.raw(" <span class=\"credit\"><bdi>").text(credit).raw("</bdi></span>");
        }
        self.html.raw("</figcaption></figure>");
    }

    fn picture(&mut self, image: &Image, alt: &str) {
        let name = format!("{}.{}", image.sha256, image.kind.extension());
        self.html.raw("<img").attribute("src", &self.book.links.image(&name)).attribute("alt", alt);
        self.html.attribute("width", &image.width.to_string());
        self.html.attribute("height", &image.height.to_string());
        self.html.raw(" loading=\"lazy\" decoding=\"async\">");
    }

    /// Neighbours in one box. The first part has the heading; the text goes on below it as it would elsewhere.
    pub(super) fn boxed(&mut self, boxed: &'c Boxed, around: Around<'_>) {
        let place = self.places.of_box(boxed.id).cloned();
        let Some(place) = place else { return self.nodes(&boxed.nodes, around) };
        match &boxed.head {
            Head::First(heading) => {
                self.box_classes.insert(boxed.id, class(&heading.kind));
                self.html.raw("<aside").attribute("class", class(&heading.kind));
                self.html.attribute("id", &place.anchor);
                self.html.attribute("aria-labelledby", &format!("{}-title", place.anchor)).raw(">\n");
                let level = self.level;
                self.box_heading(heading, &place, around);
                self.nodes(&boxed.nodes, around);
                self.level = level;
            }
            Head::Part(_) => {
                let class = self.box_classes.get(&boxed.id).copied().unwrap_or("box");
                self.html.raw("<aside").attribute("class", class).raw(">\n<p class=\"kind\">");
                self.html.raw("<a").attribute("href", &format!("#{}", place.anchor)).raw(">");
                self.box_number(&place);
                self.html.raw("</a> <span");
                self.own_words();
                self.html.raw(">(").text(self.words.inside.continued).raw(")</span></p>\n");
                self.nodes(&boxed.nodes, around);
            }
        }
        self.html.raw("</aside>");
    }

    fn box_number(&mut self, place: &Place) {
        if let Label::Box(number) = &place.label {
            self.numbered(Some(self.words.inside.boxed), number);
        }
    }

    fn box_heading(&mut self, heading: &Heading, place: &Place, around: Around<'_>) {
        self.level = (self.level + 1).min(4);
        let (open, close) = heading_tags(self.level);
        self.html.raw(open).attribute("id", &format!("{}-title", place.anchor));
        self.html.raw(" class=\"title\">");
        self.box_number(place);
        self.html.raw(" <span class=\"kind\"");
        self.own_words();
        self.html.raw(">").text(self.words.kind(&heading.kind)).raw("</span>");
        if !heading.title.trim().is_empty() {
            self.html.raw(" <span class=\"name\"");
            self.direction(direction::of_text(&heading.title), around);
            self.html.raw("><bdi>").text(&heading.title).raw("</bdi></span>");
        }
        self.html.raw(close).raw("\n");
        if let BoxKind::Case { region, period, visibility: _ } = &heading.kind {
            let about: Vec<&String> =
                [region, period].into_iter().filter(|it| !it.trim().is_empty()).collect();
            if !about.is_empty() {
                self.html.raw("<p class=\"where\">");
                for (number, it) in about.into_iter().enumerate() {
                    self.html.raw(if number > 0 { " · <bdi>" } else { "<bdi>" }).text(it).raw("</bdi>");
                }
                self.html.raw("</p>\n");
            }
        }
    }
}

fn class(kind: &BoxKind) -> &'static str {
    match kind {
        BoxKind::Case { .. } => "box case",
        BoxKind::Key => "box key",
        BoxKind::Checklist => "box checklist",
    }
}

/// How many rows are the head: the first, and those into which a cell of the head reaches.
fn head_rows(table: &Table) -> usize {
    let mut end = usize::from(table.head_row && !table.rows.is_empty());
    let mut row = 0;
    while row < end {
        let deepest = table.rows[row].cells.iter().map(|cell| usize::from(cell.down)).max().unwrap_or(1);
        end = end.max(row + deepest);
        row += 1;
    }
    end
}
