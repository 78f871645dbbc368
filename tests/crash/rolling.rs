//! Restarts that were asked for, one after the other, while people write: nobody is shown an error, everybody is back by
//! themselves, and nothing is lost. Three restarts under eight people every day, twenty under sixty-three with
//! `CHANCERY_PROVE=1`. How long it takes is told and not decided: that is the machine's.

use std::time::Instant;

use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn restarts_under_people_who_write_lose_nothing_and_show_no_error() {
    let (restarts, people) = if proving() { (20, 63) } else { (3, WRITERS) };
    let stage = Stage::of(people).await;
    let mut service = stage.start();
    let mut writers: Vec<Writer> =
        (0..people).map(|n| Writer::new(n, 77, stage.client(&stage.writers[n]))).collect();
    stage.door.open(&service.address);
    all_in_step(&writers).await;
    let (mut stops, mut backs, mut promised) = (Vec::new(), Vec::new(), 0);
    for restart in 0..restarts {
        type_for(&mut writers, Duration::from_millis(300)).await;
        let began = Instant::now();
        let status = tokio::task::spawn_blocking(move || service.stop()).await.unwrap();
        stops.push(began.elapsed());
        assert!(status.success(), "restart {restart}: {status}");
        let (kept, again) = stage.begin_again(&writers, &format!("restart {restart}")).await;
        promised += kept;
        service = again;
        let began = Instant::now();
        stage.door.open(&service.address);
        all_in_step(&writers).await;
        backs.push(began.elapsed());
    }
    for writer in &writers {
        within(60, "everything is saved in the end", writer.client.saved()).await.unwrap();
        assert_eq!(writer.client.progress().refused, None, "nobody was refused anything");
    }
    let found = stage.read_fresh(&service).await;
    for writer in &writers {
        writer.assert_kept(u64::MAX, &found, "at the end");
    }
    println!(
        "figure: {restarts} restarts under {people} people: 0 of {promised} promised edits lost; stopped in {:.1?} (median), all back in {:.1?}",
        median(stops),
        median(backs)
    );
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
