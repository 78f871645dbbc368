//! `press`: a bundle comes in, the PDF goes out. What stands in the way is said in lines of JSON.

use std::env;
use std::io::{self, Read, Write};
use std::panic;
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;

use clap::Parser;
use manual::id::ChapterId;
use press::{Changes, Code, Edition, Fonts, Order, Problem, changes, print};

/// Deep enough for whatever the bounds of a manual allow.
const STACK_BYTES: usize = 64 << 20;

/// Prints an edition: its bundle comes in, the PDF goes out.
#[derive(Parser)]
#[command(name = "press", version)]
struct Press {
    /// Print only this chapter, counted from 1.
    #[arg(long, value_name = "N")]
    chapter: Option<usize>,
    /// Mark each page with these words: what is printed is no edition.
    #[arg(long, value_name = "TEXT")]
    draft: Option<String>,
    /// Print what changed: what comes in begins with the bundle of the edition before, of so many bytes.
    #[arg(long, value_name = "BYTES", conflicts_with = "chapter")]
    since: Option<usize>,
    /// And behind that, with what was written about the chapters, of so many bytes: an object of JSON by their ids.
    #[arg(long, value_name = "BYTES", requires = "since")]
    notes: Option<usize>,
    /// The folder of the fonts. Left out: `fonts` beside this program, or beside the folder that it is in.
    #[arg(long, value_name = "DIR")]
    fonts: Option<PathBuf>,
}

fn main() -> ExitCode {
    panic::set_hook(Box::new(|_| {}));
    let work = thread::Builder::new().stack_size(STACK_BYTES).spawn(|| run(&Press::parse()));
    let done = match work.map(thread::JoinHandle::join) {
        Ok(Ok(done)) => done,
        Ok(Err(_)) => Err(vec![Problem::new(Code::Broken, "the press broke down")]),
        Err(error) => Err(vec![Problem::new(Code::Broken, error.to_string())]),
    };
    let (problems, code) = match done {
        Ok(problems) => (problems, ExitCode::SUCCESS),
        Err(problems) => (problems, ExitCode::FAILURE),
    };
    for problem in problems {
        eprintln!("{problem}");
    }
    code
}

/// Answers with what was printed otherwise than it was written.
fn run(press: &Press) -> Result<Vec<Problem>, Vec<Problem>> {
    let failed = |code: Code, text: String| vec![Problem::new(code, text)];
    let mut given = Vec::new();
    let most = edition::bundle::BYTES_MAX * if press.since.is_some() { 2 } else { 1 };
    io::stdin()
        .lock()
        .take(most)
        .read_to_end(&mut given)
        .map_err(|error| failed(Code::Unreadable, error.to_string()))?;
    let parted = parted(press, &given)
        .ok_or_else(|| failed(Code::Unreadable, "less came in than was said".to_owned()))?;
    let open = |zip: &[u8]| Edition::open(zip).map_err(|error| failed(Code::Unreadable, error.to_string()));
    let before = parted.before.map(open).transpose()?;
    let notes =
        notes(parted.notes).ok_or_else(|| failed(Code::Unreadable, "the notes are no notes".to_owned()))?;
    let edition = open(parted.edition)?;
    drop(given);
    let folder = press.fonts.clone().unwrap_or_else(fonts_folder);
    let fonts = Fonts::read(&folder).map_err(|error| failed(Code::Fonts, error.to_string()))?;
    let chapter = match press.chapter {
        Some(0) => return Err(failed(Code::NoChapter, "chapters are counted from 1".to_owned())),
        chapter => chapter.map(|chapter| chapter - 1),
    };
    let draft = press.draft.clone();
    let printed = match &before {
        Some(before) => changes(&Changes { before, after: &edition, notes: &notes, draft }, fonts)?,
        None => print(&edition, fonts, &Order { chapter, draft })?,
    };
    io::stdout()
        .lock()
        .write_all(&printed.pdf)
        .map_err(|error| failed(Code::Broken, format!("the PDF cannot be written: {error}")))?;
    Ok(printed.problems)
}

/// What came in, part by part.
struct Parted<'g> {
    before: Option<&'g [u8]>,
    notes: &'g [u8],
    edition: &'g [u8],
}

fn parted<'g>(press: &Press, given: &'g [u8]) -> Option<Parted<'g>> {
    let (before, rest) = given.split_at_checked(press.since.unwrap_or_default())?;
    let (notes, edition) = rest.split_at_checked(press.notes.unwrap_or_default())?;
    Some(Parted { before: press.since.map(|_| before), notes, edition })
}

fn notes(json: &[u8]) -> Option<Vec<(ChapterId, String)>> {
    if json.is_empty() {
        return Some(Vec::new());
    }
    let notes: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(json).ok()?;
    notes.iter().map(|(id, note)| Some((ChapterId::parse(id)?, note.as_str()?.to_owned()))).collect()
}

fn fonts_folder() -> PathBuf {
    let program = env::current_exe().unwrap_or_default();
    let mut around = program.ancestors().skip(1).take(2).map(|folder| folder.join("fonts"));
    around.find(|folder| folder.is_dir()).unwrap_or_else(|| PathBuf::from("fonts"))
}
