//! A seat's replica over a real websocket: for tests, benchmarks and programs.
//!
//! The rules are `collab::replica`; this crate adds the socket, the task that keeps it, patience, and, where it is
//! given a folder of its own, a queue on the disk. It never opens the data folder and knows nothing of manuals or chapters beyond a document's id.
//! Start at [`Client::connect`] and [`Client::open`]; then `connection` (one socket's life), `backoff` (when to try again),
//! `kept` (what lies in the folder) and `keeper` (who writes it).

mod backoff;
mod client;
mod connection;
mod keeper;
mod kept;
mod shared;

pub use backoff::Backoff;
pub use client::{Client, ClientConfig};
pub use connection::{DEAD_AFTER, Ended, PROBE_EVERY, open};
pub use kept::NotKept;
pub use shared::{Link, Progress};
