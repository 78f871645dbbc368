//! Every reason for which something is refused, in one list: the `code` of a problem over HTTP and the close code of a
//! socket are the same enum, so that a page needs a single table of sentences.

use manual::rights::table::Why;

/// Why something was refused or ended.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Code {
    /// The bytes are not what the protocol allows.
    Malformed,
    /// A frame, a document or a body is over its bound.
    TooLarge,
    /// The document may not hold this kind of content, or so deep.
    ForbiddenContent,
    /// Deletions of text nobody has written yet.
    DeleteAhead,
    /// Edits under a client id that belongs to another seat.
    Foreign,
    /// Something before this edit is missing and the sender does not have it either.
    Gap,
    /// The seat may read but not write here.
    ReadOnly,
    /// Nobody writes into the chapter until it is unlocked; proposals can be made.
    Locked,
    /// The chapter is for reading only.
    Closed,
    /// In this chapter nobody is named, and this would name somebody.
    Unattributed,
    /// The document is damaged on disk and shown at its last good state.
    Damaged,
    /// Nobody is signed in.
    SignedOut,
    /// Signed in, but not allowed to do this.
    NotAllowed,
    /// Not there, or not for this seat.
    NotFound,
    /// The request came from a page of another site.
    ForeignOrigin,
    /// The invitation or the code is wrong, used or over.
    InvitationRefused,
    /// Signing in without a code did not work: a passkey or another service vouched for nobody who may come in.
    SignInRefused,
    /// The act is grave, and the person's passkey was not touched of late: touch it and do the same again.
    TouchNeeded,
    /// Too many requests; the answer says when to come back.
    TooMany,
    /// This session has as many sockets open as it may: one of its pages has to be closed first.
    TooManyPages,
    /// The request is not well formed; the detail names the field.
    Invalid,
    /// The method does not fit the address.
    WrongMethod,
    /// The change contradicts what is there now.
    Conflict,
    /// Something in a manual cannot be frozen as it stands; the detail names it.
    NotFreezable,
    /// Something in a manual is for members alone, and an edition of it cannot be public; the detail names it.
    MembersOnly,
    /// A final edition wants the manual ready, and something is left to do; the detail names the first of it.
    NotReady,
    /// PDFs are not made here now: the program that does is not there, or did not manage.
    NoPress,
    /// The change could not be written; nothing of it was kept by the server. Come back.
    NotPersisted,
    /// This reader is too slow; come back and catch up.
    TooSlow,
    /// The service is stopping; come back.
    Stopping,
    /// The secretariat has paused the service: everything can be read, nothing changes. Come back.
    Paused,
    /// What is told of who writes in this chapter changed: come back under a new client id.
    ModeChanged,
    /// Our fault; the log knows.
    Internal,
}

impl Code {
    pub const ALL: [Self; 33] = [
        Self::Malformed,
        Self::TooLarge,
        Self::ForbiddenContent,
        Self::DeleteAhead,
        Self::Foreign,
        Self::Gap,
        Self::ReadOnly,
        Self::Locked,
        Self::Closed,
        Self::Unattributed,
        Self::Damaged,
        Self::SignedOut,
        Self::NotAllowed,
        Self::NotFound,
        Self::ForeignOrigin,
        Self::InvitationRefused,
        Self::SignInRefused,
        Self::TouchNeeded,
        Self::TooMany,
        Self::TooManyPages,
        Self::Invalid,
        Self::WrongMethod,
        Self::Conflict,
        Self::NotFreezable,
        Self::MembersOnly,
        Self::NotReady,
        Self::NoPress,
        Self::NotPersisted,
        Self::TooSlow,
        Self::Stopping,
        Self::Paused,
        Self::ModeChanged,
        Self::Internal,
    ];

    /// The word on the wire and in logs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::TooLarge => "too-large",
            Self::ForbiddenContent => "forbidden-content",
            Self::DeleteAhead => "delete-ahead",
            Self::Foreign => "foreign",
            Self::Gap => "gap",
            Self::ReadOnly => "read-only",
            Self::Locked => "locked",
            Self::Closed => "closed",
            Self::Unattributed => "unattributed",
            Self::Damaged => "damaged",
            Self::SignedOut => "signed-out",
            Self::NotAllowed => "not-allowed",
            Self::NotFound => "not-found",
            Self::ForeignOrigin => "foreign-origin",
            Self::InvitationRefused => "invitation-refused",
            Self::SignInRefused => "sign-in-refused",
            Self::TouchNeeded => "touch-needed",
            Self::TooMany => "too-many",
            Self::TooManyPages => "too-many-pages",
            Self::Invalid => "invalid",
            Self::WrongMethod => "wrong-method",
            Self::Conflict => "conflict",
            Self::NotFreezable => "not-freezable",
            Self::MembersOnly => "members-only",
            Self::NotReady => "not-ready",
            Self::NoPress => "no-press",
            Self::NotPersisted => "not-persisted",
            Self::TooSlow => "too-slow",
            Self::Stopping => "stopping",
            Self::Paused => "paused",
            Self::ModeChanged => "mode-changed",
            Self::Internal => "internal",
        }
    }

    /// The websocket close code: private range, stable for ever.
    pub fn close_code(self) -> u16 {
        match self {
            Self::Malformed => 4000,
            Self::TooLarge => 4001,
            Self::ForbiddenContent => 4002,
            Self::DeleteAhead => 4003,
            Self::Foreign => 4004,
            Self::Gap => 4005,
            Self::ReadOnly => 4006,
            Self::Unattributed => 4032,
            Self::Damaged => 4007,
            Self::Locked => 4008,
            Self::Closed => 4009,
            Self::SignedOut => 4010,
            Self::NotAllowed => 4011,
            Self::NotFound => 4012,
            Self::ForeignOrigin => 4013,
            Self::InvitationRefused => 4014,
            Self::TooMany => 4015,
            Self::Invalid => 4016,
            Self::WrongMethod => 4017,
            Self::Conflict => 4018,
            Self::TooManyPages => 4019,
            Self::NotPersisted => 4020,
            Self::TooSlow => 4021,
            Self::Stopping => 4022,
            Self::ModeChanged => 4031,
            Self::Internal => 4023,
            Self::NotFreezable => 4024,
            Self::MembersOnly => 4025,
            Self::NotReady => 4034,
            Self::NoPress => 4035,
            Self::SignInRefused => 4030,
            Self::TouchNeeded => 4033,
            Self::Paused => 4026,
        }
    }

    /// What somebody is told to whom the table of rights says no.
    pub fn of(why: Why) -> Self {
        match why {
            Why::NotThere => Self::NotFound,
            Why::NotAllowed => Self::NotAllowed,
            Why::ReadOnly => Self::ReadOnly,
            Why::Locked => Self::Locked,
            Why::Closed => Self::Closed,
        }
    }

    /// The code of a closed socket, if it is one of ours.
    pub fn from_close_code(number: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.close_code() == number)
    }

    /// Whether coming back later, with the same bytes, may succeed.
    pub fn retriable(self) -> bool {
        matches!(
            self,
            Self::NotPersisted
                | Self::TooSlow
                | Self::Stopping
                | Self::Paused
                | Self::ModeChanged
                | Self::TooMany
                | Self::TooManyPages
                | Self::Internal
        )
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn words_and_numbers_are_unique() {
        let words: HashSet<_> = Code::ALL.iter().map(|code| code.word()).collect();
        let numbers: HashSet<_> = Code::ALL.iter().map(|code| code.close_code()).collect();
        assert_eq!((words.len(), numbers.len()), (Code::ALL.len(), Code::ALL.len()));
        assert!(Code::ALL.iter().all(|code| Code::from_close_code(code.close_code()) == Some(*code)));
    }
}
