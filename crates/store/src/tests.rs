//! The promises of docs/storage.md, each against real files in a folder of its own. `world` makes folders and edits;
//! the other modules break things. CHANCERY_PROVE=1 runs the full numbers.

mod aloud;
mod checked;
mod corpus;
mod damage;
mod every_call;
mod every_file;
mod faults;
mod flips;
mod freeze;
mod index_faults;
mod life;
mod power;
mod proposals;
mod rewrite;
mod size;
mod templates;
mod world;
