//! Proposals and private drafts: made, told of to whom they concern and to nobody else, merged once and whole, closed and
//! opened again; what is refused; what a kill leaves.

use std::collections::BTreeSet;

use collab::message::Message;
use manual::document::Document;
use reqwest::Method;
use serde_json::{Value, json};
use server::limits::Limits;
use yrs::Text;

use crate::world::{Socket, Who, World, within};

/// A replica with what somebody's link shows, for writing apart from the chapter.
pub(crate) fn apart(of: &Socket, client: u64) -> Document {
    let mut document = Document::new(client);
    document.apply(&of.document.state()).expect("a state");
    document
}

pub(crate) fn typed(document: &mut Document, at: u32, words: &str) -> Vec<u8> {
    let body = document.doc().get_or_insert_text("body");
    document.edit(|txn| body.insert(txn, at, words)).1.expect("a change")
}

async fn posted(world: &World, who: Who, path: &str, body: Vec<u8>) -> (u16, Value) {
    let answer = within(world.request(who, Method::POST, path).body(body).send()).await.expect("an answer");
    let status = answer.status().as_u16();
    (status, answer.json().await.unwrap_or(Value::Null))
}

async fn propose(world: &World, who: Who, update: Vec<u8>) -> (u16, Value) {
    posted(world, who, &format!("/api/v1/chapters/{}/proposals", world.chapter), update).await
}

/// A proposal of Ghana's to type these words at the beginning.
async fn proposed(world: &World, words: &str) -> String {
    let link = world.link(Who::Ghana, &world.chapter).await;
    let update = typed(&mut apart(&link, 0x7100), 1, words);
    let (status, made) = propose(world, Who::Ghana, update).await;
    assert_eq!(status, 201, "{made}");
    made["id"].as_str().expect("an id").to_owned()
}

async fn act(world: &World, who: Who, proposal: &str, verb: &str) -> u16 {
    let request = world.request(who, Method::POST, &format!("/api/v1/proposals/{proposal}/{verb}"));
    let request = if verb == "close" { request.json(&json!({"note": " Later. "})) } else { request };
    within(request.send()).await.expect("an answer").status().as_u16()
}

async fn list(world: &World, who: Who) -> Vec<Value> {
    let listed = world.get(who, &format!("/api/v1/manuals/{}/proposals", world.manual)).await;
    listed.as_array().expect("rows").clone()
}

#[tokio::test]
async fn a_proposal_is_made_seen_by_its_seat_and_the_secretariat_and_merged_once() {
    let world = World::start().await;
    let mut denmark = world.link(Who::Denmark, &world.chapter).await;
    denmark.types("early warning").await;
    denmark.saved(b"early").await;
    let proposal = proposed(&world, "An ").await;

    for (who, own) in [(Who::Ghana, true), (Who::Secretariat, false)] {
        let rows = list(&world, who).await;
        let row = &rows[0];
        assert_eq!(rows.len(), 1);
        let told =
            ["n", "chapter", "title", "seat", "own", "reason", "state", "note"].map(|key| row[key].clone());
        let expected = json!([1, world.chapter, "First", {"name": "Ghana"}, own, "chosen", "open", null]);
        assert_eq!(json!(told), expected, "{who:?}");
        assert_eq!(&world.get(who, &format!("/api/v1/proposals/{proposal}")).await, row);
        assert_eq!(world.link(who, &proposal).await.text(), "An early warning", "{who:?}");
    }
    assert_eq!(denmark.text(), "early warning", "nothing of it is in the chapter");

    // Others write on meanwhile, and Ghana goes on in the branch.
    denmark.types(" and late").await;
    denmark.saved(b"late").await;
    let token = format!("Bearer {}", world.token(Who::Ghana).expect("a token"));
    let ours = [("authorization", token.as_str()), ("sec-websocket-protocol", "chancery.v1")];
    let mut ghana = world.open(&proposal, &ours).await.expect("a link");
    ghana.exchange().await;
    let update = typed(&mut ghana.document, 4, "other ");
    ghana.send(Message::Update(&update)).await;
    ghana.saved(b"branch").await;
    for _ in 0..2 {
        assert_eq!(act(&world, Who::Secretariat, &proposal, "merge").await, 204);
    }
    denmark.shows("An other early warning and late").await;
    assert_eq!(list(&world, Who::Ghana).await[0]["state"], json!("merged"));
    assert_eq!(act(&world, Who::Secretariat, &proposal, "close").await, 409);
    assert_eq!(act(&world, Who::Ghana, &proposal, "reopen").await, 409);

    // What is decided is read only, on the link that is open and on a new one.
    ghana.types(" too late").await;
    within(async {
        while ghana.refused.is_none() {
            ghana.step().await.expect("the link holds")
        }
    })
    .await;
    assert_eq!(world.link(Who::Secretariat, &proposal).await.text(), "An other early warning");
}

#[tokio::test]
async fn the_difference_is_what_merging_would_make_of_the_chapter_now() {
    let world = World::start().await;
    let mut denmark = world.link(Who::Denmark, &world.chapter).await;
    denmark.types("early warning").await;
    denmark.saved(b"early").await;
    let proposal = proposed(&world, "An ").await;
    let path = format!("/api/v1/proposals/{proposal}/difference");
    let parts = |pieces: &Value| pieces[0]["parts"].clone();
    let expected = json!([{"is": "added", "text": "An "}, {"is": "same", "text": "early warning"}]);
    assert_eq!(parts(&world.get(Who::Secretariat, &path).await), expected);
    denmark.types(" and late").await;
    denmark.saved(b"late").await;
    for who in [Who::Secretariat, Who::Ghana] {
        let now = world.get(who, &path).await;
        assert_eq!(now.as_array().expect("pieces").len(), 1);
        let expected =
            json!([{"is": "added", "text": "An "}, {"is": "same", "text": "early warning and late"}]);
        assert_eq!(
            (parts(&now), &now[0]["change"], &now[0]["kind"]),
            (expected, &json!("changed"), &json!("p"))
        );
    }
    let row = list(&world, Who::Secretariat).await[0].clone();
    assert_eq!((&row["words_added"], &row["words_removed"]), (&json!(1), &json!(0)));
    assert_eq!(world.ask(Who::Denmark, Method::GET, &path).await.status(), 404);
    assert_eq!(act(&world, Who::Secretariat, &proposal, "merge").await, 204);
    assert_eq!(parts(&world.get(Who::Secretariat, &path).await), expected, "what it brought");
}

#[tokio::test]
async fn the_same_words_proposed_again_are_the_same_proposal() {
    let world = World::start().await;
    let link = world.link(Who::Ghana, &world.chapter).await;
    let mut ghana = apart(&link, 0x7100);
    let first = typed(&mut ghana, 1, "one ");
    let (status, made) = propose(&world, Who::Ghana, first.clone()).await;
    assert_eq!((status, &made["n"]), (201, &json!(1)));
    assert_eq!(propose(&world, Who::Ghana, first.clone()).await, (200, made.clone()));
    let second = typed(&mut ghana, 5, "two ");
    let both = yrs::merge_updates_v1([&first, &second]).expect("two updates");
    assert_eq!(propose(&world, Who::Ghana, both.clone()).await, (200, made.clone()));
    let id = made["id"].as_str().expect("an id").to_owned();
    assert_eq!(world.link(Who::Ghana, &id).await.text(), "one two ");
    assert_eq!(list(&world, Who::Ghana).await.len(), 1);

    // Also when it was decided meanwhile; and what the chapter has needs no proposal.
    assert_eq!(act(&world, Who::Secretariat, &id, "close").await, 204);
    assert_eq!(propose(&world, Who::Ghana, both.clone()).await, (200, made.clone()));
    assert_eq!(act(&world, Who::Secretariat, &id, "reopen").await, 204);
    assert_eq!(act(&world, Who::Secretariat, &id, "merge").await, 204);
    assert_eq!(propose(&world, Who::Ghana, both).await, (200, made));
    let chapter = world.link(Who::Denmark, &world.chapter).await;
    assert_eq!(propose(&world, Who::Denmark, chapter.document.state()).await, (204, Value::Null));
}

#[tokio::test]
async fn a_draft_is_nobody_s_business_until_it_is_offered() {
    let world = World::start().await;
    let path = format!("/api/v1/chapters/{}/drafts", world.chapter);
    let (status, made) = posted(&world, Who::Ghana, &path, Vec::new()).await;
    assert_eq!((status, &made["n"]), (201, &Value::Null));
    let draft = made["id"].as_str().expect("an id").to_owned();
    let mut ghana = world.link(Who::Ghana, &draft).await;
    ghana.types("quiet words").await;
    ghana.saved(b"quiet").await;

    let absent = "11111111-1111-4111-8111-111111111111";
    for who in [Who::Secretariat, Who::Denmark, Who::Observer] {
        assert_eq!(list(&world, who).await, Vec::<Value>::new(), "{who:?}");
        for (method, verb) in [
            (Method::GET, ""),
            (Method::GET, "/difference"),
            (Method::POST, "/offer"),
            (Method::POST, "/merge"),
            (Method::POST, "/close"),
            (Method::POST, "/reopen"),
        ] {
            let mut answers = BTreeSet::new();
            for id in [draft.as_str(), absent] {
                let answer = world.ask(who, method.clone(), &format!("/api/v1/proposals/{id}{verb}")).await;
                let status = answer.status().as_u16();
                let mut problem: Value = answer.json().await.expect("a problem");
                problem["request_id"] = Value::Null;
                answers.insert((status, problem.to_string()));
            }
            assert_eq!(answers.len(), 1, "{who:?} {verb}: {answers:?}");
            assert_eq!(answers.first().expect("one").0, 404);
        }
        assert_eq!(world.open_as(who, &draft).await.err(), Some(404));
        let poll = world.ask(who, Method::POST, &format!("/api/v1/sync/{draft}/poll")).await;
        assert_eq!(poll.status(), 404);
        let search = format!("/api/v1/manuals/{}/search?q=quiet", world.manual);
        assert_eq!(world.get(who, &search).await["hits"], json!([]));
        let activity = world.get(who, &format!("/api/v1/manuals/{}/activity", world.manual)).await;
        assert_eq!((activity.as_array().expect("rows").len(), &activity[0]["here"]), (1, &json!([])));
        assert!(
            !world
                .get(who, &format!("/api/v1/manuals/{}/chapters", world.manual))
                .await
                .to_string()
                .contains(&draft)
        );
    }
    // Its number does not count it either.
    proposed(&world, "before ").await;
    assert_eq!(list(&world, Who::Secretariat).await[0]["n"], json!(1));

    assert_eq!(act(&world, Who::Ghana, &draft, "offer").await, 204);
    assert_eq!(act(&world, Who::Ghana, &draft, "offer").await, 204);
    let rows = list(&world, Who::Secretariat).await;
    let row = rows.iter().find(|row| row["id"] == *draft).expect("offered");
    assert_eq!((&row["n"], &row["reason"], &row["state"]), (&json!(2), &json!("draft"), &json!("open")));
    assert_eq!(world.link(Who::Secretariat, &draft).await.text(), "quiet words");
    for who in [Who::Denmark, Who::Observer] {
        assert_eq!(list(&world, who).await, Vec::<Value>::new());
        assert_eq!(world.open_as(who, &draft).await.err(), Some(404));
    }
    assert_eq!(act(&world, Who::Secretariat, &draft, "offer").await, 403, "only its seat offers");
}

#[tokio::test]
async fn what_the_chapter_would_not_take_is_no_proposal_either() {
    let world = World::start().await;
    let mut denmark = world.link(Who::Denmark, &world.chapter).await;
    denmark.types("early warning").await;
    denmark.saved(b"early").await;
    let theirs =
        denmark.document.clocks().into_keys().find(|client| *client == client_of(&denmark)).expect("an id");
    let mut forged = apart(&denmark, theirs);
    let cases = [
        (typed(&mut forged, 1, "forged "), 409, "foreign"),
        (vec![0, 1, 9, 1, 100, 4], 409, "delete-ahead"),
        (b"not an update".to_vec(), 400, "malformed"),
        (Vec::new(), 400, "malformed"),
        (vec![0xff; 9], 400, "malformed"),
        (vec![0; (2 << 20) + 1], 413, "too-large"),
        (late(&denmark), 409, "gap"),
        // A root that no chapter has; ten thousand lists in each other, which end a process that reads them.
        ([&[1, 1, 9, 0, 4, 1, 5][..], b"bodyx", &[1, b'a', 0]].concat(), 422, "forbidden-content"),
        (
            [&[1, 1, 9, 0, 8, 1, 5][..], b"notes", &[1], &[117, 1].repeat(10_000), &[126, 0]].concat(),
            422,
            "forbidden-content",
        ),
        // A count that no bytes stand behind.
        (vec![0xff, 0xff, 0xff, 0xff, 0x0f, 1, 1, 0], 400, "malformed"),
    ];
    for (n, (update, status, code)) in cases.into_iter().enumerate() {
        let (answered, problem) = propose(&world, Who::Ghana, update).await;
        assert_eq!((answered, &problem["code"]), (status, &json!(code)), "case {n}");
    }
    let own = typed(&mut apart(&denmark, 0x7300), 1, "x");
    let (answered, problem) = propose(&world, Who::Observer, own).await;
    assert_eq!((answered, &problem["code"]), (403, &json!("not-allowed")));
    assert_eq!(list(&world, Who::Secretariat).await, Vec::<Value>::new());
}

/// The client id that a socket writes under.
fn client_of(socket: &Socket) -> u64 {
    socket.document.doc().client_id().get()
}

/// An update that rests on one that was never sent.
fn late(of: &Socket) -> Vec<u8> {
    let mut document = apart(of, 0x7200);
    typed(&mut document, 1, "never sent ");
    typed(&mut document, 5, "late ")
}

#[tokio::test]
async fn in_a_branch_nobody_writes_under_what_is_another_seat_s_in_the_chapter() {
    let world = World::start().await;
    let mut denmark = world.link(Who::Denmark, &world.chapter).await;
    denmark.types("early warning").await;
    denmark.saved(b"early").await;
    let proposal = proposed(&world, "An ").await;
    let mut ghana = world.link(Who::Ghana, &proposal).await;
    let mut forged = apart(&ghana, client_of(&denmark));
    let update = typed(&mut forged, 1, "forged ");
    ghana.send(Message::Update(&update)).await;
    // Stock clients are told by a message that this one passes over; nothing is acknowledged after it.
    ghana.send(Message::Step1(&[0])).await;
    let reader = world.link(Who::Secretariat, &proposal).await;
    assert_eq!(reader.text(), "An early warning");
    // The secretariat reads the branch and cannot write in it.
    let mut reader = reader;
    reader.types("mine ").await;
    reader.send(Message::Step1(&[0])).await;
    assert_eq!(world.link(Who::Ghana, &proposal).await.text(), "An early warning");
}

#[tokio::test]
async fn a_proposal_for_a_deleted_chapter_waits_until_the_chapter_is_back() {
    let world = World::start().await;
    let link = world.link(Who::Ghana, &world.chapter).await;
    let chapter = format!("/api/v1/chapters/{}", world.chapter);
    assert_eq!(world.ask(Who::Secretariat, Method::DELETE, &chapter).await.status(), 204);
    let (status, made) = propose(&world, Who::Ghana, typed(&mut apart(&link, 0x7100), 1, "late words")).await;
    assert_eq!(status, 201);
    let id = made["id"].as_str().expect("an id");
    assert_eq!(list(&world, Who::Secretariat).await[0]["reason"], json!("deleted"));
    assert_eq!(world.link(Who::Secretariat, id).await.text(), "late words");
    assert_eq!(act(&world, Who::Secretariat, id, "merge").await, 409);
    assert_eq!(list(&world, Who::Secretariat).await[0]["state"], json!("open"));
    // Nothing of the attempt holds the seat up.
    let mut ghana = world.link(Who::Ghana, id).await;
    ghana.types(", more").await;
    ghana.saved(b"more").await;
    assert_eq!(world.ask(Who::Secretariat, Method::POST, &format!("{chapter}/restore")).await.status(), 204);
    assert_eq!(act(&world, Who::Secretariat, id, "merge").await, 204);
    assert_eq!(world.link(Who::Denmark, &world.chapter).await.text(), "late words, more");
}

#[tokio::test]
async fn closing_is_not_the_end_and_all_of_it_outlives_a_restart() {
    let mut world = World::start().await;
    let proposal = proposed(&world, "An ").await;
    for _ in 0..2 {
        assert_eq!(act(&world, Who::Secretariat, &proposal, "close").await, 204);
    }
    world.stop().await.expect("a polite stop");
    world.run().await;
    let row = list(&world, Who::Ghana).await[0].clone();
    assert_eq!((&row["state"], &row["note"], &row["n"]), (&json!("closed"), &json!("Later."), &json!(1)));
    assert_eq!(act(&world, Who::Secretariat, &proposal, "merge").await, 409);
    assert_eq!(act(&world, Who::Ghana, &proposal, "offer").await, 409);
    let mut reader = world.link(Who::Ghana, &proposal).await;
    assert_eq!(reader.text(), "An ");
    assert_eq!(act(&world, Who::Ghana, &proposal, "reopen").await, 204);
    reader.shows("An ").await;
    assert_eq!(act(&world, Who::Secretariat, &proposal, "merge").await, 204);
    world.stop().await.expect("a polite stop");
    world.run().await;
    assert_eq!(world.link(Who::Denmark, &world.chapter).await.text(), "An ");
    assert_eq!(list(&world, Who::Ghana).await[0]["state"], json!("merged"));
}

#[tokio::test]
async fn a_proposal_of_a_closed_chapter_is_put_aside_and_not_merged() {
    let world = World::start().await;
    let proposal = proposed(&world, "An ").await;
    let path = format!("/api/v1/chapters/{}/state", world.chapter);
    let request = world.request(Who::Secretariat, Method::POST, &path).json(&json!({"state": "closed"}));
    assert_eq!(within(request.send()).await.expect("an answer").status(), 204);
    assert_eq!(act(&world, Who::Secretariat, &proposal, "merge").await, 409);
    assert_eq!(act(&world, Who::Denmark, &proposal, "close").await, 404, "it is not theirs");
    for (who, verb, state) in [
        (Who::Secretariat, "close", "closed"),
        (Who::Secretariat, "reopen", "open"),
        (Who::Ghana, "close", "closed"),
    ] {
        assert_eq!(act(&world, who, &proposal, verb).await, 204, "{who:?} {verb}");
        assert_eq!(list(&world, Who::Secretariat).await[0]["state"], json!(state));
    }
    assert_eq!(world.link(Who::Denmark, &world.chapter).await.text(), "");
}

#[tokio::test]
async fn a_seat_proposes_so_often_and_has_so_many_waiting() {
    let world =
        World::limited(Limits { proposals_open_max: 2, proposals_per_minute_max: 4, ..Limits::default() })
            .await;
    let link = world.link(Who::Ghana, &world.chapter).await;
    let mut statuses = Vec::new();
    for client in 0x7100..0x7105 {
        let update = typed(&mut apart(&link, client), 1, "words");
        statuses.push(propose(&world, Who::Ghana, update).await.0);
    }
    // A minute may end in between: then there is one try more.
    assert_eq!(statuses[..3], [201, 201, 429]);
    let other = typed(&mut apart(&link, 0x7200), 1, "words");
    assert_eq!(propose(&world, Who::Denmark, other).await.0, 201, "another seat has its own");
}
