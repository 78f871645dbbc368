//! What an open document does when the disk is slow, full or gone. The journal is carried out by hand.

use collab::bouncer::DocumentKind;
use collab::message::{self, Message};
use collab::room::Dialect;
use manual::document::Document;
use manual::id::{Epoch, SeatId};
use manual::rights::Right;
use store::store::Store;
use tempfile::TempDir;
use tokio::sync::{Semaphore, mpsc};
use yrs::{GetString, Text};

use super::*;
use crate::commands::{self, Desk, NewChapter};
use crate::config::Config;
use crate::journal::Order;
use crate::open_chapters::Mailbox;
use crate::outbox::Next;

const BUDGET: usize = 1000;
const IDLE_MS: u64 = 20;

struct World {
    _folder: TempDir,
    store: Store,
    orders: mpsc::Receiver<Order>,
    chapters: Arc<OpenChapters>,
    document: DocumentId,
}

struct Link {
    link: LinkId,
    mailbox: Mailbox,
    outbox: Arc<Outbox>,
    budget: Arc<Semaphore>,
    document: Document,
    acknowledged: bool,
}

impl World {
    async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (mut store, _) =
            Store::open(folder.path(), Epoch::from_random([1; 16]), 0).expect("a fresh folder");
        let config = Config::default();
        let mut desk = Desk::folder(&mut store, &config);
        let manual = commands::create_manual(&mut desk, "Manual").await.expect("a manual");
        let new = NewChapter { manual, title: "Chapter", parent: None, template: None, seed: None };
        let document = commands::create_chapter(&mut desk, new).await.expect("a chapter").into();
        drop(desk);
        let (journal, orders) = Journal::by_hand(&store);
        let limits = Limits { idle_document_ms: IDLE_MS, ..Limits::default() };
        let chapters = OpenChapters::new(journal, limits, Clock::start(), Epoch::from_random([1; 16]));
        Self { _folder: folder, store, orders, chapters, document }
    }

    async fn link(&self, link: LinkId) -> Link {
        let mailbox = self.chapters.visit(self.document, DocumentKind::Chapter).expect("open");
        self.link_by(mailbox, link).await
    }

    async fn link_by(&self, mailbox: Mailbox, link: LinkId) -> Link {
        let outbox = Arc::new(Outbox::new(1 << 20));
        let seat = SeatId::from_random([9; 16]);
        let name = "Ghana".to_owned();
        let guest = Guest {
            seat,
            name,
            appears: manual::seat::Appears::AsSeat,
            may: Right::Edit.into(),
            dialect: Dialect::Stock,
            writer: 1,
            tagger: collab::binding::TagKey::of("secret").within(manual::id::DocumentId::from_bytes([3; 16])),
        };
        let joined = Letter::Joined { link, guest: Box::new(guest), outbox: Arc::clone(&outbox) };
        assert!(mailbox.send(joined.into()).is_ok());
        let budget = Arc::new(Semaphore::new(BUDGET));
        let it = Link { link, mailbox, outbox, budget, document: Document::new(link), acknowledged: false };
        it.send(Message::Step1(&it.document.state_vector())).await;
        it.send(Message::Acknowledge(b"in step")).await;
        it
    }

    /// The next group that the room wants to have written.
    async fn order(&mut self) -> (Vec<Entry>, oneshot::Sender<Result<u64, NotCommitted>>) {
        loop {
            match within(self.orders.recv()).await.expect("the room is there") {
                Order::Commit { entries, report } => return (entries, report),
                Order::Snapshot { .. } | Order::Stop => {}
            }
        }
    }
}

impl Link {
    async fn send(&self, message: Message<'_>) {
        let share = within(Arc::clone(&self.budget).acquire_many_owned(100)).await.expect("open");
        let letter = Letter::Received { link: self.link, frame: message::write(message), share };
        assert!(self.mailbox.send(letter.into()).is_ok());
    }

    async fn types(&mut self, text: &str) {
        let body = self.document.doc().get_or_insert_text("body");
        let update = self.document.edit(|txn| body.push(txn, text)).1.expect("a change");
        self.send(Message::Update(&update)).await;
    }

    /// The kind of the next frame, or the code with which the link ended.
    async fn next(&mut self) -> Result<u8, Code> {
        loop {
            if let Some(frame) = self.outbox.take_frame() {
                self.take_in(&frame);
                return Ok(frame[0]);
            }
            match self.outbox.next() {
                Next::Close(code) => return Err(code),
                Next::Send | Next::Nothing | Next::Ping => within(self.outbox.filled()).await,
            }
        }
    }

    fn take_in(&mut self, frame: &[u8]) {
        match message::read(frame, &collab::limits::Limits::default()).expect("a message") {
            Message::Step2(update) | Message::Update(update) => {
                self.document.apply(update).expect("an update");
            }
            Message::Acknowledge(_) => self.acknowledged = true,
            _ => {}
        }
    }

    async fn in_step(mut self) -> Self {
        while !self.acknowledged {
            self.next().await.expect("the link holds");
        }
        self.acknowledged = false;
        self
    }

    fn text(&self) -> String {
        let body = self.document.doc().get_or_insert_text("body");
        self.document.read(|txn| body.get_string(txn)).replace('\u{fffc}', "")
    }
}

#[tokio::test]
async fn what_cannot_be_written_is_neither_shown_nor_acknowledged_and_the_link_is_told_to_come_back() {
    let mut world = World::new().await;
    let mut ghana = world.link(1).await.in_step().await;
    let mut witness = world.link(2).await.in_step().await;
    ghana.types("lost").await;
    ghana.send(Message::Acknowledge(b"?")).await;
    let (_, report) = world.order().await;
    report.send(Err(NotCommitted::NotWritten)).expect("somebody waits");
    for link in [&mut ghana, &mut witness] {
        let ended = loop {
            match link.next().await {
                // Presence may pass; nothing of the text.
                Ok(kind) => assert_eq!(kind, 1),
                Err(code) => break code,
            }
        };
        assert_eq!((ended, link.acknowledged), (Code::NotPersisted, false));
    }

    // The same task goes on from what is durable.
    let mut again = world.link(3).await.in_step().await;
    assert_eq!(again.text(), "");
    again.types("kept").await;
    again.send(Message::Acknowledge(b"?")).await;
    let (entries, report) = world.order().await;
    let seq = world.store.commit(&entries).expect("written");
    report.send(Ok(seq)).expect("somebody waits");
    again.in_step().await;
    assert_eq!(world.link(4).await.in_step().await.text(), "kept");
}

#[tokio::test]
async fn a_slow_disk_holds_what_waits_for_it_and_nothing_else() {
    let mut world = World::new().await;
    let mut ghana = world.link(1).await.in_step().await;
    ghana.types("first").await;
    let (entries, report) = world.order().await;
    ghana.types("second").await;
    ghana.send(Message::QueryAwareness).await;
    assert_eq!(ghana.next().await, Ok(1), "the probe is answered, whatever the disk does");
    assert_eq!(ghana.budget.available_permits(), BUDGET - 200, "two updates wait and weigh on their sender");

    let seq = world.store.commit(&entries).expect("written");
    report.send(Ok(seq)).expect("somebody waits");
    let (entries, report) = world.order().await;
    let seq = world.store.commit(&entries).expect("written");
    report.send(Ok(seq)).expect("somebody waits");
    ghana.send(Message::Acknowledge(b"?")).await;
    let ghana = ghana.in_step().await;
    assert_eq!(ghana.budget.available_permits(), BUDGET);
}

#[tokio::test]
async fn without_a_journal_every_link_ends() {
    let mut world = World::new().await;
    let mut ghana = world.link(1).await.in_step().await;
    world.orders.close();
    ghana.types("nobody writes this").await;
    let ended = loop {
        if let Err(code) = ghana.next().await {
            break code;
        }
    };
    assert_eq!(ended, Code::Stopping);
    assert!(!ghana.acknowledged);
}

#[tokio::test]
async fn an_idle_document_leaves_memory_and_its_folded_state_behind() {
    let mut world = World::new().await;
    let mut ghana = world.link(1).await.in_step().await;
    ghana.types("words").await;
    let (entries, report) = world.order().await;
    let seq = world.store.commit(&entries).expect("written");
    report.send(Ok(seq)).expect("somebody waits");
    assert_eq!(world.chapters.count(), 1);
    assert!(ghana.mailbox.send(Letter::Left { link: 1 }.into()).is_ok());
    drop(ghana);
    let order = within(world.orders.recv()).await.expect("the room is there");
    let Order::Snapshot { seq: folded, .. } = order else { panic!("nothing more to write") };
    assert_eq!(folded, seq);
    let gone = async {
        while world.chapters.count() > 0 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    within(gone).await;
}

#[tokio::test]
async fn a_document_that_somebody_is_about_to_enter_stays_open() {
    let world = World::new().await;
    let mailbox = world.chapters.visit(world.document, DocumentKind::Chapter).expect("open");
    tokio::time::sleep(Duration::from_millis(5 * IDLE_MS)).await;
    let second = world.chapters.visit(world.document, DocumentKind::Chapter).expect("open");
    assert!(mailbox.same_channel(&second), "one task, one room");
    let ghana = world.link_by(mailbox, 1).await;
    ghana.in_step().await;
}

async fn within<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(20), future).await.expect("it takes far too long")
}
