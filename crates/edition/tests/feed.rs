//! The feed and the sitemap: whatever a manual is called, they are well-formed XML that names the public editions.

mod packed;

use edition::site::{Withdrawn, feed, sitemap};
use edition::{Moment, read_manifest};
use packed::Made;

fn manifest() -> edition::Manifest {
    let bytes = Made::new().with_parts(|parts| parts.manifest.to_vec());
    let nasty =
        String::from_utf8(bytes).expect("JSON").replace("Manual for focal points", "<b>&amp; \\u0022]]>");
    read_manifest(nasty.replace("\\u0022", "\\\"").as_bytes()).expect("canonical")
}

#[test]
fn a_feed_names_the_editions_and_a_title_is_no_markup() {
    let manifest = manifest();
    let xml = feed("https://manual.example", &[(&manifest, None)], "fr").expect("there is one");
    assert!(xml.contains("<title>&lt;b&gt;&amp;amp; &quot;]]&gt;</title>"), "{xml}");
    assert!(xml.contains("<link href=\"https://manual.example/manual/editions/2\"/>"), "{xml}");
    assert!(
        xml.contains("<updated>2026-11-23T21:13:20Z</updated>") && xml.contains("xml:lang=\"fr\""),
        "{xml}"
    );
    assert_eq!(feed("https://manual.example", &[], "fr"), None, "a manual without one has no feed");
}

#[test]
fn a_feed_tells_whoever_has_an_edition_that_it_was_withdrawn() {
    let manifest = manifest();
    let withdrawn =
        Withdrawn { why: "A <table> was wrong".to_owned(), at: Moment::from_ms(1_796_000_000_000) };
    let xml = feed("https://manual.example", &[(&manifest, Some(&withdrawn))], "en").expect("there is one");
    assert!(xml.contains("withdrew this edition") && xml.contains("A &lt;table&gt; was wrong"), "{xml}");
    let at = format!("<updated>{}</updated>", withdrawn.at);
    assert_eq!(xml.matches(&at).count(), 2, "the feed and its entry are news: {xml}");
}

#[test]
fn a_sitemap_names_every_page() {
    let manifest = manifest();
    let xml = sitemap("https://manual.example", &[&manifest]);
    for page in ["/manual/editions/2", "/manual/editions/2/1", "/manual/editions/2/2"] {
        assert!(xml.contains(&format!("<loc>https://manual.example{page}</loc>")), "{xml}");
    }
}
