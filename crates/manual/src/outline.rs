//! The outline of a manual: which chapters there are, what they are called, where each stands.
//!
//! One Yjs document with the root map `chapters` (docs/document-model.md, "The outline"). Reading never fails and
//! never loses a chapter, whatever concurrent edits left behind. Templates stand in the same map and are told apart:
//! [`read`] knows none, [`templates`] nothing else. Chapters' texts are not here: see `flat`.

mod arrange;
pub mod order;

use std::collections::HashMap;
use std::sync::Arc;

use yrs::{Any, GetString, Map, MapPrelim, MapRef, Out, ReadTxn, Text, TextPrelim, TextRef, TransactionMut};

use crate::document::{ApplyRefused, Document};
use crate::id::ChapterId;
use crate::inline::is_control;

/// The root that holds the chapters.
pub const CHAPTERS: &str = "chapters";
/// Longest title of a chapter, in characters. Reading cuts what is longer.
pub const TITLE_CHARS_MAX: usize = 200;
/// Most chapters of one manual, deleted ones included.
pub const CHAPTERS_MAX: usize = 2_000;

/// A chapter as the outline shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutlineChapter {
    pub id: ChapterId,
    pub title: String,
    /// The chapter it is shown under: never deleted, never unknown, never below itself.
    pub parent: Option<ChapterId>,
    /// Its place among its siblings, by [`order`]; empty if none is written. Equal ones go by id.
    pub order: String,
    pub deleted: bool,
    /// The template it was made from, as it is written: nobody looked whether there is one.
    pub from: Option<ChapterId>,
}

/// A template as the outline shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutlineTemplate {
    pub id: ChapterId,
    pub title: String,
    pub deleted: bool,
}

/// Why an outline was not changed. Nothing was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum OutlineRefused {
    #[error("a chapter's title may not be empty or hold control characters")]
    TitleBlank,
    #[error("a chapter's title may have at most {TITLE_CHARS_MAX} characters")]
    TitleTooLong,
    #[error("there is no such chapter")]
    UnknownChapter,
    #[error("there is a chapter of this id already")]
    KnownChapter,
    #[error("a chapter cannot stand under itself")]
    UnderItself,
    #[error("the chapter to go after does not stand there")]
    NotBeside,
    #[error("a manual may have at most {CHAPTERS_MAX} chapters")]
    Full,
}

/// The update that creates an outline: nothing yet, as a Yjs root has no bytes of its own.
pub fn new_outline(client: u64) -> Vec<u8> {
    Document::new(client).state()
}

/// An outline from its (scanned) state; edits made on it carry `client`.
///
/// # Errors
/// The bytes are not a v1 update or could not be integrated.
pub fn open(client: u64, state: &[u8]) -> Result<Document, ApplyRefused> {
    let mut outline = Document::new(client);
    outline.apply(state)?;
    Ok(outline)
}

/// The chapters in the order people read them, each before its children.
pub fn read(outline: &Document) -> Vec<OutlineChapter> {
    arrange::arrange(written(outline))
}

/// The templates, the oldest first.
pub fn templates(outline: &Document) -> Vec<OutlineTemplate> {
    let (_, templates) = entries(outline);
    let shown = templates.into_iter().map(|Written { id, title, deleted, .. }| OutlineTemplate {
        id,
        title,
        deleted,
    });
    shown.collect()
}

/// A title as it may be written.
///
/// # Errors
/// `TitleBlank`, `TitleTooLong`.
pub fn check_title(title: &str) -> Result<&str, OutlineRefused> {
    if title.trim().is_empty() || title.contains(is_control) {
        return Err(OutlineRefused::TitleBlank);
    }
    if title.chars().count() > TITLE_CHARS_MAX {
        return Err(OutlineRefused::TitleTooLong);
    }
    Ok(title)
}

/// Adds a chapter as the last one under `parent` (or at the top) and returns the update.
///
/// # Errors
/// Any of [`OutlineRefused`] but `UnderItself` and `NotBeside`.
pub fn create(
    outline: &mut Document,
    id: ChapterId,
    title: &str,
    parent: Option<ChapterId>,
) -> Result<Vec<u8>, OutlineRefused> {
    add(outline, id, title, &Made::Chapter { parent, from: None })
}

/// The same for a chapter that is made from a template.
///
/// # Errors
/// As [`create`].
pub fn create_from(
    outline: &mut Document,
    id: ChapterId,
    title: &str,
    parent: Option<ChapterId>,
    from: ChapterId,
) -> Result<Vec<u8>, OutlineRefused> {
    add(outline, id, title, &Made::Chapter { parent, from: Some(from) })
}

/// Adds a template, the last of them, and returns the update.
///
/// # Errors
/// `TitleBlank`, `TitleTooLong`, `KnownChapter`, `Full`.
pub fn create_template(
    outline: &mut Document,
    id: ChapterId,
    title: &str,
) -> Result<Vec<u8>, OutlineRefused> {
    add(outline, id, title, &Made::Template)
}

/// What an entry is made for.
enum Made {
    Chapter { parent: Option<ChapterId>, from: Option<ChapterId> },
    Template,
}

fn add(outline: &mut Document, id: ChapterId, title: &str, made: &Made) -> Result<Vec<u8>, OutlineRefused> {
    let title = check_title(title)?;
    let (chapters, templates) = entries(outline);
    if chapters.iter().chain(&templates).any(|entry| entry.id == id) {
        return Err(OutlineRefused::KnownChapter);
    }
    if chapters.len() + templates.len() >= CHAPTERS_MAX {
        return Err(OutlineRefused::Full);
    }
    let plan = match made {
        Made::Chapter { parent, .. } => plan(&chapters, id, *parent, After::TheLast)?,
        Made::Template => last_of(&templates, id),
    };
    let root = root(outline);
    let ((), update) = outline.edit(|txn| {
        let entry = root.insert(txn, id.to_string(), MapPrelim::default());
        entry.insert(txn, "title", TextPrelim::new(title));
        match made {
            Made::Chapter { from: Some(from), .. } => drop(entry.insert(txn, "from", from.to_string())),
            Made::Chapter { from: None, .. } => {}
            Made::Template => drop(entry.insert(txn, "template", true)),
        }
        write_places(txn, &root, &plan);
    });
    Ok(update.expect("a new entry is a change"))
}

/// The place of a new template. Where no key is left behind the last one, it stands beside it, by its id.
fn last_of(templates: &[Written], id: ChapterId) -> Plan {
    let last = templates.last().map(|template| template.order.as_str()).filter(|order| !order.is_empty());
    let order = order::between(last, None).or_else(|| last.map(str::to_owned)).unwrap_or_default();
    vec![(id, None, order)]
}

/// Renames a chapter, writing only the part of the title that differs. `None` when nothing does.
///
/// # Errors
/// `TitleBlank`, `TitleTooLong`, `UnknownChapter`.
pub fn set_title(
    outline: &mut Document,
    id: ChapterId,
    title: &str,
) -> Result<Option<Vec<u8>>, OutlineRefused> {
    let title = check_title(title)?;
    let root = root(outline);
    let (found, update) = outline.edit(|txn| {
        let chapter = chapter(txn, &root, id)?;
        match chapter.get(txn, "title") {
            Some(Out::YText(text)) => rewrite(txn, &text, title),
            _ => drop(chapter.insert(txn, "title", TextPrelim::new(title))),
        }
        Ok(())
    });
    found.map(|()| update)
}

/// Marks a chapter as deleted, or takes that back. Its text and its children stay. `None` when it is so already.
///
/// # Errors
/// `UnknownChapter`.
pub fn set_deleted(
    outline: &mut Document,
    id: ChapterId,
    deleted: bool,
) -> Result<Option<Vec<u8>>, OutlineRefused> {
    let root = root(outline);
    let (found, update) = outline.edit(|txn| {
        let chapter = chapter(txn, &root, id)?;
        if is_set(txn, &chapter, "deleted") != deleted {
            chapter.insert(txn, "deleted", deleted);
        }
        Ok(())
    });
    found.map(|()| update)
}

/// Moves a chapter under `parent` (or to the top), behind the sibling `after` (or in front). Only where the gap has no
/// room left do the siblings get new keys too. `None` when it stands there already.
///
/// # Errors
/// `UnknownChapter` for the chapter or the parent, `UnderItself`, `NotBeside` when `after` is not a child of `parent`.
pub fn place(
    outline: &mut Document,
    id: ChapterId,
    parent: Option<ChapterId>,
    after: Option<ChapterId>,
) -> Result<Option<Vec<u8>>, OutlineRefused> {
    let written = written(outline);
    if !written.iter().any(|chapter| chapter.id == id) {
        return Err(OutlineRefused::UnknownChapter);
    }
    let plan = plan(&written, id, parent, After::This(after))?;
    let root = root(outline);
    let ((), update) = outline.edit(|txn| write_places(txn, &root, &plan));
    Ok(update)
}

/// What is written about a chapter, before cycles and the like are resolved.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Written {
    id: ChapterId,
    title: String,
    parent: Option<ChapterId>,
    order: String,
    deleted: bool,
    from: Option<ChapterId>,
}

/// Places to be written: chapter, parent, order.
type Plan = Vec<(ChapterId, Option<ChapterId>, String)>;

enum After {
    TheLast,
    This(Option<ChapterId>),
}

fn plan(
    written: &[Written],
    id: ChapterId,
    parent: Option<ChapterId>,
    after: After,
) -> Result<Plan, OutlineRefused> {
    let parents = arrange::real_parents(written);
    let mut above = parent;
    while let Some(ancestor) = above {
        if ancestor == id {
            return Err(OutlineRefused::UnderItself);
        }
        above = *parents.get(&ancestor).ok_or(OutlineRefused::UnknownChapter)?;
    }
    let shown = arrange::arrange(written.to_vec());
    let siblings: Vec<&OutlineChapter> = shown.iter().filter(|c| c.parent == parent && c.id != id).collect();
    let index = match after {
        After::TheLast => siblings.len(),
        After::This(None) => 0,
        After::This(Some(after)) => {
            siblings.iter().position(|c| c.id == after).ok_or(OutlineRefused::NotBeside)? + 1
        }
    };
    let known: HashMap<ChapterId, &Written> = written.iter().map(|c| (c.id, c)).collect();
    if known.get(&id).is_some_and(|now| stands_there(now, &shown, parent, index)) {
        return Ok(Vec::new());
    }
    let before = index.checked_sub(1).map(|before| siblings[before].order.as_str());
    let behind = siblings.get(index).map(|behind| behind.order.as_str());
    if let Some(order) = order::between(before, behind) {
        return Ok(vec![(id, parent, order)]);
    }
    let mut row: Vec<(ChapterId, Option<ChapterId>)> =
        siblings.iter().map(|c| (c.id, known[&c.id].parent)).collect();
    row.insert(index, (id, parent));
    let orders = order::spread(row.len());
    Ok(row.into_iter().zip(orders).map(|((id, parent), order)| (id, parent, order)).collect())
}

fn stands_there(now: &Written, shown: &[OutlineChapter], parent: Option<ChapterId>, index: usize) -> bool {
    let mut row = shown.iter().filter(|chapter| chapter.parent == parent);
    now.parent == parent && row.position(|chapter| chapter.id == now.id) == Some(index)
}

fn write_places(txn: &mut TransactionMut<'_>, root: &MapRef, plan: &Plan) {
    for (id, parent, order) in plan {
        let Ok(chapter) = chapter(txn, root, *id) else { continue };
        let parent = parent.map_or(Any::Null, |parent| parent.to_string().into());
        let place =
            HashMap::from([("parent".to_owned(), parent), ("order".to_owned(), order.as_str().into())]);
        chapter.insert(txn, "place", Any::Map(Arc::new(place)));
    }
}

/// Makes a text say something else by changing what lies between the common beginning and the common end.
fn rewrite(txn: &mut TransactionMut<'_>, text: &TextRef, wanted: &str) {
    let now: Vec<char> = text.get_string(txn).chars().collect();
    let wanted: Vec<char> = wanted.chars().collect();
    let head = now.iter().zip(&wanted).take_while(|(one, other)| one == other).count();
    let rest = (now[head..].iter().rev()).zip(wanted[head..].iter().rev());
    let tail = rest.take_while(|(one, other)| one == other).count();
    let units = |chars: &[char]| chars.iter().map(|c| c.len_utf16() as u32).sum::<u32>();
    let at = units(&now[..head]);
    let gone = units(&now[head..now.len() - tail]);
    if gone > 0 {
        text.remove_range(txn, at, gone);
    }
    text.insert(txn, at, &wanted[head..wanted.len() - tail].iter().collect::<String>());
}

fn root(outline: &Document) -> MapRef {
    outline.doc().get_or_insert_map(CHAPTERS)
}

fn chapter<T: ReadTxn>(txn: &T, root: &MapRef, id: ChapterId) -> Result<MapRef, OutlineRefused> {
    match root.get(txn, &id.to_string()) {
        Some(Out::YMap(chapter)) => Ok(chapter),
        _ => Err(OutlineRefused::UnknownChapter),
    }
}

fn written(outline: &Document) -> Vec<Written> {
    entries(outline).0
}

/// The chapters, in no order, and the templates, in theirs.
fn entries(outline: &Document) -> (Vec<Written>, Vec<Written>) {
    let root = root(outline);
    let (mut chapters, mut templates) = (Vec::new(), Vec::new());
    outline.read(|txn| {
        for (key, value) in root.iter(txn) {
            let (Out::YMap(entry), Some(id)) = (value, ChapterId::parse(key)) else { continue };
            let all = if is_set(txn, &entry, "template") { &mut templates } else { &mut chapters };
            all.push(written_entry(txn, id, &entry));
        }
    });
    templates.sort_by(|one, other| (&one.order, one.id).cmp(&(&other.order, other.id)));
    (chapters, templates)
}

fn written_entry<T: ReadTxn>(txn: &T, id: ChapterId, entry: &MapRef) -> Written {
    let place = match entry.get(txn, "place") {
        Some(Out::Any(Any::Map(place))) => place,
        _ => Arc::default(),
    };
    let word = |key: &str| match place.get(key) {
        Some(Any::String(word)) => Some(word.as_ref()),
        _ => None,
    };
    Written {
        id,
        title: title(txn, entry),
        parent: word("parent").and_then(ChapterId::parse),
        order: word("order").filter(|order| order::is_order(order)).unwrap_or_default().to_owned(),
        deleted: is_set(txn, entry, "deleted"),
        from: match entry.get(txn, "from") {
            Some(Out::Any(Any::String(from))) => ChapterId::parse(&from),
            _ => None,
        },
    }
}

fn title<T: ReadTxn>(txn: &T, chapter: &MapRef) -> String {
    let title = match chapter.get(txn, "title") {
        Some(Out::YText(text)) => text.get_string(txn),
        _ => String::new(),
    };
    title.chars().take(TITLE_CHARS_MAX).map(|c| if is_control(c) { ' ' } else { c }).collect()
}

fn is_set<T: ReadTxn>(txn: &T, entry: &MapRef, key: &str) -> bool {
    matches!(entry.get(txn, key), Some(Out::Any(Any::Bool(true))))
}
