//! A run of chance: capitals that type, delete, format and press Enter while links break, pages are loaded again, the
//! disk stalls or fills up, processes are killed and power is lost.

use super::shell::Manners;
use super::world::World;

const CAPITALS: [&str; 5] = ["Accra", "Bogotá", "Copenhagen", "Dhaka", "Eger"];
/// Edits in a world.
pub(crate) const EDITS: usize = 400;
/// Characters typed are counted up from here: each is typed once in a world, and each is one unit long.
const FIRST: u32 = 0x4e00;

/// Lives one world. `Err` holds its story.
pub(crate) fn live(seed: u64, manners: Manners) -> Result<(), String> {
    let mut world = World::seeded(seed).with_manners(manners).seats(CAPITALS);
    let mut typed = 0;
    for _ in 0..EDITS {
        something_happens(&mut world);
        let name = CAPITALS[world.chance.index(CAPITALS.len())];
        does_something(&mut world, name, &mut typed);
        let pause_ms = if world.chance.one_in(20) { 800 } else { 12 };
        let ms = world.chance.below(pause_ms);
        world.passes_ms(ms);
        if world.is_broken() {
            return Err(world.story());
        }
    }
    world.ends_well().map_err(|_| world.story())
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
        _ => {}
    }
}
