//! One running `chancery serve` on a port of its own: started, measured, stopped politely or killed.
//! Ends its process when dropped. Never touches a process it did not start.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use client::{Client, ClientConfig};
use manual::id::DocumentId;
use manual::rights::Right;
use manual::seat::SeatKind;
use rustix::process::{Pid, Resource, Rlimit, Signal, kill_process, prlimit};

use crate::caller::Caller;
use crate::program::{Folder, Seated, binary, built_for_tests};

/// How long a start or a polite stop may take before the test gives up.
const PATIENCE: Duration = Duration::from_secs(60);

/// A configuration under which metrics are told, on a port of the system's choice.
pub const WATCHED: &str = "metrics_listen = \"127.0.0.1:0\"";

/// A running service.
pub struct Service {
    child: Child,
    /// `http://127.0.0.1:PORT`.
    pub address: String,
}

impl Service {
    /// Starts the program on the folder and waits until it listens.
    ///
    /// # Panics
    /// When it ends instead; with its log.
    pub fn start(folder: &Folder) -> Self {
        Self::start_on(folder, "127.0.0.1:0")
    }

    /// The same on a chosen address.
    ///
    /// # Panics
    /// When it ends instead; with its log.
    pub fn start_on(folder: &Folder, listen: &str) -> Self {
        Self::listening(folder, Self::attempt(folder, listen))
    }

    /// Starts the program; the exit status when it ended instead of listening.
    ///
    /// # Errors
    /// The status with which the program ended.
    ///
    /// # Panics
    /// When the program cannot be started at all.
    pub fn attempt(folder: &Folder, listen: &str) -> Result<Self, ExitStatus> {
        Self::run(Command::new(binary()), folder, listen)
    }

    /// Starts the program so that it kills itself at a moment of a freeze (see `server::freeze::steps`). It may end while
    /// it starts, going on with a freeze that was begun before.
    ///
    /// # Errors
    /// The status with which the program ended before it listened.
    pub fn attempt_ending_at(folder: &Folder, step: &str) -> Result<Self, ExitStatus> {
        let mut command = Command::new(built_for_tests());
        command.env("CHANCERY_END_AT", step);
        Self::run(command, folder, "127.0.0.1:0")
    }

    /// Starts the program so that it logs all it ever does.
    ///
    /// # Panics
    /// When it ends instead of listening; with its log.
    pub fn start_talkative(folder: &Folder) -> Self {
        let mut command = Command::new(binary());
        command.env("CHANCERY_LOG", "debug");
        Self::listening(folder, Self::run(command, folder, "127.0.0.1:0"))
    }

    /// Starts the program with this one to make PDFs with.
    ///
    /// # Panics
    /// When it ends instead of listening; with its log.
    pub fn start_printing(folder: &Folder, press: &Path, fonts: &Path) -> Self {
        let mut command = Command::new(binary());
        command.env("CHANCERY_PRESS", press).env("CHANCERY_FONTS", fonts);
        Self::listening(folder, Self::run(command, folder, "127.0.0.1:0"))
    }

    /// Starts the program by way of another that is told to run it, as `strace` is.
    ///
    /// # Panics
    /// When it ends instead of listening; with its log.
    pub fn start_by(command: Command, folder: &Folder) -> Self {
        Self::listening(folder, Self::run(command, folder, "127.0.0.1:0"))
    }

    /// Waits until the process has ended by itself.
    ///
    /// # Panics
    /// When it does not.
    pub fn wait_for_its_end(mut self) {
        let asked = Instant::now();
        while self.is_alive() {
            assert!(asked.elapsed() < PATIENCE, "the service does not end");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Starts the program so that it is told of a file grown past its limit (see [`Self::limit_files`]) as it would be
    /// told of a full disk, and not ended by the system.
    ///
    /// # Panics
    /// When it ends instead of listening; with its log.
    pub fn start_on_small_disk(folder: &Folder) -> Self {
        let mut shell = Command::new("sh");
        shell.args(["-c", r#"trap "" XFSZ; exec "$0" "$@""#]).arg(binary());
        Self::listening(folder, Self::run(shell, folder, "127.0.0.1:0"))
    }

    /// From now on no file of the process can be written past so many bytes; `None` lifts the limit.
    ///
    /// # Panics
    /// When the system does not allow it.
    pub fn limit_files(&self, bytes: Option<u64>) {
        let limit = Rlimit { current: bytes, maximum: None };
        prlimit(Some(self.process()), Resource::Fsize, limit).expect("our own child can be limited");
    }

    /// # Panics
    /// When it ended instead; with its log.
    fn listening(folder: &Folder, started: Result<Self, ExitStatus>) -> Self {
        started.unwrap_or_else(|status| panic!("serve ended with {status}: {}", log(folder)))
    }

    fn run(mut command: Command, folder: &Folder, listen: &str) -> Result<Self, ExitStatus> {
        let log = File::options().create(true).append(true).open(folder.log()).expect("the log is writable");
        command.args(["serve", "--listen", listen, "--data"]).arg(folder.data());
        if let Some(config) = folder.config() {
            command.arg("--config").arg(config);
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log);
        // A PDF takes a whole processor, and few of these tests ask for one.
        if command.get_envs().all(|(name, _)| name != "CHANCERY_PRESS") {
            command.env("CHANCERY_PRESS", "");
        }
        let mut child = command.spawn().expect("the program under test can be started");
        let stdout = child.stdout.take().expect("stdout is piped");
        let mut line = String::new();
        let _ = BufReader::new(stdout).read_line(&mut line); // nothing to read means that it ended
        match line.trim_end().strip_prefix("listening on ") {
            Some(address) => Ok(Self { child, address: address.to_owned() }),
            None => {
                let _ = child.kill();
                Err(child.wait().expect("a started process can be waited for"))
            }
        }
    }

    /// A client of the service's documents.
    pub fn client(&self, seated: &Seated, document: DocumentId) -> Client {
        Client::connect(self.client_config(seated, document))
    }

    pub fn client_config(&self, seated: &Seated, document: DocumentId) -> ClientConfig {
        ClientConfig { url: self.address.clone(), document, token: seated.token.clone() }
    }

    /// Somebody who speaks HTTP to the service with this seat's token.
    pub fn caller(&self, seated: &Seated) -> Caller {
        Caller::new(&self.address).bearing(&seated.token)
    }

    /// Somebody without any credentials.
    pub fn stranger(&self) -> Caller {
        Caller::new(&self.address)
    }

    /// Somebody who reads the metrics of the last service that was started [`WATCHED`] on this folder.
    ///
    /// # Panics
    /// When the log does not say where they are told.
    pub fn metrics(&self, folder: &Folder) -> Caller {
        let log = log(folder);
        let said =
            log.lines().rfind(|line| line.contains("telling metrics")).expect("metrics are configured");
        let said: serde_json::Value = serde_json::from_str(said).expect("the log is JSON");
        Caller::new(&format!("http://{}", said["address"].as_str().expect("it names the address")))
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Ends the process as a power cut would end it: without a word.
    ///
    /// # Panics
    /// When the process cannot be killed.
    pub fn kill(mut self) {
        self.child.kill().expect("our own child can be killed");
        self.child.wait().expect("a killed child can be waited for");
    }

    /// Asks the process to end and waits for it.
    ///
    /// # Panics
    /// When it does not end.
    pub fn stop(mut self) -> ExitStatus {
        kill_process(self.process(), Signal::TERM).expect("our own child can be signalled");
        let asked = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("a child can be waited for") {
                return status;
            }
            assert!(asked.elapsed() < PATIENCE, "the service does not stop");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Whether the process still runs.
    ///
    /// # Panics
    /// When the system does not know the child.
    pub fn is_alive(&mut self) -> bool {
        self.child.try_wait().expect("a child can be waited for").is_none()
    }

    /// Stops the process's clock, or lets it run again: a link that is open and silent.
    ///
    /// # Panics
    /// When the process cannot be signalled.
    pub fn freeze(&self, frozen: bool) {
        let signal = if frozen { Signal::STOP } else { Signal::CONT };
        kill_process(self.process(), signal).expect("our own child can be signalled");
    }

    /// Resident memory in bytes.
    ///
    /// # Panics
    /// When the process is gone.
    pub fn memory_bytes(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid())).expect("it runs");
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("the kernel says VmRSS");
        let kib: u64 = line.split_whitespace().nth(1).expect("a number").parse().expect("a number");
        kib * 1024
    }

    /// Processor time used so far, in user and kernel together.
    ///
    /// # Panics
    /// When the process is gone.
    pub fn processor_time(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.pid())).expect("it runs");
        let after_name = stat.rsplit_once(')').expect("the name is in parentheses").1;
        let field = |n: usize| -> u64 {
            after_name.split_whitespace().nth(n).expect("a field").parse().expect("a number")
        };
        let ticks_per_second = rustix::param::clock_ticks_per_second();
        Duration::from_millis((field(11) + field(12)) * 1000 / ticks_per_second)
    }

    fn process(&self) -> Pid {
        Pid::from_child(&self.child)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The log of a folder's processes, for messages.
pub fn log(folder: &Folder) -> String {
    std::fs::read_to_string(folder.log()).unwrap_or_default()
}

/// A service with the three seats that most tests need, and one chapter.
pub struct Scene {
    pub folder: Folder,
    pub service: Service,
    pub secretariat: Seated,
    pub ghana: Seated,
    pub denmark: Seated,
    pub observer: Seated,
    pub manual: String,
    pub chapter: DocumentId,
}

impl Scene {
    pub async fn new() -> Self {
        Self::configured("").await
    }

    /// The same, with a log that tells all it ever does, and metrics.
    ///
    /// # Panics
    /// When any step of setting up fails.
    pub async fn talkative() -> Self {
        let folder = Folder::new();
        folder.configure(WATCHED);
        Self::started(folder, Service::start_talkative).await
    }

    /// # Panics
    /// When any step of setting up fails.
    pub async fn configured(toml: &str) -> Self {
        let folder = Folder::new();
        if !toml.is_empty() {
            folder.configure(toml);
        }
        Self::started(folder, Service::start).await
    }

    /// The same, with this program to make PDFs with.
    ///
    /// # Panics
    /// When any step of setting up fails.
    pub async fn printing(press: &Path, fonts: &Path) -> Self {
        Self::started(Folder::new(), |folder| Service::start_printing(folder, press, fonts)).await
    }

    async fn started(folder: Folder, start: impl FnOnce(&Folder) -> Service) -> Self {
        let secretariat = folder.seat("Secretariat", SeatKind::Secretariat, Right::Keep);
        let ghana = folder.seat("Ghana", SeatKind::State, Right::Edit);
        let denmark = folder.seat("Denmark", SeatKind::State, Right::Edit);
        let observer = folder.seat("Observer", SeatKind::Observer, Right::Read);
        let service = start(&folder);
        let caller = service.caller(&secretariat);
        let manual = caller.make_manual("The manual").await;
        let chapter = caller.make_chapter(&manual, "Chapter one").await;
        Self { folder, service, secretariat, ghana, denmark, observer, manual, chapter }
    }

    /// Another chapter in the same manual.
    pub async fn another_chapter(&self, title: &str) -> DocumentId {
        self.service.caller(&self.secretariat).make_chapter(&self.manual, title).await
    }
}
