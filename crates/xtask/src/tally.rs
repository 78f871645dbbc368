//! Counting tests from what test programs print: cargo, vitest, node and our own scripts each have one line for it.
//! Never counts a check that is not a test.

use std::ops::AddAssign;

#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) ignored: u64,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.ignored += other.ignored;
    }
}

/// The tests one line of output counts; nothing for any other line.
pub(crate) fn of_line(line: &str) -> Tally {
    let line = plain(line);
    let line = line.trim();
    if let Some(rest) = line.strip_prefix("test result:") {
        return counts(rest);
    }
    if let Some(rest) = line.strip_prefix("Tests ") {
        return counts(rest);
    }
    if let Some(rest) = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ ")) {
        return of_node(rest);
    }
    of_script(line)
}

/// `3 passed`, `1 failed`, `2 ignored` anywhere in a sentence.
fn counts(sentence: &str) -> Tally {
    let mut tally = Tally::default();
    let words: Vec<_> =
        sentence.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    for pair in words.windows(2) {
        let [number, what] = pair else { continue };
        let Ok(number) = number.parse::<u64>() else { continue };
        match *what {
            "passed" => tally.passed += number,
            "failed" => tally.failed += number,
            "ignored" | "skipped" | "todo" => tally.ignored += number,
            _ => {}
        }
    }
    tally
}

/// node's own runner: `# pass 3`, one number a line.
fn of_node(rest: &str) -> Tally {
    let mut tally = Tally::default();
    if let Some((what, number)) = rest.split_once(' ')
        && let Ok(number) = number.parse()
    {
        match what {
            "pass" => tally.passed = number,
            "fail" => tally.failed = number,
            "skipped" | "todo" => tally.ignored = number,
            _ => {}
        }
    }
    tally
}

/// Our scripts end with `3 passed, 0 failed` alone on a line.
fn of_script(line: &str) -> Tally {
    let alone = line.strip_suffix(" failed").and_then(|line| line.split_once(" passed, "));
    match alone.map(|(passed, failed)| (passed.parse(), failed.parse())) {
        Some((Ok(passed), Ok(failed))) => Tally { passed, failed, ignored: 0 },
        _ => Tally::default(),
    }
}

/// The line without colours.
fn plain(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        rest = after.split_once(|c: char| c.is_ascii_alphabetic()).map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, passed: u64, failed: u64, ignored: u64) {
        assert_eq!(of_line(line), Tally { passed, failed, ignored }, "{line}");
    }

    #[test]
    fn each_runner_counts_once() {
        check(
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.00s",
            12,
            0,
            1,
        );
        check("test result: FAILED. 11 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out", 11, 2, 0);
        check("      Tests  1 failed | 11 passed | 2 skipped (14)", 11, 1, 2);
        check(
            "\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[32m4 passed\u{1b}[39m\u{1b}[22m\u{1b}[90m (4)\u{1b}[39m",
            4,
            0,
            0,
        );
        check("# pass 7", 7, 0, 0);
        check("ℹ fail 1", 0, 1, 0);
        check("5 passed, 0 failed", 5, 0, 0);
    }

    #[test]
    fn other_lines_count_nothing() {
        check(" Test Files  3 passed (3)", 0, 0, 0);
        check("test it::three_passed ... ok", 0, 0, 0);
        check("we found 5 passed, 0 failed here", 0, 0, 0);
        check("# Subtest: pass 3", 0, 0, 0);
        check("", 0, 0, 0);
    }
}
