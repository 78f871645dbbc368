//! What playing a session cost, in numbers and in one line.

use std::fmt;
use std::time::Duration;

#[derive(Clone, Copy, Debug)]
pub struct Report {
    pub transactions: usize,
    pub keystrokes: usize,
    pub agents: usize,
    /// Of the text at the end.
    pub characters: usize,
    /// Time to turn the history into updates; no server is in it.
    pub writing: Duration,
    /// Time from the first update sent to the last acknowledgement and the last word at every agent.
    pub playing: Duration,
    /// The server's processor time in between.
    pub processor: Duration,
    pub journal_bytes: u64,
    pub index_bytes: u64,
    /// The document as one update.
    pub state_bytes: u64,
    /// From knocking to the whole document, with the document in the server's memory.
    pub warm: Duration,
    /// The same as the first thing after a kill and a restart.
    pub cold: Duration,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let per_keystroke = self.processor.as_secs_f64() * 1e6 / self.keystrokes.max(1) as f64;
        write!(
            f,
            "{} keystrokes in {} transactions by {}: {} characters equal at every agent, a fresh reader and after \
             kill -9; generated in {:.1} s, played in {:.1} s; server CPU {per_keystroke:.1} us a keystroke; journal \
             {} B, index {} B, state {} B; first sync warm {:.2} ms, cold {:.2} ms",
            self.keystrokes,
            self.transactions,
            self.agents,
            self.characters,
            self.writing.as_secs_f64(),
            self.playing.as_secs_f64(),
            self.journal_bytes,
            self.index_bytes,
            self.state_bytes,
            self.warm.as_secs_f64() * 1e3,
            self.cold.as_secs_f64() * 1e3,
        )
    }
}
