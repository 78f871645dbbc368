//! The names things carry across the service: typed, random, telling nothing of what they name.
//! Ids are UUIDv4 made by the shells; this module only parses and prints them.

use std::fmt;

use uuid::Uuid;

macro_rules! id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps bytes that a shell drew at random (version and variant bits are set here).
            pub fn from_random(bytes: [u8; 16]) -> Self {
                Self(uuid::Builder::from_random_bytes(bytes).into_uuid())
            }

            /// Reads bytes written by [`Self::bytes`].
            pub fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Uuid::from_bytes(bytes))
            }

            /// Parses the hyphenated lower-case form, the only one we print.
            pub fn parse(text: &str) -> Option<Self> {
                let id = Uuid::parse_str(text).ok()?;
                (id.hyphenated().to_string() == text).then_some(Self(id))
            }

            /// The sixteen bytes, as the journal and the index hold them.
            pub fn bytes(self) -> [u8; 16] {
                self.0.into_bytes()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
    };
}

id! {
    /// A manual: an outline and its chapters.
    ManualId
}
id! {
    /// Anything that is synchronised as one Yjs document: a chapter or an outline.
    DocumentId
}
id! {
    /// A chapter. Its document carries the same id.
    ChapterId
}
id! {
    /// A proposal or a private draft. Its document, the branch, carries the same id.
    ProposalId
}
id! {
    /// A country's or organisation's place.
    SeatId
}
id! {
    /// A person who holds a seat, or did. Tells nothing of who it is.
    PersonId
}
id! {
    /// A passkey of a person, as the list of their passkeys names it.
    PasskeyId
}
id! {
    /// One sitting of one person at a seat, or one token of a program.
    SessionId
}
id! {
    /// An invitation to a seat.
    InvitationId
}
id! {
    /// A key under which one browser keeps what it holds of one seat.
    DeviceKeyId
}
id! {
    /// A data folder's identity; a restore from a backup draws a new one.
    Epoch
}

impl From<ChapterId> for DocumentId {
    fn from(chapter: ChapterId) -> Self {
        Self(chapter.0)
    }
}

impl From<ProposalId> for DocumentId {
    fn from(proposal: ProposalId) -> Self {
        Self(proposal.0)
    }
}

/// The id of a payload, and of a row, a column, a slot or a span: twelve characters of `A-Za-z0-9`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PayloadId([u8; 12]);

impl PayloadId {
    /// Reads an id; `None` for any other form.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; 12] = text.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_alphanumeric).then_some(Self(bytes))
    }

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default() // always: `parse` takes only ASCII
    }
}

impl fmt::Display for PayloadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for PayloadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_form_we_print_is_read() {
        let id = SeatId::from_random([0xab; 16]);
        assert_eq!(SeatId::parse(&id.to_string()), Some(id));
        assert_eq!(SeatId::parse(&id.to_string().to_uppercase()), None);
        assert_eq!(SeatId::parse("{07070707-0707-4707-8707-070707070707}"), None);
        assert_eq!(SeatId::parse(""), None);
    }
}
