//! People who hold a seat: their part in it, and what a name and an address may look like. Nothing here says who may
//! do what: rights belong to the seat. Names are sealed by the shells; this module never keeps one.

use crate::seat::is_hostile;

/// The part a person has in a seat. It gives no right by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    FocalPoint,
    Deputy,
    Colleague,
}

impl Role {
    /// Every role, in the order we list them to people.
    pub const ALL: [Self; 3] = [Self::FocalPoint, Self::Deputy, Self::Colleague];

    /// The word used on the wire, on disk and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::FocalPoint => "focal-point",
            Self::Deputy => "deputy",
            Self::Colleague => "colleague",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }
}

/// From when and until when a person holds a seat, in milliseconds since 1970; open where nothing is said.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Term {
    pub from_ms: Option<u64>,
    /// The first moment at which it is over.
    pub until_ms: Option<u64>,
}

impl Term {
    /// Whether a moment lies in it.
    pub fn holds(self, now_ms: u64) -> bool {
        self.from_ms.is_none_or(|from| from <= now_ms) && !self.is_over(now_ms)
    }

    /// Whether it has passed.
    pub fn is_over(self, now_ms: u64) -> bool {
        self.until_ms.is_some_and(|until| until <= now_ms)
    }

    /// Whether there is any moment in it.
    pub fn is_possible(self) -> bool {
        match (self.from_ms, self.until_ms) {
            (Some(from), Some(until)) => from < until,
            _ => true,
        }
    }
}

/// Longest name of a person, in characters.
pub const PERSON_NAME_CHARS_MAX: usize = 100;
/// Longest address for mail, in bytes: what SMTP can carry.
pub const MAIL_BYTES_MAX: usize = 254;

/// A person's name as colleagues see it: visible characters, no spaces at the ends, bounded.
///
/// # Errors
/// [`PersonRefused`] says in a word what was wrong.
pub fn check_person_name(name: &str) -> Result<&str, PersonRefused> {
    let fits = !name.is_empty() && name.trim() == name && name.chars().count() <= PERSON_NAME_CHARS_MAX;
    (fits && !name.chars().any(is_hostile)).then_some(name).ok_or(PersonRefused::Name)
}

/// An address for mail: one `@` with something on both sides, nothing that a header or a list would read as more.
///
/// # Errors
/// [`PersonRefused`] says in a word what was wrong.
pub fn check_mail(mail: &str) -> Result<&str, PersonRefused> {
    let foreign = |c: char| c.is_whitespace() || is_hostile(c) || "<>()[]{}\\,;:\"".contains(c);
    let parts = mail.split_once('@').filter(|(local, domain)| {
        !local.is_empty() && domain.contains('.') && !domain.contains('@') && !domain.starts_with('.')
    });
    let fits = parts.is_some() && mail.len() <= MAIL_BYTES_MAX && !mail.chars().any(foreign);
    fits.then_some(mail).ok_or(PersonRefused::Mail)
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PersonRefused {
    #[error(
        "a person's name is not empty, has at most {PERSON_NAME_CHARS_MAX} characters, no invisible ones and no \
         space at its ends"
    )]
    Name,
    #[error("this is not an address for mail")]
    Mail,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_roles_read_back() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.word()), Some(role));
        }
        assert_eq!(Role::parse("owner"), None);
    }

    #[test]
    fn a_term_holds_from_its_first_moment_to_before_its_last() {
        let term = Term { from_ms: Some(10), until_ms: Some(20) };
        assert_eq!([9, 10, 19, 20].map(|now| term.holds(now)), [false, true, true, false]);
        assert!(Term::default().holds(0) && Term::default().holds(u64::MAX));
        assert!(!Term { from_ms: Some(5), until_ms: Some(5) }.is_possible());
    }

    #[test]
    fn names_and_addresses_are_bounded_and_visible() {
        assert_eq!(check_person_name("Ama Owusu-Ansah"), Ok("Ama Owusu-Ansah"));
        for name in ["", " Ama", "A\u{202e}ma", "A\nma", "é".repeat(101).as_str()] {
            assert_eq!(check_person_name(name), Err(PersonRefused::Name), "{name:?}");
        }
        assert_eq!(check_mail("ama@mfa.example"), Ok("ama@mfa.example"));
        let long = format!("{}@mfa.example", "a".repeat(250));
        for mail in
            ["", "ama", "@x.y", "ama@x", "a b@x.y", "a@b@x.y", "a@x.y,b@x.y", "a@x.y\r\nBcc: b@x.y", &long]
        {
            assert_eq!(check_mail(mail), Err(PersonRefused::Mail), "{mail:?}");
        }
    }
}
