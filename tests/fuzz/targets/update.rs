//! Updates, as bytes that libFuzzer makes up: see crates/collab/tests/corpus/targets.rs.
#![no_main]

#[path = "../../../crates/collab/tests/corpus/targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::update(bytes));
