//! Writes an edition of marked-up texts as a folder of pages, to look at: `cargo run -p edition --example pages -- OUT
//! TEXT.md…`. Each file is a chapter named after its first line of text. Never used by the service.

use std::error::Error;
use std::path::PathBuf;

use edition::{ChapterEntry, ChapterFacts, EditionFacts, Moment};
use manual::document::Document;
use manual::id::{ChapterId, ManualId};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let out = arguments.next().ok_or("say where to write the pages")?;
    let mut entries: Vec<ChapterEntry> = Vec::new();
    let mut bytes = Vec::new();
    for (number, path) in arguments.enumerate() {
        let text = std::fs::read_to_string(&path)?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let title = text.strip_prefix("# ").and_then(|rest| rest.lines().next()).unwrap_or(&name).to_owned();
        let mut blocks = 0;
        let mut id = || {
            blocks += 1;
            format!("{blocks:012x}")
        };
        let names = manual::markup::Names { id: &mut id, chapters: &[], pictures: &[] };
        let text = text.strip_prefix(&format!("# {title}\n")).unwrap_or(&text);
        let (tree, payloads) = manual::markup::chapter(text, names);
        let mut document = Document::new(1);
        document.apply(&manual::flatten::seed(2, &tree, &payloads))?;
        let facts = ChapterFacts { id: ChapterId::from_random([number as u8 + 1; 16]), title: &title };
        let frozen = edition::chapter(&facts, &document)?;
        // Every third chapter has the two after it under it.
        let parent = (number % 3 > 0).then(|| entries[number - number % 3].id);
        entries.push(ChapterEntry::new(&facts, parent, &frozen));
        bytes.push(frozen.bytes);
    }
    let facts = EditionFacts {
        manual: ManualId::from_random([1; 16]),
        slug: "manual".to_owned(),
        manual_title: "Manual for R2P focal points (demo)".to_owned(),
        edition: 1,
        title: "As agreed in Accra".to_owned(),
        position: 4711,
        frozen_at: Moment::from_ms(1_795_468_400_000),
        previous: None,
        revision: None,
    };
    std::fs::create_dir_all(&out)?;
    let manifest = edition::manifest(&facts, &entries, &[]).bytes;
    for (name, content) in
        edition::site::folder(&manifest, &bytes, &edition::site::Standing::default(), |_| None)?
    {
        std::fs::write(out.join(name), content)?;
    }
    Ok(())
}
