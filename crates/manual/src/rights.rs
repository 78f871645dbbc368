//! What a seat may do. Rights are ordered: each includes those before it. What follows from them is `table`'s.

pub mod table;

/// A right in one manual, or in one chapter. Ordered from least to most.
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

/// What was decided about a seat in one manual or one chapter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Decided {
    /// Nothing, or nothing any more: what holds without a decision.
    Default,
    /// It does not exist for this seat.
    Hidden,
    /// So much, and no more.
    Right(Right),
}

impl Decided {
    /// The word used on the wire, on disk and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Hidden => "none",
            Self::Right(right) => right.word(),
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "default" => Some(Self::Default),
            "none" => Some(Self::Hidden),
            word => Right::parse(word).map(Self::Right),
        }
    }

    /// What the seat may do, given what holds without a decision.
    #[must_use]
    pub fn or(self, otherwise: Option<Right>) -> Option<Right> {
        match self {
            Self::Default => otherwise,
            Self::Hidden => None,
            Self::Right(right) => Some(right),
        }
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
        for decided in [Decided::Default, Decided::Hidden].into_iter().chain(Right::ALL.map(Decided::Right)) {
            assert_eq!(Decided::parse(decided.word()), Some(decided));
        }
    }

    #[test]
    fn a_decision_counts_before_what_holds_without_one() {
        assert_eq!(Decided::Default.or(Some(Right::Edit)), Some(Right::Edit));
        assert_eq!(Decided::Hidden.or(Some(Right::Keep)), None);
        assert_eq!(Decided::Right(Right::Keep).or(None), Some(Right::Keep));
    }

    #[test]
    fn a_cap_takes_and_never_gives() {
        assert_eq!(Right::Edit.capped(Some(Right::Read)), Right::Read);
        assert_eq!(Right::Edit.capped(Some(Right::Keep)), Right::Edit);
        assert_eq!(Right::Edit.capped(None), Right::Edit);
    }
}
