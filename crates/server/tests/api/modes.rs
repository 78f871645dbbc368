//! What is told of whoever writes in a chapter: decided, kept through restarts, and never more of the past than was told then.

use manual::id::{ChapterId, DocumentId, Epoch};
use reqwest::Method;
use serde_json::{Value, json};
use server::audit_key;
use store::aloud;
use store::record::Record;
use store::record::attribution::AttributionRecord;
use store::store::Store;

use crate::world::{Who, World, within};

const MODE_CHANGED: u16 = 4031;

async fn decide(world: &World, mode: Value) {
    let path = format!("/api/v1/chapters/{}/mode", world.chapter);
    let answer = within(world.request(Who::Secretariat, Method::POST, &path).json(&mode).send()).await;
    assert_eq!(answer.expect("an answer").status(), 204);
}

/// Where somebody is named, from and to and who, over all texts.
async fn told(world: &World) -> Vec<(u64, u64, String)> {
    let path = format!("/api/v1/chapters/{}/authors", world.chapter);
    let told = world.get(Who::Denmark, &path).await;
    let texts = told.as_array().expect("a list").iter();
    let spans = texts.flat_map(|told| told["spans"].as_array().expect("spans"));
    let number = |value: &Value| value.as_u64().expect("a number");
    let name = |span: &Value| span["seat"]["name"].as_str().expect("a name").to_owned();
    spans.map(|span| (number(&span["from"]), number(&span["to"]), name(span))).collect()
}

#[tokio::test]
async fn a_mode_holds_from_its_decision_on_and_says_nothing_of_before() {
    let mut world = World::start().await;
    let mut page = world.link(Who::Ghana, &world.chapter).await;
    page.types("told ").await;
    page.saved(b"1").await;
    decide(&world, json!({"mode": "unattributed"})).await;
    assert_eq!(page.end().await, MODE_CHANGED);
    let path = format!("/api/v1/chapters/{}/mode", world.chapter);
    assert_eq!(world.get(Who::Denmark, &path).await, json!({"mode": "unattributed", "audited": false}));

    // The old id is refused, a new one goes in, and goes on after a restart: by its own session alone.
    let mut stale = world.link(Who::Ghana, &world.chapter).await;
    let update = page.typed("stale");
    stale.send(collab::message::Message::Update(&update)).await;
    stale.unacknowledged(b"2").await;
    let mut page = world.link(Who::Ghana, &world.chapter).await;
    page.types("hidden ").await;
    page.saved(b"3").await;
    world.stop().await.expect("a good end");
    world.run().await;
    let update = page.typed("still hidden ");
    let mut other = world.link(Who::Denmark, &world.chapter).await;
    other.send(collab::message::Message::Update(&update)).await;
    other.unacknowledged(b"4").await;
    let mut own = world.link(Who::Ghana, &world.chapter).await;
    own.send(collab::message::Message::Update(&update)).await;
    own.saved(b"5").await;
    assert_eq!(told(&world).await, [(0, 5, "Ghana".to_owned())]);

    for mode in ["named", "seat"] {
        decide(&world, json!({ "mode": mode })).await;
        assert_eq!(told(&world).await, [(0, 5, "Ghana".to_owned())], "{mode} reveals nothing of before");
    }
    let mut page = world.link(Who::Denmark, &world.chapter).await;
    page.types("again").await;
    page.saved(b"6").await;
    assert_eq!(page.text(), "told hidden still hidden again");
    assert_eq!(told(&world).await, [(0, 5, "Ghana".to_owned()), (25, 30, "Denmark".to_owned())]);
}

#[tokio::test]
async fn an_audit_key_goes_with_unattributed_alone_and_opens_who_wrote() {
    let mut world = World::start().await;
    let path = format!("/api/v1/chapters/{}/mode", world.chapter);
    let (secret, key) = audit_key::new_pair();
    let written = server::commands::write_audit_key(&key);
    for wrong in [
        json!({"mode": "seat", "audit_key": written}),
        json!({"mode": "unattributed", "audit_key": "short"}),
        json!({"mode": "anonymous"}),
    ] {
        let request = world.request(Who::Secretariat, Method::POST, &path).json(&wrong);
        assert_eq!(within(request.send()).await.expect("an answer").status(), 400, "{wrong}");
    }
    decide(&world, json!({"mode": "unattributed", "audit_key": written})).await;
    assert_eq!(world.get(Who::Denmark, &path).await, json!({"mode": "unattributed", "audited": true}));
    let mut page = world.link(Who::Ghana, &world.chapter).await;
    page.types("hidden").await;
    page.saved(b"1").await;
    world.stop().await.expect("a good end");

    let chapter = ChapterId::parse(&world.chapter).expect("an id");
    let document = DocumentId::from(chapter);
    let (store, _) = Store::open(world.folder(), Epoch::from_random([7; 16]), 0).expect("a folder");
    let mut sealed_numbers = Vec::new();
    let seq = store.seq();
    let past = store.index().past(document, 0, seq, |_, entry| {
        assert_eq!(entry.writer, 0, "{entry:?}");
        assert!(!matches!(entry.record, Record::Bound { .. }));
        if let Record::Attribution(AttributionRecord::Tagged { client, sealed, .. }) = entry.record {
            sealed_numbers.push((client, sealed));
        }
    });
    past.expect("the chapter's records");
    let [(client, sealed)] = sealed_numbers.as_slice() else { panic!("{sealed_numbers:?}") };
    let writer = audit_key::open(&secret, sealed, document, *client).expect("it opens");
    let seat = store.registry().writers[&writer].0;
    assert_eq!(store.registry().seats[&seat].name, "Ghana");
    store.close();
    let mut tagged = 0;
    let heard = aloud::of_folder(world.folder(), |spoken| {
        let is_tag = matches!(spoken.record, Some(Record::Attribution(AttributionRecord::Tagged { .. })));
        tagged += u32::from(is_tag);
    });
    assert_eq!((heard.is_ok(), tagged), (true, 0), "the audit does not speak of client ids");
}

#[tokio::test]
async fn a_forged_id_is_refused_and_noted_without_what_was_in_it() {
    let mut world = World::start().await;
    let mut page = world.link(Who::Ghana, &world.chapter).await;
    page.types("mine").await;
    page.saved(b"1").await;
    let forged = page.typed(" and not yours");
    let mut other = world.link(Who::Denmark, &world.chapter).await;
    for _ in 0..500 {
        other.send(collab::message::Message::Update(&forged)).await;
    }
    other.unacknowledged(b"2").await;
    world.stop().await.expect("a good end");
    let mut noted = Vec::new();
    let mut denmark = None;
    let heard = aloud::of_folder(world.folder(), |spoken| match spoken.record {
        Some(Record::SeatAdded { seat, name, .. }) if name == "Denmark" => denmark = Some(seat),
        Some(Record::WriterNamed { writer, seat, .. }) if Some(seat) == denmark => noted.push((writer, 0)),
        Some(Record::Attribution(AttributionRecord::ForgedRefused { .. })) => {
            let of_denmark = noted.iter_mut().find(|(writer, _)| *writer == spoken.writer);
            of_denmark.expect("it bears the number of who did it").1 += 1;
        }
        _ => {}
    });
    heard.expect("a whole journal");
    assert_eq!(noted.iter().map(|(_, count)| count).sum::<u32>(), 1, "{noted:?}");
}
