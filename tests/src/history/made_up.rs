//! A concurrent history from a seed, of the shape of the recorded ones: bursts of typing with deletions between them,
//! agents that hear of each other now and then. Accents and wide characters are among the letters.

use manual::document::Document;
use yrs::{GetString, ReadTxn, Text, WriteTxn};

use super::{History, Patch, Transaction};

const LETTERS: [&str; 12] = ["e", "n", "a", "t", " ", "i", "r", "é", "ñ", "م", "😀", "\n"];

/// Makes a history of this many agents and transactions.
///
/// # Panics
/// Never for one agent or more.
pub fn made_up(seed: u64, agents: usize, transactions: usize) -> History {
    let mut chance = Chance(seed ^ 0x9e37_79b9_7f4a_7c15);
    let mut made = Vec::with_capacity(transactions);
    let mut updates: Vec<Vec<u8>> = Vec::with_capacity(transactions);
    let mut writers: Vec<Writer> = (0..agents).map(|agent| Writer::new(agent, agents)).collect();
    while made.len() < transactions {
        let agent = chance.below(agents);
        if chance.below(4) == 0 {
            let other = chance.below(agents);
            let theirs = writers[other].heads.clone();
            writers[agent].hear(&theirs, &made, &updates);
        }
        for _ in 0..=chance.below(20).min(transactions - made.len() - 1) {
            let (patch, update) = writers[agent].type_something(&mut chance);
            let parents = writers[agent].frontier();
            writers[agent].heads[agent] = Some(made.len());
            made.push(Transaction { agent, parents, patches: vec![patch] });
            updates.push(update);
        }
    }
    let everything: Vec<Option<usize>> =
        (0..agents).map(|agent| made.iter().rposition(|transaction| transaction.agent == agent)).collect();
    writers[0].hear(&everything, &made, &updates);
    History { agents, transactions: made, end: writers[0].text() }
}

struct Writer {
    document: Document,
    /// The last transaction of each agent that this one has.
    heads: Vec<Option<usize>>,
    at: usize,
}

impl Writer {
    fn new(agent: usize, agents: usize) -> Self {
        // Any ascending ids give the same merges as the ones used in the replay.
        Self { document: Document::new(1000 + agent as u64), heads: vec![None; agents], at: 0 }
    }

    /// Takes in everything up to the given heads.
    fn hear(&mut self, theirs: &[Option<usize>], made: &[Transaction], updates: &[Vec<u8>]) {
        for (index, transaction) in made.iter().enumerate() {
            let (has, wanted) = (self.heads[transaction.agent], theirs[transaction.agent]);
            if has < Some(index) && Some(index) <= wanted {
                self.document.apply(&updates[index]).expect("our own update");
            }
        }
        for (mine, theirs) in self.heads.iter_mut().zip(theirs) {
            *mine = (*mine).max(*theirs);
        }
    }

    fn frontier(&self) -> Vec<usize> {
        self.heads.iter().flatten().copied().collect()
    }

    fn type_something(&mut self, chance: &mut Chance) -> (Patch, Vec<u8>) {
        let text: Vec<char> = self.text().chars().collect();
        if chance.below(8) == 0 {
            self.at = chance.below(text.len() + 1);
        }
        self.at = self.at.min(text.len());
        let removed = if chance.below(6) == 0 { chance.below(4).min(text.len() - self.at) } else { 0 };
        let inserted =
            if removed > 0 && chance.below(2) == 0 { "" } else { LETTERS[chance.below(LETTERS.len())] };
        let patch = Patch { at: self.at, removed, inserted: inserted.to_owned() };
        let units = |chars: &[char]| chars.iter().map(|c| c.len_utf16()).sum::<usize>() as u32;
        let (at, len) = (units(&text[..self.at]), units(&text[self.at..self.at + removed]));
        let ((), update) = self.document.edit(|txn| {
            let body = txn.get_or_insert_text("body");
            if len > 0 {
                body.remove_range(txn, at, len);
            }
            if !inserted.is_empty() {
                body.insert(txn, at, inserted);
            }
        });
        self.at += inserted.chars().count();
        (patch, update.unwrap_or_else(|| vec![0, 0]))
    }

    fn text(&self) -> String {
        self.document.read(|txn| txn.get_text("body").map_or_else(String::new, |body| body.get_string(txn)))
    }
}

/// Splitmix64: small, seeded, good enough for making things up.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % bound as u64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::super::write;
    use super::*;

    #[test]
    fn a_made_up_history_can_be_played() {
        for seed in 0..5 {
            let history = made_up(seed, 3, 300);
            assert_eq!(history.transactions.len(), 300);
            assert_eq!(history, made_up(seed, 3, 300));
            let seed = Document::new(9).state();
            assert_eq!(write(&history, &seed, 500).unwrap().len(), 300);
        }
    }
}
