//! A concurrent editing session, keystroke by keystroke, through the real service. The recorded ones are replayed by the
//! program `replay`; this is one made up from a seed, of the same shape.

use tests::history::made_up;
use tests::playing::{Stage, play};
use tests::proving;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_concurrent_session_ends_with_the_same_text_everywhere() {
    let transactions = if proving() { 20_000 } else { 2_000 };
    for (seed, agents) in [(1, 2), (2, 3)] {
        let history = made_up(seed, agents, transactions);
        let stage = Stage::new(agents).await;
        let report = play(stage, &history).await.unwrap();
        println!("figure: {agents} made-up agents: {report}");
    }
}
