//! The reading pages: whoever may read an edition gets plain pages without a script, and whoever may not gets the same
//! page as where nothing is.

use reqwest::Method;
use serde_json::json;
use tests::caller::Answer;
use tests::service::Scene;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::*;
use crate::freeze::editions;

const TEXT: &str = "notice <script>alert(1)</script> & “listen”";

/// Edition 1 for members, edition 2 for anybody, each of two chapters.
async fn two_editions() -> Scene {
    let scene = Scene::new().await;
    let (mut link, mut document) = joined(&scene.service, &scene.ghana, scene.chapter, 91).await;
    let update = appended(&mut document, TEXT);
    offer(&mut link, &update).await.unwrap();
    scene.another_chapter("الإنذار المبكر").await;
    let keeper = scene.service.caller(&scene.secretariat);
    for public in [false, true] {
        let body = json!({ "title": "Accra", "public": public, "final": false });
        assert_eq!(keeper.post(&editions(&scene.manual), body).await.status, 201);
    }
    scene
}

/// Everything of an answer that could tell two cases apart.
fn shown(answer: &Answer) -> (u16, String, Vec<(String, String)>) {
    let mut headers = answer.headers.clone();
    headers.retain(|(name, _)| !["date", "x-request-id"].contains(&name.as_str()));
    (answer.status, answer.text(), headers)
}

fn page_searches(page: &str) -> bool {
    page.contains(r#"<script src="/editions/search.js"></script>"#)
}

fn assert_is_a_page(answer: &Answer) {
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("text/html; charset=utf-8")));
    let policy = answer.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'self'; img-src 'self';"), "{policy}");
    // Only the contents of an edition have a script, which searches; it is a file of ours.
    let searches = page_searches(&answer.text());
    assert_eq!(policy.contains("script-src 'self';"), searches, "{policy}");
    assert!(
        policy.matches("script").count() == usize::from(searches) && !policy.contains("unsafe"),
        "{policy}"
    );
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    let page = answer.text();
    assert!(page.starts_with("<!doctype html>") && page.trim_end().ends_with("</html>"), "{page}");
    // The one address in full is its own, to be cited.
    let own = page
        .split("dir=\"ltr\" href=\"http")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .unwrap_or("none");
    let elsewhere = page.replace(&format!("http{own}"), "");
    assert_eq!(page.matches("<script").count(), usize::from(searches), "{page}");
    assert!(!page.contains("style=") && !elsewhere.contains("://"), "{page}");
    assert!(own == "none" || own.contains("/editions/"), "{own}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn members_read_everything_and_strangers_what_is_public() {
    let scene = two_editions().await;
    let member = scene.service.caller(&scene.observer);
    let stranger = scene.service.stranger();
    let nothing = shown(&stranger.get("/no-such-manual/editions/1").await);
    assert_eq!(nothing.0, 404);
    for (edition, for_strangers) in [(1, false), (2, true)] {
        for page in ["", "/1", "/2"] {
            let address = format!("/the-manual/editions/{edition}{page}");
            assert_is_a_page(&member.get(&address).await);
            match for_strangers {
                true => assert_eq!(stranger.get(&address).await.body, member.get(&address).await.body),
                false => assert_eq!(shown(&stranger.get(&address).await), nothing, "{address}"),
            }
        }
    }
    let first = member.get("/the-manual/editions/2/1").await.text();
    assert!(first.contains("notice &lt;script&gt;alert(1)&lt;/script&gt; &amp; “listen”"), "{first}");
    let second = member.get("/the-manual/editions/2/2").await.text();
    assert!(second.contains("الإنذار المبكر") && second.contains(r#"dir="rtl""#), "{second}");
    let fingerprint =
        member.get(&editions(&scene.manual)).await.json()[1]["sha256"].as_str().unwrap().to_owned();
    let contents = stranger.get("/the-manual/editions/2").await.text();
    assert!(contents.replace("</span><wbr><span>", "").contains(&fingerprint), "{contents}");

    let (ours, theirs) =
        (member.get("/the-manual/editions").await, stranger.get("/the-manual/editions").await);
    for (list, editions) in [(&ours, 2), (&theirs, 1)] {
        assert_is_a_page(list);
        let all = list.text().matches("/the-manual/editions/").count();
        assert_eq!(all, editions + 1, "and the feed: {}", list.text());
    }
    assert_eq!(ours.header("cache-control"), Some("private, no-cache"));
    assert_eq!(theirs.header("cache-control"), Some("public, no-cache"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_may_not_be_read_looks_like_what_is_not_there() {
    let scene = Scene::new().await;
    let keeper = scene.service.caller(&scene.secretariat);
    assert_eq!(
        keeper.post(&editions(&scene.manual), json!({ "title": "Ours", "final": false })).await.status,
        201
    );
    let nothing = shown(&scene.service.stranger().get("/x/editions").await);
    let (status, page, headers) = &nothing;
    assert!(*status == 404 && page.contains("not signed in"), "{page}");
    assert!(headers.contains(&("cache-control".into(), "no-store".into())), "{headers:?}");
    let expired = scene.service.stranger().bearing("chy_nonsense");
    for caller in
        [scene.service.stranger(), expired, scene.service.stranger().with_cookie("chancery=nonsense")]
    {
        for address in [
            "/the-manual/editions",
            "/the-manual/editions/1",
            "/the-manual/editions/1/1",
            "/the-manual/editions/2",
        ] {
            assert_eq!(shown(&caller.get(address).await), nothing, "{address}");
        }
    }
    // Members learn no more of what is not there.
    for address in
        ["/the-manual/editions/2", "/the-manual/editions/1/2", "/the-manual/editions/1/0", "/other/editions"]
    {
        assert_eq!(shown(&keeper.get(address).await), nothing, "{address}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hostile_addresses_find_nothing_and_break_nothing() {
    let scene = two_editions().await;
    let long = "a".repeat(6000);
    let addresses = [
        "/../editions/1",
        "/%2e%2e/editions/1",
        "/%2e%2e%2feditions/editions/1",
        "/%00/editions/1",
        "/%ff%fe/editions/1",
        "/the-manual%2feditions%2f2",
        "/The-Manual/editions/2",
        "/the-manual/editions/02",
        "/the-manual/editions/+2",
        "/the-manual/editions/2/../../../etc/passwd",
        "/the-manual/editions/99999999999999999999",
        "/the-manual/editions/-1",
        "/the-manual/editions/2/1e0",
        "/the-manual/editions/%D9%A2",
        "/<script>/editions",
        "/the-manual%20/editions/2",
        "/editions/editions/2",
        "/api/editions/2",
        "/assets/editions/2",
        "/manuals/editions/2/1",
        "/the-manual/editions/2/",
    ];
    let addresses = addresses.iter().map(|it| (*it).to_owned()).chain([format!("/{long}/editions/1")]);
    for address in addresses {
        let answer = raw_get(&scene, &address).await;
        assert!([400, 404].contains(&answer), "{address} answered {answer}");
    }
    assert_eq!(scene.service.stranger().get("/the-manual/editions/2/1").await.status, 200);
}

/// Asks for exactly this address, as a member; a client would tidy it first. The status.
async fn raw_get(scene: &Scene, address: &str) -> u16 {
    let host = scene.service.address.strip_prefix("http://").unwrap();
    let mut stream = tokio::net::TcpStream::connect(host).await.unwrap();
    let request = format!(
        "GET {address} HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {}\r\nconnection: close\r\n\r\n",
        scene.observer.token
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    within(20, "an answer", stream.read_to_end(&mut answer)).await.unwrap();
    let answer = String::from_utf8_lossy(&answer);
    answer
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .unwrap_or_else(|| panic!("{address}: {answer}"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn heads_and_known_pages_bring_no_body() {
    let scene = two_editions().await;
    let member = scene.service.caller(&scene.ghana);
    for address in
        ["/the-manual/editions", "/the-manual/editions/1", "/the-manual/editions/2/1", "/editions/style.css"]
    {
        // An edition's page changes while its files are being made: what is compared is asked for between two that are alike.
        let (page, head, known) = within(60, "a page that stays", async {
            loop {
                let page = member.get(address).await;
                let etag = page.header("etag").unwrap();
                let head = member.send(Method::HEAD, address, None).await;
                let known = member.clone().with("if-none-match", etag).get(address).await;
                if member.get(address).await.header("etag") == Some(etag) {
                    return (page, head, known);
                }
            }
        })
        .await;
        let etag = page.header("etag");
        assert_eq!(page.status, 200, "{address}");
        assert_eq!((head.status, head.body.len()), (200, 0), "{address}");
        assert_eq!(head.header("content-length"), Some(page.body.len().to_string().as_str()), "{address}");
        assert_eq!(head.header("etag"), etag);
        assert_eq!((known.status, known.body.len(), known.header("etag")), (304, 0, etag), "{address}");
        assert_eq!(member.clone().with("if-none-match", "\"other\"").get(address).await.status, 200);
    }
    // Knowing a page is not being allowed to read it.
    let etag = member.get("/the-manual/editions/1/1").await.header("etag").unwrap().to_owned();
    let stranger = scene.service.stranger().with("if-none-match", &etag);
    assert_eq!(stranger.get("/the-manual/editions/1/1").await.status, 404);
    for method in [Method::POST, Method::PUT, Method::DELETE] {
        let answer = scene.service.stranger().send(method, "/the-manual/editions/2", None).await;
        assert_eq!(answer.problem(), (405, "wrong-method".into()));
    }
}

/// An edition stays as it is, and where it is, whatever becomes of its chapters and of the service.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_stay_as_they_are() {
    let scene = two_editions().await;
    let address = "/the-manual/editions/2/1";
    let before = scene.service.stranger().get(address).await;
    let keeper = scene.service.caller(&scene.secretariat);
    let (mut link, mut document) = joined(&scene.service, &scene.ghana, scene.chapter, 92).await;
    let update = appended(&mut document, " and more");
    offer(&mut link, &update).await.unwrap();
    assert_eq!(keeper.delete(&format!("/api/v1/chapters/{}", scene.chapter)).await.status, 204);
    assert_eq!(scene.service.stranger().get(address).await.body, before.body);
    scene.service.kill();
    let service = Service::start(&scene.folder);
    let after = service.stranger().get(address).await;
    assert_eq!((after.body.clone(), after.header("etag")), (before.body.clone(), before.header("etag")));
}

/// A manual is never named so that its reading pages hide something else.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reserved_names_are_no_slugs() {
    let scene = Scene::new().await;
    let keeper = scene.service.caller(&scene.secretariat);
    for title in ["Manuals", "Chapters", "Assets", "API", "Sign in", "Kept", "Editions", "Health", "sw.js"] {
        let manual = keeper.make_manual(title).await;
        let manuals = keeper.get("/api/v1/manuals").await.json();
        let made = manuals.as_array().unwrap().iter().find(|it| it["id"] == json!(manual)).unwrap().clone();
        let slug = made["slug"].as_str().unwrap();
        assert!(!slug.contains('.'), "{slug}");
        let plain = ["manuals", "chapters", "assets", "api", "sign-in", "kept", "editions", "health"];
        assert!(!plain.contains(&slug), "{slug}");
        keeper.make_chapter(&manual, "One").await;
        let frozen =
            keeper.post(&editions(&manual), json!({ "title": "x", "public": true, "final": false })).await;
        assert_eq!(frozen.status, 201, "{}", frozen.text());
        assert_is_a_page(&scene.service.stranger().get(&format!("/{slug}/editions/1/1")).await);
    }
    let slug = "دليل";
    let manual = keeper.make_manual(slug).await;
    keeper.make_chapter(&manual, "One").await;
    keeper.post(&editions(&manual), json!({ "title": "x", "public": true, "final": false })).await;
    assert_is_a_page(&scene.service.stranger().get(&format!("/{slug}/editions/1")).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_editions_are_compared_for_who_may_read_both() {
    let scene = two_editions().await;
    let (mut link, mut document) = joined(&scene.service, &scene.ghana, scene.chapter, 92).await;
    let update = appended(&mut document, "more of it");
    offer(&mut link, &update).await.unwrap();
    let keeper = scene.service.caller(&scene.secretariat);
    assert_eq!(
        keeper
            .post(&editions(&scene.manual), json!({ "title": "Third", "public": true, "final": false }))
            .await
            .status,
        201
    );
    let (member, stranger) = (scene.service.caller(&scene.observer), scene.service.stranger());
    let nothing = shown(&stranger.get("/no-such-manual/editions/1").await);
    for view in ["", "/side"] {
        let compared = stranger.get(&format!("/the-manual/editions/2..3{view}")).await;
        assert_is_a_page(&compared);
        assert!(
            compared.text().contains("more of it") && compared.text().contains("<ins>"),
            "{}",
            compared.text()
        );
        assert_eq!(compared.header("cache-control"), Some("public, no-cache"));
        let theirs = member.get(&format!("/the-manual/editions/1..3{view}")).await;
        assert_is_a_page(&theirs);
        assert_eq!(theirs.header("cache-control"), Some("private, no-cache"));
        for hidden in
            ["1..3", "1..2", "3..2", "2..2", "2..4", "0..2", "2..", "..2", "2..now", "2..3..4", "02..3"]
        {
            let address = format!("/the-manual/editions/{hidden}{view}");
            assert_eq!(shown(&stranger.get(&address).await), nothing, "{address}");
        }
    }
    // The same as a document, for the same people.
    let address = "/the-manual/editions/2..3/changes.docx";
    let word = stranger.get(address).await;
    assert_eq!((word.status, word.header("cache-control")), (200, Some("public, no-cache")));
    assert_eq!(
        word.header("content-disposition"),
        Some("attachment; filename=\"the-manual-2-3-changes.docx\"")
    );
    assert!(word.body.starts_with(b"PK"), "a package");
    assert!(stranger.get("/the-manual/editions/2..3").await.text().contains(address), "the page leads to it");
    for hidden in ["1..3", "1..2", "3..2", "2..now"] {
        let address = format!("/the-manual/editions/{hidden}/changes.docx");
        assert_eq!(shown(&stranger.get(&address).await), nothing, "{address}");
    }
    let word = member.get("/the-manual/editions/3..now/changes.docx").await;
    assert_eq!((word.status, word.header("cache-control")), (200, Some("private, no-cache")));

    let update = appended(&mut document, "and after all");
    offer(&mut link, &update).await.unwrap();
    let now = member.get("/the-manual/editions/3..now").await;
    assert_is_a_page(&now);
    assert!(
        now.text().contains("and after all") && now.text().contains("as it stands now"),
        "{}",
        now.text()
    );
    assert_eq!(now.header("cache-control"), Some("private, no-cache"));
    let same = member.get("/the-manual/editions/1..2").await.text();
    assert!(same.contains("Nothing changed."), "{same}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn programs_find_what_is_public_and_nothing_else() {
    let scene = two_editions().await;
    let (member, stranger) = (scene.service.caller(&scene.observer), scene.service.stranger());
    let feed = stranger.get("/the-manual/editions/feed.atom").await;
    assert_eq!(feed.header("content-type"), Some("application/atom+xml; charset=utf-8"));
    assert!(
        feed.text().contains("/the-manual/editions/2\"") && !feed.text().contains("/editions/1"),
        "{}",
        feed.text()
    );
    assert_eq!(member.get("/the-manual/editions/feed.atom").await.body, feed.body, "a feed has no cookie");
    let map = stranger.get("/sitemap.xml").await.text();
    assert!(map.contains("/the-manual/editions/2/2</loc>") && !map.contains("/editions/1"), "{map}");
    let nothing = shown(&stranger.get("/no-such-manual/editions/1").await);
    assert_eq!(shown(&stranger.get("/no-such-manual/editions/feed.atom").await), nothing);
    // What is searched is what may be read.
    let index = stranger.get("/the-manual/editions/2/search-index.js").await;
    assert_eq!(index.header("content-type"), Some("text/javascript; charset=utf-8"));
    assert!(index.text().contains("notice \\u003cscript>"), "{}", index.text());
    assert_eq!(shown(&stranger.get("/the-manual/editions/1/search-index.js").await), nothing);
    for address in ["/editions/search.js", "/editions/verify.js", "/verify"] {
        let answer = stranger.get(address).await;
        assert_eq!(answer.status, 200, "{address}");
        assert!(!answer.header("content-security-policy").unwrap().contains("unsafe"), "{address}");
    }
    assert!(stranger.get("/verify?lang=ar").await.text().contains(r#"<html lang="ar" dir="rtl">"#));
}
