//! Bytes made by hand: one honest struct of each kind, and everything that must be refused and why.

use self::bytes::{number, text};
use super::*;

#[path = "../../tests/common/bytes.rs"]
pub(crate) mod bytes;

/// An update of client 7 from clock 0 with these structs and no deletions.
fn update(structs: &[Vec<u8>]) -> Vec<u8> {
    bytes::update(7, structs)
}

/// A struct in the body, without neighbours.
fn in_body(content: u8, rest: &[u8]) -> Vec<u8> {
    [vec![content, 1], text("body"), rest.to_vec()].concat()
}

fn check(update: &[u8]) -> Result<(Vec<Span>, Vec<Kind>), Code> {
    let scanned = scan(update, &Limits::default())?;
    Ok((scanned.runs().to_vec(), scanned.structs.iter().map(|it| it.kind).collect()))
}

fn run(start: u32, end: u32) -> Span {
    Span { client: 7, start, end }
}

#[test]
fn one_of_each_kind_is_read() {
    let structs = [
        in_body(4, &text("a😀é")),
        in_body(5, &text(r#"{"bracket":"b1"}"#)),
        in_body(6, &[text("strong"), text("true")].concat()),
        in_body(7, &[1]),
        in_body(8, &[2, 125, 5, 119, 1, b'x']),
        in_body(1, &[3]),
        vec![0, 5],
        vec![10, 9],
        vec![0x84, 9, 4, 1, b'z'],
        vec![0x44, 9, 4, 1, b'z'],
        vec![0xc4, 9, 4, 9, 5, 1, b'z'],
    ];
    let (runs, kinds) = check(&update(&structs)).unwrap();
    assert_eq!(runs, [run(0, 17), run(26, 29)]);
    use Kind::{Deleted, Format, Gone, Shared, Skip, Text, Values};
    let expected = [Text, Text, Format, Shared(TypeKind::Map), Values, Deleted, Gone, Skip, Text, Text, Text];
    assert_eq!(kinds, expected);
}

#[test]
fn places_are_read() {
    let structs = [
        [vec![0x28, 1], text("notes"), text("n1"), vec![1, 126]].concat(),
        [vec![0x28, 0], number(9), number(4), text("n1"), vec![1, 126]].concat(),
        vec![0xa8, 9, 4, 1, 126],
    ];
    let bytes = update(&structs);
    let scanned = scan(&bytes, &Limits::default()).unwrap();
    let id = Id { client: 9, clock: 4 };
    let places: Vec<_> = scanned.structs.iter().map(|it| (it.parent, it.key, it.origin)).collect();
    let expected = [
        (Parent::Root("notes"), Some("n1"), None),
        (Parent::Item(id), Some("n1"), None),
        (Parent::Inherited, None, Some(id)),
    ];
    assert_eq!(places, expected);
}

#[test]
fn an_empty_update_is_an_update() {
    assert_eq!(check(&[0, 0]), Ok((vec![], vec![])));
}

#[test]
fn kinds_that_no_chapter_has_are_forbidden() {
    for (name, content) in [
        ("old json", in_body(2, &[1, 1, b'1', 1, b'2'])),
        ("binary", in_body(3, &[1, 0])),
        ("subdocument", in_body(9, &[1, b'g', 118, 0])),
        ("xml element", in_body(7, &[3, 1, b'p'])),
        ("xml fragment", in_body(7, &[4])),
        ("xml text", in_body(7, &[6])),
        ("weak link", in_body(7, &[7])),
        ("undefined type", in_body(7, &[15])),
    ] {
        assert_eq!(check(&update(&[content])), Err(Code::ForbiddenContent), "{name}");
    }
}

#[test]
fn bytes_that_are_no_update_are_malformed() {
    let whole = update(&[in_body(4, &text("word"))]);
    for cut in 0..whole.len() {
        assert_eq!(check(&whole[..cut]), Err(Code::Malformed), "cut at {cut}");
    }
    assert_eq!(check(&[whole.clone(), vec![0]].concat()), Err(Code::Malformed), "something after the end");
    let section = [number(1), number(7), number(0), vec![0, 1]].concat();
    for (name, bytes) in [
        ("two sections of a client", [vec![2], section.clone(), section.clone(), vec![0]].concat()),
        ("a section without structs", vec![1, 0, 7, 0, 0, 0]),
        ("two lists of deletions of a client", vec![0, 2, 7, 1, 0, 1, 7, 1, 2, 1]),
        ("a deletion of nothing", vec![0, 1, 7, 1, 0, 0]),
        ("deletions out of order", vec![0, 1, 7, 2, 5, 1, 2, 1]),
        ("deletions that overlap", vec![0, 1, 7, 2, 2, 3, 4, 1]),
        ("a client past 53 bits", [vec![1, 1], number(1 << 53), vec![0, 0, 1, 0]].concat()),
        ("a clock past 31 bits", [vec![1, 1, 7], number(1 << 31), vec![0, 1, 0]].concat()),
        ("clock and length past 31 bits", [vec![1, 1, 7, 5, 0], number((1 << 31) - 5), vec![0]].concat()),
        ("a deletion past 31 bits", [vec![0, 1, 7, 1, 5], number((1 << 31) - 5)].concat()),
        ("a clock that wraps around in 32 bits", [vec![1, 1, 7], number(1 << 32), vec![0, 1, 0]].concat()),
        ("broken UTF-8", update(&[in_body(4, &[2, 0xc3, 0x28])])),
        ("half a surrogate pair", update(&[in_body(4, &[3, 0xed, 0xa0, 0xbd])])),
        ("an empty text", update(&[in_body(4, &[0])])),
        ("an empty list of values", update(&[in_body(8, &[0])])),
        ("an empty deletion", update(&[in_body(1, &[0])])),
        ("an empty skip", update(&[vec![10, 0]])),
        ("an unused bit", update(&[in_body(0x14, &text("x"))])),
        ("an unknown parent flag", update(&[[vec![4, 2], text("body"), text("x")].concat()])),
        ("broken json", update(&[in_body(5, &text("{"))])),
        ("json with half a surrogate pair", update(&[in_body(5, &text(r#""\ud83d""#))])),
        ("an unknown value", update(&[in_body(8, &[1, 1])])),
        (
            "a whole number of eleven bytes",
            update(&[in_body(8, &[&[1, 125][..], &[0x80; 10], &[1]].concat())]),
        ),
    ] {
        assert_eq!(check(&bytes), Err(Code::Malformed), "{name}");
    }
}

#[test]
fn claimed_counts_are_not_believed() {
    let claim = number(200_000_000);
    for (name, bytes) in [
        ("clients", claim.clone()),
        ("structs", [vec![1], claim.clone(), vec![7, 0, 0, 1, 0]].concat()),
        ("clients with deletions", [vec![0], claim.clone()].concat()),
        ("deletions", [vec![0, 1, 7], claim.clone()].concat()),
        ("values", update(&[in_body(8, &claim)])),
        ("entries of an array", update(&[in_body(8, &[vec![1, 117], claim.clone()].concat())])),
        ("entries of an object", update(&[in_body(8, &[vec![1, 118], claim.clone()].concat())])),
        ("characters", update(&[in_body(4, &claim)])),
    ] {
        assert_eq!(check(&bytes), Err(Code::Malformed), "{name}");
    }
    assert_eq!(scan_state_vector(&claim, &Limits::default()), Err(Code::Malformed));
}

#[test]
fn more_items_than_the_bound_are_too_large() {
    let limits = Limits { items_max: 3, ..Limits::default() };
    let structs = |n: usize| update(&vec![vec![0, 1]; n]);
    assert!(scan(&structs(3), &limits).is_ok());
    assert_eq!(scan(&structs(4), &limits).err(), Some(Code::TooLarge));
    let deletes = |n: u8| [vec![0, 1, 7, n], (0..n).flat_map(|at| [2 * at, 1]).collect()].concat();
    assert!(scan(&deletes(3), &limits).is_ok());
    assert_eq!(scan(&deletes(4), &limits).err(), Some(Code::TooLarge));
    assert_eq!(scan_state_vector(&[4, 1, 1, 2, 1, 3, 1, 4, 1], &limits), Err(Code::TooLarge));
}

#[test]
fn a_state_vector_is_read() {
    let read = |bytes: &[u8]| scan_state_vector(bytes, &Limits::default());
    assert_eq!(read(&[2, 7, 5, 9, 0]), Ok(vec![(7, 5), (9, 0)]));
    assert_eq!(read(&[0]), Ok(vec![]));
    assert_eq!(read(&[1, 7]), Err(Code::Malformed));
    assert_eq!(read(&[0, 0]), Err(Code::Malformed));
}

#[test]
fn a_part_of_an_update_keeps_whole_runs_and_clips_deletions() {
    let section = |client: u8| vec![1, client, 0, 0, 4];
    let deletes = vec![3, 7, 1, 2, 4, 8, 2, 0, 2, 5, 5, 9, 1, 0, 9];
    let bytes = [vec![2], section(7), section(8), deletes].concat();
    let scanned = scan(&bytes, &Limits::default()).unwrap();
    let only = |keep: fn(u64) -> bool, known: fn(u64) -> u32| scanned.only(keep, known);

    assert_eq!(only(|_| true, |_| u32::MAX), Some(bytes.clone()), "everything");
    assert_eq!(only(|_| false, |_| 0), None, "nothing");
    let sevens = [vec![1], section(7), vec![1, 7, 1, 2, 2]].concat();
    assert_eq!(
        only(|client| client == 7, |_| 0),
        Some(sevens),
        "own run, and of the deletions what is in it"
    );
    let deletions_only = vec![0, 1, 8, 2, 0, 2, 5, 2];
    assert_eq!(
        only(|_| false, |client| if client == 8 { 7 } else { 0 }),
        Some(deletions_only),
        "what is known may be deleted"
    );
}
