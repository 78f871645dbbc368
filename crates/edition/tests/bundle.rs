//! Bundles: what is packed comes out again, whatever is wrong is said of the very file, and no bytes of a stranger do harm.
//! That tools of any capital come to the same is `bundle_stock`.

mod packed;

use std::collections::BTreeMap;

use edition::bundle::{
    BYTES_MAX, NotOpened, NotPacked, Report, Signature, State, Zip, open, outputs_json, pack, verify,
    verify_with, with_beside,
};
use edition::sign::{Key, KeyChain};
use edition::{Moment, canonical, hex, sha256};
use packed::{Made, Number, unpacked};
use proptest::prelude::*;
use serde_json::json;

type Folder = BTreeMap<String, Vec<u8>>;

fn not_fine(report: &Report) -> Vec<(&str, State)> {
    let files = report.files.iter().filter(|(_, state)| !matches!(state, State::Fine | State::Listed));
    files.map(|(name, state)| (name.as_str(), *state)).collect()
}

#[test]
fn what_is_packed_comes_out_again_and_is_packed_the_same_each_time() {
    let made = Made::new();
    let zip = made.zip();
    assert_eq!(zip, made.zip());
    let opened = open(&zip).expect("our own");
    assert_eq!(opened.chapters.len(), 2);
    let image = &opened.manifest.images[0];
    assert_eq!(opened.image(image), Some(packed::PICTURE));
    let report = verify(&Zip::read(&zip).expect("a zip"));
    assert!(report.is_fine(), "{report:?}");
    assert_eq!(report.signature, Signature::By(made.key.public()));
    let fine = |name: &str| report.files[name] == State::Fine;
    assert!(fine("edition.json") && fine("chapter-02.json") && fine("manual-2.docx") && fine("keys.json"));
    assert_eq!(report.files["VERIFY.txt"], State::Listed, "nobody signs it");
    assert_eq!(verify(&unpacked(&zip)).files, report.files, "a folder is as good as a zip");
}

#[test]
fn pages_beside_a_bundle_are_listed_and_it_stays_what_it_was() {
    let made = Made::new();
    let page = vec![("index.html".to_owned(), b"<p>".to_vec())];
    let folder: Folder = with_beside(&made.zip(), page).expect("our own").into_iter().collect();
    let report = verify(&folder);
    assert!(report.is_fine() && report.is_by(&made.key.public()), "{report:?}");
    assert_eq!(report.files["index.html"], State::Listed);
}

#[test]
fn of_every_changed_bit_the_very_file_is_named() {
    for signed in [true, false] {
        let made = Made { signed, ..Made::new() };
        let folder = unpacked(&made.zip());
        for (name, bytes) in &folder {
            for place in 0..bytes.len() * 8 {
                // Every bit of what is short, and some of each byte of what is long.
                if bytes.len() > 400 && place % 37 != 0 {
                    continue;
                }
                let mut changed = folder.clone();
                changed.get_mut(name).expect("there")[place / 8] ^= 1 << (place % 8);
                let report = verify(&changed);
                let named = not_fine(&report);
                // In a list of sums a changed name may be that of a file which is missing then.
                let is_named = named.contains(&(name, State::Changed));
                let others =
                    named.iter().filter(|(other, state)| other != name && *state == State::Changed).count();
                assert!(is_named && others == 0, "signed {signed}, {name} bit {place}: {named:?}");
                assert!(!report.is_fine());
            }
        }
    }
}

#[test]
fn a_changed_bit_inside_a_zip_is_never_fine_where_it_is_in_a_file() {
    let zip = Made::new().zip();
    let whole = unpacked(&zip);
    for place in 0..zip.len() {
        let mut changed = zip.clone();
        changed[place] ^= 1 << (place % 8);
        let Ok(read) = Zip::read(&changed) else { continue };
        let report = verify(&read);
        if report.is_fine() {
            let same: Folder = unpacked(&changed);
            assert!(same == whole, "byte {place}: it is said to be fine and is not the same");
        }
    }
}

#[test]
fn editions_that_nobody_signed_are_checked_by_hash_and_said_to_be_unsigned() {
    for format in [1, 2] {
        let mut folder = packed::earlier(format);
        let report = verify(&folder);
        assert!(report.is_fine(), "{report:?}");
        assert_eq!(report.signature, Signature::None);
        folder.insert("chapter-01.html".to_owned(), b"<p>".to_vec());
        assert_eq!(not_fine(&verify(&folder)), [("chapter-01.html", State::Unknown)]);
        let chapter = folder.get_mut("chapter-01.json").expect("there");
        chapter[3] ^= 1;
        assert!(not_fine(&verify(&folder)).contains(&("chapter-01.json", State::Changed)));
        folder.remove("chapter-01.json");
        assert!(not_fine(&verify(&folder)).contains(&("chapter-01.json", State::Missing)));
    }
}

#[test]
fn who_took_three_files_alone_is_told_which_key_signed_and_what_is_not_there() {
    let made = Made::new();
    let mut folder = unpacked(&made.zip());
    folder.retain(|name, _| ["edition.json", "edition.json.sig", "key.pem"].contains(&name.as_str()));
    let report = verify(&folder);
    assert_eq!(report.signature, Signature::By(made.key.public()));
    assert!(!report.is_fine());
    assert!(not_fine(&report).contains(&("chapter-01.json", State::Missing)));
    // Without the key, it is the one that is given that counts.
    folder.remove("key.pem");
    assert_eq!(verify(&folder).signature, Signature::Wrong);
    assert_eq!(verify_with(&folder, &[made.key.public()]).signature, Signature::By(made.key.public()));
}

#[test]
fn a_forger_who_signs_everything_again_is_told_apart_by_the_key() {
    let made = Made::new();
    let forged = Made { key: Key::from_seed(&[66; 32]), ..Made::new() };
    let report = verify(&unpacked(&forged.zip()));
    assert!(report.is_fine(), "it holds together, which proves nothing");
    assert!(report.is_by(&forged.key.public()) && !report.is_by(&made.key.public()));
}

#[test]
fn a_key_speaks_for_those_that_came_after_it_and_not_for_those_before() {
    let (old, new) = (Key::from_seed(&[1; 32]), Key::from_seed(&[2; 32]));
    let chain = KeyChain::first(old.public(), Moment::from_ms(0));
    let signature = KeyChain::hand_over(&old, &new.public());
    let chain = chain.with(new.public(), Moment::from_ms(1000), signature).expect("signed");
    let by = |key: Key| Made { key, keys: Some(chain.clone()), ..Made::new() };
    let by_new = verify(&unpacked(&by(Key::from_seed(&[2; 32])).zip()));
    assert!(by_new.is_by(&old.public()) && by_new.is_by(&new.public()));
    let by_old = verify(&unpacked(&by(old).zip()));
    assert!(!by_old.is_by(&new.public()), "anybody can write a list that ends with a key of somebody else");
}

#[test]
fn taking_the_signature_away_shows() {
    let mut folder = unpacked(&Made::new().zip());
    for name in ["edition.json.sig", "edition.json.minisig"] {
        folder.remove(name);
    }
    assert_eq!(verify(&folder).signature, Signature::Wrong, "there is a key and nothing that it signed");
    let report = verify(&folder);
    assert!(not_fine(&report).contains(&("edition.json.sig", State::Missing)));
    // All of it taken away, and the list of sums made again: nobody can say that it never was signed.
    for name in ["key.pem", "key.pub", "keys.json", "outputs.json", "outputs.json.sig", "SHA256SUMS"] {
        folder.remove(name);
    }
    let report = verify(&folder);
    assert_eq!(report.signature, Signature::Missing);
    assert!(!report.is_fine());
    assert!(not_fine(&report).contains(&("edition.json.sig", State::Missing)));
}

#[test]
fn what_does_not_belong_together_is_not_packed() {
    let made = Made::new();
    let wrong = |change: fn(&mut edition::bundle::Parts<'_>)| {
        made.with_parts(|parts| {
            change(parts);
            pack(parts).expect_err("wrong")
        })
    };
    assert!(
        matches!(wrong(|parts| parts.chapters.swap(0, 1)), NotPacked::Other(name) if name == "chapter-01.json")
    );
    assert!(matches!(wrong(|parts| parts.outputs[0].0 = "../a".to_owned()), NotPacked::Unsigned(_)));
    assert!(matches!(
        wrong(|parts| {
            parts.signed = None;
            parts.outputs[0].0 = "edition.json".to_owned();
        }),
        NotPacked::Name(name) if name == "edition.json"
    ));
    assert!(matches!(
        wrong(|parts| parts.signed.as_mut().expect("signed").signature = [0; 64]),
        NotPacked::Unsigned("edition.json")
    ));
}

#[test]
fn a_list_of_outputs_has_one_form() {
    let outputs = [("b.md".to_owned(), &b"2"[..]), ("a.pdf".to_owned(), &b"1"[..])];
    let list = outputs_json(&[0; 32], &outputs);
    let one = |name: &str, bytes: &[u8]| json!({ "name": name, "bytes": bytes.len(), "sha256": hex(&sha256(bytes)) });
    let expected =
        json!({ "edition": hex(&[0; 32]), "format": 1, "outputs": [one("a.pdf", b"1"), one("b.md", b"2")] });
    assert_eq!(list, canonical::to_bytes(&expected));
}

/// A zip of one file, in which the number at a place of the list, or of the file's own header, is another.
fn zip_that_says(name: &str, bytes: &[u8], claim: Option<(Number, u32)>) -> Vec<u8> {
    packed::zip_of(&[(name, bytes)], claim)
}

#[test]
fn a_bomb_is_not_unpacked_further_than_it_said() {
    let zeros = vec![0; 64 << 20];
    let honest = zip_that_says("edition.json", &zeros, None);
    assert!(honest.len() < 1 << 20);
    assert_eq!(verify(&Zip::read(&honest).expect("a zip")).files["edition.json"], State::Changed);
    let liar = zip_that_says("edition.json", &zeros, Some((Number::Unpacked, 10)));
    let read = Zip::read(&liar).expect("it says that it is short");
    assert_eq!(read.get("edition.json"), Err(NotOpened::Damaged("edition.json".to_owned())));
    let boaster = zip_that_says("edition.json", b"x", Some((Number::Unpacked, u32::MAX)));
    assert_eq!(Zip::read(&boaster).map(drop), Err(NotOpened::TooLong));
    // Many that share the same packed bytes are counted each.
    let many: Vec<String> = (0..9).map(|n| format!("a{n}")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &zeros[..])).collect();
    assert!(many.len() as u64 * zeros.len() as u64 > BYTES_MAX);
    assert_eq!(Zip::read(&packed::zip_of(&many, None)).map(drop), Err(NotOpened::TooLong));
}

#[test]
fn names_that_lead_elsewhere_or_come_twice_are_refused() {
    for name in ["../edition.json", "/etc/passwd", "a/b", "images/../a", "a\\b", "C:a", ".hidden"] {
        let zip = packed::zip_of(&[(name, b"x")], None);
        assert_eq!(Zip::read(&zip).map(drop), Err(NotOpened::Name(name.to_owned())), "{name}");
    }
    let twice = packed::renamed(&packed::zip_of(&[("aa", b"x"), ("ab", b"y")], None), "ab", "aa");
    assert_eq!(Zip::read(&twice).map(drop), Err(NotOpened::Twice("aa".to_owned())));
    let many: Vec<String> = (0..12_001).map(|n| format!("f{n}")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_eq!(Zip::read(&packed::zip_of(&many, None)).map(drop), Err(NotOpened::TooMany));
}

#[test]
fn a_zip_that_is_cut_off_anywhere_is_no_bundle() {
    let zip = Made::new().zip();
    for length in 0..zip.len() {
        assert!(open(&zip[..length]).is_err(), "{length}");
    }
}

/// Bytes as chance has them, the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }
}

#[test]
fn ten_thousand_mutated_bundles_do_no_harm() {
    let made = Made::new();
    let (zip, whole) = (made.zip(), unpacked(&made.zip()));
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let mut opened = 0;
    for _ in 0..10_000 {
        let mut mutated = zip.clone();
        for _ in 0..=chance.below(4) {
            let at = chance.below(mutated.len());
            match chance.below(6) {
                0 => mutated[at] ^= 1 << chance.below(8),
                1 => mutated[at] = [0, 0xff, 0x7f, 0x80][chance.below(4)],
                2 => mutated.truncate(at.max(1)),
                3 => drop(mutated.splice(at..at, vec![0xff; 4])),
                4 => {
                    let end = (at + chance.below(64)).min(mutated.len());
                    let part = mutated[at..end].to_vec();
                    let to = chance.below(mutated.len());
                    mutated.splice(to..to, part);
                }
                // The lists at the end are short and decide everything.
                _ => {
                    let at = mutated.len() - 1 - chance.below(900.min(mutated.len()));
                    mutated[at] = chance.below(256) as u8;
                }
            }
        }
        let Ok(read) = Zip::read(&mutated) else { continue };
        let total: usize = read.names().filter_map(|name| read.get(name).ok()).map(|bytes| bytes.len()).sum();
        assert!(total as u64 <= BYTES_MAX);
        let report = verify(&read);
        if open(&mutated).is_ok() {
            opened += 1;
        }
        if report.is_fine() && report.is_by(&made.key.public()) {
            for (name, bytes) in unpacked(&mutated) {
                assert!(report.files[&name] != State::Fine || whole.get(&name) == Some(&bytes), "{name}");
            }
        }
    }
    assert!(opened > 0, "some of them were still bundles, so that the rest of the way was walked too");
}

proptest! {
    #[test]
    fn no_bytes_at_all_do_harm(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(open(&bytes).is_err());
        let folder = Folder::from([("edition.json".to_owned(), bytes.clone()), ("SHA256SUMS".to_owned(), bytes.clone()),
            ("key.pem".to_owned(), bytes.clone()), ("keys.json".to_owned(), bytes.clone()), ("outputs.json".to_owned(), bytes)]);
        prop_assert!(!verify(&folder).is_fine());
    }
}
