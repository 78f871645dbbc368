//! Whatever stands in a chapter or a title, its pages are markup of ours around text of theirs: every tag is one that
//! this program writes, all of them close, nothing runs, nothing is fetched, and no word is missing.

mod apart;
mod nasty;

use apart::{Parts, take_apart};
use edition::sign::Key;
use edition::site::{
    ChangeNote, Download, Erratum, Links, Listed, Output, References, STYLE, Standing, Withdrawn,
    chapter_page, contents_page, folder, glossary_page, list_page, missing_page, search_index,
};
use edition::tree::{Head, Inline, Piece};
use edition::{
    ChapterEntry, ChapterFacts, EditionFacts, ImageEntry, Manifest, Moment, read_chapter, read_manifest,
};
use manual::id::{ChapterId, ManualId};
use nasty::Chance;

/// Seeds that everybody tries; with CHANCERY_PROVE=1 fifty times as many.
const SEEDS: u64 = 200;

fn seeds() -> u64 {
    if std::env::var_os("CHANCERY_PROVE").is_some_and(|value| value == "1") { 50 * SEEDS } else { SEEDS }
}

fn is_ours(link: &str) -> bool {
    link.starts_with(['#', '/'])
        || ["style.css", "edition.json", "index.html", "glossary.html", "search.js", "verify.html"]
            .contains(&link)
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
        withdrawn: n == 7,
    };
    let editions: Vec<Listed> = (1..20).map(listed).collect();
    let list = take_apart(&list_page("<b>Manual</b>", "manual", &editions, "en"));
    assert!(list.text.contains("<b>Manual</b>") && list.text.contains("12,345 words · for members"));
    assert_eq!(list.text.matches("12,345 words · Withdrawn · for members").count(), 1);
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
fn the_index_has_every_word_and_ends_no_script() {
    for seed in 0..20 {
        let (manifest, bytes) = edition(seed);
        let open = |index: usize| manifest.open(index, &bytes[index]);
        let links = Links::Served { slug: "manual".to_owned(), n: 2 };
        let index = search_index(&manifest, &links, "en", open).expect("its own bytes");
        assert!(!index.contains('<'), "nothing in it ends a script");
        let json = index.trim_end().strip_prefix("chanceryIndex = ").and_then(|rest| rest.strip_suffix(';'));
        let read: serde_json::Value = serde_json::from_str(json.expect("one assignment")).expect("JSON");
        let page = |index: usize| {
            let chapter = open(index).expect("its own bytes");
            let references = References::of(&manifest, &chapter, open).expect("its own bytes");
            take_apart(&chapter_page(&manifest, index, &chapter, &references, &links, &Standing::default()))
                .ids
        };
        for (at, chapter) in read.as_array().expect("chapters").iter().enumerate() {
            assert_eq!(chapter[1], format!("/manual/editions/2/{}", at + 1));
            let ids = page(at);
            let said: String = chapter[2]
                .as_array()
                .expect("passages")
                .iter()
                .map(|it| it[1].as_str().expect("text"))
                .collect();
            for passage in chapter[2].as_array().expect("passages").iter().filter(|it| it[0] != "") {
                assert!(ids.iter().any(|id| passage[0] == **id), "{passage} is in the page");
            }
            for block in open(at).expect("its own bytes").blocks() {
                let text = block.text().replace('\n', " ");
                assert!(said.contains(text.trim()), "{text}");
            }
        }
    }
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
    let around = [
        "index.html",
        "style.css",
        "edition.json",
        "verify.html",
        "verify.js",
        "search-index.js",
        "search.js",
    ];
    assert_eq!(names, [&around[..], &pages].concat());
    for (name, content) in &files {
        // The page that checks copies has a test of its own.
        let is_page = name.ends_with(".html") && name != "verify.html";
        let Some(page) = std::str::from_utf8(content).ok().filter(|_| is_page) else { continue };
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
