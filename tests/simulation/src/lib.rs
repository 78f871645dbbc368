//! The promise of live editing in simulated worlds: what was acknowledged, or seen by anybody else, survives a power
//! cut; everybody ends with the same text, and nothing typed is lost, doubled or out of order; whoever may not write does
//! not; an edition is what stood at its position, for good.
//!
//! As a tool `cargo xtask sim`; as a test 100 worlds, or 10,000 with `CHANCERY_PROVE=1`. The controls in `manners` show that
//! the worlds would notice. Knows neither socket, clock nor disk. Read in this order: `world`, `happenings`, `chaos`,
//! `promise`; then `shell`, `wires`, `seat`, `disk`.

#[path = "../../src/chance.rs"]
pub mod chance;
mod chaos;
mod disk;
mod happenings;
mod manners;
mod promise;
mod seat;
mod shell;
#[cfg(test)]
mod stories;
#[cfg(test)]
mod tests;
mod wires;
mod world;

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

pub use chaos::{Life, live};
pub use manners::Manners;

/// Lives a world for each seed, on all processors; those that broke, in the order of their seeds.
///
/// # Panics
/// When a world does not end.
pub fn broken_worlds(seeds: Range<u64>, manners: Manners) -> Vec<(u64, Life)> {
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let next = AtomicU64::new(seeds.start);
    let work = || {
        let mut broken = Vec::new();
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= seeds.end {
                return broken;
            }
            let life = live(seed, manners);
            broken.extend(life.broken.is_some().then_some((seed, life)));
        }
    };
    let mut broken = std::thread::scope(|scope| {
        let lives: Vec<_> = (0..processors).map(|_| scope.spawn(work)).collect();
        lives.into_iter().flat_map(|life| life.join().expect("a world that ends")).collect::<Vec<_>>()
    });
    broken.sort_by_key(|(seed, _)| *seed);
    broken
}
