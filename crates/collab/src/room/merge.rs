//! Several updates as one, where that says the same: in the journal and on the way to receivers.

use std::collections::HashMap;

use bytes::Bytes;

use crate::bouncer::scan;
use crate::limits::Limits;

/// Fewer updates that say the same, in order. All were scanned before, and each fits a document that has those before.
///
/// Two updates that hold one client's structs twice are never merged: should their content differ (no honest client
/// does that), the room took the first and a merge may take the second.
pub(super) fn merge(updates: Vec<Bytes>) -> Vec<Bytes> {
    if updates.len() < 2 {
        return updates;
    }
    let mut merged = Vec::with_capacity(1);
    let mut group = Group::default();
    for update in updates {
        if !group.takes(&update) {
            merged.extend(std::mem::take(&mut group).into_updates());
            group.takes(&update);
        }
        group.updates.push(update);
    }
    merged.extend(group.into_updates());
    merged
}

/// Updates of which each goes on where the one before ended.
#[derive(Default)]
struct Group {
    updates: Vec<Bytes>,
    /// Where each client's structs end.
    ends: HashMap<u64, u32>,
    /// Takes no further update.
    closed: bool,
}

impl Group {
    /// Whether the update goes on from the group. Says yes to the first; one that may not be merged closes the group.
    fn takes(&mut self, update: &[u8]) -> bool {
        let goes_on = !self.closed && self.go_on(update);
        self.closed |= !goes_on;
        goes_on || self.updates.is_empty()
    }

    fn go_on(&mut self, update: &[u8]) -> bool {
        let limits = Limits { items_max: usize::MAX, depth_max: usize::MAX, ..Limits::default() };
        let Ok(scanned) = scan(update, &limits) else { return false };
        scanned.runs().iter().all(|run| {
            let end = self.ends.insert(run.client, run.end);
            end.is_none_or(|end| end == run.start)
        })
    }

    /// The group as one update. Should yrs decline to merge them they stay as they are.
    fn into_updates(self) -> Vec<Bytes> {
        if self.updates.len() < 2 {
            return self.updates;
        }
        match yrs::merge_updates_v1(self.updates.iter().map(AsRef::as_ref)) {
            Ok(merged) => vec![Bytes::from(merged)],
            Err(_) => self.updates,
        }
    }
}

#[cfg(test)]
mod tests {
    use manual::document::Document;
    use proptest::prelude::*;
    use yrs::types::text::YChange;
    use yrs::types::{Attrs, ToJson};
    use yrs::{Map, MapPrelim, ReadTxn, Text, WriteTxn};

    use super::*;

    /// Client 7 types these words at this clock.
    fn typed(clock: u8, words: &str) -> Bytes {
        let head = [1, 1, 7, clock, 4, 1, 4, b'b', b'o', b'd', b'y', words.len() as u8];
        Bytes::from([&head[..], words.as_bytes(), &[0]].concat())
    }

    #[test]
    fn updates_that_go_on_become_one_and_those_that_repeat_stay_apart() {
        let (first, next, again) = (typed(0, "ab"), typed(2, "cd"), typed(1, "xyz"));
        assert_eq!(merge(vec![first.clone(), next.clone()]).len(), 1);
        assert_eq!(merge(vec![first.clone(), again.clone()]), [first.clone(), again.clone()]);
        let merged = merge(vec![first.clone(), next.clone(), again.clone()]);
        assert_eq!(merged, [merge(vec![first, next]), vec![again]].concat());
    }

    /// One edit of one of three writers, who hear each other only through the room's order of updates.
    fn write(pen: &mut Document, what: u8, at: u32, n: usize) -> Option<Vec<u8>> {
        let edit = |txn: &mut yrs::TransactionMut<'_>| {
            let body = txn.get_or_insert_text("body");
            let length = body.len(txn);
            let at = at % (length + 1);
            match what % 5 {
                0 | 1 => body.insert(txn, at, &format!("<{n}>")),
                2 => {
                    let mark = body.insert_embed(txn, at, MapPrelim::default());
                    mark.insert(txn, "kind", "p");
                    mark.insert(txn, "kind", "h2");
                }
                3 if at < length => body.remove_range(txn, at, (length - at).min(3)),
                _ if at < length => {
                    let bold = Attrs::from([("strong".into(), true.into())]);
                    body.format(txn, at, (length - at).min(4), bold);
                }
                _ => {}
            }
        };
        pen.edit(edit).1
    }

    /// Text with its formats, marks with their keys, clocks and deletions: all but how yrs cuts its items.
    fn seen(document: &Document) -> (String, Vec<(u64, u32)>, Vec<manual::document::Span>) {
        let text = document.read(|txn| {
            let body = txn.get_text("body")?;
            let chunks = body.diff(txn, YChange::identity);
            let shown = chunks.iter().map(|chunk| {
                let mut style: Vec<_> = chunk.attributes.iter().flat_map(|it| it.iter()).collect();
                style.sort_by_key(|(name, _)| (*name).clone());
                format!("{} {style:?}", chunk.insert.to_json(txn))
            });
            Some(shown.collect::<Vec<_>>().join("\n"))
        });
        let mut clocks =
            crate::bouncer::scan_state_vector(&document.state_vector(), &Limits::default()).unwrap();
        clocks.sort_unstable();
        let mut deleted = document.deleted();
        deleted.sort_by_key(|span| (span.client, span.start));
        (text.unwrap_or_default(), clocks, deleted)
    }

    proptest! {
        #[test]
        fn d4_a_merged_batch_says_the_same_as_its_updates(
            edits in proptest::collection::vec((0usize..3, any::<u8>(), any::<u32>(), any::<bool>()), 1..60),
            chunk in 1usize..12,
        ) {
            let mut pens = [Document::new(5), Document::new(900), Document::new(70_000)];
            let mut updates: Vec<Bytes> = Vec::new();
            let mut heard = [0usize; 3];
            for (n, (who, what, at, listens)) in edits.into_iter().enumerate() {
                if listens {
                    for update in &updates[heard[who]..] {
                        pens[who].apply(update).unwrap();
                    }
                    heard[who] = updates.len();
                }
                updates.extend(write(&mut pens[who], what, at, n).map(Bytes::from));
            }
            let (mut single, mut merged) = (Document::new(1), Document::new(2));
            for update in &updates {
                single.apply(update).unwrap();
            }
            for part in updates.chunks(chunk) {
                for update in merge(part.to_vec()) {
                    prop_assert!(scan(&update, &Limits::default()).is_ok());
                    merged.apply(&update).unwrap();
                }
            }
            prop_assert!(!merged.has_gap());
            prop_assert_eq!(seen(&single), seen(&merged));
        }
    }
}
