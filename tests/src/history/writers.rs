//! Turns a history into updates: one document for each agent, client ids ascending in the order of agents, and before
//! each transaction exactly its parents' state in its agent's document.

use manual::document::{ApplyRefused, Document, Span};
use yrs::{GetString, ReadTxn, Text, TextRef, TransactionMut, WriteTxn};

use super::{History, Patch};

/// One transaction as its agent sends it.
#[derive(Clone, Debug)]
pub struct Written {
    pub agent: usize,
    pub update: Vec<u8>,
    /// How many transactions of each agent it rests on, its own included.
    pub rests_on: Vec<usize>,
    /// The agent's clock after it.
    pub clock: u32,
    /// What it deleted.
    pub deleted: Vec<Span>,
}

/// Why a history cannot be played by one document for each agent.
#[derive(Debug)]
pub enum NotWritten {
    /// An agent went back to a text without one of its own earlier transactions.
    AgentForks { transaction: usize },
    /// A position outside the text.
    OutOfText { transaction: usize },
    /// The library refused an update it wrote itself.
    Apply(ApplyRefused),
    /// The merged text of everything is not the recorded end.
    OtherEnd,
}

impl std::fmt::Display for NotWritten {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::AgentForks { transaction } => {
                write!(f, "transaction {transaction} does not rest on its agent's last one")
            }
            Self::OutOfText { transaction } => {
                write!(f, "transaction {transaction} reaches outside its text")
            }
            Self::Apply(error) => write!(f, "an update could not be applied: {error}"),
            Self::OtherEnd => write!(f, "all updates merged do not give the recorded text"),
        }
    }
}

impl std::error::Error for NotWritten {}

/// Writes the updates of every transaction, in the history's order. `seed` is the server's state of the empty chapter
/// (a first mark, or nothing), `first_client` the first agent's client id; the others follow.
///
/// # Errors
/// [`NotWritten`] says which transaction cannot be played.
pub fn write(history: &History, seed: &[u8], first_client: u32) -> Result<Vec<Written>, NotWritten> {
    let wide = history.transactions.iter().flat_map(|transaction| &transaction.patches);
    let wide = wide.flat_map(|patch| patch.inserted.chars()).any(|c| c.len_utf16() > 1);
    let mut agents: Vec<Agent> = (0..history.agents)
        .map(|agent| Agent::new(first_client + u32::try_from(agent).expect("few agents"), seed, wide))
        .collect::<Result<_, _>>()?;
    let mut by_agent: Vec<Vec<usize>> = vec![Vec::new(); history.agents];
    let mut written: Vec<Written> = Vec::with_capacity(history.transactions.len());
    for (index, transaction) in history.transactions.iter().enumerate() {
        let mut rests_on = vec![0; history.agents];
        for parent in &transaction.parents {
            let parent = &written[*parent];
            for (mine, theirs) in rests_on.iter_mut().zip(&parent.rests_on) {
                *mine = (*mine).max(*theirs);
            }
        }
        let agent = &mut agents[transaction.agent];
        if rests_on[transaction.agent] != by_agent[transaction.agent].len() {
            return Err(NotWritten::AgentForks { transaction: index });
        }
        agent.take_in(&rests_on, &by_agent, &written)?;
        let outcome = agent.make(&transaction.patches).ok_or(NotWritten::OutOfText { transaction: index })?;
        rests_on[transaction.agent] += 1;
        by_agent[transaction.agent].push(index);
        agent.has[transaction.agent] += 1;
        let (update, deleted) = outcome;
        written.push(Written { agent: transaction.agent, update, rests_on, clock: agent.clock(), deleted });
    }
    check_end(history, &mut agents, &by_agent, &written)?;
    Ok(written)
}

fn check_end(
    history: &History,
    agents: &mut [Agent],
    by_agent: &[Vec<usize>],
    written: &[Written],
) -> Result<(), NotWritten> {
    let everything: Vec<usize> = by_agent.iter().map(Vec::len).collect();
    for agent in agents {
        agent.take_in(&everything, by_agent, written)?;
        if agent.text() != history.end {
            return Err(NotWritten::OtherEnd);
        }
    }
    Ok(())
}

struct Agent {
    client: u64,
    document: Document,
    /// Transactions of each agent in the document.
    has: Vec<usize>,
    /// Units before the first character: the chapter's first mark.
    head: u32,
    /// Whether the history holds characters of two UTF-16 units.
    wide: bool,
}

impl Agent {
    fn new(client: u32, seed: &[u8], wide: bool) -> Result<Self, NotWritten> {
        let mut document = Document::new(u64::from(client));
        document.apply(seed).map_err(NotWritten::Apply)?;
        let head = document.read(|txn| txn.get_text("body").map_or(0, |body| body.len(txn)));
        Ok(Self { client: u64::from(client), document, has: Vec::new(), head, wide })
    }

    /// Brings the document to a state, from below.
    fn take_in(
        &mut self,
        wanted: &[usize],
        by_agent: &[Vec<usize>],
        written: &[Written],
    ) -> Result<(), NotWritten> {
        self.has.resize(wanted.len(), 0);
        let mut missing: Vec<usize> = Vec::new();
        for (agent, wanted) in wanted.iter().enumerate() {
            missing.extend(&by_agent[agent][self.has[agent]..*wanted.max(&self.has[agent])]);
            self.has[agent] = self.has[agent].max(*wanted);
        }
        missing.sort_unstable();
        for index in missing {
            self.document.apply(&written[index].update).map_err(NotWritten::Apply)?;
        }
        Ok(())
    }

    /// Makes one transaction; its update (empty if it changed nothing) and what it deleted.
    fn make(&mut self, patches: &[Patch]) -> Option<(Vec<u8>, Vec<Span>)> {
        let (head, wide) = (self.head, self.wide);
        let (outcome, update) = self.document.edit(|txn| {
            let body = txn.get_or_insert_text("body");
            for patch in patches {
                apply_patch(&body, txn, patch, head, wide)?;
            }
            Some(deleted_spans(txn))
        });
        Some((update.unwrap_or_default(), outcome?))
    }

    fn clock(&self) -> u32 {
        self.document.read(|txn| txn.state_vector().get(&yrs::block::ClientID::new(self.client)))
    }

    fn text(&self) -> String {
        self.document.read(|txn| txn.get_text("body").map_or_else(String::new, |body| body.get_string(txn)))
    }
}

fn apply_patch(
    body: &TextRef,
    txn: &mut TransactionMut<'_>,
    patch: &Patch,
    head: u32,
    wide: bool,
) -> Option<()> {
    let (at, removed) = if wide {
        let text = body.get_string(txn);
        let at = units(&text, patch.at)?;
        (at, units(&text, patch.at + patch.removed)? - at)
    } else {
        (u32::try_from(patch.at).ok()?, u32::try_from(patch.removed).ok()?)
    };
    if head + at + removed > body.len(txn) {
        return None;
    }
    if removed > 0 {
        body.remove_range(txn, head + at, removed);
    }
    if !patch.inserted.is_empty() {
        body.insert(txn, head + at, &patch.inserted);
    }
    Some(())
}

/// How many UTF-16 units the first `characters` of a text take.
fn units(text: &str, characters: usize) -> Option<u32> {
    let mut chars = text.chars();
    let taken: usize = chars.by_ref().take(characters).map(char::len_utf16).sum();
    (text.chars().count() >= characters).then(|| u32::try_from(taken).ok())?
}

fn deleted_spans(txn: &TransactionMut<'_>) -> Vec<Span> {
    let mut spans = Vec::new();
    for (client, ranges) in txn.delete_set().iter() {
        for range in ranges.iter() {
            spans.push(Span { client: client.get(), start: range.start, end: range.end });
        }
    }
    spans
}
