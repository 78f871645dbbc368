//! How a service and its pages behave: honestly, or with one fault. Each fault is a control: worlds that do not notice it
//! would prove nothing.

/// What is wrong with a world, if anything.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Manners {
    Honest,
    /// Acknowledgements leave before the sync, updates after it.
    AcknowledgesEarly,
    /// Updates leave before the sync, acknowledgements after it.
    BroadcastsEarly,
    /// An edition is shown before its record is synced.
    PublishesEarly,
    /// Rights are looked at when a link opens, and never again.
    AsksRightsOnce,
    /// The session of whoever left goes on.
    LeavesLinksOpen,
    /// The room is told the time of a clock that can be set back.
    ClockGoesBack,
    /// A link loses single frames and goes on.
    LosesFrames,
    /// A page that crashed opens again under the client id it had.
    UsesClientIdsAgain,
    /// When a chapter's mode changes, pages go on under the client ids they had.
    KeepsClientIds,
}

impl Manners {
    /// Honest first, then every control.
    pub const ALL: [Self; 10] = [
        Self::Honest,
        Self::AcknowledgesEarly,
        Self::BroadcastsEarly,
        Self::PublishesEarly,
        Self::AsksRightsOnce,
        Self::LeavesLinksOpen,
        Self::ClockGoesBack,
        Self::LosesFrames,
        Self::UsesClientIdsAgain,
        Self::KeepsClientIds,
    ];

    /// The word on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Honest => "honest",
            Self::AcknowledgesEarly => "acknowledges-early",
            Self::BroadcastsEarly => "broadcasts-early",
            Self::PublishesEarly => "publishes-early",
            Self::AsksRightsOnce => "asks-rights-once",
            Self::LeavesLinksOpen => "leaves-links-open",
            Self::ClockGoesBack => "clock-goes-back",
            Self::LosesFrames => "loses-frames",
            Self::UsesClientIdsAgain => "uses-client-ids-again",
            Self::KeepsClientIds => "keeps-client-ids",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|manners| manners.word() == word)
    }

    /// Whether something leaves before it is synced.
    pub(crate) fn is_early(self) -> bool {
        matches!(self, Self::AcknowledgesEarly | Self::BroadcastsEarly)
    }
}
