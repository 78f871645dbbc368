//! One bit flipped anywhere in a data folder that has everything: journal, index, editions, pictures. It is noticed where it
//! matters, nothing wrong is ever given out, and whatever it is not in goes on as before. 60 bits, or 2,000 with
//! CHANCERY_PROVE=1.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use manual::id::ManualId;

use super::damage::says_nothing_false;
use super::world::{Dice, World, chapter, count, document, entry, flip, id};
use crate::check::check;
use crate::editions::Editions;
use crate::record::{Hash, Record};

/// Folders in which a bit is flipped, as often each.
const WHERE: [&str; 4] = ["journal", "index", "editions", "images"];

/// A folder with everything, and what files under their hash hold.
fn furnished() -> (World, BTreeMap<(&'static str, Hash), Vec<u8>>) {
    let world = World::new();
    let (mut store, mut ghana, mut denmark) = world.furnished();
    for words in ["one ", "two ", "three "] {
        store.commit(&[ghana.entry(words)]).unwrap();
    }
    let seq = store.commit(&[denmark.entry("calm")]).unwrap();
    store.put_snapshot(document(2), seq, &denmark.state());
    let manual = ManualId::from_random(id(50));
    let facts = edition::EditionFacts {
        manual,
        slug: "manual".into(),
        manual_title: "Manual".into(),
        edition: 1,
        title: "June".into(),
        position: seq + 1,
        frozen_at: edition::Moment::from_ms(0),
        previous: None,
        revision: None,
    };
    let mut kept = BTreeMap::new();
    let folders = [("editions", Editions::of(world.path())), ("images", Editions::images_of(world.path()))];
    let manifest = edition::manifest(&facts, &[], &[]).bytes;
    for (name, folder) in folders {
        folder.prepare().unwrap();
        for bytes in [manifest.clone(), vec![7; 3_000], b"a small one".to_vec()] {
            let (hash, _) = folder.put(&bytes, |_| {}).unwrap();
            kept.insert((name, hash), bytes);
        }
    }
    let chapters = vec![chapter(1), chapter(2)];
    let frozen =
        Record::Frozen { manual, edition: 1, title: "June".into(), public: true, revision: None, chapters };
    let manifest = edition::sha256(&manifest);
    store.commit(&[entry(frozen)]).unwrap();
    store.commit(&[entry(Record::Published { manual, edition: 1, manifest })]).unwrap();
    store.close();
    assert!(check(world.path()).is_whole());
    (world, kept)
}

/// A file and a byte of it, all bytes alike; of the index, which is mostly room for more, one that is not zero.
fn somewhere(files: &[(PathBuf, Vec<u8>)], written: bool, dice: &mut Dice) -> (PathBuf, usize) {
    loop {
        let mut at = dice.below(files.iter().map(|(_, bytes)| bytes.len()).sum());
        for (path, bytes) in files {
            if at < bytes.len() {
                if written && bytes[at] == 0 {
                    break;
                }
                return (path.clone(), at);
            }
            at -= bytes.len();
        }
    }
}

#[test]
fn a_bit_flipped_anywhere_in_the_folder_is_noticed_and_gives_out_nothing_wrong() {
    let (world, kept) = furnished();
    let words = |all: &[&str]| all.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let truths = BTreeMap::from([
        (document(1), words(&["", "one ", "one two ", "one two three "])),
        (document(2), words(&["", "calm"])),
    ]);
    let mut dice = Dice(23);
    let mut noticed = BTreeMap::<&str, usize>::new();
    let flips = count(60, 2_000);
    for n in 0..flips {
        let place = WHERE[n % WHERE.len()];
        let copy = world.copy();
        let files: Vec<_> = super::world::files(&copy.path().join(place)).into_iter().collect();
        let (path, at) = somewhere(&files, place == "index", &mut dice);
        let bit = dice.below(8) as u8;
        flip(&path, at, bit);
        let what = format!("{}, byte {at}, bit {bit}", path.display());

        let seen = !check(copy.path()).is_whole();
        // What of the index nobody reads any more may be anything.
        assert!(seen || place == "index", "{what}");
        *noticed.entry(place).or_default() += usize::from(seen);
        match copy.try_open() {
            Err(refused) => assert_eq!(place, "journal", "{what}: {refused}"),
            Ok((_, opened)) => assert!(place == "journal" || opened.damaged.is_empty(), "{what}: {opened:?}"),
        }
        says_nothing_false(&copy, &truths, &what);
        for ((folder, hash), bytes) in &kept {
            let name = edition::hex(hash);
            let is_it = path.ends_with(Path::new(folder).join(&name));
            let files = if *folder == "images" { Editions::images_of } else { Editions::of };
            match files(copy.path()).get(hash) {
                Ok(read) => assert!(read == *bytes && !is_it, "{what}: wrong bytes of {name}"),
                Err(_) => assert!(is_it, "{what}: {name} was not touched"),
            }
        }
    }
    println!("figure: {flips} flipped bits, noticed {noticed:?}: 0 wrong bytes given out");
}
