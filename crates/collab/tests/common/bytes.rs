//! Updates written byte by byte, for what no library would write. Shared by the tests of the bouncer, of the walk, of the
//! room and of the server; knows the v1 encoding and nothing of ours.

/// A variable-length unsigned integer.
pub(crate) fn number(mut number: u64) -> Vec<u8> {
    let mut out = Vec::new();
    while number >= 0x80 {
        out.push((number as u8 & 0x7f) | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
    out
}

/// A length and the text.
pub(crate) fn text(text: &str) -> Vec<u8> {
    [number(text.len() as u64), text.as_bytes().to_vec()].concat()
}

/// An update of one client from clock 0 with these structs and no deletions.
pub(crate) fn update(client: u64, structs: &[Vec<u8>]) -> Vec<u8> {
    [number(1), number(structs.len() as u64), number(client), number(0), structs.concat(), number(0)].concat()
}

/// `n` letters of one client put one before the other, then as many that each claim to stand between the first letter
/// and another of them. Finding their places is a walk of about `n` times `n` steps.
pub(crate) fn far_apart(client: u64, n: u64) -> Vec<u8> {
    let behind_first = |right: u64| {
        let neighbours = match right {
            0 => [vec![0x84], number(client), number(0)].concat(),
            right => [vec![0xc4], number(client), number(0), number(client), number(right)].concat(),
        };
        [neighbours, text("b")].concat()
    };
    let first = [vec![4, 1], text("body"), text("a")].concat();
    let before = (1..n).map(|clock| behind_first(clock - 1));
    let far = (1..n).map(behind_first);
    update(client, &std::iter::once(first).chain(before).chain(far).collect::<Vec<_>>())
}
