//! The promise of live editing in simulated worlds: what was acknowledged, or seen by anybody else, survives a power
//! cut; everybody ends with the same text, and nothing typed is lost, doubled or out of order.
//!
//! 100 worlds, or 1,000 with `CHANCERY_PROVE=1`; one again, with its story, with `SEED=n`. Two controls show that the
//! worlds would notice: a shell that acknowledges before the sync, and one that broadcasts before it.
//! Read in this order: `world`, `chaos`, `promise`; then `shell`, `seat`, `disk`.

mod chaos;
mod disk;
mod promise;
mod seat;
mod shell;
mod stories;
mod world;

use shell::Manners;

fn seeds() -> std::ops::Range<u64> {
    match std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()) {
        Some(seed) => seed..seed + 1,
        None => 0..if tests::proving() { 1_000 } else { 100 },
    }
}

/// Lives many worlds on all processors; the seeds that broke, with their stories.
fn broken_worlds(manners: Manners) -> Vec<(u64, String)> {
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get) as u64;
    let live = |first: u64| {
        let mine = seeds().filter(move |seed| seed % processors == first);
        mine.filter_map(|seed| chaos::live(seed, manners).err().map(|story| (seed, story)))
            .collect::<Vec<_>>()
    };
    let mut broken = std::thread::scope(|scope| {
        let lives: Vec<_> = (0..processors).map(|first| scope.spawn(move || live(first))).collect();
        lives.into_iter().flat_map(|life| life.join().expect("a world that ends")).collect::<Vec<_>>()
    });
    broken.sort();
    broken
}

#[test]
fn d1_d2_whatever_was_acknowledged_or_seen_survives_and_everybody_agrees() {
    let broken = broken_worlds(Manners::Honest);
    if let Some((seed, story)) = broken.first() {
        panic!("{} of {} worlds broke; the first, SEED={seed}:\n{story}", broken.len(), seeds().count());
    }
}

#[test]
fn acknowledging_before_the_sync_is_noticed() {
    is_noticed(Manners::AcknowledgesEarly);
}

#[test]
fn broadcasting_before_the_sync_is_noticed() {
    is_noticed(Manners::BroadcastsEarly);
}

fn is_noticed(manners: Manners) {
    let broken = broken_worlds(manners);
    println!("{manners:?}: {} of {} worlds broke", broken.len(), seeds().count());
    if seeds().count() == 1 {
        return broken.iter().for_each(|(_, story)| println!("{story}"));
    }
    assert!(broken.len() > seeds().count() / 20, "only {} worlds noticed", broken.len());
    let wrong: Vec<_> = broken.iter().filter(|(_, story)| !story.contains("power is lost")).collect();
    assert!(wrong.is_empty(), "broke without a power cut: {wrong:?}");
}
