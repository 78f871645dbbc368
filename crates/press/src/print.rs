//! From an edition to the bytes of its PDF.

use typst::diag::SourceDiagnostic;
use typst::foundations::{Bytes, Datetime, Smart};
use typst::{World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use manual::id::ChapterId;

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

/// What is asked for where two editions are printed as one.
pub struct Changes<'e> {
    pub before: &'e Edition,
    pub after: &'e Edition,
    /// What was written about chapters that changed.
    pub notes: &'e [(ChapterId, String)],
    /// The later one is no edition but a draft.
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
    let mut files = files(&[edition], json, pictures);
    if order.is_whole() {
        let attached = edition.attached().into_iter();
        files
            .extend(attached.map(|file| (format!("/signed/{}", file.name), Bytes::new(file.bytes.to_vec()))));
    }
    let options = options(edition, order.draft.as_deref(), urn(edition));
    finished(fonts, files, options, problems)
}

/// Prints what changed from one edition to another: the chapters in which something did, with what came and what went marked.
///
/// # Errors
/// All that stands in the way, as far as it was found.
pub fn changes(asked: &Changes<'_>, fonts: Fonts) -> Result<Printed, Vec<Problem>> {
    let Given { json, pictures, problems } = data::changed(asked);
    if asked.draft.is_none() && !problems.is_empty() {
        return Err(problems);
    }
    let files = files(&[asked.after, asked.before], json, pictures);
    let ident = [urn(asked.before), edition::hex(&asked.after.book.manifest.sha256)].join("..");
    finished(fonts, files, options(asked.after, asked.draft.as_deref(), ident), problems)
}

fn urn(edition: &Edition) -> String {
    format!("urn:chancery:{}", edition::hex(&edition.book.manifest.sha256))
}

fn finished(
    fonts: Fonts,
    files: Vec<(String, Bytes)>,
    options: Option<PdfOptions>,
    problems: Vec<Problem>,
) -> Result<Printed, Vec<Problem>> {
    let world = Sealed::new(fonts, files)
        .ok_or_else(|| vec![Problem::new(Code::Broken, "a name that no file may have")])?;
    let options = options.ok_or_else(|| vec![Problem::new(Code::Broken, "no standards")])?;
    let document = typst::compile::<PagedDocument>(&world).output.map_err(|found| refused(&world, &found))?;
    // What was remembered while it was set is of no more use.
    typst::comemo::evict(0);
    let pdf = typst_pdf::pdf(&document, &options).map_err(|found| refused(&world, &found))?;
    Ok(Printed { pdf, pages: document.pages().len(), problems })
}

/// What the template may read. A picture is in one of the editions.
fn files(editions: &[&Edition], json: Vec<u8>, pictures: Vec<String>) -> Vec<(String, Bytes)> {
    let mut files = vec![("/book.json".to_owned(), Bytes::new(json))];
    for sha256 in pictures {
        let bytes = editions.iter().find_map(|edition| edition.picture(&sha256)).unwrap_or_default().to_vec();
        files.push((format!("/blobs/{sha256}"), Bytes::new(bytes)));
    }
    files
}

impl Order {
    /// Whether it is the edition itself that is printed.
    pub(crate) fn is_whole(&self) -> bool {
        self.chapter.is_none() && self.draft.is_none()
    }
}

fn options(edition: &Edition, draft: Option<&str>, ident: String) -> Option<PdfOptions> {
    let manifest = &edition.book.manifest;
    let standards = match draft {
        None => PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1]).ok()?,
        Some(_) => PdfStandards::new(&[PdfStandard::V_1_7]).ok()?,
    };
    Some(PdfOptions {
        ident: Smart::Custom(ident),
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
