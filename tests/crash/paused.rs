//! The process is stopped and goes on (`SIGSTOP`, `SIGCONT`), as when a machine is put to sleep, swaps, or is moved: links are
//! open and nobody answers. Everybody notices, goes on writing, comes back by themselves, and nothing is lost; nor when the
//! process never goes on. One stop of each kind every day, ten of each with `CHANCERY_PROVE=1`.

use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_that_stands_still_loses_nothing_whether_it_goes_on_or_not() {
    let stops = if proving() { 20 } else { 2 };
    let stage = Stage::of(WRITERS / 2).await;
    let mut service = stage.start();
    let mut writers = stage.seat(88);
    stage.door.open(&service.address);
    all_in_step(&writers).await;
    let mut promised = 0;
    for stop in 0..stops {
        type_for(&mut writers, Duration::from_millis(200)).await;
        service.freeze(true);
        type_for(&mut writers, Duration::from_millis(200)).await;
        all_away(&writers).await;
        if stop % 2 == 0 {
            promised += promises(&writers).iter().sum::<u64>();
            service.freeze(false);
        } else {
            service.kill();
            let (kept, again) = stage.begin_again(&writers, &format!("stop {stop}")).await;
            promised += kept;
            service = again;
            stage.door.open(&service.address);
        }
        all_in_step(&writers).await;
        for writer in &writers {
            within(60, "what was typed into the silence is saved", writer.client.saved()).await.unwrap();
        }
        let found = stage.read_fresh(&service).await;
        for writer in &writers {
            writer.assert_kept(u64::MAX, &found, &format!("after stop {stop}"));
            assert_eq!(writer.client.progress().refused, None, "nobody was refused anything");
        }
    }
    println!("figure: SIGSTOP: {stops} stops, half of them for good: 0 of {promised} promised edits lost");
}
