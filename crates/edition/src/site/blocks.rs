//! The text of a chapter as HTML: real headings, lists and quotes, each block with its language and direction where they
//! differ from what is around it, and an address of its own.

use manual::block::{Direction, Kind, ListStyle, Style};

use super::direction;
use super::html::Html;
use crate::tree::{Block, Chapter, Inline, Item, List, Node};

/// What holds around a block if it says nothing else.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    pub(super) dir: Direction,
    /// Empty: nobody wrote it down.
    pub(super) lang: &'a str,
}

/// What a chapter as a whole says.
pub(super) fn around(chapter: &Chapter) -> Around<'_> {
    Around { dir: direction::of_chapter(chapter), lang: language(chapter) }
}

/// The language of a chapter: the one that every block with words in it carries, if it is one.
fn language(chapter: &Chapter) -> &str {
    let blocks = chapter.blocks().into_iter().filter(|block| !block.text().trim().is_empty());
    let mut languages = blocks.map(|block| block.lang.as_deref().unwrap_or_default());
    let first = languages.next().unwrap_or_default();
    if languages.all(|other| other == first) { first } else { "" }
}

/// The text of a chapter.
pub(super) fn text(chapter: &Chapter) -> Html {
    let mut writer = Writer { html: Html::new(), level: 1, blocks: 0 };
    writer.nodes(&chapter.nodes, around(chapter));
    writer.html
}

struct Writer {
    html: Html,
    /// The level of the heading before; the chapter's title is the first.
    level: u8,
    /// How many blocks there were before.
    blocks: usize,
}

impl Writer {
    fn nodes(&mut self, nodes: &[Node], around: Around<'_>) {
        for node in nodes {
            match node {
                Node::Block(block) => self.block(block, around),
                Node::List(list) => self.list(list, direction::of_node(node), around),
            }
            self.html.raw("\n");
        }
    }

    fn list(&mut self, list: &List, dir: Option<Direction>, around: Around<'_>) {
        let (open, close) = match list.style {
            ListStyle::Bullet => ("<ul", "</ul>"),
            ListStyle::Number => ("<ol", "</ol>"),
        };
        self.html.raw(open);
        let around = Around { dir: self.direction(dir, around), ..around };
        self.html.raw(">\n");
        for Item { first, more } in &list.items {
            self.html.raw("<li>");
            self.block(first, around);
            self.html.raw("\n");
            self.nodes(more, around);
            self.html.raw("</li>\n");
        }
        self.html.raw(close);
    }

    /// Writes a direction where it differs from what is around; the one that holds then.
    fn direction(&mut self, dir: Option<Direction>, around: Around<'_>) -> Direction {
        match dir {
            Some(dir) if dir != around.dir => {
                self.html.attribute("dir", dir.word());
                dir
            }
            _ => around.dir,
        }
    }

    fn block(&mut self, block: &Block, around: Around<'_>) {
        self.blocks += 1;
        let anchor = anchor(block, self.blocks);
        let (open, close) = match block.kind {
            Kind::Paragraph | Kind::Definition | Kind::Table | Kind::Figure => ("<p", "</p>"),
            Kind::Heading2 => self.heading(2, block),
            Kind::Heading3 => self.heading(3, block),
            Kind::Heading4 => self.heading(4, block),
            Kind::Quote => ("<blockquote", "</p></blockquote>"),
        };
        self.html.raw(open).attribute("id", &anchor);
        self.direction(direction::of_block(block), around);
        if let Some(lang) = block.lang.as_deref().filter(|lang| *lang != around.lang) {
            self.html.attribute("lang", lang);
        }
        self.html.raw(if block.kind == Kind::Quote { "><p>" } else { ">" });
        if close.starts_with("</h") && !block.content.iter().any(|inline| address(inline).is_some()) {
            self.html.raw("<a class=\"here\"").attribute("href", &format!("#{anchor}")).raw(">");
            self.inlines(&block.content);
            self.html.raw("</a>");
        } else {
            self.inlines(&block.content);
        }
        self.html.raw(close);
    }

    /// A heading never skips a level, whatever was written; one without words is none.
    fn heading(&mut self, level: u8, block: &Block) -> (&'static str, &'static str) {
        if block.text().trim().is_empty() {
            return ("<p", "</p>");
        }
        self.level = level.min(self.level + 1);
        match self.level {
            2 => ("<h2", "</h2>"),
            3 => ("<h3", "</h3>"),
            _ => ("<h4", "</h4>"),
        }
    }

    /// Runs under one address are one link.
    fn inlines(&mut self, content: &[Inline]) {
        let same_link = |one: &Inline, other: &Inline| address(one) == address(other);
        for group in content.chunk_by(same_link) {
            let link = group.first().and_then(address);
            if let Some(link) = link {
                self.html.raw("<a rel=\"noopener noreferrer\"").attribute("href", link).raw(">");
            }
            for inline in group {
                self.inline(inline);
            }
            if link.is_some() {
                self.html.raw("</a>");
            }
        }
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Break => {
                self.html.raw("<br>");
            }
            Inline::Unknown(text) => {
                self.html.raw("<code class=\"unknown\">").text(text).raw("</code>");
            }
            Inline::Text { text, style } => self.run(text, style),
        }
    }

    fn run(&mut self, text: &str, style: &Style) {
        let Style { strong, em, sub, sup, code, link: _, term, lang } = style;
        let marks = [
            (*strong, "<strong>", "</strong>"),
            (*em, "<em>", "</em>"),
            (*sub, "<sub>", "</sub>"),
            (*sup, "<sup>", "</sup>"),
            (*code, "<code>", "</code>"),
        ];
        if let Some(lang) = lang {
            self.html.raw("<span").attribute("lang", lang).raw(">");
        }
        if let Some(term) = term {
            self.html.raw("<span class=\"term\"").attribute("data-term", term).raw(">");
        }
        let shown = || marks.iter().filter(|(on, ..)| *on);
        for (_, open, _) in shown() {
            self.html.raw(open);
        }
        self.html.text(text);
        for (.., close) in shown().rev() {
            self.html.raw(close);
        }
        for _ in term.iter().chain(lang) {
            self.html.raw("</span>");
        }
    }
}

fn address(inline: &Inline) -> Option<&str> {
    match inline {
        Inline::Text { text: _, style } => style.link.as_deref(),
        Inline::Break | Inline::Unknown(_) => None,
    }
}

/// The address of a block in its page: its id, where that is a word; programs may write others, which stand by their
/// number. Names of the pages' own have a hyphen, so that none is ever there twice.
fn anchor(block: &Block, number: usize) -> String {
    let is_word = block.id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'~');
    if is_word { block.id.clone() } else { format!("block-{number}") }
}
