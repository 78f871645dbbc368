//! The promise, as a property: three people edit one chapter at random, its text and its tables, notes, figures and boxes,
//! hear of each other late, in pieces and out of step, and no character that somebody typed disappears, doubles or changes
//! its order. It is shown, or it is left over and offered back.
//!
//! Every typed character is unique, so that "exactly once" can be counted. A character is deleted only by a person
//! who saw it and asked for that. 200 rounds; 10,000 with CHANCERY_PROVE=1.

mod asked;
mod payloads;
mod step;
mod world;

use proptest::prelude::*;

use step::step;
use world::World;

fn rounds() -> u32 {
    if std::env::var_os("CHANCERY_PROVE").is_some() { 10_000 } else { 200 }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(rounds()))]
    #[test]
    fn no_character_disappears_doubles_or_changes_its_order(steps in prop::collection::vec(step(), 1..80)) {
        let mut world = World::new();
        for (who, step) in &steps {
            world.act(*who, step);
            world.check_view(*who);
        }
        world.settle();
        world.check_view(0);
        world.check_promise();
    }
}
