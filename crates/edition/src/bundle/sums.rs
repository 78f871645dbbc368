//! `SHA256SUMS`, as `sha256sum --check` reads it.

use std::collections::BTreeMap;

use crate::{hex, sha256, unhex};

/// The list of these files, in their order.
pub(super) fn written<'f>(files: impl Iterator<Item = (&'f str, &'f [u8])>) -> String {
    files.map(|(name, bytes)| format!("{}  {name}\n", hex(&sha256(bytes)))).collect()
}

/// The fingerprints in a list, by name; `None` where it is not one that is written here.
pub(super) fn read(list: &[u8]) -> Option<BTreeMap<String, [u8; 32]>> {
    let mut read = BTreeMap::new();
    for line in std::str::from_utf8(list).ok()?.split_terminator('\n') {
        let (digits, name) = line.split_once("  ")?;
        if read.insert(name.to_owned(), unhex(digits)?).is_some() {
            return None;
        }
    }
    list.ends_with(b"\n").then_some(read)
}

/// Whether two fingerprints are so alike that one of them was changed itself: those of two files differ nearly everywhere.
pub(super) fn are_nearly_the_same(one: &[u8; 32], other: &[u8; 32]) -> bool {
    one.iter().zip(other).filter(|(one, other)| one != other).count() <= 4
}
