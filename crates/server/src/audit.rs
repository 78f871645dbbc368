//! The audit: who did what, as lines that anybody can check. One line an event, canonical JSON, with the SHA-256 of the line
//! before it (`previous`) and the journal's chain at its position (`journal`). A line that was changed, left out or put
//! in is found with nothing but a SHA-256 program; a journal that was changed, its texts included, with
//! [`compare`]. Persons stand in it by id alone, so that erasing a name changes no line.
//! Next: `words`, what is told of each record.

mod people;
mod words;

use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use edition::{canonical, hex};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::aloud::{self, Heard, Spoken};
use store::index::{Index, LoadFailed};
use store::record::Hash;
use store::registry::Registry;
use store::store::OpenRefused;

use crate::clock::rfc3339;

/// One event.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    pub seq: u64,
    /// Canonical JSON, without the end of the line.
    pub text: String,
    /// Its SHA-256: the next line's `previous`.
    pub hash: Hash,
}

/// Puts what is spoken into lines, from the beginning of the journal on.
#[derive(Default)]
pub struct Teller {
    registry: Registry,
    previous: Hash,
}

impl Teller {
    /// The line of a record; none for what is part of a text.
    pub fn tell(&mut self, spoken: &Spoken) -> Option<Line> {
        if let Some(record) = &spoken.record {
            self.registry.apply_at(spoken.at.seq, spoken.time_ms, record);
        }
        let (what, words) = match &spoken.record {
            Some(record) => words::of(&self.registry, record)?,
            None => ("damaged", json!({})),
        };
        let text = canonical::to_text(&json!({
            "at": rfc3339(spoken.time_ms),
            "by": self.who(spoken.writer),
            "journal": hex(&spoken.at.chain),
            "previous": hex(&self.previous),
            "seq": spoken.at.seq,
            "what": what,
            "words": words,
        }));
        self.previous = Sha256::digest(&text).into();
        Some(Line { seq: spoken.at.seq, text, hash: self.previous })
    }

    /// Who bears a number: the seat, the session and, where it is known, the person's id. Null for the service itself.
    fn who(&self, writer: u32) -> Value {
        let Some((seat, session)) = self.registry.writers.get(&writer) else { return Value::Null };
        let name = self.registry.seat_name(*seat);
        let person = self.registry.sessions.get(session).and_then(|session| session.person);
        json!({ "seat": name, "session": session.to_string(), "person": person.map(|id| id.to_string()) })
    }
}

/// The latest events of a running service. Listens to the journal from where it stopped the last time.
#[derive(Default)]
pub(crate) struct Audit {
    inside: Mutex<Inside>,
}

#[derive(Default)]
struct Inside {
    teller: Teller,
    heard: Heard,
    /// The oldest first.
    latest: VecDeque<Line>,
}

impl Audit {
    /// The latest lines up to position `last`, the newest first, at most `most`. Reads the disk.
    ///
    /// # Errors
    /// [`LoadFailed`] when the journal cannot be read.
    pub(crate) fn latest(&self, index: &Index, last: u64, most: usize) -> Result<Vec<Line>, LoadFailed> {
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        let Inside { teller, heard, latest } = &mut *inside;
        *heard = index.aloud(*heard, last.max(heard.seq), |spoken| {
            latest.extend(teller.tell(&spoken));
            if latest.len() > most {
                latest.pop_front();
            }
        })?;
        Ok(latest.iter().rev().cloned().collect())
    }
}

/// Every line up to position `last`, the oldest first. Reads the disk from the journal's beginning.
///
/// # Errors
/// [`LoadFailed`] when the journal cannot be read.
pub(crate) fn whole(index: &Index, last: u64, mut each: impl FnMut(Line)) -> Result<(), LoadFailed> {
    let mut teller = Teller::default();
    index.aloud(Heard::default(), last, |spoken| teller.tell(&spoken).into_iter().for_each(&mut each))?;
    Ok(())
}

/// The same for a folder, whether or not a service holds it.
///
/// # Errors
/// [`OpenRefused`] when the journal cannot be read.
pub fn of_folder(data: &Path, mut each: impl FnMut(Line)) -> Result<(), OpenRefused> {
    let mut teller = Teller::default();
    aloud::of_folder(data, |spoken| teller.tell(&spoken).into_iter().for_each(&mut each))?;
    Ok(())
}

/// What is wrong with lines that were kept.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unlike {
    #[error("line {line} is not a line of an audit")]
    NotALine { line: usize },
    #[error(
        "line {line} does not follow from the line before it: one of them was changed, left out or put in"
    )]
    Broken { line: usize },
    #[error("at position {seq} (line {line}) the journal is not what it was when the line was written")]
    Journal { line: usize, seq: u64 },
    #[error("position {seq} (line {line}) is not in the journal")]
    Missing { line: usize, seq: u64 },
}

/// Compares lines that were kept with each other, and with the journal of a folder where one is given. Gives their number.
///
/// # Errors
/// [`Unlike`] for the first line that is wrong; [`OpenRefused`] when the journal cannot be read.
pub fn compare(kept: &str, data: Option<&Path>) -> Result<Result<usize, Unlike>, OpenRefused> {
    let claims = match claims(kept) {
        Ok(claims) => claims,
        Err(unlike) => return Ok(Err(unlike)),
    };
    let Some(data) = data else { return Ok(Ok(claims.len())) };
    let mut waiting = claims.iter().enumerate().peekable();
    let mut unlike = None;
    aloud::of_folder(data, |spoken| {
        while let Some((n, claim)) = waiting.next_if(|(_, claim)| claim.seq <= spoken.at.seq) {
            if claim.seq < spoken.at.seq || claim.chain != hex(&spoken.at.chain) {
                unlike.get_or_insert(Unlike::Journal { line: n + 1, seq: claim.seq });
            }
        }
    })?;
    let missing = waiting.next().map(|(n, claim)| Unlike::Missing { line: n + 1, seq: claim.seq });
    Ok(unlike.or(missing).map_or(Ok(claims.len()), Err))
}

/// What a line says of the journal.
struct Claim {
    seq: u64,
    chain: String,
}

fn claims(kept: &str) -> Result<Vec<Claim>, Unlike> {
    let mut previous = hex(&Hash::default());
    let mut claims = Vec::new();
    for (n, text) in kept.lines().enumerate() {
        let line = n + 1;
        let value: Value = serde_json::from_str(text).map_err(|_| Unlike::NotALine { line })?;
        let (Some(before), Some(chain), Some(seq)) =
            (value["previous"].as_str(), value["journal"].as_str(), value["seq"].as_u64())
        else {
            return Err(Unlike::NotALine { line });
        };
        if before != previous {
            return Err(Unlike::Broken { line });
        }
        previous = hex(&Sha256::digest(text).into());
        claims.push(Claim { seq, chain: chain.to_owned() });
    }
    Ok(claims)
}
