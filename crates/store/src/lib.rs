//! The journal, which is the truth, and sled, which is its index and can always be rebuilt from it.
//!
//! Knows records, documents' bytes and files; knows no rooms, links, sockets or HTTP. Formats: docs/storage.md.
//! Read in this order: `record`, `frame`, `segment`, `journal`, `store`, `index`, `registry`; then how a folder is opened
//! (`survey`, `open`, `replay`) and how the index is kept (`keys`, `tree`, `feed`, `snapshot`, `compact`, `rewrite`). `editions`
//! and `images` stand apart: files that are written once and never changed; what editions were written as (`outputs`) can be made again. So does `vault`: keys that can be destroyed.

pub mod aloud;
pub mod check;
mod compact;
pub mod copy;
pub mod digest;
pub mod disk;
pub mod editions;
mod feed;
mod fold;
mod frame;
pub mod images;
pub mod index;
mod journal;
mod keys;
mod lag;
mod open;
pub mod outputs;
mod payload;
mod read;
pub mod record;
pub mod registry;
mod replay;
mod rewrite;
mod segment;
mod snapshot;
pub mod store;
mod survey;
mod tree;
pub mod vault;

#[cfg(any(test, feature = "trouble"))]
pub mod asked;
#[cfg(any(test, feature = "trouble"))]
pub mod trouble;

pub use open::{LOCK, RESTORING};

#[cfg(test)]
mod tests;
