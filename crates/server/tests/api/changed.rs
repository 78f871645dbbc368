//! What changed as a PDF: made when it is asked for, once for two editions, and for whoever may read both. The press is a stand-in.

use std::path::{Path, PathBuf};

use reqwest::Method;
use serde_json::json;
use server::Config;
use server::limits::Limits;

use crate::publishing::{freeze, limits, refusal, script, types};
use crate::world::{Who, World, within};

/// A press that prints what it was asked for, and counts how often it was asked what changed.
fn counting(folder: &Path) -> PathBuf {
    let (program, asked) = (folder.join("press"), folder.join("asked"));
    let count = format!("case \"$*\" in *--since*) echo x >> {};; esac", asked.display());
    script(&program, &format!("{count}; printf '%%PDF-1.7'; printf ' %s' \"$@\"; printf ' '; /bin/cat"));
    asked
}

#[tokio::test]
async fn a_changes_pdf_is_made_once_and_for_whoever_may_read_both_editions() {
    let folder = tempfile::tempdir().expect("a folder");
    let press = Some(folder.path().join("press"));
    let limits = Limits { previews_per_minute_max: 1, ..limits() };
    let world = World::with(Config { press, limits, ..Config::default() }).await;
    types(&world, "Ask early.").await;
    freeze(&world, json!({ "title": "One", "public": true })).await;
    types(&world, "Tell what happened. ").await;
    freeze(&world, json!({ "title": "Two", "public": true })).await;
    freeze(&world, json!({ "title": "Three", "public": false })).await;
    let [of_two, of_three, of_now] =
        ["1..2", "2..3", "2..now"].map(|pair| format!("/the-manual/editions/{pair}/changes.pdf"));
    let (status, told) = refusal(&world, &of_two).await;
    assert_eq!((status, &told["code"]), (503, &json!("no-press")));
    let world = &world;
    let page = |who| async move {
        within(world.ask(who, Method::GET, "/the-manual/editions/1..2").await.text()).await
    };
    assert!(
        !page(Who::Nobody).await.expect("text").contains("changes.pdf"),
        "nothing leads to what is not there"
    );

    let asked = counting(folder.path());
    assert!(page(Who::Nobody).await.expect("text").contains(&of_two), "the page leads to it");
    let mut first = None;
    for who in [Who::Nobody, Who::Nobody, Who::Ghana] {
        let answer = world.ask(who, Method::GET, &of_two).await;
        assert_eq!(
            (answer.status().as_u16(), &answer.headers()["content-type"]),
            (200, &"application/pdf".parse().expect("a value"))
        );
        assert_eq!(
            answer.headers()["content-disposition"],
            "attachment; filename=\"the-manual-1-2-changes.pdf\""
        );
        let bytes = within(answer.bytes()).await.expect("bytes");
        assert!(String::from_utf8_lossy(&bytes).starts_with("%PDF-1.7 --since "), "two bundles came in");
        assert_eq!(first.get_or_insert_with(|| bytes.clone()), &bytes);
    }
    let times = || std::fs::read_to_string(&asked).expect("text").lines().count();
    assert_eq!(times(), 1, "it is kept");

    assert_eq!(world.ask(Who::Nobody, Method::GET, &of_three).await.status(), 404);
    assert_eq!(world.ask(Who::Nobody, Method::GET, &of_now).await.status(), 404);
    let draft = world.ask(Who::Ghana, Method::GET, &of_now).await;
    let draft = within(draft.bytes()).await.expect("bytes");
    let said = String::from_utf8_lossy(&draft[..100.min(draft.len())]).into_owned();
    assert!(said.starts_with("%PDF-1.7 --draft Draft of "), "{said}");
    assert_eq!(
        world.ask(Who::Ghana, Method::GET, &of_three).await.status(),
        429,
        "one a minute is what there is"
    );
    assert_eq!(world.ask(Who::Ghana, Method::GET, &of_two).await.status(), 200, "what is kept costs nothing");
    assert_eq!(times(), 2);
}
