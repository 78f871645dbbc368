//! One person who writes numbered tokens and takes some of them back, and knows what a reader must therefore find.

use std::collections::HashSet;
use std::time::Duration;

use client::Client;
use tests::slow_disk::now;
use yrs::{GetString, Text, WriteTxn};

pub(crate) struct Writer {
    number: usize,
    pub(crate) client: Client,
    /// What each edit did, in order; the first is edit 1.
    done: Vec<Done>,
    /// No later than each of them was made, by the clock of [`now`].
    pub(crate) times: Vec<u64>,
    chance: u64,
}

#[derive(Clone, Copy)]
enum Done {
    Wrote,
    /// Took back what this edit wrote.
    TookBack(u64),
}

impl Writer {
    pub(crate) fn new(number: usize, round: u64, client: Client) -> Self {
        let chance = (number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)
            ^ (round + 1).wrapping_mul(0xd134_2543_de82_ef95);
        Self { number, client, done: Vec::new(), times: Vec::new(), chance }
    }

    /// How many edits there were.
    pub(crate) fn edits(&self) -> u64 {
        self.done.len() as u64
    }

    /// Edits until cut off.
    pub(crate) async fn type_on(&mut self) {
        loop {
            self.times.push(now());
            match self.standing().pop() {
                Some(last) if self.below(8) == 0 => self.take_back(last),
                _ => self.write(),
            }
            let pause = self.below(6);
            tokio::time::sleep(Duration::from_millis(pause)).await;
        }
    }

    /// Writes a token at the beginning, at the end, or between two tokens.
    fn write(&mut self) {
        let token = token(self.number, self.done.len() as u64 + 1);
        let (place, somewhere) = (self.below(4), self.below(1 << 20) as usize);
        self.client.edit(|txn| {
            let body = txn.get_or_insert_text("body");
            let text = body.get_string(txn);
            let head = body.len(txn) - text.len() as u32; // marks, which the string leaves out, stand first
            let at = match place {
                0 => 0,
                1 => text
                    .get(..somewhere % (text.len() + 1))
                    .and_then(|text| text.rfind('>'))
                    .map_or(0, |at| at + 1),
                _ => text.len(),
            };
            body.insert(txn, head + at as u32, &token);
        });
        self.done.push(Done::Wrote);
    }

    fn take_back(&mut self, edit: u64) {
        let token = token(self.number, edit);
        self.client.edit(|txn| {
            let body = txn.get_or_insert_text("body");
            let text = body.get_string(txn);
            let head = body.len(txn) - text.len() as u32;
            let at = text.find(&token).expect("what was not taken back stands") as u32;
            body.remove_range(txn, head + at, token.len() as u32);
        });
        self.done.push(Done::TookBack(edit));
    }

    /// Edits whose tokens stand, oldest first.
    fn standing(&self) -> Vec<u64> {
        let mut standing = Vec::new();
        for (index, done) in self.done.iter().enumerate() {
            match done {
                Done::Wrote => standing.push(index as u64 + 1),
                Done::TookBack(edit) => standing.retain(|it| it != edit),
            }
        }
        standing
    }

    /// Fails if any of the first `promise` edits is not to be seen in what was found.
    pub(crate) fn assert_kept(&self, promise: u64, found: &[(usize, u64)], when: &str) {
        let mine: Vec<u64> =
            found.iter().filter(|(author, _)| *author == self.number).map(|(_, edit)| *edit).collect();
        let found: HashSet<u64> = mine.iter().copied().collect();
        assert_eq!(mine.len(), found.len(), "{when}: a token is doubled");
        let ever_taken_back: HashSet<u64> = self.done.iter().filter_map(Done::taken_back).collect();
        for (index, done) in self.done.iter().enumerate().take_while(|(index, _)| (*index as u64) < promise) {
            let edit = index as u64 + 1;
            match done {
                Done::Wrote if ever_taken_back.contains(&edit) => {}
                Done::Wrote => {
                    assert!(found.contains(&edit), "{when}: edit {edit} of {} is lost", self.number)
                }
                Done::TookBack(gone) => {
                    assert!(
                        !found.contains(gone),
                        "{when}: edit {edit} of {}, a deletion, is lost",
                        self.number
                    );
                }
            }
        }
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.chance ^= self.chance << 13;
        self.chance ^= self.chance >> 7;
        self.chance ^= self.chance << 17;
        self.chance % bound
    }
}

impl Done {
    fn taken_back(&self) -> Option<u64> {
        match self {
            Self::Wrote => None,
            Self::TookBack(edit) => Some(*edit),
        }
    }
}

fn token(author: usize, edit: u64) -> String {
    format!("<{author}:{edit}>")
}

/// The tokens in a text: author and edit. Panics on anything else, since nobody wrote anything else.
pub(crate) fn tokens(text: &str) -> Vec<(usize, u64)> {
    let token = |token: &str| {
        let (author, edit) = token.strip_prefix('<')?.split_once(':')?;
        Some((author.parse().ok()?, edit.parse().ok()?))
    };
    text.split_terminator('>')
        .map(|it| token(it).unwrap_or_else(|| panic!("`{it}>` was never written")))
        .collect()
}
