//! Who may be told who wrote something: what a chapter's mode lets others see. A decision holds for what is written
//! after it, and never shows what an earlier one hid.

/// What is told of whoever writes in a chapter.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Mode {
    /// Nothing: neither the person nor the seat (the Chatham House rule).
    Unattributed,
    /// The seat.
    #[default]
    Seat,
    /// The seat and the person.
    Named,
}

impl Mode {
    /// Every mode, from what tells most to what tells nothing.
    pub const ALL: [Self; 3] = [Self::Named, Self::Seat, Self::Unattributed];

    /// The word used on the wire, on disk and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Named => "named",
            Self::Seat => "seat",
            Self::Unattributed => "unattributed",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.word() == word)
    }

    /// Whether anything at all is told.
    pub fn names(self) -> bool {
        self != Self::Unattributed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_back_and_modes_are_ordered_by_what_they_tell() {
        for mode in Mode::ALL {
            assert_eq!(Mode::parse(mode.word()), Some(mode));
        }
        assert_eq!(Mode::parse("anonymous"), None);
        assert!(Mode::Named > Mode::Seat && Mode::Seat > Mode::Unattributed);
        assert!(!Mode::Unattributed.names() && Mode::default() == Mode::Seat);
    }
}
