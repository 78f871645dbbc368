//! One block as it was and as it is: its own kind of node, in a frame that says what became of it.

use edition::changed::{Cell, Fate, Leaf, Pair, Shown, Spans, Table, Way, tables};
use edition::set::{Boxed, Figure, Heading, Line, Text};
use manual::difference::Of;
use serde_json::{Value, json};

use super::Marker;
use super::nest::Rendered;
use crate::data::nodes::{look, text_of};
use crate::data::table::{Need, cell_of, measure, widths};
use crate::data::{direction, object, with_language};

impl<'e> Marker<'e> {
    pub(super) fn leaf<'l>(&mut self, leaf: &'l Leaf<'e>, spans: &mut Spans<'e>) -> Rendered<'l> {
        let marks = self.marks;
        let fate = leaf.shown.fate();
        let (mut nodes, mut is_inset) = (Vec::new(), false);
        match (leaf.way, leaf.shown.shown()) {
            (Way::Went(_), _) | (_, None) => {}
            (_, Some(Shown::Heading(heading))) => nodes.push(self.heading(leaf, heading, spans)),
            (_, Some(Shown::Text(text))) => nodes.push(self.text(leaf, text, spans)),
            (_, Some(Shown::Table(_))) => {
                is_inset = true;
                self.tables(leaf, spans, &mut nodes);
            }
            (_, Some(Shown::Figure(_))) => {
                is_inset = true;
                self.figure(leaf, spans, &mut nodes);
            }
            (_, Some(Shown::Box(boxed))) => {
                let head = self.head(leaf.shown.and_then(boxed_of), boxed, spans);
                return Rendered { place: &leaf.place, head: Some(head), nodes };
            }
        }
        let is_words = self.marks > marks;
        let label = self.label(leaf, is_inset, is_words).map(|label| {
            let mut value = json!({ "s": label, "dir": direction(self.after.dir) });
            with_language(&mut value, self.after.lang);
            value
        });
        let is_touched = leaf.is_touched || is_words || fate != Fate::Stays || leaf.way != Way::Stayed;
        if is_touched {
            nodes = vec![
                json!({ "t": "c", "label": label, "boxed": leaf.place.boxed.is_some(), "nodes": nodes }),
            ];
        }
        Rendered { place: &leaf.place, head: None, nodes }
    }

    /// What became of it apart from its words.
    fn label(&mut self, leaf: &Leaf<'e>, is_inset: bool, is_words: bool) -> Option<String> {
        let said = self.said;
        let whole = match leaf.shown.fate() {
            Fate::Comes if is_inset => Some(said.new),
            Fate::Goes if is_inset => Some(said.gone),
            Fate::Stays | Fate::Comes | Fate::Goes => None,
        };
        match leaf.way {
            Way::Moved => Some(said.moved.to_owned()),
            Way::Came(from) => Some([said.came, &self.title_of(from)].concat()),
            Way::Went(to) => Some([said.went, &self.title_of(to)].concat()),
            Way::Stayed if leaf.form && !is_words => Some(said.form.to_owned()),
            Way::Stayed => whole.map(str::to_owned),
        }
    }

    /// The name of what is there now.
    fn named(&mut self, now: Option<&str>) -> Option<String> {
        now.and_then(|anchor| self.writer.name(anchor))
    }

    fn heading(&mut self, leaf: &Leaf<'e>, heading: &'e Heading, spans: &mut Spans<'e>) -> Value {
        self.writer.block.clone_from(&heading.anchor);
        let is_there = leaf.shown.now.is_some();
        let name = is_there.then(|| self.writer.name_anyway(&heading.anchor)).flatten();
        let line = self.line(leaf.shown.and_then(Shown::line), spans);
        let level = self.at_most(heading.level);
        self.writer.heading_of(line, name, level, heading)
    }

    /// No level is skipped, whatever is gone.
    fn at_most(&mut self, level: u8) -> u8 {
        self.level = level.min(self.level + 1);
        self.level
    }

    fn text(&mut self, leaf: &Leaf<'e>, text: &'e Text, spans: &mut Spans<'e>) -> Value {
        self.writer.block.clone_from(&text.anchor);
        let name = self.named(leaf.shown.now.map(|_| text.anchor.as_str()));
        text_of(self.line(leaf.shown.and_then(Shown::line), spans), name, text.kind)
    }

    fn tables(&mut self, leaf: &Leaf<'e>, spans: &mut Spans<'e>, nodes: &mut Vec<Value>) {
        let pair = leaf.shown.and_then(|shown| match shown {
            Shown::Table(table) => Some(table),
            Shown::Heading(_) | Shown::Text(_) | Shown::Figure(_) | Shown::Box(_) => None,
        });
        let Some(shown) = pair.shown() else { return };
        self.writer.block.clone_from(&shown.anchor);
        let name = self.named(pair.now.map(|now| now.anchor.as_str()));
        let mut caption = self.line(leaf.shown.and_then(Shown::line), spans);
        let mut name = Some(name);
        for table in tables(pair) {
            let rows: Vec<Value> = table
                .rows
                .iter()
                .map(|row| row.iter().map(|cell| self.cell(cell, spans)).collect())
                .collect();
            nodes.push(object(json!({
                "t": "t",
                "name": name.take().flatten(),
                "label": shown.label,
                "caption": std::mem::replace(&mut caption, json!({ "c": [] })),
                "cols": widths_of(&table),
                "head": table.head_rows,
                "rows": rows,
            })));
        }
    }

    fn cell(&mut self, cell: &Cell<'e>, spans: &mut Spans<'e>) -> Value {
        let line = self.line(cell.set.map(|cell| &cell.line), spans);
        cell_of(line, (cell.across, cell.down), cell.head)
    }

    fn figure(&mut self, leaf: &Leaf<'e>, spans: &mut Spans<'e>, nodes: &mut Vec<Value>) {
        let pair = leaf.shown.and_then(figure_of);
        let Some(shown) = pair.shown() else { return };
        self.writer.block.clone_from(&shown.anchor);
        let name = self.named(pair.now.map(|now| now.anchor.as_str()));
        let alt = |writer: &mut Self, figure: &Figure| {
            Some(writer.writer.text(&figure.alt)).filter(|alt| !alt.is_empty())
        };
        let picture = shown.image.as_ref().and_then(|image| self.writer.picture(image));
        let other = pair.was.filter(|was| was.image != shown.image);
        let before = other.and_then(|was| Some((was, self.writer.picture(was.image.as_ref()?)?)));
        let before = before.map(|(was, picture)| {
            object(json!({ "picture": picture, "alt": alt(self, was), "words": self.said.picture_before }))
        });
        if before.is_some() {
            self.marks += 1;
        }
        let caption = self.line(leaf.shown.and_then(Shown::line), spans);
        let credit = self.texts(spans, pair.map(|figure| figure.credit.as_str()));
        nodes.push(object(json!({
            "t": "f",
            "name": name,
            "label": shown.label,
            "caption": caption,
            "picture": picture,
            "before": before,
            "alt": alt(self, shown),
            "credit": Some(credit).filter(|credit| !credit.is_empty()),
        })));
        // What is said of a picture is heard with it; what changed of that is there to see.
        if let (Some(was), Some(now)) = (pair.was, pair.now)
            && was.alt != now.alt
        {
            let words = self.said.piece(Of::Alt).unwrap_or_default();
            let colon = self.after.told().colon();
            let mut runs = vec![json!([words, colon].concat())];
            runs.extend(self.texts(spans, pair.map(|figure| figure.alt.as_str())));
            nodes.push(json!({ "t": "s", "c": runs }));
        }
    }

    /// The head of a box, which stands around what follows.
    fn head(&mut self, pair: Pair<&'e Boxed>, shown: &'e Boxed, spans: &mut Spans<'e>) -> Value {
        self.writer.block = shown.anchor.clone().unwrap_or_default();
        let anchor = pair.now.and_then(|now| now.anchor.as_deref());
        let name = anchor.and_then(|anchor| self.writer.name(anchor));
        let headings = pair.and_then(|boxed| boxed.heading.as_ref());
        let mut heading = None;
        if let Some(of) = headings.shown() {
            let runs = self.texts(spans, headings.map(|heading| heading.title.as_str()));
            let about = headings.map(|heading| heading.about.join("  ·  "));
            let about = Pair { was: about.was.as_deref(), now: about.now.as_deref() };
            let level = if of.title.is_empty() { of.level } else { self.at_most(of.level) };
            heading = Some(json!({
                "level": level,
                "kind": of.kind,
                "title": self.writer.text(&of.title),
                "runs": runs,
                "about": Vec::<Value>::new(),
                "about_runs": self.texts(spans, about),
            }));
        }
        let label = shown.label.as_str();
        object(
            json!({ "t": "b", "name": name, "label": label, "look": look(shown.look), "heading": heading }),
        )
    }
}

fn boxed_of(shown: Shown<'_>) -> Option<&Boxed> {
    match shown {
        Shown::Box(boxed) => Some(boxed),
        Shown::Heading(_) | Shown::Text(_) | Shown::Table(_) | Shown::Figure(_) => None,
    }
}

fn figure_of(shown: Shown<'_>) -> Option<&Figure> {
    match shown {
        Shown::Figure(figure) => Some(figure),
        Shown::Heading(_) | Shown::Text(_) | Shown::Table(_) | Shown::Box(_) => None,
    }
}

fn widths_of(table: &Table<'_>) -> Vec<f64> {
    let said = |line: Option<&Line>| line.map_or((0, 0), |line| measure(&line.content));
    let need = |cell: &Cell<'_>| {
        let of = cell.set.map(|cell| &cell.line);
        let ((letters, word), (more, other)) = (said(of.was), said(of.now));
        Need { across: cell.across, down: cell.down, text: (letters.max(more), word.max(other)) }
    };
    let rows: Vec<Vec<Need>> = table.rows.iter().map(|row| row.iter().map(need).collect()).collect();
    widths(&table.cols, &rows)
}
