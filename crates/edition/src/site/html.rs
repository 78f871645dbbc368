//! A page in the making. Markup comes only from this program's own literals; whatever else goes in is escaped here, in
//! one function, so that no text of a chapter can ever be taken for markup.

use manual::inline::is_control;

use crate::clean;

/// Markup, and text that became markup.
#[derive(Default)]
pub(crate) struct Html(String);

impl Html {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Markup as it stands in the source of this program.
    pub(crate) fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        escape(text, &mut self.0);
        self
    }

    /// One attribute, with the space before it.
    pub(crate) fn attribute(&mut self, name: &'static str, value: &str) -> &mut Self {
        self.raw(" ").raw(name).raw("=\"").text(value).raw("\"")
    }

    /// A part of a page that was made apart.
    pub(crate) fn part(&mut self, part: Self) -> &mut Self {
        self.0.push_str(&part.0);
        self
    }

    pub(crate) fn finish(self) -> String {
        self.0
    }
}

/// Text as it stands in HTML, between tags and in a quoted attribute alike.
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if clean::turns(c) => {}
            c if is_control(c) => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What a browser makes of escaped text.
    fn unescape(html: &str) -> String {
        let names = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
        names.iter().fold(html.to_owned(), |html, (name, c)| html.replace(name, c))
    }

    proptest! {
        #[test]
        fn nothing_escaped_is_markup(text in any::<String>()) {
            let mut html = Html::new();
            html.text(&text);
            let html = html.finish();
            prop_assert!(!html.contains(['<', '>', '"', '\'']));
            prop_assert!(!html.contains(|c| clean::turns(c) || is_control(c)));
            let shown: String = clean::text(&text).chars().map(|c| if is_control(c) { '\u{fffd}' } else { c }).collect();
            prop_assert_eq!(unescape(&html), shown);
        }
    }
}
