//! The ladder: which of our crates may use which. Read from the manifests alone.

use toml::{Table, Value};

use super::{Finding, Source};

/// Each crate and all it may use of ours. A new crate is a line here, and a decision.
const LADDER: [(&str, &[&str]); 13] = [
    ("manual", &[]),
    ("edition", &["manual"]),
    ("collab", &["manual"]),
    ("store", &["manual", "edition", "collab"]),
    ("backup", &["manual", "edition", "store"]),
    ("client", &["manual", "edition", "collab"]),
    ("server", &["manual", "edition", "collab", "store"]),
    ("chancery", &["manual", "edition", "collab", "store", "backup", "client", "server"]),
    ("tests", &["manual", "edition", "collab", "store", "backup", "client", "server", "chancery"]),
    ("simulation", &["manual", "collab"]),
    ("fuzz", &["manual", "edition", "collab", "store"]),
    ("press", &["manual", "edition"]),
    ("xtask", &[]),
];

const TABLES: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

pub(super) fn check(sources: &[Source]) -> Vec<Finding> {
    let manifests = sources.iter().filter(|source| source.path.ends_with("/Cargo.toml"));
    manifests.flat_map(check_manifest).collect()
}

fn check_manifest(source: &Source) -> Vec<Finding> {
    let finding = |what: String| Finding::new(&source.path, 1, what);
    let Ok(manifest) = source.text.parse::<Table>() else {
        return vec![finding("this manifest cannot be read".to_owned())];
    };
    let name = manifest.get("package").and_then(|package| package.get("name")).and_then(Value::as_str);
    let Some((name, allowed)) = name.and_then(|name| LADDER.iter().find(|(known, _)| *known == name)) else {
        return vec![finding("this crate is not on the ladder".to_owned())];
    };
    used(&manifest)
        // Tests may want what a feature of their own crate hides.
        .filter(|used| LADDER.iter().any(|(ours, _)| ours == used) && !allowed.contains(used) && used != name)
        .map(|used| finding(format!("`{name}` may not use `{used}`")))
        .collect()
}

/// The names of all dependencies, whatever their table or target.
fn used(manifest: &Table) -> impl Iterator<Item = &str> {
    let targets = manifest.get("target").and_then(Value::as_table);
    let targets = targets.into_iter().flat_map(|targets| targets.values()).filter_map(Value::as_table);
    let tables = std::iter::once(manifest).chain(targets);
    tables
        .flat_map(|holder| TABLES.iter().filter_map(|table| holder.get(*table)?.as_table()))
        .flat_map(|table| table.iter())
        .map(|(name, value)| value.get("package").and_then(Value::as_str).unwrap_or(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::source;

    #[track_caller]
    fn check_one(manifest: &str, expected: &[&str]) {
        let findings = check(&[source("crates/x/Cargo.toml", manifest)]);
        let said: Vec<_> = findings.into_iter().map(|finding| finding.what).collect();
        assert_eq!(said, expected);
    }

    #[test]
    fn a_crate_uses_only_crates_to_its_left() {
        check_one("[package]\nname = 'collab'\n[dependencies]\nmanual.workspace = true\nserde = '1'", &[]);
        check_one(
            "[package]\nname = 'manual'\n[dependencies]\ncollab = { path = '' }",
            &["`manual` may not use `collab`"],
        );
        check_one(
            "[package]\nname = 'edition'\n[dev-dependencies]\ncollab = '1'",
            &["`edition` may not use `collab`"],
        );
        check_one("[package]\nname = 'edition'\n[dev-dependencies]\nedition = { path = '.' }", &[]);
        check_one(
            "[package]\nname = 'client'\n[dependencies]\nstore = '1'",
            &["`client` may not use `store`"],
        );
        check_one("[package]\nname = 'press'\n[dependencies]\nedition = '1'", &[]);
    }

    #[test]
    fn no_target_or_new_name_hides_a_dependency() {
        check_one(
            "[package]\nname = 'collab'\n[target.'cfg(unix)'.dependencies]\nstore = '1'",
            &["`collab` may not use `store`"],
        );
        check_one(
            "[package]\nname = 'collab'\n[dependencies]\nshelf = { package = 'store', version = '1' }",
            &["`collab` may not use `store`"],
        );
    }

    #[test]
    fn a_crate_that_is_not_on_the_ladder_is_a_finding() {
        check_one("[package]\nname = 'utils'", &["this crate is not on the ladder"]);
    }
}
