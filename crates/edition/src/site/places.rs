//! Where everything stands that can be pointed at: its address in the page of its chapter, its number, its title.

use std::borrow::Borrow;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use manual::block::Kind;
use manual::id::{ChapterId, PayloadId};
use manual::numbers::{Counter, has_words};

use crate::Manifest;
use crate::tree::{Block, Boxed, Chapter, Head, Inline, Inset, Piece, text_of};

/// Longest title of what has no title of its own, in characters.
const TITLE_CHARS_MAX: usize = 100;

/// Something that can be pointed at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Place {
    /// Its address in its page.
    pub(crate) anchor: String,
    pub(crate) label: Label,
    pub(crate) title: String,
}

/// What it is, and its number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Label {
    Heading(Option<String>),
    Table(String),
    Figure(String),
    Box(String),
    /// A text.
    Text,
}

/// The places of a chapter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Places {
    blocks: HashMap<String, Place>,
    boxes: HashMap<PayloadId, Place>,
    /// Where the table or figure of this id is shown.
    tables: HashMap<PayloadId, String>,
    figures: HashMap<PayloadId, String>,
}

/// The chapters that a chapter points into.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct References {
    chapters: HashMap<ChapterId, (usize, Rc<Places>)>,
}

/// What is known of the chapters of one edition already, by their index: for whoever writes more than one page of it.
#[derive(Default)]
pub(crate) struct Known(HashMap<usize, Rc<Places>>);

impl Known {
    /// The places of a chapter with this number. `open` is asked for it once.
    pub(crate) fn places<C: Borrow<Chapter>, E>(
        &mut self,
        index: usize,
        number: &str,
        open: impl FnOnce(usize) -> Result<C, E>,
    ) -> Result<Rc<Places>, E> {
        if let Some(places) = self.0.get(&index) {
            return Ok(Rc::clone(places));
        }
        let places = Rc::new(Places::of(open(index)?.borrow(), number));
        self.0.insert(index, Rc::clone(&places));
        Ok(places)
    }
}

impl References {
    /// What has to be known of other chapters to write the page of one: `open` is asked for each that it points into, by
    /// its index, once.
    ///
    /// # Errors
    /// Whatever `open` says.
    pub fn of<C: Borrow<Chapter>, E>(
        manifest: &Manifest,
        chapter: &Chapter,
        open: impl FnMut(usize) -> Result<C, E>,
    ) -> Result<Self, E> {
        Self::with(&mut Known::default(), manifest, chapter, open)
    }

    /// The same, where some of it is known.
    ///
    /// # Errors
    /// Whatever `open` says.
    pub(crate) fn with<C: Borrow<Chapter>, E>(
        known: &mut Known,
        manifest: &Manifest,
        chapter: &Chapter,
        mut open: impl FnMut(usize) -> Result<C, E>,
    ) -> Result<Self, E> {
        let wanted = pointed_into(chapter);
        let numbers = manifest.numbers();
        let mut chapters = HashMap::new();
        for (index, entry) in manifest.chapters.iter().enumerate() {
            if wanted.contains(&entry.id) && entry.id != chapter.id {
                chapters.insert(entry.id, (index, known.places(index, &numbers[index], &mut open)?));
            }
        }
        Ok(Self { chapters })
    }

    /// A place in another chapter, and the index of that.
    pub(crate) fn find(&self, chapter: ChapterId, target: &str) -> Option<(usize, &Place)> {
        let (index, places) = self.chapters.get(&chapter)?;
        Some((*index, places.find(target)?))
    }
}

/// The chapters that something in a chapter points into.
fn pointed_into(chapter: &Chapter) -> HashSet<ChapterId> {
    let inlines = chapter.contents().into_iter().flatten();
    let chapters = inlines.filter_map(|inline| match inline {
        Inline::Xref { chapter, target: _ } => *chapter,
        Inline::Text { .. }
        | Inline::Break
        | Inline::PageBreak
        | Inline::Note { .. }
        | Inline::Unknown(_) => None,
    });
    chapters.collect()
}

impl Places {
    /// The places of a chapter with this number.
    pub(crate) fn of(chapter: &Chapter, number: &str) -> Self {
        let mut places = Self {
            blocks: HashMap::new(),
            boxes: HashMap::new(),
            tables: HashMap::new(),
            figures: HashMap::new(),
        };
        let ids: HashSet<&str> = chapter.blocks().into_iter().map(|block| block.id.as_str()).collect();
        let mut counter = Counter::new(Some(number).filter(|number| !number.is_empty()));
        let mut boxes = 0;
        for piece in chapter.pieces() {
            match piece {
                Piece::Block(block) => places.block(block, &mut counter),
                Piece::Box(Boxed { id, head: Head::First(heading), .. }) => {
                    boxes += 1;
                    let is_free = !ids.contains(id.as_str());
                    let anchor = if is_free { id.to_string() } else { format!("box-{boxes}") };
                    let title = heading.title.trim().to_owned();
                    places.boxes.insert(*id, Place { anchor, label: Label::Box(counter.boxed()), title });
                }
                Piece::Box(_) | Piece::Cell(_) => {}
            }
        }
        places
    }

    fn block(&mut self, block: &Block, counter: &mut Counter<'_>) {
        let anchor = anchor(block, self.blocks.len() + 1);
        let title = line(&block.content);
        let label = match (&block.inset, block.payload) {
            (Some(Inset::Table(_)), Some(id)) => {
                self.tables.insert(id, block.id.clone());
                Label::Table(counter.table())
            }
            (Some(Inset::Figure(_)), Some(id)) => {
                self.figures.insert(id, block.id.clone());
                Label::Figure(counter.figure())
            }
            _ if block.kind.is_heading() && has_words(&title) => Label::Heading(counter.heading(block.kind)),
            _ => Label::Text,
        };
        let title = if label == Label::Text { shortened(&title) } else { title };
        self.blocks.insert(block.id.clone(), Place { anchor, label, title });
    }

    /// What a target points at: a block, or else a box.
    pub(crate) fn find(&self, target: &str) -> Option<&Place> {
        let boxed = || self.boxes.get(&PayloadId::parse(target)?);
        self.blocks.get(target).or_else(boxed)
    }

    pub(crate) fn of_block(&self, block: &Block) -> Option<&Place> {
        self.blocks.get(&block.id)
    }

    pub(crate) fn of_box(&self, id: PayloadId) -> Option<&Place> {
        self.boxes.get(&id)
    }

    /// Where the table or figure is shown that this block only refers to.
    pub(crate) fn shown(&self, block: &Block) -> Option<&Place> {
        let payload = block.payload.filter(|_| block.inset.is_none())?;
        let shown = match block.kind {
            Kind::Table => &self.tables,
            Kind::Figure => &self.figures,
            Kind::Paragraph
            | Kind::Heading2
            | Kind::Heading3
            | Kind::Heading4
            | Kind::Quote
            | Kind::Definition => return None,
        };
        self.blocks.get(shown.get(&payload)?)
    }
}

/// A content as one line: breaks, and what has no characters of its own, as spaces.
fn line(content: &[Inline]) -> String {
    text_of(content).replace('\n', " ").trim().to_owned()
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(TITLE_CHARS_MAX) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
    }
}

/// The address of a block in its page: its id, where that is a word; programs may write others, which stand by their
/// number. Names of the pages' own have a hyphen, so that none is ever there twice.
fn anchor(block: &Block, number: usize) -> String {
    let is_word = block.id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'~');
    if is_word { block.id.clone() } else { format!("block-{number}") }
}
