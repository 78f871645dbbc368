//! What a seat may do. Rights are ordered: each includes those before it.

/// A right in one manual. Ordered from least to most.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Right {
    Read,
    Comment,
    Suggest,
    Edit,
    /// Keeps the outline, invites to seats, freezes editions.
    Keep,
}

impl Right {
    pub const ALL: [Self; 5] = [Self::Read, Self::Comment, Self::Suggest, Self::Edit, Self::Keep];

    /// The word used on the wire, on disk and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Comment => "comment",
            Self::Suggest => "suggest",
            Self::Edit => "edit",
            Self::Keep => "keep",
        }
    }

    /// This right, or less where a cap says so.
    #[must_use]
    pub fn capped(self, cap: Option<Self>) -> Self {
        cap.map_or(self, |cap| self.min(cap))
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|right| right.word() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_back_and_rights_are_ordered() {
        for right in Right::ALL {
            assert_eq!(Right::parse(right.word()), Some(right));
        }
        assert!(Right::Read < Right::Suggest && Right::Edit < Right::Keep);
    }

    #[test]
    fn a_cap_takes_and_never_gives() {
        assert_eq!(Right::Edit.capped(Some(Right::Read)), Right::Read);
        assert_eq!(Right::Edit.capped(Some(Right::Keep)), Right::Edit);
        assert_eq!(Right::Edit.capped(None), Right::Edit);
    }
}
