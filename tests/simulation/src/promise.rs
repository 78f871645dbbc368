//! What is promised, asked of a world: at each power cut, and at the end.

use std::collections::{HashMap, HashSet};

use manual::document::Document;

use crate::disk::Disk;
use crate::seat::{Seat, units, units_of};

/// What somebody types whose session has ended.
pub(crate) const DEPARTED: char = '\u{e000}';

/// An edition as it was shown, and what everybody had been told is saved when it was asked for.
pub(crate) struct Edition {
    pub(crate) number: u64,
    pub(crate) position: usize,
    pub(crate) document: Document,
    pub(crate) asked: Saved,
}

/// How far each client's edits were said to be saved, and which units were said to be deleted.
#[derive(Clone, Default)]
pub(crate) struct Saved {
    clocks: HashMap<u64, u32>,
    deleted: HashSet<(u64, u32)>,
}

impl Saved {
    pub(crate) fn of(seats: &[Seat]) -> Self {
        let mut saved = Self::default();
        for edit in seats.iter().flat_map(|seat| &seat.edits).filter(|edit| edit.saved) {
            let clock = saved.clocks.entry(edit.client).or_default();
            *clock = edit.clock.max(*clock);
            if !edit.tidies {
                saved.deleted.extend(units(edit.deleted_spans.clone()));
            }
        }
        saved
    }

    fn is_in(&self, document: &Document) -> bool {
        let clocks = document.clocks();
        let deleted: HashSet<_> = units(document.deleted()).collect();
        let has = |client| clocks.get(client).copied().unwrap_or(0);
        self.clocks.iter().all(|(client, clock)| has(client) >= *clock) && self.deleted.is_subset(&deleted)
    }
}

/// What was shown as an edition is there, for good, and is what the journal says it is.
pub(crate) fn of_editions(editions: &[Edition], disk: &Disk) -> Result<(), String> {
    for edition in editions {
        let number = edition.number;
        if !disk.has_edition(number, edition.position) {
            return Err(format!("edition {number} was shown, and it is gone"));
        }
        if units_of(&disk.folded(edition.position)) != units_of(&edition.document) {
            return Err(format!("edition {number} is not what stood at its position"));
        }
        if !edition.asked.is_in(&edition.document) {
            return Err(format!("edition {number} lacks what had been saved before it was asked for"));
        }
    }
    Ok(())
}

/// Whatever was acknowledged to its author, or seen by anybody else, is in what the disk kept.
pub(crate) fn at_a_cut(seats: &[Seat], durable: &Document) -> Result<(), String> {
    let clocks = durable.clocks();
    let deleted: HashSet<_> = units(durable.deleted()).collect();
    for seat in seats {
        saved_is_saved(seat, &clocks, &deleted)?;
        seen_is_saved(seat, seats, &clocks, &deleted)?;
    }
    Ok(())
}

fn saved_is_saved(
    seat: &Seat,
    clocks: &HashMap<u64, u32>,
    deleted: &HashSet<(u64, u32)>,
) -> Result<(), String> {
    for edit in seat.edits.iter().filter(|edit| edit.saved) {
        let clock = clocks.get(&edit.client).copied().unwrap_or(0);
        if clock < edit.clock {
            return Err(format!("{} was told that {:?} is saved, and it is lost", seat.name, edit.typed));
        }
        if !edit.tidies && !units(edit.deleted_spans.clone()).all(|unit| deleted.contains(&unit)) {
            return Err(format!("{} was told that {:?} is deleted, and it is back", seat.name, edit.deleted));
        }
    }
    Ok(())
}

fn seen_is_saved(
    seat: &Seat,
    seats: &[Seat],
    clocks: &HashMap<u64, u32>,
    deleted: &HashSet<(u64, u32)>,
) -> Result<(), String> {
    let own: HashSet<u64> = seat.edits.iter().map(|edit| edit.client).chain([seat.client]).collect();
    for (client, clock) in seat.replica.document().clocks() {
        if !own.contains(&client) && clocks.get(&client).copied().unwrap_or(0) < clock {
            return Err(format!("{} had seen what client {client} wrote, and it is lost", seat.name));
        }
    }
    let own: HashSet<_> = seat.edits.iter().flat_map(|edit| units(edit.deleted_spans.clone())).collect();
    let seen: HashSet<_> =
        units(seat.replica.document().deleted()).filter(|unit| !own.contains(unit)).collect();
    for edit in seats.iter().flat_map(|other| &other.edits) {
        if units(edit.deleted_spans.clone()).any(|unit| seen.contains(&unit) && !deleted.contains(&unit)) {
            return Err(format!("{} had seen {:?} go, and it is back", seat.name, edit.deleted));
        }
    }
    Ok(())
}

/// Everybody has the same; every edit is saved; what was typed is there once, in order, unless somebody deleted it.
/// Counted are the characters that were typed only once in this world.
pub(crate) fn at_the_end(seats: &[Seat], durable: &Document) -> Result<(), String> {
    if durable.has_gap() {
        return Err("the durable document waits for something".to_owned());
    }
    for seat in seats {
        let document = seat.replica.document();
        if document.clocks() != durable.clocks() || units_of(document) != units_of(durable) {
            return Err(format!("{} has another text than the disk", seat.name));
        }
        if !seat.edits.iter().all(|edit| edit.saved || edit.given_up || edit.client != seat.client) {
            return Err(format!("{} was never told that everything is saved", seat.name));
        }
        if !seat.proposals.is_empty() {
            return Err(format!("a proposal of {} never came in", seat.name));
        }
    }
    let shown: Vec<char> = units_of(durable).into_iter().flatten().collect();
    if shown.contains(&DEPARTED) {
        return Err("what was typed after a session had ended is in the chapter".to_owned());
    }
    every_character_once(seats, &shown)
}

fn every_character_once(seats: &[Seat], shown: &[char]) -> Result<(), String> {
    let edits = || seats.iter().flat_map(|seat| &seat.edits);
    let mut typed: HashMap<char, usize> = HashMap::new();
    for character in edits().flat_map(|edit| &edit.typed) {
        *typed.entry(*character).or_default() += 1;
    }
    let once = |character: &char| typed.get(character) == Some(&1);
    let deleted = |given_up: bool| -> HashSet<char> {
        let of = edits().filter(|edit| edit.given_up == given_up);
        of.flat_map(|edit| edit.deleted.iter().copied()).collect()
    };
    let (deleted, perhaps_deleted) = (deleted(false), deleted(true));
    let mut places: HashMap<char, usize> = HashMap::new();
    for (place, character) in shown.iter().enumerate().filter(|(_, character)| once(character)) {
        if deleted.contains(character) {
            return Err(format!("{character:?} was deleted and is there"));
        }
        if places.insert(*character, place).is_some() {
            return Err(format!("{character:?} is there twice"));
        }
    }
    for edit in edits() {
        let may_lack = |it: &char| edit.given_up || deleted.contains(it) || perhaps_deleted.contains(it);
        let kept: Vec<_> =
            edit.typed.iter().filter(|it| once(it) && (!may_lack(it) || places.contains_key(it))).collect();
        let found: Vec<_> = kept.iter().filter_map(|character| places.get(character)).collect();
        if found.len() < kept.len() {
            return Err(format!("of {:?} something is lost", edit.typed));
        }
        if !found.is_sorted() {
            return Err(format!("{:?} is out of order", edit.typed));
        }
    }
    Ok(())
}
