//! A light markup for texts that are written by hand before the service runs: the demo manual, tests, generated
//! histories. Reads it into blocks; there is no way back, and nobody types it in the editor.
//!
//! ```text
//! dir: rtl lang: ar        optional first line: direction and language of every block
//! ## Heading               `##` to `####`
//! - bullet                 `1. ` for numbers; two spaces in front for each level
//!   > also in an item      a line two spaces deeper than its item, without bullet, goes on with that item
//! > quote
//! A paragraph is one line. **strong**, *em*, [words](https://example.org). A backslash takes the next character as it is.
//! ```
//! Empty lines part nothing but the eye. What is not recognised is text.

use crate::assemble::nest::nest;
use crate::block::{
    Block, Direction, Inline, Kind, LIST_DEPTH_MAX, ListStyle, Node, Place, Style, is_address, is_control,
    is_language,
};
use crate::line::append_text;

/// The blocks of a marked-up text; `id` is asked for the id of each, in order.
pub fn read(markup: &str, mut id: impl FnMut() -> String) -> Vec<Node> {
    let markup: String = markup.chars().map(|c| if is_control(c) && c != '\n' { ' ' } else { c }).collect();
    let mut lines = markup.lines().map(str::trim_end).filter(|line| !line.is_empty()).peekable();
    let script = lines.peek().and_then(|line| script(line));
    if script.is_some() {
        lines.next();
    }
    let (dir, lang) = script.unwrap_or_default();
    let mut above = Place::Plain;
    let mut blocks = Vec::new();
    for line in lines {
        let (place, kind, text) = opening(line, above);
        let block = Block { kind, dir, lang: lang.clone(), content: inline(text), ..Block::paragraph(id()) };
        blocks.push((block, place, None));
        above = place;
    }
    nest(blocks.into_iter())
}

/// The first line's direction and language, if it says nothing else.
fn script(line: &str) -> Option<(Option<Direction>, Option<String>)> {
    let mut words = line.split_whitespace();
    let mut script = (None, None);
    while let Some(key) = words.next() {
        match (key, words.next()?) {
            ("dir:", dir) => script.0 = Some(Direction::parse(dir)?),
            ("lang:", lang) => script.1 = Some(lang.to_owned()).filter(|lang| is_language(lang)),
            _ => return None,
        }
    }
    Some(script)
}

/// Where a line's block stands, what kind it is, and its text.
fn opening(line: &str, above: Place) -> (Place, Kind, &str) {
    let text = line.trim_start_matches(' ');
    let level = u8::try_from((line.len() - text.len()) / 2).unwrap_or(LIST_DEPTH_MAX);
    let deepest_item = above.depth().map_or(0, |above| above + 1).min(LIST_DEPTH_MAX);
    if let Some((style, text)) = item(text) {
        return (Place::Item(style, level.min(deepest_item)), Kind::Paragraph, text);
    }
    let place = match (level.checked_sub(1), above.depth()) {
        (Some(depth), Some(above)) => Place::Further(depth.min(above)),
        _ => Place::Plain,
    };
    let (kind, text) = kind(text);
    (place, kind, text)
}

fn item(text: &str) -> Option<(ListStyle, &str)> {
    if let Some(text) = text.strip_prefix("- ") {
        return Some((ListStyle::Bullet, text));
    }
    let (number, text) = text.split_once(". ")?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then_some((ListStyle::Number, text))
}

fn kind(text: &str) -> (Kind, &str) {
    let openings =
        [("## ", Kind::Heading2), ("### ", Kind::Heading3), ("#### ", Kind::Heading4), ("> ", Kind::Quote)];
    for (opening, kind) in openings {
        if let Some(text) = text.strip_prefix(opening) {
            return (kind, text);
        }
    }
    (Kind::Paragraph, text)
}

/// A line's text with its attributes. `**` and `*` switch; a link is taken whole.
fn inline(line: &str) -> Vec<Inline> {
    let mut content = Vec::new();
    let mut style = Style::default();
    let mut rest = line;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix("**") {
            style.strong = !style.strong;
            rest = after;
        } else if let Some(after) = rest.strip_prefix('*') {
            style.em = !style.em;
            rest = after;
        } else if let Some((words, address, after)) = link(rest) {
            let linked = Style { link: Some(address.to_owned()), ..style.clone() };
            append_text(&mut content, words, &linked);
            rest = after;
        } else {
            let literal = rest.strip_prefix('\\').filter(|after| !after.is_empty()).unwrap_or(rest);
            let end = literal.chars().next().map_or(0, char::len_utf8);
            append_text(&mut content, &literal[..end], &style);
            rest = &literal[end..];
        }
    }
    content
}

/// `[words](address)` at the beginning: words, address, what follows.
fn link(rest: &str) -> Option<(&str, &str, &str)> {
    let (words, rest) = rest.strip_prefix('[')?.split_once("](")?;
    let (address, rest) = rest.split_once(')')?;
    (!words.is_empty() && is_address(address)).then_some((words, address, rest))
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::assemble::assemble;
    use crate::flatten::flatten;
    use crate::json;
    use crate::payload::Payloads;

    fn check(markup: &str, expected: &Expect) {
        let mut number = 0;
        let tree = read(markup, || {
            number += 1;
            format!("b{number}")
        });
        assert_eq!(assemble(&flatten(&tree), &Payloads::default()), tree, "it is a tree that assembly makes");
        let lines: Vec<String> =
            flatten(&tree).iter().map(|unit| json::units(std::slice::from_ref(unit)).to_string()).collect();
        expected.assert_eq(&lines.join("\n"));
    }

    #[test]
    fn blocks_of_every_kind() {
        check(
            "## Two\n### Three\n#### Four\n\n> Quote\nPlain\n# One\n",
            &expect![[r##"
            [{"mark":{"id":"b1","kind":"h2"}}]
            [{"text":"Two"}]
            [{"mark":{"id":"b2","kind":"h3"}}]
            [{"text":"Three"}]
            [{"mark":{"id":"b3","kind":"h4"}}]
            [{"text":"Four"}]
            [{"mark":{"id":"b4","kind":"quote"}}]
            [{"text":"Quote"}]
            [{"mark":{"id":"b5","kind":"p"}}]
            [{"text":"Plain"}]
            [{"mark":{"id":"b6","kind":"p"}}]
            [{"text":"# One"}]"##]],
        );
    }

    #[test]
    fn lists_nest_and_go_on() {
        check(
            "- a\n  1. b\n    more of b\n      deep\n  more of a\n- c\n\nplain\n        - first\n",
            &expect![[r#"
                [{"mark":{"depth":0,"id":"b1","kind":"p","list":"bullet"}}]
                [{"text":"a"}]
                [{"mark":{"depth":1,"id":"b2","kind":"p","list":"number"}}]
                [{"text":"b"}]
                [{"mark":{"depth":1,"id":"b3","kind":"p","list":"cont"}}]
                [{"text":"more of b"}]
                [{"mark":{"depth":1,"id":"b4","kind":"p","list":"cont"}}]
                [{"text":"deep"}]
                [{"mark":{"depth":0,"id":"b5","kind":"p","list":"cont"}}]
                [{"text":"more of a"}]
                [{"mark":{"depth":0,"id":"b6","kind":"p","list":"bullet"}}]
                [{"text":"c"}]
                [{"mark":{"id":"b7","kind":"p"}}]
                [{"text":"plain"}]
                [{"mark":{"depth":0,"id":"b8","kind":"p","list":"bullet"}}]
                [{"text":"first"}]"#]],
        );
    }

    #[test]
    fn words_in_lines() {
        check(
            "a\t**b *c*** [d ](https://x.example)[e](https://x.example) [f](javascript:x) \\*g\\* 😀 2*\\",
            &expect![[r#"
                [{"mark":{"id":"b1","kind":"p"}}]
                [{"text":"a "}]
                [{"marks":{"strong":true},"text":"b "}]
                [{"marks":{"em":true,"strong":true},"text":"c"}]
                [{"text":" "}]
                [{"marks":{"link":"https://x.example"},"text":"d e"}]
                [{"text":" [f](javascript:x) *g* 😀 2"}]
                [{"marks":{"em":true},"text":"\\"}]"#]],
        );
    }

    #[test]
    fn a_script_for_all_blocks() {
        check(
            "dir: rtl lang: ar\n## أول\nنص\n",
            &expect![[r#"
            [{"mark":{"dir":"rtl","id":"b1","kind":"h2","lang":"ar"}}]
            [{"text":"أول"}]
            [{"mark":{"dir":"rtl","id":"b2","kind":"p","lang":"ar"}}]
            [{"text":"نص"}]"#]],
        );
        check(
            "dir: rtl\nx",
            &expect![[r#"
            [{"mark":{"dir":"rtl","id":"b1","kind":"p"}}]
            [{"text":"x"}]"#]],
        );
        check(
            "dir: up\nx",
            &expect![[r#"
            [{"mark":{"id":"b1","kind":"p"}}]
            [{"text":"dir: up"}]
            [{"mark":{"id":"b2","kind":"p"}}]
            [{"text":"x"}]"#]],
        );
    }
}
