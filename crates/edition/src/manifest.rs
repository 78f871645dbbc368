//! The manifest: what an edition is, and the fingerprint of each of its chapters, in the order people read them, and of each
//! picture. Its own fingerprint stands for every word of the edition. It says nothing of who froze it or who may read it.

use manual::id::{ChapterId, ManualId};
use manual::inset::ImageKind;
use serde_json::{Value, json};

use crate::shape::{Unreadable, read_json, read_line};
use crate::{
    Chapter, ChapterFacts, Format, Frozen, FrozenChapter, MANIFEST_BYTES_MAX, Moment, canonical, clean, hex,
    read_chapter, sha256, unhex,
};

/// What an edition is, apart from its chapters.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EditionFacts {
    pub manual: ManualId,
    pub slug: String,
    pub manual_title: String,
    /// Counted from 1, manual by manual.
    pub edition: u32,
    pub title: String,
    /// The position of the journal at which it was frozen.
    pub position: u64,
    pub frozen_at: Moment,
    /// The fingerprint of the edition before it.
    pub previous: Option<[u8; 32]>,
    /// None: a final edition, as all are of the formats before the third. Otherwise which working text it is since the
    /// last final edition, counted from 1.
    pub revision: Option<u32>,
}

/// A chapter as the manifest names it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChapterEntry {
    pub id: ChapterId,
    pub title: String,
    /// The chapter it stands under; it comes before this one.
    pub parent: Option<ChapterId>,
    pub sha256: [u8; 32],
    /// The length of its frozen bytes.
    pub bytes: u64,
    pub words: u64,
    /// How many terms it defines. None in the first format, which had no definitions.
    pub terms: u64,
}

/// A picture as the manifest names it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ImageEntry {
    pub sha256: [u8; 32],
    /// The length of its file.
    pub bytes: u64,
    pub kind: ImageKind,
}

/// A manifest that was read, with the fingerprint of its bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Manifest {
    pub format: Format,
    pub facts: EditionFacts,
    pub chapters: Vec<ChapterEntry>,
    /// In the order of their fingerprints.
    pub images: Vec<ImageEntry>,
    /// The fingerprint of the edition.
    pub sha256: [u8; 32],
}

impl ChapterEntry {
    /// The entry of a chapter that was just frozen.
    pub fn new(facts: &ChapterFacts<'_>, parent: Option<ChapterId>, frozen: &FrozenChapter) -> Self {
        Self {
            id: facts.id,
            title: clean::line(facts.title),
            parent,
            sha256: frozen.sha256,
            bytes: frozen.bytes.len() as u64,
            words: frozen.words,
            terms: frozen.terms,
        }
    }
}

impl ImageEntry {
    /// The entry of a picture with these bytes.
    pub fn new(bytes: &[u8], kind: ImageKind) -> Self {
        Self { sha256: sha256(bytes), bytes: bytes.len() as u64, kind }
    }

    /// The name of its file.
    pub fn name(&self) -> String {
        format!("{}.{}", hex(&self.sha256), self.kind.extension())
    }
}

/// The manifest of an edition. The chapters come in the order people read them, each before those under it; the pictures are
/// those that the chapters show, in any order.
pub fn manifest(facts: &EditionFacts, chapters: &[ChapterEntry], images: &[ImageEntry]) -> Frozen {
    let words = chapters.iter().map(|chapter| chapter.words).sum();
    let mut images = images.to_vec();
    images.sort_by_key(|image| image.sha256); // and of two kinds the first
    images.dedup_by_key(|image| image.sha256);
    Frozen::new(written(Format::NOW, facts, chapters, &images), words)
}

fn written(
    format: Format,
    facts: &EditionFacts,
    chapters: &[ChapterEntry],
    images: &[ImageEntry],
) -> Vec<u8> {
    let mut shape = json!({
        "format": format.number(),
        "manual": {
            "id": facts.manual.to_string(),
            "slug": clean::line(&facts.slug),
            "title": clean::line(&facts.manual_title),
        },
        "edition": facts.edition,
        "title": clean::line(&facts.title),
        "position": facts.position,
        "frozen_at": facts.frozen_at.to_string(),
        "previous": facts.previous.as_ref().map(hex),
        "chapters": chapters.iter().map(|chapter| entry(format, chapter)).collect::<Value>(),
    });
    if format >= Format::Two {
        shape["images"] = images.iter().map(image).collect();
    }
    if format >= Format::Three {
        shape["revision"] = facts.revision.into();
    }
    canonical::to_bytes(&shape)
}

fn image(image: &ImageEntry) -> Value {
    json!({ "sha256": hex(&image.sha256), "bytes": image.bytes, "type": image.kind.media_type() })
}

fn entry(format: Format, chapter: &ChapterEntry) -> Value {
    let mut shape = json!({
        "id": chapter.id.to_string(),
        "title": clean::line(&chapter.title),
        "parent": chapter.parent.map(|parent| parent.to_string()),
        "sha256": hex(&chapter.sha256),
        "bytes": chapter.bytes,
        "words": chapter.words,
    });
    if format >= Format::Two {
        shape["terms"] = chapter.terms.into();
    }
    shape
}

/// Reads a manifest's frozen bytes.
///
/// # Errors
/// Any of [`Unreadable`] but `OtherBytes`.
pub fn read_manifest(bytes: &[u8]) -> Result<Manifest, Unreadable> {
    let (format, value) = read_json(bytes, MANIFEST_BYTES_MAX)?;
    let facts = read_facts(format, &value).ok_or(Unreadable::Misshapen)?;
    let chapters = read_chapters(format, &value).ok_or(Unreadable::Misshapen)?;
    let images = read_images(format, &value).ok_or(Unreadable::Misshapen)?;
    if written(format, &facts, &chapters, &images) != bytes {
        return Err(Unreadable::NotCanonical);
    }
    Ok(Manifest { format, facts, chapters, images, sha256: sha256(bytes) })
}

fn read_facts(format: Format, value: &Value) -> Option<EditionFacts> {
    let manual = value.get("manual")?;
    Some(EditionFacts {
        manual: ManualId::parse(manual.get("id")?.as_str()?)?,
        slug: read_line(manual.get("slug")?)?,
        manual_title: read_line(manual.get("title")?)?,
        edition: value.get("edition")?.as_u64()?.try_into().ok()?,
        title: read_line(value.get("title")?)?,
        position: value.get("position")?.as_u64()?,
        frozen_at: Moment::parse(value.get("frozen_at")?.as_str()?)?,
        previous: or_null(value.get("previous")?, unhex)?,
        revision: if format >= Format::Three { read_revision(value.get("revision")?)? } else { None },
    })
}

fn read_revision(value: &Value) -> Option<Option<u32>> {
    if value.is_null() {
        return Some(None);
    }
    u32::try_from(value.as_u64()?).ok().filter(|number| *number > 0).map(Some)
}

/// The chapters, if each stands under one of those that lead to the chapter before it.
fn read_chapters(format: Format, value: &Value) -> Option<Vec<ChapterEntry>> {
    let mut chapters: Vec<ChapterEntry> = Vec::new();
    let mut above: Vec<ChapterId> = Vec::new();
    for value in value.get("chapters")?.as_array()? {
        let chapter = read_entry(format, value)?;
        while !above.is_empty() && above.last() != chapter.parent.as_ref() {
            above.pop();
        }
        if above.last() != chapter.parent.as_ref() {
            return None;
        }
        above.push(chapter.id);
        chapters.push(chapter);
    }
    let mut ids: Vec<ChapterId> = chapters.iter().map(|chapter| chapter.id).collect();
    ids.sort_unstable();
    ids.is_sorted_by(|one, other| one < other).then_some(chapters)
}

fn read_entry(format: Format, value: &Value) -> Option<ChapterEntry> {
    Some(ChapterEntry {
        id: ChapterId::parse(value.get("id")?.as_str()?)?,
        title: read_line(value.get("title")?)?,
        parent: or_null(value.get("parent")?, ChapterId::parse)?,
        sha256: unhex(value.get("sha256")?.as_str()?)?,
        bytes: value.get("bytes")?.as_u64()?,
        words: value.get("words")?.as_u64()?,
        terms: match format {
            Format::One => 0,
            Format::Two | Format::Three => value.get("terms")?.as_u64()?,
        },
    })
}

/// The pictures, if each is there once and in its place.
fn read_images(format: Format, value: &Value) -> Option<Vec<ImageEntry>> {
    if format == Format::One {
        return Some(Vec::new());
    }
    let image = |value: &Value| {
        Some(ImageEntry {
            sha256: unhex(value.get("sha256")?.as_str()?)?,
            bytes: value.get("bytes")?.as_u64()?,
            kind: ImageKind::parse(value.get("type")?.as_str()?)?,
        })
    };
    let images: Vec<ImageEntry> =
        value.get("images")?.as_array()?.iter().map(image).collect::<Option<_>>()?;
    images.is_sorted_by(|one, other| one.sha256 < other.sha256).then_some(images)
}

fn or_null<T>(value: &Value, read: impl Fn(&str) -> Option<T>) -> Option<Option<T>> {
    if value.is_null() { Some(None) } else { read(value.as_str()?).map(Some) }
}

impl Manifest {
    /// Reads the frozen bytes of the chapter with this index, and only those.
    ///
    /// # Errors
    /// `OtherBytes` when the manifest holds another fingerprint or no such chapter; whatever [`read_chapter`] says.
    pub fn open(&self, index: usize, bytes: &[u8]) -> Result<Chapter, Unreadable> {
        let entry = self.chapters.get(index).ok_or(Unreadable::OtherBytes)?;
        if sha256(bytes) != entry.sha256 {
            return Err(Unreadable::OtherBytes);
        }
        let chapter = read_chapter(bytes)?;
        let is_it = chapter.id == entry.id && chapter.format == self.format;
        if is_it { Ok(chapter) } else { Err(Unreadable::OtherBytes) }
    }

    /// Reads the frozen bytes of all chapters, in the order of the manifest.
    ///
    /// # Errors
    /// As [`Self::open`] says; `OtherBytes` when they are not so many.
    pub fn open_all(&self, chapters: &[Vec<u8>]) -> Result<Vec<Chapter>, Unreadable> {
        if self.chapters.len() != chapters.len() {
            return Err(Unreadable::OtherBytes);
        }
        chapters.iter().enumerate().map(|(index, bytes)| self.open(index, bytes)).collect()
    }

    /// The picture with this fingerprint.
    pub fn image(&self, sha256: &[u8; 32]) -> Option<&ImageEntry> {
        let place = self.images.binary_search_by(|image| image.sha256.cmp(sha256)).ok()?;
        self.images.get(place)
    }

    /// How many terms the edition defines.
    pub fn terms(&self) -> u64 {
        self.chapters.iter().map(|chapter| chapter.terms).sum()
    }

    /// The number of each chapter as people count them: `2`, `2.1`, `2.1.3`.
    pub fn numbers(&self) -> Vec<String> {
        let mut above: Vec<(ChapterId, usize)> = Vec::new();
        let mut counted = Vec::with_capacity(self.chapters.len());
        for chapter in &self.chapters {
            let mut before = 0; // the number of the sibling before it
            while above.last().map(|(id, _)| id) != chapter.parent.as_ref() {
                let Some((_, number)) = above.pop() else { break };
                before = number;
            }
            above.push((chapter.id, before + 1));
            let numbers: Vec<String> = above.iter().map(|(_, number)| number.to_string()).collect();
            counted.push(numbers.join("."));
        }
        counted
    }

    /// All words of the edition.
    pub fn words(&self) -> u64 {
        self.chapters.iter().map(|chapter| chapter.words).sum()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A manifest whose chapters stand under the ones with these numbers.
    pub(crate) fn example(parents: &[Option<u8>]) -> Vec<u8> {
        let facts = EditionFacts {
            manual: ManualId::from_random([1; 16]),
            slug: "manual".to_owned(),
            manual_title: "Manual for focal points".to_owned(),
            edition: 2,
            title: "Accra".to_owned(),
            position: 4711,
            frozen_at: Moment::from_ms(1_795_468_400_000),
            previous: Some([9; 32]),
            revision: Some(3),
        };
        let id = |number: u8| ChapterId::from_random([number; 16]);
        let chapters: Vec<ChapterEntry> = parents
            .iter()
            .enumerate()
            .map(|(number, parent)| ChapterEntry {
                id: id(number as u8),
                title: format!("Chapter {number}"),
                parent: parent.map(id),
                sha256: [number as u8; 32],
                bytes: 100,
                words: 1000,
                terms: 3,
            })
            .collect();
        manifest(&facts, &chapters, &[]).bytes
    }

    #[test]
    fn a_manifest_reads_back_with_its_fingerprint() {
        let bytes = example(&[None, Some(0)]);
        let read = read_manifest(&bytes).unwrap();
        assert_eq!(read.sha256, sha256(&bytes));
        assert_eq!(manifest(&read.facts, &read.chapters, &read.images).bytes, bytes);
        assert_eq!((read.words(), read.terms()), (2000, 6));
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.starts_with(r#"{"chapters":[{"bytes":100,"id":"00000000-"#), "{text}");
        assert!(
            text.contains(
                r#""edition":2,"format":3,"frozen_at":"2026-11-23T21:13:20Z","images":[],"manual":{"#
            ),
            "{text}"
        );
    }

    #[test]
    fn what_was_frozen_in_earlier_formats_reads_on() {
        let third = String::from_utf8(example(&[None, Some(0)])).unwrap();
        let second = third.replace(r#""format":3"#, r#""format":2"#);
        assert_eq!(read_manifest(second.as_bytes()), Err(Unreadable::NotCanonical), "it had no revisions");
        let second = second.replace(r#""revision":3,"#, "");
        let read = read_manifest(second.as_bytes()).unwrap();
        assert_eq!((read.format, read.terms(), read.facts.revision), (Format::Two, 6, None));
        let first = second.replace(r#""format":2"#, r#""format":1"#).replace(r#""images":[],"#, "");
        assert_eq!(read_manifest(first.as_bytes()), Err(Unreadable::NotCanonical), "it had no terms");
        let first = first.replace(r#","terms":3"#, "");
        let read = read_manifest(first.as_bytes()).unwrap();
        assert_eq!((read.format, read.terms(), read.images.len()), (Format::One, 0, 0));
        for (of, without) in [(&second, r#","terms":3"#), (&third, r#""revision":3,"#)] {
            let mixed = of.replace(without, "");
            assert_eq!(read_manifest(mixed.as_bytes()), Err(Unreadable::Misshapen));
        }
    }

    #[test]
    fn an_edition_is_final_or_a_numbered_working_text() {
        let working = String::from_utf8(example(&[])).unwrap();
        let written = |revision: &str| {
            let text = working.replace(r#""revision":3"#, &format!(r#""revision":{revision}"#));
            read_manifest(text.as_bytes()).map(|read| read.facts.revision)
        };
        assert_eq!((written("null"), written("1")), (Ok(None), Ok(Some(1))));
        for wrong in ["0", "-1", "1.5", "4294967296", "\"1\"", "true"] {
            assert_eq!(written(wrong), Err(Unreadable::Misshapen), "{wrong}");
        }
    }

    #[test]
    fn pictures_stand_once_in_the_order_of_their_fingerprints() {
        let facts = read_manifest(&example(&[])).unwrap().facts;
        let images = ["c", "a", "b", "a"].map(|it| ImageEntry::new(it.as_bytes(), ImageKind::Jpeg));
        let bytes = manifest(&facts, &[], &images).bytes;
        let read = read_manifest(&bytes).unwrap();
        assert_eq!(read.images.len(), 3);
        assert!(read.images.is_sorted_by(|one, other| one.sha256 < other.sha256));
        assert_eq!(read.image(&sha256(b"b")), Some(&images[2]));
        assert_eq!(read.image(&sha256(b"d")), None);
        assert!(images[0].name().ends_with(".jpg"));
        let text = String::from_utf8(bytes).unwrap();
        let swapped = text.replace("\"bytes\":1,\"sha256\":\"2", "\"bytes\":1,\"sha256\":\"f");
        assert!(swapped != text && read_manifest(swapped.as_bytes()).is_err());
    }

    #[test]
    fn chapters_are_numbered_as_they_nest() {
        let numbers = |parents: &[Option<u8>]| read_manifest(&example(parents)).unwrap().numbers();
        let nested = [None, Some(0), Some(1), Some(1), Some(0), None, None, Some(6)];
        assert_eq!(numbers(&nested), ["1", "1.1", "1.1.1", "1.1.2", "1.2", "2", "3", "3.1"]);
        assert!(numbers(&[]).is_empty());
    }

    #[test]
    fn a_chapter_stands_under_one_that_leads_to_it() {
        for wrong in [&[Some(0)][..], &[Some(1), None], &[None, None, Some(0)], &[None, Some(7)]] {
            assert_eq!(read_manifest(&example(wrong)), Err(Unreadable::Misshapen), "{wrong:?}");
        }
    }

    #[test]
    fn every_single_byte_counts() {
        let bytes = example(&[None, Some(0)]);
        let whole = read_manifest(&bytes).unwrap();
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert!(
                read_manifest(&changed).is_ok_and(|other| other.sha256 == whole.sha256).eq(&false),
                "byte {at}"
            );
        }
    }

    #[test]
    fn a_chapter_is_opened_by_its_own_bytes_alone() {
        let id = ChapterId::from_random([3; 16]);
        let facts = ChapterFacts { id, title: "T" };
        let document = manual::document::Document::new(1);
        let frozen = crate::chapter(&facts, &document).unwrap();
        let example = read_manifest(&example(&[])).unwrap();
        let bytes = manifest(&example.facts, &[ChapterEntry::new(&facts, None, &frozen)], &[]).bytes;
        let manifest = read_manifest(&bytes).unwrap();
        assert_eq!(manifest.open(0, &frozen.bytes).unwrap().title, "T");
        assert_eq!(manifest.open(1, &frozen.bytes), Err(Unreadable::OtherBytes));
        let other = crate::chapter(&ChapterFacts { id, title: "U" }, &document).unwrap();
        assert_eq!(manifest.open(0, &other.bytes), Err(Unreadable::OtherBytes));
    }
}
