//! Runs of text, with what Word has to be told of each: emphasis twice, once for every kind of script, and which way it runs.

use manual::block::Direction;
use manual::inline::Style;

use super::names;
use crate::formats::xml::Xml;
use crate::site::direction::of_text;

/// What holds around a run.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    pub(super) dir: Direction,
    /// A tag, or empty.
    pub(super) lang: &'a str,
}

/// A run, in as many parts as it has changes of direction.
pub(super) fn run(xml: &mut Xml, text: &str, style: &Style, look: Option<&'static str>, around: Around<'_>) {
    within(xml, text, style, look, around, ("<w:t xml:space=\"preserve\">", "</w:t></w:r>"));
}

/// The same of text that was taken away.
pub(super) fn deleted(xml: &mut Xml, text: &str, style: &Style, around: Around<'_>) {
    within(xml, text, style, None, around, ("<w:delText xml:space=\"preserve\">", "</w:delText></w:r>"));
}

/// The same of text that stays and had another look. `mark` says who changed it, and when.
pub(super) fn restyled(
    xml: &mut Xml,
    text: &str,
    (was, style): (&Style, &Style),
    around: Around<'_>,
    mut mark: impl FnMut(&mut Xml),
) {
    let lang = |style: &Style| style.lang.clone().unwrap_or_else(|| around.lang.to_owned());
    for (part, dir) in parts(text, around.dir) {
        xml.raw("<w:r><w:rPr>");
        properties(xml, style, None, (&lang(style), dir));
        xml.raw("<w:rPrChange");
        mark(xml);
        xml.raw("><w:rPr>");
        properties(xml, was, None, (&lang(was), dir));
        xml.raw("</w:rPr></w:rPrChange></w:rPr><w:t xml:space=\"preserve\">").text(part).raw("</w:t></w:r>");
    }
}

fn within(
    xml: &mut Xml,
    text: &str,
    style: &Style,
    look: Option<&'static str>,
    around: Around<'_>,
    (open, close): (&'static str, &'static str),
) {
    let lang = style.lang.as_deref().unwrap_or(around.lang);
    for (part, dir) in parts(text, around.dir) {
        xml.raw("<w:r><w:rPr>");
        properties(xml, style, look, (lang, dir));
        xml.raw("</w:rPr>").raw(open).text(part).raw(close);
    }
}

/// The properties in the order in which the schema wants them.
fn properties(xml: &mut Xml, style: &Style, look: Option<&'static str>, (lang, dir): (&str, Direction)) {
    let Style { strong, em, sub, sup, code, link: _, term: _, lang: _ } = style;
    let look = look.or(code.then_some("Code"));
    if let Some(look) = look {
        xml.raw("<w:rStyle").attribute("w:val", look).raw("/>");
    }
    if *strong {
        xml.raw("<w:b/><w:bCs/>");
    }
    if *em {
        xml.raw("<w:i/><w:iCs/>");
    }
    if *sub || *sup {
        xml.raw("<w:vertAlign").attribute("w:val", if *sub { "subscript" } else { "superscript" }).raw("/>");
    }
    if dir == Direction::RightToLeft {
        xml.raw("<w:rtl/>");
    }
    let lang = names::language(lang);
    match dir {
        Direction::LeftToRight => xml.raw("<w:lang").attribute("w:val", &lang).raw("/>"),
        Direction::RightToLeft => xml.raw("<w:lang").attribute("w:bidi", &lang).raw("/>"),
    };
}

/// A text in parts of one direction. What has none of its own goes with what is before it.
fn parts(text: &str, around: Direction) -> Vec<(&str, Direction)> {
    let mut parts = Vec::new();
    let mut from = 0;
    let mut dir: Option<Direction> = None;
    let mut bytes = [0; 4];
    for (at, c) in text.char_indices() {
        let Some(of) = of_text(c.encode_utf8(&mut bytes)) else { continue };
        match dir {
            Some(before) if before != of => {
                parts.push((&text[from..at], before));
                from = at;
            }
            _ => {}
        }
        dir = Some(of);
    }
    parts.push((&text[from..], dir.unwrap_or(around)));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_cut_where_its_direction_changes() {
        use Direction::{LeftToRight, RightToLeft};
        assert_eq!(parts("", RightToLeft), [("", RightToLeft)]);
        assert_eq!(parts("12", RightToLeft), [("12", RightToLeft)]);
        assert_eq!(parts("(early) 1", LeftToRight), [("(early) 1", LeftToRight)]);
        let mixed = parts("الإنذار (R2P) مبكر", RightToLeft);
        assert_eq!(mixed, [("الإنذار (", RightToLeft), ("R2P) ", LeftToRight), ("مبكر", RightToLeft)]);
    }
}
