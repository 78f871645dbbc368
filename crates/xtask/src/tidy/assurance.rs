//! The page of promises names tests that there are: each file that a row of docs/assurance.md names in code is there, and
//! no row is without one. Never judges whether a test holds what its row promises.

use super::{Finding, Source};

const PAGE: &str = "docs/assurance.md";
/// What a path of the repository begins with.
const ROOTS: [&str; 4] = ["crates/", "docs/", "tests/", "web/"];

/// Checks the page; `exists` knows whether a path of the repository is there.
pub(super) fn check(sources: &[Source], exists: impl Fn(&str) -> bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    let lines =
        sources.iter().filter(|source| source.path == PAGE).flat_map(|page| page.text.lines().enumerate());
    for (n, line) in lines.filter(|(_, line)| is_row(line)) {
        let tests: Vec<_> = paths(line).collect();
        if tests.is_empty() {
            findings.push(Finding::new(PAGE, n + 1, "a promise without a test"));
        }
        for path in tests.into_iter().filter(|path| !exists(path)) {
            findings.push(Finding::new(PAGE, n + 1, format!("{path} is not there")));
        }
    }
    findings
}

/// A row of a table that is neither its head nor the line below that.
fn is_row(line: &str) -> bool {
    line.starts_with("| ") && !line.starts_with("| promise |") && !line.starts_with("|---")
}

/// What stands in code on a line and looks like a path.
fn paths(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2).filter(|code| ROOTS.iter().any(|root| code.starts_with(root)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::source;

    #[test]
    fn each_row_names_tests_that_are_there() {
        let page =
            "| promise | tested by |\n|---|---|\n| a | `tests/a.rs`, `tests/gone.rs` |\n| b | by hand |\n";
        let found: Vec<_> = check(&[source(PAGE, page)], |path| path == "tests/a.rs")
            .into_iter()
            .map(|finding| (finding.line, finding.what))
            .collect();
        assert_eq!(
            found,
            [(3, "tests/gone.rs is not there".to_owned()), (4, "a promise without a test".to_owned())]
        );
    }
}
