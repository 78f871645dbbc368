//! Against yrs itself, which tells of each unit how many positions stand before it.

use proptest::prelude::*;
use yrs::{Assoc, Map, MapPrelim, StickyIndex, TextPrelim, WriteTxn};

use super::*;

/// One edit of one of three writers.
fn write(pen: &mut Document, what: u8, at: u32, n: usize) -> Option<Vec<u8>> {
    let edit = |txn: &mut yrs::TransactionMut<'_>| {
        let notes = txn.get_or_insert_map("notes");
        let text = match notes.get(txn, "n") {
            Some(yrs::Out::YText(note)) if what >= 128 => note,
            None if what >= 128 => notes.insert(txn, "n", TextPrelim::new("")),
            _ => txn.get_or_insert_text("body"),
        };
        let length = text.len(txn);
        let at = at % (length + 1);
        match what % 6 {
            0 | 1 => text.insert(txn, at, &format!("<{n}😀>")),
            2 if what < 128 => {
                let mark = text.insert_embed(txn, at, MapPrelim::default());
                mark.insert(txn, "kind", "p");
                mark.insert(txn, "kind", "h2");
            }
            3 | 4 if at < length => text.remove_range(txn, at, (length - at).min(3)),
            _ if at < length => {
                text.format(txn, at, (length - at).min(4), [("strong".into(), true.into())].into());
            }
            _ => {}
        }
    };
    pen.edit(edit).1
}

/// The units that have a position, and of each deleted one how many positions yrs counts before it.
fn check(document: &Document, text: &yrs::TextRef, sequence: &Sequence) {
    let mut at = 0;
    for piece in &sequence.pieces {
        for clock in piece.span.start..piece.span.end {
            let id = yrs::ID::new(yrs::block::ClientID::new(piece.span.client), clock);
            let offset = document.read(|txn| {
                let index = StickyIndex::from_id(id, Assoc::After);
                index.get_offset(txn).map(|offset| offset.index)
            });
            assert_eq!(offset, Some(at), "{piece:?} at clock {clock}");
            at += u32::from(piece.is == Is::There);
        }
    }
    document.read(|txn| {
        assert_eq!(at, text.len(txn), "every position has its unit");
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn every_unit_stands_where_yrs_has_it(
        edits in proptest::collection::vec((0usize..3, any::<u8>(), any::<u32>(), any::<bool>()), 1..60),
    ) {
        let mut pens = [Document::new(5), Document::new(900), Document::new(70_000)];
        let mut updates: Vec<Vec<u8>> = Vec::new();
        let mut heard = [0usize; 3];
        for (n, (who, what, at, listens)) in edits.into_iter().enumerate() {
            if listens {
                for update in &updates[heard[who]..] {
                    pens[who].apply(update).unwrap();
                }
                heard[who] = updates.len();
            }
            updates.extend(write(&mut pens[who], what, at, n));
        }
        let mut document = Document::new(1);
        for update in &updates {
            document.apply(update).unwrap();
        }
        // As a snapshot leaves it: what is deleted has lost its letters.
        let mut folded = Document::new(1);
        folded.apply(&document.state()).unwrap();
        for document in [&document, &folded] {
            let found = sequences(&document.state(), &Limits::default()).unwrap();
            for sequence in &found {
                let text = match sequence.text {
                    TextOf::Body => document.doc().get_or_insert_text("body"),
                    TextOf::Shared { .. } => {
                        let notes = document.doc().get_or_insert_map("notes");
                        match document.read(|txn| notes.get(txn, "n")) {
                            Some(yrs::Out::YText(note)) => note,
                            _ => continue,
                        }
                    }
                };
                let shown = match (sequence.text, AsRef::<yrs::branch::Branch>::as_ref(&text).id()) {
                    (TextOf::Body, _) => true,
                    // Two may have made the note at once; one of them is shown.
                    (TextOf::Shared { client, clock }, yrs::branch::BranchID::Nested(id)) => {
                        (id.client.get(), id.clock) == (client, clock)
                    }
                    _ => false,
                };
                if shown {
                    check(document, &text, sequence);
                }
            }
        }
    }
}

#[test]
fn a_claim_of_great_length_costs_nothing() {
    // Client 7 says that it deleted two thousand million units of its own in the body, then types.
    let mut update = vec![1, 2, 7, 0, 1, 1, 4];
    update.extend(b"body");
    write_number(&mut update, (1 << 31) - 100);
    update.extend([0x84, 7]);
    write_number(&mut update, (1 << 31) - 101);
    update.extend([1, b'z', 0]);
    let found = sequences(&update, &Limits::default()).unwrap();
    let pieces = &found[0].pieces;
    assert_eq!((found.len(), pieces.len(), pieces[0].is), (1, 1, Is::There));
}
