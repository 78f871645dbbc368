//! The real program `chancery`, found beside the test that runs, and a data folder to use it on.
//! Speaks to it as an operator does: arguments in, words out.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use manual::id::SeatId;
use manual::rights::Right;
use manual::seat::SeatKind;
use serde_json::Value;
use tempfile::TempDir;

/// The program under test: `CHANCERY_BIN` if it is set, else [`built_for_tests`].
///
/// # Panics
/// When it is not there.
pub fn binary() -> PathBuf {
    std::env::var_os("CHANCERY_BIN").map_or_else(built_for_tests, PathBuf::from)
}

/// The program that the same cargo call built for these tests, in the folder above their own. It alone can be told to
/// end at a named moment.
///
/// # Panics
/// When it is not there.
pub fn built_for_tests() -> PathBuf {
    let here = std::env::current_exe().expect("a running test knows its own file");
    let mut folder = here.parent().expect("a file is in a folder");
    if folder.ends_with("deps") {
        folder = folder.parent().expect("deps is in the profile's folder");
    }
    let binary = folder.join(format!("chancery-under-test{}", std::env::consts::EXE_SUFFIX));
    assert!(binary.is_file(), "{} is missing; build the package `tests` first", binary.display());
    binary
}

/// A data folder that is removed with its last user, with the configuration beside it.
pub struct Folder {
    root: TempDir,
}

/// A seat and a token that speaks for it.
#[derive(Clone, Debug)]
pub struct Seated {
    pub seat: SeatId,
    pub name: String,
    pub token: String,
}

/// What `chancery invite` prints.
#[derive(Clone, Debug)]
pub struct Invited {
    pub link: String,
    pub code: String,
    pub ends: String,
}

impl Default for Folder {
    fn default() -> Self {
        Self::new()
    }
}

impl Folder {
    /// # Panics
    /// When the system gives no temporary folder.
    pub fn new() -> Self {
        Self { root: TempDir::with_prefix("chancery-test-").expect("a temporary folder can be made") }
    }

    /// The data folder itself.
    pub fn data(&self) -> PathBuf {
        self.root.path().join("data")
    }

    /// Where the process writes its log.
    pub fn log(&self) -> PathBuf {
        self.root.path().join("log.jsonl")
    }

    /// Bytes that the journal takes now.
    pub fn journal_bytes(&self) -> u64 {
        crate::journal::folder_bytes(&self.data().join("journal"))
    }

    /// The configuration file, if [`Self::configure`] wrote one.
    pub fn config(&self) -> Option<PathBuf> {
        let file = self.root.path().join("chancery.toml");
        file.is_file().then_some(file)
    }

    /// # Panics
    /// When the file cannot be written.
    pub fn configure(&self, toml: &str) {
        std::fs::write(self.root.path().join("chancery.toml"), toml).expect("the folder is writable");
    }

    /// Runs one command on this folder, whatever comes of it.
    ///
    /// # Panics
    /// When the program cannot be started.
    pub fn attempt(&self, arguments: &[&str]) -> Output {
        run(arguments, &self.data())
    }

    /// Runs one command that has to succeed; what it printed, without the last line's end.
    ///
    /// # Panics
    /// When it fails.
    pub fn command(&self, arguments: &[&str]) -> String {
        let output = self.attempt(arguments);
        assert!(
            output.status.success(),
            "chancery {arguments:?} failed: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).expect("commands print UTF-8").trim_end().to_owned()
    }

    /// The same for a command that prints JSON.
    ///
    /// # Panics
    /// When it fails or prints something else.
    pub fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.command(arguments)).expect("--json prints JSON and nothing else")
    }

    /// Adds a seat and makes a token for it.
    ///
    /// # Panics
    /// When a command fails.
    pub fn seat(&self, name: &str, kind: SeatKind, right: Right) -> Seated {
        let seat = self.json(&["seat", "add", name, "--kind", kind.word(), "--json"]);
        let id = seat["id"].as_str().and_then(SeatId::parse).expect("a seat has an id");
        Seated { seat: id, name: name.to_owned(), token: self.token(name, right) }
    }

    /// A further token for a seat.
    ///
    /// # Panics
    /// When the command fails.
    pub fn token(&self, seat: &str, right: Right) -> String {
        self.command(&["token", "--seat", seat, "--rights", right.word(), "--ttl", "1h"])
    }

    /// An invitation to a seat.
    ///
    /// # Panics
    /// When the command fails.
    pub fn invite(&self, seat: &str) -> Invited {
        let invited = self.json(&["invite", "--seat", seat, "--json"]);
        let field = |name: &str| invited[name].as_str().expect("link, code and ends are texts").to_owned();
        Invited { link: field("link"), code: field("code"), ends: field("ends") }
    }
}

/// Runs one command that is about no data folder, whatever comes of it.
///
/// # Panics
/// When the program cannot be started.
pub fn without_folder(arguments: &[&str]) -> Output {
    Command::new(binary()).args(arguments).output().expect("the program under test can be started")
}

fn run(arguments: &[&str], data: &Path) -> Output {
    Command::new(binary())
        .args(arguments)
        .arg("--data")
        .arg(data)
        .output()
        .expect("the program under test can be started")
}
