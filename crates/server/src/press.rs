//! The program that makes PDFs, run as a process of its own for each: what it is given comes over its standard input, the PDF
//! over its standard output, and it has bounds on time, memory and length. It may not be there: a service without it serves
//! everything else. Looked for at each use, so that it is found once it has been built.
//! Next: `outputs`, which prints editions; `routes::preview`, which prints drafts; `routes::compared`, which prints what changed.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use rustix::process::{Pid, Resource, Rlimit, Signal, kill_process_group, prlimit};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::config::Config;
use crate::limits::Limits;
use crate::metrics::{Metrics, Outcome};

/// Complaints of one run that go into the log.
const COMPLAINTS_MAX: usize = 50;
/// What of its complaints is read.
const COMPLAINT_BYTES_MAX: u64 = 64 << 10;

/// Where the program is, and whose turn it is.
pub(crate) struct Press {
    program: Option<PathBuf>,
    fonts: Option<PathBuf>,
    ms_max: u64,
    pdf_bytes_max: u64,
    memory_bytes_max: u64,
    /// One at a time: it takes a whole processor.
    turn: Semaphore,
    metrics: Arc<Metrics>,
}

/// What is asked for beside the edition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    /// One chapter alone, counted from 1.
    pub(crate) chapter: Option<usize>,
    /// What stands on each page of what is no edition.
    pub(crate) draft: Option<String>,
    /// What changed since another edition.
    pub(crate) since: Option<Since>,
}

/// What comes in before the bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Since {
    /// The bundle of the edition before: so many bytes.
    pub(crate) before: usize,
    /// Behind it, what was written about the chapters that changed: so many.
    pub(crate) notes: usize,
}

/// Why there is no PDF.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum NotPrinted {
    #[error("the program that makes PDFs is not there")]
    Absent,
    #[error("the program that makes PDFs could not be run")]
    NotRun,
    #[error("the program that makes PDFs took too long and was ended")]
    TooLong,
    #[error("the program that makes PDFs gave none")]
    Failed,
}

impl Press {
    /// As configured; `CHANCERY_PRESS` and `CHANCERY_FONTS` count first. An empty one is none.
    pub(crate) fn new(config: &Config, metrics: Arc<Metrics>) -> Self {
        let Limits { press_ms_max, press_bytes_max, press_memory_bytes_max, .. } = config.limits;
        let of = |name: &str, configured: &Option<PathBuf>| match std::env::var_os(name) {
            Some(path) => Some(PathBuf::from(path)),
            None => configured.clone(),
        };
        let beside = || Some(std::env::current_exe().ok()?.with_file_name("press"));
        let program = of("CHANCERY_PRESS", &config.press).or_else(beside);
        Self {
            program: program.filter(|path| !path.as_os_str().is_empty()),
            fonts: of("CHANCERY_FONTS", &config.fonts).filter(|path| !path.as_os_str().is_empty()),
            ms_max: press_ms_max,
            pdf_bytes_max: press_bytes_max,
            memory_bytes_max: press_memory_bytes_max,
            turn: Semaphore::new(1),
            metrics,
        }
    }

    /// The program, if it is there now.
    pub(crate) fn program(&self) -> Option<&Path> {
        self.program.as_deref().filter(|path| path.is_file())
    }

    /// Prints a bundle.
    ///
    /// # Errors
    /// [`NotPrinted`]; what the program complained of is in the log.
    pub(crate) async fn print(&self, bundle: &[u8], asked: &Asked) -> Result<Vec<u8>, NotPrinted> {
        let program = self.program().ok_or(NotPrinted::Absent)?;
        let printed = self.run(program, bundle, asked).await;
        self.metrics.printed(Outcome::of(&printed));
        printed
    }

    async fn run(&self, program: &Path, bundle: &[u8], asked: &Asked) -> Result<Vec<u8>, NotPrinted> {
        let _turn = self.turn.acquire().await.map_err(|_| NotPrinted::NotRun)?;
        let mut command = Command::new(program);
        command.env_clear().current_dir("/").process_group(0).kill_on_drop(true);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        if let Some(fonts) = &self.fonts {
            command.arg("--fonts").arg(fonts);
        }
        if let Some(chapter) = asked.chapter {
            command.arg("--chapter").arg(chapter.to_string());
        }
        if let Some(draft) = &asked.draft {
            command.arg("--draft").arg(draft);
        }
        if let Some(Since { before, notes }) = asked.since {
            command.arg("--since").arg(before.to_string()).arg("--notes").arg(notes.to_string());
        }
        let child = command.spawn().map_err(|error| {
            tracing::error!(%error, "the program that makes PDFs could not be started");
            NotPrinted::NotRun
        })?;
        let group = Group::of(&child);
        group.bound(self.memory_bytes_max);
        let limit = Duration::from_millis(self.ms_max);
        match timeout(limit, talk(child, bundle, self.pdf_bytes_max)).await {
            Ok(printed) => printed,
            Err(_) => {
                tracing::error!("the program that makes PDFs took too long and was ended");
                Err(NotPrinted::TooLong)
            }
        }
    }
}

/// Gives the program the bundle, and takes the PDF and what it complains of.
async fn talk(mut child: Child, bundle: &[u8], pdf_bytes_max: u64) -> Result<Vec<u8>, NotPrinted> {
    let (Some(mut stdin), Some(stdout), Some(stderr)) =
        (child.stdin.take(), child.stdout.take(), child.stderr.take())
    else {
        return Err(NotPrinted::NotRun);
    };
    let give = async {
        // One that has seen enough closes it.
        let _ = stdin.write_all(bundle).await;
        drop(stdin);
        Ok(())
    };
    let take = async {
        let mut pdf = Vec::new();
        let taken = stdout.take(pdf_bytes_max + 1).read_to_end(&mut pdf).await;
        let too_long = pdf.len() as u64 > pdf_bytes_max;
        if taken.is_err() || too_long { Err(NotPrinted::Failed) } else { Ok(pdf) }
    };
    let hear = async {
        complaints(stderr).await;
        Ok(())
    };
    let ((), pdf, ()) = tokio::try_join!(give, take, hear)?;
    if !pdf.starts_with(b"%PDF-") {
        return Err(NotPrinted::Failed);
    }
    let ended = child.wait().await;
    if ended.is_ok_and(|status| status.success()) { Ok(pdf) } else { Err(NotPrinted::Failed) }
}

async fn complaints(stderr: impl AsyncRead + Unpin) {
    let mut rest = BufReader::new(stderr.take(COMPLAINT_BYTES_MAX)).lines();
    let mut told = 0;
    while let Ok(Some(complaint)) = rest.next_line().await {
        told += 1;
        if told <= COMPLAINTS_MAX {
            tracing::warn!(complaint, "the program that makes PDFs complains");
        }
    }
    // What is longer is thrown away, so that the program does not wait for ever.
    let _ = tokio::io::copy(rest.into_inner().into_inner().get_mut(), &mut tokio::io::sink()).await;
}

/// The program and whatever it starts. Ended when nobody waits for it any more.
struct Group(Option<Pid>);

impl Group {
    fn of(child: &Child) -> Self {
        Self(child.id().and_then(|id| Pid::from_raw(id.try_into().ok()?)))
    }

    /// How much memory it may have.
    fn bound(&self, bytes: u64) {
        let bytes = Some(bytes);
        let bounded = prlimit(self.0, Resource::As, Rlimit { current: bytes, maximum: bytes });
        if let (Some(_), Err(error)) = (self.0, bounded) {
            tracing::debug!(%error, "the program that makes PDFs ended before it was bounded");
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if let Some(group) = self.0 {
            // It may have ended by itself.
            let _ = kill_process_group(group, Signal::KILL);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn press(script: &str, limits: Limits) -> (tempfile::TempDir, Press) {
        let folder = tempfile::tempdir().unwrap();
        let (written, program) = (folder.path().join("written"), folder.path().join("press"));
        std::fs::write(&written, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&written, std::fs::Permissions::from_mode(0o700)).unwrap();
        // By another process, so that nothing of ours has it open for writing when it is run.
        let copied = std::process::Command::new("cp").arg(&written).arg(&program).status();
        assert!(copied.unwrap().success());
        let config = Config { limits, ..Config::default() };
        (folder, Press { program: Some(program), ..Press::new(&config, Arc::new(Metrics::new())) })
    }

    async fn printed(script: &str) -> Result<Vec<u8>, NotPrinted> {
        let limits = Limits { press_ms_max: 1_000, press_bytes_max: 1_000, ..Limits::default() };
        let (_folder, press) = press(script, limits);
        press
            .print(
                b"bundle",
                &Asked {
                    chapter: Some(2),
                    draft: Some("a draft".into()),
                    since: Some(Since { before: 3, notes: 1 }),
                },
            )
            .await
    }

    #[tokio::test]
    async fn what_the_program_says_is_the_pdf() {
        let args = printed("printf '%%PDF-'; /bin/cat; printf ' %s' \"$@\"; printf ' %s' \"$HOME\"").await;
        assert_eq!(
            args.unwrap(),
            b"%PDF-bundle --chapter 2 --draft a draft --since 3 --notes 1 ",
            "and it has no environment"
        );
    }

    #[tokio::test]
    async fn one_that_fails_or_gives_something_else_or_no_end_gives_nothing() {
        assert_eq!(printed("printf '%%PDF-'; exit 1").await, Err(NotPrinted::Failed));
        assert_eq!(printed("echo no; exit 0").await, Err(NotPrinted::Failed));
        assert_eq!(printed("printf '%%PDF-'; while :; do echo; done").await, Err(NotPrinted::Failed));
        assert_eq!(printed("while :; do echo >&2; done").await, Err(NotPrinted::TooLong));
    }

    #[tokio::test]
    async fn one_that_takes_too_long_is_ended_with_all_it_started() {
        let folder = tempfile::tempdir().unwrap();
        let pid = folder.path().join("pid");
        let script = format!("/bin/sleep 600 & echo $! > {}; wait", pid.display());
        assert_eq!(printed(&script).await, Err(NotPrinted::TooLong));
        let child = std::fs::read_to_string(&pid).unwrap();
        let stat = format!("/proc/{}/stat", child.trim());
        let gone = async {
            // One that was ended and that nobody has taken leave of yet is a zombie.
            while std::fs::read_to_string(&stat).is_ok_and(|stat| !stat.contains(") Z ")) {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        timeout(Duration::from_secs(10), gone).await.expect("the child of the program is gone too");
    }

    #[tokio::test]
    async fn it_has_no_more_memory_than_it_may() {
        let limits = Limits { press_memory_bytes_max: 64 << 20, ..Limits::default() };
        let (_folder, press) = press("/bin/cat > /dev/null; printf '%%PDF-'; ulimit -v", limits);
        let pdf = press.print(&[0; 100_000], &Asked::default()).await.unwrap();
        assert_eq!(String::from_utf8(pdf).unwrap(), format!("%PDF-{}\n", 64 << 10));
    }

    #[tokio::test]
    async fn a_service_without_the_program_says_so() {
        let (folder, press) = press("", Limits::default());
        assert!(press.program().is_some());
        std::fs::remove_file(folder.path().join("press")).unwrap();
        assert_eq!(press.print(b"", &Asked::default()).await, Err(NotPrinted::Absent));
    }
}
