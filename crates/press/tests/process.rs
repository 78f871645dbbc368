//! The program as the service starts it: the same bytes wherever it runs, no file and no line to the network but what it is given,
//! every text as it was written, and words for whatever goes wrong.

#![expect(clippy::unwrap_used, reason = "what is not as expected fails the test, helpers included")]

mod common;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use common::{Manual, fonts_folder, text_of};
use edition::sample::Sample;
use serde_json::{Value, json};

const PRESS: &str = env!("CARGO_BIN_EXE_press");

fn press() -> Command {
    let mut command = Command::new(PRESS);
    command.arg("--fonts").arg(std::fs::canonicalize(fonts_folder()).unwrap());
    command
}

fn run(mut command: Command, input: &[u8]) -> Output {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // It may end before it has read everything.
    let _written = stdin.write_all(input);
    drop(stdin);
    child.wait_with_output().unwrap()
}

fn is_installed(program: &str) -> bool {
    let installed = Command::new(program).arg("--version").stdout(Stdio::null()).status().is_ok();
    if !installed {
        println!("{program} is not installed: this is not tested here");
    }
    installed
}

#[test]
fn the_same_edition_is_the_same_bytes_wherever_it_is_printed() {
    let bundle = Manual::of(&Sample::small(21, 3).freeze(1, None)).bundle();
    let elsewhere = tempfile::tempdir().unwrap();
    let mut one = press();
    one.env("TZ", "Asia/Kolkata").env("LANG", "ar_EG.UTF-8").env("LC_ALL", "C");
    let mut other = press();
    other
        .env_clear()
        .env("TZ", "America/Caracas")
        .env("RAYON_NUM_THREADS", "1")
        .current_dir(elsewhere.path());
    let (one, other) = (run(one, &bundle), run(other, &bundle));
    assert!(one.status.success(), "{}", String::from_utf8_lossy(&one.stderr));
    assert!(one.stdout.starts_with(b"%PDF-1.7"));
    assert!(one.stdout == other.stdout, "the bytes differ");
}

#[test]
fn what_changed_is_the_same_bytes_wherever_it_is_printed_and_less_than_was_said_is_refused() {
    let sample = Sample::small(21, 2);
    let first = sample.freeze(1, None);
    let second = sample.touched(3, 20).freeze(2, Some(first.fingerprint()));
    let (before, after) = (Manual::of(&first).bundle(), Manual::of(&second).bundle());
    let notes = json!({ sample.chapters[0].id.to_string(): "Because of May." }).to_string();
    let input = [before.as_slice(), notes.as_bytes(), &after].concat();
    let since = |notes: usize| {
        let mut press = press();
        press.arg("--since").arg(before.len().to_string()).arg("--notes").arg(notes.to_string());
        press
    };
    let mut other = since(notes.len());
    other.env("TZ", "Asia/Kolkata").env("LANG", "ar_EG.UTF-8").env("RAYON_NUM_THREADS", "1");
    let (one, other) = (run(since(notes.len()), &input), run(other, &input));
    assert!(one.status.success(), "{}", String::from_utf8_lossy(&one.stderr));
    assert!(one.stdout == other.stdout, "the bytes differ");
    assert!(text_of(&one.stdout).contains("Because of May."));
    for wrong in [notes.len() - 1, notes.len() + 1, input.len()] {
        let refused = run(since(wrong), &input);
        assert!(!refused.status.success() && refused.stdout.is_empty());
        assert!(String::from_utf8_lossy(&refused.stderr).contains("unreadable"));
    }
}

/// Pieces of Typst, of JSON, of PDF, and of what people write.
const PIECES: [&str; 40] = [
    "#",
    "$",
    "*",
    "_",
    "`",
    "```",
    "@",
    "<",
    ">",
    "\\",
    "/*",
    "*/",
    "//",
    "[",
    "]",
    "{",
    "}",
    "(",
    ")",
    "=",
    "- ",
    "+ ",
    "~",
    "--",
    "---",
    "...",
    "#read(\"/etc/passwd\")",
    "#import \"@preview/a:0.1.0\"",
    "#include \"/book.json\"",
    "#let x = 1",
    "#panic()",
    "$x^2$",
    "<label>",
    "@label",
    "\\u{41}",
    "https://a.example/?x=1&y=2",
    "\"'",
    "%PDF",
    "é",
    "word",
];

fn hostile(n: usize) -> String {
    let mut state = n as u64 * 2 + 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % 1_000_000_007).unwrap()
    };
    let pieces: Vec<&str> = (0..2 + next() % 4).map(|_| PIECES[next() % PIECES.len()]).collect();
    format!("q{n}{}{n}p", pieces.concat())
}

#[test]
fn a_thousand_hostile_texts_are_printed_as_they_were_written() {
    let texts: Vec<String> = (0..1_000).map(hostile).collect();
    let paragraph = |(n, text): (usize, &String)| json!({ "id": format!("p{n}"), "kind": "p", "content": [{ "text": text }] });
    let blocks: Value = texts.iter().enumerate().map(paragraph).collect();
    let mut manual = Manual::new("#panic() $x$ <title>");
    manual.chapter("#read(\"/etc/passwd\") [chapter]", blocks);
    let printed = run(press(), &manual.bundle());
    assert!(printed.status.success(), "{}", String::from_utf8_lossy(&printed.stderr));
    // Lines are broken where they are long, and a word that is broken has a hyphen.
    let squeezed = |text: &str| text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect::<String>();
    let text = squeezed(&text_of(&printed.stdout));
    let lost: Vec<&String> = texts.iter().filter(|hostile| !text.contains(&squeezed(hostile))).collect();
    assert!(lost.is_empty(), "{} of 1000 are lost, as {:?}", lost.len(), &lost[..lost.len().min(5)]);
    assert!(text.contains(&squeezed("#panic() $x$ <title>")));
    println!("figure: {} hostile texts in the PDF as they were written", texts.len() - lost.len());
}

/// What a run opened, and whether it spoke to the network, as strace saw it.
fn traced(bundle: &[u8], folder: &Path) -> String {
    let log = folder.join("trace");
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-e", "trace=%file,%network,execve", "-o"]).arg(&log).arg(PRESS);
    command.arg("--fonts").arg(std::fs::canonicalize(fonts_folder()).unwrap());
    // Where cargo itself has programs look for libraries.
    command.env_remove("LD_LIBRARY_PATH");
    let printed = run(command, bundle);
    assert!(printed.status.success(), "{}", String::from_utf8_lossy(&printed.stderr));
    std::fs::read_to_string(log).unwrap()
}

#[test]
fn nothing_is_opened_but_the_fonts_and_nobody_is_called() {
    if !is_installed("strace") {
        return;
    }
    let bundle = Manual::of(&Sample::small(22, 2).freeze(1, None)).bundle();
    let folder = tempfile::tempdir().unwrap();
    let trace = traced(&bundle, folder.path());
    let fonts = std::fs::canonicalize(fonts_folder()).unwrap().display().to_string();
    // What the system itself does to start a program, how many processors there are for threads, and what the C library asks
    // when it gives memory back.
    let of_the_system = [
        "/etc/ld.so",
        "/lib/",
        "/lib64/",
        "/usr/lib/",
        "/proc/self/",
        "/sys/fs/cgroup",
        "/proc/meminfo",
        "/proc/sys/vm/overcommit_memory",
    ];
    let mut opened = 0;
    for line in trace.lines() {
        for call in ["socket(", "connect(", "bind(", "sendto("] {
            assert!(!line.contains(call), "{line}");
        }
        // Without a path it is a file that is open already.
        let Some(path) = line.split('"').nth(1).filter(|path| !path.is_empty()) else { continue };
        let is_ours = path.starts_with(&fonts);
        opened += usize::from(is_ours && line.contains("open"));
        let is_known = is_ours || path == PRESS || of_the_system.iter().any(|known| path.starts_with(known));
        assert!(is_known, "it reached for {path}: {line}");
    }
    assert!(opened >= 16, "it read its fonts");
}

#[test]
fn it_works_where_there_is_no_network() {
    let works =
        |command: &mut Command| command.stderr(Stdio::null()).status().is_ok_and(|status| status.success());
    if !works(Command::new("unshare").args(["-rn", "true"])) {
        println!("unshare -rn is not possible here: this is not tested here");
        return;
    }
    let bundle = Manual::of(&Sample::small(23, 1).freeze(1, None)).bundle();
    let mut command = Command::new("unshare");
    command.args(["-rn", PRESS, "--fonts"]).arg(std::fs::canonicalize(fonts_folder()).unwrap());
    let (alone, free) = (run(command, &bundle), run(press(), &bundle));
    assert!(alone.status.success() && alone.stdout == free.stdout);
}

#[test]
fn fonts_beside_the_program_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("press");
    std::fs::copy(PRESS, &program).unwrap();
    let bundle = Manual::of(&Sample::small(25, 1).freeze(1, None)).bundle();
    assert!(!run(Command::new(&program), &bundle).status.success());
    std::os::unix::fs::symlink(std::fs::canonicalize(fonts_folder()).unwrap(), folder.path().join("fonts"))
        .unwrap();
    let mut command = Command::new(&program);
    command.env_clear().current_dir("/");
    assert!(run(command, &bundle).status.success());
}

#[test]
fn whatever_goes_wrong_is_said_in_lines_of_json() {
    let bundle = Manual::of(&Sample::small(24, 1).freeze(1, None)).bundle();
    let with = |flags: &[&str]| {
        let mut command = press();
        command.args(flags);
        command
    };
    let mut without_fonts = Command::new(PRESS);
    without_fonts.args(["--fonts", "/nowhere"]);
    let cases = [
        (press(), &b"no zip"[..], "unreadable"),
        (press(), &bundle[..bundle.len() - 30], "unreadable"),
        (without_fonts, &bundle, "fonts"),
        (with(&["--chapter", "0"]), &bundle, "no-chapter"),
        (with(&["--chapter", "2"]), &bundle, "no-chapter"),
    ];
    for (command, input, code) in cases {
        let ended = run(command, input);
        assert_eq!(ended.status.code(), Some(1), "{code}");
        assert!(ended.stdout.is_empty(), "{code}");
        let said = String::from_utf8(ended.stderr).unwrap();
        let line: Value = serde_json::from_str(said.lines().next().unwrap()).unwrap();
        assert_eq!(line["code"], code);
        assert!(line["text"].as_str().is_some_and(|text| !text.is_empty()));
    }
}
