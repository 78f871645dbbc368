//! What a person may do in a round, drawn at random. Places are drawn as indexes into what is there when the step is taken.

use manual::block::{Direction, Kind, ListStyle, Place};
use manual::edit::BlockChange;
use manual::edit::payload::Axis;
use manual::flat::Attributes;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

pub(crate) const PEOPLE: usize = 3;

#[derive(Clone, Debug)]
pub(crate) enum Step {
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
    Payload(PayloadStep),
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

/// What a person may do with what stands in the side maps.
#[derive(Clone, Debug)]
pub(crate) enum PayloadStep {
    /// A new note with its words, at a place in the body or in a cell.
    Note {
        at: Index,
        words: usize,
        in_cell: bool,
    },
    /// A new table or figure in place of a block.
    Inset {
        block: Index,
        kind: Kind,
        rows: usize,
        cols: usize,
    },
    /// Another reference to a payload that is shown.
    Again {
        at: Index,
        which: Index,
    },
    /// A new box, or one that is there, around some blocks; or none.
    Box {
        block: Index,
        count: usize,
        which: Option<Index>,
    },
    /// A box becomes a case study or another.
    BoxKind {
        which: Index,
        kind: &'static str,
    },
    /// Types in a line that is shown, or in one of one's own in a cell.
    Type {
        which: Index,
        at: Index,
        count: usize,
        own: bool,
    },
    Delete {
        which: Index,
        from: Index,
        count: u32,
    },
    /// A new row or column, or one that moves.
    Place {
        table: Index,
        axis: Axis,
        moves: Option<Index>,
        before: usize,
    },
    Remove {
        table: Index,
        axis: Axis,
        which: Index,
    },
    Span {
        table: Index,
        from: (Index, Index),
        size: (usize, usize),
    },
    Part {
        table: Index,
    },
    /// Something left over is put back, or its words are left out.
    Settle {
        which: Index,
        keep: bool,
    },
}

pub(crate) fn step() -> impl Strategy<Value = (usize, Step)> {
    let typing = (any::<Index>(), 1..6_usize, any::<bool>(), 0..6_usize);
    let step = prop_oneof![
        6 => typing.prop_map(|(at, count, one_by_one, style)| Step::Type { at, count, one_by_one, style }),
        3 => (any::<Index>(), 0..12_u32).prop_map(|(from, count)| Step::Delete { from, count }),
        3 => any::<Index>().prop_map(|at| Step::Split { at }),
        2 => any::<Index>().prop_map(|block| Step::Join { block }),
        3 => (any::<Index>(), change()).prop_map(|(block, change)| Step::Change { block, change }),
        3 => (any::<Index>(), 0..20_u32, 0..6_usize)
            .prop_map(|(from, count, attribute)| Step::Format { from, count, attribute }),
        12 => payload_step().prop_map(Step::Payload),
        5 => (0..PEOPLE, 1..6_usize).prop_map(|(from, count)| Step::Hear { from, count }),
        2 => (0..PEOPLE).prop_map(|from| Step::HearAll { from }),
    ];
    (0..PEOPLE, step)
}

fn payload_step() -> impl Strategy<Value = PayloadStep> {
    let index = any::<Index>;
    let axis = || prop_oneof![Just(Axis::Rows), Just(Axis::Cols)];
    let kind = prop_oneof![3 => Just(Kind::Table), 1 => Just(Kind::Figure)];
    let box_kind = prop_oneof![Just("case"), Just("key"), Just("checklist")];
    prop_oneof![
        2 => (index(), 0..4_usize, any::<bool>())
            .prop_map(|(at, words, in_cell)| PayloadStep::Note { at, words, in_cell }),
        2 => (index(), kind, 1..4_usize, 1..4_usize)
            .prop_map(|(block, kind, rows, cols)| PayloadStep::Inset { block, kind, rows, cols }),
        1 => (index(), index()).prop_map(|(at, which)| PayloadStep::Again { at, which }),
        2 => (index(), 1..4_usize, prop::option::of(index()))
            .prop_map(|(block, count, which)| PayloadStep::Box { block, count, which }),
        1 => (index(), box_kind).prop_map(|(which, kind)| PayloadStep::BoxKind { which, kind }),
        8 => (index(), index(), 1..5_usize, any::<bool>())
            .prop_map(|(which, at, count, own)| PayloadStep::Type { which, at, count, own }),
        2 => (index(), index(), 0..4_u32).prop_map(|(which, from, count)| PayloadStep::Delete { which, from, count }),
        3 => (index(), axis(), prop::option::of(index()), 0..4_usize)
            .prop_map(|(table, axis, moves, before)| PayloadStep::Place { table, axis, moves, before }),
        2 => (index(), axis(), index()).prop_map(|(table, axis, which)| PayloadStep::Remove { table, axis, which }),
        2 => (index(), (index(), index()), (1..4_usize, 1..4_usize))
            .prop_map(|(table, from, size)| PayloadStep::Span { table, from, size }),
        1 => index().prop_map(|table| PayloadStep::Part { table }),
        1 => (index(), any::<bool>()).prop_map(|(which, keep)| PayloadStep::Settle { which, keep }),
    ]
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
    let part = prop_oneof![Just(None), Just(Some("lessons".to_owned()))];
    (prop::option::of(kind), prop::option::of(place), prop::option::of(dir), prop::option::of(part))
        .prop_map(|(kind, place, dir, part)| BlockChange { kind, place, dir, part, ..BlockChange::default() })
}

pub(crate) fn style(number: usize) -> Attributes {
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

pub(crate) fn attribute(number: usize) -> (&'static str, Value) {
    match number {
        0 | 1 => ("strong", json!(true)),
        2 | 3 => ("strong", json!(null)),
        4 => ("link", json!("https://b.example")),
        _ => ("link", json!(null)),
    }
}
