//! Marked-up texts, as bytes that libFuzzer makes up: see crates/manual/tests/corpus/targets.rs.
#![no_main]

#[path = "../../../crates/manual/tests/corpus/targets.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::markup(bytes));
