//! Who wrote what in a chapter, and who took what away: from the journal, so that it is the same after a snapshot and
//! a restart. Only looks. What a document's records say of it is kept in memory and read on from there; who may be
//! named is decided anew at each asking, by what held when it was written. Start at [`of`]; then `collab::deeds`.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

use collab::code::Code;
use collab::deeds::{Deed, Deeds};
use collab::ledger::{Is, Piece, Sequence, TextOf, sequences};
use collab::limits::Limits;
use manual::assemble::{self, Placed};
use manual::attribution::Mode;
use manual::document::{Document, Span};
use manual::flat::{self, Unit};
use manual::id::{ChapterId, DocumentId, PersonId, SeatId};
use manual::payload::{Payloads, lines};
use manual::seat::Appears;
use store::index::{Index, LoadFailed};
use store::record::attribution::AttributionRecord;
use store::record::{Entry, Record};
use store::registry::Registry;

use crate::app::Shared;

/// Most documents whose deeds are kept in memory.
const KNOWN_MAX: usize = 32;

/// Who wrote a text: a block of the chapter, or a line of a payload.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Authored {
    pub(crate) place: PlaceOf,
    pub(crate) spans: Vec<Written>,
    pub(crate) removed: Vec<Removed>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum PlaceOf {
    /// By the id that it is shown with.
    Block(String),
    Line {
        payload: String,
        key: String,
    },
}

/// Somebody who may be named.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct By {
    pub(crate) seat: SeatId,
    /// Where persons are named, and it is known who it was.
    pub(crate) person: Option<PersonId>,
}

/// Neighbouring letters of one author. In UTF-16 code units of the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Written {
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) by: By,
}

/// Letters that somebody took away from one place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Removed {
    pub(crate) at: u32,
    pub(crate) units: u32,
    pub(crate) by: By,
    /// When the last of them went.
    pub(crate) time_ms: u64,
}

/// What is known of documents, as last read.
#[derive(Default)]
pub(crate) struct Authors {
    known: Mutex<HashMap<DocumentId, Known>>,
    /// One reads at a time; who comes meanwhile waits, and mostly finds it done.
    turn: tokio::sync::Mutex<()>,
}

/// Everything up to a position.
struct Known {
    seq: u64,
    deeds: Arc<Deeds<Binder>>,
}

/// Who bound a client id where somebody is named.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Binder {
    seat: SeatId,
    /// 0 where the record does not say.
    writer: u32,
    seq: u64,
}

/// Who wrote what stands in a chapter now, text by text: the blocks in their order, then the lines.
///
/// # Errors
/// `NotFound`, or `Damaged` and `Internal` when it cannot be read.
pub(crate) async fn of(app: &Shared, chapter: ChapterId) -> Result<Vec<Authored>, Code> {
    let _turn = app.authors.turn.lock().await;
    let app = app.clone();
    let reading = tokio::task::spawn_blocking(move || read(&app, chapter));
    reading.await.unwrap_or_else(|error| {
        tracing::error!(%chapter, %error, "telling who wrote a chapter ended badly");
        Err(Code::Internal)
    })
}

fn read(app: &Shared, chapter: ChapterId) -> Result<Vec<Authored>, Code> {
    let (document, seq) = (DocumentId::from(chapter), app.journal.seq());
    let index = app.journal.index();
    let failed = |error: LoadFailed| match error {
        LoadFailed::Unknown => Code::NotFound,
        error => {
            tracing::error!(%chapter, %error, "who wrote a chapter cannot be read");
            Code::Internal
        }
    };
    let deeds = app.authors.deeds(&index, document, seq).map_err(failed)?;
    let stood = index.as_of(document, seq).map_err(failed)?.document;
    let sequences = sequences(&stood.state(), &bounds()).map_err(|_| Code::Damaged)?;
    Ok(app.journal.read(|registry| {
        let names = Names { registry, chapter, deeds: &deeds };
        texts(&stood, &sequences).into_iter().map(|text| names.of(text)).collect()
    }))
}

/// Stored updates were admitted once: sizes have no bound here, and depth that of loading.
pub(crate) fn bounds() -> Limits {
    Limits {
        frame_bytes_max: usize::MAX,
        document_bytes_max: usize::MAX,
        items_max: usize::MAX,
        depth_max: 1_000,
        ..Limits::default()
    }
}

impl Authors {
    /// What was done in a document up to a position: what is known, read on.
    fn deeds(&self, index: &Index, document: DocumentId, seq: u64) -> Result<Arc<Deeds<Binder>>, LoadFailed> {
        let known = self.known().remove(&document);
        let (after, known) = known.map_or_else(|| (0, Arc::default()), |known| (known.seq, known.deeds));
        if after >= seq {
            self.keep(document, after, &known);
            return Ok(known);
        }
        let mut deeds = Arc::unwrap_or_clone(known);
        let bounds = bounds();
        index.past(document, after, seq, |seq, entry| take(&mut deeds, seq, entry, &bounds))?;
        let deeds = Arc::new(deeds);
        self.keep(document, seq, &deeds);
        Ok(deeds)
    }

    fn keep(&self, document: DocumentId, seq: u64, deeds: &Arc<Deeds<Binder>>) {
        let mut known = self.known();
        if known.len() >= KNOWN_MAX
            && let Some(stalest) = known.iter().min_by_key(|(_, known)| known.seq).map(|(id, _)| *id)
        {
            known.remove(&stalest);
        }
        known.insert(document, Known { seq, deeds: Arc::clone(deeds) });
    }

    fn known(&self) -> MutexGuard<'_, HashMap<DocumentId, Known>> {
        self.known.lock().expect("nobody panics while noting deeds")
    }
}

fn take(deeds: &mut Deeds<Binder>, seq: u64, entry: Entry, bounds: &Limits) {
    let Entry { time_ms, writer, record } = entry;
    match record {
        Record::Bound { client, seat, .. } => deeds.bind(client, Binder { seat, writer, seq }),
        Record::ManualCreated { seed: update, .. }
        | Record::ChapterCreated { seed: update, .. }
        | Record::TemplateCreated { seed: update, .. }
        | Record::Update { update, .. } => {
            // What the bouncer turns away is in no document either.
            let _ = deeds.take(&update, Deed { writer, seq, time_ms }, bounds);
        }
        _ => {}
    }
}

/// Somebody who is not named: a client id, the number of its writer under seal, and the words that stand there.
pub(crate) struct Unnamed {
    pub(crate) client: u64,
    pub(crate) sealed: Vec<u8>,
    pub(crate) words: Vec<String>,
}

/// What is known of the unnamed writers of a chapter.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn unnamed(index: &Index, chapter: ChapterId, seq: u64) -> Result<Vec<Unnamed>, LoadFailed> {
    let document = DocumentId::from(chapter);
    let mut unnamed: Vec<Unnamed> = Vec::new();
    index.past(document, 0, seq, |_, entry| {
        if let Record::Attribution(AttributionRecord::Tagged { client, sealed, .. }) = entry.record {
            unnamed.push(Unnamed { client, sealed: sealed.to_vec(), words: Vec::new() });
        }
    })?;
    let stood = index.as_of(document, seq)?.document;
    let sequences = sequences(&stood.state(), &bounds()).unwrap_or_default();
    for text in texts(&stood, &sequences) {
        let mut at = 0;
        for piece in text.pieces.iter().filter(|piece| piece.is == Is::There) {
            let end = at + (piece.span.end - piece.span.start) as usize;
            let words = String::from_utf16_lossy(text.letters.get(at..end).unwrap_or_default());
            let writer = unnamed.iter_mut().find(|it| it.client == piece.span.client);
            writer.into_iter().for_each(|it| it.words.push(words.clone()));
            at = end;
        }
    }
    Ok(unnamed)
}

/// A text with its units, cut where a block begins.
struct Text {
    place: PlaceOf,
    pieces: Vec<Piece>,
    /// What stands there, in UTF-16; a placeholder for what is no letter.
    letters: Vec<u16>,
}

/// The blocks of a chapter and the lines of its payloads, each with its units.
fn texts(document: &Document, sequences: &[Sequence]) -> Vec<Text> {
    let body = flat::body(document);
    let (blocks, letters, lines) = document.read(|txn| {
        let units = flat::read(txn, &body);
        let lines = lines::all(&Payloads::within(txn)).into_iter().filter_map(|at| {
            let text = lines::text(txn, &at)?;
            let (client, clock) = lines::unit(&text)?;
            Some((TextOf::Shared { client, clock }, at, letters(&flat::read(txn, &text))))
        });
        let lines: Vec<_> = lines.collect();
        (assemble::place(&units), letters(&units), lines)
    });
    let of: HashMap<TextOf, &[Piece]> =
        sequences.iter().map(|sequence| (sequence.text, sequence.pieces.as_slice())).collect();
    let body = of.get(&TextOf::Body).copied().unwrap_or_default();
    let mut texts = cut(&blocks, body, &letters);
    texts.extend(lines.into_iter().filter_map(|(text, at, letters)| {
        let place = PlaceOf::Line { payload: at.payload().to_string(), key: at.key() };
        of.get(&text).map(|pieces| Text { place, pieces: pieces.to_vec(), letters })
    }));
    texts
}

fn letters(units: &[Unit]) -> Vec<u16> {
    const NO_LETTER: u16 = 0xfffc;
    let mut letters = Vec::new();
    for unit in units {
        match unit {
            Unit::Text { text, .. } => letters.extend(text.encode_utf16()),
            Unit::Mark { .. } | Unit::Embed { .. } => letters.push(NO_LETTER),
        }
    }
    letters
}

/// The units of the body, block by block. Marks belong to none. What was removed right before a mark belongs to the
/// block that ends there.
fn cut(blocks: &[Placed], body: &[Piece], letters: &[u16]) -> Vec<Text> {
    let text = |placed: &Placed| Text {
        place: PlaceOf::Block(placed.block.id.clone()),
        pieces: Vec::new(),
        letters: letters.get(placed.from as usize..placed.to as usize).unwrap_or_default().to_vec(),
    };
    let mut texts: Vec<Text> = blocks.iter().map(text).collect();
    let mut at = 0;
    for piece in body {
        match piece.is {
            Is::There => {
                let end = at + piece.span.end - piece.span.start;
                cut_one(blocks, *piece, at, &mut texts);
                at = end;
            }
            Is::Format => {}
            Is::Removed => {
                let block = blocks.partition_point(|block| block.from <= at).saturating_sub(1);
                if let Some(text) = texts.get_mut(block) {
                    text.pieces.push(*piece);
                }
            }
        }
    }
    texts
}

/// One piece whose first unit stands at `at`.
fn cut_one(blocks: &[Placed], piece: Piece, at: u32, texts: &mut [Text]) {
    let end = at + piece.span.end - piece.span.start;
    let first = blocks.partition_point(|block| block.to <= at);
    for (block, text) in blocks[first..].iter().zip(&mut texts[first..]) {
        if block.from >= end {
            break;
        }
        let (from, to) = (block.from.max(at), block.to.min(end));
        if from < to {
            let span =
                Span { start: piece.span.start + from - at, end: piece.span.start + to - at, ..piece.span };
            text.pieces.push(Piece { span, ..piece });
        }
    }
}

/// Who may be named.
struct Names<'a> {
    registry: &'a Registry,
    chapter: ChapterId,
    deeds: &'a Deeds<Binder>,
}

impl Names<'_> {
    fn of(&self, text: Text) -> Authored {
        let (mut spans, mut removed, mut at) = (Vec::new(), Vec::new(), 0);
        for piece in text.pieces {
            match piece.is {
                Is::There => {
                    let to = at + piece.span.end - piece.span.start;
                    if let Some(by) = self.writer_of(piece.span.client) {
                        write(&mut spans, Written { from: at, to, by });
                    }
                    at = to;
                }
                Is::Format => {}
                Is::Removed => {
                    for (span, deed) in self.deeds.removed(piece.span) {
                        if let Some(by) = self.doer_of(&deed) {
                            let (units, time_ms) = (span.end - span.start, deed.time_ms);
                            remove(&mut removed, Removed { at, units, by, time_ms });
                        }
                    }
                }
            }
        }
        Authored { place: text.place, spans, removed }
    }

    fn writer_of(&self, client: u64) -> Option<By> {
        let binder = self.deeds.bound(client)?;
        self.named(binder.writer, binder.seat, binder.seq)
    }

    fn doer_of(&self, deed: &Deed) -> Option<By> {
        let (seat, _) = self.registry.writers.get(&deed.writer)?;
        self.named(deed.writer, *seat, deed.seq)
    }

    /// Whoever was not told then is not told now: where the mode named nobody, and who appeared as a member.
    fn named(&self, writer: u32, seat: SeatId, seq: u64) -> Option<By> {
        let mode = self.registry.attribution.at(self.chapter, seq).mode;
        if !mode.names() {
            return None;
        }
        let session = self.registry.writers.get(&writer).map(|(_, session)| *session);
        let appeared = session.map(|session| self.registry.attribution.appeared(session, seq));
        let person = session.and_then(|session| self.registry.sessions.get(&session)?.person);
        let person = person.filter(|_| mode == Mode::Named);
        (appeared != Some(Appears::AsMember)).then_some(By { seat, person })
    }
}

/// Neighbours of one author are one span.
fn write(spans: &mut Vec<Written>, next: Written) {
    match spans.last_mut() {
        Some(last) if last.to == next.from && last.by == next.by => last.to = next.to,
        _ => spans.push(next),
    }
}

/// What one author took away at one place is told once.
fn remove(removed: &mut Vec<Removed>, next: Removed) {
    let here = removed.iter_mut().rev().take_while(|before| before.at == next.at);
    match here.into_iter().find(|before| before.by == next.by) {
        Some(before) => {
            before.units += next.units;
            before.time_ms = before.time_ms.max(next.time_ms);
        }
        None => removed.push(next),
    }
}
