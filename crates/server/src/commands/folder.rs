//! Commands on a data folder: with its lock directly, or, while a service holds it, over the control socket.
//! Outlines are changed through the same `Room` as in the service, driven here without a task.

use std::path::Path;
use std::time::Duration;

use collab::bouncer::DocumentKind;
use collab::code::Code;
use collab::room::{Author, Effect, Fact, Room, RoomConfig, RoomRecord};
use manual::id::{DocumentId, Epoch};
use serde_json::Value;
use store::record::{Entry, Record};
use store::registry::Registry;
use store::store::{OpenRefused, Store};
use tokio::time::{Instant, sleep};

use super::desk::{Desk, FolderDesk};
use super::{CommandRefused, Request, carry_out};
use crate::chance;
use crate::clock::now_ms;
use crate::config::Config;
use crate::control::{self, AskFailed};
use crate::open_chapter::{bound, mode_now, opening};

/// A service takes the folder's lock before it can answer, and another command holds it for a moment: how long a
/// command waits for either, and how often it looks.
const STARTING_PATIENCE: Duration = Duration::from_secs(10);
const STARTING_POLL: Duration = Duration::from_millis(50);

/// Why a command on a folder failed.
#[derive(Debug, thiserror::Error)]
pub enum InFolderFailed {
    #[error(transparent)]
    Opening(OpenRefused),
    #[error(transparent)]
    Refused(#[from] CommandRefused),
    #[error("the folder is in use, and whoever holds it does not answer: {0}")]
    Asking(#[from] AskFailed),
}

/// Takes the folder's lock and carries the command out, or asks the service that holds it.
///
/// # Errors
/// [`InFolderFailed`] in words for people.
pub async fn in_folder(data: &Path, config: &Config, request: Request) -> Result<Value, InFolderFailed> {
    let mut counter = Counter::new(data, config);
    let answer = counter.ask(request).await;
    counter.close();
    answer
}

/// Where several commands on one folder are carried out, one after the other, by whoever held it at the first.
pub struct Counter<'a> {
    data: &'a Path,
    config: &'a Config,
    /// The folder, once it turned out to be free, and what opening it found.
    ours: Option<(Store, Vec<DocumentId>)>,
}

impl<'a> Counter<'a> {
    /// Asks nothing yet.
    pub fn new(data: &'a Path, config: &'a Config) -> Self {
        Self { data, config, ours: None }
    }

    /// Has one command carried out.
    ///
    /// # Errors
    /// As [`in_folder`].
    pub async fn ask(&mut self, request: Request) -> Result<Value, InFolderFailed> {
        let until = Instant::now() + STARTING_PATIENCE;
        loop {
            if let Some((store, damaged)) = &mut self.ours {
                let mut desk = Desk::folder_with_damage(store, self.config, damaged.clone());
                return Ok(carry_out(&mut desk, request).await?);
            }
            match Store::open(self.data, Epoch::from_random(chance::bytes()), now_ms()) {
                Ok((store, opened)) => self.ours = Some((store, opened.damaged)),
                Err(OpenRefused::Locked) => match control::ask(self.data, &request).await {
                    Err(AskFailed::Unreachable(_)) if Instant::now() < until => sleep(STARTING_POLL).await,
                    answer => return Ok(answer?),
                },
                Err(refused) => return Err(InFolderFailed::Opening(refused)),
            }
        }
    }

    /// Gives the folder back.
    pub fn close(self) {
        if let Some((store, _)) = self.ours {
            store.close();
        }
    }
}

/// The durable state of a document.
pub(super) fn state(
    desk: &FolderDesk<'_>,
    document: DocumentId,
    kind: DocumentKind,
) -> Result<Vec<u8>, Code> {
    let mut room = room(desk, document, kind)?;
    let mut effects = Vec::new();
    room.handle(0, Fact::Read { ask: 0 }, &mut effects);
    let state = effects.into_iter().find_map(|effect| match effect {
        Effect::State { state, .. } => Some(state),
        _ => None,
    });
    state.ok_or(Code::Internal)
}

/// Has an update of the service itself, or of an author, taken in, with `entries` in the same commit.
pub(super) fn command(
    desk: &mut FolderDesk<'_>,
    (document, kind): (DocumentId, DocumentKind),
    update: Vec<u8>,
    author: Option<Author>,
    entries: Vec<Entry>,
) -> Result<u64, Code> {
    let mut room = room(desk, document, kind)?;
    let mut own = Some(entries);
    let mut facts = vec![Fact::Command { ask: 0, update, author: author.clone() }];
    // The clock stands far ahead, so that a room which would rather gather for a while does not.
    let mut now_ms = 0;
    loop {
        now_ms += 60_000;
        let mut effects = Vec::new();
        room.handle(now_ms, facts.pop().unwrap_or(Fact::Tick), &mut effects);
        for effect in effects {
            match effect {
                Effect::Persist { records, .. } => {
                    let mut group = own.take().unwrap_or_default();
                    group.extend(
                        records
                            .into_iter()
                            .map(|record| entry(desk.store.registry(), document, author.as_ref(), record)),
                    );
                    let seq = desk.store.commit(&group).map_err(|_| Code::NotPersisted)?;
                    facts.push(Fact::Persisted { seq });
                }
                Effect::Done { seq, .. } => return Ok(seq),
                Effect::Failed { code, .. } => return Err(code),
                Effect::Reload | Effect::Unusable => return Err(Code::Damaged),
                _ => {}
            }
        }
        if facts.is_empty() && !room.is_busy() {
            return Err(Code::Internal);
        }
    }
}

fn room(desk: &FolderDesk<'_>, document: DocumentId, kind: DocumentKind) -> Result<Room, Code> {
    let stored = desk.store.index().load(document, desk.store.seq()).map_err(|_| Code::Damaged)?;
    let epoch = desk.store.registry().epoch.ok_or(Code::Internal)?;
    let mode = mode_now(desk.store.registry(), document, kind);
    let config = RoomConfig { kind, epoch, limits: desk.limits.room(), mode };
    Room::open(config, opening(stored)).map_err(|refused| refused.0)
}

fn entry(registry: &Registry, document: DocumentId, author: Option<&Author>, record: RoomRecord) -> Entry {
    let time_ms = now_ms();
    match record {
        RoomRecord::Bind { client, owner, writer } => {
            let sealed = author.and_then(|author| author.sealed(client));
            bound(registry, document, client, owner, writer, sealed)
        }
        RoomRecord::Update { writer, update } => {
            Entry { time_ms, writer, record: Record::Update { document, update } }
        }
    }
}
