//! A line with what comes and what goes in it.

use edition::changed::{Pair, Piece, Spans};
use edition::set::Line;
use edition::site::Said;
use manual::difference::Is;
use serde_json::{Value, json};

use super::Marker;
use crate::data::inline::address_of;
use crate::data::{direction, name_of, object, with_language};

impl<'e> Marker<'e> {
    /// Two states of a line, as one.
    pub(super) fn line(&mut self, pair: Pair<&'e Line>, spans: &mut Spans<'e>) -> Value {
        let mut value = json!({ "c": self.runs(pair, spans) });
        if let Some(line) = pair.shown() {
            value["dir"] = direction(line.dir).into();
            if let Some(lang) = &line.lang {
                with_language(&mut value, lang);
            }
        }
        value
    }

    /// Two texts without looks.
    pub(super) fn texts(&mut self, spans: &mut Spans<'e>, pair: Pair<&str>) -> Vec<Value> {
        let parts = spans.texts(pair.was, pair.now);
        let mut runs = Vec::new();
        for (is, text) in parts {
            let run = self.writer.text(&text).into();
            runs.extend(self.marked(is, vec![run]));
        }
        runs
    }

    fn runs(&mut self, pair: Pair<&'e Line>, spans: &mut Spans<'e>) -> Vec<Value> {
        let mut runs = Vec::new();
        for span in spans.line(pair) {
            let mut inside = Vec::new();
            for (at, piece) in span.pieces.iter().enumerate() {
                let before_note = matches!(span.pieces.get(at + 1), Some(Piece::Note { .. }));
                let run = self.piece(piece, span.is, before_note, spans);
                if matches!(piece, Piece::Note { .. }) {
                    // Its words stand elsewhere on the page, and are marked there.
                    runs.extend(self.marked(span.is, std::mem::take(&mut inside)));
                    runs.push(run);
                } else {
                    inside.push(run);
                }
            }
            runs.extend(self.marked(span.is, inside));
        }
        runs
    }

    /// Says of runs what became of them.
    fn marked(&mut self, is: Is, runs: Vec<Value>) -> Vec<Value> {
        // Heard before them, in the language of the chapter where it is one that we speak.
        let chapter = self.at.and_then(Pair::shown).map_or(self.after.lang, |chapter| &chapter.lang);
        let said = Said::of(chapter.split('-').next().unwrap_or_default());
        let (kind, aloud) = match is {
            _ if runs.is_empty() => return runs,
            Is::Same => return runs,
            Is::Added => ("ins", said.ins),
            Is::Removed => ("del", said.del),
        };
        self.marks += 1;
        let mut value = json!({ "k": kind, "aloud": aloud, "c": runs });
        with_language(&mut value, said.lang);
        vec![value]
    }

    fn piece(&mut self, piece: &Piece<'e>, is: Is, before_note: bool, spans: &mut Spans<'e>) -> Value {
        match piece {
            Piece::Break => json!({ "k": "br" }),
            Piece::PageBreak => json!(" "),
            Piece::Unknown(json) => {
                let text = self.writer.text(json);
                json!({ "k": "t", "s": text, "code": true })
            }
            Piece::Text { text, style, is_term } => {
                let text = if before_note { text.trim_end() } else { *text };
                let run = self.writer.styled(text, style, *is_term);
                match address_of(style) {
                    Some(to) => json!({ "k": "a", "to": to, "c": [run] }),
                    None => run,
                }
            }
            Piece::Reference { to, text } => {
                let text = self.writer.text(text);
                // What is gone leads nowhere: its place may be gone too.
                let to = to.filter(|_| is != Is::Removed);
                object(json!({ "k": "x", "s": text, "to": self.writer.link_to(to) }))
            }
            Piece::Note { number, said } => {
                let name = format!("note-{number}");
                let mut value = match said.shown() {
                    None => {
                        let to = self.writer.chapter.map(|chapter| name_of(chapter, &name));
                        let to = to.filter(|to| is != Is::Removed && self.writer.named.contains(to));
                        json!({ "k": "nr", "to": to })
                    }
                    Some(_) => {
                        let mut value = self.line(*said, spans);
                        value["k"] = "n".into();
                        value["name"] = said.now.and_then(|_| self.writer.name_anyway(&name)).into();
                        value
                    }
                };
                value["n"] = number.to_string().into();
                object(value)
            }
        }
    }
}
