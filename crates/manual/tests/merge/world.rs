//! The people of a round, what they have and what is on its way; what must hold at every moment and at the end.

use std::collections::{BTreeMap, BTreeSet};

use manual::assemble::{assemble, chapter, place};
use manual::block::{Block, Boxed, Head, Kind, Node};
use manual::document::Document;
use manual::edit::payload::removing;
use manual::edit::{self, BlockChange};
use manual::flat::{Attributes, Unit, body, read};
use manual::flatten::{flatten, seed};
use manual::id::PayloadId;
use manual::inline::Inline;
use manual::inset::Heading;
use manual::leftover::leftover;
use manual::payload::{BoxParts, CellKey, Payloads, TableParts};
use manual::{json as shape, markup};
use proptest::sample::Index;
use serde_json::{Value, json};
use yrs::{TextRef, TransactionMut};

use crate::asked::{Asked, KEYS, id_of};
use crate::step::{PEOPLE, Step, attribute, style};

/// How many updates of each author somebody knows. Nobody hears an update before what it rests on: a room takes in none
/// that leaves a gap, and yrs 0.28.1 fails on some histories in which a whole state follows one.
type Known = [usize; PEOPLE];

pub(crate) struct World {
    pub(crate) people: Vec<Document>,
    /// Updates by author, each with what its author knew.
    updates: Vec<Vec<(Vec<u8>, Known)>>,
    /// What each person knows.
    known: Vec<Known>,
    pub(crate) asked: Asked,
    /// How many ids were drawn.
    pub(crate) drawn: usize,
}

impl World {
    pub(crate) fn new() -> Self {
        let mut number = 0;
        let mut tree = markup::read("## ab\ncd *ef*\n- gh\n  - ij", || {
            number += 1;
            format!("seed{number}")
        });
        let (blocks, payloads) = seeded();
        tree.extend(blocks);
        let seed = seed(1, &tree, &payloads);
        let apart = ['k', 'l', 'm', 'n', 'o'].map(|each| vec![each]); // each in a text of its own
        let typed = [vec![('a'..='j').collect()], apart.to_vec()].concat();
        let mut asked = Asked { typed, ..Asked::default() };
        for unit in flatten(&tree) {
            if let Unit::Mark { keys, .. } = unit {
                asked.mark(&keys);
            }
        }
        let person = |number| {
            let mut person = Document::new(100 + number as u64);
            person.apply(&seed).expect("a seed of ours");
            person
        };
        Self {
            people: (0..PEOPLE).map(person).collect(),
            updates: vec![Vec::new(); PEOPLE],
            known: vec![[0; PEOPLE]; PEOPLE],
            asked,
            drawn: 0,
        }
    }

    pub(crate) fn units(&self, who: usize) -> Vec<Unit> {
        let body = body(&self.people[who]);
        self.people[who].read(|txn| read(txn, &body))
    }

    /// A person edits. What the edit takes out of sight loses the words that were seen in it (P4).
    pub(crate) fn edit<R>(
        &mut self,
        who: usize,
        edit: impl FnOnce(&mut TransactionMut<'_>, &TextRef) -> R,
    ) -> R {
        let body = body(&self.people[who]);
        let ((told, cleared), update) =
            self.people[who].edit(|txn| removing(txn, &body, |txn| edit(txn, &body)));
        self.asked.cleared(&cleared);
        if let Some(update) = update {
            self.updates[who].push((update, self.known[who]));
            self.known[who][who] += 1;
        }
        told
    }

    pub(crate) fn act(&mut self, who: usize, step: &Step) {
        let units = self.units(who);
        let len: u32 = units.iter().map(Unit::len).sum();
        let position = |index: &Index| index.index(len as usize + 1) as u32;
        let mark = |index: &Index| {
            let marks: Vec<_> = place(&units).into_iter().filter_map(|placed| placed.mark_at).collect();
            (!marks.is_empty()).then(|| marks[index.index(marks.len())])
        };
        match step {
            Step::Type { at, count, one_by_one, style: number } => {
                self.types(who, position(at), *count, *one_by_one, &style(*number));
            }
            Step::Delete { from, count } => {
                let from = position(from);
                let to = (from + count).min(len);
                let (from, to) =
                    self.edit(who, |txn, body| edit::delete(txn, body, from, to)).expect("in range");
                self.asked.deleted(&units, from, to);
            }
            Step::Split { at } => {
                let id = format!("m{who}x{}", self.asked.marks.len());
                let (_, keys) =
                    self.edit(who, |txn, body| edit::split(txn, body, position(at), &id)).expect("in range");
                self.asked.mark(&keys);
            }
            Step::Join { block } => {
                let Some(at) = mark(block).filter(|at| *at > 0) else { return };
                self.edit(who, |txn, body| edit::join(txn, body, at)).expect("a mark not at the beginning");
                self.asked.deleted(&units, at, at + 1);
            }
            Step::Change { block, change } => {
                let Some(at) = mark(block) else { return };
                self.changes(who, at, change);
            }
            Step::Format { from, count, attribute: number } => {
                let (name, value) = attribute(*number);
                let from = position(from);
                let to = (from + count).min(len);
                self.edit(who, |txn, body| edit::format(txn, body, from, to, (name, &value)))
                    .expect("in range");
            }
            Step::Payload(step) => self.act_on_payloads(who, step),
            Step::Hear { from, count } => self.hears(who, *from, *count),
            Step::HearAll { from } => {
                let state = self.people[*from].state();
                self.people[who].apply(&state).expect("a state of ours");
                let theirs = self.known[*from];
                for (known, theirs) in self.known[who].iter_mut().zip(theirs) {
                    *known = theirs.max(*known);
                }
            }
        }
    }

    fn types(&mut self, who: usize, at: u32, count: usize, one_by_one: bool, style: &Attributes) {
        if !one_by_one {
            let run = self.asked.run(count);
            self.edit(who, |txn, body| edit::insert(txn, body, at, &run, style)).expect("in range");
            return;
        }
        self.asked.run(0);
        let mut next = at;
        for _ in 0..count {
            let character = self.asked.character();
            let at = self
                .edit(who, |txn, body| edit::insert(txn, body, next, &character.to_string(), style))
                .expect("in range");
            next = at + character.len_utf16() as u32;
        }
    }

    pub(crate) fn changes(&mut self, who: usize, at: u32, change: &BlockChange) {
        let placed = place(&self.units(who)).into_iter().find(|placed| placed.mark_at == Some(at));
        let id = placed.expect("a mark").block.id;
        let written = self.edit(who, |txn, body| edit::change(txn, body, at, change)).expect("a mark");
        for (key, value) in &written {
            self.asked.give(&id, key, value);
        }
    }

    fn hears(&mut self, who: usize, from: usize, count: usize) {
        let heard = self.known[who][from];
        for (update, rests_on) in self.updates[from].iter().skip(heard).take(count) {
            if rests_on.iter().zip(self.known[who]).any(|(needed, known)| *needed > known) {
                break;
            }
            self.people[who].apply(update).expect("an update of ours");
            self.known[who][from] += 1;
        }
    }

    /// What holds for everybody at every moment.
    pub(crate) fn check_view(&self, who: usize) {
        let units = self.units(who);
        let payloads = Payloads::read(&self.people[who]);
        let tree = assemble(&units, &payloads);
        let flat = flatten(&tree);
        assert_eq!(bare(&units), bare(&flat), "the view shows every unit at its place");
        assert_eq!(assemble(&flat, &payloads), tree, "what the view says reads back");
        let ids: Vec<_> = marks(&units).into_iter().map(|(id, _)| id).collect();
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "no mark twice");
        assert!(!self.people[who].has_gap());
    }

    pub(crate) fn settle(&mut self) {
        let all: Vec<usize> = self.updates.iter().map(Vec::len).collect();
        while self.known.iter().any(|known| known[..] != all) {
            for who in 0..PEOPLE {
                for from in 0..PEOPLE {
                    self.hears(who, from, usize::MAX);
                }
            }
        }
        let first = self.people[0].state_vector();
        for person in &self.people {
            assert_eq!(person.diff(&first), Some(self.people[0].diff(&first).expect("a vector")));
        }
        let said = |person: &Document| (chapter(person), Payloads::read(person));
        assert!((1..PEOPLE).all(|who| self.units(who) == self.units(0)), "all have the same text");
        assert!(self.people.iter().all(|person| said(person) == said(&self.people[0])), "all show the same");
    }

    /// The promise.
    pub(crate) fn check_promise(&self) {
        let units = self.units(0);
        let tree = chapter(&self.people[0]);
        let text = words(&tree, &Payloads::read(&self.people[0]));
        let mut places: BTreeMap<char, Vec<usize>> = BTreeMap::new();
        for (place, c) in text.chars().enumerate() {
            places.entry(c).or_default().push(place);
        }
        for run in &self.asked.typed {
            let kept: Vec<_> = run.iter().filter(|c| !self.asked.deleted.contains(c)).collect();
            for c in run {
                let times = places.get(c).map_or(0, Vec::len);
                assert_eq!(times, usize::from(kept.contains(&c)), "{c} in {text}");
            }
            let in_order = kept.windows(2).all(|pair| places[pair[0]] < places[pair[1]]);
            assert!(in_order, "{run:?} in {text}");
        }
        let marks = marks(&units);
        let kept: BTreeSet<_> = self.asked.marks.difference(&self.asked.marks_deleted).cloned().collect();
        assert_eq!(marks.iter().map(|(id, _)| id.clone()).collect::<BTreeSet<_>>(), kept);
        for (id, keys) in &marks {
            for key in KEYS {
                let said = keys.get(key).unwrap_or(&Value::Null);
                let given = &self.asked.given[&(id.clone(), key.to_owned())];
                assert!(given.contains(said), "{key} of {id} is {said}, given were {given:?}");
            }
        }
    }
}

/// A table of two rows and two columns, with a word and a note in it, and a case study around a paragraph.
fn seeded() -> (Vec<Node>, Payloads) {
    let id = |name: &str| PayloadId::parse(&format!("{name:0<12}")).expect("twelve characters");
    let text = |text: &str| vec![Unit::Text { text: text.to_owned(), attributes: Attributes::new() }];
    let note = Unit::Embed { value: json!({"note": id("n").as_str()}), attributes: Attributes::new() };
    let mut payloads = Payloads::default();
    payloads.notes.insert(id("n"), text("l"));
    let mut table = TableParts {
        rows: vec![id("r1"), id("r2")],
        cols: vec![id("c1"), id("c2")],
        ..TableParts::default()
    };
    let key = CellKey { row: id("r2"), col: id("c1"), slot: id("s") };
    table.cells.insert(key, [text("k"), vec![note]].concat());
    payloads.tables.insert(id("t"), table);
    let case = BoxParts {
        kind: Some("case".to_owned()),
        title: text("m"),
        region: text("n"),
        ..BoxParts::default()
    };
    payloads.boxes.insert(id("b"), case);
    let head = Head::First(Heading::default());
    let inner = Block { content: vec![Inline::plain("o")], ..Block::paragraph("seedbox") };
    let boxed = Boxed { id: id("b"), head, blocks: vec![Node::Block(inner)] };
    let block = Block { kind: Kind::Table, payload: Some(id("t")), ..Block::paragraph("seedtable") };
    (vec![Node::Block(block), Node::Boxed(boxed)], payloads)
}

/// Every word that is shown, wherever, then every word that is left over.
fn words(tree: &[Node], payloads: &Payloads) -> String {
    let mut words = String::new();
    collect(&shape::tree(tree), &mut words);
    for left in leftover(tree, payloads) {
        words.extend(left.lines);
    }
    words
}

/// The members of a tree that hold what people typed; in no order but that of each text.
fn collect(value: &Value, words: &mut String) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, words)),
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(text)
                        if ["text", "title", "region", "period", "alt", "credit"]
                            .contains(&name.as_str()) =>
                    {
                        words.push_str(text);
                    }
                    other => collect(other, words),
                }
            }
        }
        _ => {}
    }
}

/// Characters in their places, without attributes; a mark is `¶`.
fn bare(units: &[Unit]) -> String {
    let bare = units.iter().map(|unit| match unit {
        Unit::Text { text, .. } => text.as_str(),
        Unit::Mark { .. } => "¶",
        Unit::Embed { .. } => "□",
    });
    bare.collect()
}

fn marks(units: &[Unit]) -> Vec<(String, Attributes)> {
    let marks = units.iter().filter_map(|unit| match unit {
        Unit::Mark { keys, .. } => Some((id_of(keys), keys.clone())),
        _ => None,
    });
    marks.collect()
}
