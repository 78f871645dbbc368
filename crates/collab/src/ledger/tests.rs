//! One case for each thing a judgement can say, with updates from yrs where it can make them and by hand where no
//! honest client would.

use manual::document::Document;
use yrs::{Any, ArrayPrelim, In, Map, MapPrelim, Text, TextPrelim, WriteTxn};

use super::*;
use crate::bouncer::scan;

struct Side {
    document: Document,
    ledger: Ledger,
}

impl Side {
    fn new(kind: DocumentKind) -> Self {
        Self { document: Document::new(0), ledger: Ledger::new(kind) }
    }

    fn judge(&self, update: &[u8]) -> Result<Judgement, Code> {
        let limits = Limits::default();
        self.ledger.judge(&scan(update, &limits).unwrap(), &limits)
    }

    fn take(&mut self, update: &[u8]) {
        assert!(matches!(self.judge(update), Ok(Judgement::Brings { .. } | Judgement::Tidying)));
        let deleted = self.document.apply(update).unwrap();
        self.ledger.record(&scan(update, &Limits::default()).unwrap(), &deleted);
    }
}

fn chapter() -> Side {
    Side::new(DocumentKind::Chapter)
}

fn brings(clients: &[u64]) -> Result<Judgement, Code> {
    Ok(Judgement::Brings { clients: clients.to_vec() })
}

/// Types at a place of the body; the update.
fn types(writer: &mut Document, at: u32, words: &str) -> Vec<u8> {
    let typed = writer.edit(|txn| {
        let body = txn.get_or_insert_text("body");
        body.insert(txn, at, words);
    });
    typed.1.unwrap()
}

#[test]
fn news_is_news_once() {
    let (mut side, mut writer) = (chapter(), Document::new(7));
    let first = types(&mut writer, 0, "early ");
    let second = types(&mut writer, 6, "warning");
    assert_eq!(side.judge(&second), Ok(Judgement::Gap), "rests on the first");
    assert_eq!(side.judge(&first), brings(&[7]));
    side.take(&first);
    assert_eq!(side.judge(&first), Ok(Judgement::NothingNew));
    side.take(&second);
    assert_eq!(side.ledger.clock(7), 13);
    assert_eq!(side.judge(&writer.state()), Ok(Judgement::NothingNew));
    assert_eq!(side.judge(&[0, 0]), Ok(Judgement::NothingNew));
}

#[test]
fn clients_of_one_update_may_rest_on_each_other_in_any_order() {
    let (mut low, mut high) = (Document::new(3), Document::new(90));
    for turn in 0..20 {
        let theirs = if turn % 2 == 0 { types(&mut low, turn, "l") } else { types(&mut high, turn, "h") };
        low.apply(&theirs).unwrap();
        high.apply(&theirs).unwrap();
    }
    let mut side = chapter();
    let state = low.state();
    let Ok(Judgement::Brings { mut clients }) = side.judge(&state) else { panic!() };
    clients.sort_unstable();
    assert_eq!(clients, [3, 90]);
    side.take(&state);
    assert_eq!(side.document.state_vector().len(), low.state_vector().len());
}

#[test]
fn structs_that_wait_for_each_other_are_a_gap() {
    // 7:0 stands after 8:0 and 8:0 after 7:0.
    let ring = [2, 1, 8, 0, 0x84, 7, 0, 1, b'x', 1, 7, 0, 0x84, 8, 0, 1, b'y', 0];
    assert_eq!(chapter().judge(&ring), Ok(Judgement::Gap));
    let itself = [1, 1, 7, 0, 0x84, 7, 0, 1, b'y', 0];
    assert_eq!(chapter().judge(&itself), Ok(Judgement::Gap));
    let hole = [1, 2, 7, 0, 10, 3, 0, 1, 0];
    assert_eq!(chapter().judge(&hole), Ok(Judgement::Gap), "a skip over what nobody has");
}

#[test]
fn deletions_are_news_once_and_never_past_the_clock() {
    let (mut side, mut writer) = (chapter(), Document::new(7));
    side.take(&types(&mut writer, 0, "early warning"));
    let deletion = [0, 1, 7, 1, 2, 3];
    assert_eq!(side.judge(&deletion), brings(&[]));
    side.take(&deletion);
    assert_eq!(side.judge(&deletion), Ok(Judgement::NothingNew));
    assert_eq!(side.judge(&[0, 1, 7, 1, 3, 1]), Ok(Judgement::NothingNew), "a part of it");
    assert_eq!(side.judge(&[0, 1, 7, 1, 3, 3]), brings(&[]), "one more unit");
    assert_eq!(side.judge(&[0, 1, 7, 1, 3, 11]), Ok(Judgement::DeleteAhead));
    assert_eq!(side.judge(&[0, 1, 8, 1, 0, 1]), Ok(Judgement::DeleteAhead), "of somebody unknown");
}

#[test]
fn what_fell_with_its_container_is_not_news() {
    let (mut side, mut writer) = (chapter(), Document::new(7));
    let made = writer.edit(|txn| {
        let notes = txn.get_or_insert_map("notes");
        notes.insert(txn, "n1", TextPrelim::new("a note"));
    });
    side.take(&made.1.unwrap());
    let removed = writer.edit(|txn| {
        let notes = txn.get_or_insert_map("notes");
        notes.remove(txn, "n1");
    });
    side.take(&removed.1.unwrap());
    assert_eq!(side.judge(&[0, 1, 7, 1, 1, 6]), Ok(Judgement::NothingNew), "its text");
}

#[test]
fn deleting_format_marks_alone_is_tidying() {
    let (mut side, mut writer) = (chapter(), Document::new(7));
    side.take(&types(&mut writer, 0, "word"));
    let bold = writer.edit(|txn| {
        let body = txn.get_or_insert_text("body");
        body.format(txn, 0, 4, [("strong".into(), Any::from(true))].into());
    });
    side.take(&bold.1.unwrap());
    assert_eq!(side.ledger.clock(7), 6, "two format marks");
    assert_eq!(side.judge(&[0, 1, 7, 1, 4, 2]), Ok(Judgement::Tidying));
    assert_eq!(side.judge(&[0, 1, 7, 1, 3, 2]), brings(&[]), "a character too");
    side.take(&[0, 1, 7, 1, 4, 1]);
    assert_eq!(side.judge(&[0, 1, 7, 1, 4, 1]), Ok(Judgement::NothingNew));
    side.take(&[0, 1, 7, 1, 3, 1]);
    assert_eq!(side.judge(&[0, 1, 7, 1, 3, 3]), Ok(Judgement::Tidying), "only a mark of it is alive");
}

#[test]
fn roots_are_those_of_the_document_and_no_others() {
    let into = |root: &str| {
        Document::new(7)
            .edit(|txn| {
                let map = txn.get_or_insert_map(root);
                map.insert(txn, "key", "value");
            })
            .1
            .unwrap()
    };
    for root in ["notes", "tables", "figures", "boxes", "suggestions", "brackets", "restored"] {
        assert_eq!(chapter().judge(&into(root)), brings(&[7]), "{root}");
        assert_eq!(Side::new(DocumentKind::Template).judge(&into(root)), brings(&[7]), "{root}");
        assert_eq!(
            Side::new(DocumentKind::Outline).judge(&into(root)),
            Err(Code::ForbiddenContent),
            "{root}"
        );
    }
    for root in ["chapters", "prosemirror", ""] {
        assert_eq!(chapter().judge(&into(root)), Err(Code::ForbiddenContent), "{root}");
    }
    assert_eq!(Side::new(DocumentKind::Outline).judge(&into("chapters")), brings(&[7]));
}

#[test]
fn a_shared_type_in_the_body_is_a_flat_map() {
    let embed = |value: In| {
        let mut writer = Document::new(7);
        let (mark, first) = writer.edit(|txn| {
            let body = txn.get_or_insert_text("body");
            body.insert_embed(txn, 0, MapPrelim::from([("id", "a")]))
        });
        let (_, second) = writer.edit(|txn| mark.insert(txn, "key", value));
        let mut side = chapter();
        side.take(&first.unwrap());
        side.judge(&second.unwrap())
    };
    assert_eq!(embed(In::from("h2")), brings(&[7]));
    assert_eq!(embed(In::from(MapPrelim::default())), Err(Code::ForbiddenContent));
    assert_eq!(embed(In::from(TextPrelim::new("words"))), Err(Code::ForbiddenContent));

    let array = Document::new(7).edit(|txn| {
        let body = txn.get_or_insert_text("body");
        body.insert_embed(txn, 0, ArrayPrelim::default());
    });
    assert_eq!(chapter().judge(&array.1.unwrap()), Err(Code::ForbiddenContent));
}

#[test]
fn shared_types_nest_up_to_the_bound_in_side_maps() {
    let nested = |depth: usize| {
        let inner = (1..depth)
            .fold(In::from(ArrayPrelim::default()), |inner, _| In::from(MapPrelim::from([("in", inner)])));
        let made = Document::new(7).edit(|txn| {
            let tables = txn.get_or_insert_map("tables");
            tables.insert(txn, "t", inner);
        });
        chapter().judge(&made.1.unwrap())
    };
    let deepest = Limits::default().type_depth_max;
    assert_eq!(nested(deepest), brings(&[7]));
    assert_eq!(nested(deepest + 1), Err(Code::ForbiddenContent));
}

#[test]
fn places_that_contradict_themselves_are_refused() {
    let (mut side, mut writer) = (chapter(), Document::new(7));
    side.take(&types(&mut writer, 0, "abc"));
    let note = writer.edit(|txn| {
        let notes = txn.get_or_insert_map("notes");
        notes.insert(txn, "n1", TextPrelim::new("xyz"));
    });
    side.take(&note.1.unwrap()); // 7:3 is the note, 7:4 to 7:6 its text
    for (name, update) in [
        ("between the body and a note", vec![1, 1, 9, 0, 0xc4, 7, 0, 7, 4, 1, b'!', 0]),
        ("inside a character", vec![1, 1, 9, 0, 0x04, 0, 7, 1, 1, b'!', 0]),
        ("in a map without a key", vec![1, 1, 9, 0, 0x04, 1, 5, b'n', b'o', b't', b'e', b's', 1, b'!', 0]),
        ("neighbours the wrong way round", vec![1, 1, 9, 0, 0xc4, 7, 1, 7, 0, 1, b'!', 0]),
        ("neighbours with others between", vec![1, 1, 9, 0, 0xc4, 7, 0, 7, 2, 1, b'!', 0]),
        ("text under a key", vec![1, 1, 9, 0, 0x24, 0, 7, 3, 1, b'k', 1, b'!', 0]),
        ("text in a map", vec![1, 1, 9, 0, 0x24, 1, 5, b'n', b'o', b't', b'e', b's', 1, b'k', 1, b'!', 0]),
        (
            "a format mark in a map",
            vec![
                1, 1, 9, 0, 0x26, 1, 5, b'n', b'o', b't', b'e', b's', 1, b'k', 1, b'b', 4, b't', b'r', b'u',
                b'e', 0,
            ],
        ),
        ("a value in the text", vec![1, 1, 9, 0, 0x88, 7, 0, 1, 126, 0]),
        ("known part in the body, the rest in a note", vec![1, 1, 7, 6, 0x84, 7, 0, 2, b'!', b'!', 0]),
    ] {
        assert_eq!(side.judge(&update), Err(Code::ForbiddenContent), "{name}");
    }
}

#[test]
fn what_rests_on_collected_text_has_no_place_and_does_no_harm() {
    let (mut side, mut writer) = (chapter(), Document::new(7));
    let (mark, made) = writer.edit(|txn| {
        let body = txn.get_or_insert_text("body");
        body.insert_embed(txn, 0, MapPrelim::from([("id", "a")]))
    });
    side.take(&made.unwrap());
    let late = writer.edit(|txn| mark.insert(txn, "kind", "h2")).1.unwrap();
    side.take(&[0, 1, 7, 1, 0, 1]); // somebody joined the paragraphs
    let state = side.document.state();
    let mut reopened = chapter();
    reopened.take(&state);
    reopened.ledger.note_deleted(&reopened.document.deleted());
    for side in [&mut side, &mut reopened] {
        assert_eq!(side.judge(&late), brings(&[7]));
        side.take(&late);
        assert!(!side.document.has_gap());
        assert_eq!(side.judge(&late), Ok(Judgement::NothingNew));
    }
}
