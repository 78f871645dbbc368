//! A reader who does not read: the service keeps a bounded amount for it, then lets it go; it catches up by coming back.

use tests::service::Scene;

use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_too_slow_is_let_go_and_catches_up() {
    let scene = Scene::configured(
        "[limits]\nupdates_per_second_max = 100000\nframes_per_second_max = 100000\n\
        bytes_per_second_max = 1000000000\n",
    )
    .await;
    let (mut slow, _) = joined(&scene.service, &scene.observer, scene.chapter, 1200).await;
    let quick = scene.service.client(&scene.denmark, scene.chapter);
    let ghana = scene.service.client(&scene.ghana, scene.chapter);
    within(20, "in step", async {
        quick.in_step().await.unwrap();
        ghana.in_step().await.unwrap();
    })
    .await;
    let memory = scene.service.memory_bytes();
    // Words come and go: much to send, little to keep.
    let words = "many words ".repeat(10_000);
    for n in 0..300 {
        ghana.edit(|txn| {
            let body = txn.get_or_insert_text("body");
            body.push(txn, &words);
        });
        within(30, "saved, whoever reads", ghana.saved()).await.unwrap();
        if n < 299 {
            ghana.edit(|txn| {
                let body = txn.get_or_insert_text("body");
                let len = body.len(txn);
                body.remove_range(txn, len - words.len() as u32, words.len() as u32);
            });
        }
    }
    within(30, "the quick reader has it all", quick.text_when(|text| text == words)).await.unwrap();
    assert_eq!(quick.progress().connections, 1);
    let grown = scene.service.memory_bytes().saturating_sub(memory);
    println!("figure: memory with a reader who never reads: {} KiB more", grown >> 10);
    assert!(grown <= 64 << 20, "grew by {grown} bytes");
    let code = slow.closed().await;
    assert!(code == Some(4021) || code.is_none(), "{code:?}"); // it may be cut before the reason gets through
    assert_eq!(read_fresh(&scene.service, &scene.observer, scene.chapter).await, words);
}

/// Over its rate a link is read more slowly; nothing that was read is dropped.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn over_its_rate_a_writer_waits_and_loses_nothing() {
    let scene = Scene::configured("[limits]\nupdates_per_second_max = 50\n").await;
    let ghana = scene.service.client(&scene.ghana, scene.chapter);
    within(20, "in step", ghana.in_step()).await.unwrap();
    for n in 0..150 {
        append(&ghana, &format!("{n} "));
    }
    within(60, "saved in the end", ghana.saved()).await.unwrap();
    assert_eq!(ghana.progress().connections, 1);
    assert_eq!(read_fresh(&scene.service, &scene.denmark, scene.chapter).await, ghana.text());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_has_so_many_sockets_and_no_more() {
    let scene = Scene::configured("[limits]\nsockets_per_session_max = 3\n").await;
    let mut links = Vec::new();
    for n in 0..3 {
        links.push(joined(&scene.service, &scene.ghana, scene.chapter, 1300 + n).await);
    }
    let knock = Knock::bearing(&scene.ghana.token);
    let refused = knock.open(&scene.service.address, scene.chapter).await.err().expect("one too many");
    assert!(refused.0 == 429 && refused.1.contains("too-many"), "{refused:?}");
    joined(&scene.service, &scene.denmark, scene.chapter, 1310).await.0.cut();
    links.pop();
    within(20, "a place is free again", async {
        while knock.open(&scene.service.address, scene.chapter).await.is_err() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
}
