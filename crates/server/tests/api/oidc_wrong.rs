//! A provider that does one thing wrong at a time: what it answers, how it signs, what its token says, how it describes
//! itself. Each is refused alike, nothing is written down, and the next good sign-in is as good as ever.

use reqwest::Method;
use reqwest::header::SET_COOKIE;
use serde_json::{Value, json};

use crate::oidc::{BEGIN, Scene};
use crate::passkeys::{refused, send};
use crate::provider::{Answer, CLIENT, Change, Manner, Sign};
use crate::world::Who;

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
