//! Two editions as one text, as the template reads it: what `edition::changed` put together, with what comes and what goes marked. Says
//! in words what became of a block where that is more than its words.
//!
//! Next: `data::changes::block`, one block; `data::changes::nest`, blocks back into their lists and boxes.

mod block;
mod line;
mod nest;

use std::collections::HashSet;

use edition::changed::{Chapter, Pair, Spans, changed as both};
use edition::compare::{ChapterChange, compare};
use edition::set::{self, Book};
use edition::site::Said;
use manual::difference::What;
use manual::id::ChapterId;
use serde_json::{Value, json};

use super::{Given, Writer, direction, object, with_language};
use crate::{Changes, Edition, Order};
use nest::{Rendered, nested};

pub(crate) fn changed(asked: &Changes<'_>) -> Given {
    let (before, after) = (&asked.before.book, &asked.after.book);
    let compared = compare(asked.before.compared(), asked.after.compared());
    let chapters = both(before, after, &compared);
    let order = Order { chapter: None, draft: asked.draft.clone() };
    let mut writer = Writer::new(asked.after, &order);
    writer.before = Some(asked.before);
    let printed: HashSet<usize> =
        chapters.iter().filter_map(|chapter| Some(chapter.set.now?.index)).collect();
    writer.left_out = (0..after.chapters.len()).filter(|index| !printed.contains(index)).collect();
    let mut marker = Marker {
        writer,
        said: Said::of(after.lang),
        before,
        after,
        asked,
        compared: &compared,
        at: None,
        level: 1,
        marks: 0,
    };
    let (mut heads, mut bodies) = (Vec::new(), Vec::new());
    for chapter in &chapters {
        heads.push(marker.chapter(chapter));
        bodies.push(marker.body(chapter));
    }
    let front = marker.front();
    let Writer { pictures, problems, .. } = marker.writer;
    let book = json!({ "chapters": heads, "bodies": bodies, "glossary": [], "front": front });
    Given { json: book.to_string().into_bytes(), pictures, problems }
}

struct Marker<'e> {
    writer: Writer<'e>,
    said: &'static Said,
    before: &'e Book,
    after: &'e Book,
    asked: &'e Changes<'e>,
    compared: &'e [ChapterChange],
    /// The chapter where we are.
    at: Option<Pair<&'e set::Chapter>>,
    /// Of the heading before: none of those that follow is more than one deeper, also where some are gone.
    level: u8,
    /// How many runs came or went.
    marks: usize,
}

impl<'e> Marker<'e> {
    fn chapter(&mut self, chapter: &Chapter<'e>) -> Value {
        let Some(shown) = chapter.set.shown() else { return Value::Null };
        self.at = Some(chapter.set);
        self.writer.chapter = chapter.set.now.map(|now| now.index);
        let mut value = self.writer.chapter(shown.index, shown);
        value["name"] = name_of(chapter.change).into();
        let titles = chapter.set.map(|chapter| chapter.title.as_str());
        let mut spans = Spans::new(self.before, self.after);
        value["runs"] = self.texts(&mut spans, titles).into();
        value["became"] = self.said.became(chapter.change).into();
        value["note"] = self.note(chapter.change).into();
        value
    }

    fn body(&mut self, chapter: &Chapter<'e>) -> Value {
        self.at = Some(chapter.set);
        self.level = 1;
        self.writer.chapter = chapter.set.now.map(|now| now.index);
        let mut spans = Spans::new(self.before, self.after);
        let rendered: Vec<Rendered<'_>> =
            chapter.leaves.iter().map(|leaf| self.leaf(leaf, &mut spans)).collect();
        self.writer.block.clear();
        nested(&rendered).into()
    }

    /// What the secretariat wrote about it.
    fn note(&mut self, change: &ChapterChange) -> Option<String> {
        let (_, note) = self.asked.notes.iter().find(|(chapter, _)| *chapter == change.id)?;
        Some(self.writer.text(note.trim()))
    }

    /// The cover, and what is said before the first chapter.
    fn front(&mut self) -> Value {
        let (said, told) = (self.said, self.after.told());
        self.writer.chapter = None;
        let draft = self.asked.draft.as_deref().map(|draft| self.writer.text(draft));
        let later = match &draft {
            Some(_) => said.now.to_owned(),
            None => told.edition(self.after.manifest.facts.edition),
        };
        let earlier = told.edition(self.before.manifest.facts.edition);
        let title = self.writer.text(self.after.title());
        let rows: Vec<Value> = self.compared.iter().map(|change| self.row(change)).collect();
        let edition = |of: &Edition, name: &str| {
            let facts = &of.book.manifest.facts;
            let fingerprint = edition::hex(&of.book.manifest.sha256);
            json!({ "name": name, "day": told.day(facts.frozen_at), "fingerprint": fingerprint })
        };
        let both = [earlier.as_str(), &later].join(said.arrow);
        let mut value = json!({
            "title": title,
            "subtitle": said.title,
            "edition": both,
            "day": "",
            "fingerprint": edition::hex(&self.after.manifest.sha256),
            "draft": draft,
            "whole": false,
            "attached": [],
            "changes": {
                "title": said.title,
                "fingerprint": told.fingerprint(),
                "was": edition(self.asked.before, &earlier),
                "now": edition(self.asked.after, &later),
                "legend": said.legend,
                "nothing": self.compared.iter().all(|it| it.what == What::Same).then_some(said.nothing),
                "chapters": rows,
            },
        });
        with_language(&mut value, self.after.lang);
        value["dir"] = direction(self.after.dir).into();
        value
    }

    /// What became of a chapter, in the list of all.
    fn row(&mut self, change: &ChapterChange) -> Value {
        let set = self.set_of(change);
        let Some(shown) = set.shown() else { return Value::Null };
        let title = self.writer.text(&shown.title);
        let note = self.note(change);
        let mut value = json!({
            "to": (change.what != What::Same).then(|| name_of(change)),
            "number": shown.number,
            "title": title,
            "became": self.said.became(change),
            "note": note,
            "dir": direction(shown.title_dir),
        });
        with_language(&mut value, &shown.lang);
        object(value)
    }

    fn set_of(&self, change: &ChapterChange) -> Pair<&'e set::Chapter> {
        let of = |book: &'e Book, at: Option<usize>| at.and_then(|at| book.chapters.get(at));
        Pair { was: of(self.before, change.was), now: of(self.after, change.now) }
    }

    /// The title of a chapter, as it is or was.
    fn title_of(&mut self, id: ChapterId) -> String {
        let change = self.compared.iter().find(|change| change.id == id);
        let title =
            change.and_then(|change| self.set_of(change).shown()).map_or("", |set| set.title.as_str());
        self.writer.text(title)
    }
}

/// The name of the place where a chapter is printed: that of a later one, if it is there.
fn name_of(change: &ChapterChange) -> String {
    match (change.now, change.was) {
        (Some(now), _) => format!("c{now}"),
        (None, was) => format!("gone{}", was.unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests;
