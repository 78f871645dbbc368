//! A run of chance: capitals that type, delete, format and press Enter while links break and misbehave, pages are loaded
//! again and crash, the disk stalls or fills up, clocks jump, processes are killed and power is lost; meanwhile the chapter is
//! locked, frozen, paused, handed over, and told otherwise who writes in it.

use manual::rights::Right;
use manual::rights::table::ChapterState;

use crate::manners::Manners;
use crate::world::World;

const CAPITALS: [&str; 5] = ["Accra", "Bogotá", "Copenhagen", "Dhaka", "Eger"];
/// Edits in a world.
pub(crate) const EDITS: usize = 400;
/// Characters typed are counted up from here: each is typed once in a world, and each is one unit long.
const FIRST: u32 = 0x4e00;

/// A world that was lived to its end, or until a promise was broken.
pub struct Life {
    /// What happened, a line each.
    pub story: String,
    /// The promise that was broken.
    pub broken: Option<String>,
}

/// Lives one world.
pub fn live(seed: u64, manners: Manners) -> Life {
    let mut world = World::seeded(seed).with_manners(manners).seats(CAPITALS);
    let mut typed = 0;
    for _ in 0..EDITS {
        something_happens(&mut world);
        let name = CAPITALS[world.chance.index(CAPITALS.len())];
        does_something(&mut world, name, &mut typed);
        if world.chance.one_in(3) {
            world.keeps(name);
        }
        let pause_ms = if world.chance.one_in(20) { 800 } else { 12 };
        let ms = world.chance.below(pause_ms);
        world.passes_ms(ms);
        if world.is_broken() {
            return told(&world);
        }
    }
    let _ = world.ends_well(); // the world remembers what was broken
    told(&world)
}

fn told(world: &World) -> Life {
    Life { story: world.story(), broken: world.broken() }
}

fn does_something(world: &mut World, name: &str, typed: &mut u32) {
    let units = world.seats.iter().find(|seat| seat.name == name).map_or(0, |seat| seat.units().len());
    let at = world.chance.index(units + 1);
    let rest = units - at;
    match world.chance.below(20) {
        0..=3 if rest > 0 => {
            let len = 1 + world.chance.index(rest.min(4));
            world.deletes(name, at, len);
        }
        4 | 5 if rest > 0 => {
            let (len, strong) = (1 + world.chance.index(rest.min(6)), world.chance.one_in(2));
            world.makes_strong(name, at, len, strong);
        }
        6 => world.presses_enter(name, at),
        _ => {
            let len = 1 + world.chance.below(3) as u32;
            let words: String = (*typed..*typed + len).filter_map(|n| char::from_u32(FIRST + n)).collect();
            *typed += len;
            world.types(name, at, &words);
        }
    }
}

fn something_happens(world: &mut World) {
    let name = CAPITALS[world.chance.index(CAPITALS.len())];
    match world.chance.below(200) {
        0..=5 => world.cut(name),
        6..=15 => world.mend(name),
        16 | 17 => world.reloads(name),
        18..=20 => world.weather.disk_ms = 1 + world.chance.below(400),
        21..=24 => world.weather.disk_ms = 5,
        25 | 26 => world.weather.link_ms = world.chance.below(600),
        27..=29 => world.weather.link_ms = 20,
        30 => world.disk_is_full(true),
        31..=36 => world.disk_is_full(false),
        37 => world.is_killed(),
        38 | 39 => world.loses_power(),
        40 => world.is(ChapterState::Locked),
        41 => world.is(ChapterState::Closed),
        42..=51 => world.is(ChapterState::Open),
        52 => world.pauses(true),
        53..=59 => world.pauses(false),
        60 => world.has_right(name, Right::Read),
        61..=68 => world.has_right(name, Right::Edit),
        69 => world.hands_over(name),
        70 | 71 => world.freezes(),
        72 => world.clock_jumps(),
        73 | 74 => world.will_crash(name),
        75 => world.changes_mode(),
        76..=80 => world.weather.wild = true,
        81..=85 => world.weather.wild = false,
        _ => {}
    }
}
