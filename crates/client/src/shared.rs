//! What the handle and the task of one client share: the replica, the frames that wait to be sent, and how far things
//! are. Locked for moments only, never across an await.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard};

use bytes::Bytes;
use collab::code::Code;
use collab::replica::{Record, Replica, ReplicaEffect, ReplicaFact};
use tokio::sync::{Notify, watch};

use crate::keeper::{Keeper, Wrote};

/// How the link stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Link {
    /// Not connected, or not through the first exchange; the client keeps trying.
    Away,
    /// Both sides have what the other had.
    InStep,
    /// The server will not have this client, or [`crate::Client::close`] was called (no code). Final.
    Ended(Option<Code>),
}

/// How far a client is. The counts only grow.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Progress {
    pub link: Link,
    /// Times that something came in from elsewhere.
    pub changes: u64,
    /// Own edits made.
    pub made: u64,
    /// Of these, the first so many are durable at the server.
    pub saved: u64,
    /// Of these, the first so many are on this machine's disk. Always none without a folder.
    pub kept: u64,
    /// The folder takes nothing more: see the log.
    pub keeps_no_more: bool,
    /// Connections so far that reached the first exchange's end.
    pub connections: u64,
    /// The last refusal on the present link: nothing more is acknowledged on it. A new link begins without.
    pub refused: Option<Code>,
}

pub(crate) struct Shared {
    state: Mutex<State>,
    /// Told when there is something to send.
    pub(crate) wake: Notify,
    pub(crate) progress: watch::Sender<Progress>,
}

struct State {
    replica: Replica,
    keeper: Option<Keeper>,
    outbox: VecDeque<Bytes>,
    connected: bool,
    /// The room's answer to the first step 1 of this connection is in.
    loaded: bool,
}

/// What the connection is to do after a frame.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    GoOn,
    Close,
    /// The link is not for this client's edits, and no other will be.
    Leave,
}

impl Shared {
    pub(crate) fn new(replica: Replica) -> Self {
        let (made, saved) = replica.edits();
        let start = Progress {
            link: Link::Away,
            changes: 0,
            made,
            saved,
            kept: made, // what it begins with was read from the disk
            keeps_no_more: false,
            connections: 0,
            refused: None,
        };
        let (outbox, connected, loaded) = (VecDeque::new(), false, false);
        Self {
            state: Mutex::new(State { replica, keeper: None, outbox, connected, loaded }),
            wake: Notify::new(),
            progress: watch::Sender::new(start),
        }
    }

    /// From now on what happens is kept.
    pub(crate) fn keep(&self, keeper: Keeper) {
        self.lock().keeper = Some(keeper);
    }

    pub(crate) fn wrote(&self, what: Wrote) {
        self.progress.send_modify(|progress| match what {
            Wrote::Kept(edits) => progress.kept += edits,
            Wrote::Failed => progress.keeps_no_more = true,
        });
    }

    /// The thread that writes, which ends when it has written what it has.
    pub(crate) fn end_keeping(&self) -> Option<std::thread::JoinHandle<()>> {
        self.lock().keeper.take().and_then(|mut keeper| keeper.end())
    }

    /// Runs a local edit and queues what it has to say.
    pub(crate) fn edit<R>(&self, change: impl FnOnce(&mut yrs::TransactionMut<'_>) -> R) -> R {
        let mut state = self.lock();
        let mut effects = Vec::new();
        let result = state.replica.edit(&mut effects, change);
        self.carry_out(&mut state, effects);
        result
    }

    pub(crate) fn read<R>(&self, view: impl FnOnce(&Replica) -> R) -> R {
        view(&self.lock().replica)
    }

    /// Tells the replica what happened on the link.
    pub(crate) fn tell(&self, fact: ReplicaFact) -> Next {
        let mut state = self.lock();
        match fact {
            ReplicaFact::Connected => {
                state.connected = true;
                self.progress.send_modify(|progress| progress.refused = None);
            }
            ReplicaFact::Disconnected => {
                state.connected = false;
                state.loaded = false;
                state.outbox.clear(); // the next first exchange brings what is missing
            }
            ReplicaFact::Received { .. } => {}
        }
        let mut effects = Vec::new();
        state.replica.handle(fact, &mut effects);
        self.carry_out(&mut state, effects)
    }

    /// Takes what waits to be sent, oldest first.
    pub(crate) fn take_outbox(&self) -> VecDeque<Bytes> {
        std::mem::take(&mut self.lock().outbox)
    }

    pub(crate) fn end(&self, code: Option<Code>) {
        self.progress.send_modify(|progress| progress.link = Link::Ended(code));
    }

    fn carry_out(&self, state: &mut State, effects: Vec<ReplicaEffect>) -> Next {
        let mut next = Next::GoOn;
        let (mut changes, mut refused) = (0, None);
        for effect in effects {
            match effect {
                ReplicaEffect::Send { frame } => {
                    state.outbox.push_back(frame);
                    self.wake.notify_one();
                }
                ReplicaEffect::Changed => {
                    state.loaded = true; // the first update on a link is the answer to its step 1 (S2)
                    changes += 1;
                }
                ReplicaEffect::Refused { code } => refused = Some(code),
                ReplicaEffect::Saved { .. } => {} // told by `edits` below
                ReplicaEffect::Record { what } => Self::record(state, what),
                ReplicaEffect::Differs => {
                    tracing::warn!("what was held here was not what the service holds; it is taken anew");
                }
                ReplicaEffect::Close => next = Next::Close,
                ReplicaEffect::NotOurs => next = Next::Leave,
            }
        }
        self.report(state, changes, refused);
        next
    }

    fn record(state: &mut State, what: Record) {
        let Some(keeper) = &mut state.keeper else { return };
        let anew = what == Record::Renewed;
        keeper.keep(what);
        if anew || keeper.wants_fold() {
            let (made, saved) = state.replica.edits();
            keeper.fold(state.replica.document().state(), state.replica.home().cloned(), made - saved);
        }
    }

    fn report(&self, state: &State, changes: u64, refused: Option<Code>) {
        let (made, saved) = state.replica.edits();
        let in_step = state.connected && state.loaded && state.replica.in_step();
        self.progress.send_if_modified(|progress| {
            let before = *progress;
            progress.link = match before.link {
                Link::Ended(_) => before.link,
                _ if in_step => Link::InStep,
                _ => Link::Away,
            };
            progress.connections += u64::from(in_step && before.link == Link::Away);
            progress.changes += changes;
            progress.made = made;
            progress.saved = saved;
            progress.refused = refused.or(before.refused);
            *progress != before
        });
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("a panic inside an edit ends its client")
    }
}
