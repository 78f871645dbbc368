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

use crate::passkeys::{cookie, refused, seat, send};
use crate::provider::{Answer, CLIENT, Change, Manner, Provider, SECRET, Sign, pairs};
use crate::sign_in::{invite, sign_in};
use crate::world::{Who, World, within};

const BEGIN: &str = "/api/v1/sign-in/provider";
const FINISH: &str = "/api/v1/sign-in/provider/finish";
const IDENTITY: &str = "/api/v1/identity";

struct Scene {
    world: World,
    provider: Provider,
    _secret: NamedTempFile,
}

/// A sign-in that has begun: what the provider was sent, and the cookie of the browser.
struct Going {
    asked: HashMap<String, String>,
    cookie: String,
}

struct Person {
    id: String,
    link: String,
    code: String,
}

impl Scene {
    async fn new() -> Self {
        Self::limited(|_| {}).await
    }

    async fn limited(change: fn(&mut Limits)) -> Self {
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
    async fn person(&self, in_seat: &str) -> Person {
        let seat = seat(&self.world, in_seat).await;
        let people = format!("/api/v1/seats/{seat}/people");
        let body = json!({"name": "Ama Owusu", "role": "focal-point"});
        let made = self.world.request(Who::Secretariat, Method::POST, &people).json(&body).send();
        let made: Value = within(made).await.expect("an answer").json().await.expect("JSON");
        self.invited(made["id"].as_str().expect("an id")).await
    }

    async fn invited(&self, id: &str) -> Person {
        let address = format!("/api/v1/people/{id}/invitation");
        let made = self.world.ask(Who::Secretariat, Method::POST, &address).await;
        person_of(id, &made.json().await.expect("JSON"))
    }

    async fn begin(&self, body: &Value) -> Going {
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
    async fn finish(&self, cookie: Option<&str>, body: &Value) -> Response {
        send(&self.world, Method::POST, FINISH, cookie, Some(body)).await
    }

    /// What a browser does when the person says yes at the provider.
    async fn come_back(&self, going: &Going) -> Response {
        let code = self.provider.code(&going.asked);
        self.finish(Some(&going.cookie), &json!({"state": going.asked["state"], "code": code})).await
    }

    /// All of it at once.
    async fn sign_in(&self) -> Response {
        self.come_back(&self.begin(&json!({})).await).await
    }

    async fn link(&self, person: &Person) -> Response {
        let shown = json!({"invitation": {"link": person.link, "code": person.code}});
        self.come_back(&self.begin(&shown).await).await
    }

    async fn session(&self, cookie: &str) -> Value {
        let answer = send(&self.world, Method::GET, "/api/v1/session", Some(cookie), None).await;
        answer.json().await.expect("JSON")
    }

    /// Whoever is signed in by this answer.
    async fn came(&self, answer: Response) -> String {
        assert_eq!(answer.status(), 204, "{:?}", answer.text().await);
        let session = self.session(&cookie(&answer)).await;
        session["person"]["id"].as_str().expect("a person").to_owned()
    }

    /// The position of the journal: as long as it is the same, nobody has come in.
    async fn position(&self) -> Value {
        self.world.get(Who::Nobody, "/api/v1/health").await["seq"].clone()
    }

    /// Tries with a provider like this: nobody comes in and nothing is written; and then does it rightly.
    async fn is_refused(&self, ama: &Person, what: &str, manner: Manner) {
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
async fn a_token_that_is_wrong_in_one_thing_vouches_for_nobody() {
    let scene = Scene::new().await;
    let ama = scene.person("Ghana").await;
    assert_eq!(scene.came(scene.link(&ama).await).await, ama.id);
    let signs = [
        ("alg: none", Sign::Not),
        ("alg: none before a good signature", Sign::NotInTheHeader),
        ("HS256 with the public key", Sign::HmacPublic),
        ("HS256 with the client secret", Sign::HmacSecret),
        ("another key", Sign::OtherKey),
        ("an unknown key", Sign::UnknownKey),
        ("changed after it was signed", Sign::Changed),
    ];
    for (what, sign) in signs {
        scene.is_refused(&ama, what, Manner { sign, ..Manner::default() }).await;
    }
    let claims: [(&str, Change); 24] = [
        ("another nonce", |it| it["nonce"] = json!("another")),
        ("an empty nonce", |it| it["nonce"] = json!("")),
        ("no nonce", |it| it["nonce"] = Value::Null),
        ("another issuer", |it| it["iss"] = json!("https://evil.example")),
        ("an issuer with a slash more", |it| {
            it["iss"] = json!(format!("{}/", it["iss"].as_str().expect("text")));
        }),
        ("no issuer", |it| it["iss"] = Value::Null),
        ("another audience", |it| it["aud"] = json!("another-client")),
        ("an audience that only begins so", |it| it["aud"] = json!("chancery-2")),
        ("no audience", |it| it["aud"] = json!([])),
        ("several audiences without azp", |it| it["aud"] = json!([CLIENT, "another-client"])),
        ("several audiences, azp another", |it| {
            it["aud"] = json!([CLIENT, "another-client"]);
            it["azp"] = json!("another-client");
        }),
        ("azp another", |it| it["azp"] = json!("another-client")),
        ("expired", |it| it["exp"] = json!(it["iat"].as_u64().expect("a time") - 1)),
        ("expires in no time", |it| it["exp"] = it["iat"].clone()),
        ("no end", |it| it["exp"] = Value::Null),
        ("made in the future", |it| it["iat"] = json!(it["iat"].as_u64().expect("a time") + 120)),
        ("made long ago", |it| it["iat"] = json!(it["iat"].as_u64().expect("a time") - 700)),
        ("made at no time", |it| it["iat"] = Value::Null),
        ("of nobody", |it| it["sub"] = json!("")),
        ("of no name", |it| it["sub"] = Value::Null),
        ("of somebody with a name that is too long", |it| it["sub"] = json!("a".repeat(256))),
        ("of a person who is not linked", |it| it["sub"] = json!("kofi-0815")),
        ("of almost the same person", |it| it["sub"] = json!("AMA-4711")),
        ("only with an address of mail", |it| {
            it["sub"] = json!("stranger");
            it["email"] = json!("ama@mfa.example");
        }),
    ];
    for (what, claims) in claims {
        scene.is_refused(&ama, what, Manner { claims, ..Manner::default() }).await;
    }
    let headers: [(&str, Change); 4] = [
        ("an algorithm of another kind of key", |it| it["alg"] = json!("ES256")),
        ("an algorithm that nobody knows", |it| it["alg"] = json!("XS256")),
        ("something critical", |it| it["crit"] = json!(["b64"])),
        ("none in capitals", |it| it["alg"] = json!("NONE")),
    ];
    for (what, header) in headers {
        scene.is_refused(&ama, what, Manner { header, ..Manner::default() }).await;
    }
    for sign in [Sign::Rsa, Sign::Ec, Sign::Ed] {
        scene.provider.behaves(Manner { sign, ..Manner::default() });
        assert_eq!(scene.came(scene.sign_in().await).await, ama.id, "{sign:?} is a good way to sign");
    }
}

#[tokio::test]
async fn a_provider_that_answers_as_none_does_signs_nobody_in() {
    let scene = Scene::new().await;
    let ama = scene.person("Ghana").await;
    assert_eq!(scene.came(scene.link(&ama).await).await, ama.id);
    let answers = [
        ("the token of the sign-in before", Answer::LastToken),
        ("no token", Answer::NoToken),
        ("a page in the place of JSON", Answer::Html),
        ("a huge answer", Answer::Huge),
        ("an answer without end", Answer::Endless),
        ("an answer that takes too long", Answer::Slow),
        ("a redirect from the token endpoint", Answer::Redirect),
        ("a refusal", Answer::Fails),
        ("half of JSON", Answer::NotJson),
        ("nothing", Answer::Empty),
    ];
    for (what, token) in answers {
        scene.is_refused(&ama, what, Manner { token, ..Manner::default() }).await;
    }
    // The way back names another provider.
    let before = scene.position().await;
    for issuer in ["https://evil.example", "", &format!("{}/", scene.provider.issuer())] {
        let going = scene.begin(&json!({})).await;
        let code = scene.provider.code(&going.asked);
        let body = json!({"state": going.asked["state"], "code": code, "iss": issuer});
        refused(scene.finish(Some(&going.cookie), &body).await, "sent back by another").await;
    }
    assert_eq!(scene.position().await, before);
    let going = scene.begin(&json!({})).await;
    let code = scene.provider.code(&going.asked);
    let body = json!({"state": going.asked["state"], "code": code, "iss": scene.provider.issuer()});
    assert_eq!(scene.came(scene.finish(Some(&going.cookie), &body).await).await, ama.id);
}

/// What the provider says of itself is asked again each time here.
#[tokio::test]
async fn a_provider_that_is_not_what_it_says_is_as_good_as_away() {
    let scene = Scene::limited(|limits| limits.provider_fresh_ms = 0).await;
    let ama = scene.person("Ghana").await;
    assert_eq!(scene.came(scene.link(&ama).await).await, ama.id);
    let mut manners: Vec<(String, Manner)> = Vec::new();
    let wrong =
        [Answer::Html, Answer::Huge, Answer::Endless, Answer::Slow, Answer::Redirect, Answer::NotJson];
    for answer in wrong {
        manners.push((format!("{answer:?}"), Manner { described: answer, ..Manner::default() }));
        manners.push((format!("keys: {answer:?}"), Manner { keys: answer, ..Manner::default() }));
    }
    let described: [(&str, Change); 5] = [
        ("another issuer", |it| it["issuer"] = json!("https://evil.example")),
        ("people are sent elsewhere without https", |it| {
            it["authorization_endpoint"] = json!("http://evil.example/authorize");
        }),
        ("people are sent to a script", |it| it["authorization_endpoint"] = json!("javascript:alert(1)")),
        ("keys from elsewhere without https", |it| it["jwks_uri"] = json!("http://evil.example/keys")),
        ("no keys", |it| it["jwks_uri"] = Value::Null),
    ];
    for (what, description) in described {
        manners.push((what.to_owned(), Manner { description, ..Manner::default() }));
    }
    for (what, manner) in manners {
        let before = scene.position().await;
        scene.provider.behaves(manner);
        let answer = send(&scene.world, Method::POST, BEGIN, None, Some(&json!({}))).await;
        assert_eq!(answer.status(), 503, "{what}");
        assert!(answer.headers().contains_key("retry-after") && !answer.headers().contains_key(SET_COOKIE));
        let problem: Value = answer.json().await.expect("JSON");
        assert_eq!(problem["code"], json!("sign-in-refused"), "{what}");
        assert_eq!(scene.position().await, before, "{what}");
        // Everything else goes on, and so does this as soon as the provider does.
        assert_eq!(scene.world.ask(Who::Ghana, Method::GET, "/api/v1/manuals").await.status(), 200);
        scene.provider.behaves(Manner::default());
        assert_eq!(scene.came(scene.sign_in().await).await, ama.id, "after {what}");
    }
    // Sends people where nobody may be asked for a token.
    let elsewhere: Change = |it| it["token_endpoint"] = json!("http://evil.example/token");
    scene
        .is_refused(&ama, "tokens from elsewhere", Manner { description: elsewhere, ..Manner::default() })
        .await;
    // One that says it always names itself, and then does not.
    let names: Change = |it| it["authorization_response_iss_parameter_supported"] = json!(true);
    scene
        .is_refused(&ama, "no name on the way back", Manner { description: names, ..Manner::default() })
        .await;
}

#[tokio::test]
async fn a_provider_that_is_down_is_not_asked_by_everybody_and_new_keys_are_found() {
    let scene = Scene::limited(|limits| limits.provider_rest_ms = 60_000).await;
    let ama = scene.person("Ghana").await;
    scene.provider.behaves(Manner { described: Answer::Fails, ..Manner::default() });
    for _ in 0..5 {
        let answer = send(&scene.world, Method::POST, BEGIN, None, Some(&json!({}))).await;
        assert_eq!(answer.status(), 503);
    }
    assert_eq!(scene.provider.asked(), 1, "it is left alone for a while");

    let scene = Scene::new().await;
    let kofi = scene.person("Ghana").await;
    assert_eq!(scene.came(scene.link(&kofi).await).await, kofi.id);
    scene.sign_in().await;
    let asked = scene.provider.asked();
    scene.sign_in().await;
    assert_eq!(scene.provider.asked(), asked + 1, "only the token: the rest is known");
    scene.provider.changes_its_key();
    assert_eq!(scene.came(scene.sign_in().await).await, kofi.id);
    drop(ama);
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
    let mut folders = vec![scene.world.folder().to_owned()];
    let mut files = 0;
    let issuer = scene.provider.issuer();
    let secrets = ["ama-4711", "secretariat@example.org", issuer.as_str(), "Foreign Ministry", SECRET];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = std::fs::read(&path).expect("a file");
            files += 1;
            for secret in secrets {
                let found = bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
                assert!(!found, "{secret} in {}", path.display());
            }
        }
    }
    assert!(files > 2);
}
