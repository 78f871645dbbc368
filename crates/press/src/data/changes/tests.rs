//! Two editions as the template is given them: without what came it is all of the old one, without what went all of the new one, in its
//! order. Read off the data alone, by the kinds of its nodes.

use edition::bundle::{Parts, pack};
use edition::sample::{Sample, SampleEdition};
use edition::set::{Inline, Line, Node};

use super::*;

fn opened(sample: &SampleEdition) -> Edition {
    let images = sample.images.iter().map(|(name, bytes)| (format!("{name}.png"), bytes.as_slice()));
    let parts = Parts {
        manifest: &sample.manifest,
        chapters: sample.chapters.iter().map(Vec::as_slice).collect(),
        images: images.collect(),
        signed: None,
        outputs: Vec::new(),
    };
    Edition::open(&pack(&parts).expect("frozen here")).expect("packed here")
}

/// Letters and digits: what stands between them is set by other rules.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// What the data says, without runs of one kind.
fn told(value: &Value, but: &str, said: &mut String) {
    match value {
        Value::String(text) => said.push_str(&bare(text)),
        Value::Array(all) => all.iter().for_each(|it| told(it, but, said)),
        Value::Object(it) if it.get("k").is_some_and(|kind| kind == but) => {}
        Value::Object(it) if it.get("k").is_some_and(|kind| kind == "x") => {}
        // What is said about a description stands below its picture too.
        Value::Object(it) if it.get("t").is_some_and(|kind| kind == "s") => {}
        Value::Object(it) => {
            let kind = it.get("t").and_then(Value::as_str).unwrap_or_default();
            let parts: &[&str] = match kind {
                "t" => &["caption", "rows"],
                "f" => &["caption", "credit"],
                "b" => &["heading", "nodes"],
                "l" => &["items"],
                "c" => &["nodes"],
                _ if it.contains_key("about_runs") => &["runs", "about_runs"],
                _ if it.contains_key("s") => &["s"],
                _ => &["c"],
            };
            parts.iter().filter_map(|part| it.get(*part)).for_each(|part| told(part, but, said));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The lines of a chapter, in the order in which they are read.
fn lines(nodes: &[Node], said: &mut Vec<String>) {
    for node in nodes {
        match node {
            Node::Heading(heading) => said.push(line(&heading.line)),
            Node::Text(text) => said.push(line(&text.line)),
            Node::List(list) => list.items.iter().for_each(|item| lines(&item.nodes, said)),
            Node::Table(table) => {
                said.push(line(&table.caption));
                said.extend(table.rows.iter().flatten().map(|cell| line(&cell.line)));
            }
            Node::Figure(figure) => said.extend([line(&figure.caption), bare(&figure.credit)]),
            Node::Boxed(boxed) => {
                let heading = boxed.heading.iter();
                said.extend(heading.flat_map(|it| [bare(&it.title), bare(&it.about.concat())]));
                lines(&boxed.nodes, said);
            }
        }
    }
}

fn line(line: &Line) -> String {
    let of = |inline: &Inline| match inline {
        Inline::Text { text, .. } | Inline::Unknown(text) => bare(text),
        // It has its number in the later edition.
        Inline::Reference { .. } => String::new(),
        Inline::Note { said: Some(said), .. } => self::line(said),
        Inline::Note { said: None, .. } | Inline::Break | Inline::PageBreak => String::new(),
    };
    line.content.iter().map(of).collect()
}

#[test]
fn every_run_of_both_editions_is_in_it() {
    let (mut chapters, mut runs) = (0, 0);
    for seed in 0..6 {
        let sample = Sample::small(seed, 8);
        let first = sample.freeze(1, None);
        let second = sample.touched(seed + 50, 25).freeze(2, Some(first.fingerprint()));
        let (before, after) = (opened(&first), opened(&second));
        let asked = Changes { before: &before, after: &after, notes: &[], draft: None };
        let given = changed(&asked);
        assert_eq!(given.problems, []);
        let data: Value = serde_json::from_slice(&given.json).expect("JSON");
        let heard = data["bodies"].to_string();
        for heard_before in ["[added: ", "[removed: ", "[أُضيف: ", "[ajouté : ", "[añadido: ", "[suprimido: "]
        {
            assert!(heard.contains(heard_before), "seed {seed}: {heard_before}");
        }
        let (mut old, mut new) = (String::new(), String::new());
        told(&data["bodies"], "ins", &mut old);
        told(&data["bodies"], "del", &mut new);
        let compared = compare(before.compared(), after.compared());
        let both = both(&before.book, &after.book, &compared);
        let mut expected = Vec::new();
        both.iter().filter_map(|chapter| chapter.set.now).for_each(|set| lines(&set.nodes, &mut expected));
        assert_eq!(new, expected.concat(), "seed {seed}: the new edition, in its order");
        let mut expected = Vec::new();
        both.iter().filter_map(|chapter| chapter.set.was).for_each(|set| lines(&set.nodes, &mut expected));
        for line in &expected {
            assert!(old.contains(line.as_str()), "seed {seed}: {line} of the old edition");
        }
        assert_eq!(old.len(), expected.concat().len(), "seed {seed}: nothing else is");
        chapters += both.len();
        runs += expected.len();
    }
    println!("figure: {chapters} chapters that changed, {runs} lines of the editions before");
}

#[test]
fn what_the_secretariat_wrote_stands_beside_what_the_counts_say() {
    let sample = Sample::small(3, 2);
    let first = sample.freeze(1, None);
    let second = sample.touched(9, 30).freeze(2, Some(first.fingerprint()));
    let (before, after) = (opened(&first), opened(&second));
    let chapter = after.book.chapters[0].id;
    let front = |notes: &[(ChapterId, String)]| {
        let given = changed(&Changes { before: &before, after: &after, notes, draft: None });
        let data: Value = serde_json::from_slice(&given.json).expect("JSON");
        data["front"]["changes"].to_string()
    };
    let why = "The committee of May asked for it.";
    assert!(!front(&[]).contains(why) && front(&[(chapter, why.to_owned())]).contains(why));
    assert!(front(&[]).contains("Words added: "), "and the counts are there");
}
