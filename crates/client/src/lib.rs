//! A seat's replica over a real websocket: for tests, benchmarks and programs.
//!
//! The rules are `collab::replica`; this crate adds the socket, the task that keeps it, and patience. Unsent edits live
//! in memory only. It never opens the data folder and knows nothing of manuals or chapters beyond a document's id.
//! Start at [`Client::connect`]; then `connection` (one socket's life) and `backoff` (when to try again).

mod backoff;
mod client;
mod connection;
mod shared;

pub use backoff::Backoff;
pub use client::{Client, ClientConfig};
pub use connection::{DEAD_AFTER, Ended, PROBE_EVERY, open};
pub use shared::{Link, Progress};
