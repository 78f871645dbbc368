//! The packages themselves: the same bytes in every process, no time but that of the freeze, and nothing in them that leads nowhere.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::path::Path;
use std::process::Command;

use crate::read::{attribute, parsed, unzip, within};
use edition::formats::{Picture, docx, epub, markdown};
use edition::sample::{Sample, SampleEdition, m150};
use edition::{hex, sha256};

fn word(edition: &SampleEdition) -> Vec<u8> {
    docx(&edition.book(), |image| {
        Some(Picture { bytes: edition.image(&image.sha256)?.to_vec(), extension: "png" })
    })
}

fn ebook(edition: &SampleEdition) -> Vec<u8> {
    let image = |entry: &edition::ImageEntry| edition.image(&hex(&entry.sha256)).map(<[u8]>::to_vec);
    epub(&edition.book(), &edition.chapters(), image)
}

fn digests() -> String {
    let edition = Sample::small(3, 6).freeze(1, None);
    let all = [word(&edition), ebook(&edition), markdown(&edition.book()).into_bytes()];
    all.map(|bytes| hex(&sha256(&bytes))).join(" ")
}

/// Run by the test below in processes of its own.
#[test]
fn tells_what_comes_out() {
    println!("comes out: {}", digests());
}

#[test]
fn another_process_elsewhere_at_another_hour_makes_the_same_bytes() {
    let folder = tempfile::tempdir().expect("a folder");
    let told = |zone: &str, lang: &str, at: &Path| {
        let output = Command::new(std::env::current_exe().expect("this program"))
            .args(["--exact", "packages::tells_what_comes_out", "--nocapture"])
            .envs([("TZ", zone), ("LANG", lang), ("LC_ALL", lang), ("HOME", "/nowhere"), ("USER", "ama")])
            .current_dir(at)
            .output()
            .expect("it runs");
        let said = String::from_utf8(output.stdout).expect("text");
        let line = said.lines().find_map(|line| Some(line.split_once("comes out: ")?.1.to_owned()));
        line.expect("it tells")
    };
    let here = digests();
    assert_eq!(told("Pacific/Kiritimati", "ar_EG.UTF-8", folder.path()), here);
    assert_eq!(told("America/Bogota", "C", Path::new("/")), here);
}

#[test]
fn no_file_of_a_package_has_another_time_than_the_freeze() {
    let edition = Sample::small(3, 3).freeze(1, None);
    let day = edition.manifest().facts.frozen_at.to_string()[..10].to_owned();
    for (bytes, first) in [(word(&edition), "[Content_Types].xml"), (ebook(&edition), "mimetype")] {
        let mut zip = zip::ZipArchive::new(Cursor::new(&bytes)).expect("a zip");
        let names: Vec<String> = unzip(&bytes).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names[0], first);
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
        for number in 0..zip.len() {
            let file = zip.by_index(number).expect("an entry");
            let time = file.last_modified().expect("a time");
            assert_eq!(format!("{}-{:02}-{:02}", time.year(), time.month(), time.day()), day);
            assert_eq!((time.hour(), time.minute(), time.second()), (0, 0, 0));
            assert_eq!(file.unix_mode().map(|mode| mode & 0o777), Some(0o644));
        }
    }
    let frozen_at = edition.manifest().facts.frozen_at.to_string();
    for (name, bytes) in unzip(&word(&edition)).into_iter().chain(unzip(&ebook(&edition))) {
        let text = String::from_utf8_lossy(&bytes).replace(&frozen_at, "");
        assert!(!text.contains("T00:") && !text.contains("Z</"), "a time in {name}");
    }
}

/// The relations of a part: each id once, each target there.
fn relations(files: &BTreeMap<String, Vec<u8>>, name: &str) -> BTreeSet<String> {
    let text = std::str::from_utf8(&files[&format!("word/_rels/{name}.rels")]).expect("text");
    let document = parsed(text);
    let mut ids = BTreeSet::new();
    for relation in within(document.root_element(), "Relationship") {
        let target = attribute(relation, "Target").expect("a target");
        let is_outside = attribute(relation, "TargetMode") == Some("External");
        assert!(is_outside || files.contains_key(&format!("word/{target}")), "{target} is nowhere");
        assert!(ids.insert(attribute(relation, "Id").expect("an id").to_owned()), "an id twice");
    }
    ids
}

#[test]
fn everything_in_a_document_of_word_leads_somewhere() {
    let edition = m150().freeze(1, None);
    let files: BTreeMap<String, Vec<u8>> = unzip(&word(&edition)).into_iter().collect();
    let mut bookmarks = BTreeSet::new();
    let mut anchors = Vec::new();
    for name in ["document.xml", "footnotes.xml"] {
        let ids = relations(&files, name);
        let text = std::str::from_utf8(&files[&format!("word/{name}")]).expect("text");
        let document = parsed(text);
        for node in document.descendants().filter(|it| it.is_element()) {
            for id in ["id", "embed"].iter().filter_map(|name| {
                let of_relation = node.attributes().find(|it| {
                    it.name() == *name && it.namespace().is_some_and(|it| it.ends_with("/relationships"))
                });
                of_relation.map(|it| it.value())
            }) {
                assert!(ids.contains(id), "{name}: {id} is no relation");
            }
        }
        for mark in within(document.root_element(), "bookmarkStart") {
            assert!(
                bookmarks.insert(attribute(mark, "name").expect("a name").to_owned()),
                "a bookmark twice"
            );
        }
        let links = within(document.root_element(), "hyperlink");
        anchors.extend(links.into_iter().filter_map(|it| attribute(it, "anchor")).map(str::to_owned));
    }
    assert!(anchors.len() > 140, "{}", anchors.len());
    for anchor in anchors {
        assert!(bookmarks.contains(&anchor), "{anchor} is nowhere");
    }
}

#[test]
fn everything_in_a_book_leads_somewhere() {
    let edition = m150().freeze(1, None);
    let files: BTreeMap<String, Vec<u8>> = unzip(&ebook(&edition)).into_iter().collect();
    let texts: BTreeMap<&str, &str> = files
        .iter()
        .filter(|(name, _)| name.ends_with(".xhtml") || name.ends_with(".opf"))
        .map(|(name, bytes)| (name.trim_start_matches("book/"), std::str::from_utf8(bytes).expect("text")))
        .collect();
    let mut ids: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (name, text) in &texts {
        for node in parsed(text).descendants() {
            if let Some(id) = node.attribute("id") {
                assert!(ids.entry(name).or_default().insert(id.to_owned()), "{name}: {id} twice");
            }
        }
    }
    let mut links = 0;
    for (name, text) in &texts {
        for node in parsed(text).descendants() {
            for link in ["href", "src"].iter().filter_map(|it| node.attribute(*it)) {
                if link.starts_with("https:") {
                    continue;
                }
                let (page, id) = link.split_once('#').unwrap_or((link, ""));
                let page = if page.is_empty() { name } else { page };
                assert!(files.contains_key(&format!("book/{page}")), "{name}: {link} is nowhere");
                assert!(id.is_empty() || ids[page].contains(id), "{name}: {link} is nowhere");
                links += 1;
            }
        }
    }
    assert!(links > 500, "{links}");
}
