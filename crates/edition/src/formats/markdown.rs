//! Markdown: CommonMark with the footnotes and tables that most readers of it know. What it has no form for is said in words:
//! merged cells repeat nothing, boxes are quotations, directions are not told.

use std::collections::HashSet;
use std::fmt::Write;

use manual::block::ListStyle;
use manual::inline::Style;

use crate::set::{
    Book, BoxHeading, Boxed, Cell, Chapter, Figure, Heading, Inline, Line, List, Node, Table, Target, Text,
    TextKind,
};
use crate::site::words::Words;

/// The whole edition as one file. Pictures are named as they lie in the folder `images` of an exported edition.
pub fn markdown(book: &Book) -> String {
    let mut writer = Writer::new(book);
    writer.head(1, &escaped(book.title()));
    if !book.manifest.facts.title.trim().is_empty() {
        writer.block(&guarded(&escaped(book.manifest.facts.title.trim())));
    }
    let said = escaped(&book.said());
    match book.draft {
        None => writer.block(&format!("{said}  \nSHA-256: `{}`", crate::hex(&book.manifest.sha256))),
        Some(_) => writer.block(&guarded(&said)),
    }
    for chapter in &book.chapters {
        writer.chapter(chapter);
    }
    writer.glossary();
    writer.out
}

/// A break within a line. Two of them one behind the other are no end of the paragraph.
const BREAK: &str = "\\\n";

struct Writer<'b> {
    book: &'b Book,
    out: String,
    /// What every line begins with: of lists and quotations.
    indent: String,
    /// The same of the block before, as far as it may go on.
    before: String,
    /// What the next line begins with instead.
    bullet: Option<String>,
    at: usize,
    /// The words of the language of the chapter.
    words: &'static Words,
    /// What something points at: only that gets an anchor.
    wanted: HashSet<(usize, String)>,
    /// What the notes of the chapter say.
    notes: Vec<(String, String)>,
}

impl<'b> Writer<'b> {
    fn new(book: &'b Book) -> Self {
        let mut wanted = HashSet::new();
        for chapter in &book.chapters {
            each_line(&chapter.nodes, &mut |line| wanted_in(&line.content, &mut wanted));
        }
        wanted.extend(book.glossary.iter().map(|entry| key(&entry.from)));
        Self {
            book,
            out: String::new(),
            indent: String::new(),
            before: String::new(),
            bullet: None,
            at: 0,
            words: book.words,
            wanted,
            notes: Vec::new(),
        }
    }

    /// A block, with an empty line before it. What it holds may have lines of its own.
    fn block(&mut self, text: &str) {
        // An item has to begin with something, or what stands in it is no part of it.
        let text = match (text.is_empty(), &self.bullet) {
            (true, None) => return,
            (true, Some(_)) => "<!-- -->",
            (false, _) => text,
        };
        let shared =
            self.before.chars().zip(self.indent.chars()).take_while(|(one, other)| one == other).count();
        if !self.out.is_empty() {
            self.out.push_str(self.indent[..shared].trim_end());
            self.out.push('\n');
        }
        self.before.clone_from(&self.indent);
        for line in text.split('\n') {
            let lead = self.bullet.take();
            let whole = format!("{}{line}", lead.as_ref().unwrap_or(&self.indent));
            self.out.push_str(if line.is_empty() { whole.trim_end() } else { &whole });
            self.out.push('\n');
        }
    }

    /// A heading. Signs at its end would be taken for the end of its own.
    fn head(&mut self, level: u8, text: &str) {
        let end = if text.ends_with('#') { "\\#" } else { "" };
        let text = if end.is_empty() { text } else { &text[..text.len() - 1] };
        self.block(&format!("{} {text}{end}", "#".repeat(usize::from(level))));
    }

    fn chapter(&mut self, chapter: &Chapter) {
        self.at = chapter.index;
        self.words = chapter.words;
        self.head(1, &format!("{} {}", chapter.number, escaped(&chapter.title)));
        self.nodes(&chapter.nodes);
        for (name, said) in std::mem::take(&mut self.notes) {
            self.block(&format!("[^{name}]: {said}"));
        }
    }

    fn glossary(&mut self) {
        if self.book.glossary.is_empty() {
            return;
        }
        self.head(1, &escaped(self.book.words.around.glossary));
        for entry in &self.book.glossary {
            let meaning = self.inlines(&entry.meaning);
            let title = self.book.chapters.get(entry.from.chapter).map_or("", |chapter| &chapter.title);
            let from = link(&escaped(title), &entry.from);
            self.block(&format!("**{}**: {} ({from})", escaped(&entry.term), meaning.trim()));
        }
    }

    fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Heading(heading) => self.heading(heading),
                Node::Text(text) => self.text(text),
                Node::List(list) => self.list(list),
                Node::Table(table) => self.table(table),
                Node::Figure(figure) => self.figure(figure),
                Node::Boxed(boxed) => self.boxed(boxed),
            }
        }
    }

    fn anchor(&self, anchor: &str) -> String {
        let is_wanted = self.wanted.contains(&(self.at, anchor.to_owned()));
        if is_wanted { format!("<a id=\"{}\"></a>", named(self.at, anchor)) } else { String::new() }
    }

    fn heading(&mut self, Heading { id: _, anchor, level, number, line }: &Heading) {
        let number = number.as_ref().map(|number| format!("{number} ")).unwrap_or_default();
        let text = self.line(line).replace(BREAK, " ");
        let anchor = self.anchor(anchor);
        self.head(*level, &format!("{anchor}{number}{text}"));
    }

    fn text(&mut self, Text { id: _, anchor, kind, line }: &Text) {
        let text = format!("{}{}", self.anchor(anchor), self.line(line));
        let before = self.indent.clone();
        if *kind == TextKind::Quote {
            self.indent.push_str("> ");
            self.bullet.iter_mut().for_each(|bullet| bullet.push_str("> "));
        }
        self.block(&text);
        self.ends(before);
    }

    /// Back to what holds around a list or a quotation, which does not go on.
    fn ends(&mut self, indent: String) {
        self.before.clone_from(&indent);
        self.indent = indent;
    }

    fn list(&mut self, List { style, dir: _, items }: &List) {
        for (number, item) in (1..).zip(items) {
            let bullet = match style {
                ListStyle::Bullet => "- ".to_owned(),
                ListStyle::Number => format!("{number}. "),
            };
            let before = self.indent.clone();
            self.bullet = Some(format!("{before}{bullet}"));
            self.indent.push_str(&" ".repeat(bullet.len()));
            self.nodes(&item.nodes);
            self.ends(before);
        }
    }

    /// A row begins with the cells that begin in it; a place that a cell reaches into is empty.
    fn table(&mut self, table: &Table) {
        let caption = self.line(&table.caption).replace(BREAK, " ");
        let anchor = self.anchor(&table.anchor);
        self.block(format!("{anchor}**{}** {caption}", escaped(&table.label)).trim_end());
        let cols = table.cols.len();
        if cols == 0 {
            return;
        }
        let mut lines = Vec::new();
        let mut taken = vec![0_u16; cols];
        for (number, row) in table.rows.iter().enumerate() {
            if number == 0 && table.head_rows == 0 {
                lines.push(framed(&vec![String::new(); cols]));
                lines.push(framed(&vec!["---".to_owned(); cols]));
            }
            lines.push(framed(&self.row(row, &mut taken)));
            if number == 0 && table.head_rows > 0 {
                lines.push(framed(&vec!["---".to_owned(); cols]));
            }
        }
        if !lines.is_empty() {
            self.block(&lines.join("\n"));
        }
    }

    fn row(&mut self, row: &[Cell], taken: &mut [u16]) -> Vec<String> {
        let mut cells = row.iter();
        let mut places = Vec::new();
        while places.len() < taken.len() {
            let col = places.len();
            if taken[col] > 0 {
                taken[col] -= 1;
                places.push(String::new());
                continue;
            }
            let Some(cell) = cells.next() else { break };
            let end = (col + usize::from(cell.across)).min(taken.len());
            taken[col..end].fill(cell.down.saturating_sub(1));
            places.push(self.line(&cell.line).replace(BREAK, "<br>"));
            places.resize(end, String::new());
        }
        places.resize(taken.len(), String::new());
        places
    }

    fn figure(&mut self, figure: &Figure) {
        let anchor = self.anchor(&figure.anchor);
        let alt = escaped(&figure.alt);
        let picture = figure
            .image
            .as_ref()
            .map(|image| format!("{anchor}![{alt}](images/{}.{})", image.sha256, image.kind.extension()));
        self.block(&picture.unwrap_or_else(|| format!("{anchor}{alt}")));
        let caption = self.line(&figure.caption).replace(BREAK, " ");
        let caption = format!("**{}** {caption} {}", escaped(&figure.label), escaped(&figure.credit));
        self.block(caption.trim_end());
    }

    fn boxed(&mut self, Boxed { id: _, anchor, label, look: _, heading, nodes }: &Boxed) {
        let before = self.indent.clone();
        self.indent.push_str("> ");
        let anchor = anchor.as_ref().map(|anchor| self.anchor(anchor)).unwrap_or_default();
        let label = escaped(label);
        match heading {
            Some(BoxHeading { level: _, kind, title, about }) => {
                let title = if title.is_empty() { String::new() } else { format!(": {}", escaped(title)) };
                self.block(&format!("{anchor}**{label} {}{title}**", escaped(kind)));
                if !about.is_empty() {
                    let about: Vec<String> = about.iter().map(|it| escaped(it)).collect();
                    self.block(&about.join(" · "));
                }
            }
            None => {
                let continued = self.words.inside.continued;
                self.block(&format!("**{label}** ({})", escaped(continued)));
            }
        }
        self.nodes(nodes);
        self.ends(before);
    }

    /// A break is none at the ends of a line, where a reader would take its sign for a letter.
    fn line(&mut self, line: &Line) -> String {
        let text = self.inlines(&line.content);
        let mut lines: Vec<String> = text.split(BREAK).map(|line| guarded(line.trim())).collect();
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        let begin = lines.iter().take_while(|line| line.is_empty()).count();
        lines[begin..].join(BREAK)
    }

    fn inlines(&mut self, content: &[Inline]) -> String {
        let mut text = String::new();
        // Where a note's sign ends: what follows may not be taken for a part of it.
        let mut note_ends = None;
        for inline in content {
            let at = text.len();
            match inline {
                Inline::Text { text: run, style, is_term } => styled(&mut text, run, style, *is_term),
                Inline::Break => text.push_str(BREAK),
                Inline::PageBreak => text.push(' '),
                Inline::Unknown(json) => {
                    let code = code(json, &text);
                    text.push_str(&code);
                }
                Inline::Reference { to: None, text: missing } => text.push_str(&escaped(missing)),
                Inline::Reference { to: Some(to), text: title } => text.push_str(&link(&escaped(title), to)),
                Inline::Note { id: _, number, said } => {
                    let name = format!("{}-{number}", self.at + 1);
                    let _ = write!(text, "[^{name}]");
                    if let Some(said) = said {
                        let said = self.line(said).replace(BREAK, " ");
                        self.notes.push((name, said));
                    }
                }
            }
            if note_ends == Some(at) && text[at..].starts_with(['[', '(', ':', '\\']) {
                text.insert(at, ' ');
            }
            if matches!(inline, Inline::Note { .. }) {
                note_ends = Some(text.len());
            }
        }
        text
    }
}

fn framed(cells: &[String]) -> String {
    format!("| {} |", cells.join(" | "))
}

fn key(target: &Target) -> (usize, String) {
    (target.chapter, target.anchor.clone())
}

fn named(chapter: usize, anchor: &str) -> String {
    format!("{}-{anchor}", chapter + 1)
}

fn link(text: &str, to: &Target) -> String {
    format!("[{text}](#{})", named(to.chapter, &to.anchor))
}

/// A run between signs for its style; spaces at its ends stay outside of them.
fn styled(out: &mut String, run: &str, style: &Style, is_term: bool) {
    let Style { strong, em, sub, sup, code: is_code, link, term: _, lang: _ } = style;
    let words = run.trim_matches(' ');
    if words.is_empty() {
        return out.push_str(run);
    }
    let (lead, rest) = run.split_at(run.len() - run.trim_start_matches(' ').len());
    let trail = &rest[words.len()..];
    let mut text = if *is_code { code(words, out) } else { escaped(words) };
    let has_signs = !is_code && takes_signs(words) && !out.ends_with('*');
    let (an_em, a_strong) =
        if has_signs { (("*", "*"), ("**", "**")) } else { (("<em>", "</em>"), ("<strong>", "</strong>")) };
    for (on, open, close) in [
        (*em || is_term, an_em.0, an_em.1),
        (*strong, a_strong.0, a_strong.1),
        (*sub, "<sub>", "</sub>"),
        (*sup, "<sup>", "</sup>"),
    ] {
        if on {
            text = format!("{open}{text}{close}");
        }
    }
    if let Some(address) = link {
        let address: String =
            address.chars().map(|c| if "<>\\|".contains(c) { encoded(c) } else { c.to_string() }).collect();
        text = format!("[{text}](<{address}>)");
    }
    out.push_str(lead);
    out.push_str(&text);
    out.push_str(trail);
}

/// Whether signs around these words are taken for emphasis, whatever stands beside them: not where they begin or end with a sign.
fn takes_signs(words: &str) -> bool {
    words.starts_with(char::is_alphanumeric) && words.ends_with(char::is_alphanumeric)
}

fn encoded(c: char) -> String {
    let mut bytes = [0; 4];
    c.encode_utf8(&mut bytes).bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Between as many backticks as nothing in it has; as an element, where they would meet others or part a cell.
fn code(text: &str, before: &str) -> String {
    if before.ends_with('`') || text.contains('|') {
        return format!("<code>{}</code>", escaped(text));
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// Text that is nothing but text, wherever it stands in a line.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            // Behind a sign that says it is none, some readers still take it for a border of code.
            '`' => out.push_str("&#96;"),
            c => {
                if "\\*_[]<>|~&^$".contains(c) {
                    out.push('\\');
                }
                out.push(c);
            }
        }
    }
    out
}

/// A line that could begin something else does not.
fn guarded(line: &str) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let is_numbered = digits > 0 && line[digits..].starts_with(['.', ')']);
    if line.starts_with(['#', '+', '-', '=', ':']) {
        format!("\\{line}")
    } else if is_numbered {
        format!("{}\\{}", &line[..digits], &line[digits..])
    } else {
        line.to_owned()
    }
}

/// Every line of text that is shown, but those of notes, which stand in the others.
fn each_line<'n>(nodes: &'n [Node], look: &mut impl FnMut(&'n Line)) {
    for node in nodes {
        match node {
            Node::Heading(heading) => look(&heading.line),
            Node::Text(text) => look(&text.line),
            Node::List(list) => list.items.iter().for_each(|item| each_line(&item.nodes, look)),
            Node::Figure(figure) => look(&figure.caption),
            Node::Boxed(boxed) => each_line(&boxed.nodes, look),
            Node::Table(table) => {
                look(&table.caption);
                table.rows.iter().flatten().for_each(|cell| look(&cell.line));
            }
        }
    }
}

fn wanted_in(content: &[Inline], wanted: &mut HashSet<(usize, String)>) {
    for inline in content {
        match inline {
            Inline::Reference { to: Some(to), text: _ } => drop(wanted.insert(key(to))),
            Inline::Note { id: _, number: _, said: Some(said) } => wanted_in(&said.content, wanted),
            Inline::Reference { to: None, .. }
            | Inline::Note { said: None, .. }
            | Inline::Text { .. }
            | Inline::Break
            | Inline::PageBreak
            | Inline::Unknown(_) => {}
        }
    }
}
