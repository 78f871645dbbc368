//! What a chapter of a book shows, by the book itself, in the order in which a format shows it.

use edition::set::{Boxed, Chapter, Figure, Inline, Line, Node};

use super::{Kind, Piece, bare};

/// What a format says differently from another.
#[derive(Clone, Copy)]
pub(crate) struct Says {
    /// Numbers where notes stand.
    pub(crate) marks: bool,
    /// A colon between what a box is and its title.
    pub(crate) colon: bool,
    /// The alternative text stands in the text, where there is no picture.
    pub(crate) pictures: bool,
    /// XML can hold no U+FFFE.
    pub(crate) xml: bool,
    /// Captions and credits are one.
    pub(crate) credit_in_caption: bool,
    /// Captions stand behind the picture, and in front of the table.
    pub(crate) again: bool,
}

pub(crate) struct Model {
    says: Says,
    pub(crate) pieces: Vec<Piece>,
    pub(crate) notes: Vec<Piece>,
    /// What the words of the language say for a box that goes on.
    continued: String,
}

/// The pieces of a chapter, then its notes.
pub(crate) fn pieces(chapter: &Chapter, says: Says, title: String) -> Vec<Piece> {
    let mut model =
        Model { says, pieces: Vec::new(), notes: Vec::new(), continued: continued(&chapter.lang).to_owned() };
    model.say(Kind::Title, &title);
    model.nodes(&chapter.nodes);
    let Model { mut pieces, notes, .. } = model;
    pieces.extend(notes);
    pieces
}

fn continued(lang: &str) -> &'static str {
    match lang {
        "fr" => "suite",
        "es" => "continuación",
        "pt" => "continuação",
        "ar" => "تابع",
        _ => "continued",
    }
}

impl Model {
    fn say(&mut self, kind: Kind, text: &str) {
        let text = self.bare(text);
        self.pieces.push((kind, text));
    }

    fn bare(&self, text: &str) -> String {
        let lost = |c| matches!(c, '\u{fffe}' | '\u{ffff}') || manual::inline::is_control(c);
        let text: String =
            text.chars().map(|c| if self.says.xml && lost(c) { '\u{fffd}' } else { c }).collect();
        bare(&text)
    }

    fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Heading(heading) => {
                    let number = heading.number.clone().unwrap_or_default();
                    let text = number + &self.line(&heading.line);
                    self.say(Kind::Heading(heading.level), &text);
                }
                Node::Text(text) => {
                    let text = self.line(&text.line);
                    self.say(Kind::Text, &text);
                }
                Node::List(list) => list.items.iter().for_each(|item| self.nodes(&item.nodes)),
                Node::Table(table) => {
                    let caption = table.label.clone() + &self.line(&table.caption);
                    self.say(Kind::Caption, &caption);
                    if table.cols.is_empty() {
                        continue;
                    }
                    for cell in table.rows.iter().flatten() {
                        let text = self.line(&cell.line);
                        self.say(if cell.head.is_some() { Kind::Head } else { Kind::Cell }, &text);
                    }
                }
                Node::Figure(figure) => self.figure(figure),
                Node::Boxed(boxed) => self.boxed(boxed),
            }
        }
    }

    fn figure(&mut self, figure: &Figure) {
        let is_shown = figure.image.is_some() && self.says.pictures;
        self.say(if is_shown { Kind::Alt } else { Kind::Text }, &figure.alt);
        let caption = figure.label.clone() + &self.line(&figure.caption);
        if self.says.credit_in_caption {
            self.say(Kind::Caption, &(caption + &figure.credit));
        } else {
            self.say(Kind::Caption, &caption);
            if !figure.credit.is_empty() {
                self.say(Kind::Credit, &figure.credit);
            }
        }
    }

    fn boxed(&mut self, boxed: &Boxed) {
        match &boxed.heading {
            Some(heading) => {
                let colon = if self.says.colon && !heading.title.is_empty() { ":" } else { "" };
                self.say(Kind::BoxTitle, &format!("{}{}{colon}{}", boxed.label, heading.kind, heading.title));
                if !heading.about.is_empty() {
                    self.say(Kind::About, &heading.about.join("·"));
                }
            }
            None => {
                let said = format!("{}({})", boxed.label, self.continued);
                self.say(Kind::BoxTitle, &said);
            }
        }
        self.nodes(&boxed.nodes);
    }

    fn line(&mut self, line: &Line) -> String {
        let mut text = String::new();
        for inline in &line.content {
            match inline {
                Inline::Text { text: run, .. } | Inline::Unknown(run) => text.push_str(run),
                Inline::Reference { text: title, .. } => text.push_str(title),
                Inline::Break | Inline::PageBreak => {}
                Inline::Note { id: _, number, said } => {
                    if self.says.marks || (said.is_none() && self.says.again) {
                        text.push_str(&number.to_string());
                    }
                    if let Some(said) = said {
                        let said = self.line(said);
                        let said = self.bare(&said);
                        self.notes.push((Kind::Note, said));
                    }
                }
            }
        }
        text
    }
}
