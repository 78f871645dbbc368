//! Through a backup with the key, from its beginning: the journal piece by piece, what documents held, frozen files and
//! pictures, the keys. Everything is compared with what the index says of it.

use std::collections::BTreeMap;
use std::path::Path;

use edition::{hex, sha256, unhex};
use manual::id::DocumentId;
use store::copy::{CopyFailed, Mark};
use store::record::Hash;

use crate::Failed;
use crate::index::Listing;
use crate::key::Opener;
use crate::sealed;
use crate::take::{names, not_copied};

/// A backup and who opens it.
#[derive(Clone, Copy)]
pub(crate) struct Walk<'a> {
    pub(crate) dir: &'a Path,
    pub(crate) opener: &'a Opener,
}

/// What documents held: the position of the last record of each, and the hash of its content there.
pub(crate) type Held = BTreeMap<DocumentId, (u64, Hash)>;

impl Walk<'_> {
    /// Shows `take` the pieces of a run that begin at or before `until`; it says how far it has come with each.
    pub(crate) fn journal(
        self,
        run: &Listing,
        until: u64,
        mut take: impl FnMut(&[u8]) -> Result<Mark, CopyFailed>,
    ) -> Result<(), Failed> {
        for piece in run.journal.iter().filter(|piece| piece.first <= until) {
            let bytes = piece.sealed.open(self.dir, self.opener)?;
            let mark = take(&bytes).map_err(|failed| match not_copied(failed) {
                Failed::Damaged(problem) => Failed::damaged(&piece.sealed.file, problem.what),
                failed => failed,
            })?;
            let last = run.journal.last().is_some_and(|last| last == piece);
            if last && until >= run.position && run.mark() != Some(mark) {
                let what = "the journal with it is not the one that was backed up";
                return Err(Failed::damaged(&piece.sealed.file, what));
            }
        }
        Ok(())
    }

    /// Notes what the documents held that a run names.
    pub(crate) fn held(self, run: &Listing, held: &mut Held) -> Result<(), Failed> {
        let Some(sealed) = &run.documents else { return Ok(()) };
        let bytes = sealed.open(self.dir, self.opener)?;
        let text = String::from_utf8_lossy(&bytes);
        for line in text.lines() {
            let mut words = line.split(' ');
            let read = (|| {
                let id = DocumentId::parse(words.next()?)?;
                let seq = words.next()?.parse().ok()?;
                Some((id, (seq, unhex(words.next()?)?)))
            })();
            held.extend(
                [read.ok_or_else(|| Failed::damaged(&sealed.file, "it is not a list of documents"))?],
            );
        }
        Ok(())
    }

    /// Shows `take` the frozen files and pictures of a run: `folder/name` and the bytes.
    pub(crate) fn files(
        self,
        run: &Listing,
        mut take: impl FnMut(Result<(&str, &[u8]), Failed>) -> Result<(), Failed>,
    ) -> Result<(), Failed> {
        for sealed in &run.files {
            let name = sealed.file.trim_end_matches(".age");
            let opened = sealed.open(self.dir, self.opener).and_then(|bytes| {
                let says = name.rsplit('/').next().unwrap_or_default();
                match hex(&sha256(&bytes)) == says {
                    true => Ok(bytes),
                    false => Err(Failed::damaged(&sealed.file, "it is not what its name says")),
                }
            });
            match opened {
                Ok(bytes) => take(Ok((name, &bytes)))?,
                Err(failed) => take(Err(failed))?,
            }
        }
        Ok(())
    }

    /// The keys as they were at the last run: name and bytes of each.
    pub(crate) fn vault(self, run: &Listing) -> Result<Vec<(String, Vec<u8>)>, Failed> {
        let file = &run.vault.sealed.file;
        let bytes = run.vault.sealed.open(self.dir, self.opener)?;
        read_keys(file, &bytes)
    }

    /// The same where the last run's index is lost: whatever copy is there.
    pub(crate) fn any_vault(self) -> Result<Vec<(String, Vec<u8>)>, Failed> {
        let name = names(&self.dir.join("vault"))?.pop();
        let file = format!("vault/{}", name.ok_or_else(|| Failed::damaged("vault", "it is missing"))?);
        let bytes = std::fs::read(self.dir.join(&file)).map_err(|source| Failed::io(&file, source))?;
        read_keys(&file, &sealed::decrypt(&file, &bytes, self.opener)?)
    }
}

fn read_keys(file: &str, bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>, Failed> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let text = String::from_utf8_lossy(bytes);
    let keys = text.lines().map(|line| {
        let (name, spelt) = line.split_once(' ')?;
        let (pairs, []) = spelt.as_bytes().as_chunks::<2>() else { return None };
        let byte = |pair: &[u8; 2]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
        let key = pairs.iter().map(byte).collect::<Option<_>>()?;
        (!name.is_empty() && name.chars().all(plain)).then(|| (name.to_owned(), key))
    });
    let keys: Option<Vec<_>> = keys.collect();
    keys.ok_or_else(|| Failed::damaged(file, "it is not a list of keys"))
}
