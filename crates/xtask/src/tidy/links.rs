//! Links inside the documentation, and mentions of it in the sources, lead somewhere. Never looks outside the
//! repository.

use std::collections::BTreeMap;

use super::{Finding, Source};

/// Checks all links; `exists` knows whether a path of the repository is there.
pub(super) fn check(sources: &[Source], exists: impl Fn(&str) -> bool) -> Vec<Finding> {
    let pages: BTreeMap<_, _> =
        sources.iter().map(|source| (source.path.as_str(), source.text.as_str())).collect();
    let mut findings = Vec::new();
    for source in sources {
        let mut in_code = false;
        for (n, line) in source.text.lines().enumerate() {
            in_code ^= line.trim_start().starts_with("```");
            let links = if source.path.ends_with(".md") && !in_code { links(line) } else { Vec::new() };
            for link in links {
                if let Err(what) = follow(&source.path, link, &pages, &exists) {
                    findings.push(Finding::new(&source.path, n + 1, what));
                }
            }
            for mention in mentions(line).filter(|mention| !is_there(mention, &pages)) {
                findings.push(Finding::new(&source.path, n + 1, format!("{mention} is not there")));
            }
        }
    }
    findings
}

/// The targets of `[text](target)` on a line.
fn links(line: &str) -> Vec<&str> {
    line.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target).collect()
}

fn follow(
    from: &str,
    link: &str,
    pages: &BTreeMap<&str, &str>,
    exists: impl Fn(&str) -> bool,
) -> Result<(), String> {
    if link.contains("://") || link.starts_with("mailto:") {
        return Ok(());
    }
    let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
    let target = if path.is_empty() { from.to_owned() } else { resolve(from, path) };
    if !exists(&target) {
        return Err(format!("the link to {link} leads nowhere"));
    }
    let headings = pages.get(target.as_str()).map(|text| headings(text)).unwrap_or_default();
    if anchor.is_empty() || headings.iter().any(|heading| heading == anchor) {
        return Ok(());
    }
    Err(format!("there is no heading #{anchor} in {target}"))
}

/// A relative path seen from a file of the repository.
fn resolve(from: &str, path: &str) -> String {
    let mut parts: Vec<_> = from.split('/').collect();
    parts.pop();
    for part in path.trim_end_matches('/').split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The anchors a page's headings make.
fn headings(text: &str) -> Vec<String> {
    let heading =
        |line: &str| line.starts_with('#').then(|| line.trim_start_matches('#').trim().to_lowercase());
    let kept = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
    let anchor = |heading: String| heading.chars().filter(kept).collect::<String>().replace(' ', "-");
    text.lines().filter_map(heading).map(anchor).collect()
}

/// Pages of docs named in prose or comments, such as `docs/api` with its ending, or a decision by its number.
fn mentions(line: &str) -> impl Iterator<Item = &str> {
    line.match_indices("docs/").filter_map(move |(at, _)| {
        let before = line[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '.' | '-')) {
            return None;
        }
        let name_char = |c: char| c.is_alphanumeric() || matches!(c, '/' | '-' | '_' | '.');
        let end = line[at..].find(|c| !name_char(c)).map_or(line.len(), |length| at + length);
        let mention = line[at..end].trim_end_matches('.');
        (mention.ends_with(".md") || decision(mention).is_some()).then_some(mention)
    })
}

/// The number of a decision named without its title.
fn decision(mention: &str) -> Option<&str> {
    let number = mention.strip_prefix("docs/decisions/")?;
    (number.len() == 4 && number.bytes().all(|byte| byte.is_ascii_digit())).then_some(number)
}

fn is_there(mention: &str, pages: &BTreeMap<&str, &str>) -> bool {
    match decision(mention) {
        Some(_) => pages.keys().any(|page| page.starts_with(&format!("{mention}-"))),
        None => pages.contains_key(mention),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::source;

    /// A page of docs, named so that this very file does not mention it.
    fn page(name: &str) -> String {
        format!("{}/{name}", "docs")
    }

    #[track_caller]
    fn check_page(text: &str, expected: &[&str]) {
        let sources = [
            source(&page("a.md"), text),
            source(&page("b.md"), "# B\n## What it is, really\n"),
            source(&page("decisions/0001-one.md"), "# One"),
        ];
        let exists = |path: &str| path == "docs" || sources.iter().any(|source| source.path == path);
        let said: Vec<_> = check(&sources, exists).into_iter().map(|finding| finding.what).collect();
        assert_eq!(said, expected);
    }

    #[test]
    fn links_lead_somewhere() {
        check_page("[b](b.md) [b](./b.md#b) [s](https://example.org) [up](../docs/)", &[]);
        check_page("[d](decisions/0001-one.md)", &[]);
        check_page("[c](c.md)", &["the link to c.md leads nowhere"]);
        check_page("```\n[c](c.md)\n```", &[]);
    }

    #[test]
    fn anchors_are_headings() {
        check_page("# Here\n[b](b.md#what-it-is-really) [h](#here)", &[]);
        check_page("[b](b.md#else)", &[&format!("there is no heading #else in {}", page("b.md"))]);
    }

    #[test]
    fn pages_that_sources_mention_are_there() {
        check_page(&format!("See {}.", page("b.md")), &[]);
        check_page(&format!("See {}.", page("decisions/0001")), &[]);
        check_page(&page("decisions/0009"), &[&format!("{} is not there", page("decisions/0009"))]);
        check_page(&page("z.md"), &[&format!("{} is not there", page("z.md"))]);
    }
}
