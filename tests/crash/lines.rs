//! Worlds over real sockets: four people write over lines that delay, cut in the middle of a frame, fall silent and knock
//! twice; in every third world the service is killed amid. When the lines are well again, everything that anybody wrote is
//! there once, and everybody has the same text. Two worlds every day, thirty-six with `CHANCERY_PROVE=1`.

use std::sync::atomic::Ordering;

use tests::chaos::{Happened, Lines};

use super::*;

const PEOPLE: usize = 4;
const STINTS: usize = 4;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn over_lines_that_cut_in_mid_frame_nothing_is_lost_or_doubled() {
    let seeds: Vec<u64> = match std::env::var("SEED") {
        Ok(seed) => vec![seed.parse().unwrap()],
        Err(_) => (0..if proving() { 36 } else { 2 }).collect(),
    };
    let (mut wrote, mut happened) = (0, [0; 3]);
    for seed in &seeds {
        let (edits, here) = within(400, &format!("the world SEED={seed}"), world(*seed)).await;
        wrote += edits;
        happened = std::array::from_fn(|n| happened[n] + here[n]);
    }
    let [cuts, silences, twice] = happened;
    println!(
        "figure: {} worlds over real sockets: 0 of {wrote} edits lost or doubled; {cuts} cuts, {silences} silences, {twice} knocked twice",
        seeds.len()
    );
    assert!(cuts > 0, "the lines were never bad");
}

/// How many edits there were, and what the lines did.
async fn world(seed: u64) -> (u64, [u64; 3]) {
    let stage = Stage::of(PEOPLE).await;
    let mut service = stage.start();
    let lines = Lines::new(seed).await;
    let client = |seated: &Seated| {
        let (url, token) = (lines.address.clone(), seated.token.clone());
        Client::connect(ClientConfig { url, document: stage.chapter, token })
    };
    let mut writers: Vec<Writer> =
        (0..PEOPLE).map(|n| Writer::new(n, 1_000 + seed, client(&stage.writers[n]))).collect();
    // Positions are counted behind the first mark, so everybody has it before they write.
    lines.calm(&service.address);
    all_in_step(&writers).await;
    lines.open(&service.address);
    // On a machine that stands still for a while nobody types much: then on, until a line was cut.
    for stint in 0.. {
        if stint >= STINTS && lines.happened.cuts.load(Ordering::Relaxed) > 0 {
            break;
        }
        type_for(&mut writers, Duration::from_millis(400)).await;
        if seed % 3 == 2 && stint == 1 {
            service.kill();
            lines.shut();
            let (_, again) = stage.begin_again(&writers, &format!("SEED={seed}, killed")).await;
            service = again;
            lines.open(&service.address);
        }
    }
    lines.calm(&service.address);
    for writer in &writers {
        within(200, "everything is saved in the end", writer.client.saved()).await.unwrap();
        assert_eq!(writer.client.progress().refused, None, "SEED={seed}: somebody was refused something");
    }
    let found = stage.read_fresh(&service).await;
    for writer in &writers {
        writer.assert_kept(u64::MAX, &found, &format!("SEED={seed}, at the end"));
    }
    within(100, "everybody has the same text", async {
        while writers.iter().any(|writer| tokens(&writer.client.text()) != found) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await;
    let Happened { cuts, silences, knocked_twice } = &*lines.happened;
    let edits = writers.iter().map(Writer::edits).sum();
    (edits, [cuts, silences, knocked_twice].map(|count| count.load(Ordering::Relaxed)))
}
