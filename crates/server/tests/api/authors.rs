//! Who wrote each letter and who took it away, asked of a corpus of five seats whose every letter is another one.

use std::collections::HashMap;

use collab::message::Message;
use manual::assemble;
use manual::flat;
use manual::id::{DocumentId, Epoch};
use reqwest::Method;
use serde_json::{Value, json};
use server::limits::Limits;
use store::store::Store;
use yrs::{GetString, Map, MapPrelim, Text, TextPrelim, TextRef};

use crate::world::{Socket, Who, World, within};

const SEATS: [&str; 5] = ["Ghana", "Denmark", "Kenya", "Oman", "Peru"];
const NOTE: &str = "note00000001";
const STEPS: usize = 300;

/// Numbers that come again with their seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(end.max(1))).expect("below")
    }
}

/// What really happened.
#[derive(Default)]
struct Truth {
    typed: HashMap<char, &'static str>,
    removed: HashMap<char, &'static str>,
    last: u32,
}

impl Truth {
    /// Letters that nobody has typed before; every third takes two code units.
    fn letters(&mut self, by: &'static str, count: u32) -> String {
        let mut text = String::new();
        for _ in 0..count {
            self.last += 1;
            let plane = if self.last.is_multiple_of(3) { 0x2_0000 } else { 0x4e00 };
            let letter = char::from_u32(plane + self.last).expect("a letter");
            self.typed.insert(letter, by);
            text.push(letter);
        }
        text
    }

    fn remove(&mut self, by: &'static str, letters: &str) {
        for letter in letters.chars().filter(|letter| self.typed.contains_key(letter)) {
            self.removed.entry(letter).or_insert(by);
        }
    }

    fn removed_by(&self, seat: &str) -> u64 {
        let letters = self.removed.iter().filter(|(_, by)| **by == seat);
        letters.map(|(letter, _)| letter.len_utf16() as u64).sum()
    }
}

/// A seat at a page of its own.
struct Author {
    seat: &'static str,
    token: String,
    page: Socket,
    saved: u32,
}

impl Author {
    async fn open(world: &World, seat: &'static str, token: &str) -> Self {
        let bearer = format!("Bearer {token}");
        let mut page = world.open(&world.chapter, &[("authorization", &bearer)]).await.expect("a link");
        page.exchange().await;
        page.hears_later();
        Self { seat, token: token.to_owned(), page, saved: 0 }
    }

    /// One edit, durable when this returns.
    async fn edit(&mut self, chance: &mut Chance, truth: &mut Truth) {
        let Some(update) = self.change(chance, truth) else { return };
        self.page.send(Message::Update(&update)).await;
        self.saved += 1;
        self.page.saved(&self.saved.to_be_bytes()).await;
    }

    fn change(&mut self, chance: &mut Chance, truth: &mut Truth) -> Option<Vec<u8>> {
        let (what, seat) = (chance.below(10), self.seat);
        let body = self.page.document.doc().get_or_insert_text("body");
        let notes = self.page.document.doc().get_or_insert_map("notes");
        let (_, update) = self.page.document.edit(|txn| {
            let note = match notes.get(txn, NOTE) {
                Some(yrs::Out::YText(note)) => Some(note),
                _ if seat == SEATS[0] => Some(notes.insert(txn, NOTE, TextPrelim::new(""))),
                _ => None,
            };
            let text = note.filter(|_| what.is_multiple_of(4)).unwrap_or(body.clone());
            let length = text.len(txn);
            match what {
                0..5 => {
                    let at = border(txn, &text, chance.below(length + 1));
                    text.insert(txn, at, &truth.letters(seat, 1 + chance.below(6)));
                }
                5 if text == body => {
                    let at = border(txn, &text, chance.below(length + 1));
                    let mark = text.insert_embed(txn, at, MapPrelim::default());
                    mark.insert(txn, "id", format!("b{}", truth.last));
                    truth.last += 1;
                }
                6 if length > 0 => {
                    let from = border(txn, &text, chance.below(length));
                    let to = border(txn, &text, (from + 1 + chance.below(8)).min(length));
                    text.format(txn, from, to - from, [("strong".into(), true.into())].into());
                }
                _ if length > 0 => {
                    let from = border(txn, &text, chance.below(length));
                    let to = border(txn, &text, (from + 1 + chance.below(6)).min(length));
                    truth.remove(seat, &between(txn, &text, from, to));
                    text.remove_range(txn, from, to - from);
                }
                _ => {}
            }
        });
        update
    }
}

/// A text as one letter for each position that is none, and its letters.
fn letters(txn: &impl yrs::ReadTxn, text: &TextRef) -> Vec<char> {
    let units = flat::read(txn, text);
    let unit = |unit: &flat::Unit| match unit {
        flat::Unit::Text { text, .. } => text.chars().collect(),
        flat::Unit::Mark { .. } | flat::Unit::Embed { .. } => vec!['\0'],
    };
    units.iter().flat_map(unit).collect()
}

/// The border of a letter at or before a position.
fn border(txn: &impl yrs::ReadTxn, text: &TextRef, at: u32) -> u32 {
    let mut before = 0;
    for letter in letters(txn, text) {
        let next = before + letter.len_utf16() as u32;
        if next > at {
            break;
        }
        before = next;
    }
    before
}

fn between(txn: &impl yrs::ReadTxn, text: &TextRef, from: u32, to: u32) -> String {
    let mut at = 0;
    let inside = letters(txn, text).into_iter().filter(|letter| {
        let here = at;
        at += letter.len_utf16() as u32;
        (from..to).contains(&here)
    });
    inside.collect()
}

/// Every letter of a text beside what is told of it; how many letters there were.
fn compare(text: &str, told: &Value, truth: &Truth) -> usize {
    let mut at = 0;
    for letter in text.chars() {
        let spans = told["spans"].as_array().expect("spans");
        let holds = |span: &&Value| span["from"].as_u64() <= Some(at) && Some(at) < span["to"].as_u64();
        let by = spans.iter().find(holds).and_then(|span| span["seat"]["name"].as_str());
        assert_eq!(by, truth.typed.get(&letter).copied(), "{letter:?} at {at} of {told}");
        at += letter.len_utf16() as u64;
    }
    text.chars().count()
}

#[tokio::test]
async fn every_letter_has_its_author_and_every_removed_one_who_took_it_also_after_snapshots_and_a_restart() {
    let limits = Limits { tail_updates_max: 40, ..Limits::default() };
    let mut world = World::limited(limits).await;
    world.stop().await.expect("a good end");
    let mut tokens = vec![world.token(Who::Ghana).expect("one").to_owned()];
    tokens.push(world.token(Who::Denmark).expect("one").to_owned());
    for name in &SEATS[2..] {
        tokens.push(world.add_state(name).await);
    }
    world.run().await;

    let (mut chance, mut truth) = (Chance(5), Truth::default());
    let mut authors = Vec::new();
    for (seat, token) in SEATS.into_iter().zip(&tokens) {
        authors.push(Author::open(&world, seat, token).await);
    }
    for _ in 0..STEPS {
        let author = &mut authors[chance.below(5) as usize];
        author.edit(&mut chance, &mut truth).await;
        match chance.below(8) {
            0 => author.page.hears_later(),
            1 => *author = Author::open(&world, author.seat, &author.token.clone()).await,
            _ => {}
        }
    }
    drop(authors);

    let path = format!("/api/v1/chapters/{}/authors", world.chapter);
    let told = world.get(Who::Observer, &path).await;
    check(&world, &told, &truth).await;

    world.stop().await.expect("a good end");
    let (store, _) = Store::open(world.folder(), Epoch::from_random([7; 16]), 0).expect("a folder");
    let document = DocumentId::parse(&world.chapter).expect("an id");
    let stored = store.index().load(document, 0).expect("the chapter");
    assert!(stored.tail_updates < 40, "{} updates behind the last snapshot", stored.tail_updates);
    store.close();
    world.run().await;
    assert_eq!(world.get(Who::Ghana, &path).await, told, "a restart changes nothing");
}

async fn check(world: &World, told: &Value, truth: &Truth) {
    let reader = world.link(Who::Observer, &world.chapter).await;
    let body = reader.document.doc().get_or_insert_text("body");
    let notes = reader.document.doc().get_or_insert_map("notes");
    let (blocks, note) = reader.document.read(|txn| {
        let units = flat::read(txn, &body);
        let text: Vec<u16> = letters(txn, &body).into_iter().collect::<String>().encode_utf16().collect();
        let slice = |from: u32, to: u32| {
            String::from_utf16(&text[from as usize..to as usize]).expect("whole letters")
        };
        let blocks: Vec<_> =
            assemble::place(&units).into_iter().map(|it| (it.block.id, slice(it.from, it.to))).collect();
        let note = match notes.get(txn, NOTE) {
            Some(yrs::Out::YText(note)) => note.get_string(txn),
            _ => String::new(),
        };
        (blocks, note)
    });
    let told = told.as_array().expect("a list");
    let mut letters = 0;
    for ((id, text), told) in blocks.iter().zip(told) {
        assert_eq!(told["block"], json!(id));
        letters += compare(text, told, truth);
    }
    let line = told.iter().find(|told| told["payload"] == json!(NOTE)).expect("the note");
    letters += compare(&note, line, truth);
    assert_eq!(letters, truth.typed.len() - truth.removed.len(), "every letter that is there was looked at");
    for seat in SEATS {
        let removed = told.iter().flat_map(|told| told["removed"].as_array().expect("a list"));
        let by_seat = removed.filter(|removed| removed["seat"]["name"] == json!(seat));
        let units: u64 = by_seat.map(|removed| removed["units"].as_u64().expect("a number")).sum();
        assert_eq!(units, truth.removed_by(seat), "removed by {seat}");
        assert!(units > 0, "the corpus has deletions by {seat}");
    }
}

#[tokio::test]
async fn who_appeared_as_a_member_is_not_named_for_what_was_written_then() {
    let world = World::start().await;
    let path = format!("/api/v1/chapters/{}/authors", world.chapter);
    let appear = async |as_what: &str| {
        let request = world.request(Who::Ghana, Method::POST, "/api/v1/session/appearance");
        let answer = within(request.json(&json!({"appears": as_what})).send()).await.expect("an answer");
        assert_eq!(answer.status(), 204);
    };
    appear("member").await;
    let mut page = world.link(Who::Ghana, &world.chapter).await;
    page.types("unnamed ").await;
    page.saved(b"1").await;
    appear("seat").await;
    let mut page = world.link(Who::Ghana, &world.chapter).await;
    page.types("named").await;
    page.saved(b"2").await;
    let told = world.get(Who::Secretariat, &path).await;
    let spans =
        told.as_array().expect("a list").iter().flat_map(|told| told["spans"].as_array().expect("spans"));
    let spans: Vec<_> = spans.map(|span| (span["from"].as_u64(), span["to"].as_u64())).collect();
    assert_eq!(spans, [(Some(8), Some(13))], "{told}");
}
