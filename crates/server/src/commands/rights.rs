//! Who may what in a manual and in a chapter, how a chapter stands, and whether the service takes changes at all. What
//! follows from it is the table's (`manual::rights::table`); live links hear of each decision at once.

use manual::id::{ChapterId, ManualId, SeatId};
use manual::rights::table::ChapterState;
use manual::rights::{Decided, Right};
use store::record::Record;
use store::record::rights::{RightsRecord, ServiceState};
use store::registry::Registry;

use super::{CommandRefused, Desk, seat_view};
use crate::view::RightRowView;

/// What a decision is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum In {
    Manual(ManualId),
    Chapter(ChapterId),
}

impl In {
    fn decided(self, registry: &Registry, seat: SeatId) -> Decided {
        match self {
            Self::Manual(manual) => registry.decided_in_manual(manual, seat),
            Self::Chapter(chapter) => registry.decided_in_chapter(chapter, seat),
        }
    }

    fn right(self, registry: &Registry, seat: SeatId) -> Option<Right> {
        match self {
            Self::Manual(manual) => registry.seat_in_manual(seat, manual),
            Self::Chapter(chapter) => registry.seat_in_chapter(seat, chapter),
        }
    }

    fn record(self, seat: SeatId, decided: Decided) -> Record {
        Record::Rights(match self {
            Self::Manual(manual) => RightsRecord::InManual { manual, seat, decided },
            Self::Chapter(chapter) => RightsRecord::InChapter { chapter, seat, decided },
        })
    }
}

/// Decides what a seat may do in a manual, or the exception for it in a chapter. A seat that keeps the service keeps every
/// manual, so that nothing is ever there that nobody can open again.
///
/// # Errors
/// `NoSuchSeat`, `KeepsEverything`, `NotWritten`.
pub async fn decide_right(
    desk: &mut Desk<'_>,
    about: In,
    seat: SeatId,
    decided: Decided,
) -> Result<(), CommandRefused> {
    let found = desk.read(|registry| {
        let found = registry.seats.get(&seat)?;
        Some((found.right(), about.decided(registry, seat)))
    });
    let (right, before) = found.ok_or_else(|| CommandRefused::NoSuchSeat(seat.to_string()))?;
    if right == Right::Keep && !matches!(decided, Decided::Default | Decided::Right(Right::Keep)) {
        return Err(CommandRefused::KeepsEverything);
    }
    if before != decided {
        desk.commit(vec![about.record(seat, decided)]).await?;
        desk.tell_rights();
    }
    Ok(())
}

/// Every seat, by name, with what was decided for it here and what it may do.
pub fn list_rights(desk: &Desk<'_>, about: In) -> Vec<RightRowView> {
    let mut rows: Vec<RightRowView> = desk.read(|registry| {
        let seats = registry.seats.iter();
        seats
            .map(|(id, seat)| RightRowView {
                seat: seat_view(*id, &seat.name, seat.kind),
                decided: about.decided(registry, *id).word().to_owned(),
                right: about.right(registry, *id).map(|right| right.word().to_owned()),
            })
            .collect()
    });
    rows.sort_by(|a, b| a.seat.name.cmp(&b.seat.name));
    rows
}

/// Opens, locks or closes a chapter.
///
/// # Errors
/// `NoSuchChapter`, `NotWritten`.
pub async fn set_state(
    desk: &mut Desk<'_>,
    chapter: ChapterId,
    state: ChapterState,
) -> Result<(), CommandRefused> {
    let before = desk.read(|registry| registry.chapters.get(&chapter).map(|chapter| chapter.state));
    if before.ok_or(CommandRefused::NoSuchChapter)? != state {
        desk.commit(vec![Record::Rights(RightsRecord::ChapterStands { chapter, state })]).await?;
        desk.tell_rights();
    }
    Ok(())
}

/// Pauses the service, or lets it go on.
///
/// # Errors
/// `NotWritten`.
pub async fn set_service(desk: &mut Desk<'_>, state: ServiceState) -> Result<(), CommandRefused> {
    let (before, epoch) = desk.read(|registry| (registry.rights.service, registry.epoch));
    if before != state {
        let epoch = epoch.ok_or(CommandRefused::NotWritten)?;
        desk.commit(vec![Record::Rights(RightsRecord::ServiceStands { epoch, state })]).await?;
        desk.tell_rights();
    }
    Ok(())
}
