//! Recorded editing sessions: read, or made up from a seed, and turned into the updates that their agents would have
//! sent. Knows no server. Each transaction is made on exactly the state of its parents, so that merging is really asked.

mod made_up;
mod read;
mod writers;

pub use made_up::made_up;
pub use read::{NotRead, read};
pub use writers::{NotWritten, Written, write};

/// A session of one or more agents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    pub agents: usize,
    pub transactions: Vec<Transaction>,
    /// What every replica must show at the end.
    pub end: String,
}

/// Keystrokes made at once by one agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transaction {
    pub agent: usize,
    /// Indices of earlier transactions; the text it was made on is theirs, merged.
    pub parents: Vec<usize>,
    pub patches: Vec<Patch>,
}

/// At `at` remove `removed` characters, then put `inserted` there. Counted in Unicode characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patch {
    pub at: usize,
    pub removed: usize,
    pub inserted: String,
}

impl History {
    /// Single insertions and deletions, the unit that speeds are told in.
    pub fn keystrokes(&self) -> usize {
        self.transactions.iter().map(|transaction| transaction.patches.len()).sum()
    }
}
