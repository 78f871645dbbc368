//! Short stories, one rule of docs/protocol.md each.

use crate::seat::Seat;
use crate::world::World;

/// What can be asked of a world.
impl World {
    fn all_show(&self, expected: &str) {
        for seat in &self.seats {
            assert_eq!(shows(seat), expected, "{}\n{}", seat.name, self.story());
        }
    }

    fn shows(&self, name: &str) -> String {
        shows(&self.seats[self.seat(name)])
    }

    /// Whether everything this capital did was said to be saved.
    fn all_saved(&self, name: &str) -> bool {
        self.seats[self.seat(name)].edits.iter().all(|edit| edit.saved)
    }

    /// The body as the disk has it.
    fn on_disk(&self) -> String {
        crate::seat::units_of(&self.disk.fold()).into_iter().flatten().collect()
    }
}

fn shows(seat: &Seat) -> String {
    seat.units().into_iter().flatten().collect()
}

fn two() -> World {
    World::seeded(7).seats(["Accra", "Bogotá"])
}

#[test]
fn s3_two_capitals_edit_one_paragraph_offline() {
    let mut world = two();
    world.cut("Accra");
    world.cut("Bogotá");
    world.types("Accra", 0, "early warning ");
    world.types("Bogotá", 0, "prevention ");
    world.mend("Bogotá");
    world.mend("Accra");
    world.settle();
    world.all_show("early warning prevention ");
}

#[test]
fn d1_nothing_is_seen_before_the_sync() {
    let mut world = two();
    world.weather.disk_ms = 100_000;
    world.types("Accra", 0, "early ");
    world.passes_ms(300);
    assert_eq!(world.shows("Bogotá"), "");
    assert!(!world.all_saved("Accra"));
    world.settle();
    world.all_show("early ");
}

#[test]
fn d1_what_one_capital_saw_no_power_cut_takes_back() {
    let mut world = two();
    world.types("Accra", 0, "early ");
    while world.shows("Bogotá").is_empty() {
        world.passes_ms(1);
    }
    world.loses_power();
    assert_eq!(world.on_disk(), "early ");
    assert_eq!(world.ends_well(), Ok(()));
    world.all_show("early ");
}

#[test]
fn d2_saved_is_said_after_the_sync() {
    let mut world = two();
    world.types("Accra", 0, "early ");
    while !world.all_saved("Accra") {
        assert!(!world.is_broken());
        world.passes_ms(1);
    }
    world.loses_power();
    assert_eq!(world.on_disk(), "early ");
    assert_eq!(world.ends_well(), Ok(()));
}

#[test]
fn r5_what_was_not_saved_goes_out_again_after_a_power_cut() {
    let mut world = two();
    world.weather.disk_ms = 100_000;
    world.types("Accra", 0, "early ");
    world.passes_ms(300);
    world.cut("Accra");
    world.loses_power();
    world.weather.disk_ms = 5;
    assert_eq!(world.ends_well(), Ok(()));
    world.all_show("early ");
    assert!(world.all_saved("Accra"));
}

#[test]
fn d5_a_full_disk_takes_back_nothing_that_was_said() {
    let mut world = two();
    world.types("Accra", 0, "early ");
    world.settle();
    world.disk_is_full(true);
    world.types("Bogotá", 6, "warning");
    world.passes_ms(3_000);
    assert!(!world.all_saved("Bogotá"));
    assert_eq!(world.shows("Accra"), "early ");
    world.disk_is_full(false);
    assert_eq!(world.ends_well(), Ok(()));
    world.all_show("early warning");
}

#[test]
fn u6_after_a_reload_the_old_edits_go_out_under_their_old_name() {
    let mut world = two();
    world.cut("Accra");
    world.types("Accra", 0, "early ");
    world.reloads("Accra");
    world.types("Accra", 6, "warning");
    world.mend("Accra");
    assert_eq!(world.ends_well(), Ok(()));
    world.all_show("early warning");
}

#[test]
fn u9_a_capital_is_back_before_the_room_knows_it_was_gone() {
    let mut world = two();
    world.types("Accra", 0, "early ");
    world.cut("Accra");
    world.mend("Accra");
    world.types("Accra", 6, "warning ");
    world.cut("Accra");
    world.mend("Accra");
    world.deletes("Accra", 0, 6);
    assert_eq!(world.ends_well(), Ok(()));
    world.all_show("warning ");
}
