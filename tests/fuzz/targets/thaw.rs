//! Frozen chapters and manifests, as bytes that libFuzzer makes up: see crates/edition/tests/corpus/targets.rs.
#![no_main]

#[path = "../../../crates/edition/tests/corpus/targets.rs"]
#[expect(dead_code, reason = "the other target is another program's")]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::thaw(bytes));
