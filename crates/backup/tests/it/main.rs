//! Backups of a folder that a store made, taken run by run, damaged, cut off and restored. With the running service:
//! `tests/it/backup.rs` of the package `tests`.

#![expect(clippy::unwrap_used, reason = "an answer that is not as expected fails the test, helpers included")]

mod damage;
mod every_call;
mod every_restore;
mod restores;
mod runs;
mod world;
