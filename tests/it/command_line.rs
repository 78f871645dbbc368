//! What the secretariat's desk does, done by the command line while the service runs: seats and their people, sessions and
//! tokens, the roster, chapters, proposals. Each act is looked for where a page would see it.

use manual::rights::Right;
use serde_json::{Value, json};

use super::*;

/// The row of a seat among people, sessions or rights.
fn row<'v>(rows: &'v Value, name: &str, value: &str) -> &'v Value {
    let mut found = rows.as_array().expect("a list").iter().filter(|row| row[name] == value);
    found.next().unwrap_or_else(|| panic!("{value} is in {rows}"))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is a text"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_are_added_changed_invited_handed_over_and_ended() {
    let scene = Scene::new().await;
    let folder = &scene.folder;
    let added =
        folder.json(&["person", "add", "--seat", "Ghana", "--name", "Ama Owusu", "--admin", "--json"]);
    let ama = text(&added["id"]).to_owned();
    let in_ghana = || {
        let seats = folder.json(&["person", "list", "--json"]);
        row(&seats, "name", "Ghana")["people"].clone()
    };
    let holds = |id: &str| row(&in_ghana(), "id", id).clone();
    assert_eq!((&holds(&ama)["name"], &holds(&ama)["admin"]), (&json!("Ama Owusu"), &json!(true)));

    folder.command(&["person", "change", &ama, "--role", "deputy", "--admin", "false"]);
    assert_eq!((&holds(&ama)["role"], &holds(&ama)["admin"]), (&json!("deputy"), &json!(false)));
    assert_eq!(holds(&ama)["name"], json!("Ama Owusu"), "what is not named stays");

    let invited = folder.json(&["person", "invite", &ama, "--json"]);
    assert!(text(&invited["link"]).contains("/sign-in/") && text(&invited["code"]).len() >= 10, "{invited}");

    let handed = folder.json(&["person", "handover", "--seat", "Ghana", "--name", "Kofi Mensah", "--json"]);
    let kofi = text(&handed["person"]).to_owned();
    assert_eq!((&holds(&ama)["state"], &holds(&kofi)["state"]), (&json!("gone"), &json!("holds")));
    let token = scene.service.caller(&scene.ghana).get("/api/v1/session").await;
    assert_eq!(token.json()["signed_in"], json!(false), "what belonged to the seat as a whole is over too");

    folder.command(&["person", "end", &kofi]);
    folder.command(&["person", "erase", &kofi]);
    assert_eq!((&holds(&kofi)["state"], &holds(&kofi)["name"]), (&json!("erased"), &json!(null)));
    assert!(!folder.attempt(&["person", "invite", &kofi]).status.success(), "nobody is left to invite");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sessions_and_tokens_are_listed_and_ended() {
    let scene = Scene::new().await;
    let of_ghana = || {
        let seats = scene.folder.json(&["session", "list", "--seat", "ghana", "--json"]);
        seats[0]["tokens"].as_array().expect("a list").clone()
    };
    assert_eq!(of_ghana().len(), 1);
    let other = scene.folder.token("Ghana", Right::Read);
    let all = scene.folder.json(&["session", "list", "--json"]);
    assert!(all.as_array().is_some_and(|seats| seats.len() > 3), "{all}");
    let read_only = of_ghana().into_iter().find(|token| token["right"] == "read").expect("the new one");
    let id = text(&read_only["id"]).to_owned();
    let words = scene.folder.command(&["session", "list", "--seat", "Ghana"]);
    assert!(words.contains(&id) && !words.contains(&other), "{words}");

    scene.folder.command(&["session", "end", &id]);
    assert_eq!(of_ghana().len(), 1);
    let ended = Seated { token: other, ..scene.ghana.clone() };
    assert_eq!(scene.service.caller(&ended).get("/api/v1/manuals").await.status, 401);
    assert_eq!(
        scene.service.caller(&scene.ghana).get("/api/v1/manuals").await.status,
        200,
        "the first stands"
    );
    for none in [&id, "no-id", "00000000-0000-4000-8000-000000000000"] {
        let refused = scene.folder.attempt(&["session", "end", none]);
        assert!(!refused.status.success(), "{none}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_roster_comes_in_whole_or_not_at_all() {
    let scene = Scene::new().await;
    let file = scene.folder.data().with_file_name("roster.csv");
    let lines = |kind: &str| {
        format!(
            "seat,kind,name,email,role,admin,from,until\nKenya,state,Wanjiru Otieno,,focal-point,yes,,\nPeru,{kind},,,,,,\n"
        )
    };
    let path = file.to_str().expect("a plain path").to_owned();
    let seats = || scene.folder.json(&["seat", "list", "--json"]).as_array().expect("a list").len();
    let before = seats();

    std::fs::write(&file, lines("kingdom")).expect("written");
    let refused = scene.folder.attempt(&["roster", "import", &path]);
    let told = String::from_utf8_lossy(&[refused.stdout, refused.stderr].concat()).into_owned();
    assert!(!refused.status.success() && told.contains("line 3"), "{told}");
    assert_eq!(seats(), before, "nothing of it came in");

    std::fs::write(&file, lines("state")).expect("written");
    scene.folder.command(&["roster", "preview", &path]);
    assert_eq!(seats(), before, "a look changes nothing");
    scene.folder.command(&["roster", "import", &path]);
    assert_eq!(seats(), before + 2);
    let written = scene.folder.command(&["roster", "export"]);
    assert!(written.contains("Wanjiru Otieno") && written.contains("Peru"), "{written}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chapter_is_locked_and_what_was_proposed_is_merged_or_put_aside() {
    let scene = Scene::new().await;
    let chapter = scene.chapter.to_string();
    let folder = &scene.folder;
    let (mut link, mut document) = joined(&scene.service, &scene.ghana, scene.chapter, 1701).await;
    folder.command(&["chapter", "lock", &chapter]);
    let update = appended(&mut document, "from the train");
    assert_eq!(offer(&mut link, &update).await, Err("locked".to_owned()));
    let caller = scene.service.caller(&scene.ghana);
    let proposed = caller.post_bytes(&format!("/api/v1/chapters/{chapter}/proposals"), update).await;
    assert_eq!(proposed.status, 201);

    let listed = folder.json(&["proposals", "list", "--json"]);
    let number = row(&listed, "seat", "Ghana")["n"].to_string();
    assert!(folder.command(&["proposals", "show", &number]).contains("{+from the train+}"));
    folder.command(&["proposals", "close", &number, "--note", "Thank you"]);
    assert_eq!(row(&folder.json(&["proposals", "list", "--json"]), "seat", "Ghana")["state"], "closed");

    let (_link, mut theirs) = joined(&scene.service, &scene.denmark, scene.chapter, 1702).await;
    let more = appended(&mut theirs, "from the boat");
    let denmark = scene.service.caller(&scene.denmark);
    let proposed = denmark.post_bytes(&format!("/api/v1/chapters/{chapter}/proposals"), more).await;
    assert_eq!(proposed.status, 201);
    let listed = folder.json(&["proposals", "list", "--json"]);
    let open = row(&listed, "state", "open")["n"].to_string();
    folder.command(&["proposals", "merge", &open]);
    let text = read_fresh(&scene.service, &scene.denmark, scene.chapter).await;
    assert_eq!(text.matches("from the boat").count(), 1, "{text}");

    for (act, state) in [("close", "closed"), ("open", "open")] {
        folder.command(&["chapter", act, &chapter]);
        let chapters = caller.get(&format!("/api/v1/manuals/{}/chapters", scene.manual)).await.json();
        assert_eq!(row(&chapters, "id", &chapter)["state"], state);
    }
    folder.command(&["chapter", "mode", "named", "--chapter", &chapter]);
    let mode = caller.get(&format!("/api/v1/chapters/{chapter}/mode")).await.json();
    assert_eq!(mode["mode"], "named");
}
