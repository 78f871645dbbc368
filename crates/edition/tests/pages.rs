//! Whatever stands in a chapter or a title, its pages are markup of ours around text of theirs: every tag is one that
//! this program writes, all of them close, nothing runs, nothing is fetched, and no word is missing.

mod nasty;

use edition::sign::Key;
use edition::site::{
    ChangeNote, Download, Erratum, Links, Listed, Output, References, STYLE, Standing, Withdrawn,
    chapter_page, contents_page, folder, glossary_page, list_page, missing_page,
};
use edition::tree::{Head, Inline, Piece};
use edition::{
    ChapterEntry, ChapterFacts, EditionFacts, ImageEntry, Manifest, Moment, read_chapter, read_manifest,
};
use manual::id::{ChapterId, ManualId};
use nasty::Chance;

/// Seeds that everybody tries; with CHANCERY_PROVE=1 fifty times as many.
const SEEDS: u64 = 200;

const TAGS: [&str; 52] = [
    "cite",
    "!doctype",
    "html",
    "head",
    "meta",
    "title",
    "link",
    "body",
    "a",
    "header",
    "main",
    "article",
    "nav",
    "footer",
    "section",
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "blockquote",
    "br",
    "wbr",
    "span",
    "bdi",
    "time",
    "code",
    "strong",
    "em",
    "sub",
    "sup",
    "aside",
    "dfn",
    "div",
    "dl",
    "dt",
    "dd",
    "table",
    "caption",
    "colgroup",
    "col",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "figure",
    "figcaption",
    "img",
];
const VOID: [&str; 7] = ["!doctype", "meta", "link", "br", "wbr", "col", "img"];
const ATTRIBUTES: [&str; 26] = [
    "download",
    "lang",
    "dir",
    "id",
    "class",
    "href",
    "rel",
    "charset",
    "name",
    "content",
    "datetime",
    "aria-label",
    "aria-labelledby",
    "data-term",
    "html",
    "role",
    "tabindex",
    "scope",
    "colspan",
    "rowspan",
    "src",
    "alt",
    "width",
    "height",
    "loading",
    "decoding",
];

fn seeds() -> u64 {
    if std::env::var_os("CHANCERY_PROVE").is_some_and(|value| value == "1") { 50 * SEEDS } else { SEEDS }
}

struct Parts {
    text: String,
    /// Of the article alone.
    article: String,
    links: Vec<String>,
    headings: Vec<u8>,
    ids: Vec<String>,
    images: Vec<String>,
}

/// Takes a page apart as a browser would, and fails at the first thing that is not ours.
fn take_apart(page: &str) -> Parts {
    let mut parts = Parts {
        text: String::new(),
        article: String::new(),
        links: vec![],
        headings: vec![],
        ids: vec![],
        images: vec![],
    };
    let mut open: Vec<String> = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        text(&rest[..at], &open, &mut parts);
        let end = rest.find('>').expect("a tag ends");
        let tag = &rest[at + 1..end];
        let name = tag.split(' ').next().expect("a split has a first part");
        if let Some(name) = name.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "closed in order");
        } else {
            assert!(TAGS.contains(&name), "<{tag}>");
            attributes(&tag[name.len()..], &mut parts);
            if let Some(level) = name.strip_prefix('h').and_then(|level| level.parse().ok()) {
                parts.headings.push(level);
            }
            if !VOID.contains(&name) {
                open.push(name.to_owned());
            }
        }
        rest = &rest[end + 1..];
    }
    assert!(open.is_empty(), "{open:?}");
    parts
}

fn text(text: &str, open: &[String], parts: &mut Parts) {
    assert!(!text.contains(['>', '"', '\'']), "{text}");
    let text = unescape(text);
    parts.text.push_str(&text);
    if open.iter().any(|tag| tag == "article") && !open.iter().skip(2).any(|tag| tag == "header") {
        parts.article.push_str(&text);
    }
}

fn attributes(attributes: &str, parts: &mut Parts) {
    let mut rest = attributes.trim_start();
    while !rest.is_empty() {
        let Some((name, after)) = rest.split_once("=\"") else {
            assert_eq!(rest, "html", "only the doctype has a bare word");
            return;
        };
        assert!(ATTRIBUTES.contains(&name), "{name}");
        let (value, after) = after.split_once('"').expect("a value ends");
        assert!(!value.contains(['<', '\'']), "{value}");
        match name {
            "href" => parts.links.push(unescape(value)),
            "id" => parts.ids.push(unescape(value)),
            "src" => parts.images.push(unescape(value)),
            _ => {}
        }
        rest = after.trim_start();
    }
}

fn unescape(html: &str) -> String {
    let names = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    names.iter().fold(html.to_owned(), |html, (name, c)| html.replace(name, c))
}

fn is_ours(link: &str) -> bool {
    link.starts_with(['#', '/'])
        || ["style.css", "edition.json", "index.html", "glossary.html"].contains(&link)
        || link.starts_with("chapter-")
}

/// An edition of one chapter and two empty ones, its titles as nasty as its text.
fn edition(seed: u64) -> (Manifest, Vec<Vec<u8>>) {
    let mut chance = Chance::new(seed);
    let document = nasty::document(seed, 60);
    let empty = manual::document::Document::new(1);
    let ids = [1, 2, 3].map(|n| ChapterId::from_random([n; 16]));
    let (mut entries, mut bytes, mut images) = (Vec::new(), Vec::new(), Vec::new());
    for (n, id) in ids.into_iter().enumerate() {
        let title = chance.string();
        let facts = ChapterFacts { id, title: &title };
        let frozen = edition::chapter(&facts, if n == 0 { &document } else { &empty }).expect("whole");
        entries.push(ChapterEntry::new(&facts, (n == 1).then_some(ids[0]), &frozen));
        images.extend(frozen.images.iter().map(|(sha256, kind)| ImageEntry {
            sha256: *sha256,
            bytes: 7,
            kind: *kind,
        }));
        bytes.push(frozen.bytes);
    }
    let facts = EditionFacts {
        manual: ManualId::from_random([7; 16]),
        slug: "manual".to_owned(),
        manual_title: chance.string(),
        edition: 1,
        title: chance.string(),
        position: 12,
        frozen_at: Moment::from_ms(seed * 1_000_000_007),
        previous: None,
        revision: None,
    };
    (read_manifest(&edition::manifest(&facts, &entries, &images).bytes).expect("our own"), bytes)
}

#[test]
fn no_text_becomes_markup() {
    for seed in 0..seeds() {
        let (manifest, bytes_of) = edition(seed);
        for links in [Links::Folder, Links::Served { slug: "manual".to_owned(), n: 1 }] {
            let contents = take_apart(&contents_page(&manifest, &links, "en", &Standing::default()));
            assert!(contents.links.iter().all(|link| is_ours(link)), "{:?}", contents.links);
            let open = |index: usize| manifest.open(index, &bytes_of[index]);
            let glossary = take_apart(&glossary_page(&manifest, &links, "fr", open).expect("its own bytes"));
            assert!(glossary.links.iter().all(|link| is_ours(link) || manual::inline::is_address(link)));
            for (index, bytes) in bytes_of.iter().enumerate() {
                let chapter = manifest.open(index, bytes).expect("its own bytes");
                let references =
                    References::of(&manifest, &chapter, |other| manifest.open(other, &bytes_of[other]));
                let references = references.expect("its own bytes");
                let page = take_apart(&chapter_page(
                    &manifest,
                    index,
                    &chapter,
                    &references,
                    &links,
                    &Standing::default(),
                ));
                assert!(page.images.iter().all(|image| image.contains("images/")), "{:?}", page.images);
                let foreign: Vec<_> = page.links.iter().filter(|link| !is_ours(link)).collect();
                assert!(
                    foreign.iter().all(|link| manual::inline::is_address(link)),
                    "seed {seed}: {foreign:?}"
                );
                all_is_there(seed, &chapter, &page);
            }
        }
    }
}

fn all_is_there(seed: u64, chapter: &edition::Chapter, page: &Parts) {
    let mut rest = page.article.as_str();
    let mut notes = Vec::new();
    let mut find = |text: &str| {
        let at = rest.find(text).unwrap_or_else(|| panic!("seed {seed}: {text:?} is missing"));
        rest = &rest[at + text.len()..];
    };
    for piece in chapter.pieces() {
        let content = match piece {
            Piece::Block(block) => &block.content,
            Piece::Cell(cell) => &cell.content,
            Piece::Box(boxed) => {
                if let Head::First(heading) = &boxed.head {
                    find(&heading.title);
                }
                continue;
            }
        };
        for inline in content {
            match inline {
                Inline::Text { text, .. } => find(text),
                Inline::Note { content: Some(said), .. } => notes.extend(said),
                _ => {}
            }
        }
    }
    for said in notes {
        if let Inline::Text { text, .. } = said {
            find(text);
        }
    }
    let mut ids = page.ids.clone();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), page.ids.len(), "seed {seed}: an id is there twice");
    assert!(page.ids.iter().all(|id| !id.contains(char::is_whitespace)), "seed {seed}: {:?}", page.ids);
    assert_eq!(page.headings[0], 1);
    assert!(
        page.headings.windows(2).all(|two| two[1] > 1 && two[1] <= two[0] + 1),
        "seed {seed}: {:?}",
        page.headings
    );
}

#[test]
fn the_pages_without_an_edition_are_ours_too() {
    let mut chance = Chance::new(5);
    let listed = |n| Listed {
        n,
        title: chance.string(),
        frozen_at: Moment::from_ms(0),
        words: 12_345,
        public: n % 2 == 0,
    };
    let editions: Vec<Listed> = (1..20).map(listed).collect();
    let list = take_apart(&list_page("<b>Manual</b>", "manual", &editions, "en"));
    assert!(list.text.contains("<b>Manual</b>") && list.text.contains("12,345 words · for members"));
    let missing = take_apart(&missing_page());
    assert!(missing.text.contains("nothing is at this address") && missing.text.contains("for members"));
}

/// What people say about an edition later is as nasty as what they write in it.
fn nasty_standing(manifest: &Manifest) -> Standing {
    let mut chance = Chance::new(11);
    let mut said = || format!("</bdi><script>{}", chance.string());
    let at = Moment::from_ms(1_795_468_400_000);
    Standing {
        withdrawn: Some(Withdrawn { why: said(), at }),
        errata: vec![Erratum { text: said(), at }],
        key: Some(Key::from_seed(&[7; 32]).public()),
        downloads: vec![Download {
            name: "manual-1.docx".to_owned(),
            format: Output::Docx,
            bytes: 123_456,
            sha256: [0; 32],
        }],
        preparing: vec![Output::Pdf],
        notes: vec![ChangeNote { chapter: manifest.chapters[0].id, note: said() }],
        previous: Some(1),
        newer: Some(3),
        base: Some("https://manual.example".to_owned()),
    }
}

#[test]
fn how_an_edition_stands_is_said_around_its_text_and_is_no_markup() {
    let (manifest, bytes) = edition(3);
    let standing = nasty_standing(&manifest);
    let links = Links::Served { slug: "manual".to_owned(), n: 2 };
    for (lang, said) in
        [("en", "The secretariat withdrew"), ("ar", "سحبت الأمانة"), ("fr", "Le secrétariat a retiré")]
    {
        let page = take_apart(&contents_page(&manifest, &links, lang, &standing));
        assert!(page.text.contains(said), "{lang}");
        assert_eq!(page.text.matches("</bdi><script>").count(), 3, "why, what is wrong, what changed");
        for link in [
            "/manual/editions/1..2",
            "/manual/editions/2/download/manual-1.docx",
            "/manual/editions/3",
            "/verify",
        ] {
            assert!(page.links.iter().any(|it| it == link), "{link}");
        }
        assert!(page.links.iter().any(|it| it == "https://manual.example/manual/editions/2"), "to cite");
    }
    let page = contents_page(&manifest, &links, "en", &standing);
    assert!(page.contains("123\u{a0}kB"), "the size");
    let open = |index: usize| manifest.open(index, &bytes[index]);
    let chapter = open(0).expect("its own bytes");
    let references = References::of(&manifest, &chapter, open).expect("its own bytes");
    let page = chapter_page(&manifest, 0, &chapter, &references, &links, &standing);
    assert!(take_apart(&page).text.contains("The secretariat withdrew"), "on each page");
    let plain = contents_page(&manifest, &links, "en", &Standing::default());
    assert!(!plain.contains("banner") && plain.contains("Nobody signed it"));
}

#[test]
fn a_folder_is_complete_and_light() {
    let (manifest, bytes) = edition(3);
    // Its pictures are made up, so it is put together without them.
    let written = edition::manifest(&manifest.facts, &manifest.chapters, &[]).bytes;
    let files = folder(&written, &bytes, &Standing::default(), |_| None).expect("one edition");
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    let pages = [
        "chapter-01.html",
        "chapter-01.json",
        "chapter-02.html",
        "chapter-02.json",
        "chapter-03.html",
        "chapter-03.json",
    ];
    assert_eq!(names, [&["index.html", "style.css", "edition.json"][..], &pages].concat());
    for (name, content) in &files {
        let Some(page) = std::str::from_utf8(content).ok().filter(|_| name.ends_with(".html")) else {
            continue;
        };
        for link in take_apart(page).links.iter().filter(|link| is_ours(link) && !link.starts_with('#')) {
            assert!(names.contains(&link.as_str()), "{name} leads to {link}");
        }
    }
    let empty =
        String::from_utf8(files.iter().find(|(name, _)| name == "chapter-03.html").unwrap().1.clone())
            .unwrap();
    assert!(
        empty.len() + STYLE.len() <= 20_000,
        "a page weighs {} and the sheet {}",
        empty.len(),
        STYLE.len()
    );
    assert!(
        folder(&written, &bytes[1..], &Standing::default(), |_| None).is_err()
            && folder(&bytes[0], &bytes, &Standing::default(), |_| None).is_err()
    );
}

#[test]
fn the_sheet_asks_for_nothing() {
    for word in ["url(", "@import", "http:", "https:", "expression(", "@font-face", "left", "right"] {
        let rules = STYLE.replace("font-size", "").replace("[href^=\"http\"]", "");
        assert!(!rules.contains(word), "{word}");
    }
}

#[test]
fn reading_believes_nothing() {
    for seed in 0..seeds() {
        let (manifest, bytes) = edition(seed);
        let written = edition::manifest(&manifest.facts, &manifest.chapters, &manifest.images).bytes;
        let mut chance = Chance::new(seed);
        for whole in [&bytes[0], &written] {
            let mut changed = whole.clone();
            for _ in 0..=chance.below(3) {
                let at = chance.below(changed.len());
                match chance.below(3) {
                    0 => changed[at] = chance.draw() as u8,
                    1 => drop(changed.remove(at)),
                    _ => changed.insert(at, b"[]{}\",:0"[chance.below(8)]),
                }
            }
            if let Ok(read) = read_manifest(&changed)
                && read.format == edition::Format::NOW
            {
                assert_eq!(edition::manifest(&read.facts, &read.chapters, &read.images).bytes, changed);
            }
            if read_chapter(&changed).is_ok() && changed != bytes[0] {
                assert!(manifest.open(0, &changed).is_err(), "seed {seed}");
            }
        }
    }
}
