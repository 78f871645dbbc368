//! Proposals: what somebody wrote for a chapter and did not write into it. Why it is one, and how far it has come; its text
//! is a document of its own, the branch. A private draft is a proposal that nobody was offered yet.

/// Why something is a proposal and not in the chapter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reason {
    /// Begun on purpose as a private draft.
    Draft,
    /// Proposed by somebody who might have written it into the chapter.
    Chosen,
    /// The chapter was locked.
    Locked,
    /// The seat may suggest, and not write.
    Right,
    /// The chapter was deleted.
    Deleted,
    /// The seat was handed over, or the sign-in ended, before it could be sent.
    HandedOver,
    /// It is from a chapter in which nobody is named: any other reason would narrow down whose it is.
    Unnamed,
}

impl Reason {
    pub const ALL: [Self; 7] = [
        Self::Draft,
        Self::Chosen,
        Self::Locked,
        Self::Right,
        Self::Deleted,
        Self::HandedOver,
        Self::Unnamed,
    ];

    /// The word used on the wire, on disk and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Chosen => "chosen",
            Self::Locked => "locked",
            Self::Right => "right",
            Self::Deleted => "deleted",
            Self::HandedOver => "handed-over",
            Self::Unnamed => "unnamed",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.word() == word)
    }
}

/// How far a proposal has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// Only its seat knows of it.
    Draft,
    /// Offered, and not decided.
    Open,
    /// What it brings is in the chapter.
    Merged,
    /// Put aside. Nothing of it is lost, and it can be opened again.
    Closed,
}

impl Stage {
    pub const ALL: [Self; 4] = [Self::Draft, Self::Open, Self::Merged, Self::Closed];

    /// The word used on the wire and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Merged => "merged",
            Self::Closed => "closed",
        }
    }

    /// Whether its seat may still write in it.
    pub fn is_written(self) -> bool {
        matches!(self, Self::Draft | Self::Open)
    }
}

/// Longest note that a proposal is closed with, in characters.
pub const NOTE_CHARS_MAX: usize = 1_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_back_and_differ() {
        for reason in Reason::ALL {
            assert_eq!(Reason::parse(reason.word()), Some(reason));
        }
        let words: std::collections::HashSet<_> = Stage::ALL.map(Stage::word).into_iter().collect();
        assert_eq!(words.len(), Stage::ALL.len());
    }
}
