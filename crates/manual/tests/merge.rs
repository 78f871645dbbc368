//! The promise, as a property: three people edit one chapter at random, hear of each other late, in pieces and out of
//! step, and no character that somebody typed disappears, doubles or changes its order.
//!
//! Every typed character is unique, so that "exactly once" can be counted. A character is deleted only by a person
//! who saw it and asked for that. 200 rounds; 10,000 with CHANCERY_PROVE=1.

use std::collections::{BTreeMap, BTreeSet};

use manual::assemble::{assemble, place};
use manual::block::{Direction, Kind, ListStyle, Place};
use manual::document::Document;
use manual::flat::edit::{self, BlockChange};
use manual::flat::{self, Attributes, Unit, body, read};
use manual::flatten::flatten;
use manual::markup;
use manual::payload::Payloads;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};
use yrs::{TextRef, TransactionMut};

const PEOPLE: usize = 3;

#[derive(Clone, Debug)]
enum Step {
    Type {
        at: Index,
        count: usize,
        one_by_one: bool,
        style: usize,
    },
    Delete {
        from: Index,
        count: u32,
    },
    Split {
        at: Index,
    },
    Join {
        block: Index,
    },
    Change {
        block: Index,
        change: BlockChange,
    },
    Format {
        from: Index,
        count: u32,
        attribute: usize,
    },
    /// The next few updates from one person reach another.
    Hear {
        from: usize,
        count: usize,
    },
    /// One person's whole state reaches another.
    HearAll {
        from: usize,
    },
}

fn step() -> impl Strategy<Value = (usize, Step)> {
    let typing = (any::<Index>(), 1..6_usize, any::<bool>(), 0..6_usize);
    let step = prop_oneof![
        6 => typing.prop_map(|(at, count, one_by_one, style)| Step::Type { at, count, one_by_one, style }),
        3 => (any::<Index>(), 0..12_u32).prop_map(|(from, count)| Step::Delete { from, count }),
        3 => any::<Index>().prop_map(|at| Step::Split { at }),
        2 => any::<Index>().prop_map(|block| Step::Join { block }),
        3 => (any::<Index>(), change()).prop_map(|(block, change)| Step::Change { block, change }),
        3 => (any::<Index>(), 0..20_u32, 0..6_usize)
            .prop_map(|(from, count, attribute)| Step::Format { from, count, attribute }),
        3 => (0..PEOPLE, 1..6_usize).prop_map(|(from, count)| Step::Hear { from, count }),
        1 => (0..PEOPLE).prop_map(|from| Step::HearAll { from }),
    ];
    (0..PEOPLE, step)
}

fn change() -> impl Strategy<Value = BlockChange> {
    let place = prop_oneof![
        Just(Place::Plain),
        (0..=5_u8).prop_map(|depth| Place::Item(ListStyle::Bullet, depth)),
        (0..=5_u8).prop_map(|depth| Place::Item(ListStyle::Number, depth)),
        (0..=5_u8).prop_map(Place::Further),
    ];
    let kind = prop::sample::select(Kind::ALL.to_vec());
    let dir = prop_oneof![Just(None), Just(Some(Direction::RightToLeft))];
    (prop::option::of(kind), prop::option::of(place), prop::option::of(dir))
        .prop_map(|(kind, place, dir)| BlockChange { kind, place, dir, ..BlockChange::default() })
}

fn style(number: usize) -> Attributes {
    let style = [
        json!({}),
        json!({}),
        json!({}),
        json!({"strong": true}),
        json!({"em": true}),
        json!({"strong": true, "link": "https://a.example"}),
    ];
    style[number].as_object().cloned().unwrap_or_default()
}

fn attribute(number: usize) -> (&'static str, Value) {
    match number {
        0 | 1 => ("strong", json!(true)),
        2 | 3 => ("strong", json!(null)),
        4 => ("link", json!("https://b.example")),
        _ => ("link", json!(null)),
    }
}

/// What the generator asked for, beside the documents.
#[derive(Default)]
struct Asked {
    typed: Vec<Vec<char>>,
    deleted: BTreeSet<char>,
    marks: BTreeSet<String>,
    marks_deleted: BTreeSet<String>,
    /// Per mark and key, every value that somebody gave it; null for none.
    given: BTreeMap<(String, String), Vec<Value>>,
}

impl Asked {
    fn character(&mut self) -> char {
        let number = self.typed.iter().map(Vec::len).sum::<usize>() as u32;
        // Every fifth one takes two code units.
        let base = if number % 5 == 4 { 0x2_0000 } else { 0x4e00 };
        char::from_u32(base + number).expect("an ideograph")
    }

    fn mark(&mut self, keys: &Attributes) {
        let id = id_of(keys);
        for key in ["kind", "list", "depth", "dir", "lang"] {
            self.give(&id, key, keys.get(key).unwrap_or(&Value::Null));
        }
        self.marks.insert(id);
    }

    fn give(&mut self, id: &str, key: &str, value: &Value) {
        self.given.entry((id.to_owned(), key.to_owned())).or_default().push(value.clone());
    }

    fn deleted(&mut self, units: &[Unit], from: u32, to: u32) {
        let mut at = 0;
        for unit in units {
            match unit {
                Unit::Mark { keys, .. } if (from..to).contains(&at) => {
                    self.marks_deleted.insert(id_of(keys));
                }
                Unit::Text { text, .. } => {
                    let mut at = at;
                    for c in text.chars() {
                        if (from..to).contains(&at) {
                            self.deleted.insert(c);
                        }
                        at += c.len_utf16() as u32;
                    }
                }
                _ => {}
            }
            at += unit.len();
        }
    }
}

fn id_of(keys: &Attributes) -> String {
    keys["id"].as_str().expect("every mark of this test has an id").to_owned()
}

struct World {
    people: Vec<Document>,
    /// Updates by author, and how many of them each person has heard.
    updates: Vec<Vec<Vec<u8>>>,
    heard: Vec<Vec<usize>>,
    asked: Asked,
}

impl World {
    fn new() -> Self {
        let mut number = 0;
        let tree = markup::read("## ab\ncd *ef*\n- gh\n  - ij", || {
            number += 1;
            format!("seed{number}")
        });
        let seed = flat::seed(1, &tree, &Payloads::default());
        let mut asked = Asked { typed: vec![('a'..='j').collect()], ..Asked::default() };
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
            heard: vec![vec![0; PEOPLE]; PEOPLE],
            asked,
        }
    }

    fn units(&self, who: usize) -> Vec<Unit> {
        let body = body(&self.people[who]);
        self.people[who].read(|txn| read(txn, &body))
    }

    fn edit<R>(&mut self, who: usize, edit: impl FnOnce(&mut TransactionMut<'_>, &TextRef) -> R) -> R {
        let body = body(&self.people[who]);
        let (told, update) = self.people[who].edit(|txn| edit(txn, &body));
        self.updates[who].extend(update);
        told
    }

    fn act(&mut self, who: usize, step: &Step) {
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
                self.changes(who, &units, at, change);
            }
            Step::Format { from, count, attribute: number } => {
                let (name, value) = attribute(*number);
                let from = position(from);
                let to = (from + count).min(len);
                self.edit(who, |txn, body| edit::format(txn, body, from, to, (name, &value)))
                    .expect("in range");
            }
            Step::Hear { from, count } => self.hears(who, *from, *count),
            Step::HearAll { from } => {
                let state = self.people[*from].state();
                self.people[who].apply(&state).expect("a state of ours");
            }
        }
    }

    fn types(&mut self, who: usize, at: u32, count: usize, one_by_one: bool, style: &Attributes) {
        self.asked.typed.push(Vec::new());
        let mut next = at;
        for number in 0..count {
            let character = self.asked.character();
            self.asked.typed.last_mut().expect("just pushed").push(character);
            if one_by_one {
                let at = self
                    .edit(who, |txn, body| edit::insert(txn, body, next, &character.to_string(), style))
                    .expect("in range");
                next = at + character.len_utf16() as u32;
            } else if number + 1 == count {
                let run: String = self.asked.typed.last().expect("just pushed").iter().collect();
                self.edit(who, |txn, body| edit::insert(txn, body, at, &run, style)).expect("in range");
            }
        }
    }

    fn changes(&mut self, who: usize, units: &[Unit], at: u32, change: &BlockChange) {
        let written = self.edit(who, |txn, body| edit::change(txn, body, at, change)).expect("a mark");
        let placed = place(units).into_iter().find(|placed| placed.mark_at == Some(at)).expect("a mark");
        for (key, value) in &written {
            self.asked.give(&placed.block.id, key, value);
        }
    }

    fn hears(&mut self, who: usize, from: usize, count: usize) {
        let heard = self.heard[who][from];
        let news: Vec<_> = self.updates[from].iter().skip(heard).take(count).cloned().collect();
        for update in &news {
            self.people[who].apply(update).expect("an update of ours");
        }
        self.heard[who][from] += news.len();
    }

    /// What holds for everybody at every moment.
    fn check_view(&self, who: usize) {
        let units = self.units(who);
        let tree = assemble(&units, &Payloads::default());
        let flat = flatten(&tree);
        assert_eq!(bare(&units), bare(&flat), "the view shows every unit at its place");
        assert_eq!(assemble(&flat, &Payloads::default()), tree, "what the view says reads back");
        if !self.people[who].has_gap() {
            let ids: Vec<_> = marks(&units).into_iter().map(|(id, _)| id).collect();
            assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "no mark twice");
        }
    }

    fn settle(&mut self) {
        for _ in 0..2 {
            for who in 0..PEOPLE {
                for from in 0..PEOPLE {
                    self.hears(who, from, usize::MAX);
                }
            }
        }
        let first = self.people[0].state_vector();
        for person in &self.people {
            assert!(!person.has_gap());
            assert_eq!(person.diff(&first), Some(self.people[0].diff(&first).expect("a vector")));
        }
        assert!((1..PEOPLE).all(|who| self.units(who) == self.units(0)), "all have the same text");
    }

    /// The promise.
    fn check_promise(&self) {
        let units = self.units(0);
        let text: String = bare(&units);
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
            for key in ["kind", "list", "depth", "dir", "lang"] {
                let said = keys.get(key).unwrap_or(&Value::Null);
                let given = &self.asked.given[&(id.clone(), key.to_owned())];
                assert!(given.contains(said), "{key} of {id} is {said}, given were {given:?}");
            }
        }
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

fn rounds() -> u32 {
    if std::env::var_os("CHANCERY_PROVE").is_some() { 10_000 } else { 200 }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(rounds()))]
    #[test]
    fn no_character_disappears_doubles_or_changes_its_order(steps in prop::collection::vec(step(), 1..80)) {
        let mut world = World::new();
        for (who, step) in &steps {
            world.act(*who, step);
            world.check_view(*who);
        }
        world.settle();
        world.check_view(0);
        world.check_promise();
    }
}
