//! The frozen files against the journal: every published edition is all there, and every file is what its name says; the
//! pictures likewise.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use edition::sign::PublicKey;
use edition::{Manifest, hex};

use super::Check;
use crate::editions::{Editions, NotRead};
use crate::record::{Hash, publishing};

impl Check {
    pub(super) fn frozen(&mut self, data: &Path) {
        let published = std::mem::take(&mut self.published);
        self.report.editions = published.len();
        let (editions, images) = (Editions::of(data), Editions::images_of(data));
        let mut wrong: BTreeMap<Hash, &'static str> = BTreeMap::new();
        let mut needed: BTreeSet<Hash> = BTreeSet::new();
        for (of, manifest) in published {
            needed.insert(manifest);
            match read_manifest(&editions, &manifest) {
                Ok((read, bytes)) => {
                    if !self.signed.get(&of).is_none_or(|(key, signature)| holds(key, signature, &bytes)) {
                        self.problem(format!("editions/{}", hex(&manifest)), NOT_SIGNED);
                    }
                    needed.extend(read.chapters.iter().map(|chapter| chapter.sha256));
                    for image in &read.images {
                        // That each is what it was is looked at below.
                        if let Err(failed @ NotRead::Missing(_)) = images.get(&image.sha256) {
                            self.problem(format!("images/{}", hex(&image.sha256)), words(&failed));
                        }
                    }
                }
                Err(what) => drop(wrong.insert(manifest, what)),
            }
        }
        match editions.hashes() {
            Ok(there) => needed.extend(there),
            Err(failed) => self.problem("editions", format!("the folder cannot be read: {failed}")),
        }
        for hash in needed.difference(&wrong.keys().copied().collect()) {
            if let Err(what) = editions.get(hash).map_err(|failed| words(&failed)) {
                self.problem(format!("editions/{}", hex(hash)), what);
            }
        }
        for (hash, what) in wrong {
            self.problem(format!("editions/{}", hex(&hash)), what);
        }
    }

    /// Which chapters show a picture is theirs to say; that it is what it was is to be seen here.
    pub(super) fn images(&mut self, data: &Path) {
        let images = Editions::images_of(data);
        let there = match images.hashes() {
            Ok(there) => there,
            Err(failed) => return self.problem("images", format!("the folder cannot be read: {failed}")),
        };
        self.report.images = there.len();
        for hash in there {
            let what = match images.get(&hash) {
                Ok(_) => continue,
                Err(NotRead::Io { .. } | NotRead::Missing(_)) => "it cannot be read",
                Err(NotRead::Spoiled(_)) => {
                    "its bytes are not the picture that was kept; it is not shown; restore it from a copy of the folder"
                }
            };
            self.problem(format!("images/{}", hex(&hash)), what);
        }
    }
}

const NOT_SIGNED: &str =
    "the journal has a signature of this edition that does not hold; the edition counts as unsigned";

fn holds(key: &publishing::PublicKey, signature: &publishing::Signature, manifest: &[u8]) -> bool {
    PublicKey::of(*key).is_some_and(|key| key.signed(manifest, signature))
}

fn read_manifest(editions: &Editions, hash: &Hash) -> Result<(Manifest, Vec<u8>), &'static str> {
    let bytes = editions.get(hash).map_err(|failed| words(&failed))?;
    let read = edition::read_manifest(&bytes);
    let read = read.map_err(|_| "it was published and is not a manifest; the edition cannot be read")?;
    Ok((read, bytes))
}

fn words(failed: &NotRead) -> &'static str {
    match failed {
        NotRead::Missing(_) => {
            "it is part of an edition and is not there; restore it from a copy of the folder"
        }
        NotRead::Spoiled(_) => "its bytes are not what was frozen; restore it from a copy of the folder",
        NotRead::Io { .. } => "it cannot be read",
    }
}
