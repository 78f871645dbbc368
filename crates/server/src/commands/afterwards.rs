//! What is said of an edition after it was published: that it is withdrawn, what in it is wrong, what changed since the one
//! before. Records beside it; no byte of it ever changes.

use manual::id::{ChapterId, ManualId};
use store::record::Record;
use store::record::publishing::PublishingRecord;

use super::{CommandRefused, Desk, find_manual};

/// Longest reason, erratum or note.
const CHARS_MAX: usize = 2_000;

/// What is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saying {
    Withdraw { why: String },
    Erratum { text: String },
    Note { chapter: ChapterId, note: String },
}

/// Says it of an edition.
///
/// # Errors
/// `NoSuchEdition`, `Withdrawn` when it was before, `NoSuchChapter`, `Said`, `NotWritten`.
pub async fn say(
    desk: &mut Desk<'_>,
    manual: ManualId,
    edition: u32,
    saying: Saying,
) -> Result<(), CommandRefused> {
    let (found, withdrawn) = desk.read(|registry| {
        let found = registry.editions.get(&(manual, edition)).filter(|it| it.manifest().is_some());
        (found.map(|it| it.chapters.clone()), registry.afterwards(manual, edition).withdrawn.is_some())
    });
    let chapters = found.ok_or(CommandRefused::NoSuchEdition(edition))?;
    let record = match saying {
        Saying::Withdraw { .. } if withdrawn => return Err(CommandRefused::Withdrawn),
        Saying::Withdraw { why } => {
            PublishingRecord::EditionWithdrawn { manual, edition, why: check(&why, 1)? }
        }
        Saying::Erratum { text } => PublishingRecord::Erratum { manual, edition, text: check(&text, 1)? },
        Saying::Note { chapter, note } => {
            // One that was taken out since the edition before is of that one.
            let known =
                desk.read(|registry| registry.chapters.get(&chapter).is_some_and(|it| it.manual == manual));
            if !known && !chapters.is_some_and(|chapters| chapters.contains(&chapter)) {
                return Err(CommandRefused::NoSuchChapter);
            }
            PublishingRecord::ChangeNote { manual, edition, chapter, note: check(&note, 0)? }
        }
    };
    desk.commit(vec![Record::Publishing(record)]).await.map(drop)
}

/// The same for a manual named on the command line.
///
/// # Errors
/// As [`say`], and those of finding the manual.
pub(super) async fn say_here(
    desk: &mut Desk<'_>,
    manual: Option<&str>,
    edition: u32,
    saying: Saying,
) -> Result<(), CommandRefused> {
    let manual = find_manual(desk, manual)?;
    say(desk, manual, edition, saying).await
}

fn check(said: &str, chars_min: usize) -> Result<String, CommandRefused> {
    let said = said.trim();
    let fits = (chars_min..=CHARS_MAX).contains(&said.chars().count());
    let plain = !said.chars().any(|c| c.is_control() && c != '\n');
    if fits && plain { Ok(said.to_owned()) } else { Err(CommandRefused::Said { chars_max: CHARS_MAX }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_plain_and_short() {
        assert_eq!(check(" Ten days,\nnot two. ", 1).expect("plain"), "Ten days,\nnot two.");
        assert_eq!(check("  ", 0).expect("none"), "");
        for wrong in ["", " ", "a\u{7}", &"a".repeat(CHARS_MAX + 1)] {
            assert!(check(wrong, 1).is_err(), "{wrong:.10}");
        }
    }
}
