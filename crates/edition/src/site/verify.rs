//! The page where a reader checks a copy of an edition: in the browser alone, nothing is sent. It lies at the service and in
//! every exported folder, and works from there too. The script is `verify.js`; what it says stands in the page.

mod words;

use super::html::Html;
use super::page::whole;
use super::words::Words;
use super::{STYLE_ADDRESS, VERIFY_ADDRESS};
use words::Said;

/// The one script of the page.
pub const VERIFY_SCRIPT: &str = include_str!("verify/verify.js");
/// Where a service answers with it.
pub const VERIFY_SCRIPT_ADDRESS: &str = "/editions/verify.js";

/// Where the page lies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum At {
    Service,
    Folder,
}

/// The page in a language; English where it is one that we do not speak.
pub fn verify_page(lang: &str, at: At) -> String {
    let words = Words::of(lang);
    let said = Said::of(words.lang);
    let mut html = Html::new();
    html.raw("<main id=\"the-text\" class=\"front verify\">\n<header class=\"opening\">\n<h1>")
        .text(said.title);
    html.raw("</h1>\n</header>\n");
    if at == At::Service {
        languages(&mut html, said);
    }
    html.raw("<p>").text(said.intro).raw("</p>\n<p><strong>").text(said.privacy).raw("</strong></p>\n");
    html.raw("<noscript><p class=\"banner grave\">").text(said.no_script).raw("</p></noscript>\n");
    html.raw("<p><label for=\"expected\">").text(said.expected).raw("</label>\n");
    html.raw("<input id=\"expected\" dir=\"ltr\" autocomplete=\"off\" spellcheck=\"false\"></p>\n");
    html.raw("<p><label for=\"files\">").text(said.choose).raw("</label>\n");
    html.raw("<input id=\"files\" type=\"file\" multiple=\"\"></p>\n<p>").text(said.drop).raw("</p>\n");
    html.raw("<section aria-labelledby=\"the-result\">\n<h2 id=\"the-result\">")
        .text(said.result)
        .raw("</h2>\n");
    html.raw("<div id=\"result\" role=\"status\"");
    for (name, words) in said.script {
        html.attribute(data(name), words);
    }
    html.raw("></div>\n</section>\n</main>\n<script");
    let (style, script) = match at {
        At::Service => (STYLE_ADDRESS, VERIFY_SCRIPT_ADDRESS),
        At::Folder => ("style.css", "verify.js"),
    };
    html.attribute("src", script).raw("></script>\n");
    whole(words, said.title, style, html)
}

fn languages(html: &mut Html, said: &Said) {
    html.raw("<nav class=\"views\"").attribute("aria-label", said.languages).raw(">\n<ul>\n");
    for other in Said::ALL {
        html.raw("<li><a").attribute("href", &format!("{VERIFY_ADDRESS}?lang={}", other.lang));
        html.attribute("lang", other.lang);
        if other.lang == said.lang {
            html.attribute("aria-current", "page");
        }
        html.raw(">").text(other.own_name).raw("</a></li>\n");
    }
    html.raw("</ul>\n</nav>\n");
}

/// The attribute of a word: names of attributes are this program's own.
fn data(name: &'static str) -> &'static str {
    const NAMES: [&str; 19] = [
        "data-working",
        "data-fine",
        "data-wrong",
        "data-changed",
        "data-missing",
        "data-unknown",
        "data-listed",
        "data-edition",
        "data-fingerprint",
        "data-signed",
        "data-badly",
        "data-unsigned",
        "data-stripped",
        "data-compare",
        "data-same",
        "data-other",
        "data-none",
        "data-zip",
        "data-old",
    ];
    NAMES.into_iter().find(|it| it.strip_prefix("data-") == Some(name)).unwrap_or("data-unknown")
}

/// The language of ours that a reader's browser asks for first.
pub fn asked_language(accepted: &str) -> &'static str {
    let first = accepted.split(',').map(|part| part.split([';', '-']).next().unwrap_or_default().trim());
    let ours =
        first.filter_map(|lang| Said::ALL.into_iter().find(|said| said.lang.eq_ignore_ascii_case(lang)));
    ours.map(|said| said.lang).next().unwrap_or("en")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_language_that_we_speak_is_taken() {
        for (accepted, lang) in
            [("de, fr-CA;q=0.9, en", "fr"), ("AR", "ar"), ("", "en"), ("zh", "en"), ("pt-BR", "pt")]
        {
            assert_eq!(asked_language(accepted), lang, "{accepted}");
        }
    }

    #[test]
    fn the_page_asks_for_its_own_script_and_nothing_else() {
        for (at, script) in [(At::Service, "\"/editions/verify.js\""), (At::Folder, "\"verify.js\"")] {
            let page = verify_page("ar", at);
            assert!(
                page.contains(&format!("<script src={script}></script>"))
                    && page.matches("<script").count() == 1
            );
            assert!(
                page.contains("dir=\"rtl\"") && !page.contains("style=") && !page.contains("://"),
                "{page}"
            );
        }
        assert!(!VERIFY_SCRIPT.contains("fetch(") && !VERIFY_SCRIPT.contains("innerHTML"));
    }
}
