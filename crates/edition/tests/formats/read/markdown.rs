//! A text in Markdown as a reader of CommonMark sees it, as its chapters. Such a reader knows headings, cells, pictures and notes;
//! whatever else there is, is a text.

use std::collections::HashMap;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::{Kind, Piece, bare};

/// The pieces of the title page, of each chapter and of the glossary, each with its notes behind.
pub(crate) fn chapters(text: &str) -> Vec<Vec<Piece>> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    let mut reader = Reader {
        chapters: Vec::new(),
        open: String::new(),
        alt: None,
        notes: HashMap::new(),
        asked: Vec::new(),
        note: None,
        head: false,
    };
    for event in Parser::new_ext(text, options) {
        reader.event(event);
    }
    reader.done()
}

struct Reader<'t> {
    chapters: Vec<Vec<Piece>>,
    open: String,
    /// The alternative text of the picture that is open.
    alt: Option<String>,
    /// What notes say, and the chapters and names of those that were referred to, each once.
    notes: HashMap<CowStr<'t>, String>,
    asked: Vec<(usize, CowStr<'t>)>,
    note: Option<CowStr<'t>>,
    head: bool,
}

impl<'t> Reader<'t> {
    fn event(&mut self, event: Event<'t>) {
        match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => self.chapters.push(Vec::new()),
            Event::Start(Tag::FootnoteDefinition(name)) => self.note = Some(name),
            Event::Start(Tag::TableHead) => self.head = true,
            Event::End(TagEnd::TableHead) => self.head = false,
            Event::Start(Tag::Image { .. }) => self.alt = Some(String::new()),
            Event::End(TagEnd::Image) => {
                let alt = self.alt.take().expect("open");
                self.say(Kind::Alt, &alt);
            }
            Event::End(TagEnd::Heading(level)) => {
                let kind = match level {
                    HeadingLevel::H1 => Kind::Title,
                    level => Kind::Heading(level as u8),
                };
                self.close(kind, true);
            }
            Event::End(TagEnd::TableCell) => {
                self.close(if self.head { Kind::Head } else { Kind::Cell }, true)
            }
            // Without paragraphs: a list whose items stand close.
            Event::End(TagEnd::Paragraph | TagEnd::Item) => self.close(Kind::Text, false),
            Event::End(TagEnd::FootnoteDefinition) => {
                let name = self.note.take().expect("open");
                let said = std::mem::take(&mut self.open);
                assert!(self.notes.insert(name, bare(&said)).is_none(), "a note is said twice");
            }
            Event::Text(text) | Event::Code(text) => {
                self.alt.as_mut().unwrap_or(&mut self.open).push_str(&text);
            }
            Event::FootnoteReference(name) => {
                let chapter = self.chapters.len() - 1;
                if self.asked.iter().all(|(_, asked)| *asked != name) {
                    self.asked.push((chapter, name));
                }
            }
            Event::InlineHtml(tag) => {
                let is_ours = [
                    "<sub>",
                    "</sub>",
                    "<sup>",
                    "</sup>",
                    "<br>",
                    "</a>",
                    "<strong>",
                    "</strong>",
                    "<em>",
                    "</em>",
                    "<code>",
                    "</code>",
                ]
                .contains(&&*tag);
                assert!(is_ours || tag.starts_with("<a id=\""), "markup that nobody wrote: {tag}");
            }
            Event::Html(comment) => assert_eq!(comment.trim(), "<!-- -->"),
            Event::SoftBreak | Event::HardBreak | Event::Start(_) | Event::End(_) => {}
            other => panic!("something that nobody wrote: {other:?}"),
        }
    }

    fn say(&mut self, kind: Kind, text: &str) {
        self.chapters.last_mut().expect("a title").push((kind, bare(text)));
    }

    fn close(&mut self, kind: Kind, always: bool) {
        if self.note.is_some() {
            return;
        }
        let text = bare(&std::mem::take(&mut self.open));
        if always || !text.is_empty() {
            self.say(kind, &text);
        }
    }

    fn done(mut self) -> Vec<Vec<Piece>> {
        for (chapter, name) in self.asked {
            let said = self.notes.remove(&name).unwrap_or_else(|| panic!("nothing is said in note {name}"));
            self.chapters[chapter].push((Kind::Note, said));
        }
        assert!(self.notes.is_empty(), "notes that nothing refers to: {:?}", self.notes);
        self.chapters
    }
}
