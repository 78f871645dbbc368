//! The crates of rules have no async, input, output, clock or randomness of their own: neither as a dependency nor in
//! a line of their sources. Their tests may do what they like.

use toml::{Table, Value};

use super::{Finding, Source};

const RULES: [&str; 3] = ["manual", "edition", "collab"];

const DEPENDENCIES: [&str; 13] = [
    "async-std",
    "axum",
    "chrono",
    "fs4",
    "getrandom",
    "hyper",
    "mio",
    "rand",
    "rustix",
    "sled",
    "time",
    "tokio",
    "tokio-tungstenite",
];

/// Paths that reach the world. A path stands for everything below it.
const PATHS: [&str; 12] = [
    "std::env",
    "std::fs",
    "std::io",
    "std::net",
    "std::os",
    "std::process",
    "std::thread",
    "std::time::Instant",
    "std::time::SystemTime",
    "std::time::UNIX_EPOCH",
    "std::hash::RandomState",
    "std::collections::hash_map::RandomState",
];

/// What reads and writes bytes in memory: libraries for zip and compression speak so.
const IN_MEMORY: [&str; 3] = ["std::io::Cursor", "std::io::Read", "std::io::Write"];

/// Calls of our own dependencies that do the same.
const CALLS: [&str; 3] = ["Uuid::new_v4", "Uuid::now_v7", "println!("];

pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in sources {
        let Some(below) = RULES.iter().find_map(|name| source.path.strip_prefix(&format!("crates/{name}/")))
        else {
            continue;
        };
        if below == "Cargo.toml" {
            findings.extend(check_manifest(source));
        } else if below.starts_with("src/") && below.ends_with(".rs") && !below.ends_with("tests.rs") {
            findings.extend(check_source(source));
        }
    }
    findings
}

fn check_manifest(source: &Source) -> Vec<Finding> {
    let manifest = source.text.parse::<Table>().unwrap_or_default();
    let used = manifest.get("dependencies").and_then(Value::as_table).into_iter().flat_map(Table::keys);
    used.filter(|used| DEPENDENCIES.contains(&used.as_str()))
        .map(|used| Finding::new(&source.path, 1, format!("a crate of rules may not use `{used}`")))
        .collect()
}

fn check_source(source: &Source) -> Vec<Finding> {
    let own = source.text.split("#[cfg(test)]").next().unwrap_or_default();
    let code: Vec<_> = own.lines().map(|line| line.split("//").next().unwrap_or_default()).collect();
    let mut findings = Vec::new();
    for (n, line) in code.iter().enumerate() {
        if line.starts_with("use ") && imported(&code[n..]).iter().all(|path| IN_MEMORY.contains(&&**path)) {
            continue;
        }
        for reached in PATHS.iter().chain(&CALLS).filter(|reached| mentions(line, reached)) {
            findings.push((n + 1, (*reached).to_owned()));
        }
        if line.trim_start().starts_with("use std::{") || line.contains("use std::time::{") {
            let imported = imported(&code[n..]);
            let reached = |path: &&str| imported.iter().any(|import| starts_path(import, path));
            findings
                .extend(PATHS.iter().filter(|path| reached(path)).map(|path| (n + 1, (*path).to_owned())));
        }
    }
    let finding =
        |(line, path)| Finding::new(&source.path, line, format!("a crate of rules may not reach `{path}`"));
    findings.into_iter().map(finding).collect()
}

/// Whether a line names this path, not a longer word.
fn mentions(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        let after = line[at + path.len()..].chars().next();
        !after.is_some_and(|c| c.is_alphanumeric() || c == '_')
    })
}

fn starts_path(import: &str, path: &str) -> bool {
    import.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// The paths of the `use` statement that begins with the first of these lines, its braces multiplied out.
fn imported(lines: &[&str]) -> Vec<String> {
    let text: String = lines.concat();
    let statement = text.split(';').next().unwrap_or_default();
    let tree: String = statement.replacen("use ", "", 1).split_whitespace().collect();
    let mut paths = Vec::new();
    expand("", &tree, &mut paths);
    paths
}

fn expand(before: &str, tree: &str, paths: &mut Vec<String>) {
    match tree.split_once('{') {
        None => paths.push(format!("{before}{tree}").trim_end_matches("::self").to_owned()),
        Some((head, rest)) => {
            let inside = rest.strip_suffix('}').unwrap_or(rest);
            for part in split_at_commas(inside) {
                expand(&format!("{before}{head}"), part, paths);
            }
        }
    }
}

fn split_at_commas(list: &str) -> Vec<&str> {
    let (mut depth, mut from, mut parts) = (0_u32, 0, Vec::new());
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(&list[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&list[from..]);
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::source;

    #[track_caller]
    fn check_text(text: &str, expected: &[&str]) {
        let said: Vec<_> = check(&[source("crates/collab/src/room.rs", text)])
            .into_iter()
            .map(|finding| finding.what.rsplit(' ').next().unwrap().trim_matches('`').to_owned())
            .collect();
        assert_eq!(said, expected);
    }

    #[test]
    fn the_world_is_out_of_reach() {
        check_text("use std::time::Duration;\nuse std::collections::BTreeMap;", &[]);
        check_text("use std::fs;", &["std::fs"]);
        check_text("let now = std::time::Instant::now();", &["std::time::Instant"]);
        check_text("use std::{collections::HashMap, net::{Ipv4Addr}};", &["std::net"]);
        check_text("use std::time::{\n    Duration,\n    SystemTime,\n};", &["std::time::SystemTime"]);
        check_text("let id = Uuid::new_v4();", &["Uuid::new_v4"]);
        check_text("use std::io::{Cursor, Write};\nuse std::io::Read;", &[]);
        check_text("use std::io::{Cursor, stdout};", &["std::io"]);
        check_text("use std::io;", &["std::io"]);
    }

    #[test]
    fn words_and_tests_are_free() {
        check_text("// unlike std::fs\nuse std::fmt;", &[]);
        check_text("fn a() {}\n#[cfg(test)]\nmod tests { use std::fs; }", &[]);
        assert!(check(&[source("crates/store/src/journal.rs", "use std::fs;")]).is_empty());
    }

    #[test]
    fn dependencies_of_rules_are_pure() {
        let manifest = "[dependencies]\ntokio = '1'\nbytes = '1'\n[dev-dependencies]\nrand = '1'";
        let findings = check(&[source("crates/manual/Cargo.toml", manifest)]);
        assert_eq!(findings.len(), 1);
    }
}
