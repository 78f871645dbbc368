//! What the page of a manual costs the service while sixty-three people look at it and two write.

use std::time::Duration;

use tests::proving;
use tests::service::Scene;

use super::*;

const PAGES: u32 = 63;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_who_look_at_a_manual_cost_it_little() {
    let scene = Scene::new().await;
    for n in 2..=if proving() { 60 } else { 12 } {
        scene.another_chapter(&format!("Chapter {n}")).await;
    }
    let ghana = scene.service.client(&scene.ghana, scene.chapter);
    append(&ghana, &"early warning for all ".repeat(1_000));
    ghana.saved().await.unwrap();
    let path = format!("/api/v1/manuals/{}/activity", scene.manual);
    let caller = scene.service.caller(&scene.observer);
    let first = caller.get(&path).await;
    let words = first.json().as_array().unwrap().iter().map(|it| it["words"].as_u64().unwrap()).sum::<u64>();
    assert_eq!(words, 4_000);

    let rounds = if proving() { 60 } else { 10 };
    let before = scene.service.processor_time();
    let (mut asked, mut same) = (0_u32, 0_u32);
    for _ in 0..rounds {
        let mut tag = first.header("etag").unwrap().to_owned();
        for page in 0..PAGES {
            if page % 21 == 0 {
                append(&ghana, "word ");
            }
            let answer = caller.clone().with("if-none-match", &tag).get(&path).await;
            (asked, same) = (asked + 1, same + u32::from(answer.status == 304));
            tag = answer.header("etag").unwrap().to_owned();
        }
    }
    let each = (scene.service.processor_time() - before).as_secs_f64() * 1e6 / f64::from(asked);
    println!(
        "figure: activity asked {asked} times ({same} of them 304): {each:.0} us of processor each, writing included"
    );
    assert!(same > 0, "who has it as it is hears so");
    ghana.saved().await.unwrap();
    within(30, "the words in the end", async {
        loop {
            let now = caller.get(&path).await.json();
            let words = now.as_array().unwrap().iter().map(|it| it["words"].as_u64().unwrap()).sum::<u64>();
            if words == 4_000 + u64::from(rounds * PAGES / 21) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    })
    .await;
}
