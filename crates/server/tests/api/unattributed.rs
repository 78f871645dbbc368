//! Ten sittings of five authors in chapters where nobody is named: everything that another member receives, and everything
//! that lies in the data folder, is searched for who they are.

use std::collections::{BTreeMap, BTreeSet};

use collab::bouncer::scan;
use collab::limits::Limits as Bounds;
use collab::message::{self, Message, write_block, write_number};
use manual::id::{ChapterId, DocumentId, Epoch, SeatId};
use reqwest::Method;
use serde_json::json;
use server::audit_key;
use store::record::Record;
use store::record::attribution::AttributionRecord;
use store::registry::Registry;
use store::store::Store;

use crate::folder::{files, holds};
use crate::world::{Socket, Who, World, within};

const AUTHORS: [&str; 5] = ["Ghana", "Kenya", "Oman", "Peru", "Nepal"];
const SITTINGS: usize = 10;

/// What the other member received, all of it.
#[derive(Default)]
struct Received {
    frames: Vec<(usize, Vec<u8>)>,
    answers: Vec<String>,
}

#[tokio::test]
async fn ten_sittings_of_five_authors_tell_another_member_nothing_and_the_folder_nothing_without_the_key() {
    let mut world = World::start().await;
    let chapters = [world.chapter.clone(), another_chapter(&world).await];
    world.stop().await.expect("a good end");
    let mut tokens = vec![(AUTHORS[0], world.token(Who::Ghana).expect("one").to_owned())];
    for name in &AUTHORS[1..] {
        tokens.push((*name, world.add_state(name).await));
    }
    world.run().await;
    let (secret, key) = audit_key::new_pair();
    decide(&world, &chapters[0], json!({"mode": "unattributed"})).await;
    let audited = json!({"mode": "unattributed", "audit_key": server::commands::write_audit_key(&key)});
    decide(&world, &chapters[1], audited).await;

    let (mut received, mut wrote) = (Received::default(), BTreeMap::new());
    for sitting in 0..SITTINGS {
        sit(&world, sitting, &chapters, &tokens, &mut received, &mut wrote).await;
    }
    ask_for_everything(&world, &chapters, &mut received).await;
    world.stop().await.expect("a good end");

    let (store, _) = Store::open(world.folder(), Epoch::from_random([7; 16]), 0).expect("a folder");
    let registry = store.registry().clone();
    search_received(&received, &registry, &wrote);
    let documents = chapters.map(|chapter| DocumentId::from(ChapterId::parse(&chapter).expect("an id")));
    let mut tags = BTreeSet::new();
    for (chapter, document) in documents.into_iter().enumerate() {
        let past = store.index().past(document, 1, store.seq(), |seq, entry| {
            if matches!(entry.record, Record::ChapterCreated { .. }) {
                return;
            }
            assert_eq!(entry.writer, 0, "record {seq} of chapter {chapter}");
            match entry.record {
                Record::Update { .. } => {}
                Record::Attribution(AttributionRecord::Tagged { client, tag, sealed, .. }) => {
                    assert!(tags.insert(tag), "no tag comes twice");
                    let opened = audit_key::open(&secret, &sealed, document, client);
                    let seat = opened.map(|writer| registry.seats[&registry.writers[&writer].0].name.clone());
                    let expected = (chapter == 1).then(|| wrote[&(chapter, client)].to_owned());
                    assert_eq!(
                        seat, expected,
                        "the key of chapter 1 opens who wrote there, and nothing else"
                    );
                }
                other => panic!("record {seq} of chapter {chapter} is {other:?}"),
            }
        });
        past.expect("the chapter's records");
    }
    assert_eq!(tags.len(), SITTINGS * AUTHORS.len() * 2);
    store.close();
    for (file, bytes) in files(&world.folder().join("index")) {
        for seat in seats(&registry) {
            assert!(!holds(&bytes, &seat.bytes()), "{} names a seat", file.display());
        }
    }
}

/// One sitting: each author opens both chapters at once, shows a cursor, writes and takes away; another member looks on.
async fn sit(
    world: &World,
    sitting: usize,
    chapters: &[String; 2],
    tokens: &[(&'static str, String)],
    received: &mut Received,
    wrote: &mut BTreeMap<(usize, u64), &'static str>,
) {
    for (chapter, id) in chapters.iter().enumerate() {
        let mut member = open(world, id, world.token(Who::Denmark).expect("a token")).await;
        let mut pages = Vec::new();
        for (author, token) in tokens {
            let mut page = open(world, id, token).await;
            let client = page.document.doc().client_id().get();
            page.send(Message::Awareness(&cursor(client))).await;
            page.types(&format!("w{sitting} ")).await;
            page.saved(b"written").await;
            assert_eq!(wrote.insert((chapter, client), author), None, "a page has an id of its own");
            pages.push((author, page));
        }
        for (author, mut page) in pages {
            let body = page.document.doc().get_or_insert_text("body");
            let removed = page.document.edit(|txn| yrs::Text::remove_range(&body, txn, 1, 1)).1;
            page.send(Message::Update(&removed.expect("a change"))).await;
            page.send(Message::QueryAwareness).await;
            page.saved(b"removed").await;
            let own = page.hello.expect("a hello");
            let others = AUTHORS.iter().filter(|name| *name != author);
            assert!(others.into_iter().all(|name| !own.contains(name)), "{own}");
            assert!(own.contains(&format!("\"name\":\"{author}\"")), "without a number: {own}");
        }
        member.send(Message::QueryAwareness).await;
        member.saved(b"seen").await;
        received.frames.extend(member.heard.drain(..).map(|frame| (chapter, frame)));
    }
    ask_for(world, chapters, received).await;
}

/// A page of ours: it speaks `chancery.v1`.
async fn open(world: &World, chapter: &str, token: &str) -> Socket {
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str()), ("sec-websocket-protocol", "chancery.v1")];
    let mut page = world.open(chapter, &headers).await.expect("a link");
    page.exchange().await;
    page
}

fn cursor(client: u64) -> Vec<u8> {
    let mut body = vec![1];
    write_number(&mut body, client);
    body.push(1);
    write_block(&mut body, br#"{"cursor":{"at":1}}"#);
    body
}

async fn decide(world: &World, chapter: &str, mode: serde_json::Value) {
    let path = format!("/api/v1/chapters/{chapter}/mode");
    let answer = within(world.request(Who::Secretariat, Method::POST, &path).json(&mode).send()).await;
    assert_eq!(answer.expect("an answer").status(), 204);
}

async fn another_chapter(world: &World) -> String {
    let path = format!("/api/v1/manuals/{}/chapters", world.manual);
    let request = world.request(Who::Secretariat, Method::POST, &path).json(&json!({"title": "Second"}));
    let made: serde_json::Value =
        within(request.send()).await.expect("an answer").json().await.expect("JSON");
    made["id"].as_str().expect("an id").to_owned()
}

/// What a page of the member asks for.
async fn ask_for(world: &World, chapters: &[String; 2], received: &mut Received) {
    let manual = format!("/api/v1/manuals/{}", world.manual);
    let mut paths = ["activity", "chapters", "targets", "glossary", "search?q=w1", "editions", "proposals"]
        .map(|what| format!("{manual}/{what}"))
        .to_vec();
    for chapter in chapters {
        paths.extend(["authors", "mode", "parts"].map(|what| format!("/api/v1/chapters/{chapter}/{what}")));
    }
    for path in paths {
        let answer = world.ask(Who::Denmark, Method::GET, &path).await;
        let (status, headers) = (answer.status(), format!("{:?}", answer.headers()));
        assert_eq!(status, 200, "{path}");
        received.answers.push(format!("{path} {headers} {}", answer.text().await.expect("a body")));
    }
}

/// The same, and an edition with its pages.
async fn ask_for_everything(world: &World, chapters: &[String; 2], received: &mut Received) {
    let editions = format!("/api/v1/manuals/{}/editions", world.manual);
    let request = world
        .request(Who::Secretariat, Method::POST, &editions)
        .json(&json!({"title": "June", "final": false}));
    assert_eq!(within(request.send()).await.expect("an answer").status(), 201);
    ask_for(world, chapters, received).await;
    for rest in ["1", "1/chapters/1", "1/chapters/2"] {
        let answer = world.ask(Who::Denmark, Method::GET, &format!("{editions}/{rest}")).await;
        received.answers.push(answer.text().await.expect("a body"));
    }
}

fn search_received(received: &Received, registry: &Registry, wrote: &BTreeMap<(usize, u64), &'static str>) {
    let mut told: Vec<Vec<u8>> = AUTHORS.map(|name| name.as_bytes().to_vec()).to_vec();
    for seat in seats(registry) {
        told.extend([seat.to_string().into_bytes(), seat.bytes().to_vec()]);
    }
    for session in registry.sessions.iter().filter(|(_, session)| seats(registry).contains(&session.seat)) {
        told.extend([session.0.to_string().into_bytes(), session.0.bytes().to_vec()]);
    }
    let frames = received.frames.iter().map(|(_, frame)| frame.as_slice());
    for heard in frames.chain(received.answers.iter().map(String::as_bytes)) {
        for word in &told {
            assert!(!holds(heard, word), "{:?} is told in {:?}", lossy(word), lossy(heard));
        }
    }
    let limits = Bounds { frame_bytes_max: usize::MAX, ..Bounds::default() };
    let mut clients: BTreeMap<u64, BTreeSet<usize>> = BTreeMap::new();
    let mut awareness = 0;
    for (chapter, frame) in &received.frames {
        match message::read(frame, &limits).expect("a known message") {
            Message::Awareness(body) => {
                awareness += 1;
                assert_eq!(body, [0], "nobody is present");
            }
            Message::Step2(update) | Message::Update(update) => {
                let scanned = scan(update, &limits).expect("an update");
                for run in scanned.runs() {
                    clients.entry(run.client).or_default().insert(*chapter);
                }
            }
            _ => {}
        }
    }
    assert!(awareness >= 2 * SITTINGS, "the links lived");
    for ((chapter, client), author) in wrote {
        let seen = clients.get(client).unwrap_or_else(|| panic!("what {author} wrote arrived"));
        assert_eq!(*seen, BTreeSet::from([*chapter]), "no id occurs in two chapters");
    }
    let activity = received.answers.iter().filter(|answer| answer.contains("/activity "));
    assert!(activity.into_iter().all(|answer| answer.contains("\"here\":[]") && !answer.contains("shade")));
    let authors = received.answers.iter().filter(|answer| answer.contains("/authors "));
    assert!(authors.into_iter().all(|answer| !answer.contains("\"seat\"")));
}

/// The seats of the authors.
fn seats(registry: &Registry) -> Vec<SeatId> {
    let authors = registry.seats.iter().filter(|(_, seat)| AUTHORS.contains(&seat.name.as_str()));
    authors.map(|(id, _)| *id).collect()
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(&bytes[..bytes.len().min(300)]).into_owned()
}
