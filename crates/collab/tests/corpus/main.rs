//! What the fuzz targets have kept, bytes that each led somewhere else, is asked again by every run of the tests. Made and
//! made smaller by `tests/fuzz`; see its README.

mod targets;

use std::path::{Path, PathBuf};

fn kept(target: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
    let listing = std::fs::read_dir(&folder).expect("the corpus is there");
    let mut files: Vec<_> = listing.map(|entry| entry.expect("it can be listed").path()).collect();
    files.sort();
    assert!(files.len() > 20, "{} has hardly anything", folder.display());
    files
}

fn ask_all(target: &str, ask: impl Fn(&[u8])) {
    for file in kept(target) {
        let bytes = std::fs::read(&file).expect("it can be read");
        println!("{}", file.display()); // the last one named is the one that ended the process
        ask(&bytes);
    }
}

#[test]
fn kept_updates_are_taken_or_refused() {
    ask_all("update", targets::update);
}

#[test]
fn kept_frames_are_taken_or_refused() {
    ask_all("message", targets::frame);
}
