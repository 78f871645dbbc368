//! `press`: a bundle comes in, the PDF goes out. What stands in the way is said in lines of JSON.

use std::env;
use std::io::{self, Read, Write};
use std::panic;
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;

use clap::Parser;
use press::{Code, Edition, Fonts, Order, Problem, print};

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
    let mut zip = Vec::new();
    let most = edition::bundle::BYTES_MAX;
    io::stdin()
        .lock()
        .take(most)
        .read_to_end(&mut zip)
        .map_err(|error| failed(Code::Unreadable, error.to_string()))?;
    let edition = Edition::open(&zip).map_err(|error| failed(Code::Unreadable, error.to_string()))?;
    drop(zip);
    let folder = press.fonts.clone().unwrap_or_else(fonts_folder);
    let fonts = Fonts::read(&folder).map_err(|error| failed(Code::Fonts, error.to_string()))?;
    let chapter = match press.chapter {
        Some(0) => return Err(failed(Code::NoChapter, "chapters are counted from 1".to_owned())),
        chapter => chapter.map(|chapter| chapter - 1),
    };
    let printed = print(&edition, fonts, &Order { chapter, draft: press.draft.clone() })?;
    io::stdout()
        .lock()
        .write_all(&printed.pdf)
        .map_err(|error| failed(Code::Broken, format!("the PDF cannot be written: {error}")))?;
    Ok(printed.problems)
}

fn fonts_folder() -> PathBuf {
    let program = env::current_exe().unwrap_or_default();
    let mut around = program.ancestors().skip(1).take(2).map(|folder| folder.join("fonts"));
    around.find(|folder| folder.is_dir()).unwrap_or_else(|| PathBuf::from("fonts"))
}
