//! Seats: a country's or organisation's place in the network. A seat owns rights and survives the people who hold it.
//! Nothing about persons is here: see `person`.

use crate::rights::Right;

/// What kind of place a seat is; decides its default right.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SeatKind {
    State,
    Organisation,
    Secretariat,
    Steering,
    Observer,
}

impl SeatKind {
    /// Every kind, in the order we list them to people.
    pub const ALL: [Self; 5] =
        [Self::State, Self::Organisation, Self::Secretariat, Self::Steering, Self::Observer];

    /// The word used on the wire, on disk and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Organisation => "organisation",
            Self::Secretariat => "secretariat",
            Self::Steering => "steering",
            Self::Observer => "observer",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// What a seat of this kind may do in a manual unless somebody decided otherwise.
    pub fn default_right(self) -> Right {
        match self {
            Self::Secretariat => Right::Keep,
            Self::Observer => Right::Read,
            Self::State | Self::Organisation | Self::Steering => Right::Edit,
        }
    }
}

/// What others are told of somebody who is in a document.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Appears {
    /// The name of the seat.
    #[default]
    AsSeat,
    /// That it is somebody of the network, and not who.
    AsMember,
}

impl Appears {
    /// The word used on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Self::AsSeat => "seat",
            Self::AsMember => "member",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        [Self::AsSeat, Self::AsMember].into_iter().find(|appears| appears.word() == word)
    }
}

/// Longest name of a seat, in characters.
pub const SEAT_NAME_CHARS_MAX: usize = 60;

/// A seat's name as people see it: no control or direction characters, no spaces at the ends, bounded.
///
/// # Errors
/// [`NameRefused`] says in a word what was wrong.
pub fn check_seat_name(name: &str) -> Result<&str, NameRefused> {
    if name.is_empty() || name.trim() != name {
        return Err(NameRefused::Blank);
    }
    if name.chars().any(is_hostile) {
        return Err(NameRefused::Invisible);
    }
    if name.chars().count() > SEAT_NAME_CHARS_MAX {
        return Err(NameRefused::TooLong);
    }
    Ok(name)
}

/// Whether a character has no place in a name: it is not seen, or it turns what stands around it.
pub(crate) fn is_hostile(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NameRefused {
    #[error("a seat's name may not be empty or begin or end with a space")]
    Blank,
    #[error("a seat's name may not hold invisible or direction characters")]
    Invisible,
    #[error("a seat's name may have at most {SEAT_NAME_CHARS_MAX} characters")]
    TooLong,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_kinds_read_back() {
        for kind in SeatKind::ALL {
            assert_eq!(SeatKind::parse(kind.word()), Some(kind));
        }
        assert_eq!(SeatKind::parse("admin"), None);
    }

    #[test]
    fn names_are_visible_and_bounded() {
        assert_eq!(check_seat_name("Côte d’Ivoire"), Ok("Côte d’Ivoire"));
        assert_eq!(check_seat_name(" Ghana"), Err(NameRefused::Blank));
        assert_eq!(check_seat_name("Gha\u{202e}na"), Err(NameRefused::Invisible));
        assert_eq!(check_seat_name(&"é".repeat(60)), Ok("é".repeat(60).as_str()));
        assert_eq!(check_seat_name(&"é".repeat(61)), Err(NameRefused::TooLong));
    }
}
