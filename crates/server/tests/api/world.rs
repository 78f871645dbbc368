//! A service in this process on a free port, with a secretariat, two states and an observer, one manual, one
//! chapter and one template; and the few things tests say to it.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use collab::message::{self, Message};
use futures_util::{SinkExt, StreamExt};
use manual::document::Document;
use manual::id::Epoch;
use manual::rights::Right;
use manual::seat::SeatKind;
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::Value;
use server::commands::{self, Desk, NewChapter, NewTemplate};
use server::limits::Limits;
use server::view::NewPersonView;
use server::{Config, RunFailed};
use store::store::Store;
use tempfile::TempDir;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message as Ws};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use yrs::{GetString, Text};

/// Longest a test waits for anything.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// Who there is. Each has a token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Who {
    Nobody,
    Secretariat,
    Ghana,
    Denmark,
    Observer,
}

pub(crate) struct World {
    pub(crate) data: TempDir,
    pub(crate) address: SocketAddr,
    pub(crate) manual: String,
    pub(crate) outline: String,
    pub(crate) chapter: String,
    pub(crate) template: String,
    /// Ghana's seat, and somebody who holds it.
    pub(crate) ghana: String,
    pub(crate) person: String,
    tokens: Vec<(Who, String)>,
    pub(crate) http: Client,
    config: Config,
    running: Option<Running>,
}

struct Running {
    stop: oneshot::Sender<()>,
    task: JoinHandle<Result<(), RunFailed>>,
}

impl World {
    pub(crate) async fn start() -> Self {
        Self::with(Config::default()).await
    }

    pub(crate) async fn limited(limits: Limits) -> Self {
        Self::with(Config { limits, ..Config::default() }).await
    }

    pub(crate) async fn with(config: Config) -> Self {
        let data = tempfile::tempdir().expect("a folder");
        let seats = [
            (Who::Secretariat, "Secretariat", SeatKind::Secretariat),
            (Who::Ghana, "Ghana", SeatKind::State),
            (Who::Denmark, "Denmark", SeatKind::State),
            (Who::Observer, "Observer", SeatKind::Observer),
        ];
        let (mut store, _) =
            Store::open(data.path(), Epoch::from_random([7; 16]), 0).expect("a fresh folder");
        let mut desk = Desk::folder(&mut store, &config);
        let mut tokens = Vec::new();
        for (who, name, kind) in seats {
            commands::add_seat(&mut desk, name, kind).await.expect("a seat");
            let hour = Duration::from_secs(3600);
            let token = commands::make_token(&mut desk, name, Right::Keep, hour).await.expect("a token");
            tokens.push((who, token.token));
        }
        let manual = commands::create_manual(&mut desk, "The Manual").await.expect("a manual");
        let new = NewChapter { manual, title: "First", parent: None, template: None, seed: None };
        let chapter = commands::create_chapter(&mut desk, new).await.expect("a chapter").to_string();
        let new = NewTemplate { manual, title: "Case study", seed: None };
        let template = commands::create_template(&mut desk, new).await.expect("a template").to_string();
        let person = commands::Request::AddPerson { seat: "Ghana".to_owned(), person: ama() };
        let person = commands::carry_out(&mut desk, person).await.expect("a person")["id"].clone();
        let ghana =
            commands::list_seats(&desk).into_iter().find(|seat| seat.name == "Ghana").expect("Ghana").id;
        drop(desk);
        let outline = store.registry().manuals[&manual].outline.to_string();
        store.close();
        let mut world = Self {
            data,
            address: ([127, 0, 0, 1], 0).into(),
            manual: manual.to_string(),
            outline,
            chapter,
            template,
            ghana,
            person: person.as_str().expect("an id").to_owned(),
            tokens,
            http: Client::new(),
            config,
            running: None,
        };
        world.run().await;
        world
    }

    /// Starts the service again on the same folder.
    pub(crate) async fn run(&mut self) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        self.address = listener.local_addr().expect("an address");
        let (stop, stopped) = oneshot::channel::<()>();
        let (data, config) = (self.data.path().to_owned(), self.config.clone());
        let task = tokio::spawn(async move {
            server::run(listener, &data, config, async {
                let _ = stopped.await;
            })
            .await
        });
        self.running = Some(Running { stop, task });
        let health = self.url("/api/v1/health");
        within(async { while self.http.get(&health).send().await.is_err() {} }).await;
    }

    /// Asks the service to stop and waits until it has.
    pub(crate) async fn stop(&mut self) -> Result<(), RunFailed> {
        let running = self.running.take().expect("it runs");
        let _ = running.stop.send(());
        within(running.task).await.expect("it does not panic")
    }

    /// Asks the service to stop and does not wait.
    pub(crate) fn stop_soon(&mut self) -> JoinHandle<Result<(), RunFailed>> {
        let running = self.running.take().expect("it runs");
        let _ = running.stop.send(());
        running.task
    }

    pub(crate) fn folder(&self) -> &Path {
        self.data.path()
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Makes another state with a token of its own. Only while the service does not run.
    pub(crate) async fn add_state(&self, name: &str) -> String {
        let (mut store, _) =
            Store::open(self.data.path(), Epoch::from_random([7; 16]), 0).expect("a folder of our own");
        let mut desk = Desk::folder(&mut store, &self.config);
        commands::add_seat(&mut desk, name, SeatKind::State).await.expect("a seat");
        let hour = Duration::from_secs(3600);
        let token = commands::make_token(&mut desk, name, Right::Keep, hour).await.expect("a token");
        drop(desk);
        store.close();
        token.token
    }

    pub(crate) fn token(&self, who: Who) -> Option<&str> {
        self.tokens.iter().find(|(it, _)| *it == who).map(|(_, token)| token.as_str())
    }

    pub(crate) fn request(&self, who: Who, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, self.url(path));
        match self.token(who) {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    pub(crate) async fn ask(&self, who: Who, method: Method, path: &str) -> Response {
        within(self.request(who, method, path).send()).await.expect("an answer")
    }

    pub(crate) async fn get(&self, who: Who, path: &str) -> Value {
        self.ask(who, Method::GET, path).await.json().await.expect("JSON")
    }

    /// The address of a document's socket.
    pub(crate) fn sync(&self, document: &str) -> String {
        format!("ws://{}/api/v1/sync/{document}", self.address)
    }

    /// Opens a link with further headers; the status when it is refused.
    pub(crate) async fn open(&self, document: &str, headers: &[(&'static str, &str)]) -> Result<Socket, u16> {
        let mut request = self.sync(document).into_client_request().expect("an address");
        for (name, value) in headers {
            request.headers_mut().append(*name, value.parse().expect("a header"));
        }
        match within(connect_async(request)).await {
            Ok((socket, _)) => Ok(Socket::new(socket)),
            Err(Error::Http(response)) => Err(response.status().as_u16()),
            Err(error) => panic!("{error}"),
        }
    }

    pub(crate) async fn open_as(&self, who: Who, document: &str) -> Result<Socket, u16> {
        let authorization = self.token(who).map(|token| format!("Bearer {token}"));
        let headers: Vec<_> = authorization.iter().map(|value| ("authorization", value.as_str())).collect();
        self.open(document, &headers).await
    }

    /// A link that has exchanged its first steps.
    pub(crate) async fn link(&self, who: Who, document: &str) -> Socket {
        let mut socket = self.open_as(who, document).await.expect("a link");
        socket.exchange().await;
        socket
    }
}

/// A client's end: a document and a socket, no rules beyond the first exchange.
pub(crate) struct Socket {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    pub(crate) document: Document,
    pub(crate) acknowledged: Vec<Vec<u8>>,
    /// Every frame that came.
    pub(crate) heard: Vec<Vec<u8>>,
    pub(crate) hello: Option<String>,
    /// The last refusal told to a client that speaks `chancery.v1`.
    pub(crate) refused: Option<String>,
    /// The last refusal told to a stock client.
    pub(crate) denied: Option<String>,
    /// What it was told of its rights.
    pub(crate) policies: Vec<String>,
    /// Where updates go that are to be heard later; `None`: they are heard at once.
    pub(crate) unheard: Option<Vec<Vec<u8>>>,
}

impl Socket {
    fn new(socket: WebSocketStream<MaybeTlsStream<TcpStream>>) -> Self {
        let client = u64::from(std::process::id()) << 16 | u64::from(next());
        let document = Document::new(client & 0xffff_ffff);
        Self {
            socket,
            document,
            acknowledged: Vec::new(),
            heard: Vec::new(),
            hello: None,
            refused: None,
            denied: None,
            policies: Vec::new(),
            unheard: None,
        }
    }

    pub(crate) async fn send(&mut self, message: Message<'_>) {
        self.send_ws(Ws::Binary(message::write(message))).await;
    }

    pub(crate) async fn send_ws(&mut self, message: Ws) {
        // A closed link shows when it is read.
        let _ = within(self.socket.send(message)).await;
    }

    /// Reads one frame and takes it in. `Err` with the close code when the link ends.
    pub(crate) async fn step(&mut self) -> Result<(), u16> {
        match within(self.socket.next()).await {
            Some(Ok(Ws::Binary(frame))) => self.take(&frame).await,
            Some(Ok(Ws::Close(Some(close)))) => return Err(close.code.into()),
            Some(Ok(Ws::Close(None))) => return Err(1005),
            Some(Err(_)) | None => return Err(1006),
            Some(Ok(_)) => {}
        }
        Ok(())
    }

    async fn take(&mut self, frame: &[u8]) {
        self.heard.push(frame.to_vec());
        let limits = collab::limits::Limits { frame_bytes_max: usize::MAX, ..Default::default() };
        match message::read(frame, &limits).expect("a known message") {
            Message::Step1(theirs) => {
                let diff = self.document.diff(theirs).expect("a state vector");
                self.send(Message::Step2(&diff)).await;
            }
            Message::Update(update) if self.unheard.is_some() => {
                self.unheard.iter_mut().for_each(|later| later.push(update.to_vec()));
            }
            Message::Step2(update) | Message::Update(update) => {
                self.document.apply(update).expect("an update");
            }
            Message::Acknowledge(body) => self.acknowledged.push(body.to_vec()),
            Message::Hello(text) => self.hello = Some(text.to_owned()),
            Message::Denied(text) => self.denied = Some(text.to_owned()),
            Message::Policy(text) => self.policies.push(text.to_owned()),
            Message::Refused(text) => self.refused = Some(text.to_owned()),
            _ => {}
        }
    }

    /// From now on updates are kept for later; what was kept before is heard.
    pub(crate) fn hears_later(&mut self) {
        for update in self.unheard.replace(Vec::new()).unwrap_or_default() {
            self.document.apply(&update).expect("an update");
        }
    }

    pub(crate) async fn exchange(&mut self) {
        self.send(Message::Step1(&self.document.state_vector())).await;
        self.saved(b"first").await;
    }

    /// Types at the end of the body and sends the update.
    pub(crate) async fn types(&mut self, text: &str) {
        let update = self.typed(text);
        self.send(Message::Update(&update)).await;
    }

    /// Types at the end of the body and sends nothing.
    pub(crate) fn typed(&mut self, text: &str) -> Vec<u8> {
        let body = self.document.doc().get_or_insert_text("body");
        self.document.edit(|txn| body.push(txn, text)).1.expect("a change")
    }

    /// Asks whether everything is durable and waits for the answer.
    pub(crate) async fn saved(&mut self, body: &[u8]) {
        self.send(Message::Acknowledge(body)).await;
        let heard = async {
            while !self.acknowledged.iter().any(|it| it == body) {
                self.step().await.expect("the link holds");
            }
        };
        within(heard).await;
    }

    /// Asks whether everything is durable, and hears that something was refused and no echo.
    pub(crate) async fn unacknowledged(&mut self, body: &[u8]) {
        self.send(Message::Acknowledge(body)).await;
        self.send(Message::QueryAwareness).await;
        let refused = async {
            while self.denied.is_none() {
                self.step().await.expect("the link holds");
            }
        };
        within(refused).await;
        assert!(!self.acknowledged.iter().any(|it| it == body));
    }

    /// The body's text, without marks.
    pub(crate) fn text(&self) -> String {
        let body = self.document.doc().get_or_insert_text("body");
        self.document.read(|txn| body.get_string(txn)).replace('\u{fffc}', "")
    }

    pub(crate) async fn shows(&mut self, text: &str) {
        let seen = async {
            while self.text() != text {
                self.step().await.expect("the link holds");
            }
        };
        within(seen).await;
    }

    /// Reads until the link ends and says with which code.
    pub(crate) async fn end(&mut self) -> u16 {
        self.end_within(PATIENCE).await.expect("it takes far too long")
    }

    /// The same, unless that takes longer.
    pub(crate) async fn end_within(&mut self, longest: Duration) -> Option<u16> {
        let ended = async {
            loop {
                if let Err(code) = self.step().await {
                    return code;
                }
            }
        };
        timeout(longest, ended).await.ok()
    }
}

fn ama() -> NewPersonView {
    let value = serde_json::json!({"name": "Ama Owusu", "email": "ama@mfa.example", "role": "focal-point"});
    serde_json::from_value(value).expect("somebody")
}

fn next() -> u16 {
    static NEXT: std::sync::atomic::AtomicU16 = std::sync::atomic::AtomicU16::new(1);
    NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed)
}

pub(crate) async fn within<T>(future: impl Future<Output = T>) -> T {
    timeout(PATIENCE, future).await.expect("it takes far too long")
}
