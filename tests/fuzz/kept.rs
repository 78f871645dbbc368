//! What a fuzz target has kept, bytes that each led somewhere else, asked again by a test of the crate that reads them.
//! Compiled into that test, and looks into the folder `corpus` of its crate. Made and made smaller as the README says.

use std::path::{Path, PathBuf};

/// Asks all of what is kept for a target.
pub(crate) fn ask_all(target: &str, ask: impl Fn(&[u8])) {
    for file in kept(target) {
        let bytes = std::fs::read(&file).expect("it can be read");
        println!("{}", file.display()); // the last one named is the one that ended the process
        ask(&bytes);
    }
}

fn kept(target: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
    let listing = std::fs::read_dir(&folder).expect("the corpus is there");
    let mut files: Vec<_> = listing.map(|entry| entry.expect("it can be listed").path()).collect();
    files.sort();
    assert!(files.len() > 20, "{} has hardly anything", folder.display());
    files
}
