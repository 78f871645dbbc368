//! What is printed, and that nothing that can be frozen stops the press.

mod common;

use common::{Manual, fonts};
use press::{Edition, Order, Printed, print};
use serde_json::Value;

const VECTORS: &str = include_str!("../../edition/vectors/format-3.json");

fn printed(manual: &Manual, order: &Order) -> Printed {
    let edition = Edition::open(&manual.bundle()).unwrap();
    print(&edition, fonts(), order).unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn draft(text: &str) -> Order {
    Order { draft: Some(text.to_owned()), chapter: None }
}

#[test]
fn every_corner_of_the_format_is_printed() {
    let vectors: Vec<Value> = serde_json::from_str(VECTORS).unwrap();
    let mut manual = Manual::new("Corners");
    for vector in &vectors {
        manual.vector(vector["canonical"].as_str().unwrap());
    }
    assert_eq!(manual.chapters.len(), vectors.len());
    let printed = printed(&manual, &draft("Draft"));
    assert!(printed.pages > vectors.len(), "each chapter begins a page");
}

/// Writes the list anew when `CHANCERY_WRITE` is set.
#[test]
fn the_list_of_characters_is_what_the_fonts_have() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../edition/src/ready/coverage.txt");
    let now = fonts().coverage();
    if std::env::var_os("CHANCERY_WRITE").is_some() {
        std::fs::write(file, &now).unwrap();
    }
    assert!(std::fs::read_to_string(file).unwrap() == now, "coverage.txt is not what the fonts have");
}
