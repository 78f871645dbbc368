//! One person's page, as simple as it can be and keep the rules: it keeps what it wrote until the service says that it is on
//! disk; what is refused for rights it makes a proposal of, and what may not be proposed it keeps on its shelf. It goes on
//! under a new client id when it is told that the mode has changed, and sends nothing where more is told of it than before.

use collab::message::Message;
use manual::attribution::Mode;
use manual::document::Document;
use manual::id::DocumentId;
use tests::raw::{Came, Knock, RawLink, parse};
use yrs::Text;

use super::super::{refused, text_of};

/// How an exchange with the service ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Ended {
    /// All that was written is on disk.
    Saved,
    /// With a code: by a message, by closing, or before the link was there.
    Refused(String),
    /// No answer: the service is away.
    Away,
}

/// What a request came to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Answered {
    Status(u16),
    Away,
}

pub(super) struct Page {
    pub(super) name: &'static str,
    /// `cookie` and its value, or what stands in `authorization`.
    pub(super) credential: (&'static str, String),
    pub(super) document: Document,
    client: u64,
    /// The mode as the chapter told it, and since when.
    told: Told,
    /// The mode in which the least was told, of those in which edits were made that wait.
    waits_under: Option<Mode>,
}

/// What hello says of who is named.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Told {
    mode: Mode,
    since: u64,
}

impl Page {
    pub(super) fn new(name: &'static str, credential: (&'static str, String), client: u64) -> Self {
        let (document, told) = (Document::new(client), Told::default());
        Self { name, credential, document, client, told, waits_under: None }
    }

    /// Whether it has been told that nobody is named.
    pub(super) fn is_told_nobody(&self) -> bool {
        self.told.mode == Mode::Unattributed
    }

    /// Types a word between two others, so that each stays one piece.
    pub(super) fn types(&mut self, word: &str, chance: u64) {
        let body = self.document.doc().get_or_insert_text("body");
        let length = self.document.read(|txn| body.len(txn));
        if length == 0 {
            return;
        }
        let (text, marks) = (text_of(&self.document), self.marks());
        let ends = text.match_indices(' ').map(|(at, _)| marks + units(&text[..=at]));
        let places: Vec<u32> = [1].into_iter().chain(ends).collect();
        let at = places[usize::try_from(chance).unwrap_or(0) % places.len()];
        let _ = self.document.edit(|txn| body.insert(txn, at, word));
        let least = self.waits_under.map_or(self.told.mode, |mode| mode.min(self.told.mode));
        self.waits_under = Some(least);
    }

    /// Deletes a word that stands in the text, if it does.
    pub(super) fn deletes(&mut self, word: &str) -> bool {
        let body = self.document.doc().get_or_insert_text("body");
        let text = text_of(&self.document);
        let Some(at) = text.find(word) else { return false };
        let (at, length) = (self.marks() + units(&text[..at]), units(word));
        let _ = self.document.edit(|txn| body.remove_range(txn, at, length));
        true
    }

    /// Units of the body that are no letters: the mark at its beginning.
    fn marks(&self) -> u32 {
        let body = self.document.doc().get_or_insert_text("body");
        self.document.read(|txn| body.len(txn)).saturating_sub(units(&text_of(&self.document)))
    }

    /// Brings what it has and takes what there is.
    pub(super) async fn exchange(&mut self, address: &str, document: DocumentId) -> Ended {
        let mut link = match self.link(address, document).await {
            Ok(link) => link,
            Err(ended) => return ended,
        };
        match self.hears(&mut link).await {
            Ok(()) => {}
            Err(ended) => return ended,
        }
        let ended = bring(link, &mut self.document, true).await.0;
        if ended == Ended::Saved {
            self.waits_under = None;
        }
        ended
    }

    /// Brings what it has and hangs up at once: what becomes of it is chance.
    pub(super) async fn shouts(&mut self, address: &str, document: DocumentId) {
        if let Ok(mut link) = self.link(address, document).await
            && self.hears(&mut link).await.is_ok()
        {
            let (_, link) = bring(link, &mut self.document, false).await;
            link.cut();
        }
    }

    /// What a link says first: under whose name this page writes from here on.
    async fn hears(&mut self, link: &mut RawLink) -> Result<(), Ended> {
        let came = link.next().await;
        let Came::Frame(frame) = &came else {
            return Err(refused(&came).map_or(Ended::Away, Ended::Refused));
        };
        let Message::Hello(hello) = parse(frame) else { panic!("a hello comes first") };
        let hello: serde_json::Value = serde_json::from_str(hello).expect("JSON");
        let mode = hello["mode"].as_str().and_then(Mode::parse).unwrap_or_default();
        let told = Told { mode, since: hello["since"].as_u64().unwrap_or_default() };
        if told.since != self.told.since {
            self.client += 1;
            let state = self.document.state();
            self.document = Document::new(self.client);
            self.document.apply(&state).expect("a state");
        }
        self.told = told;
        match self.waits_under {
            Some(waits) if waits < mode => Err(Ended::Refused("unattributed".to_owned())),
            _ => Ok(()),
        }
    }

    /// What the service has, read with these credentials.
    pub(super) async fn reads(&self, address: &str, document: DocumentId) -> Result<Document, Ended> {
        let link = self.link(address, document).await?;
        let mut fresh = Document::new(4_000_000_000);
        match bring(link, &mut fresh, true).await.0 {
            Ended::Saved => Ok(fresh),
            ended => Err(ended),
        }
    }

    /// Makes a proposal of all that is not in `there`.
    pub(super) async fn proposes(&self, address: &str, path: &str, there: &Document) -> Answered {
        let Some(update) = self.document.diff(&there.state_vector()) else { return Answered::Away };
        let request = reqwest::Client::new().post(format!("{address}{path}")).body(update);
        let request = request.header(self.credential.0, &self.credential.1).header("origin", address);
        let request = request.header("content-type", "application/octet-stream");
        let unnamed = self.waits_under == Some(Mode::Unattributed);
        let request = if unnamed { request.header("chancery-author", "none") } else { request };
        match request.send().await {
            Ok(answer) => Answered::Status(answer.status().as_u16()),
            Err(_) => Answered::Away,
        }
    }

    /// Begins again from what the service has, under a fresh client id.
    pub(super) fn begins_again(&mut self, there: &Document) {
        self.client += 1;
        self.document = Document::new(self.client);
        self.document.apply(&there.state()).expect("a state");
        self.waits_under = None;
    }

    async fn link(&self, address: &str, document: DocumentId) -> Result<RawLink, Ended> {
        let host = address.trim_start_matches("http://");
        if tokio::net::TcpStream::connect(host).await.is_err() {
            return Err(Ended::Away);
        }
        let knock = Knock::stranger().with(self.credential.0, &self.credential.1).with("origin", address);
        knock.speaking_chancery().open(address, document).await.map_err(|(_, body)| {
            let problem: serde_json::Value = serde_json::from_str(&body).unwrap_or_default();
            Ended::Refused(problem["code"].as_str().unwrap_or("none").to_owned())
        })
    }
}

fn units(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).expect("a short text")
}

/// A whole exchange on a link. With `waits`, until the service has answered for all of it.
async fn bring(mut link: RawLink, document: &mut Document, waits: bool) -> (Ended, RawLink) {
    link.send(Message::Step1(&document.state_vector())).await;
    loop {
        let came = link.next().await;
        if came == Came::Closed(None) {
            return (Ended::Away, link);
        }
        if let Some(code) = refused(&came) {
            return (Ended::Refused(code), link);
        }
        let Came::Frame(frame) = came else { return (Ended::Away, link) };
        match parse(&frame) {
            Message::Step1(theirs) => {
                let missing = document.diff(theirs).expect("a state vector");
                link.send(Message::Step2(&missing)).await;
                if !waits {
                    return (Ended::Away, link);
                }
                link.send(Message::Acknowledge(b"all")).await;
            }
            Message::Step2(update) | Message::Update(update) => {
                document.apply(update).expect("an update");
            }
            Message::Acknowledge(_) => return (Ended::Saved, link),
            _ => {}
        }
    }
}
