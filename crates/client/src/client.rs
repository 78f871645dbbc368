//! The handle that programs hold, and the task behind it that keeps a link open for as long as the handle lives.
//! Never blocks a caller on the network: an edit is in the document when `edit` returns, and at the server when
//! [`Client::saved`] does.

use std::path::Path;
use std::sync::Arc;

use collab::code::Code;
use collab::limits::Limits;
use collab::replica::Replica;
use manual::document::Document;
use manual::id::DocumentId;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use yrs::{GetString, ReadTxn};

use crate::backoff::Backoff;
use crate::connection::{Ended, FRAME_BYTES_MAX, open, pump};
use crate::keeper::Keeper;
use crate::kept::{Files, NotKept};
use crate::shared::{Link, Progress, Shared};

/// Where to connect, and as whom.
#[derive(Clone)]
pub struct ClientConfig {
    /// The service's address: `http://127.0.0.1:8080`, or `ws://...`.
    pub url: String,
    /// A chapter's id or an outline's.
    pub document: DocumentId,
    /// A bearer token, as `chancery token` prints it.
    pub token: String,
}

impl ClientConfig {
    /// The websocket's address.
    pub fn address(&self) -> String {
        let base = self.url.trim_end_matches('/');
        let base = match base.strip_prefix("http") {
            Some(rest) => format!("ws{rest}"),
            None => base.to_owned(),
        };
        format!("{base}/api/v1/sync/{}", self.document)
    }
}

/// One replica of one document. Dropping it cuts the link at once; [`Client::close`] says goodbye first.
pub struct Client {
    shared: Arc<Shared>,
    closing: watch::Sender<bool>,
    task: JoinHandle<()>,
    keeps: bool,
}

impl Client {
    /// A client with an empty replica under a fresh random client id; it connects in the background.
    pub fn connect(config: ClientConfig) -> Self {
        Self::connect_as(config, chance())
    }

    /// The same with a chosen client id, for replays and tests that need its order.
    pub fn connect_as(config: ClientConfig, client: u32) -> Self {
        let replica = Replica::new(Document::new(u64::from(client)), bounds());
        Self::linked(config, Arc::new(Shared::new(replica)), false)
    }

    /// A client that keeps what it does in a folder: what was there before is in its document at once, also without a link,
    /// and what of it the service has not acknowledged is sent. Each opening writes under a fresh client id.
    ///
    /// # Errors
    /// [`NotKept`] when another program has the document open there, or the disk or the file is not as it should be.
    pub fn open(config: ClientConfig, folder: &Path) -> Result<Self, NotKept> {
        let files = Files::take(folder, config.document)?;
        let kept = files.read(u64::from(chance()), &bounds())?;
        let (state, waiting) = (kept.document.state(), kept.waiting);
        let home = kept.home.clone();
        let replica = Replica::restored(kept.document, bounds(), kept.home, waiting).recording();
        let shared = Arc::new(Shared::new(replica));
        let told = Arc::downgrade(&shared);
        let keeper = Keeper::begin(files, &state, home.as_ref(), waiting, move |wrote| {
            if let Some(shared) = told.upgrade() {
                shared.wrote(wrote);
            }
        })?;
        shared.keep(keeper);
        Ok(Self::linked(config, shared, true))
    }

    fn linked(config: ClientConfig, shared: Arc<Shared>, keeps: bool) -> Self {
        let (closing, closed) = watch::channel(false);
        let task = tokio::spawn(keep_linked(config, Arc::clone(&shared), closed));
        Self { shared, closing, task, keeps }
    }

    /// Changes the document at once; what changed is sent, now or after the next connect.
    pub fn edit<R>(&self, change: impl FnOnce(&mut yrs::TransactionMut<'_>) -> R) -> R {
        self.shared.edit(change)
    }

    /// Reads the document.
    pub fn read<R>(&self, view: impl FnOnce(&Document) -> R) -> R {
        self.shared.read(|replica| view(replica.document()))
    }

    /// The characters of the chapter's body, without marks and other embeds.
    pub fn text(&self) -> String {
        self.read(|document| {
            document.read(|txn| txn.get_text("body").map_or_else(String::new, |body| body.get_string(txn)))
        })
    }

    /// How far the client is, now.
    pub fn progress(&self) -> Progress {
        *self.shared.progress.borrow()
    }

    /// Tells of every change of [`Client::progress`].
    pub fn changed(&self) -> watch::Receiver<Progress> {
        self.shared.progress.subscribe()
    }

    /// Waits until every edit made before this call is durable at the server.
    ///
    /// # Errors
    /// When something was refused, or the link ended for good, before that. The document keeps the edits.
    pub async fn saved(&self) -> Result<(), Ended> {
        let made = self.progress().made;
        let reached = self.until(|progress| progress.saved >= made || progress.refused.is_some()).await?;
        match reached.refused {
            Some(code) if reached.saved < made => Err(Ended::Refused(code)),
            _ => Ok(()),
        }
    }

    /// Waits until every edit made before this call is on this machine's disk, link or not: a program that is killed then
    /// has it when it opens the folder again. Only of a client that has a folder; any other waits for [`Client::saved`].
    ///
    /// # Errors
    /// When the disk refused.
    pub async fn kept(&self) -> Result<(), Ended> {
        if !self.keeps {
            return self.saved().await;
        }
        let made = self.progress().made;
        let mut changes = self.changed();
        let reached = changes.wait_for(|progress| progress.kept >= made || progress.keeps_no_more).await;
        let reached = *reached.map_err(|_| Ended::NotKept)?;
        if reached.kept >= made { Ok(()) } else { Err(Ended::NotKept) }
    }

    /// Waits until the link is through its first exchange.
    ///
    /// # Errors
    /// When the link ended for good first.
    pub async fn in_step(&self) -> Result<(), Ended> {
        self.until(|progress| progress.link == Link::InStep).await.map(|_| ())
    }

    /// Waits until the text of the body is as wanted.
    ///
    /// # Errors
    /// When the link ended for good first.
    pub async fn text_when(&self, wanted: impl Fn(&str) -> bool) -> Result<String, Ended> {
        let mut changes = self.changed();
        loop {
            let ended = ended(&changes.borrow_and_update());
            let text = self.text();
            if wanted(&text) {
                return Ok(text);
            }
            if let Some(ended) = ended {
                return Err(ended);
            }
            changes.changed().await.map_err(|_| Ended::Lost)?;
        }
    }

    /// Waits until the progress is as wanted.
    ///
    /// # Errors
    /// When the link ended for good first.
    pub async fn until(&self, wanted: impl Fn(&Progress) -> bool) -> Result<Progress, Ended> {
        let mut changes = self.changed();
        let reached = *changes
            .wait_for(|progress| wanted(progress) || ended(progress).is_some())
            .await
            .map_err(|_| Ended::Lost)?;
        if wanted(&reached) { Ok(reached) } else { Err(ended(&reached).unwrap_or(Ended::Lost)) }
    }

    /// Says goodbye and ends. Edits that are not saved by then are gone with a client without a folder: await
    /// [`Client::saved`] first. With one they are in it when this returns, and it can be opened again.
    pub async fn close(mut self) {
        self.closing.send_replace(true);
        let _ = (&mut self.task).await; // an aborted or panicked task has nothing left to close
        if let Some(thread) = self.shared.end_keeping() {
            let _ = tokio::task::spawn_blocking(|| thread.join()).await; // one that failed has said so
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn ended(progress: &Progress) -> Option<Ended> {
    match progress.link {
        Link::Ended(Some(Code::Conflict)) => Some(Ended::NotOurs),
        Link::Ended(code) => Some(code.map_or(Ended::Lost, Ended::Refused)),
        Link::Away | Link::InStep => None,
    }
}

/// The task: connect, pump, wait, again. Ends when told to or when the server will never have this client.
async fn keep_linked(config: ClientConfig, shared: Arc<Shared>, mut closing: watch::Receiver<bool>) {
    let mut backoff = Backoff::default();
    loop {
        let connections = shared.progress.borrow().connections;
        let opened = tokio::select! {
            opened = open(&config) => opened,
            _ = closing.wait_for(|closing| *closing) => return shared.end(None),
        };
        let ended = match opened {
            Ok(socket) => match pump(socket, &shared, &mut closing).await {
                Ok(()) => return shared.end(None),
                Err(ended) => ended,
            },
            Err(ended) => ended,
        };
        match ended {
            Ended::Refused(code) if !code.retriable() => return shared.end(Some(code)),
            Ended::BadAddress => return shared.end(Some(Code::Invalid)),
            Ended::NotOurs => return shared.end(Some(Code::Conflict)),
            Ended::Refused(_) | Ended::Lost | Ended::Silent | Ended::Nonsense | Ended::NotKept => {}
        }
        if shared.progress.borrow().connections > connections {
            backoff.reset();
        }
        tracing::debug!(document = %config.document, why = %ended, "link lost");
        tokio::select! {
            () = tokio::time::sleep(backoff.wait(chance())) => {}
            _ = closing.wait_for(|closing| *closing) => return shared.end(None),
        }
    }
}

/// What a client takes from its server: more than the server takes from it, whose bounds may have been lifted.
fn bounds() -> Limits {
    Limits { frame_bytes_max: FRAME_BYTES_MAX, items_max: FRAME_BYTES_MAX, ..Limits::default() }
}

fn chance() -> u32 {
    getrandom::u32().expect("the system has randomness")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_document_follows_from_the_address_of_the_service() {
        let document = DocumentId::from_random([7; 16]);
        let address = |url: &str| ClientConfig { url: url.into(), document, token: String::new() }.address();
        assert_eq!(address("http://127.0.0.1:8080"), format!("ws://127.0.0.1:8080/api/v1/sync/{document}"));
        assert_eq!(address("https://x.example/"), format!("wss://x.example/api/v1/sync/{document}"));
        assert_eq!(address("ws://[::1]:1"), format!("ws://[::1]:1/api/v1/sync/{document}"));
    }
}
