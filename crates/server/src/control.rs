//! The control socket in the data folder: commands of the command line while the service holds the folder.
//! One JSON line in, one JSON line out. Whoever may open it (mode 0600) may do everything: it asks for nothing else.

use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::app::{App, Shared};
use crate::commands::{
    CommandRefused, Desk, Request, carry_out, freeze_named, hash_document, read_document, sealed_writers,
    view_of_sealed,
};

const NAME: &str = "control.sock";
/// A roster fits, with all that JSON puts before its quotes.
const LINE_BYTES_MAX: u64 = 1 << 20;
const PATIENCE: Duration = Duration::from_secs(30);
/// The same for a freeze of a very large manual.
const FREEZE_PATIENCE: Duration = Duration::from_secs(600);

/// An answer on the wire.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Answer {
    Done(Value),
    Refused(String),
}

/// Why a service that holds a folder did not carry out a command.
#[derive(Debug, thiserror::Error)]
pub enum AskFailed {
    #[error("its control socket cannot be reached ({0})")]
    Unreachable(io::Error),
    #[error("it gave no answer")]
    NoAnswer,
    #[error("{0}")]
    Refused(String),
}

/// The listening end. Takes the socket away when dropped.
pub(crate) struct Control {
    path: PathBuf,
    task: JoinHandle<()>,
}

impl Drop for Control {
    fn drop(&mut self) {
        self.task.abort();
        // A stale socket is replaced at the next start anyway.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Listens in the folder. Call only while its lock is held: a socket that is there is a dead one.
pub(crate) fn listen(data: &Path, app: Shared) -> io::Result<Control> {
    let path = data.join(NAME);
    // Made under another name, so that it is nobody's before its mode is set.
    let making = data.join(format!("{NAME}.new"));
    for stale in [&path, &making] {
        match std::fs::remove_file(stale) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    let listener = UnixListener::bind(&making)?;
    std::fs::set_permissions(&making, std::fs::Permissions::from_mode(0o600))?;
    std::fs::rename(&making, &path)?;
    let task = tokio::spawn(async move {
        loop {
            match listener.accept().await {
                Ok((stream, _)) => drop(tokio::spawn(serve(stream, app.clone()))),
                Err(error) => {
                    tracing::warn!(%error, "the control socket could not accept");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
    });
    Ok(Control { path, task })
}

async fn serve(stream: UnixStream, app: Shared) {
    // Whoever asked may have gone; what was done is done.
    let _ = timeout(FREEZE_PATIENCE, answer(stream, &app)).await;
}

async fn answer(stream: UnixStream, app: &Shared) -> io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut line = String::new();
    let mut asked = BufReader::new(read.take(LINE_BYTES_MAX));
    timeout(PATIENCE, asked.read_line(&mut line)).await.unwrap_or(Ok(0))?;
    let answer = match serde_json::from_str::<Request>(&line) {
        Ok(request) => match carry_out_here(app.clone(), request).await {
            Ok(value) => Answer::Done(value),
            Err(refused) => Answer::Refused(refused.to_string()),
        },
        Err(_) => {
            Answer::Refused("this service does not know the command; is it of another version?".to_owned())
        }
    };
    let mut line = serde_json::to_vec(&answer)?;
    line.push(b'\n');
    write.write_all(&line).await
}

async fn carry_out_here(app: Shared, request: Request) -> Result<Value, CommandRefused> {
    let work = async move {
        match request {
            // Takes its turns itself: nobody waits while chapters are being frozen.
            Request::Freeze(new) => freeze_named(app, new).await.map(|made| json!(made)),
            Request::ReadDocument { document, seq } => {
                let index = app.journal.index();
                let read = tokio::task::spawn_blocking(move || read_document(&index, &document, seq));
                read.await.unwrap_or(Err(CommandRefused::NotWritten))
            }
            Request::HashDocument { document, seq } => {
                let index = app.journal.index();
                let hashed = tokio::task::spawn_blocking(move || hash_document(&index, &document, seq));
                hashed.await.unwrap_or(Err(CommandRefused::NotWritten))
            }
            Request::SealedWriters { chapter } => {
                let (index, seq) = (app.journal.index(), app.journal.seq());
                let read = tokio::task::spawn_blocking(move || sealed_writers(&index, &chapter, seq));
                let unnamed = read.await.unwrap_or(Err(CommandRefused::NotWritten))?;
                Ok(app.journal.read(|registry| view_of_sealed(registry, unnamed)))
            }
            request => carry_out(&mut Desk::service(&app).await, request).await,
        }
    };
    App::uninterrupted(work).await
}

/// Asks the service that holds a folder.
///
/// # Errors
/// [`AskFailed`] in words for people.
pub(crate) async fn ask(data: &Path, request: &Request) -> Result<Value, AskFailed> {
    let exchange = async {
        let stream = UnixStream::connect(data.join(NAME)).await.map_err(AskFailed::Unreachable)?;
        let (read, mut write) = stream.into_split();
        let mut line = serde_json::to_vec(request).expect("a request is JSON");
        line.push(b'\n');
        write.write_all(&line).await.map_err(AskFailed::Unreachable)?;
        let mut answer = String::new();
        BufReader::new(read).read_line(&mut answer).await.map_err(|_| AskFailed::NoAnswer)?;
        serde_json::from_str(&answer).map_err(|_| AskFailed::NoAnswer)
    };
    let patience = if matches!(request, Request::Freeze(_)) { FREEZE_PATIENCE } else { PATIENCE };
    match timeout(patience, exchange).await.unwrap_or(Err(AskFailed::NoAnswer))? {
        Answer::Done(value) => Ok(value),
        Answer::Refused(why) => Err(AskFailed::Refused(why)),
    }
}
