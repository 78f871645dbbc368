//! The seat half of live editing: a document, the edits that are not yet acknowledged, and what to say when.
//!
//! Mirrored by web/src/sync/replica.ts, with the same rule numbers (R1 to R8 of docs/protocol.md). Says nothing on a
//! new link but its step 1 until it knows what the room has, so it never leaves a gap. Knows no socket, clock or disk.

use bytes::Bytes;
use manual::document::Document;

use crate::bouncer::{scan, scan_state_vector};
use crate::code::Code;
use crate::fingerprint::fingerprint;
use crate::limits::Limits;
use crate::message::{self, Message, Reader, write_number};

/// Most questions "is everything durable?" on their way at once; further edits share the next one.
const ASKED_MAX: usize = 4;
/// The state vector of whoever has nothing.
const HOLDS_NOTHING: [u8; 1] = [0];

/// Something that happened to a replica.
#[derive(Debug)]
pub enum ReplicaFact {
    Connected,
    Received { frame: Bytes },
    Disconnected,
}

/// Something its shell is to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ReplicaEffect {
    Send {
        frame: Bytes,
    },
    /// An update from elsewhere came in.
    Changed,
    /// Everything up to the n-th own edit of this replica is durable at the server.
    Saved {
        edits: u64,
    },
    /// The server refused something; the document keeps it.
    Refused {
        code: Code,
    },
    /// The server speaks nonsense: close the link.
    Close,
    /// To be kept on a disk, in this order. Only of a replica that records.
    Record {
        what: Record,
    },
    /// What was held here was not what the service holds, and the service was told so. It is taken anew from there, with all
    /// that is not saved yet.
    Differs,
    /// The link is another seat's, or of another data folder than the edits were made in, or speaks of what this does not
    /// know: nothing was or will be sent on it. What is not saved stays where it is.
    NotOurs,
}

/// What a device keeps of a replica.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Record {
    /// An edit of its own, as it was made.
    Own(Bytes),
    /// An update from elsewhere.
    Heard(Bytes),
    /// Where its edits belong, as the first hello said.
    Home(Home),
    /// The first so many own edits are durable at the server.
    Saved(u64),
    /// The document was taken anew: what was kept of it before is wrong.
    Renewed,
}

/// Where edits belong: the data folder that they were made in, and the seat that made them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Home {
    pub epoch: String,
    pub seat: String,
}

/// The newest schema of documents and messages that a replica knows.
const SCHEMA: u64 = 1;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Away,
    /// Asked for what it lacks; does not know yet what the room has.
    Asking,
    /// Both sides know what the other has; edits go out as they happen.
    Exchanging,
    /// The link is not for these edits.
    Elsewhere,
}

/// A seat's copy of one document.
pub struct Replica {
    document: Document,
    limits: Limits,
    stage: Stage,
    /// As the first hello said, or whoever restored the document.
    home: Option<Home>,
    edits: u64,
    durable: u64,
    /// Edit counts asked about on this link and not yet answered, oldest first.
    asked: Vec<u64>,
    renewal: Renewal,
    records: bool,
}

/// Whether the document is to be taken anew from the service (C3).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Renewal {
    No,
    /// Everything was asked for, and what comes takes the document's place once nothing of ours is on its way.
    Wanted,
    /// Done once; again only after a comparison that found no difference.
    Done,
}

impl Replica {
    /// A replica over an empty document. Its client id is the document's, fresh for each opening.
    pub fn new(document: Document, limits: Limits) -> Self {
        Self::restored(document, limits, None, 0)
    }

    /// A replica over a document that was kept, in which so many own edits are not known to be durable.
    pub fn restored(document: Document, limits: Limits, home: Option<Home>, waiting: u64) -> Self {
        let asked = Vec::new();
        let (stage, renewal) = (Stage::Away, Renewal::No);
        Self { document, limits, stage, home, edits: waiting, durable: 0, asked, renewal, records: false }
    }

    /// The same, and tells what is to be kept.
    pub fn recording(self) -> Self {
        Self { records: true, ..self }
    }

    /// Where its edits belong, as far as it was told.
    pub fn home(&self) -> Option<&Home> {
        self.home.as_ref()
    }

    pub fn document(&self) -> &Document {
        &self.document
    }

    /// A local edit. Goes out at once when the link is in step, else with the next step 2.
    pub fn edit<R>(
        &mut self,
        effects: &mut Vec<ReplicaEffect>,
        change: impl FnOnce(&mut yrs::TransactionMut<'_>) -> R,
    ) -> R {
        let (result, update) = self.document.edit(change);
        if let Some(update) = update {
            self.edits += 1;
            let update = Bytes::from(update);
            self.record(effects, || Record::Own(update.clone()));
            if self.stage == Stage::Exchanging {
                send(effects, Message::Update(&update));
                self.ask(effects);
            }
        }
        result
    }

    pub fn handle(&mut self, fact: ReplicaFact, effects: &mut Vec<ReplicaEffect>) {
        match fact {
            ReplicaFact::Connected => {
                self.stage = Stage::Asking;
                self.asked.clear();
                self.ask_for_what_lacks(effects);
            }
            ReplicaFact::Disconnected => self.stage = Stage::Away,
            ReplicaFact::Received { frame } => {
                if let Err(code) = self.receive(&frame, effects) {
                    effects.push(ReplicaEffect::Refused { code });
                    effects.push(ReplicaEffect::Close);
                }
            }
        }
    }

    fn record(&self, effects: &mut Vec<ReplicaEffect>, what: impl FnOnce() -> Record) {
        if self.records {
            effects.push(ReplicaEffect::Record { what: what() });
        }
    }

    /// Own edits made so far, and of them those known durable.
    pub fn edits(&self) -> (u64, u64) {
        (self.edits, self.durable)
    }

    /// Whether the first exchange of this connection is done.
    pub fn in_step(&self) -> bool {
        self.stage == Stage::Exchanging
    }

    /// R7 and R8: whose link this is, and of which data folder.
    fn greet(&mut self, json: &str, effects: &mut Vec<ReplicaEffect>) -> Result<(), Code> {
        let said: serde_json::Value = serde_json::from_str(json).map_err(|_| Code::Malformed)?;
        let word = |name: &str| said[name].as_str().map(str::to_owned).ok_or(Code::Malformed);
        let here = Home { epoch: word("epoch")?, seat: word("seat")? };
        let knows = said["schema"].as_u64().is_some_and(|schema| schema <= SCHEMA);
        if knows && self.home.is_none() {
            self.record(effects, || Record::Home(here.clone()));
        }
        if knows && *self.home.get_or_insert_with(|| here.clone()) == here {
            return Ok(());
        }
        self.stage = Stage::Elsewhere;
        effects.push(ReplicaEffect::NotOurs);
        Ok(())
    }

    fn receive(&mut self, frame: &[u8], effects: &mut Vec<ReplicaEffect>) -> Result<(), Code> {
        if self.stage == Stage::Elsewhere {
            return Ok(());
        }
        match message::read(frame, &self.limits)? {
            Message::Step1(state_vector) => {
                scan_state_vector(state_vector, &self.limits)?;
                let missing = self.document.diff(state_vector).ok_or(Code::Malformed)?;
                send(effects, Message::Step2(&missing));
                self.stage = Stage::Exchanging;
                self.ask(effects);
            }
            Message::Step2(state) if self.renewal == Renewal::Wanted && self.is_quiet() => {
                self.renew(state, effects)?;
            }
            Message::Step2(update) | Message::Update(update) => {
                // The room never leaves a gap; yrs can end the process on a document that has one.
                let clocks = self.document.clocks();
                if !scan(update, &self.limits)?.fits(|client| clocks.get(&client).copied().unwrap_or(0)) {
                    return Err(Code::Gap);
                }
                self.document.apply(update).map_err(|_| Code::Malformed)?;
                self.record(effects, || Record::Heard(Bytes::copy_from_slice(update)));
                effects.push(ReplicaEffect::Changed);
            }
            Message::Acknowledge(body) => self.acknowledged(body, effects)?,
            Message::Refused(json) => {
                effects.push(ReplicaEffect::Refused { code: refused_code(json) });
            }
            Message::Denied(word) => effects.push(ReplicaEffect::Refused { code: code_of(word) }),
            Message::Hello(json) => self.greet(json, effects)?,
            Message::Policy(json) => self.compare(json, effects),
            Message::Awareness(_) | Message::QueryAwareness | Message::Differs => {}
        }
        Ok(())
    }

    /// Tells what is here; nothing, if it is to be taken anew.
    fn ask_for_what_lacks(&self, effects: &mut Vec<ReplicaEffect>) {
        let held = self.document.state_vector();
        let told: &[u8] = if self.renewal == Renewal::Wanted { &HOLDS_NOTHING } else { &held };
        send(effects, Message::Step1(told));
    }

    /// C2 and C3: with nothing on its way both sides are at the same state when the fingerprint arrives.
    fn compare(&mut self, json: &str, effects: &mut Vec<ReplicaEffect>) {
        let said: Option<serde_json::Value> = serde_json::from_str(json).ok();
        let Some(theirs) = said.as_ref().and_then(|it| it["content"].as_str()) else { return };
        if self.stage != Stage::Exchanging || !self.is_quiet() || self.renewal == Renewal::Wanted {
            return;
        }
        if fingerprint(&self.document) == theirs {
            self.renewal = Renewal::No;
            return;
        }
        send(effects, Message::Differs);
        if self.renewal == Renewal::No {
            self.renewal = Renewal::Wanted;
            self.ask_for_what_lacks(effects);
        }
        effects.push(ReplicaEffect::Differs);
    }

    /// Whether all that was said on this link is durable, and all that was done here.
    fn is_quiet(&self) -> bool {
        self.edits == self.durable && self.asked.is_empty()
    }

    /// All that the service holds, and nothing of ours is on its way.
    fn renew(&mut self, state: &[u8], effects: &mut Vec<ReplicaEffect>) -> Result<(), Code> {
        if !scan(state, &self.limits)?.fits(|_| 0) {
            return Err(Code::Gap);
        }
        let mut document = Document::new(self.document.client());
        document.apply(state).map_err(|_| Code::Malformed)?;
        self.document = document;
        self.renewal = Renewal::Done;
        self.record(effects, || Record::Renewed);
        effects.push(ReplicaEffect::Changed);
        Ok(())
    }

    /// Asks for an acknowledgement of everything said so far.
    fn ask(&mut self, effects: &mut Vec<ReplicaEffect>) {
        if self.asked.len() < ASKED_MAX && self.asked.last() != Some(&self.edits) {
            let mut body = Vec::new();
            write_number(&mut body, self.edits);
            send(effects, Message::Acknowledge(&body));
            self.asked.push(self.edits);
        }
    }

    fn acknowledged(&mut self, body: &[u8], effects: &mut Vec<ReplicaEffect>) -> Result<(), Code> {
        let edits = Reader(body).number().ok_or(Code::Malformed)?;
        let answered = self.asked.iter().position(|asked| *asked == edits).ok_or(Code::Malformed)?;
        self.asked.drain(..=answered);
        if edits > self.durable {
            self.durable = edits;
            effects.push(ReplicaEffect::Saved { edits });
            self.record(effects, || Record::Saved(edits));
        }
        if edits < self.edits && self.asked.is_empty() {
            self.ask(effects);
        }
        // What came while something of ours was on its way did not have it, perhaps.
        if self.is_quiet() && self.renewal == Renewal::Wanted {
            self.ask_for_what_lacks(effects);
        }
        Ok(())
    }
}

fn send(effects: &mut Vec<ReplicaEffect>, message: Message<'_>) {
    effects.push(ReplicaEffect::Send { frame: message::write(message) });
}

fn refused_code(json: &str) -> Code {
    let said: Option<serde_json::Value> = serde_json::from_str(json).ok();
    code_of(said.as_ref().and_then(|it| it["code"].as_str()).unwrap_or_default())
}

/// A code we do not know is still a refusal.
fn code_of(word: &str) -> Code {
    Code::ALL.into_iter().find(|code| code.word() == word).unwrap_or(Code::Internal)
}
