//! Every written file by itself: does it open with what it is, is it short enough, does it speak of places that only
//! one machine has?

use super::{Finding, Source};

const LINES_MAX: usize = 500;

/// How a file of each kind opens.
const OPENINGS: [(&str, &str); 6] =
    [("rs", "//! "), ("ts", "// "), ("mjs", "// "), ("js", "// "), ("svelte", "<!--"), ("css", "/*")];

/// Where each lock may fetch from, after what stands before it.
const LOCKS: [(&str, &str, &str); 2] = [
    ("Cargo.lock", "source = \"", "registry+https://github.com/rust-lang/crates.io-index\""),
    ("web/package-lock.json", "\"resolved\": \"", "https://registry.npmjs.org/"),
];

/// Paths of one workplace, in two halves so that this file does not hold them.
const WORKPLACE: [(&str, &str); 3] = [("/wo", "rk/"), ("../sha", "red"), ("/ro", "ot/")];

pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    sources.iter().flat_map(check_one).collect()
}

fn check_one(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut find = |line, what: String| findings.push(Finding::new(&source.path, line, what));
    let kind = source.path.rsplit('.').next().unwrap_or_default();
    if let Some((_, opening)) = OPENINGS.iter().find(|(known, _)| *known == kind) {
        if !opens(&source.text, opening) {
            find(1, format!("open with `{}`: what this is, and what it never does", opening.trim()));
        }
        let lines = source.text.lines().count();
        if lines > LINES_MAX {
            find(LINES_MAX, format!("{lines} lines, at most {LINES_MAX}: do two ideas share this file?"));
        }
    }
    let lock = LOCKS.iter().find(|(path, ..)| *path == source.path);
    for (n, line) in source.text.lines().enumerate() {
        if lock.is_some_and(|(_, before, allowed)| fetches_elsewhere(line, before, allowed)) {
            find(n + 1, "fetched from somewhere other than the public registry".to_owned());
        }
        if WORKPLACE.iter().any(|(head, tail)| line.contains(&format!("{head}{tail}"))) {
            find(n + 1, "a path that exists on one machine only".to_owned());
        }
    }
    findings
}

/// Whether the first line opens the file; a script may have its interpreter before it.
fn opens(text: &str, opening: &str) -> bool {
    let mut lines = text.lines().skip_while(|line| line.starts_with("#!"));
    lines.next().is_some_and(|line| line.starts_with(opening))
}

fn fetches_elsewhere(line: &str, before: &str, allowed: &str) -> bool {
    line.trim().strip_prefix(before).is_some_and(|source| !source.starts_with(allowed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::source;

    #[track_caller]
    fn check(path: &str, text: &str, lines: &[usize]) {
        let found: Vec<_> = check_one(&source(path, text)).into_iter().map(|finding| finding.line).collect();
        assert_eq!(found, lines, "{path}");
    }

    #[test]
    fn files_open_with_what_they_are() {
        check("a.rs", "//! A thing.\nfn a() {}", &[]);
        check("a.rs", "use std::fmt;", &[1]);
        check("a.rs", "", &[1]);
        check("a.ts", "// A thing.", &[]);
        check("a.svelte", "<script>", &[1]);
        check("a.mjs", "#!/usr/bin/env node\n// A thing.", &[]);
        check("a.txt", "anything", &[]);
    }

    #[test]
    fn files_are_short() {
        let lines = |n| format!("//! Long.\n{}", "\n".repeat(n - 1));
        check("a.rs", &lines(LINES_MAX), &[]);
        check("a.rs", &lines(LINES_MAX + 1), &[LINES_MAX]);
        check("a.json", &lines(LINES_MAX + 1), &[]);
    }

    #[test]
    fn nothing_speaks_of_one_machine() {
        let (head, tail) = WORKPLACE[0];
        check("a.md", &format!("fine\nsee {head}{tail}notes"), &[2]);
    }

    #[test]
    fn locks_fetch_from_the_public_registries() {
        check("web/package-lock.json", "  \"resolved\": \"https://registry.npmjs.org/yjs/-/yjs.tgz\",", &[]);
        check("web/package-lock.json", "  \"resolved\": \"https://mirror.example/yjs.tgz\",", &[1]);
        check("Cargo.lock", "source = \"registry+https://mirror.example/index\"", &[1]);
        check("Cargo.lock", "source = \"registry+https://github.com/rust-lang/crates.io-index\"", &[]);
    }
}
