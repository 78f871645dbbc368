//! What is measured: our service, the bare relay, and the two peers. How each is started, where its clients knock, and
//! how they frame what they say; from then on all are treated alike.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use manual::rights::Right;
use manual::seat::SeatKind;
use serde_json::json;
use tempfile::TempDir;

use super::line::{Door, Speech};
use super::process::Program;
use crate::caller::Caller;
use crate::program::{Folder, Seated};
use crate::service::Service;

/// Everybody comes from one address here: every rate is lifted, every bound on a document stays.
const LIFTED: &str = "[limits]\n\
    updates_per_second_max = 1000000\n\
    frames_per_second_max = 1000000\n\
    bytes_per_second_max = 1000000000\n\
    sockets_max = 4000\n";

/// Fewer than the service allows to one session at once.
const LINKS_A_TOKEN: usize = 30;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    Chancery,
    /// Passes frames on, and keeps and checks nothing: the floor.
    Relay,
    YWebsocket,
    Hocuspocus,
}

impl Side {
    pub const ALL: [Self; 4] = [Self::Chancery, Self::Relay, Self::YWebsocket, Self::Hocuspocus];

    pub fn name(self) -> &'static str {
        match self {
            Self::Chancery => "Chancery",
            Self::Relay => "bare relay",
            Self::YWebsocket => "y-websocket-server",
            Self::Hocuspocus => "Hocuspocus",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|side| side.name() == word)
    }
}

/// A side with its folder, which stays while its process comes and goes.
pub struct Stage {
    pub side: Side,
    home: Home,
    /// Documents made so far.
    made: usize,
}

enum Home {
    /// The service's folder; its manual, its secretariat, and whoever types there.
    Ours {
        folder: Folder,
        manual: String,
        secretariat: Seated,
        people: Vec<Seated>,
    },
    Theirs(TempDir),
}

/// A running side.
pub struct Running {
    side: Side,
    process: Process,
    tokens: Vec<String>,
    secretariat: Option<Caller>,
}

enum Process {
    Ours(Service),
    Theirs(Program),
}

impl Stage {
    /// A side for so many clients.
    ///
    /// # Errors
    /// When the side cannot be set up.
    ///
    /// # Panics
    /// When a command of our own program fails.
    pub async fn new(side: Side, clients: usize) -> Result<Self> {
        let home = match side {
            Side::Chancery => ours(clients).await,
            _ => Home::Theirs(TempDir::with_prefix("bench-")?),
        };
        Ok(Self { side, home, made: 0 })
    }

    /// Starts the side's process on the side's folder.
    ///
    /// # Errors
    /// When it does not listen.
    ///
    /// # Panics
    /// When our own service does not.
    pub fn start(&self) -> Result<Running> {
        let (process, tokens, secretariat) = match &self.home {
            Home::Ours { folder, secretariat, people, .. } => {
                let service = Service::start(folder);
                let secretariat = service.caller(secretariat);
                let tokens = people.iter().map(|seated| seated.token.clone()).collect();
                (Process::Ours(service), tokens, Some(secretariat))
            }
            Home::Theirs(folder) => {
                let log = folder.path().join("log");
                let mut command = command_of(self.side)?;
                let program = Program::start(command.arg(folder.path()), &log)?;
                (Process::Theirs(program), Vec::new(), None)
            }
        };
        Ok(Running { side: self.side, process, tokens, secretariat })
    }

    /// Where the side keeps what it keeps.
    pub fn folder(&self) -> PathBuf {
        match &self.home {
            Home::Ours { folder, .. } => folder.data(),
            Home::Theirs(folder) => folder.path().to_owned(),
        }
    }

    /// An empty document of its own: its name.
    ///
    /// # Panics
    /// When our own service refuses.
    pub async fn new_document(&mut self, running: &Running) -> String {
        self.made += 1;
        let title = format!("document-{}", self.made);
        match (&self.home, &running.secretariat) {
            (Home::Ours { manual, .. }, Some(caller)) => {
                caller.make_chapter(manual, &title).await.to_string()
            }
            _ => title,
        }
    }
}

impl Running {
    pub fn pid(&self) -> u32 {
        match &self.process {
            Process::Ours(service) => service.pid(),
            Process::Theirs(program) => program.pid(),
        }
    }

    /// Ends the process without a word.
    pub fn kill(self) {
        match self.process {
            Process::Ours(service) => service.kill(),
            Process::Theirs(program) => drop(program),
        }
    }

    /// Asks the process to end, and waits until it has.
    pub fn stop(self) {
        match self.process {
            Process::Ours(service) => drop(service.stop()),
            Process::Theirs(program) => program.stop(),
        }
    }

    /// The secretariat freezes the manual of all documents. Only of our own side.
    ///
    /// # Errors
    /// When there is nothing to freeze, or it is refused.
    pub async fn freeze(&self, stage: &Stage) -> Result<()> {
        let (Some(caller), Home::Ours { manual, .. }) = (&self.secretariat, &stage.home) else {
            bail!("{} freezes nothing", self.side.name());
        };
        let wish = json!({ "title": "Under load", "final": false });
        let made = caller.post(&format!("/api/v1/manuals/{manual}/editions"), wish).await;
        ensure!(made.status == 201, "not frozen: {}", made.text());
        Ok(())
    }

    /// Where the n-th client finds a document.
    pub fn door(&self, client: usize, document: &str) -> Door {
        let address = match &self.process {
            Process::Ours(service) => &service.address,
            Process::Theirs(program) => &program.address,
        };
        let host = address.trim_start_matches("http://").to_owned();
        let theirs = format!("/{document}");
        let (path, headers, speech) = match self.side {
            Side::Chancery => {
                let token = &self.tokens[client % self.tokens.len()];
                let headers = vec![
                    ("authorization", format!("Bearer {token}")),
                    ("sec-websocket-protocol", "chancery.v1".to_owned()),
                ];
                (format!("/api/v1/sync/{document}"), headers, Speech::Acknowledged)
            }
            Side::Relay => (theirs, Vec::new(), Speech::Relayed),
            Side::YWebsocket => (theirs, Vec::new(), Speech::Plain),
            Side::Hocuspocus => ("/".to_owned(), Vec::new(), Speech::Named(document.to_owned())),
        };
        Door { host, path, headers, speech }
    }
}

/// A seat for each of the first clients; more of them share.
async fn ours(clients: usize) -> Home {
    const SEATS_MAX: usize = 64;
    let folder = Folder::new();
    folder.configure(LIFTED);
    let service = Service::start(&folder);
    let secretariat = folder.seat("Secretariat", SeatKind::Secretariat, Right::Keep);
    let seats = clients.min(SEATS_MAX);
    let mut people = Vec::new();
    for n in 0..seats {
        people.push(folder.seat(&format!("State {}", n + 1), SeatKind::State, Right::Edit));
    }
    while people.len() * LINKS_A_TOKEN < clients {
        let shared = people[people.len() % seats].clone();
        let token = folder.token(&shared.name, Right::Edit);
        people.push(Seated { token, ..shared });
    }
    let manual = service.caller(&secretariat).make_manual("Load").await;
    service.stop();
    Home::Ours { folder, manual, secretariat, people }
}

/// The program of a side that is not ours.
fn command_of(side: Side) -> Result<Command> {
    let script = match side {
        Side::YWebsocket => "y-websocket.mjs",
        Side::Hocuspocus => "hocuspocus.mjs",
        Side::Relay | Side::Chancery => {
            let here = std::env::current_exe()?;
            return Ok(Command::new(here.with_file_name("relay")));
        }
    };
    let peers = std::env::var_os("BENCH_PEERS").context("BENCH_PEERS names the folder of the peers")?;
    let mut node = Command::new("node");
    node.arg(PathBuf::from(peers).join(script));
    // As whoever runs them would: without what is meant for developers.
    node.env("NODE_ENV", "production");
    Ok(node)
}
