//! What was decided about seats in manuals and chapters, how chapters and the service stand, and what follows from it for
//! a session. The table (`manual::rights::table`) says what a right is good for; nothing here does.

use std::collections::BTreeMap;

use manual::id::{ChapterId, DocumentId, ManualId, SeatId, SessionId};
use manual::rights::table::{ChapterState, Standing};
use manual::rights::{Decided, Right};

use super::Registry;
use crate::record::rights::{RightsRecord, ServiceState};

/// Decisions as they stand.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Rights {
    pub service: ServiceState,
    /// `Default` is no decision and not in here.
    in_manuals: BTreeMap<(ManualId, SeatId), Decided>,
    in_chapters: BTreeMap<(ChapterId, SeatId), Decided>,
}

impl Registry {
    pub(super) fn apply_rights(&mut self, record: RightsRecord) {
        match record {
            RightsRecord::InManual { manual, seat, decided } => {
                decide(&mut self.rights.in_manuals, (manual, seat), decided);
            }
            RightsRecord::InChapter { chapter, seat, decided } => {
                decide(&mut self.rights.in_chapters, (chapter, seat), decided);
            }
            RightsRecord::ChapterStands { chapter, state } => {
                if let Some(entry) = self.chapters.get_mut(&chapter) {
                    entry.state = state;
                }
            }
            RightsRecord::ServiceStands { state, epoch: _ } => self.rights.service = state,
        }
    }

    /// What was decided for a seat in a manual.
    pub fn decided_in_manual(&self, manual: ManualId, seat: SeatId) -> Decided {
        self.rights.in_manuals.get(&(manual, seat)).copied().unwrap_or(Decided::Default)
    }

    /// The exception for a seat in a chapter.
    pub fn decided_in_chapter(&self, chapter: ChapterId, seat: SeatId) -> Decided {
        self.rights.in_chapters.get(&(chapter, seat)).copied().unwrap_or(Decided::Default)
    }

    /// What a seat may do in a manual; `None`: there is no such manual, or not for this seat.
    pub fn seat_in_manual(&self, seat: SeatId, manual: ManualId) -> Option<Right> {
        let found = self.seats.get(&seat)?;
        self.manuals.get(&manual)?;
        let right = self.decided_in_manual(manual, seat).or(Some(found.kind.default_right()))?;
        Some(right.capped(found.cap))
    }

    /// What a seat may do in a chapter, deleted or not. An exception counts before the manual's right, but nothing shows a
    /// chapter of a manual that does not exist for the seat.
    pub fn seat_in_chapter(&self, seat: SeatId, chapter: ChapterId) -> Option<Right> {
        let found = self.chapters.get(&chapter)?;
        let in_manual = self.seat_in_manual(seat, found.manual)?;
        let right = self.decided_in_chapter(chapter, seat).or(Some(in_manual))?;
        Some(right.capped(self.seats.get(&seat)?.cap))
    }

    /// What a session may do in a manual: what its seat may there, or less.
    pub fn right_in_manual(&self, session: SessionId, manual: ManualId) -> Option<Right> {
        let session = self.sessions.get(&session).filter(|session| session.reaches(manual))?;
        Some(self.seat_in_manual(session.seat, manual)?.capped(session.right))
    }

    /// What a session may do in a chapter, deleted or not.
    pub fn right_in_chapter(&self, session: SessionId, chapter: ChapterId) -> Option<Right> {
        let manual = self.chapters.get(&chapter)?.manual;
        let session = self.sessions.get(&session).filter(|session| session.reaches(manual))?;
        Some(self.seat_in_chapter(session.seat, chapter)?.capped(session.right))
    }

    /// What a session may do in a template, deleted or not: it is there for whoever keeps its manual.
    pub fn right_in_template(&self, session: SessionId, template: ChapterId) -> Option<Right> {
        let manual = self.templates.get(&template)?.manual;
        self.right_in_manual(session, manual).filter(|right| *right >= Right::Keep)
    }

    /// What a session may do in an outline, which names every chapter: it is there for whoever may see them all.
    pub fn right_in_outline(&self, session: SessionId, outline: DocumentId) -> Option<Right> {
        let (manual, _) = self.manual_by_outline(outline)?;
        let right = self.right_in_manual(session, manual)?;
        (!self.hides_anything(session, manual)).then_some(right)
    }

    /// Whether a manual has chapters, deleted ones too, that do not exist for a session.
    pub fn hides_anything(&self, session: SessionId, manual: ManualId) -> bool {
        let mut ours = self.chapters.iter().filter(|(_, chapter)| chapter.manual == manual);
        ours.any(|(id, _)| self.right_in_chapter(session, *id).is_none())
    }

    /// Whether every chapter, of any manual and deleted or not, exists for a session.
    pub fn sees_everything(&self, session: SessionId) -> bool {
        self.chapters.keys().all(|chapter| self.right_in_chapter(session, *chapter).is_some())
    }

    /// What there is for a session to read in a manual: its chapters that are not deleted, its templates and proposals.
    pub fn readable_in(&self, session: SessionId, manual: ManualId) -> Vec<DocumentId> {
        let chapters = self.chapters.iter().filter(|(_, it)| it.manual == manual && !it.deleted);
        let chapters = chapters.filter(|(id, _)| self.right_in_chapter(session, **id).is_some());
        let templates = self.templates.iter().filter(|(_, it)| it.manual == manual && !it.deleted);
        let templates = templates.filter(|(id, _)| self.right_in_template(session, **id).is_some());
        let proposals = self.proposals_of(manual);
        let proposals = proposals.filter(|(id, _)| self.right_in_proposal(session, *id).is_some());
        let written = chapters.map(|(id, _)| *id).chain(templates.map(|(id, _)| *id)).map(DocumentId::from);
        written.chain(proposals.map(|(id, _)| id.into())).collect()
    }

    /// How a chapter stands.
    pub fn standing_of(&self, chapter: ChapterId) -> Option<Standing> {
        let chapter = self.chapters.get(&chapter)?;
        Some(if chapter.deleted { Standing::Deleted } else { Standing::Is(chapter.state) })
    }

    /// What was decided about the state of a chapter that is there.
    pub fn state_of(&self, chapter: ChapterId) -> ChapterState {
        self.chapters.get(&chapter).map_or(ChapterState::Open, |chapter| chapter.state)
    }
}

fn decide<K: Ord>(decisions: &mut BTreeMap<K, Decided>, about: K, decided: Decided) {
    match decided {
        Decided::Default => decisions.remove(&about),
        decided => decisions.insert(about, decided),
    };
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use manual::id::Epoch;
    use manual::seat::SeatKind;

    use super::*;
    use crate::record::Record;

    struct World {
        registry: Registry,
        manual: ManualId,
        chapter: ChapterId,
        outline: DocumentId,
    }

    fn seat(n: u8) -> SeatId {
        SeatId::from_random([n; 16])
    }

    fn session(n: u8) -> SessionId {
        SessionId::from_random([n; 16])
    }

    impl World {
        /// A secretariat (1), a state (2) and an observer (3), each with a session of the same number.
        fn new() -> Self {
            let (manual, chapter) = (ManualId::from_random([1; 16]), ChapterId::from_random([2; 16]));
            let outline = DocumentId::from_random([3; 16]);
            let mut world = Self { registry: Registry::default(), manual, chapter, outline };
            for (n, kind) in [(1, SeatKind::Secretariat), (2, SeatKind::State), (3, SeatKind::Observer)] {
                world.apply(Record::SeatAdded { seat: seat(n), name: n.to_string(), kind });
                world.begin(n, n, None);
            }
            let (slug, title, seed) = ("m".to_owned(), "M".to_owned(), Bytes::new());
            world.apply(Record::ManualCreated { manual, slug, title, outline, seed: seed.clone() });
            world.apply(Record::ChapterCreated { manual, chapter, seed });
            world
        }

        fn begin(&mut self, n: u8, of: u8, right: Option<Right>) {
            let (session, token, ends_ms) = (session(n), [n; 32], u64::MAX);
            self.apply(Record::SessionBegan {
                session,
                seat: seat(of),
                token,
                ends_ms,
                right,
                program: true,
            });
        }

        fn apply(&mut self, record: Record) {
            self.registry.apply_at(0, 0, &record);
        }

        fn in_manual(&mut self, n: u8, decided: Decided) {
            self.apply(Record::Rights(RightsRecord::InManual {
                manual: self.manual,
                seat: seat(n),
                decided,
            }));
        }

        fn in_chapter(&mut self, n: u8, decided: Decided) {
            self.apply(Record::Rights(RightsRecord::InChapter {
                chapter: self.chapter,
                seat: seat(n),
                decided,
            }));
        }

        /// In the manual, in its chapter, in its outline.
        fn rights(&self, n: u8) -> [Option<Right>; 3] {
            let (registry, session) = (&self.registry, session(n));
            [
                registry.right_in_manual(session, self.manual),
                registry.right_in_chapter(session, self.chapter),
                registry.right_in_outline(session, self.outline),
            ]
        }
    }

    #[test]
    fn without_a_decision_the_kind_counts() {
        let world = World::new();
        assert_eq!(world.rights(1), [Some(Right::Keep); 3]);
        assert_eq!(world.rights(2), [Some(Right::Edit); 3]);
        assert_eq!(world.rights(3), [Some(Right::Read); 3]);
        assert_eq!(world.rights(9), [None; 3], "nobody");
    }

    #[test]
    fn a_decision_counts_before_the_kind_and_an_exception_before_both() {
        let mut world = World::new();
        world.in_manual(3, Decided::Right(Right::Edit));
        assert_eq!(world.rights(3), [Some(Right::Edit); 3]);
        world.in_chapter(3, Decided::Right(Right::Comment));
        assert_eq!(world.rights(3), [Some(Right::Edit), Some(Right::Comment), Some(Right::Edit)]);
        world.in_chapter(3, Decided::Default);
        world.in_manual(3, Decided::Default);
        assert_eq!(world.rights(3), [Some(Right::Read); 3]);
        assert!(world.registry.rights == Rights::default());
    }

    #[test]
    fn what_is_hidden_does_not_exist_and_neither_does_the_outline_that_names_it() {
        let mut world = World::new();
        world.in_chapter(2, Decided::Hidden);
        assert_eq!(world.rights(2), [Some(Right::Edit), None, None]);
        assert_eq!(world.rights(3), [Some(Right::Read); 3], "for others it is as it was");
        world.in_chapter(2, Decided::Right(Right::Keep));
        world.in_manual(2, Decided::Hidden);
        assert_eq!(world.rights(2), [None; 3], "no exception shows a chapter of a manual that is not there");
    }

    #[test]
    fn caps_of_the_seat_and_of_the_session_take_and_never_give() {
        let mut world = World::new();
        world.begin(4, 2, Some(Right::Comment));
        assert_eq!(world.rights(4), [Some(Right::Comment); 3]);
        world.in_manual(2, Decided::Right(Right::Keep));
        world.in_chapter(2, Decided::Right(Right::Keep));
        assert_eq!(world.rights(4), [Some(Right::Comment); 3]);
        world.apply(Record::SeatRight { seat: seat(2), right: Some(Right::Suggest) });
        assert_eq!(world.rights(2), [Some(Right::Suggest); 3]);
    }

    #[test]
    fn the_last_state_counts_and_deleting_stands_before_it() {
        let mut world = World::new();
        let chapter = world.chapter;
        assert_eq!(world.registry.standing_of(chapter), Some(Standing::OPEN));
        for state in [ChapterState::Closed, ChapterState::Locked] {
            world.apply(Record::Rights(RightsRecord::ChapterStands { chapter, state }));
            assert_eq!(world.registry.standing_of(chapter), Some(Standing::Is(state)));
        }
        world.apply(Record::ChapterDeleted { chapter });
        assert_eq!(world.registry.standing_of(chapter), Some(Standing::Deleted));
        world.apply(Record::ChapterRestored { chapter });
        assert_eq!(world.registry.standing_of(chapter), Some(Standing::Is(ChapterState::Locked)));
        world.apply(Record::Rights(RightsRecord::ServiceStands {
            epoch: Epoch::from_random([9; 16]),
            state: ServiceState::ReadOnly,
        }));
        assert_eq!(world.registry.rights.service, ServiceState::ReadOnly);
    }
}
