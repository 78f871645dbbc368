//! From an edition to the bytes of its PDF.

use typst::diag::SourceDiagnostic;
use typst::foundations::{Bytes, Datetime, Smart};
use typst::{World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::data::{self, Given};
use crate::world::Sealed;
use crate::{Code, Edition, Fonts, Problem};

/// What is asked for.
#[derive(Clone, Default, Debug)]
pub struct Order {
    /// Only the chapter with this index.
    pub chapter: Option<usize>,
    /// It is no edition but a draft: these words stand on every page, and nothing is refused that can be printed somehow.
    pub draft: Option<String>,
}

pub struct Printed {
    pub pdf: Vec<u8>,
    pub pages: usize,
    /// What was printed otherwise than it was written; only in drafts.
    pub problems: Vec<Problem>,
}

/// Prints an edition.
///
/// # Errors
/// All that stands in the way, as far as it was found.
pub fn print(edition: &Edition, fonts: Fonts, order: &Order) -> Result<Printed, Vec<Problem>> {
    if order.chapter.is_some_and(|chapter| chapter >= edition.book.chapters.len()) {
        return Err(vec![Problem::new(Code::NoChapter, "the edition has no such chapter")]);
    }
    let Given { json, pictures, problems } = data::given(edition, order);
    if order.draft.is_none() && !problems.is_empty() {
        return Err(problems);
    }
    let world = world(edition, fonts, order, json, pictures)
        .ok_or_else(|| vec![Problem::new(Code::Broken, "a name that no file may have")])?;
    let document = typst::compile::<PagedDocument>(&world).output.map_err(|found| refused(&world, &found))?;
    // What was remembered while it was set is of no more use.
    typst::comemo::evict(0);
    let options = options(edition, order).ok_or_else(|| vec![Problem::new(Code::Broken, "no standards")])?;
    let pdf = typst_pdf::pdf(&document, &options).map_err(|found| refused(&world, &found))?;
    Ok(Printed { pdf, pages: document.pages().len(), problems })
}

fn world(
    edition: &Edition,
    fonts: Fonts,
    order: &Order,
    json: Vec<u8>,
    pictures: Vec<String>,
) -> Option<Sealed> {
    let mut files = vec![("/book.json".to_owned(), Bytes::new(json))];
    for sha256 in pictures {
        let bytes = edition.picture(&sha256).unwrap_or_default().to_vec();
        files.push((format!("/blobs/{sha256}"), Bytes::new(bytes)));
    }
    if order.is_whole() {
        let attached = edition.attached().into_iter();
        files
            .extend(attached.map(|file| (format!("/signed/{}", file.name), Bytes::new(file.bytes.to_vec()))));
    }
    Sealed::new(fonts, files)
}

impl Order {
    /// Whether it is the edition itself that is printed.
    pub(crate) fn is_whole(&self) -> bool {
        self.chapter.is_none() && self.draft.is_none()
    }
}

fn options(edition: &Edition, order: &Order) -> Option<PdfOptions> {
    let manifest = &edition.book.manifest;
    let standards = match order.draft {
        None => PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1]).ok()?,
        Some(_) => PdfStandards::new(&[PdfStandard::V_1_7]).ok()?,
    };
    Some(PdfOptions {
        ident: Smart::Custom(format!("urn:chancery:{}", edition::hex(&manifest.sha256))),
        creator: Smart::Custom(Some("Chancery".to_owned())),
        timestamp: Some(Timestamp::new_utc(moment(&manifest.facts.frozen_at.to_string())?)),
        page_ranges: None,
        standards,
        tagged: true,
        pretty: false,
    })
}

/// `2026-11-23T21:13:20Z`.
fn moment(text: &str) -> Option<Datetime> {
    let mut numbers = text.split(['-', 'T', ':', 'Z']).map(str::parse::<u16>);
    let year = i32::from(numbers.next()?.ok()?);
    let mut next = || numbers.next()?.ok()?.try_into().ok();
    Datetime::from_ymd_hms(year, next()?, next()?, next()?, next()?, next()?)
}

/// What Typst says, with the line of the template that it says it of.
fn refused(world: &Sealed, found: &[SourceDiagnostic]) -> Vec<Problem> {
    let problem = |diagnostic: &SourceDiagnostic| {
        let line = || {
            let source = world.source(diagnostic.span.id()?).ok()?;
            let at = world.range(diagnostic.span)?.start;
            let line = source.text().get(..at)?.lines().count();
            Some(format!(" ({}:{line})", source.id().vpath().get_without_slash()))
        };
        Problem::new(Code::Refused, format!("{}{}", diagnostic.message, line().unwrap_or_default()))
    };
    found.iter().map(problem).collect()
}
