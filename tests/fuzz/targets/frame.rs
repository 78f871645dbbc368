//! Segments of the journal, as bytes that libFuzzer makes up: see crates/store/src/asked.rs.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| store::asked::segment(bytes));
