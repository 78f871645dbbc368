//! A seat changes hands, and people are signed out by others, while everybody writes: from two seconds after the answer
//! not one frame reaches whoever left, they cannot come back, nothing of theirs is taken any more, and what they wrote
//! before stays. Five times in the everyday run, a hundred with `CHANCERY_PROVE`.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use serde_json::{Value, json};
use tests::caller::Caller;
use tests::service::Scene;

use super::*;

/// The promise.
const SOON: Duration = Duration::from_secs(2);

fn rounds() -> usize {
    if std::env::var_os("CHANCERY_PROVE").is_some() { 100 } else { 5 }
}

/// Somebody who came in with an invitation.
struct Person {
    id: String,
    cookie: String,
}

impl Person {
    async fn come(scene: &Scene, id: &str, invitation: &Value) -> Self {
        let link = invitation["link"].as_str().unwrap().rsplit('/').next().unwrap();
        let body = json!({ "link": link, "code": invitation["code"] });
        let page = scene.service.stranger().from_page(&scene.service.address);
        let answer = page.post("/api/v1/sign-in", body).await;
        assert_eq!(answer.status, 204, "{}", answer.text());
        Self { id: id.to_owned(), cookie: answer.cookie() }
    }

    fn knock(&self, scene: &Scene) -> Knock {
        Knock::stranger()
            .with("cookie", &self.cookie)
            .with("origin", &scene.service.address)
            .speaking_chancery()
    }

    fn caller(&self, scene: &Scene) -> Caller {
        scene.service.stranger().with_cookie(&self.cookie).from_page(&scene.service.address)
    }
}

/// How a person is made to leave.
#[derive(Clone, Copy, Debug)]
enum Way {
    HandoverOfAll,
    HandoverOfOne,
    End,
    SessionEnded,
    TermOver,
}

const WAYS: [Way; 5] = [Way::HandoverOfAll, Way::HandoverOfOne, Way::End, Way::SessionEnded, Way::TermOver];

async fn invited(keeper: &Caller, seat: &str, name: &str) -> (String, Value) {
    let new = json!({ "name": name, "role": "focal-point" });
    let id = keeper.post(&format!("/api/v1/seats/{seat}/people"), new).await.created();
    let made = keeper.post(&format!("/api/v1/people/{id}/invitation"), json!({})).await;
    assert_eq!(made.status, 201, "{}", made.text());
    (id, made.json())
}

/// Makes somebody leave; the successor and the invitation, where the way brings one.
async fn leave(keeper: &Caller, seat: &str, person: &Person, way: Way) -> Option<(String, Value)> {
    let successor = json!({ "name": "Successor", "role": "focal-point" });
    let handover = |leaving: Value| json!({ "leaving": leaving, "successor": successor });
    let answer = match way {
        Way::HandoverOfAll => {
            keeper.post(&format!("/api/v1/seats/{seat}/handover"), handover(Value::Null)).await
        }
        Way::HandoverOfOne => {
            keeper.post(&format!("/api/v1/seats/{seat}/handover"), handover(json!([person.id]))).await
        }
        Way::End => keeper.post(&format!("/api/v1/people/{}/end", person.id), json!({})).await,
        Way::TermOver => {
            keeper.post(&format!("/api/v1/people/{}", person.id), json!({ "until": "2020-01-01" })).await
        }
        Way::SessionEnded => {
            let sessions = keeper.get(&format!("/api/v1/seats/{seat}/sessions")).await.json();
            let of_person = |session: &&Value| session["person"] == json!(person.id);
            let session = sessions.as_array().unwrap().iter().find(of_person).unwrap();
            keeper.delete(&format!("/api/v1/sessions/{}", session["id"].as_str().unwrap())).await
        }
    };
    assert!(answer.status == 201 || answer.status == 204, "{way:?}: {}", answer.text());
    (answer.status == 201).then(|| {
        let made = answer.json();
        (made["person"].as_str().unwrap().to_owned(), made["invitation"].clone())
    })
}

/// Reads until the link is closed: frames that came after the deadline, and the code.
async fn read_out(link: &mut RawLink, deadline: Instant) -> (usize, Option<u16>) {
    let mut late = 0;
    loop {
        match link.next_whenever().await {
            Came::Frame(_) if Instant::now() > deadline => late += 1,
            Came::Frame(_) => {}
            Came::Closed(code) => return (late, code),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_who_left_hears_nothing_after_two_seconds_and_cannot_come_back() {
    let limits = "[limits]\nsign_in_tries_per_minute_max = 10000\npeople_per_seat_max = 1000\n";
    let scene = Scene::configured(limits).await;
    let keeper = scene.service.caller(&scene.secretariat);
    let seat = scene.ghana.seat.to_string();
    let writing = Arc::new(AtomicBool::new(true));
    let writers: Vec<_> = (0..2).map(|n| write_on(&scene, n, Arc::clone(&writing))).collect();

    let mut kept = Vec::new();
    let mut next = None;
    for n in 0..rounds() {
        let way = WAYS[n % WAYS.len()];
        let (id, invitation) = match next.take() {
            Some(successor) => successor,
            None => invited(&keeper, &seat, &format!("Person {n}")).await,
        };
        let person = Person::come(&scene, &id, &invitation).await;
        let polling = n % 2 == 1;
        let knock = if polling { person.knock(&scene).polling() } else { person.knock(&scene) };
        let mut link = knock.open(&scene.service.address, scene.chapter).await.unwrap();
        let mut document = Document::new(100_000 + n as u64);
        link.exchange(&mut document).await;
        let word = format!("kept-{n} ");
        offer(&mut link, &appended(&mut document, &word)).await.unwrap();
        kept.push(word);

        next = leave(&keeper, &seat, &person, way).await;
        let deadline = Instant::now() + SOON;
        link.send(Message::Update(&appended(&mut document, &format!("late-{n} ")))).await;
        let (late, code) = within(30, "the end of the link", read_out(&mut link, deadline)).await;
        assert_eq!(late, 0, "{way:?}: frames after two seconds");
        assert!(Instant::now() <= deadline, "{way:?}: the link was open for longer than two seconds");
        assert!(code.is_none() || code == Some(Code::SignedOut.close_code()), "{way:?}: {code:?}");

        let again = person.knock(&scene).open(&scene.service.address, scene.chapter).await;
        assert_eq!(again.err().map(|(status, _)| status), Some(401), "{way:?}: a websocket");
        let again = person.knock(&scene).polling().open(&scene.service.address, scene.chapter).await;
        assert_eq!(again.err().map(|(status, _)| status), Some(401), "{way:?}: requests");
        assert_eq!(person.caller(&scene).get("/api/v1/manuals").await.status, 401, "{way:?}");
    }
    writing.store(false, Ordering::Relaxed);
    let mut sent = 0;
    for writer in writers {
        sent += writer.await.unwrap();
    }
    let text = read_fresh(&scene.service, &scene.denmark, scene.chapter).await;
    assert!(sent > 0, "others wrote meanwhile");
    for word in &kept {
        assert_eq!(text.matches(word.as_str()).count(), 1, "what was written before stays: {word}");
    }
    assert!(!text.contains("late-"), "nothing is taken from whoever was signed out");
}

/// Writes without a pause; how much.
fn write_on(scene: &Scene, n: u64, writing: Arc<AtomicBool>) -> tokio::task::JoinHandle<usize> {
    let (address, token, chapter) =
        (scene.service.address.clone(), scene.denmark.token.clone(), scene.chapter);
    tokio::spawn(async move {
        let mut link = Knock::bearing(&token).open(&address, chapter).await.unwrap();
        let mut document = Document::new(50_000 + n);
        link.exchange(&mut document).await;
        let mut sent = 0;
        while writing.load(Ordering::Relaxed) {
            offer(&mut link, &appended(&mut document, ".")).await.unwrap();
            sent += 1;
        }
        sent
    })
}
