//! The keys that signed, and what became of editions after they were published. What stands here may be wrong only by
//! leaving something out; the editions themselves say nothing of it.

use manual::id::{ChapterId, ManualId};

use super::Registry;
use crate::record::Record;
use crate::record::publishing::{PublicKey, PublishingRecord, Signature};

/// A key that editions were or are signed with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SigningKey {
    pub key: PublicKey,
    /// The signature of the key before it over this one.
    pub signature: Option<Signature>,
    pub from_ms: u64,
}

/// Who stands for an edition.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Signed {
    pub key: PublicKey,
    pub signature: Signature,
}

/// Something said of an edition afterwards.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Said {
    pub text: String,
    pub at_ms: u64,
}

/// What was said of an edition since it was published.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Afterwards {
    pub signed: Option<Signed>,
    /// Why it should not be relied on any more. The first one counts.
    pub withdrawn: Option<Said>,
    /// The oldest first.
    pub errata: Vec<Said>,
    /// What changed in which chapter.
    pub notes: std::collections::BTreeMap<ChapterId, String>,
}

impl Registry {
    /// The key that the next edition is signed with.
    pub fn signing_key(&self) -> Option<&SigningKey> {
        self.signing_keys.last()
    }

    /// What was said of an edition since it was published.
    pub fn afterwards(&self, manual: ManualId, edition: u32) -> &Afterwards {
        static NOTHING: Afterwards = Afterwards {
            signed: None,
            withdrawn: None,
            errata: Vec::new(),
            notes: std::collections::BTreeMap::new(),
        };
        self.afterwards.get(&(manual, edition)).unwrap_or(&NOTHING)
    }

    pub(super) fn apply_publishing(&mut self, time_ms: u64, record: &Record) {
        let Record::Publishing(record) = record else { return };
        if let PublishingRecord::SigningKey { key, signature } = record {
            let (key, signature) = (*key, *signature);
            self.signing_keys.push(SigningKey { key, signature, from_ms: time_ms });
        }
        let Some(of) = record.edition() else { return };
        let of = self.afterwards.entry(of).or_default();
        let said = |text: &str| Said { text: text.to_owned(), at_ms: time_ms };
        match record {
            PublishingRecord::SigningKey { .. } => {}
            PublishingRecord::EditionSigned { key, signature, .. } => {
                of.signed = Some(Signed { key: *key, signature: *signature });
            }
            PublishingRecord::EditionWithdrawn { why, .. } => {
                of.withdrawn.get_or_insert_with(|| said(why));
            }
            PublishingRecord::Erratum { text, .. } => of.errata.push(said(text)),
            PublishingRecord::ChangeNote { chapter, note, .. } if note.is_empty() => {
                of.notes.remove(chapter);
            }
            PublishingRecord::ChangeNote { chapter, note, .. } => {
                of.notes.insert(*chapter, note.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_an_edition_adds_up_and_is_said_of_no_other() {
        let (manual, chapter) = (ManualId::from_random([1; 16]), ChapterId::from_random([2; 16]));
        let mut registry = Registry::default();
        let mut at_ms = 0;
        let mut say = |record| {
            at_ms += 1;
            registry.apply_at(at_ms, at_ms, &Record::Publishing(record));
        };
        say(PublishingRecord::SigningKey { key: [1; 32], signature: None });
        say(PublishingRecord::EditionSigned { manual, edition: 1, key: [1; 32], signature: [9; 64] });
        for text in ["one", "two"] {
            say(PublishingRecord::Erratum { manual, edition: 1, text: text.into() });
            say(PublishingRecord::EditionWithdrawn { manual, edition: 1, why: text.into() });
            say(PublishingRecord::ChangeNote { manual, edition: 1, chapter, note: text.into() });
        }
        say(PublishingRecord::SigningKey { key: [2; 32], signature: Some([8; 64]) });
        assert_eq!(registry.signing_key().map(|it| (it.key, it.from_ms)), Some(([2; 32], 9)));
        let first = registry.afterwards(manual, 1).clone();
        assert_eq!(first.signed.map(|it| it.key), Some([1; 32]), "by the key of its day");
        assert_eq!(first.withdrawn.map(|it| (it.text, it.at_ms)), Some(("one".into(), 4)));
        assert_eq!(first.errata.iter().map(|it| it.text.as_str()).collect::<Vec<_>>(), ["one", "two"]);
        assert_eq!(first.notes[&chapter], "two");
        assert_eq!(registry.afterwards(manual, 2), &Afterwards::default());
        let empty = PublishingRecord::ChangeNote { manual, edition: 1, chapter, note: String::new() };
        registry.apply_at(10, 10, &Record::Publishing(empty));
        assert!(registry.afterwards(manual, 1).notes.is_empty());
    }
}
