//! All that a document holds, as words that two copies share exactly when they hold the same: for comparing, for digests.
//! Never stored and never sent; what a document *is* are its updates.

use yrs::ReadTxn;
use yrs::types::ToJson;

use crate::document::Document;
use crate::flat;
use crate::json;

/// Every root that is a map, in chapters and in outlines (docs/document-model.md, "Roots").
pub(crate) const MAPS: [&str; 8] =
    ["boxes", "brackets", "chapters", "figures", "notes", "restored", "suggestions", "tables"];

/// Clocks, deletions, the body and the maps. Does not depend on the order in which updates came or maps are walked.
pub fn content(document: &Document) -> String {
    let mut clocks: Vec<(u64, u32)> = document.clocks().into_iter().collect();
    clocks.sort_unstable();
    let mut deleted = document.deleted();
    deleted.sort_unstable_by_key(|span| (span.client, span.start));
    let (body, maps) = document.read(|txn| {
        let body = txn.get_text(flat::BODY).map(|body| json::units(&flat::read(txn, &body)).to_string());
        // Out of JSON's objects, whose keys are in order; yrs's maps have none.
        let map =
            |name| txn.get_map(name).map(|map| serde_json::to_value(map.to_json(txn)).unwrap_or_default());
        (body, MAPS.map(|name| map(name).map(|it| it.to_string())))
    });
    format!("{clocks:?} {deleted:?} {body:?} {maps:?}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::ChapterId;
    use crate::outline;

    #[test]
    fn a_copy_says_the_same_and_any_edit_says_something_else() {
        let mut first = outline::open(2, &outline::new_outline(1)).expect("ours");
        let chapter = ChapterId::from_random([3; 16]);
        outline::create(&mut first, chapter, "Early warning", None).expect("fits");
        let said = content(&first);
        assert!(said.contains("Early warning"), "{said}");
        for client in 10..18 {
            let copy = outline::open(client, &first.state()).expect("ours");
            assert_eq!(content(&copy), said);
        }
        outline::set_title(&mut first, chapter, "Late warning").expect("there");
        assert_ne!(content(&first), said);
    }
}
