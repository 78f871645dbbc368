//! What an edition is written as, read back by readers that know nothing of this crate: all of it is there, in its order, and leads
//! where it should; the bytes are the same everywhere.

mod census;
mod changes;
mod drafts;
mod later;
#[path = "../nasty/mod.rs"]
mod nasty;
mod packages;
mod read;
