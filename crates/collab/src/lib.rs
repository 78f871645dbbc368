//! Live editing as rules: a room for each open document, a replica for each seat, and what they say to each other.
//!
//! Everything here takes facts in and gives effects out. It knows no socket, clock, disk, task or randomness; the
//! server, the Rust client and the simulator are shells around it. Numbered rules: docs/protocol.md.
//! Start at [`room::Room::handle`]; then `replica`, `message`, `bouncer`.

pub mod binding;
pub mod bouncer;
pub mod branch;
pub mod code;
pub mod deeds;
pub mod fingerprint;
pub mod healing;
pub mod ledger;
pub mod limits;
mod link;
pub mod message;
pub mod parcel;
pub mod presence;
pub mod replica;
pub mod room;
mod walk;
