//! The page where there is nothing to read. It says the same whether nothing is there or only members may read it, so
//! that nobody learns from it which manuals exist; and it says so in every language, since nobody knows who reads it.

use super::STYLE_ADDRESS;
use super::html::Html;
use super::page::whole;
use super::words::Words;

pub fn missing_page() -> String {
    let mut html = Html::new();
    html.raw("<main id=\"the-text\" class=\"front\">\n");
    for (index, words) in Words::ALL.into_iter().enumerate() {
        let (open, close) = if index == 0 { ("<h1>", "</h1>\n") } else { ("<h2>", "</h2>\n") };
        html.raw("<section class=\"nothing\"").attribute("lang", words.lang);
        html.attribute("dir", words.dir().word()).raw(">\n");
        html.raw(open).text(words.nothing.title).raw(close);
        let (before, way, behind) = words.nothing.way;
        html.raw("<p>").text(words.nothing.why).raw("</p>\n<p>").text(before);
        html.raw("<a href=\"/\">").text(way).raw("</a>").text(behind).raw("</p>\n</section>\n");
    }
    html.raw("</main>\n");
    let english = Words::of("en");
    whole(english, english.nothing.title, STYLE_ADDRESS, html)
}
