//! The words of VERIFY.txt are true: every line of it that is to be typed is typed here, in a folder where a bundle was
//! unpacked, with the tools that it names. minisign is asked where it is installed.

mod packed;

use std::path::Path;
use std::process::{Command, Output};

use edition::hex;
use packed::{Made, unpacked};

/// The lines that are moved in.
fn lines(words: &str) -> Vec<&str> {
    words.lines().filter_map(|line| line.strip_prefix("    ")).collect()
}

fn typed(line: &str, folder: &Path) -> Output {
    Command::new("sh").arg("-c").arg(line).current_dir(folder).env("LC_ALL", "C").output().expect("a shell")
}

fn is_installed(tool: &str) -> bool {
    Command::new("sh")
        .arg("-c")
        .arg(format!("command -v {tool}"))
        .output()
        .is_ok_and(|told| told.status.success())
}

fn written(folder: &Path, made: &Made) -> String {
    std::fs::create_dir_all(folder.join("images")).expect("a folder");
    let files = unpacked(&made.zip());
    for (name, bytes) in &files {
        std::fs::write(folder.join(name), bytes).expect("written");
    }
    String::from_utf8(files["VERIFY.txt"].clone()).expect("text")
}

/// What the tools say of a folder: each line, whether it succeeded, what it printed.
fn said(words: &str, folder: &Path) -> Vec<(String, bool, String)> {
    let said = lines(words).into_iter().filter(|line| !line.starts_with("chancery"));
    let said = said.filter(|line| {
        let installed = !line.starts_with("minisign") || is_installed("minisign");
        if !installed {
            println!("minisign is not installed here: {line} was not typed");
        }
        installed
    });
    let answer = |line: &str| {
        let told = typed(line, folder);
        (line.to_owned(), told.status.success(), String::from_utf8_lossy(&told.stdout).into_owned())
    };
    said.map(answer).collect()
}

#[test]
fn every_line_of_the_words_is_true() {
    for signed in [true, false] {
        let made = Made { signed, ..Made::new() };
        let folder = tempfile::tempdir().expect("a folder");
        let words = written(folder.path(), &made);
        let said = said(&words, folder.path());
        assert!(said.len() >= if signed { 6 } else { 4 }, "{said:?}");
        for (line, succeeded, out) in &said {
            assert!(succeeded, "{line}: {out}");
            assert!(!out.contains("changed"), "{line}: {out}");
        }
        let all: String = said.iter().map(|(.., out)| out.as_str()).collect();
        assert_eq!(all.matches(": fine").count(), 5, "two chapters, a picture, two outputs: {all}");
        if signed {
            assert!(all.contains(&hex(&made.key.public().fingerprint())), "{all}");
            assert!(words.contains(&hex(&made.key.public().fingerprint())));
            assert!(all.contains("Signature Verified Successfully"));
        }
    }
}

#[test]
fn stock_tools_find_a_changed_bit_where_this_program_does() {
    let made = Made::new();
    for name in unpacked(&made.zip()).keys().filter(|name| *name != "VERIFY.txt") {
        let folder = tempfile::tempdir().expect("a folder");
        let words = written(folder.path(), &made);
        let mut bytes = std::fs::read(folder.path().join(name)).expect("there");
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(folder.path().join(name), bytes).expect("written");
        let said = said(&words, folder.path());
        let found = said.iter().any(|(_, succeeded, out)| !succeeded || out.contains(": changed"));
        assert!(found, "{name}: {said:?}");
    }
}
