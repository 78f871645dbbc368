//! Signing in with a provider of identities: linked once, signed in again, and everything that is nearly right refused
//! alike, with nothing written down and the next good sign-in as good as ever.

use std::collections::HashMap;
use std::io::Write;

use reqwest::header::{COOKIE, LOCATION, ORIGIN, SET_COOKIE};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use server::limits::Limits;
use server::{Config, Oidc};
use tempfile::NamedTempFile;

use crate::folder::{files, holds};
use crate::passkeys::{cookie, refused, seat, send};
use crate::provider::{CLIENT, Manner, Provider, SECRET, pairs};
use crate::sign_in::{invite, sign_in};
use crate::world::{Who, World, within};

pub(crate) const BEGIN: &str = "/api/v1/sign-in/provider";
const FINISH: &str = "/api/v1/sign-in/provider/finish";
const IDENTITY: &str = "/api/v1/identity";

pub(crate) struct Scene {
    pub(crate) world: World,
    pub(crate) provider: Provider,
    _secret: NamedTempFile,
}

/// A sign-in that has begun: what the provider was sent, and the cookie of the browser.
pub(crate) struct Going {
    pub(crate) asked: HashMap<String, String>,
    pub(crate) cookie: String,
}

pub(crate) struct Person {
    pub(crate) id: String,
    link: String,
    code: String,
}

impl Scene {
    pub(crate) async fn new() -> Self {
        Self::limited(|_| {}).await
    }

    pub(crate) async fn limited(change: fn(&mut Limits)) -> Self {
        let provider = Provider::start().await;
        let mut secret = NamedTempFile::new().expect("a file");
        writeln!(secret, "{SECRET}").expect("written");
        let oidc = Oidc {
            name: "Foreign Ministry sign-in".to_owned(),
            issuer: provider.issuer(),
            client_id: CLIENT.to_owned(),
            client_secret_file: Some(secret.path().to_owned()),
            client_secret_env: None,
        };
        let mut limits = Limits {
            sign_in_tries_per_minute_max: 10_000,
            provider_ms_max: 1_000,
            provider_rest_ms: 0,
            ..Limits::default()
        };
        change(&mut limits);
        let config = Config { limits, oidc: Some(oidc), ..Config::default() };
        Self { world: World::with(config).await, provider, _secret: secret }
    }

    /// Somebody new in a seat, and an invitation for them.
    pub(crate) async fn person(&self, in_seat: &str) -> Person {
        let seat = seat(&self.world, in_seat).await;
        let people = format!("/api/v1/seats/{seat}/people");
        let body = json!({"name": "Ama Owusu", "role": "focal-point"});
        let made = self.world.request(Who::Secretariat, Method::POST, &people).json(&body).send();
        let made: Value = within(made).await.expect("an answer").json().await.expect("JSON");
        self.invited(made["id"].as_str().expect("an id")).await
    }

    pub(crate) async fn invited(&self, id: &str) -> Person {
        let address = format!("/api/v1/people/{id}/invitation");
        let made = self.world.ask(Who::Secretariat, Method::POST, &address).await;
        person_of(id, &made.json().await.expect("JSON"))
    }

    pub(crate) async fn begin(&self, body: &Value) -> Going {
        let answer = send(&self.world, Method::POST, BEGIN, None, Some(body)).await;
        assert_eq!(answer.status(), 200, "{:?}", answer.text().await);
        let cookie = cookie(&answer);
        let address: Value = answer.json().await.expect("JSON");
        let address = address["address"].as_str().expect("an address").to_owned();
        let (there, asked) = address.split_once('?').expect("a question");
        assert_eq!(there, format!("{}/authorize", self.provider.issuer()));
        Going { asked: pairs(asked), cookie }
    }

    /// Brings back what it is given, in the browser of that cookie.
    pub(crate) async fn finish(&self, cookie: Option<&str>, body: &Value) -> Response {
        send(&self.world, Method::POST, FINISH, cookie, Some(body)).await
    }

    /// What a browser does when the person says yes at the provider.
    pub(crate) async fn come_back(&self, going: &Going) -> Response {
        let code = self.provider.code(&going.asked);
        self.finish(Some(&going.cookie), &json!({"state": going.asked["state"], "code": code})).await
    }

    /// All of it at once.
    pub(crate) async fn sign_in(&self) -> Response {
        self.come_back(&self.begin(&json!({})).await).await
    }

    pub(crate) async fn link(&self, person: &Person) -> Response {
        let shown = json!({"invitation": {"link": person.link, "code": person.code}});
        self.come_back(&self.begin(&shown).await).await
    }

    pub(crate) async fn session(&self, cookie: &str) -> Value {
        let answer = send(&self.world, Method::GET, "/api/v1/session", Some(cookie), None).await;
        answer.json().await.expect("JSON")
    }

    /// Whoever is signed in by this answer.
    pub(crate) async fn came(&self, answer: Response) -> String {
        assert_eq!(answer.status(), 204, "{:?}", answer.text().await);
        let session = self.session(&cookie(&answer)).await;
        session["person"]["id"].as_str().expect("a person").to_owned()
    }

    /// The position of the journal: as long as it is the same, nobody has come in.
    pub(crate) async fn position(&self) -> Value {
        self.world.get(Who::Nobody, "/api/v1/health").await["seq"].clone()
    }

    /// Tries with a provider like this: nobody comes in and nothing is written; and then does it rightly.
    pub(crate) async fn is_refused(&self, ama: &Person, what: &str, manner: Manner) {
        let before = self.position().await;
        self.provider.behaves(manner);
        refused(self.sign_in().await, what).await;
        assert_eq!(self.position().await, before, "{what}: something was written down");
        self.provider.behaves(Manner::default());
        assert_eq!(self.came(self.sign_in().await).await, ama.id, "after {what}");
    }
}

fn person_of(id: &str, invitation: &Value) -> Person {
    let link = invitation["link"].as_str().expect("a link").rsplit('/').next().expect("a secret");
    let code = invitation["code"].as_str().expect("a code");
    Person { id: id.to_owned(), link: link.to_owned(), code: code.to_owned() }
}

#[tokio::test]
async fn a_person_is_linked_once_by_an_invitation_and_comes_in_again() {
    let mut scene = Scene::new().await;
    let ways = scene.world.get(Who::Nobody, "/api/v1/sign-in").await;
    assert_eq!(ways["provider"], json!("Foreign Ministry sign-in"));
    assert_eq!(scene.provider.asked(), 0, "nobody is asked before somebody wants to sign in");
    let ama = scene.person("Ghana").await;
    refused(scene.sign_in().await, "nobody is linked yet").await;

    let going = scene.begin(&json!({"invitation": {"link": ama.link, "code": ama.code}})).await;
    let asked = &going.asked;
    let come_back = format!("{}/sign-in/provider", scene.world.origin());
    let expected = [
        ("response_type", "code"),
        ("client_id", CLIENT),
        ("scope", "openid"),
        ("code_challenge_method", "S256"),
        ("redirect_uri", come_back.as_str()),
    ];
    for (name, value) in expected {
        assert_eq!(asked[name], value, "{name}");
    }
    assert!(asked["state"].len() >= 43 && asked["nonce"].len() >= 43 && asked["code_challenge"].len() == 43);
    assert_eq!(asked.len(), 8, "and nothing else is told: {asked:?}");
    let came = scene.come_back(&going).await;
    let set: Vec<_> =
        came.headers().get_all(SET_COOKIE).iter().map(|it| it.to_str().expect("text")).collect();
    assert!(set[0].starts_with("chancery=") && set[0].contains("; SameSite=Strict; Max-Age="), "{set:?}");
    assert!(set[1].starts_with("chancery-going=;") && set[1].contains("; Max-Age=0"), "{set:?}");
    let mine = cookie(&came);
    assert_eq!(scene.came(came).await, ama.id);
    assert_eq!(sign_in(&scene.world, &ama.link, &ama.code).await.status(), 403, "the invitation is used");

    let listed = send(&scene.world, Method::GET, IDENTITY, Some(&mine), None).await;
    let listed: Value = listed.json().await.expect("JSON");
    assert_eq!(listed["linked"]["provider"], json!("Foreign Ministry sign-in"));
    assert!(listed["linked"]["works"] == json!(true) && listed["linked"]["since"].is_string(), "{listed}");
    assert!(!listed.to_string().contains("4711"), "{listed}");

    scene.world.stop().await.expect("a polite end");
    scene.world.run().await;
    assert_eq!(scene.came(scene.sign_in().await).await, ama.id);
    let others = scene.begin(&json!({"own_device": false})).await;
    let came = scene.come_back(&others).await;
    let set = came.headers()[SET_COOKIE].to_str().expect("text");
    assert!(!set.contains("Max-Age"), "it ends with the browser: {set}");
}

#[tokio::test]
async fn the_cookie_of_the_way_there_is_the_browser_s_alone_and_short_lived() {
    let scene = Scene::new().await;
    let answer = send(&scene.world, Method::POST, BEGIN, None, Some(&json!({}))).await;
    let set = answer.headers()[SET_COOKIE].to_str().expect("text").to_owned();
    for part in ["chancery-going=", "; Path=/", "; HttpOnly", "; SameSite=Lax", "; Max-Age=300"] {
        assert!(set.contains(part), "{set}");
    }
    let address = answer.text().await.expect("text");
    let secret = set.split(['=', ';']).nth(1).expect("a value");
    assert!(secret.len() >= 43 && !address.contains(secret), "the provider does not see it");
    let page = scene.world.ask(Who::Nobody, Method::GET, "/sign-in/provider?code=a&state=b").await;
    assert_eq!((page.status().as_u16(), page.headers().get(LOCATION)), (200, None));
    assert!(!page.headers().contains_key(SET_COOKIE), "the page alone does nothing");
}

#[tokio::test]
async fn a_sign_in_is_finished_once_soon_and_in_its_own_browser() {
    let scene = Scene::new().await;
    let ama = scene.person("Ghana").await;
    assert_eq!(scene.came(scene.link(&ama).await).await, ama.id);
    let good = async |what: &str| assert_eq!(scene.came(scene.sign_in().await).await, ama.id, "after {what}");

    let going = scene.begin(&json!({})).await;
    let body = json!({"state": going.asked["state"], "code": scene.provider.code(&going.asked)});
    assert_eq!(scene.finish(Some(&going.cookie), &body).await.status(), 204);
    let before = scene.position().await;
    refused(scene.finish(Some(&going.cookie), &body).await, "the same once more").await;
    let again = json!({"state": going.asked["state"], "code": scene.provider.code(&going.asked)});
    refused(scene.finish(Some(&going.cookie), &again).await, "an old state with a new code").await;
    let fresh = scene.begin(&json!({})).await;
    let old_code = json!({"state": fresh.asked["state"], "code": body["code"]});
    refused(scene.finish(Some(&fresh.cookie), &old_code).await, "a new state with an old code").await;
    for state in ["", "unknown", &"x".repeat(5000)] {
        let body = json!({"state": state, "code": "code-0"});
        refused(scene.finish(Some(&going.cookie), &body).await, "a state that was never made").await;
    }
    assert_eq!(scene.position().await, before);
    good("replays").await;

    // Begun in another browser: the cookie of that one is not here.
    let theirs = scene.begin(&json!({})).await;
    let mine = scene.begin(&json!({})).await;
    let body = json!({"state": theirs.asked["state"], "code": scene.provider.code(&theirs.asked)});
    let before = scene.position().await;
    refused(scene.finish(Some(&mine.cookie), &body).await, "begun in another browser").await;
    refused(scene.finish(Some(&theirs.cookie), &body).await, "and it is used up by that").await;
    let alone = scene.begin(&json!({})).await;
    let body = json!({"state": alone.asked["state"], "code": scene.provider.code(&alone.asked)});
    refused(scene.finish(None, &body).await, "without a cookie").await;
    // Cancelled at the provider, or no code that could be one.
    for code in [Value::Null, json!(""), json!("x".repeat(5000))] {
        let going = scene.begin(&json!({})).await;
        let body = json!({"state": going.asked["state"], "code": code});
        refused(scene.finish(Some(&going.cookie), &body).await, "no code").await;
    }
    assert_eq!(scene.position().await, before);
    good("other browsers").await;
}

#[tokio::test]
async fn a_sign_in_is_over_after_its_time_and_of_too_many_the_oldest_goes() {
    let late = Scene::limited(|limits| limits.provider_sign_in_ms = 0).await;
    refused(late.sign_in().await, "too late").await;
    let scene = Scene::limited(|limits| limits.provider_sign_ins_max = 2).await;
    let ama = scene.person("Ghana").await;
    assert_eq!(scene.came(scene.link(&ama).await).await, ama.id);
    let (first, second) = (scene.begin(&json!({})).await, scene.begin(&json!({})).await);
    scene.begin(&json!({})).await;
    refused(scene.come_back(&first).await, "the oldest had to go").await;
    assert_eq!(scene.came(scene.come_back(&second).await).await, ama.id);
}

#[tokio::test]
async fn an_invitation_counts_tries_and_is_used_only_by_whoever_comes_back() {
    let scene = Scene::new().await;
    let ama = scene.person("Ghana").await;
    let wrong = json!({"invitation": {"link": ama.link, "code": "00000-00000"}});
    for _ in 0..2 {
        let answer = send(&scene.world, Method::POST, BEGIN, None, Some(&wrong)).await;
        assert_eq!(answer.status(), 403);
        let problem: Value = answer.json().await.expect("JSON");
        assert_eq!(problem["code"], json!("invitation-refused"));
    }
    // Begun, and given up at the provider.
    let shown = json!({"invitation": {"link": ama.link, "code": ama.code}});
    let going = scene.begin(&shown).await;
    let body = json!({"state": going.asked["state"], "code": null});
    refused(scene.finish(Some(&going.cookie), &body).await, "cancelled").await;
    // Used by its code meanwhile: whoever comes back is nobody.
    let going = scene.begin(&shown).await;
    assert_eq!(sign_in(&scene.world, &ama.link, &ama.code).await.status(), 204);
    refused(scene.come_back(&going).await, "the invitation was used").await;
    refused(scene.sign_in().await, "and nobody was linked").await;
    // One that is for nobody in particular links nobody, and still lets somebody in.
    let invitation = invite(&scene.world, "Ghana").await;
    let shown = json!({"invitation": {"link": invitation.link, "code": invitation.code}});
    let answer = send(&scene.world, Method::POST, BEGIN, None, Some(&shown)).await;
    assert_eq!(answer.status(), 409);
    assert_eq!(sign_in(&scene.world, &invitation.link, &invitation.code).await.status(), 204);
    // Five wrong codes end one here too.
    let kofi = scene.person("Denmark").await;
    let wrong = json!({"invitation": {"link": kofi.link, "code": "00000-00000"}});
    for _ in 0..5 {
        send(&scene.world, Method::POST, BEGIN, None, Some(&wrong)).await;
    }
    let right = json!({"invitation": {"link": kofi.link, "code": kofi.code}});
    assert_eq!(send(&scene.world, Method::POST, BEGIN, None, Some(&right)).await.status(), 403);
}

#[tokio::test]
async fn a_name_at_the_provider_is_one_person_s_and_a_person_has_one() {
    let scene = Scene::new().await;
    let (ama, kofi) = (scene.person("Ghana").await, scene.person("Denmark").await);
    assert_eq!(scene.came(scene.link(&ama).await).await, ama.id);
    let before = scene.position().await;
    refused(scene.link(&kofi).await, "that is Ama").await;
    assert_eq!(scene.position().await, before, "and Kofi's invitation is as it was");
    let as_kofi = Manner { subject: "kofi-0815".to_owned(), ..Manner::default() };
    scene.provider.behaves(as_kofi.clone());
    assert_eq!(scene.came(scene.link(&kofi).await).await, kofi.id);
    scene.provider.behaves(Manner::default());
    assert_eq!(scene.came(scene.sign_in().await).await, ama.id);

    // Ama has another account since: the old one is nobody's now.
    let new_account = Manner { subject: "ama-2".to_owned(), ..Manner::default() };
    scene.provider.behaves(new_account.clone());
    assert_eq!(scene.came(scene.link(&scene.invited(&ama.id).await).await).await, ama.id);
    assert_eq!(scene.came(scene.sign_in().await).await, ama.id);
    scene.provider.behaves(Manner::default());
    refused(scene.sign_in().await, "the account of before").await;

    // Removed by Ama, and not by a program or anybody else.
    scene.provider.behaves(new_account);
    let mine = cookie(&scene.sign_in().await);
    scene.provider.behaves(as_kofi);
    let theirs = cookie(&scene.sign_in().await);
    let remove = async |cookie: &str| {
        send(&scene.world, Method::DELETE, IDENTITY, Some(cookie), None).await.status().as_u16()
    };
    let foreign = scene.world.request(Who::Nobody, Method::DELETE, IDENTITY).header(ORIGIN, "null");
    let foreign = within(foreign.header(COOKIE, &mine).send()).await.expect("an answer");
    assert_eq!(foreign.status(), 403);
    assert_eq!((remove(&mine).await, remove(&mine).await), (204, 404));
    let listed = send(&scene.world, Method::GET, IDENTITY, Some(&mine), None).await;
    assert_eq!(listed.json::<Value>().await.expect("JSON"), json!({"linked": null}));
    assert_eq!(scene.session(&mine).await["signed_in"], json!(true), "the session goes on");
    assert_eq!(scene.came(scene.sign_in().await).await, kofi.id, "Kofi's is as it was");
    assert_eq!(scene.session(&theirs).await["signed_in"], json!(true));
    scene.provider.behaves(Manner { subject: "ama-2".to_owned(), ..Manner::default() });
    refused(scene.sign_in().await, "removed").await;
}

#[tokio::test]
async fn whoever_left_the_seat_is_let_in_no_more() {
    let mut scene = Scene::new().await;
    let ama = scene.person("Ghana").await;
    assert_eq!(scene.came(scene.link(&ama).await).await, ama.id);
    let went_before = scene.begin(&json!({})).await;
    let ghana = scene.world.ghana.clone();
    let handover = json!({"leaving": null, "successor": {"name": "Kofi Mensah", "role": "focal-point"}});
    let address = format!("/api/v1/seats/{ghana}/handover");
    let handed = scene.world.request(Who::Secretariat, Method::POST, &address).json(&handover).send();
    let handed: Value = within(handed).await.expect("an answer").json().await.expect("JSON");
    let before = scene.position().await;
    refused(scene.sign_in().await, "the predecessor").await;
    refused(scene.come_back(&went_before).await, "the predecessor, who was on the way").await;
    assert_eq!(scene.position().await, before);
    scene.world.stop().await.expect("a polite end");
    scene.world.run().await;
    refused(scene.sign_in().await, "the predecessor, after a restart").await;
    // The same account may be somebody else now: it was Ama's for as long as she was there.
    let kofi = person_of(handed["person"].as_str().expect("an id"), &handed["invitation"]);
    assert_eq!(scene.came(scene.link(&kofi).await).await, kofi.id);
    assert_eq!(scene.came(scene.sign_in().await).await, kofi.id);
    // Whose time is over is out, whoever holds the account next, and stays out when the time is given back.
    let over = scene.person("Denmark").await;
    scene.provider.behaves(Manner { subject: "shared-desk".to_owned(), ..Manner::default() });
    assert_eq!(scene.came(scene.link(&over).await).await, over.id);
    let until = async |day: &str| {
        let address = format!("/api/v1/people/{}", over.id);
        let change =
            scene.world.request(Who::Secretariat, Method::POST, &address).json(&json!({"until": day}));
        assert!(within(change.send()).await.expect("an answer").status().is_success());
    };
    until("2020-01-01").await;
    refused(scene.sign_in().await, "after the term").await;
    let next = scene.person("Denmark").await;
    assert_eq!(scene.came(scene.link(&next).await).await, next.id);
    until("").await;
    assert_eq!(scene.came(scene.sign_in().await).await, next.id);
    for act in ["end", "erase"] {
        let person = scene.person("Ghana").await;
        scene.provider.behaves(Manner { subject: format!("to-{act}"), ..Manner::default() });
        assert_eq!(scene.came(scene.link(&person).await).await, person.id);
        let address = format!("/api/v1/people/{}/{act}", person.id);
        let done = scene.world.ask(Who::Secretariat, Method::POST, &address).await;
        assert!(done.status().is_success(), "{act}");
        refused(scene.sign_in().await, act).await;
    }
}

#[tokio::test]
async fn without_a_provider_there_is_no_such_way_in() {
    let world = World::start().await;
    let ways = world.get(Who::Nobody, "/api/v1/sign-in").await;
    assert_eq!(ways["provider"], Value::Null);
    refused(send(&world, Method::POST, BEGIN, None, Some(&json!({}))).await, "begun").await;
    let body = json!({"state": "x", "code": "y"});
    refused(send(&world, Method::POST, FINISH, None, Some(&body)).await, "finished").await;
}

#[tokio::test]
async fn the_folder_holds_no_name_that_the_provider_calls_somebody_by() {
    let mut scene = Scene::new().await;
    let ama = scene.person("Ghana").await;
    assert_eq!(scene.came(scene.link(&ama).await).await, ama.id);
    scene.world.stop().await.expect("a polite end");
    let issuer = scene.provider.issuer();
    let secrets = ["ama-4711", "secretariat@example.org", issuer.as_str(), "Foreign Ministry", SECRET];
    let files = files(scene.world.folder());
    for (path, bytes) in &files {
        for secret in secrets {
            assert!(!holds(bytes, secret.as_bytes()), "{secret} in {}", path.display());
        }
    }
    assert!(files.len() > 2);
}
