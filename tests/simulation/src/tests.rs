//! 100 worlds, or 10,000 with `CHANCERY_PROVE=1`; one again, with its story, with `SEED=n`. Then the controls: each fault
//! is noticed, and for what it is.

use std::ops::Range;

use crate::{Manners, broken_worlds};

fn proving() -> bool {
    std::env::var_os("CHANCERY_PROVE").is_some_and(|value| value == "1")
}

fn seeds(everyday: u64, proof: u64) -> Range<u64> {
    match std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()) {
        Some(seed) => seed..seed + 1,
        None => 0..if proving() { proof } else { everyday },
    }
}

#[test]
fn d1_d2_whatever_was_acknowledged_or_seen_survives_and_everybody_agrees() {
    let seeds = seeds(100, 10_000);
    let count = seeds.clone().count();
    let broken = broken_worlds(seeds, Manners::Honest);
    if let Some((seed, life)) = broken.first() {
        panic!("{} of {count} worlds broke; the first, SEED={seed}:\n{}", broken.len(), life.story);
    }
    println!("figure: simulation: {count} worlds: 0 divergences, 0 acknowledged or seen edits lost");
}

/// Of 40 worlds (or 400) with this fault, so many notice it, all of them in these words.
#[track_caller]
fn is_noticed(manners: Manners, at_least: usize, words: &[&str]) {
    let seeds = seeds(40, 400);
    let count = seeds.clone().count();
    let broken = broken_worlds(seeds, manners);
    println!("figure: simulation, control {}: {} of {count} worlds notice it", manners.word(), broken.len());
    if count == 1 {
        return broken.iter().for_each(|(_, life)| println!("{}", life.story));
    }
    assert!(broken.len() >= at_least * count / 40, "only {} of {count} worlds noticed", broken.len());
    for (seed, life) in broken {
        let what = life.broken.unwrap_or_default();
        assert!(words.iter().any(|words| what.contains(words)), "seed {seed}: {what}");
    }
}

#[test]
fn acknowledging_before_the_sync_is_noticed() {
    is_noticed(Manners::AcknowledgesEarly, 3, &["was told that"]);
}

#[test]
fn broadcasting_before_the_sync_is_noticed() {
    is_noticed(Manners::BroadcastsEarly, 3, &["had seen", "was told that"]);
}

#[test]
fn showing_an_edition_before_the_sync_is_noticed() {
    is_noticed(Manners::PublishesEarly, 4, &["was shown, and it is gone"]);
}

#[test]
fn asking_for_rights_only_once_is_noticed() {
    is_noticed(Manners::AsksRightsOnce, 20, &["without the right to", "was refused"]);
}

#[test]
fn a_session_that_goes_on_after_its_end_is_noticed() {
    is_noticed(Manners::LeavesLinksOpen, 3, &["after a session had ended", "was refused: gap"]);
}

#[test]
fn a_clock_that_goes_back_is_noticed() {
    // Few: where little is written the room asks no clock.
    is_noticed(Manners::ClockGoesBack, 1, &["another text", "never told", "never came in"]);
}

#[test]
fn frames_lost_on_a_living_link_are_noticed() {
    is_noticed(
        Manners::LosesFrames,
        20,
        &["another text", "never told", "was told that", "lacks what had been saved", "had seen"],
    );
}

#[test]
fn a_client_id_used_again_is_noticed() {
    is_noticed(
        Manners::UsesClientIdsAgain,
        8,
        &["another text", "never told", "was refused", "malformed", "is lost", "twice", "order", "had seen"],
    );
}

#[test]
fn client_ids_kept_over_a_change_of_mode_are_noticed() {
    is_noticed(Manners::KeepsClientIds, 15, &["was refused: foreign"]);
}
