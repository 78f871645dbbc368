//! The journal, which is the truth, and sled, which is its index and can always be rebuilt from it.
//!
//! Knows records, documents' bytes and files; knows no rooms, links, sockets or HTTP. Formats: docs/storage.md.
//! Read in this order: `record`, `journal`, `keys`, `index`, `registry`, `store`.

pub mod index;
pub mod record;
pub mod registry;
pub mod store;
