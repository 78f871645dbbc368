//! Editions in the registry: the freeze that is not through, and those that were published. Only what the journal says;
//! titles of chapters, words and bytes stand in the frozen files (`editions`).

use std::collections::BTreeMap;

use manual::id::{ChapterId, ManualId, SessionId};

use super::Registry;
use crate::record::{Hash, Record};

/// An edition as its records tell it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edition {
    /// Empty, like the place and the time, when only the record of its publication could be read.
    pub title: String,
    /// Whoever comes may read it. Never true on less than the record that says so.
    pub public: bool,
    /// None: a final edition. Otherwise which working text it is since the last final one.
    pub revision: Option<u32>,
    /// The position at which the manual was frozen.
    pub seq: u64,
    pub time_ms: u64,
    /// The chapters in it; `None` when only the record of its publication could be read.
    pub chapters: Option<Vec<ChapterId>>,
    pub outcome: Outcome,
}

/// How far an edition is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// Its freeze has begun.
    Freezing,
    /// Its bytes are on disk.
    Published { manifest: Hash },
    /// It was published, and the record that names its manifest is damaged. It is not shown; its number stays taken.
    Lost,
}

impl Edition {
    /// The hash of its manifest, once it is published.
    pub fn manifest(&self) -> Option<&Hash> {
        match &self.outcome {
            Outcome::Published { manifest } => Some(manifest),
            Outcome::Freezing | Outcome::Lost => None,
        }
    }
}

type Editions = BTreeMap<(ManualId, u32), Edition>;

impl Registry {
    /// The editions of a manual by number, whatever their outcome.
    pub fn editions_of(&self, manual: ManualId) -> impl DoubleEndedIterator<Item = (u32, &Edition)> {
        let all = (manual, 0)..=(manual, u32::MAX);
        self.editions.range(all).map(|((_, number), edition)| (*number, edition))
    }

    /// Whether somebody may read an edition: anybody, where it is public, and otherwise a session for which every chapter in
    /// it is there, for its bytes cannot be told in part.
    pub fn shows_edition(&self, session: Option<SessionId>, manual: ManualId, edition: &Edition) -> bool {
        let shown = |session| match &edition.chapters {
            _ if self.right_in_manual(session, manual).is_none() => false,
            Some(chapters) => chapters.iter().all(|id| self.right_in_chapter(session, *id).is_some()),
            None => !self.hides_anything(session, manual),
        };
        edition.public || session.is_some_and(shown)
    }

    /// The number that the next edition of a manual gets.
    pub fn next_edition(&self, manual: ManualId) -> u32 {
        let last = self.editions_of(manual).next_back().map_or(0, |(number, _)| number);
        last.checked_add(1).expect("a manual is frozen fewer than four thousand million times")
    }

    /// What the next working text of a manual is numbered: they count from 1 after each final edition.
    pub fn next_revision(&self, manual: ManualId) -> u32 {
        let published = self.editions_of(manual).rev().filter(|(_, it)| it.manifest().is_some());
        let since_final = published.map_while(|(_, edition)| edition.revision);
        since_final.max().unwrap_or(0).saturating_add(1)
    }

    /// The freeze that is not through: begun by this process, or by one that ended in the middle of it.
    pub fn freezing(&self) -> Option<(ManualId, u32, &Edition)> {
        let mut editions = self.editions.iter();
        let freezing = editions.find(|(_, edition)| matches!(edition.outcome, Outcome::Freezing));
        freezing.map(|((manual, number), edition)| (*manual, *number, edition))
    }

    pub(super) fn apply_edition(&mut self, seq: u64, time_ms: u64, record: &Record) {
        match record {
            Record::Frozen { manual, edition, title, public, revision, chapters } => {
                let (title, public, revision) = (title.clone(), *public, *revision);
                let (chapters, outcome) = (Some(chapters.clone()), Outcome::Freezing);
                let begun = Edition { title, public, revision, seq, time_ms, chapters, outcome };
                self.editions.insert((*manual, *edition), begun);
            }
            Record::Published { manual, edition, manifest } => {
                let unknown = || Edition {
                    title: String::new(),
                    public: false,
                    revision: None,
                    seq: 0,
                    time_ms: 0,
                    chapters: None,
                    outcome: Outcome::Lost,
                };
                let published = self.editions.entry((*manual, *edition)).or_insert_with(unknown);
                published.outcome = Outcome::Published { manifest: *manifest };
            }
            Record::FreezeDropped { manual } => {
                if let Some(number) = freezing(&self.editions, *manual) {
                    self.editions.remove(&(*manual, number));
                }
            }
            _ => {}
        }
    }

    /// Notes that the record of a publication cannot be read: what was published is never frozen a second time.
    pub(crate) fn lose_publication(&mut self, manual: ManualId) {
        let number = freezing(&self.editions, manual);
        if let Some(edition) = number.and_then(|number| self.editions.get_mut(&(manual, number))) {
            edition.outcome = Outcome::Lost;
        }
    }
}

fn freezing(editions: &Editions, manual: ManualId) -> Option<u32> {
    let mut of_manual = editions.range((manual, 0)..=(manual, u32::MAX));
    let found = of_manual.find(|(_, edition)| matches!(edition.outcome, Outcome::Freezing));
    found.map(|((_, number), _)| *number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manual(number: u8) -> ManualId {
        ManualId::from_random([number; 16])
    }

    fn frozen(edition: u32) -> Record {
        let chapters = vec![ChapterId::from_random([9; 16])];
        Record::Frozen {
            manual: manual(1),
            edition,
            title: "June".into(),
            public: true,
            revision: None,
            chapters,
        }
    }

    fn published(edition: u32) -> Record {
        Record::Published { manual: manual(1), edition, manifest: [7; 32] }
    }

    fn registry(records: &[Record]) -> Registry {
        let mut registry = Registry::default();
        (1..).zip(records).for_each(|(seq, record)| registry.apply_at(seq, seq * 1000, record));
        registry
    }

    #[test]
    fn an_edition_is_the_manual_at_the_place_of_its_frozen_record() {
        let begun = registry(&[frozen(1)]);
        let (of, number, edition) = begun.freezing().unwrap();
        assert_eq!((of, number, edition.seq, edition.time_ms), (manual(1), 1, 1, 1000));
        assert_eq!((begun.next_edition(manual(1)), begun.next_edition(manual(2))), (2, 1));

        let done = registry(&[frozen(1), published(1)]);
        assert!(done.freezing().is_none());
        let edition = &done.editions[&(manual(1), 1)];
        assert_eq!((edition.seq, edition.public, edition.manifest()), (1, true, Some(&[7; 32])));
    }

    #[test]
    fn a_dropped_freeze_gives_its_number_back_and_leaves_the_others_alone() {
        let dropped = Record::FreezeDropped { manual: manual(1) };
        let registry = registry(&[frozen(1), published(1), frozen(2), dropped.clone(), dropped]);
        assert_eq!((registry.editions.len(), registry.next_edition(manual(1))), (1, 2));
        assert!(registry.freezing().is_none());
    }

    #[test]
    fn working_texts_count_from_the_last_final_edition() {
        let working = |edition, revision| {
            let (title, chapters) = (String::new(), Vec::new());
            Record::Frozen { manual: manual(1), edition, title, public: false, revision, chapters }
        };
        let next = |records: &[Record]| registry(records).next_revision(manual(1));
        assert_eq!(next(&[]), 1);
        assert_eq!(next(&[working(1, Some(1)), published(1)]), 2);
        assert_eq!(next(&[working(1, Some(1)), Record::FreezeDropped { manual: manual(1) }]), 1, "dropped");
        let two = [working(1, Some(1)), published(1), working(2, Some(2)), published(2)];
        assert_eq!(next(&two), 3);
        assert_eq!(next(&[&two[..], &[frozen(3), published(3)]].concat()), 1);
        assert_eq!(registry(&two).next_revision(manual(2)), 1);
    }

    #[test]
    fn a_lost_publication_keeps_its_number_and_is_not_frozen_again() {
        let mut registry = registry(&[frozen(1)]);
        registry.lose_publication(manual(2));
        assert!(registry.freezing().is_some());
        registry.lose_publication(manual(1));
        assert!(registry.freezing().is_none());
        assert_eq!(registry.next_edition(manual(1)), 2);
    }

    #[test]
    fn a_publication_without_its_freeze_is_shown_to_nobody_outside() {
        let edition = &registry(&[published(3)]).editions[&(manual(1), 3)];
        assert_eq!((edition.public, edition.manifest()), (false, Some(&[7; 32])));
    }
}
